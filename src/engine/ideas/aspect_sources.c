/* engine/ideas/aspect_sources.c - the sources of aspects (aspects.h). */
#include "engine/query/understand.h"
#include "engine/ideas/aspects.h"
#include <string.h>
#include "engine/query/corrections.h"
#include "engine/query/question.h"

#define SENTENCES_READ 64 /* of a section, which seldom has more */
#define SENTENCES_EACH 2  /* of the problem and of the effect; more of them dilute the whole */
#define USES_MOST 4
#define SENTENCE_LEAST 12 /* bytes; a shorter one is a heading */

aspect *
aspects_push(aspects *to, tensen_aspect_kind kind, span text)
{
	aspect *x = &to->v[to->n];

	if (to->n >= TENSEN_ASPECTS_MAX + ASPECTS_MADE_MAX)
		return NULL;
	*x = (aspect){.kind = kind, .text = text, .of = to->of};
	to->n++;
	return x;
}

/* What people and models say is asked word by word, with other words for the same thing; what tables
 * say, too, without a vector, which hardly moves a short question (engine/query/rank.c).  A patent
 * says its own sentences in the words of patents, so they are asked as a text, without a vector: the
 * same known good documents come back (bench/ideas/judged.txt). */
static tensen_status
aspect_ask(aspect *one_aspect, tensen_searcher *searcher, tensen_error *err)
{
	document d;
	tensen_status st;

	document_init(&d, &searcher->mem);
	d.abstract = one_aspect->text;
	if (aspect_was_given(one_aspect))
		return query_of_document(&one_aspect->query, searcher, &d, err);
	st = query_words_of_document(&one_aspect->query, searcher, &d, err);
	return st == TENSEN_OK && one_aspect->kind == TENSEN_ASPECT_ELSEWHERE
		   ? question_make(&one_aspect->query, searcher, err)
		   : st;
}

tensen_status
aspects_add(
    aspects *to, tensen_searcher *searcher, tensen_aspect_kind kind, span text, tensen_error *err)
{
	aspect *x;
	tensen_status st;

	for (uint32_t i = 0; i < to->n; i++)
		if (span_eq(to->v[i].text, text))
			return TENSEN_OK;
	x = aspects_push(to, kind, text);
	if (!x)
		return TENSEN_OK;
	if ((st = aspect_ask(x, searcher, err)) < 0 ||
	    (kind != TENSEN_ASPECT_GIVEN &&
		(st = corrections_drop(&x->query, searcher, to->of, err)) < 0))
		return st;
	if (x->query.n_terms == 0 && kind != TENSEN_ASPECT_GIVEN && kind != TENSEN_ASPECT_SAID)
		to->n--; /* no known word: nothing can be asked */
	return TENSEN_OK;
}

static tensen_status
add_sentences(aspects *to, tensen_searcher *searcher, const section_piece *of_it,
    tensen_aspect_kind kind, uint32_t *n, tensen_error *err)
{
	uint32_t ends[SENTENCES_READ], from = 0;
	size_t k = text_sentences(of_it->text, ends, SENTENCES_READ);
	tensen_status st = TENSEN_OK;

	/* the last sentence of a problem states the need, the first of an effect the gain */
	for (size_t i = 0; i < k && *n < SENTENCES_EACH && st == TENSEN_OK; i++) {
		size_t at = kind == TENSEN_ASPECT_PROBLEM ? k - 1 - i : i;
		span one;
		from = at ? ends[at - 1] : 0;
		one = span_trim(span_sub(of_it->text, from, ends[at]));
		if (one.n < SENTENCE_LEAST || one.n > TENSEN_ASPECT_BYTES)
			continue;
		st = aspects_add(to, searcher, kind, one, err);
		(*n)++;
	}
	return st;
}

/* Phrases behind (Japanese) or before (English) which a text names a use itself. */
static const char *const use_behind[] = {"に用いられる", "に用いることができる", "に好適",
    "に適用でき", "に適用される", "への適用", "に利用できる", "に利用される", "に応用でき",
    "に使用される"};
static const char *const use_before[] = {
    "for use in ", "suitable for ", "applicable to ", "useful for ", "can be used in "};

/* The clause of a sentence that ends at `end`: behind the last 、 or 。 before it. */
static span
clause_before(span text, size_t end)
{
	size_t from = end;

	while (from >= 3 && memcmp(text.p + from - 3, "、", 3) &&
	       memcmp(text.p + from - 3, "。", 3) && memcmp(text.p + from - 3, "，", 3) &&
	       text.p[from - 1] != '\n')
		from--;
	return span_trim(span_sub(text, from >= 3 ? from : 0, end));
}

static span
clause_behind(span text, size_t from)
{
	size_t end = from;

	while (end < text.n && !strchr(",.;\n", text.p[end]))
		end++;
	return span_trim(span_sub(text, from, end));
}

static tensen_status
add_use(aspects *to, tensen_searcher *searcher, span clause, uint32_t *n, tensen_error *err)
{
	if (clause.n < 6 || clause.n > 300 || *n >= USES_MOST)
		return TENSEN_OK;
	(*n)++;
	return aspects_add(to, searcher, TENSEN_ASPECT_USE, clause, err);
}

static tensen_status
add_uses(aspects *to, tensen_searcher *searcher, span text, uint32_t *n, tensen_error *err)
{
	tensen_status st = TENSEN_OK;
	size_t at;

	for (size_t k = 0; k < sizeof use_behind / sizeof *use_behind && st == TENSEN_OK; k++)
		if ((at = span_find(text, span_of(use_behind[k]), 0)) != (size_t)-1)
			st = add_use(to, searcher, clause_before(text, at), n, err);
	for (size_t k = 0; k < sizeof use_before / sizeof *use_before && st == TENSEN_OK; k++)
		if ((at = span_find(text, span_of(use_before[k]), 0)) != (size_t)-1)
			st = add_use(
			    to, searcher, clause_behind(text, at + strlen(use_before[k])), n, err);
	return st;
}

tensen_status
aspect_sources(aspects *to, tensen_searcher *searcher, const query *q, tensen_error *err)
{
	uint32_t problems = 0, effects = 0, uses = 0;
	tensen_status st = TENSEN_OK;

	for (size_t i = 0; i < q->sections.n && st == TENSEN_OK; i++) {
		const section_piece *p = &q->sections.v[i];
		if (p->what == SEC_PROBLEM)
			st = add_sentences(to, searcher, p, TENSEN_ASPECT_PROBLEM, &problems, err);
		else if (p->what == SEC_EFFECT)
			st = add_sentences(to, searcher, p, TENSEN_ASPECT_EFFECT, &effects, err);
		if (st == TENSEN_OK)
			st = add_uses(to, searcher, p->text, &uses, err);
	}
	return st;
}
