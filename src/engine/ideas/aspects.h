/* engine/ideas/aspects.h - short statements of a query, each asked by itself.
 *
 * WHY      A query with the whole text of a patent finds its own product family.  A query with one
 *          effect or need at a time finds documents of other product areas (bench/ideas/judged.txt has
 *          the figures).
 * SOURCES  The caller's own, then those of a language model: asked of all fields, by words and
 *          vectors.  Sentences of the problem and the effect, uses that the text names: by words.
 *          What patents of its classes could serve, as a table says (elsewhere.c): of fields that are
 *          not the query's, as the whole.
 *          Last the whole (title, problem, means and effect, without the description, which drowns
 *          them) outside the query's fields. */
#pragma once
#include <tensen/ideas.h>
#include "engine/base/query.h"

typedef struct aspect {
	tensen_aspect_kind kind;
	span text;       /* as people read it; in s->mem */
	span trades;     /* of statements by class: subclasses, joined by ','; of the whole: of all
			    these statements; else empty.  In s->mem */
	query query;     /* terms and vectors */
	const query *of; /* what it is a statement about */
} aspect;

/* Asked outside the query's fields. */
static inline int
aspect_is_outside(const aspect *one_aspect)
{
	return one_aspect->kind == TENSEN_ASPECT_WHOLE ||
	       one_aspect->kind == TENSEN_ASPECT_ELSEWHERE;
}

/* Whether the first class symbol of a document is of the trades that the aspect speaks of. */
int aspect_is_of_trade(const aspect *one_aspect, const rows *rows_of, uint32_t row);

#define ASPECTS_MADE_MAX 72 /* that the engine makes itself */

typedef struct aspects {
	aspect *v; /* in s->mem; given ones first, the whole last */
	uint32_t n;
	const query *of; /* the query; words that it dropped are left out of all aspects */
} aspects;

static inline int
aspect_was_given(const aspect *one_aspect)
{
	return one_aspect->kind == TENSEN_ASPECT_GIVEN || one_aspect->kind == TENSEN_ASPECT_SAID;
}

/* The aspects of query `a`; given: the caller's own, ends with NULL, may be NULL.
 * only_given: none but those.  E_ARG: too many, too long, or empty after normalization. */
tensen_status aspects_make(aspects *out, tensen_searcher *searcher, const query *q,
    const tensen_asking *asking, tensen_error *err);

/* aspect_sources.c: where the engine takes aspects from. */

/* The next place of the list; NULL: the list is full.  The caller sets the query. */
aspect *aspects_push(aspects *to, tensen_aspect_kind kind, span text);
/* A statement that is asked by its own words, unless it is there already or no word of it
 * is known.  text lies in searcher->mem. */
tensen_status aspects_add(
    aspects *to, tensen_searcher *searcher, tensen_aspect_kind kind, span text, tensen_error *err);

/* All aspects except the whole and those of the caller. */
tensen_status aspect_sources(
    aspects *to, tensen_searcher *searcher, const query *q, tensen_error *err);

/* elsewhere.c: what its classes could serve in other trades. */
tensen_status aspects_elsewhere(
    aspects *to, tensen_searcher *searcher, const query *q, tensen_error *err);
