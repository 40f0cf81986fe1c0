/* assist/reader/reader.c - opening, messages for people, the account. */
#include "assist/reader/reader.h"
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>
#include "assist/failure.h"
#include "assist/json.h"
#include "assist/reader/reader_impl.h"

#define TRIES 3 /* of one question, before it is given up */
#define KEY_MAX 4096

const char *
role_name(role which)
{
	static const char *const names[N_ROLES] = {"say", "again", "screen", "judge", "doubt"};

	return names[which];
}

const char *
drop_name(drop d)
{
	static const char *const names[N_DROPS] = {"foreign id", "judged twice", "grade", "kind",
	    "quotation", "without reasons", "control", "own words"};

	return names[d];
}

void
reader_report(reader *r, const char *fmt_ja, const char *fmt_en, ...)
{
	char line[1600];
	va_list ap;

	if (!r->o.report)
		return;
	va_start(ap, fmt_en);
	vsnprintf(line, sizeof line, r->o.lang == TENSEN_JA ? fmt_ja : fmt_en, ap);
	va_end(ap);
	pthread_mutex_lock(&r->lock);
	r->o.report(line, r->o.report_payload);
	pthread_mutex_unlock(&r->lock);
}

void
reader_count(reader *r, unsigned long *tally, unsigned long n)
{
	pthread_mutex_lock(&r->lock);
	*tally += n;
	pthread_mutex_unlock(&r->lock);
}

void
reader_count_drop(reader *r, drop d)
{
	reader_count(r, &r->n.dropped[d], 1);
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
reader_token(char out[33])
{
	uint64_t v[2] = {0};

	if (getrandom(v, sizeof v, 0) != (ssize_t)sizeof v)
		abort();
	snprintf(out, 33, "%016llx%016llx", (unsigned long long)v[0], (unsigned long long)v[1]);
}

const char *
reader_text(json_object *o, const char *key)
{
	const char *s = json_text_at(o, key);

	return s ? s : "";
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

json_object *
reader_list(json_object *o, const char *key)
{
	json_object *v = json_at(o, key);

	return json_object_is_type(v, json_type_array) ? v : NULL;
}

const char *
reader_control(const reader *r, tensen_lang lang, size_t *n)
{
	const char *p = r->controls[lang];
	unsigned lines = 0, pick;

	for (const char *s = p; (s = strchr(s, '\n')); s++)
		lines++;
	pick = reader_random(lines ? lines : 1);
	while (pick-- > 0)
		p = strchr(p, '\n') + 1;
	*n = strcspn(p, "\n");
	return p;
}

/* The key: the first line of the file, of letters that a header can hold. */
static tensen_status
read_key(reader *r, tensen_error *err)
{
	const char *path = r->o.key_file;
	char line[KEY_MAX] = "";
	FILE *f = fopen(path, "rb");
	int ok;

	if (!f)
		return failure(err, TENSEN_E_IO, path, "%s", strerror(errno));
	ok = fgets(line, sizeof line, f) != NULL;
	fclose(f);
	line[strcspn(line, "\r\n")] = '\0';
	for (const char *p = line; *p; p++)
		ok = ok && *p > 0x20 && *p < 0x7F;
	if (ok && line[0] && strlen(line) < KEY_MAX - 1)
		r->key = strdup(line);
	explicit_bzero(line, sizeof line);
	return r->key ? TENSEN_OK
		      : failure(
			    err, TENSEN_E_INPUT, path, "expected a key: one line of ASCII letters");
}

static tensen_status
check_options(reader *r, tensen_error *err)
{
	tensen_status st;

	if (!r->o.url)
		return failure(err, TENSEN_E_ARG, "--model", "expected an address");
	if ((st = endpoint_parse(&r->to, r->o.url, ENDPOINT_CHAT, err)) < 0)
		return st;
	if (!r->to.local && !r->o.remote)
		return failure(err, TENSEN_E_ARG, "--model",
		    "this address is not this machine: texts leave it only with --model-remote");
	return TENSEN_OK;
}

/* The beginning that all roles share, and the task; {protocol} is filled in where it stands. */
static tensen_status
open_prompt(reader *r, tensen_lang lang, role which, const char *system, const char *protocol,
    tensen_error *err)
{
	prompt *p = &r->prompts[lang][which];
	char *task = NULL;
	tensen_status st = prompt_read(&task, role_name(which), lang, r->o.models, err);

	if (st < 0)
		return st;
	p->system = strdup(system);
	p->task = prompt_fill(task, (prompt_blank[]){{"protocol", protocol}, {NULL, NULL}});
	free(task);
	if (!p->system || !p->task)
		return failure_nomem(err);
	prompt_version(p->version, (const char *const[]){p->system, p->task}, 2);
	return TENSEN_OK;
}

static tensen_status
open_prompts(reader *r, tensen_lang lang, tensen_error *err)
{
	char *system = NULL, *protocol = NULL;
	tensen_status st = prompt_read(&system, "reader", lang, r->o.models, err);

	if (st == TENSEN_OK)
		st = prompt_read(&protocol, "protocol", lang, r->o.models, err);
	for (role which = 0; st == TENSEN_OK && which < N_ROLES; which++)
		st = open_prompt(r, lang, which, system, protocol, err);
	if (st == TENSEN_OK)
		st = prompt_read(&r->controls[lang], "controls", lang, r->o.models, err);
	free(system);
	free(protocol);
	return st;
}

static tensen_status
open_gate(reader *r, tensen_error *err)
{
	const gate_limits limits = {r->o.parallel, r->o.calls, r->o.tokens, r->o.hours * 3600};
	tensen_status st = r->o.key_file ? read_key(r, err) : TENSEN_OK;

	if (st < 0)
		return st;
	if (r->key && !r->to.encrypted && !r->to.local)
		reader_report(r, "注意: 鍵は暗号化されずに %s へ送られる",
		    "note: the key goes to %s without encryption", r->to.shown);
	if (!(r->gate = gate_new(&limits)))
		return failure_nomem(err);
	r->chat_opts = (chat_opts){
	    .to = &r->to, .key = r->key, .seconds = r->o.seconds, .tries = TRIES, .gate = r->gate};
	return TENSEN_OK;
}

/* The name that was given, else the first one of the server's models. */
static tensen_status
find_name(reader *r, tensen_error *err)
{
	chat *c = NULL;
	char *body = NULL;
	json_object *o, *models;
	tensen_status st = TENSEN_OK;

	if (!r->o.name || !r->o.name[0]) {
		if ((st = chat_new(&c, &r->chat_opts, err)) == TENSEN_OK)
			st = chat_get(c, "/models", &body, err);
		chat_free(c);
		o = body ? completion_json(body, strlen(body), 32) : NULL;
		models = reader_list(o, "data");
		if (models && json_object_array_length(models) > 0)
			r->name = strdup(reader_text(json_object_array_get_idx(models, 0), "id"));
		json_object_put(o);
		free(body);
	} else {
		r->name = strdup(r->o.name);
	}
	if (st == TENSEN_OK && (!r->name || !r->name[0]))
		return failure(err, TENSEN_E_ARG, "--model",
		    "%s names no model: give --model-name, the model as its server calls it",
		    r->to.shown);
	r->chat_opts.model = r->name;
	return st;
}

static void
set_date(reader *r)
{
	time_t t = time(NULL);
	struct tm tm;

	gmtime_r(&t, &tm);
	strftime(r->date, sizeof r->date, "%Y-%m-%d", &tm);
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
	set_date(r);
	st = check_options(r, err);
	for (tensen_lang lang = TENSEN_JA; st == TENSEN_OK && lang <= TENSEN_EN; lang++)
		st = open_prompts(r, lang, err);
	if (st == TENSEN_OK && !(r->readings = r->o.readings))
		st = r->o.path ? tensen_readings_open(&r->readings, r->o.path, err)
			       : tensen_readings_beside(&r->readings, index, err);
	if (st == TENSEN_OK)
		st = open_gate(r, err);
	if (st == TENSEN_OK)
		st = find_name(r, err);
	if (st < 0)
		reader_close(r);
	else
		*out = r;
	return st;
}

void
reader_close(reader *r)
{
	if (!r)
		return;
	if (r->readings && !r->o.readings) {
		tensen_readings_settle(r->readings, NULL);
		tensen_readings_close(r->readings);
	}
	for (tensen_lang lang = TENSEN_JA; lang <= TENSEN_EN; lang++) {
		for (role which = 0; which < N_ROLES; which++) {
			free(r->prompts[lang][which].system);
			free(r->prompts[lang][which].task);
		}
		free(r->controls[lang]);
	}
	gate_free(r->gate);
	if (r->key)
		explicit_bzero(r->key, strlen(r->key));
	free(r->key);
	free(r->name);
	pthread_mutex_destroy(&r->lock);
	free(r);
}

unsigned long
reader_requests(reader *r)
{
	return gate_counted(r->gate).calls;
}

unsigned long
reader_tokens(reader *r)
{
	gate_counts n = gate_counted(r->gate);

	return n.prompt_tokens + n.completion_tokens;
}

int
reader_ended(reader *r)
{
	return gate_ended(r->gate, NULL);
}

const char *
reader_name(const reader *r)
{
	return r->name;
}

const char *
reader_address(const reader *r)
{
	return r->to.shown;
}

/* "quotation 2, control 8" */
static unsigned long
list_drops(const tallies *n, char *out, size_t size)
{
	unsigned long all = 0;
	size_t used = 0;

	out[0] = '\0';
	for (int d = 0; d < N_DROPS; d++) {
		if (n->dropped[d] && used < size)
			used += (size_t)snprintf(out + used, size - used, "%s%s %lu",
			    all ? ", " : "", drop_name((drop)d), n->dropped[d]);
		all += n->dropped[d];
	}
	return all;
}

/* "say 1 (2,100 + 300), screen 2 (...)" */
static void
list_roles(const tallies *n, char *out, size_t size)
{
	size_t used = 0;

	out[0] = '\0';
	for (role which = 0; which < N_ROLES; which++)
		if (n->requests[which] && used < size)
			used += (size_t)snprintf(out + used, size - used, "%s%s %lu (%lu + %lu)",
			    used ? ", " : "", role_name(which), n->requests[which],
			    n->prompt_tokens[which], n->completion_tokens[which]);
}

void
reader_account(reader *r)
{
	gate_counts c = gate_counted(r->gate);
	char drops[200], roles[400], why[160];
	tallies n;
	unsigned long dropped;

	pthread_mutex_lock(&r->lock);
	n = r->n;
	pthread_mutex_unlock(&r->lock);
	dropped = list_drops(&n, drops, sizeof drops);
	list_roles(&n, roles, sizeof roles);
	reader_report(r, "要求 %lu 回（トークン %lu + %lu）: %s",
	    "%lu requests (%lu + %lu tokens): %s", c.calls, c.prompt_tokens, c.completion_tokens,
	    roles[0] ? roles : "-");
	reader_report(r,
	    "特許 %lu 件: 言い直し %lu、目を通した題名 %lu、選んだ %lu、読んだ %lu、2 以上 %lu、"
	    "読み直しても残った %lu; 記録から %lu; 不採用 %lu%s%s%s",
	    "%lu patents: %lu statements, %lu titles looked through, %lu picked, %lu read, %lu "
	    "graded 2 or 3, %lu held by a second reading; %lu from earlier; %lu dropped%s%s%s",
	    n.patents, n.statements, n.looked, n.picked, n.judged, n.good, n.held, n.kept, dropped,
	    dropped ? " (" : "", drops, dropped ? ")" : "");
	if (n.cut)
		reader_report(r, "長いので文の切れ目で切った本文 %lu 件",
		    "%lu texts were too long and were cut at a sentence", n.cut);
	if (n.unanswered)
		reader_report(r, "答えのない問い %lu 件: %s", "%lu questions without an answer: %s",
		    n.unanswered, n.why);
	if (gate_ended(r->gate, why))
		reader_report(r, "ここで終わり: %s", "ended here: %s", why);
}
