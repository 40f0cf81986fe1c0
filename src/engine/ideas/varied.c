/* engine/ideas/varied.c - see varied.h. */
#include "engine/base/searcher.h"
#include "engine/ideas/varied.h"
#include "engine/query/term_overlap.h"
#include "engine/query/variety.h"
#include "util/fail.h"

#define TEN 10
/* Of each ten; chosen, not tuned. */
#define OF_GROUP 2
#define OF_SUBCLASS 3
#define OF_HEAD 1

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

tensen_status
varied_pick(uint32_t **out, uint32_t *n, tensen_searcher *searcher, const triage *grades,
    uint32_t want, tensen_error *err)
{
	/* deeper documents than these would come forward only because they are different */
	const uint32_t depth = grades->n < 5 * want ? grades->n : 5 * want;
	traits *v = arena_alloc(&searcher->mem, (depth + (size_t)1) * sizeof *v);

	uint8_t *taken = arena_alloc(&searcher->mem, depth + (size_t)1);

	*out = arena_alloc(&searcher->mem, (depth + (size_t)1) * sizeof **out);
	if (!v || !taken || !*out)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < depth; i++) {
		v[i] = traits_of(&searcher->ix->store->rows, grades->v[i].row);
		taken[i] =
		    grades->v[i].judgement != NULL || grades->v[i].shelf == TENSEN_OWN_FAMILY;
	}
	*n = variety_pick(*out, want, taken, depth, may_follow, v);
	return TENSEN_OK;
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
	uint32_t *picked, n;
	triage_doc *v;
	tensen_status st;

	if (grades->n_judged == 0)
		return TENSEN_OK;
	if ((st = varied_pick(&picked, &n, searcher, grades, want, err)) < 0)
		return st;
	if (!(v = arena_alloc(&searcher->mem, (grades->n + (size_t)1) * sizeof *v)))
		return tensen_fail_nomem(err);
	put_in_order(v, grades, picked, n);
	grades->v = v;
	return TENSEN_OK;
}
