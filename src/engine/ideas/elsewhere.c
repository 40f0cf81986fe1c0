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
#define GROUPS_ASKED 3
#define STATEMENTS_ASKED 12

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

/* 1: the group stands before this symbol, too. */
static int
group_was_before(const document *of, const class_cursor *now, const class_symbol *group)
{
	class_cursor at = {.of = of};
	class_symbol one;

	while (class_next_symbol(&at, &one) && (at.list != now->list || at.i != now->i))
		if (one.group == group->group && strcmp(one.subclass, group->subclass) == 0)
			return 1;
	return 0;
}

static tensen_status
add_statements(
    aspects *to, tensen_searcher *searcher, span statements, uint32_t *n, tensen_error *err)
{
	tensen_status st = TENSEN_OK;

	while (statements.n && *n < STATEMENTS_ASKED && st == TENSEN_OK) {
		const uint32_t before = to->n;
		st = aspects_add(
		    to, searcher, TENSEN_ASPECT_ELSEWHERE, span_cut(&statements, ';'), err);
		*n += to->n > before;
	}
	return st;
}

static tensen_status
add_by_class(aspects *to, tensen_searcher *searcher, const query *q, tensen_error *err)
{
	const int japanese = lexicon_language(searcher->ix->lexicon) == TENSEN_JA;
	class_cursor at = {.of = &q->doc};
	class_symbol group;
	uint32_t groups = 0, n = 0;
	tensen_status st = TENSEN_OK;

	while (st == TENSEN_OK && groups < GROUPS_ASKED && class_next_symbol(&at, &group)) {
		char room[CLASS_GROUP_MAX];
		span line[N_COLUMNS], name = class_group_name(&group, room);
		if (group_was_before(&q->doc, &at, &group) ||
		    tsv_find(searcher->ix->models, TABLE, name, line, N_COLUMNS) != N_COLUMNS)
			continue;
		groups++;
		st = add_statements(
		    to, searcher, line[japanese ? OF_JAPANESE : OF_ENGLISH], &n, err);
	}
	return st;
}

tensen_status
aspects_elsewhere(aspects *to, tensen_searcher *searcher, const query *q, tensen_error *err)
{
	tensen_status st = add_things(to, searcher, q, err);

	return st == TENSEN_OK ? add_by_class(to, searcher, q, err) : st;
}
