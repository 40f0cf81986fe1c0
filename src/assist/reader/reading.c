/* assist/reader/reading.c - one query being read: what is kept of it, its questions. */
#include "assist/reader/reading.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "assist/failure.h"
#include "assist/json.h"
#include "assist/reader/lender.h"
#define XXH_INLINE_ALL
#include <xxhash.h>

json_object *
reading_line(const reading *now, role which, const char *key)
{
	const reader *r = now->r;
	const char *name = role_name(which == ROLE_AGAIN ? ROLE_SAY : which);
	json_object *o = json_object_new_object();

	/* in this order: the library finds a line without a parser then */
	json_put_int(o, "v", TENSEN_READINGS_VERSION);
	json_put_text(o, "role", name);
	json_put_text(o, "key", key);
	json_put_text(o, "query", now->name);
	json_put_text(o, "query_hash", now->hash);
	json_put_text(o, "by", r->name);
	json_put_text(o, "prompt", r->prompts[now->lang][which].version);
	json_put_text(o, "date", r->date);
	return o;
}

tensen_status
reading_keep(const reading *now, json_object *line)
{
	tensen_status st = tensen_readings_add(now->r->readings, json_line(line), now->err);

	json_object_put(line);
	return st;
}

void
reading_key(char out[33], const reading *now, role which, const char *const *parts)
{
	const char *const first[] = {role_name(which), now->r->name,
	    now->r->prompts[now->lang][which].version, now->patent.text};
	XXH3_state_t s;
	XXH128_hash_t h;

	XXH3_128bits_reset(&s);
	for (size_t i = 0; i < sizeof first / sizeof *first; i++)
		XXH3_128bits_update(&s, first[i], strlen(first[i]) + 1);
	for (; *parts; parts++)
		XXH3_128bits_update(&s, *parts, strlen(*parts) + 1);
	h = XXH3_128bits_digest(&s);
	snprintf(
	    out, 33, "%016llx%016llx", (unsigned long long)h.high64, (unsigned long long)h.low64);
}

char *
reading_system(const reading *now, role which)
{
	return prompt_fill(now->r->prompts[now->lang][which].system,
	    (prompt_blank[]){{"token", now->token}, {NULL, NULL}});
}

char *
reading_question(const reading *now, role which, const prompt_blank *blanks, const char *more)
{
	char *task = prompt_fill(now->r->prompts[now->lang][which].task, blanks), *user = NULL;

	if (!task || asprintf(&user, "%s patent\n%s%s end\n\n%s\n%s", now->token, now->patent.text,
			 now->token, task, more) < 0)
		user = NULL;
	free(task);
	return user;
}

/* Of one among many, whose progress others draw. */
static int
reading_stops(const char *stage, unsigned long long done, unsigned long long of, void *payload)
{
	reader *r = payload;
	int stopping;

	(void)stage;
	(void)done;
	(void)of;
	pthread_mutex_lock(&r->lock);
	stopping = r->stopping;
	pthread_mutex_unlock(&r->lock);
	return stopping;
}

tensen_status
reading_ask(reading *now, role which, chat_request *req, size_t n, chat_take take)
{
	reader *r = now->r;
	tensen_progress_fn progress = now->lender ? reading_stops : r->o.progress;
	void *payload = now->lender ? r : r->o.progress_payload;
	tensen_status st;

	if (now->lender)
		lender_give(now->lender, now->s);
	st = chat_ask(now->chat, req, n, take, progress, payload, now->err);
	if (now->lender)
		now->s = lender_take(now->lender);
	pthread_mutex_lock(&r->lock);
	for (size_t i = 0; i < n; i++) {
		r->n.requests[which]++;
		r->n.prompt_tokens[which] += req[i].prompt_tokens;
		r->n.completion_tokens[which] += req[i].completion_tokens;
		r->n.unanswered += !req[i].answered;
		if (req[i].why[0])
			snprintf(r->n.why, sizeof r->n.why, "%s", req[i].why);
	}
	pthread_mutex_unlock(&r->lock);
	return st;
}

/* ---- what is kept ---- */

/* Lines of this model, of this prompt and of this text. */
static int
is_own(const reading *now, json_object *line, role which, role or_this)
{
	const char *version = json_text(line, "prompt");

	return strcmp(json_text(line, "by"), now->r->name) == 0 &&
	       strcmp(json_text(line, "query_hash"), now->hash) == 0 &&
	       (strcmp(version, now->r->prompts[now->lang][which].version) == 0 ||
		   strcmp(version, now->r->prompts[now->lang][or_this].version) == 0);
}

int
reading_has_seen(const reading *now, uint32_t line)
{
	return marks_have(&now->seen, line);
}

static int
take_screen(reading *now, json_object *line)
{
	int64_t rounds = json_object_get_int64(json_at(line, "rounds"));

	if (rounds > 0 && (uint64_t)rounds > now->old_rounds)
		now->old_rounds = (size_t)rounds;
	json_object_array_add(now->screens, json_object_get(line));
	if (json_text(line, "stock")[0])
		snprintf(now->stock, sizeof now->stock, "%s", json_text(line, "stock"));
	return marks_read(&now->seen, json_text(line, "seen"));
}

int
reading_take_line(reading *now, json_object *line)
{
	const char *role_of = json_text(line, "role");
	const char *document = json_text(line, "document");
	int ok = 1;

	if (strcmp(role_of, "say") == 0 && is_own(now, line, ROLE_SAY, ROLE_AGAIN)) {
		now->enough |= json_object_get_boolean(json_at(line, "enough"));
		json_object_array_add(now->said, json_object_get(line));
	} else if (strcmp(role_of, "screen") == 0 && is_own(now, line, ROLE_SCREEN, ROLE_SCREEN)) {
		ok = take_screen(now, line);
	} else if (strcmp(role_of, "judge") == 0 && document[0] &&
		   is_own(now, line, ROLE_JUDGE, ROLE_JUDGE)) {
		json_object_object_add(now->judged, document, json_object_get(line));
	} else if (strcmp(role_of, "doubt") == 0 && document[0] &&
		   is_own(now, line, ROLE_DOUBT, ROLE_DOUBT)) {
		json_object_object_add(now->doubted, document, json_object_get(line));
	}
	return ok;
}

static tensen_status
take_kept(reading *now)
{
	tensen_text text;
	tensen_status st = tensen_readings_lines(now->r->readings, now->name, &text, now->err);
	int ok = 1;

	for (char *p = text.p, *end; st == TENSEN_OK && ok && p && *p; p = end + 1) {
		json_object *line;
		if (!(end = strchr(p, '\n')))
			break;
		if ((line = completion_json(p, (size_t)(end - p), 16)))
			ok = reading_take_line(now, line);
		json_object_put(line);
	}
	tensen_text_free(&text);
	return ok ? st : failure_nomem(now->err);
}

tensen_status
reading_open(
    reading *now, reader *by, tensen_searcher *searcher, const tensen_query *q, tensen_error *err)
{
	tensen_status st;

	*now = (reading){.r = by, .s = searcher, .q = q, .err = err};
	reader_token(now->token);
	now->said = json_object_new_array();
	now->screens = json_object_new_array();
	now->judged = json_object_new_object();
	now->doubted = json_object_new_object();
	if (!now->said || !now->screens || !now->judged || !now->doubted)
		st = failure_nomem(err);
	else
		st = passage_read(&now->patent, searcher, q, reader_room(by, PASSAGE_QUERY), err);
	if (st == TENSEN_OK)
		st = tensen_query_name(searcher, q, &now->name, now->hash, err);
	reader_count(by, &by->n.cut, now->patent.cut != 0);
	now->lang = now->patent.japanese ? TENSEN_JA : TENSEN_EN;
	if (st == TENSEN_OK)
		st = take_kept(now);
	now->judged_before = (size_t)json_object_object_length(now->judged);
	if (st < 0)
		reading_close(now);
	return st;
}

void
reading_close(reading *now)
{
	json_object_put(now->said);
	json_object_put(now->screens);
	json_object_put(now->judged);
	json_object_put(now->doubted);
	passage_clear(&now->patent);
	free(now->name);
	marks_clear(&now->seen);
	*now = (reading){.r = NULL};
}

const char *
reading_statement(const reading *now, size_t n)
{
	for (size_t i = 0; i < json_count(now->said); i++) {
		json_object *list = json_list(json_item(now->said, i), "statements");
		if (n < json_count(list))
			return json_text(json_item(list, n), "text");
		n -= json_count(list);
	}
	return NULL;
}

size_t
reader_room(const reader *by, size_t wanted)
{
	/* a patent takes at most an eighth of the model's context, at two bytes a token */
	size_t most = (size_t)by->o.context / 8 * 2;

	return by->o.context && wanted > most ? most : wanted;
}
