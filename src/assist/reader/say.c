/* assist/reader/say.c - a patent becomes a few short statements; then, having seen what they
 * brought, a few more. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "assist/failure.h"
#include "assist/json.h"
#include "assist/reader/literal.h"
#include "assist/reader/loose.h"
#include "assist/reader/reading.h"
#include "assist/reader/verdict.h"

#define STATEMENT_LEAST 6  /* bytes */
#define STATEMENT_MOST 240 /* bytes */
#define TITLES 3           /* of each statement that are shown again */
#define OWN_PRODUCTS 12
/* Bytes: three kanji or kana, or four Latin letters.  Shorter nouns (容器, 装置) are parts of the
 * words of every trade. */
#define OWN_LEAST 9
#define OWN_LEAST_LATIN 4

/* Statements of each round, best first: of what was confirmed on 24 patents the seventh and eighth of
 * a round brought one in twenty (bench/ideas/read-24.md). */
static const size_t wanted[READER_ROUNDS] = {8, 6, 6};

/* The nouns that occur in the patent. */
static json_object *
own_products(json_object *answer, const char *text)
{
	json_object *out = json_object_new_array(), *given = json_list(answer, "own_products");

	for (size_t i = 0; i < json_count(given) && i < OWN_PRODUCTS; i++) {
		const char *s = json_object_get_string(json_item(given, i));
		if (s && strlen(s) >= (passage_is_japanese(s) ? OWN_LEAST : OWN_LEAST_LATIN) &&
		    literal_has(text, s))
			json_object_array_add(out, reader_tidy(s, strlen(s), 120));
	}
	return out;
}

static int
has_own_word(const char *statement, json_object *own)
{
	for (size_t i = 0; i < json_count(own); i++)
		if (literal_has_word(statement, json_object_get_string(json_item(own, i))))
			return 1;
	return 0;
}

static const char *
kind_of(json_object *statement)
{
	static const char *const kinds[] = {"effect", "need", "problem", "object"};

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (strcmp(kinds[i], json_text(statement, "kind")) == 0)
			return kinds[i];
	return "effect";
}

/* Those that are short, one line, and free of the product's own words. */
static json_object *
checked_statements(reader *by, json_object *answer, json_object *own, size_t most)
{
	json_object *out = json_object_new_array(), *given = json_list(answer, "statements");

	for (size_t i = 0; i < json_count(given); i++) {
		json_object *one = json_item(given, i), *kept;
		const char *s = json_object_is_type(one, json_type_string)
				    ? json_object_get_string(one)
				    : json_text(one, "text");
		size_t n = strlen(s);
		if (n < STATEMENT_LEAST || n > STATEMENT_MOST || json_count(out) == most)
			continue;
		if (has_own_word(s, own)) {
			reader_count_drop(by, DROP_OWN_WORDS);
			continue;
		}
		kept = json_object_new_object();
		json_put_text(kept, "kind", kind_of(one));
		json_object_object_add(kept, "text", reader_tidy(s, n, STATEMENT_MOST));
		json_object_array_add(out, kept);
	}
	return out;
}

/* A question on its way, for the answer to come back to. */
typedef struct saying {
	reading *x;
	size_t round;
	const char *key;
	tensen_status taken; /* the result of the answer */
} saying;

static tensen_status
say_keep(const saying *one, json_object *obj)
{
	reading *x = one->x;
	json_object *line = reading_line(x, one->round ? ROLE_AGAIN : ROLE_SAY, one->key);
	json_object *own, *list;
	tensen_status st;

	if (one->round)
		own = json_object_get(json_at(json_item(x->said, 0), "own_products"));
	else
		own = own_products(obj, x->patent.text);
	list = checked_statements(x->r, obj, own, wanted[one->round]);
	json_put_int(line, "round", one->round);
	json_put_flag(line, "enough",
	    json_object_get_boolean(json_at(obj, "enough")) || json_count(list) == 0);
	if (!one->round) {
		const char *means = json_text(obj, "core_means"),
			   *effect = json_text(obj, "core_effect");
		json_object_object_add(line, "core_means", reader_tidy(means, strlen(means), 600));
		json_object_object_add(
		    line, "core_effect", reader_tidy(effect, strlen(effect), 600));
		json_object_object_add(line, "own_products", json_object_get(own));
	}
	reader_count(x->r, &x->r->n.statements, json_count(list));
	json_object_object_add(line, "statements", list);
	json_object_put(own);
	st = reading_keep(x, json_object_get(line));
	if (st == TENSEN_OK && !reading_take_line(x, line))
		st = failure_nomem(x->err);
	json_object_put(line);
	return st;
}

static const char *
say_take(const char *answer, void *asker)
{
	saying *q = asker;
	const char *why;
	json_object *o = loose_object(answer, "statements", &why);

	if (!o)
		return why;
	q->taken = say_keep(q, o);
	json_object_put(o);
	return NULL;
}

/* The languages of the documents: those of the titles found with the patent, and its own. */
static const char *
say_languages(const reading *now)
{
	static const char *const names[][2] = {
	    {"日本語", "Japanese"}, {"英語", "English"}, {"日本語と英語", "Japanese and English"}};
	tensen_search_opts opts = TENSEN_SEARCH_OPTS_INIT;
	tensen_result *found = NULL;
	int ja = now->patent.japanese, en = !now->patent.japanese;
	const tensen_hit *hits;
	size_t n = 0;

	opts.k = 20;
	if (tensen_search(now->s, now->q, &opts, &found, NULL) == TENSEN_OK) {
		hits = tensen_result_hits(found, &n);
		for (size_t i = 0; i < n; i++)
			if (hits[i].document.title[0])
				*(passage_is_japanese(hits[i].document.title) ? &ja : &en) = 1;
	}
	tensen_result_free(found);
	return names[ja && en ? 2 : en][now->lang];
}

/* ---- what the statements brought ---- */

/* Documents that a statement brought and that have an answer. */
static unsigned long
count_judged(const reading *now, int64_t statement, unsigned long *good)
{
	unsigned long n = 0;

	*good = 0;
	json_object_object_foreach(now->judged, document, line)
	{
		json_object *from = json_at(line, "statement");
		(void)document;
		if (!from || json_object_get_int64(from) != statement)
			continue;
		n++;
		*good += json_object_get_int(json_at(line, "grade")) > 1;
	}
	return n;
}

/* Documents of the screened lists that a statement brought, and of them those graded. */
static void
write_brought(FILE *out, const reading *x, unsigned statement, const char *text)
{
	unsigned long looked = 0, judged, good;
	const char *titles[TITLES];
	size_t n = 0;

	for (size_t i = 0; i < json_count(x->screens); i++) {
		json_object *screen = json_item(x->screens, i);
		json_object *brought = json_list(screen, "brought");
		json_object *one = brought ? json_item(brought, statement) : NULL;
		json_object *shown = json_list(one, "titles");
		looked += (unsigned long)json_object_get_int64(json_at(one, "looked"));
		for (size_t k = 0; k < json_count(shown) && n < TITLES; k++)
			titles[n++] = json_object_get_string(json_item(shown, k));
	}
	judged = count_judged(x, statement, &good);
	fprintf(out, "- %s: %lu / %lu / %lu", text, looked, judged, good);
	for (size_t i = 0; i < n; i++)
		fprintf(out, "%s%s", i ? " / " : " | ", titles[i]);
	putc('\n', out);
}

static void
write_good(FILE *out, const reading *x)
{
	json_object_object_foreach(x->judged, document, line)
	{
		(void)document;
		if (json_object_get_int(json_at(line, "grade")) > 1)
			fprintf(out, "- %s\n", json_text(line, "application"));
	}
}

/* Words of a statement that the index does not know. */
static void
write_unknown(FILE *out, const reading *now, const char *statement)
{
	const tensen_query q = {.text = statement, .text_len = strlen(statement)};
	tensen_search_opts opts = TENSEN_SEARCH_OPTS_INIT;
	tensen_style style = TENSEN_STYLE_INIT;
	tensen_result *found = NULL;
	tensen_text text = {.p = NULL};
	json_object *o = NULL, *words;

	opts.k = 1;
	style.format = TENSEN_JSON;
	if (tensen_search(now->s, &q, &opts, &found, NULL) == TENSEN_OK &&
	    tensen_result_render(found, &style, &text, NULL) == TENSEN_OK)
		o = json_tokener_parse(text.p);
	words = json_list(o, "unknown_examples");
	for (size_t i = 0; i < json_count(words); i++)
		fprintf(out, "%s, ", json_object_get_string(json_item(words, i)));
	json_object_put(o);
	tensen_text_free(&text);
	tensen_result_free(found);
}

/* What was asked so far; free(). */
static char *
so_far(const reading *now)
{
	static const char *const heads[2][3] = {
	    {"問うたこと: 目を通した / 読んだ / 良かった | 初めの題名\n", "良かった文献:\n",
		"どの文献にもない語: "},
	    {"Asked: looked through / read / good | first titles\n", "Graded well:\n",
		"Words that no document has: "}};
	char *out = NULL;
	size_t size = 0;
	unsigned statement = 0;
	const char *text;
	FILE *f = open_memstream(&out, &size);

	if (!f)
		return NULL;
	fprintf(f, "%s so-far\n%s", now->token, heads[now->lang][0]);
	for (; (text = reading_statement(now, statement)); statement++)
		write_brought(f, now, statement, text);
	fputs(heads[now->lang][1], f);
	write_good(f, now);
	fputs(heads[now->lang][2], f);
	for (size_t i = 0; i < statement; i++)
		write_unknown(f, now, reading_statement(now, i));
	fprintf(f, "\n%s end\n", now->token);
	return fclose(f) == 0 ? out : NULL;
}

static tensen_status
say_ask(saying *to)
{
	reading *x = to->x;
	role which = to->round ? ROLE_AGAIN : ROLE_SAY;
	char most[24], *before = to->round ? so_far(x) : strdup("");
	char *system = reading_system(x, which), *user = NULL;
	chat_request q = {.schema = prompt_schema(role_name(which)), .asker = to};
	const char *subjects;
	tensen_status st;

	snprintf(most, sizeof most, "%zu", wanted[to->round]);
	st = reading_subjects(&subjects, x);
	if (before && st == TENSEN_OK)
		user = reading_question(x, which,
		    (prompt_blank[]){{"languages", say_languages(x)}, {"subjects", subjects},
			{"most", most}, {NULL, NULL}},
		    before);
	q.system = system;
	q.user = user;
	if (st == TENSEN_OK)
		st = before && system && user ? reading_ask(x, which, &q, 1, say_take)
					      : failure_nomem(x->err);
	free(before);
	free(system);
	free(user);
	return st == TENSEN_OK ? to->taken : st;
}

/* Documents worth a second reading below which no third round is said: the third rounds of 101 such patents
 * found 15 uses, those of 157 others 131 (264 patents). */
#define WORTH_GOING_ON 6

/* 1: two rounds brought too little.  After the first, others are asked for all the same: seven of 24 patents
 * were silent after one round. */
static int
brought_little(const reading *now)
{
	const double scale = verdict_scale(now->judged, now->lang);
	unsigned long n = 0;

	if (json_count(now->said) < 2)
		return 0;
	json_object_object_foreach(now->judged, document, line)
	{
		(void)document;
		n += verdict_asks_again(line, now->lang, scale) != 0;
	}
	return n < WORTH_GOING_ON;
}

int
reading_says_more(const reading *now)
{
	return json_count(now->said) < now->r->o.rounds && !now->enough && !brought_little(now);
}

/* That it is enough is kept, or a good document of a later night would begin another round. */
static tensen_status
say_nothing_more(const saying *to)
{
	json_object *nothing = json_object_new_object();
	tensen_status st = nothing ? say_keep(to, nothing) : failure_nomem(to->x->err);

	json_object_put(nothing);
	return st;
}

tensen_status
reading_say(reading *now, int *said)
{
	size_t before = json_count(now->said);
	char key[33], round[24];
	saying to = {now, before, key, TENSEN_OK};
	tensen_status st;

	*said = 0;
	if (!now->chat || before >= now->r->o.rounds || now->enough)
		return TENSEN_OK;
	snprintf(round, sizeof round, "%zu", before);
	reading_key(key, now, before ? ROLE_AGAIN : ROLE_SAY, (const char *const[]){round, NULL});
	if (brought_little(now)) /* or has no answer yet: the next run sees */
		return reading_all_graded(now) ? say_nothing_more(&to) : TENSEN_OK;
	st = say_ask(&to);
	*said = json_count(now->said) > before;
	return st;
}
