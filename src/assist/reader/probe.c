/* assist/reader/probe.c - what a server's model can do, found out with two small questions.
 *
 * The question is a real one of the role judge: a made-up patent, two made-up documents and a
 * control.  A model that likes the control, or loses documents, is no reader. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "assist/failure.h"
#include "assist/json.h"
#include "assist/reader/batch.h"

/* Members in which servers name the length of the context. */
static const char *const lengths[] = {
    "max_model_len", "context_length", "max_context_length", "n_ctx"};

static void
read_models(reader_probed *out, json_object *models, const char *name)
{
	size_t used = 0;

	for (size_t i = 0; i < json_count(models); i++) {
		json_object *one = json_item(models, i);
		const char *id = json_text(one, "id");
		if (used < sizeof out->models)
			used += (size_t)snprintf(out->models + used, sizeof out->models - used,
			    "%s%s", i ? ", " : "", id);
		for (size_t k = 0; strcmp(id, name) == 0 && k < sizeof lengths / sizeof *lengths;
		     k++) {
			json_object *n = json_at(one, lengths[k]);
			if (!n)
				n = json_at(json_at(one, "meta"), lengths[k]);
			if (n && json_object_get_int64(n) > 0)
				out->context = (uint32_t)json_object_get_int64(n);
		}
	}
}

/* A text in which the made-up patent helps, and one in which it does not. */
static const char patent_text[] =
    "[title] Coating for spectacle lenses\n[problem] Spectacle lenses fog when the wearer comes "
    "from the cold into a warm room.\n[means] A coating of a water-absorbing polymer with "
    "hydrophilic silica particles spreads the dew into a clear film.\n[effect] The lens stays "
    "clear without heating.\n";
static const char *const documents[] = {
    "[title] Refrigerated display case\n[problem] When customers open the glass door it fogs for "
    "minutes and the goods are not seen; heating the door costs electricity.\n",
    "[title] Ledger for membership fees\n[means] A computer keeps the fees of the members of a "
    "club and prints reminders.\n"};

typedef struct probing {
	judging j;
	batch q;
	control_result control;
	int answered;
} probing;

static const char *
probe_take(const char *answer, void *asker)
{
	probing *p = asker;
	const char *why = batch_form(&p->j, answer);

	if (why)
		return why;
	p->control = batch_control(&p->j, &p->q, answer);
	p->answered = 1;
	return NULL;
}

static tensen_status
probe_ask(reading *now, reader_probed *out)
{
	item items[2] = {{.statement = -1}, {.statement = -1}};
	probing p = {.j = {.x = now, .kind = &verdict_judge, .items = items, .n = 2}};
	chat_request request = {.schema = prompt_schema("judge"), .asker = &p};
	double began = gate_now();
	tensen_status st;

	for (size_t i = 0; i < 2; i++) {
		items[i].p.id = (char *)(uintptr_t) "made-up";
		items[i].p.text = (char *)(uintptr_t)documents[i];
		p.q.at[p.q.n++] = i;
	}
	now->patent.text = (char *)(uintptr_t)patent_text;
	if (!batch_write(&p.j, &p.q))
		st = failure_nomem(now->err);
	else {
		request.system = p.q.system;
		request.user = p.q.user;
		st = reading_ask(now, ROLE_JUDGE, &request, 1, probe_take);
	}
	out->seconds = gate_now() - began;
	out->prompt_tokens = request.prompt_tokens;
	out->completion_tokens = request.completion_tokens;
	out->answers = p.answered;
	out->control = p.answered && p.control == CONTROL_PASSED;
	out->structured = p.answered && !gate_plain(now->r->gate);
	snprintf(out->why, sizeof out->why, "%s", request.why);
	free(p.q.system);
	free(p.q.user);
	now->patent.text = NULL;
	return st;
}

tensen_status
reader_probe(reader *by, reader_probed *out, tensen_error *err)
{
	reading x = {.r = by, .lang = by->o.lang, .err = err};
	char *body = NULL;
	json_object *o;
	tensen_status st = chat_new(&x.chat, &by->chat_opts, err);

	*out = (reader_probed){.local = by->to.local};
	if (st == TENSEN_OK)
		st = chat_get(x.chat, "/models", &body, err);
	o = body ? completion_json(body, strlen(body), 32) : NULL;
	read_models(out, json_list(o, "data"), by->name);
	json_object_put(o);
	free(body);
	reader_token(x.token);
	if (st == TENSEN_OK)
		st = probe_ask(&x, out);
	chat_free(x.chat);
	return st;
}
