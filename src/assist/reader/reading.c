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
reading_line(const reading *x, role which, const char *key)
{
	const reader *r = x->r;
	const char *name = role_name(which == ROLE_AGAIN ? ROLE_SAY : which);
	json_object *o = json_object_new_object();

	/* in this order: the library finds a line without a parser then */
	json_object_object_add(o, "v", json_object_new_int(TENSEN_READINGS_VERSION));
	json_object_object_add(o, "role", json_object_new_string(name));
	json_object_object_add(o, "key", json_object_new_string(key));
	json_object_object_add(o, "query", json_object_new_string(x->name));
	json_object_object_add(o, "query_hash", json_object_new_string(x->hash));
	json_object_object_add(o, "by", json_object_new_string(r->name));
	json_object_object_add(
	    o, "prompt", json_object_new_string(r->prompts[x->lang][which].version));
	json_object_object_add(o, "date", json_object_new_string(r->date));
	return o;
}

tensen_status
reading_keep(const reading *x, json_object *line)
{
	tensen_status st = tensen_readings_add(x->r->readings,
	    json_object_to_json_string_ext(
		line, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE),
	    x->err);

	json_object_put(line);
	return st;
}

void
reading_key(char out[33], const reading *x, role which, const char *const *parts)
{
	const char *const first[] = {
	    role_name(which), x->r->name, x->r->prompts[x->lang][which].version, x->patent.text};
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
reading_system(const reading *x, role which)
{
	return prompt_fill(x->r->prompts[x->lang][which].system,
	    (prompt_blank[]){{"token", x->token}, {NULL, NULL}});
}

char *
reading_question(const reading *x, role which, const prompt_blank *blanks, const char *more)
{
	char *task = prompt_fill(x->r->prompts[x->lang][which].task, blanks), *user = NULL;

	if (!task || asprintf(&user, "%s patent\n%s%s end\n\n%s\n%s", x->token, x->patent.text,
			 x->token, task, more) < 0)
		user = NULL;
	free(task);
	return user;
}

/* Of one among many, whose progress others draw. */
static int
stops(const char *stage, unsigned long long done, unsigned long long of, void *payload)
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
reading_ask(reading *x, role which, chat_request *v, size_t n, chat_take take)
{
	reader *r = x->r;
	tensen_progress_fn progress = x->lender ? stops : r->o.progress;
	void *payload = x->lender ? r : r->o.progress_payload;
	tensen_status st;

	if (x->lender)
		lender_give(x->lender, x->s);
	st = chat_ask(x->chat, v, n, take, progress, payload, x->err);
	if (x->lender)
		x->s = lender_take(x->lender);
	pthread_mutex_lock(&r->lock);
	for (size_t i = 0; i < n; i++) {
		r->n.requests[which]++;
		r->n.prompt_tokens[which] += v[i].prompt_tokens;
		r->n.completion_tokens[which] += v[i].completion_tokens;
		r->n.unanswered += !v[i].answered;
		if (v[i].why[0])
			snprintf(r->n.why, sizeof r->n.why, "%s", v[i].why);
	}
	pthread_mutex_unlock(&r->lock);
	return st;
}

/* ---- what is kept ---- */

/* Lines of this model, of this prompt and of this text. */
static int
is_own(const reading *x, json_object *line, role which, role or_this)
{
	const char *version = reader_text(line, "prompt");

	return strcmp(reader_text(line, "by"), x->r->name) == 0 &&
	       strcmp(reader_text(line, "query_hash"), x->hash) == 0 &&
	       (strcmp(version, x->r->prompts[x->lang][which].version) == 0 ||
		   strcmp(version, x->r->prompts[x->lang][or_this].version) == 0);
}

static int
by_value(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* The lines that a list had, as eight hexadecimal digits each. */
static int
take_seen(reading *x, json_object *line)
{
	const char *digits = reader_text(line, "seen");
	size_t n = strlen(digits) / 8;
	uint64_t *more = realloc(x->seen, (x->n_seen + n + 1) * sizeof *more);
	char one[9] = "";

	if (!more)
		return 0;
	x->seen = more;
	for (size_t i = 0; i < n; i++) {
		memcpy(one, digits + 8 * i, 8);
		x->seen[x->n_seen++] = strtoul(one, NULL, 16);
	}
	return 1;
}

int
reading_has_seen(const reading *x, uint32_t line)
{
	const uint64_t key = line;

	return x->n_seen && bsearch(&key, x->seen, x->n_seen, sizeof key, by_value) != NULL;
}

int
reading_take_line(reading *x, json_object *line)
{
	const char *role_of = reader_text(line, "role");
	const char *document = reader_text(line, "document");
	int ok = 1;

	if (strcmp(role_of, "say") == 0 && is_own(x, line, ROLE_SAY, ROLE_AGAIN)) {
		x->enough |= json_object_get_boolean(json_at(line, "enough"));
		json_object_array_add(x->said, json_object_get(line));
	} else if (strcmp(role_of, "screen") == 0 && is_own(x, line, ROLE_SCREEN, ROLE_SCREEN)) {
		ok = take_seen(x, line);
		qsort(x->seen, x->n_seen, sizeof *x->seen, by_value);
		json_object_array_add(x->screens, json_object_get(line));
	} else if (strcmp(role_of, "judge") == 0 && document[0] &&
		   is_own(x, line, ROLE_JUDGE, ROLE_JUDGE)) {
		json_object_object_add(x->judged, document, json_object_get(line));
	} else if (strcmp(role_of, "doubt") == 0 && document[0] &&
		   is_own(x, line, ROLE_DOUBT, ROLE_DOUBT)) {
		json_object_object_add(x->doubted, document, json_object_get(line));
	}
	return ok;
}

static tensen_status
take_kept(reading *x)
{
	tensen_text text;
	tensen_status st = tensen_readings_lines(x->r->readings, x->name, &text, x->err);
	int ok = 1;

	for (char *p = text.p, *end; st == TENSEN_OK && ok && p && *p; p = end + 1) {
		json_object *line;
		if (!(end = strchr(p, '\n')))
			break;
		if ((line = completion_json(p, (size_t)(end - p), 16)))
			ok = reading_take_line(x, line);
		json_object_put(line);
	}
	tensen_text_free(&text);
	return ok ? st : failure_nomem(x->err);
}

tensen_status
reading_open(reading *x, reader *r, tensen_searcher *s, const tensen_query *q, tensen_error *err)
{
	tensen_status st;

	*x = (reading){.r = r, .s = s, .q = q, .err = err};
	reader_token(x->token);
	x->said = json_object_new_array();
	x->screens = json_object_new_array();
	x->judged = json_object_new_object();
	x->doubted = json_object_new_object();
	if (!x->said || !x->screens || !x->judged || !x->doubted)
		st = failure_nomem(err);
	else
		st = passage_read(&x->patent, s, q, reader_room(r, PASSAGE_QUERY), err);
	if (st == TENSEN_OK)
		st = tensen_query_name(s, q, &x->name, x->hash, err);
	reader_count(r, &r->n.cut, x->patent.cut != 0);
	x->lang = x->patent.japanese ? TENSEN_JA : TENSEN_EN;
	if (st == TENSEN_OK)
		st = take_kept(x);
	if (st < 0)
		reading_close(x);
	return st;
}

void
reading_close(reading *x)
{
	json_object_put(x->said);
	json_object_put(x->screens);
	json_object_put(x->judged);
	json_object_put(x->doubted);
	passage_clear(&x->patent);
	free(x->name);
	free(x->seen);
	*x = (reading){.r = NULL};
}

size_t
reader_room(const reader *r, size_t wanted)
{
	/* a patent takes at most an eighth of the model's context, at two bytes a token */
	size_t most = (size_t)r->o.context / 8 * 2;

	return r->o.context && wanted > most ? most : wanted;
}
