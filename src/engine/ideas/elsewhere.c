/* engine/ideas/elsewhere.c - what is asked of other trades without a model or a person (aspects.h):
 * what patents of the same main groups, then of the same subclasses, could serve (models/uses.tsv):
 * objects of other trades and their troubles, each found where documents of that trade are classed.
 *
 * Of titles whose first symbol is of the trade .40 were worth a look, of others with the same words
 * .08; of texts, which tell their own trouble, .05 both ways (bench/ideas/read-24.md). */
#include "engine/base/searcher.h"
#include "engine/ideas/aspects.h"
#include "engine/query/own.h"
#include "engine/query/understand.h"
#include "engine/translate/lexicon.h"
#include "fields/symbols.h"
#include "util/fail.h"

#define TABLE "uses.tsv"
/* More bring more titles of Japanese exports (16, 32, 48: .19, .26, .28 of the first ten worth a look), and
 * each takes a two-hundredth of the time of an answer. */
#define STATEMENTS_ASKED 48

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

static tensen_status
add_of_group(aspects *to, tensen_searcher *searcher, span name, uint32_t last, tensen_error *err)
{
	span line[N_COLUMNS];

	if (tsv_find(searcher->ix->models, TABLE, name, line, N_COLUMNS) != N_COLUMNS)
		return TENSEN_OK;
	return add_statements(to, searcher, line, last, err);
}

/* The statements of all main groups of a subclass. */
static tensen_status
add_of_subclass(
    aspects *to, tensen_searcher *searcher, span subclass, uint32_t last, tensen_error *err)
{
	span line[N_COLUMNS];
	tsv table;
	tensen_status st = tsv_open_at(&table, searcher->ix->models, TABLE, subclass, err);

	while (st == TENSEN_OK && to->n < last && tsv_next(&table, line, N_COLUMNS) == N_COLUMNS &&
	       span_starts(line[OF_GROUP], subclass))
		st = add_statements(to, searcher, line, last, err);
	return st;
}

/* Of a document its own main groups, then those of its subclasses; of a text the main groups of its
 * nearest documents alone: a subclass as A61B has groups that have nothing to do with each other. */
tensen_status
aspects_elsewhere(aspects *to, tensen_searcher *searcher, const query *q, tensen_error *err)
{
	const rows *r = &searcher->ix->store->rows;
	const uint32_t last = to->n + STATEMENTS_ASKED;
	class_cursor at = {.of = &q->doc};
	class_symbol group;
	own_classes own;
	tensen_status st = own_classes_of(&own, searcher, q, err);

	while (st == TENSEN_OK && class_next_symbol(&at, &group)) {
		char room[CLASS_GROUP_MAX];
		st = add_of_group(to, searcher, class_group_name(&group, room), last, err);
	}
	for (uint32_t i = 0; i < own.n_groups && st == TENSEN_OK; i++)
		st = add_of_group(to, searcher, rows_group_name(r, own.group[i]), last, err);
	for (uint32_t i = 0; !own.n_groups && i < own.n && st == TENSEN_OK; i++)
		st = add_of_subclass(to, searcher, span_of(own.subclass[i]), last, err);
	return st;
}
