/* engine/base/query_views.c - the vector of a query from its terms. */
#include "engine/base/query.h"
#include "util/fail.h"

uint32_t
query_view_row(const query *a, const vocab *v, view which, uint32_t *col, float *val)
{
	return view_row_scaled(v, which, a->terms, a->share, a->worth, a->n_terms, col, val);
}

tensen_status
query_project(query *a, tensen_searcher *s, tensen_error *err)
{
	const store *st = s->ix->store;
	uint32_t dims = st->meta.dims, n;
	uint32_t *col = arena_alloc(&s->mem, (a->n_terms + (size_t)1) * sizeof *col);
	float *val = arena_alloc(&s->mem, (a->n_terms + (size_t)1) * sizeof *val);

	a->topic = arena_calloc(&s->mem, dims * sizeof *a->topic);
	if (!col || !val || !a->topic)
		return tensen_fail_nomem(err);
	n = query_view_row(a, &st->vocab, VIEW_TOPIC, col, val);
	a->norm = lsa_project(&st->basis, col, val, n, a->topic);
	return TENSEN_OK;
}
