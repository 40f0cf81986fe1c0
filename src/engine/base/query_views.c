/* engine/base/query_views.c - the vector of a query from its terms. */
#include "engine/base/query.h"
#include "util/fail.h"

uint32_t
query_view_row(const query *q, const vocab *words, view which, uint32_t *col, float *val)
{
	return view_row_scaled(words, which, q->terms, q->share, q->worth, q->n_terms, col, val);
}

tensen_status
query_project(query *q, tensen_searcher *searcher, tensen_error *err)
{
	const store *st = searcher->ix->store;
	uint32_t dims = st->meta.dims, n;
	uint32_t *col = arena_alloc(&searcher->mem, (q->n_terms + (size_t)1) * sizeof *col);
	float *val = arena_alloc(&searcher->mem, (q->n_terms + (size_t)1) * sizeof *val);

	q->topic = arena_calloc(&searcher->mem, dims * sizeof *q->topic);
	if (!col || !val || !q->topic)
		return tensen_fail_nomem(err);
	n = query_view_row(q, &st->vocab, VIEW_TOPIC, col, val);
	q->norm = lsa_project(&st->basis, col, val, n, q->topic);
	return TENSEN_OK;
}
