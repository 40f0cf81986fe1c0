/* engine/query/query_views.c - the views of a query from its terms. */
#include <string.h>
#include "engine/engine.h"
#include "util/fail.h"

/* A query that states no problem (means) uses the vector of its topic in that view. */
static void
topic_instead(query *a, view v, uint32_t dims)
{
	if (a->norm[v] > 0)
		return;
	memcpy(a->view[v], a->view[VIEW_TOPIC], dims * sizeof(float));
	a->norm[v] = a->norm[VIEW_TOPIC];
}

uint32_t
query_view_row(const query *a, const vocab *v, view which, uint32_t *col, float *val)
{
	return view_row_scaled(v, which, a->terms, a->share, a->worth, a->n_terms, col, val);
}

/* Cosine cells of every view from the counted terms. */
tensen_status
query_make_views(query *a, tensen_searcher *s, tensen_error *err)
{
	const store *st = s->ix->store;
	uint32_t dims = st->meta.dims;
	uint32_t *col = arena_alloc(&s->mem, (a->n_terms + (size_t)1) * sizeof *col);
	float *val = arena_alloc(&s->mem, (a->n_terms + (size_t)1) * sizeof *val);

	if (!col || !val)
		return tensen_fail_nomem(err);
	for (int v = 0; v < N_VIEWS; v++) {
		uint32_t n = query_view_row(a, &st->vocab, (view)v, col, val);
		a->view[v] = arena_calloc(&s->mem, dims * sizeof(float));
		if (!a->view[v])
			return tensen_fail_nomem(err);
		a->norm[v] = lsa_project(&st->basis, col, val, n, a->view[v]);
	}
	topic_instead(a, VIEW_PROBLEM, dims);
	topic_instead(a, VIEW_MEANS, dims);
	return TENSEN_OK;
}
