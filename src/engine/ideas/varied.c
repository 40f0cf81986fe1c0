/* engine/ideas/varied.c - see varied.h. */
#include "engine/base/searcher.h"
#include "engine/ideas/varied.h"
#include "engine/query/rank.h"
#include "engine/query/term_overlap.h"
#include "engine/query/understand.h"
#include "engine/query/variety.h"
#include "util/fail.h"

#define TEN 10
/* Of each ten; chosen, not tuned. */
#define OF_GROUP 2
#define OF_SUBCLASS 3
#define OF_HEAD 1

/* The nearest documents that are left out: so many, at most one in so many of the index.  On
 * shared/judged (US) 2+ of what was judged rises from .09 to .115 with both rules, without class
 * symbols from .08 to .14, the own family falls from .02 to 0; 5 and 20 nearest are alike. */
#define NEAREST 10
#define NEAREST_OF 500

typedef struct traits {
	uint32_t group; /* number of the first main group, UINT32_MAX: none */
	span subclass;
	title_head head;
} traits;

static traits
traits_of(const rows *rows_of, uint32_t row)
{
	uint32_t n;
	const uint32_t *g = rows_groups(rows_of, row, &n);

	return (traits){n ? g[0] : UINT32_MAX, row_subclass(rows_of, row),
	    title_head_of(rows_title(rows_of, row))};
}

/* Whether a document may stand behind those that were picked. */
static int
may_follow(const void *list, uint32_t i, const uint32_t *picked, uint32_t n)
{
	const traits *v = list, *x = &v[i];
	const uint32_t tens = 1 + n / TEN;
	uint32_t group = 0, subclass = 0, head = 0;

	for (uint32_t k = 0; k < n; k++) {
		const traits *y = &v[picked[k]];
		group += x->group != UINT32_MAX && y->group == x->group;
		subclass += x->subclass.n && span_eq(x->subclass, y->subclass);
		head += title_heads_match(x->head, y->head);
	}
	return group < OF_GROUP * tens && subclass < OF_SUBCLASS * tens && head < OF_HEAD * tens;
}

/* One picking: documents in order, and which of them may not be picked. */
typedef struct picking {
	traits *v;
	uint8_t *taken;
	uint32_t n;
} picking;

static tensen_status
picking_make(
    picking *out, tensen_searcher *searcher, const triage *grades, uint32_t want, tensen_error *err)
{
	/* deeper documents than these would come forward only because they are different */
	out->n = grades->n < 5 * want ? grades->n : 5 * want;
	out->v = arena_alloc(&searcher->mem, (out->n + (size_t)1) * sizeof *out->v);
	out->taken = arena_alloc(&searcher->mem, out->n + (size_t)1);
	if (!out->v || !out->taken)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < out->n; i++) {
		out->v[i] = traits_of(&searcher->ix->store->rows, grades->v[i].row);
		out->taken[i] =
		    grades->v[i].judgement != NULL || grades->v[i].shelf == TENSEN_OWN_FAMILY;
	}
	return TENSEN_OK;
}

static tensen_status
pick_by(uint32_t **out, uint32_t *n, tensen_searcher *searcher, const picking *from, uint32_t want,
    tensen_error *err)
{
	*out = arena_alloc(&searcher->mem, (from->n + (size_t)1) * sizeof **out);
	if (!*out)
		return tensen_fail_nomem(err);
	*n = variety_pick(*out, want, from->taken, from->n, may_follow, from->v);
	return TENSEN_OK;
}

static void
leave_out_noun(picking *from, const triage *grades, tensen_searcher *searcher, const query *q)
{
	const span title = query_title(q, searcher), noun = title_noun(title_head_of(title));

	for (uint32_t i = 0; noun.n && i < from->n; i++)
		from->taken[i] |= (uint8_t)title_shares_noun(title, noun,
		    rows_title(&searcher->ix->store->rows, grades->v[i].row),
		    title_noun(from->v[i].head));
}

static tensen_status
leave_out_nearest(picking *from, const triage *grades, tensen_searcher *searcher, const query *q,
    tensen_error *err)
{
	const uint32_t share = searcher->ix->store->rows.n / NEAREST_OF;
	const uint32_t most = share < NEAREST ? share : NEAREST;
	const filter_set all = {NULL, 0, q->row};
	candidates near = {NULL, 0};
	query words =
	    *q; /* by words alone: the same list in half the time (bench/ideas/judged.txt) */
	tensen_status st = TENSEN_OK;

	words.norm = 0;
	if (most && q->n_terms)
		st = rank_neighbours(&near, searcher, &words, &all, most, err);
	for (uint32_t k = 0; st == TENSEN_OK && k < near.n && k < most; k++)
		for (uint32_t i = 0; i < from->n; i++)
			from->taken[i] |= grades->v[i].row == near.v[k].hit.row;
	return st;
}

tensen_status
varied_pick(uint32_t **out, uint32_t *n, tensen_searcher *searcher, const query *q,
    const triage *grades, uint32_t want, tensen_error *err)
{
	picking from;
	tensen_status st = picking_make(&from, searcher, grades, want, err);

	if (st < 0 || (st = leave_out_nearest(&from, grades, searcher, q, err)) < 0)
		return st;
	leave_out_noun(&from, grades, searcher, q);
	return pick_by(out, n, searcher, &from, want, err);
}

/* Judged documents that stand before all others keep their places, then come the picked ones. */
static void
put_in_order(triage_doc *to, const triage *grades, const uint32_t *picked, uint32_t n)
{
	uint32_t k = 0, first = 0;

	while (first < grades->n && grades->v[first].judgement)
		to[k++] = grades->v[first++];
	for (uint32_t i = 0; i < n; i++)
		to[k++] = grades->v[picked[i]];
	for (uint32_t i = first; i < grades->n; i++) {
		uint32_t at = 0;
		while (at < n && picked[at] != i)
			at++;
		if (at == n)
			to[k++] = grades->v[i];
	}
}

tensen_status
varied_triage(triage *grades, tensen_searcher *searcher, uint32_t want, tensen_error *err)
{
	picking from;
	uint32_t *picked = NULL, n = 0;
	triage_doc *v;
	tensen_status st;

	if (grades->n_judged == 0)
		return TENSEN_OK;
	if ((st = picking_make(&from, searcher, grades, want, err)) < 0 ||
	    (st = pick_by(&picked, &n, searcher, &from, want, err)) < 0)
		return st;
	if (!(v = arena_alloc(&searcher->mem, (grades->n + (size_t)1) * sizeof *v)))
		return tensen_fail_nomem(err);
	put_in_order(v, grades, picked, n);
	grades->v = v;
	return TENSEN_OK;
}
