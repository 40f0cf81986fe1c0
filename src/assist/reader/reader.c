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
#include "assist/prompts.h"
#include "assist/reader/reader_impl.h"
#include "assist/chat/chat.h"
#include "assist/json.h"

#define TRIES 3 /* of one question, before it is given up */
#define KEY_MAX 4096

void
reader_report(const reader *r, const char *fmt_ja, const char *fmt_en, ...)
{
	char line[1600];
	va_list ap;

	if (!r->o.report)
		return;
	va_start(ap, fmt_en);
	vsnprintf(line, sizeof line, r->o.lang == TENSEN_JA ? fmt_ja : fmt_en, ap);
	va_end(ap);
	r->o.report(line, r->o.report_payload);
}

const char *
reader_machine(const reader *r)
{
	if (r->o.lang == TENSEN_JA)
		return r->to.local ? "この機械" : "別の機械";
	return r->to.local ? "this machine" : "another machine";
}

const char *
drop_name(drop d)
{
	static const char *const names[N_DROPS] = {"foreign id", "judged twice", "grade", "kind",
	    "quotation", "without reasons", "control", "own words"};

	return names[d];
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
reader_line(const reader *r, const char *role, const char *key, const char *prompt)
{
	json_object *o = json_object_new_object();

	json_object_object_add(o, "v", json_object_new_int(ANSWERS_VERSION));
	json_object_object_add(o, "role", json_object_new_string(role));
	json_object_object_add(o, "key", json_object_new_string(key));
	json_object_object_add(o, "by", json_object_new_string(r->o.name));
	json_object_object_add(o, "prompt", json_object_new_string(prompt));
	json_object_object_add(o, "date", json_object_new_string(r->date));
	return o;
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

	if (!r->o.name || !r->o.name[0])
		return failure(err, TENSEN_E_ARG, "--model",
		    "expected --model-name, the model as its server calls it");
	if (r->o.kept)
		return TENSEN_OK;
	if (!r->o.url)
		return failure(
		    err, TENSEN_E_ARG, "--model", "expected an address, or --model-kept");
	if ((st = endpoint_parse(&r->to, r->o.url, err)) < 0)
		return st;
	if (!r->to.local && !r->o.remote)
		return failure(err, TENSEN_E_ARG, "--model",
		    "this address is not this machine: texts leave it only with --model-remote");
	return TENSEN_OK;
}

static tensen_status
open_prompts(reader *r, tensen_error *err)
{
	char *protocol = NULL, *judge = NULL;
	tensen_status st = prompt_read(&r->say_prompt, "say", r->o.lang, r->o.models, err);

	if (st == TENSEN_OK)
		st = prompt_read(&protocol, "protocol", r->o.lang, r->o.models, err);
	if (st == TENSEN_OK)
		st = prompt_read(&judge, "judge", r->o.lang, r->o.models, err);
	for (tensen_lang l = TENSEN_JA; st == TENSEN_OK && l <= TENSEN_EN; l++)
		st = prompt_read(&r->controls[l], "controls", l, r->o.models, err);
	if (st == TENSEN_OK) {
		r->judge_prompt =
		    prompt_fill(judge, (prompt_blank[]){{"protocol", protocol}, {NULL, NULL}});
		if (!r->judge_prompt)
			st = failure_nomem(err);
	}
	if (st == TENSEN_OK) {
		prompt_version(r->say_version, (const char *const *)&r->say_prompt, 1);
		prompt_version(r->judge_version, (const char *const *)&r->judge_prompt, 1);
	}
	free(protocol);
	free(judge);
	return st;
}

static tensen_status
open_journal(reader *r, const char *index, tensen_error *err)
{
	if ((r->journal = r->o.answers))
		return answers_refresh(r->journal, err);
	return answers_open_beside(&r->journal, r->o.journal, index, err);
}

static tensen_status
open_chat(reader *r, tensen_error *err)
{
	tensen_status st = r->o.key_file ? read_key(r, err) : TENSEN_OK;

	if (st < 0)
		return st;
	if (r->key && !r->to.encrypted && !r->to.local)
		reader_report(r, "注意: 鍵は暗号化されずに %s へ送られる",
		    "note: the key goes to %s without encryption", r->to.shown);
	r->chat_opts = (chat_opts){.to = &r->to,
	    .model = r->o.name,
	    .key = r->key,
	    .seconds = r->o.seconds,
	    .tries = TRIES,
	    .parallel = r->o.parallel,
	    .calls = r->o.calls};
	return chat_new(&r->chat, &r->chat_opts, err);
}

static void
set_names(reader *r)
{
	time_t t = time(NULL);
	struct tm tm;

	gmtime_r(&t, &tm);
	strftime(r->date, sizeof r->date, "%Y-%m-%d", &tm);
	snprintf(r->by, sizeof r->by, "%.120s (prompt %s)", r->o.name, r->judge_version);
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
	st = check_options(r, err);
	if (st == TENSEN_OK)
		st = open_prompts(r, err);
	if (st == TENSEN_OK)
		st = open_journal(r, index, err);
	if (st == TENSEN_OK && !r->o.kept)
		st = open_chat(r, err);
	if (st < 0) {
		reader_close(r);
		return st;
	}
	set_names(r);
	*out = r;
	return TENSEN_OK;
}

reader_lack
reader_lacking(const reader *r)
{
	return r->lack;
}

unsigned long
reader_requests(const reader *r)
{
	return r->chat ? chat_counted(r->chat).calls : 0;
}

int
reader_ended(const reader *r)
{
	return r->chat && r->lacking > 0 && chat_left(r->chat) == 0;
}

const char *
reader_name(const reader *r)
{
	return r->by;
}

void
reader_close(reader *r)
{
	if (!r)
		return;
	chat_free(r->chat);
	json_object_put(r->said);
	json_object_put(r->lines);
	if (!r->o.answers)
		answers_close(r->journal);
	if (r->key)
		explicit_bzero(r->key, strlen(r->key));
	free(r->key);
	free(r->say_prompt);
	free(r->judge_prompt);
	free(r->controls[TENSEN_JA]);
	free(r->controls[TENSEN_EN]);
	free(r->judgements);
	free(r);
}

/* "quotation 2, control 8" */
static unsigned long
list_drops(const reader *r, char *out, size_t size)
{
	unsigned long all = 0;
	size_t n = 0;

	out[0] = '\0';
	for (int d = 0; d < N_DROPS; d++) {
		if (r->dropped[d] && n < size)
			n += (size_t)snprintf(out + n, size - n, "%s%s %lu", all ? ", " : "",
			    drop_name((drop)d), r->dropped[d]);
		all += r->dropped[d];
	}
	return all;
}

void
reader_account(const reader *r)
{
	chat_counts c = r->chat ? chat_counted(r->chat) : (chat_counts){0};
	char drops[200];
	unsigned long dropped = list_drops(r, drops, sizeof drops);

	reader_report(r,
	    "要求 %lu 回（トークン %lu + %lu）、採点 %lu 件、記録から %lu 件、不採用 %lu 件%s%s%s",
	    "%lu requests (%lu + %lu tokens), %lu pairs judged, %lu from the journal, %lu "
	    "dropped%s%s%s",
	    c.calls, c.prompt_tokens, c.completion_tokens, r->judged, r->kept, dropped,
	    dropped ? " (" : "", drops, dropped ? ")" : "");
	if (r->unanswered)
		reader_report(r, "答えのない文献 %lu 件は検索の判断のまま%s%s",
		    "%lu documents without an answer stay as the engine has them%s%s",
		    r->unanswered, r->why[0] ? ": " : "", r->why);
}
