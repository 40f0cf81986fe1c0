/* engine/build/learn.c - see learn.h. */
#include "engine/build/learn.h"
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
examples_set(examples *e, uint32_t i, const signals *s, uint64_t truth)
{
	double z[N_FIT][N_FIELDS + 1];
	float *x = e->x + (size_t)i * N_FIELDS * N_FIT;
	uint8_t *state = e->state + (size_t)i * N_FIELDS;

	fit_features(s, z);
	for (unsigned f = 1; f <= N_FIELDS; f++) {
		state[f - 1] = !signals_candidate(s, f) ? 0 : truth & FIELD_BIT(f) ? 2 : 1;
		for (int k = 0; k < N_FIT; k++)
			x[(size_t)(f - 1) * N_FIT + (size_t)k] = (float)z[k][f];
	}
}

void
examples_fit(const examples *e, const uint8_t *pick, double weights[N_FIT])
{
	logit_data d = {e->n, N_FIELDS, N_FIT, e->x, e->state};

	logit_fit(weights, fit_weights_default, &d, pick, LEARN_L2);
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

#define LESSONS_HELD 64 /* before the pages of the index they read are given back */

typedef struct lesson {
	const uint32_t *docs;
	tensen_searcher **searchers; /* by worker */
	examples e;
	tensen_error *errors;
} lesson;

static void
study(void *ctx, size_t piece, unsigned worker)
{
	lesson *l = ctx;
	tensen_searcher *s = l->searchers[worker];
	const rows *r = &s->ix->store->rows;
	uint32_t row = l->docs[piece];
	uint64_t known = FIELD_BIT(r->primary[row]);
	asked a;
	probe p;

	if (asked_row(&a, s, row, &l->errors[piece]) == TENSEN_OK &&
	    probe_fit(&p, s, &a, known, r->mask[row], &l->errors[piece]) == TENSEN_OK)
		examples_set(&l->e, (uint32_t)piece, &p.signals, r->mask[row] & ~known);
	/* Of a million documents a thousand lessons had 0.57 GB mapped, and more of more. */
	if (piece % LESSONS_HELD == LESSONS_HELD - 1)
		filemap_drop_pages(&s->ix->store->map);
}

static tensen_status
study_all(lesson *l, const tensen_index *ix, uint32_t n, unsigned threads, tensen_error *err)
{
	tensen_status st = examples_new(&l->e, n, err);

	l->errors = calloc(n + (size_t)1, sizeof *l->errors);
	l->searchers = calloc(threads, sizeof *l->searchers);
	if (st == TENSEN_OK && (!l->errors || !l->searchers))
		st = tensen_fail_nomem(err);
	for (unsigned i = 0; i < threads && st == TENSEN_OK; i++)
		st = tensen_searcher_new(&l->searchers[i], ix, err);
	if (st < 0)
		return st;
	threads_run(threads, n, study, l);
	return tensen_fail_first(err, l->errors, n);
}

tensen_status
learn_weights(const tensen_index *ix, uint32_t max, uint64_t seed, unsigned threads,
    double weights[N_FIT], uint32_t *n, tensen_error *err)
{
	lesson l = {.docs = NULL};
	uint32_t of, *docs = rows_with_two_fields(&ix->store->rows, max, seed, n, &of);
	tensen_status st = TENSEN_OK;

	if (threads == 0)
		threads = 1;
	l.docs = docs;
	st = docs ? study_all(&l, ix, *n, threads, err) : tensen_fail_nomem(err);
	if (st == TENSEN_OK)
		examples_fit(&l.e, NULL, weights);
	for (unsigned i = 0; l.searchers && i < threads; i++)
		tensen_searcher_free(l.searchers[i]);
	free(l.searchers);
	free(l.errors);
	examples_clear(&l.e);
	free(docs);
	return st;
}
