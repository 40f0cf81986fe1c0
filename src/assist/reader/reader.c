/* assist/reader/reader.c - opening, messages for people, the account. */
#include "assist/reader/reader.h"
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>
#include <tensen/messages.h>
#include "assist/failure.h"
#include "assist/json.h"
#include "assist/reader/reader_impl.h"

#define TRIES 3 /* of one question, before it is given up */

const char *
role_name(role which)
{
	static const char *const names[N_ROLES] = {
	    "say", "again", "screen", "judge", "doubt", "meet", "rerank"};

	return names[which];
}

const char *
drop_name(drop why)
{
	static const char *const names[N_DROPS] = {"foreign id", "judged twice", "grade", "kind",
	    "quotation", "without reasons", "control", "own words"};

	return names[why];
}

void
reader_report(reader *by, const char *fmt_ja, const char *fmt_en, ...)
{
	char line[1600];
	va_list ap;

	if (!by->o.report)
		return;
	va_start(ap, fmt_en);
	vsnprintf(line, sizeof line, by->o.lang == TENSEN_JA ? fmt_ja : fmt_en, ap);
	va_end(ap);
	pthread_mutex_lock(&by->lock);
	by->o.report(line, by->o.report_payload);
	pthread_mutex_unlock(&by->lock);
}

void
reader_count(reader *by, unsigned long *tally, unsigned long n)
{
	pthread_mutex_lock(&by->lock);
	*tally += n;
	pthread_mutex_unlock(&by->lock);
}

void
reader_count_drop(reader *by, drop why)
{
	reader_count(by, &by->n.dropped[why], 1);
}

unsigned
reader_random(unsigned most)
{
	uint64_t v = 0;

	if (getrandom(&v, sizeof v, 0) != (ssize_t)sizeof v)
		abort(); /* a request for 8 random bytes fails on no machine */
	return (unsigned)(v % most);
}

void
reader_token(char out[READER_TOKEN])
{
	uint64_t v = 0;

	if (getrandom(&v, sizeof v, 0) != (ssize_t)sizeof v)
		abort();
	snprintf(out, READER_TOKEN, "%0*llx", READER_TOKEN - 1,
	    (unsigned long long)(v >> (64 - 4 * (READER_TOKEN - 1))));
}

json_object *
reader_tidy(const char *text, size_t n, size_t most)
{
	char *copy;
	json_object *o;

	if (n > most)
		for (n = most; n > 0 && ((unsigned char)text[n] & 0xC0) == 0x80; n--)
			;
	copy = strndup(text, n);
	for (char *p = copy; p && *p; p++)
		if ((unsigned char)*p < 0x20 || *p == 0x7F)
			*p = ' ';
	o = json_object_new_string(copy ? copy : "");
	free(copy);
	return o;
}

const char *
reader_control(const reader *by, tensen_lang lang, size_t *n)
{
	const char *p = by->controls[lang];
	unsigned lines = 0, pick;

	for (const char *s = p; (s = strchr(s, '\n')); s++)
		lines++;
	pick = reader_random(lines ? lines : 1);
	while (pick-- > 0)
		p = strchr(p, '\n') + 1;
	*n = strcspn(p, "\n");
	return p;
}

static tensen_status
check_options(reader *by, tensen_error *err)
{
	tensen_status st;

	if (!by->o.url)
		return failure(err, TENSEN_E_ARG, "--model", SAY_EXPECTED_ADDRESS);
	if ((st = endpoint_parse(&by->to, by->o.url, ENDPOINT_CHAT, err)) < 0)
		return st;
	if (!by->to.local && !by->o.remote)
		return failure(err, TENSEN_E_ARG, "--model", SAY_THIS_ADDRESS_NOT_THIS);
	return TENSEN_OK;
}

/* The beginning that all roles share, and the task. */
static tensen_status
open_prompt(reader *by, tensen_lang lang, role which, const char *system, tensen_error *err)
{
	prompt *p = &by->prompts[lang][which];
	tensen_status st = prompt_read(&p->task, role_name(which), lang, by->o.models, err);

	if (st < 0)
		return st;
	p->system = strdup(system);
	if (!p->system)
		return failure_nomem(err);
	prompt_version(p->version, (const char *const[]){p->system, p->task}, 2);
	return TENSEN_OK;
}

static tensen_status
open_prompts(reader *by, tensen_lang lang, tensen_error *err)
{
	char *system = NULL, *need = NULL;
	tensen_status st = prompt_read(&system, "reader", lang, by->o.models, err);

	if (st == TENSEN_OK)
		st = prompt_read(&need, "need", lang, by->o.models, err);
	for (role which = 0; st == TENSEN_OK && which < ROLE_RERANK; which++)
		st = open_prompt(by, lang, which, which == ROLE_MEET ? need : system, err);
	if (st == TENSEN_OK)
		st = prompt_read(&by->controls[lang], "controls", lang, by->o.models, err);
	free(system);
	free(need);
	return st;
}

static tensen_status
open_gate(reader *by, tensen_error *err)
{
	const gate_limits limits = {by->o.parallel, by->o.calls, by->o.tokens, by->o.hours * 3600};
	tensen_status st = by->o.key_file ? endpoint_key(&by->key, by->o.key_file, err) : TENSEN_OK;

	if (st < 0)
		return st;
	if (by->key && !by->to.encrypted && !by->to.local)
		reader_report(by, "注意: 鍵は暗号化されずに %s へ送られる",
		    "note: the key goes to %s without encryption", by->to.shown);
	if (!(by->gate = gate_new(&limits)))
		return failure_nomem(err);
	by->chat_opts = (chat_opts){.to = &by->to,
	    .key = by->key,
	    .seconds = by->o.seconds,
	    .tries = TRIES,
	    .gate = by->gate};
	return TENSEN_OK;
}

static tensen_status
open_rerank(reader *by, tensen_error *err)
{
	const gate_limits limits = {by->o.parallel, 0, 0, 0};
	tensen_status st;

	if (!by->o.rerank)
		return TENSEN_OK;
	if ((st = endpoint_parse(&by->rerank_to, by->o.rerank, ENDPOINT_RERANK, err)) < 0) {
		snprintf(err->where, sizeof err->where, "--rerank");
		return st;
	}
	if (!by->rerank_to.local && !by->o.remote)
		return failure(err, TENSEN_E_ARG, "--rerank", SAY_THIS_ADDRESS_NOT_THIS);
	if (by->o.rerank_key_file &&
	    (st = endpoint_key(&by->rerank_key, by->o.rerank_key_file, err)) < 0)
		return st;
	if (!(by->rerank_gate = gate_new(&limits)))
		return failure_nomem(err);
	return TENSEN_OK;
}

void
reader_note_rerank(reader *by, const char *why)
{
	int first;

	pthread_mutex_lock(&by->lock);
	first = by->n.reranked_not++ == 0;
	pthread_mutex_unlock(&by->lock);
	if (first)
		reader_report(by, "--rerank: %s: 答えがないので、長い一覧のまま続ける",
		    "--rerank: %s: without an answer the lists stay long", why);
}

/* The name that was given, else the first one of the server's models. */
static tensen_status
find_name(reader *by, tensen_error *err)
{
	chat *c = NULL;
	char *body = NULL;
	json_object *o, *models;
	tensen_status st = TENSEN_OK;

	if (!by->o.name || !by->o.name[0]) {
		if ((st = chat_new(&c, &by->chat_opts, err)) == TENSEN_OK &&
		    (st = chat_reach(c, err)) == TENSEN_OK)
			st = chat_get(c, "/models", &body, err);
		chat_free(c);
		o = body ? completion_json(body, strlen(body), 32) : NULL;
		models = json_list(o, "data");
		if (models && json_count(models) > 0)
			by->name = strdup(json_text(json_item(models, 0), "id"));
		json_object_put(o);
		free(body);
	} else {
		by->name = strdup(by->o.name);
	}
	if (st == TENSEN_OK && (!by->name || !by->name[0]))
		return failure(err, TENSEN_E_ARG, "--model", SAY_NAMES_NO_MODEL, by->to.shown);
	by->chat_opts.model = by->name;
	return st;
}

static void
set_date(reader *by)
{
	time_t t = time(NULL);
	struct tm tm;

	gmtime_r(&t, &tm);
	strftime(by->date, sizeof by->date, "%Y-%m-%d", &tm);
}

tensen_status
reader_open(reader **out, const reader_opts *opts, const char *index, tensen_error *err)
{
	reader *r = calloc(1, sizeof *r);
	tensen_status st;

	*out = NULL;
	if (!r)
		return failure_nomem(err);
	r->o = *opts;
	pthread_mutex_init(&r->lock, NULL);
	stock_init(&r->stock);
	set_date(r);
	st = check_options(r, err);
	for (tensen_lang lang = TENSEN_JA; st == TENSEN_OK && lang <= TENSEN_EN; lang++)
		st = open_prompts(r, lang, err);
	if (st == TENSEN_OK && !(r->readings = r->o.readings))
		st = r->o.path ? tensen_readings_open(&r->readings, r->o.path, err)
			       : tensen_readings_beside(&r->readings, index, err);
	r->stock.readings = r->readings;
	if (st == TENSEN_OK)
		st = open_gate(r, err);
	if (st == TENSEN_OK)
		st = open_rerank(r, err);
	if (st == TENSEN_OK)
		st = find_name(r, err);
	if (st < 0)
		reader_close(r);
	else
		*out = r;
	return st;
}

void
reader_close(reader *by)
{
	if (!by)
		return;
	if (by->readings && !by->o.readings) {
		tensen_readings_settle(by->readings, NULL);
		tensen_readings_close(by->readings);
	}
	for (tensen_lang lang = TENSEN_JA; lang <= TENSEN_EN; lang++) {
		for (role which = 0; which < N_ROLES; which++) {
			free(by->prompts[lang][which].system);
			free(by->prompts[lang][which].task);
		}
		free(by->controls[lang]);
	}
	gate_free(by->gate);
	endpoint_key_free(by->key);
	gate_free(by->rerank_gate);
	endpoint_key_free(by->rerank_key);
	free(by->name);
	free(by->subjects[0]);
	free(by->subjects[1]);
	stock_clear(&by->stock);
	pthread_mutex_destroy(&by->lock);
	free(by);
}

unsigned long
reader_requests(reader *by)
{
	return gate_counted(by->gate).calls;
}

unsigned long
reader_tokens(reader *by)
{
	gate_counts n = gate_counted(by->gate);

	return n.prompt_tokens + n.completion_tokens;
}

int
reader_ended(reader *by)
{
	return gate_ended(by->gate, NULL);
}

const char *
reader_name(const reader *by)
{
	return by->name;
}

const char *
reader_address(const reader *by)
{
	return by->to.shown;
}

/* "quotation 2, control 8" */
static unsigned long
list_drops(const tallies *counts_of, char *out, size_t size)
{
	unsigned long all = 0;
	size_t used = 0;

	out[0] = '\0';
	for (int d = 0; d < N_DROPS; d++) {
		if (counts_of->dropped[d] && used < size)
			used += (size_t)snprintf(out + used, size - used, "%s%s %lu",
			    all ? ", " : "", drop_name((drop)d), counts_of->dropped[d]);
		all += counts_of->dropped[d];
	}
	return all;
}

/* "say 1 (2,100 + 300), screen 2 (...)" */
static void
list_roles(const tallies *counts_of, char *out, size_t size)
{
	size_t used = 0;

	out[0] = '\0';
	for (role which = 0; which < N_ROLES; which++)
		if (counts_of->requests[which] && used < size)
			used += (size_t)snprintf(out + used, size - used, "%s%s %lu (%lu + %lu)",
			    used ? ", " : "", role_name(which), counts_of->requests[which],
			    counts_of->prompt_tokens[which], counts_of->completion_tokens[which]);
}

/* What came out; a need (no patent was read) has pairs alone. */
static void
list_results(reader *by, const tallies *n, unsigned long dropped, const char *drops)
{
	const char *open = dropped ? " (" : "", *close = dropped ? ")" : "";

	if (n->patents == 0) {
		reader_report(by,
		    "ニーズと読んだ特許 %lu 件、2 以上 %lu; 記録から %lu; 不採用 %lu%s%s%s",
		    "%lu patents read with the need, %lu graded 2 or 3; %lu from earlier; %lu "
		    "dropped%s%s%s",
		    n->judged, n->good, n->kept, dropped, open, drops, close);
		return;
	}
	reader_report(by,
	    "特許 %lu 件: 言い直し %lu、目を通した題名 %lu、選んだ %lu、読んだ %lu、2 以上 %lu、"
	    "読み直しても残った %lu; 記録から %lu; 不採用 %lu%s%s%s",
	    "%lu patents: %lu statements, %lu titles looked through, %lu picked, %lu read, %lu "
	    "graded 2 or 3, %lu held by a second reading; %lu from earlier; %lu dropped%s%s%s",
	    n->patents, n->statements, n->looked, n->picked, n->judged, n->good, n->held, n->kept,
	    dropped, open, drops, close);
}

void
reader_account(reader *by)
{
	gate_counts c = gate_counted(by->gate);
	char drops[200], roles[400], why[160];
	tallies n;
	unsigned long dropped;

	pthread_mutex_lock(&by->lock);
	n = by->n;
	pthread_mutex_unlock(&by->lock);
	dropped = list_drops(&n, drops, sizeof drops);
	list_roles(&n, roles, sizeof roles);
	reader_report(by, "要求 %lu 回（トークン %lu + %lu）: %s",
	    "%lu requests (%lu + %lu tokens): %s", c.calls, c.prompt_tokens, c.completion_tokens,
	    roles[0] ? roles : "-");
	list_results(by, &n, dropped, drops);
	if (n.cut)
		reader_report(by, "長いので文の切れ目で切った本文 %lu 件",
		    "%lu texts were too long and were cut at a sentence", n.cut);
	if (n.unanswered)
		reader_report(by, "答えのない問い %lu 件: %s",
		    "%lu questions without an answer: %s", n.unanswered, n.why);
	if (gate_ended(by->gate, why))
		reader_report(by, "ここで終わり: %s", "ended here: %s", why);
}
