/* assist/reader/say.c - role one: a patent becomes a few short statements. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "assist/failure.h"
#include "assist/prompts.h"
#include "assist/reader/literal.h"
#include "assist/reader/loose.h"
#include "assist/reader/reader_impl.h"
#include "assist/reader/passage.h"
#include "assist/json.h"

#define STATEMENT_LEAST 6  /* bytes */
#define STATEMENT_MOST 240 /* bytes */
#define OWN_PRODUCTS 12
/* Bytes: a noun of one kanji or three Latin letters is in too many good statements. */
#define OWN_LEAST 4

static const char schema[] =
    "{\"type\":\"object\",\"properties\":{\"core_means\":{\"type\":\"string\"},"
    "\"core_effect\":{\"type\":\"string\"},"
    "\"own_products\":{\"type\":\"array\",\"items\":{\"type\":\"string\"},\"maxItems\":12},"
    "\"statements\":{\"type\":\"array\",\"maxItems\":8,\"items\":{\"type\":\"object\","
    "\"properties\":{\"kind\":{\"type\":\"string\",\"enum\":[\"effect\",\"need\",\"problem\","
    "\"object\"]},"
    "\"text\":{\"type\":\"string\"}},\"required\":[\"kind\",\"text\"],\"additionalProperties\":"
    "false}}},"
    "\"required\":[\"core_means\",\"core_effect\",\"own_products\",\"statements\"],"
    "\"additionalProperties\":false}";

static json_object *
list_at(json_object *o, const char *key)
{
	json_object *v = json_at(o, key);

	return json_object_is_type(v, json_type_array) ? v : NULL;
}

/* The nouns that occur in the patent. */
static json_object *
own_products(json_object *answer, const char *text)
{
	json_object *out = json_object_new_array(), *given = list_at(answer, "own_products");

	for (size_t i = 0; given && i < json_object_array_length(given) && i < OWN_PRODUCTS; i++) {
		const char *s = json_object_get_string(json_object_array_get_idx(given, i));
		if (s && strlen(s) >= OWN_LEAST && literal_has(text, s))
			json_object_array_add(out, reader_tidy(s, strlen(s), 120));
	}
	return out;
}

static int
has_own_word(const char *statement, json_object *own)
{
	for (size_t i = 0; i < json_object_array_length(own); i++)
		if (literal_has(
			statement, json_object_get_string(json_object_array_get_idx(own, i))))
			return 1;
	return 0;
}

static const char *
kind_of(json_object *statement)
{
	static const char *const kinds[] = {"effect", "need", "problem", "object"};

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (strcmp(kinds[i], reader_text(statement, "kind")) == 0)
			return kinds[i];
	return "effect";
}

/* Those that are short, one line, and free of the product's own words. */
static json_object *
checked_statements(reader *r, json_object *answer, json_object *own)
{
	json_object *out = json_object_new_array(), *given = list_at(answer, "statements");

	for (size_t i = 0; i < json_object_array_length(given); i++) {
		json_object *one = json_object_array_get_idx(given, i), *kept;
		const char *s = json_object_is_type(one, json_type_string)
				    ? json_object_get_string(one)
				    : reader_text(one, "text");
		size_t n = strlen(s);
		if (n < STATEMENT_LEAST || n > STATEMENT_MOST ||
		    json_object_array_length(out) == READER_STATEMENTS)
			continue;
		if (has_own_word(s, own)) {
			r->dropped[DROP_OWN_WORDS]++;
			continue;
		}
		kept = json_object_new_object();
		json_object_object_add(kept, "kind", json_object_new_string(kind_of(one)));
		json_object_object_add(kept, "text", reader_tidy(s, n, STATEMENT_MOST));
		json_object_array_add(out, kept);
	}
	return out;
}

/* A question on its way, for the answer to come back to. */
typedef struct saying {
	reader *r;
	const char *key;
	const passage *p;
	tensen_status taken; /* the result of the answer */
	tensen_error *err;
} saying;

static tensen_status
keep(const saying *q, json_object *o)
{
	const char *means = reader_text(o, "core_means"), *effect = reader_text(o, "core_effect");
	json_object *line = reader_line(q->r, "say", q->key, q->r->say_version);
	json_object *own = own_products(o, q->p->text);

	json_object_object_add(line, "query", json_object_new_string(q->p->id));
	json_object_object_add(line, "core_means", reader_tidy(means, strlen(means), 600));
	json_object_object_add(line, "core_effect", reader_tidy(effect, strlen(effect), 600));
	json_object_object_add(line, "statements", checked_statements(q->r, o, own));
	json_object_object_add(line, "own_products", own);
	return answers_add(q->r->journal, line, q->err);
}

static const char *
take(const char *answer, void *asker)
{
	saying *q = asker;
	const char *why;
	json_object *o = loose_object(answer, "statements", &why);

	if (!o)
		return why;
	q->taken = keep(q, o);
	json_object_put(o);
	return NULL;
}

/* The languages of the documents: those of the titles found with the patent, and its own. */
static const char *
languages(const reader *r, tensen_searcher *s, const tensen_query *q, const passage *p)
{
	static const char *const names[][2] = {
	    {"日本語", "Japanese"}, {"英語", "English"}, {"日本語と英語", "Japanese and English"}};
	tensen_search_opts opts = TENSEN_SEARCH_OPTS_INIT;
	tensen_result *found = NULL;
	int ja = p->japanese, en = !p->japanese;
	const tensen_hit *hits;
	size_t n = 0;

	opts.k = 20;
	if (tensen_search(s, q, &opts, &found, NULL) == TENSEN_OK) {
		hits = tensen_result_hits(found, &n);
		for (size_t i = 0; i < n; i++)
			*(passage_is_japanese(hits[i].title) ? &ja : &en) = 1;
	}
	tensen_result_free(found);
	return names[ja && en ? 2 : en][r->o.lang];
}

static tensen_status
ask(saying *to, const char *language)
{
	char token[33], *system = NULL, *user = NULL;
	chat_request q = {.schema = schema, .asker = to};
	const passage *p = to->p;
	reader *r = to->r;
	tensen_status st = TENSEN_OK;

	reader_token(token);
	system = prompt_fill(r->say_prompt,
	    (prompt_blank[]){{"token", token}, {"languages", language}, {NULL, NULL}});
	if (!system || asprintf(&user, "%s patent\n%s%s end\n", token, p->text, token) < 0) {
		free(system);
		return failure_nomem(to->err);
	}
	q.system = system;
	q.user = user;
	reader_report(r, "%s の本文 %.1f KB を %s（%s）へ送り、短く言い直してもらう",
	    "%s: %.1f KB of its text go to %s (%s), to be said shortly", p->id[0] ? p->id : "-",
	    (double)strlen(p->text) / 1000, r->to.shown, reader_machine(r));
	st = chat_ask(r->chat, &q, 1, take, r->o.progress, r->o.progress_payload, to->err);
	if (st == TENSEN_OK && !q.answered)
		reader_report(
		    r, "言い直しは得られなかった: %s", "nothing was said shortly: %s", q.why);
	free(system);
	free(user);
	return st == TENSEN_OK ? to->taken : st;
}

/* Takes the line. */
static void
take_statements(reader *r, json_object *line)
{
	json_object *list = list_at(line, "statements");
	size_t n = 0;

	for (size_t i = 0; list && i < json_object_array_length(list) && n < READER_STATEMENTS;
	     i++) {
		const char *s = reader_text(json_object_array_get_idx(list, i), "text");
		if (s[0])
			r->statements[n++] = s;
	}
	r->statements[n] = NULL;
	r->said = line;
}

tensen_status
reader_say(reader *r, tensen_searcher *s, const tensen_query *q, const char *const **statements,
    tensen_error *err)
{
	char key[33];
	const char *language;
	json_object *line;
	passage p;
	tensen_status st = passage_read(&p, s, q, PASSAGE_QUERY, err);

	json_object_put(r->said);
	r->said = NULL;
	r->statements[0] = NULL;
	*statements = r->statements;
	if (st < 0)
		return st;
	language = languages(r, s, q, &p);
	answers_key(
	    key, (const char *const[]){"say", r->o.name, r->say_version, language, p.text, NULL});
	line = answers_find(r->journal, "say", key);
	if (!line)
		r->lack = (reader_lack){.statements = 1, .requests = 1, .bytes = strlen(p.text)};
	if (!line && r->chat) {
		st = ask(&(saying){r, key, &p, TENSEN_OK, err}, language);
		line = answers_find(r->journal, "say", key);
	} else if (!line) {
		reader_report(r, "記録に言い直しがない: %s", "the journal has no statements of %s",
		    p.id[0] ? p.id : "-");
	}
	r->lacking = line == NULL;
	if (line)
		take_statements(r, line);
	passage_clear(&p);
	return st;
}
