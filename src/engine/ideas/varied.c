/* engine/ideas/varied.c - see varied.h. */
#include "engine/base/searcher.h"
#include "engine/ideas/varied.h"
#include "engine/query/term_overlap.h"
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
	uint8_t taken;
} traits;

static traits
traits_of(const rows *r, uint32_t row)
{
	uint32_t n;
	const uint32_t *g = rows_groups(r, row, &n);

	return (traits){
	    n ? g[0] : UINT32_MAX, row_subclass(r, row), title_head_of(rows_title(r, row)), 0};
}

/* Whether a document may stand behind those that were picked. */
static int
may_follow(const traits *v, const traits *x, const uint32_t *picked, uint32_t n)
{
	const uint32_t tens = 1 + n / TEN;
	uint32_t group = 0, subclass = 0, head = 0;

	for (uint32_t i = 0; i < n; i++) {
		const traits *y = &v[picked[i]];
		group += x->group != UINT32_MAX && y->group == x->group;
		subclass += x->subclass.n && span_eq(x->subclass, y->subclass);
		head += title_heads_match(x->head, y->head);
	}
	return group < OF_GROUP * tens && subclass < OF_SUBCLASS * tens && head < OF_HEAD * tens;
}

/* The first that may follow, else the first of all.  t->n: none is left. */
static uint32_t
next_place(const traits *v, uint32_t n, const uint32_t *picked, uint32_t n_picked)
{
	uint32_t first = n;

	for (uint32_t i = 0; i < n; i++) {
		if (v[i].taken)
			continue;
		if (may_follow(v, &v[i], picked, n_picked))
			return i;
		if (first == n)
			first = i;
	}
	return first;
}

tensen_status
varied_pick(uint32_t **out, uint32_t *n, tensen_searcher *s, const triage *t, uint32_t want,
    tensen_error *err)
{
	/* deeper documents than these would come forward only because they are different */
	const uint32_t depth = t->n < 5 * want ? t->n : 5 * want;
	traits *v = arena_alloc(&s->mem, (depth + (size_t)1) * sizeof *v);

	*n = 0;
	*out = arena_alloc(&s->mem, (depth + (size_t)1) * sizeof **out);
	if (!v || !*out)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < depth; i++) {
		v[i] = traits_of(&s->ix->store->rows, t->v[i].row);
		v[i].taken = t->v[i].judgement != NULL || t->v[i].shelf == TENSEN_OWN_FAMILY;
	}
	while (*n < want) {
		uint32_t i = next_place(v, depth, *out, *n);
		if (i == depth)
			break;
		v[i].taken = 1;
		(*out)[(*n)++] = i;
	}
	return TENSEN_OK;
}
