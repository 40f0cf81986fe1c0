/* engine/build/train_weights.c - see train_weights.h. */
#include "engine/build/train_weights.h"
#include <stdlib.h>
#include "util/fail.h"
#include "util/rng.h"
#include "util/threads.h"

tensen_status
examples_new(examples *out, uint32_t n, tensen_error *err)
{
	out->n = n;
	out->x = calloc((size_t)n * N_FIELDS * N_FIT + 1, sizeof *out->x);
	out->state = calloc((size_t)n * N_FIELDS + 1, 1);
	return out->x && out->state ? TENSEN_OK : tensen_fail_nomem(err);
}

void
examples_clear(examples *e)
{
	free(e->x);
	free(e->state);
	*e = (examples){0, NULL, NULL};
}

void
examples_set(examples *e, uint32_t i, const field_signals *s, uint64_t truth)
{
	double z[N_FIT][N_FIELDS + 1];
	float *x = e->x + (size_t)i * N_FIELDS * N_FIT;
	uint8_t *state = e->state + (size_t)i * N_FIELDS;

	field_fit_features(s, z);
	for (unsigned f = 1; f <= N_FIELDS; f++) {
		state[f - 1] = !field_is_candidate(s, f) ? 0 : truth & FIELD_BIT(f) ? 2 : 1;
		for (int k = 0; k < N_FIT; k++)
			x[(size_t)(f - 1) * N_FIT + (size_t)k] = (float)z[k][f];
	}
}

void
examples_fit(const examples *e, const uint8_t *pick, double weights[N_FIT])
{
	logit_data d = {e->n, N_FIELDS, N_FIT, e->x, e->state};

	logit_fit(weights, field_fit_defaults, &d, pick, LEARN_L2);
}

uint32_t *
rows_with_two_fields(const rows *r, uint32_t max, uint64_t seed, uint32_t *n, uint32_t *of)
{
	uint32_t *docs = malloc((r->n + (size_t)1) * sizeof *docs), left, k = 0;

	*n = *of = 0;
	for (uint32_t i = 0; docs && i < r->n; i++)
		if (r->primary[i] && (r->mask[i] & (r->mask[i] - 1)))
			docs[(*of)++] = i;
	if (!docs)
		return NULL;
	left = max && max < *of ? max : *of;
	for (uint32_t i = 0; i < *of && left; i++)
		if (rng_draws(seed, i, &left, *of - i))
			docs[k++] = docs[i];
	*n = k;
	return docs;
}

/* After so many examples the mapped pages of the index are given back.  Kept, the pages that 1,000
 * examples read took 0.57 GB of a one-million-document index, and more with more examples. */
#define DROP_PAGES_EVERY 64

typedef struct training {
	const uint32_t *docs;
	tensen_searcher **searchers; /* by worker */
	examples e;
	tensen_error *errors;
} training;

static void
fill_example(void *ctx, size_t piece, unsigned worker)
{
	training *t = ctx;
	tensen_searcher *s = t->searchers[worker];
	const rows *r = &s->ix->store->rows;
	uint32_t row = t->docs[piece];
	uint64_t known = FIELD_BIT(r->primary[row]);
	query a;
	field_signals g;

	if (query_of_row(&a, s, row, &t->errors[piece]) == TENSEN_OK &&
	    field_signals_measure(&g, s, &a, known, r->mask[row], &t->errors[piece]) == TENSEN_OK)
		examples_set(&t->e, (uint32_t)piece, &g, r->mask[row] & ~known);
	if (piece % DROP_PAGES_EVERY == DROP_PAGES_EVERY - 1)
		filemap_drop_pages(&s->ix->store->map);
}

static tensen_status
train_all(training *t, const tensen_index *ix, uint32_t n, unsigned threads, tensen_error *err)
{
	tensen_status st = examples_new(&t->e, n, err);

	t->errors = calloc(n + (size_t)1, sizeof *t->errors);
	t->searchers = calloc(threads, sizeof *t->searchers);
	if (st == TENSEN_OK && (!t->errors || !t->searchers))
		st = tensen_fail_nomem(err);
	for (unsigned i = 0; i < threads && st == TENSEN_OK; i++)
		st = tensen_searcher_new(&t->searchers[i], ix, err);
	if (st < 0)
		return st;
	threads_run(threads, n, fill_example, t);
	return tensen_fail_first(err, t->errors, n);
}

tensen_status
train_weights(const tensen_index *ix, uint32_t max, uint64_t seed, unsigned threads,
    double weights[N_FIT], uint32_t *n, tensen_error *err)
{
	training t = {.docs = NULL};
	uint32_t of, *docs = rows_with_two_fields(&ix->store->rows, max, seed, n, &of);
	tensen_status st = TENSEN_OK;

	if (threads == 0)
		threads = 1;
	t.docs = docs;
	st = docs ? train_all(&t, ix, *n, threads, err) : tensen_fail_nomem(err);
	if (st == TENSEN_OK)
		examples_fit(&t.e, NULL, weights);
	for (unsigned i = 0; t.searchers && i < threads; i++)
		tensen_searcher_free(t.searchers[i]);
	free(t.searchers);
	free(t.errors);
	examples_clear(&t.e);
	free(docs);
	return st;
}
