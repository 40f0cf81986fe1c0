/* engine/ideas/elsewhere.c - what is asked of other trades without a model or a person (aspects.h).
 *
 * THINGS      The patent's sentences of problem and effect, with what has the part of its things in other
 *             trades (models/near-words.tsv) for these things.
 * STATEMENTS  What patents of the same main groups could serve (models/uses.tsv): objects of other
 *             trades and their troubles.
 *
 * On 40 patents, first ten of the unread list read blind: of Japanese documents .105 were worth a look
 * without these, .163 with things, .168 with both, of US ones, whose abstracts seldom tell a problem,
 * .030 and .075 (bench/ideas/read-24.md). */
#include "engine/base/searcher.h"
#include "engine/ideas/aspects.h"
#include "engine/query/question.h"
#include "engine/query/understand.h"
#include "engine/translate/lexicon.h"
#include "fields/symbols.h"
#include "util/fail.h"

#define TABLE "uses.tsv"
/* As people read what is asked with things: so many of these, and of the other words. */
#define THINGS_SAID 4
#define WORDS_SAID 5
#define STATEMENTS_ASKED 48

/* ---- things of other trades ---- */

/* The title with the sentences of problem and effect; empty: none are told apart. */
static tensen_status
own_text(span *out, const aspects *to, tensen_searcher *searcher, const query *q, tensen_error *err)
{
	buf b = BUF_INIT;
	uint32_t sentences = 0;
	tensen_status st;

	buf_span(&b, query_title(q, searcher));
	for (uint32_t i = 0; i < to->n; i++) {
		const aspect *x = &to->v[i];
		if (x->kind != TENSEN_ASPECT_PROBLEM && x->kind != TENSEN_ASPECT_EFFECT)
			continue;
		buf_char(&b, '\n');
		buf_span(&b, x->text);
		sentences++;
	}
	*out = arena_copy(&searcher->mem, b.p ? b.p : "", sentences ? b.n : 0);
	st = b.failed || !out->p ? tensen_fail_nomem(err) : TENSEN_OK;
	buf_clear(&b);
	return st;
}

/* What stands for its things, and its other words: 船舶, 術者: 覚醒 低下. */
static tensen_status
say_things(span *out, tensen_searcher *searcher, const question *asked, tensen_error *err)
{
	const store *kept = searcher->ix->store;
	buf b = BUF_INIT;
	uint32_t n = 0;
	tensen_status st;

	for (uint32_t i = 0; i < asked->n && n < THINGS_SAID; i++)
		if (asked->v[i].counterpart) {
			buf_str(&b, n++ ? ", " : "");
			shown_write(&b, &kept->shown, &kept->vocab, asked->v[i].forms[0].term);
		}
	n = 0;
	for (uint32_t i = 0; i < asked->n && n < WORDS_SAID; i++)
		if (!asked->v[i].counterpart && asked->v[i].n_forms) {
			buf_str(&b, n++ ? " " : ": ");
			buf_span(&b, asked->v[i].shown);
		}
	*out = arena_copy(&searcher->mem, b.p ? b.p : "", b.n);
	st = b.failed || !out->p ? tensen_fail_nomem(err) : TENSEN_OK;
	buf_clear(&b);
	return st;
}

static tensen_status
add_things(aspects *to, tensen_searcher *searcher, const query *q, tensen_error *err)
{
	document d;
	query asked;
	aspect *x;
	tensen_status st;

	document_init(&d, &searcher->mem);
	if ((st = own_text(&d.abstract, to, searcher, q, err)) < 0 || !d.abstract.n ||
	    (st = query_words_of_document(&asked, searcher, &d, err)) < 0 ||
	    (st = question_elsewhere(&asked, searcher, err)) < 0)
		return st;
	if (!asked.question || !(x = aspects_push(to, TENSEN_ASPECT_ELSEWHERE, d.abstract)))
		return TENSEN_OK;
	x->query = asked;
	return say_things(&x->text, searcher, asked.question, err);
}

/* ---- statements by class ---- */

enum { OF_GROUP, OF_JAPANESE, OF_ENGLISH, N_COLUMNS };

/* 1: a document of the index has one of these subclasses, or none is named. */
static int
trades_are_there(const rows *rows_of, span trades)
{
	if (!trades.n)
		return 1;
	while (trades.n) {
		const span one = span_cut(&trades, ',');
		for (uint32_t g = 0; g < rows_of->n_groups; g++)
			if (span_starts(rows_group_name(rows_of, g), one))
				return 1;
	}
	return 0;
}

/* The table's statements are title words in the language of the index: other words for them are not
 * looked up, which would take half of the time of an answer and bring nothing. */
static tensen_status
add_statement(aspects *to, tensen_searcher *searcher, span text, span trades, tensen_error *err)
{
	const int no_synonyms = searcher->no_synonyms, untranslated = searcher->untranslated;
	const uint32_t before = to->n;
	tensen_status st;

	searcher->no_synonyms = searcher->untranslated = 1;
	st = aspects_add(to, searcher, TENSEN_ASPECT_ELSEWHERE, text, err);
	searcher->no_synonyms = no_synonyms;
	searcher->untranslated = untranslated;
	if (to->n > before)
		to->v[before].trades = trades;
	return st;
}

/* last: how many aspects there are with all statements that may be asked. */
static tensen_status
add_statements(
    aspects *to, tensen_searcher *searcher, const span *line, uint32_t last, tensen_error *err)
{
	const int japanese = lexicon_language(searcher->ix->lexicon) == TENSEN_JA;
	span statements = line[japanese ? OF_JAPANESE : OF_ENGLISH];
	tensen_status st = TENSEN_OK;

	while (statements.n && to->n < last && st == TENSEN_OK) {
		span trades = span_cut(&statements, ';'), text = span_cut(&trades, '@');
		if (trades_are_there(&searcher->ix->store->rows, trades))
			st = add_statement(to, searcher, text, trades, err);
	}
	return st;
}

/* The statements of the query's own main groups. */
static tensen_status
add_by_group(
    aspects *to, tensen_searcher *searcher, const query *q, uint32_t last, tensen_error *err)
{
	class_cursor at = {.of = &q->doc};
	class_symbol group;
	tensen_status st = TENSEN_OK;

	while (st == TENSEN_OK && to->n < last && class_next_symbol(&at, &group)) {
		char room[CLASS_GROUP_MAX];
		span line[N_COLUMNS], name = class_group_name(&group, room);
		if (tsv_find(searcher->ix->models, TABLE, name, line, N_COLUMNS) == N_COLUMNS)
			st = add_statements(to, searcher, line, last, err);
	}
	return st;
}

/* Those of the other main groups of its subclasses. */
static tensen_status
add_by_subclass(
    aspects *to, tensen_searcher *searcher, const query *q, uint32_t last, tensen_error *err)
{
	class_cursor at = {.of = &q->doc};
	class_symbol own;
	tensen_status st = TENSEN_OK;

	while (st == TENSEN_OK && to->n < last && class_next_symbol(&at, &own)) {
		const span subclass = span_of(own.subclass);
		span line[N_COLUMNS];
		tsv table;
		st = tsv_open_at(&table, searcher->ix->models, TABLE, subclass, err);
		while (st == TENSEN_OK && to->n < last &&
		       tsv_next(&table, line, N_COLUMNS) == N_COLUMNS &&
		       span_starts(line[OF_GROUP], subclass))
			st = add_statements(to, searcher, line, last, err);
	}
	return st;
}

tensen_status
aspects_elsewhere(aspects *to, tensen_searcher *searcher, const query *q, tensen_error *err)
{
	tensen_status st = add_things(to, searcher, q, err);
	const uint32_t last = to->n + STATEMENTS_ASKED;

	if (st == TENSEN_OK)
		st = add_by_group(to, searcher, q, last, err);
	return st == TENSEN_OK ? add_by_subclass(to, searcher, q, last, err) : st;
}
