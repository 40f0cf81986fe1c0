/* engine/distributed/united_vectors.c - vectors of a model of the user's own (tensen/vectors.h) that
 * the parts have, as those of one index.
 *
 * Each part has codes of its own, so rows are decoded, and put_embedded() encodes them again as one
 * set: what is found is what one set made at once finds, but for the last digits of a score.  Rows
 * of a part that has none, and those that have none there, have none here.  The floor (mean cosine
 * of two documents) is made anew, in the order of rows. */
#include <math.h>
#include <stdlib.h>
#include "engine/distributed/united.h"
#include "util/fail.h"

#define FLOOR_MOST 0.999

/* Name, length and, where both are known, the vector of the probe. */
static tensen_status
check_same_model(const part *first, const part *pt, tensen_error *err)
{
	const store_embedded *x = &first->store->embedded, *y = &pt->store->embedded;
	uint32_t dim = vecset_dim(x->v);

	if (strcmp(x->model.p, y->model.p) != 0 || dim != vecset_dim(y->v))
		return tensen_fail_in(err, TENSEN_E_MISMATCH, pt->path, SAY_PARTS_OF_TWO_MODELS,
		    y->model.p, vecset_dim(y->v), first->path, x->model.p, dim);
	return store_is_probe(x, y->probe)
		   ? TENSEN_OK
		   : tensen_fail_in(err, TENSEN_E_MISMATCH, pt->path, SAY_PARTS_ANSWER_OTHERWISE,
			 y->model.p, first->path);
}

/* *first: the first part that has vectors; NULL: none has.  *probe: of the first that knows it. */
static tensen_status
open_vectors(const part **first, const float **probe, const parts *files, tensen_error *err)
{
	tensen_status st = TENSEN_OK;

	*first = NULL;
	*probe = NULL;
	for (uint32_t i = 0; i < files->n && st == TENSEN_OK; i++) {
		const part *p = &files->v[i];
		if ((st = store_open_embedded(p->store, err)) < 0)
			tensen_fail_at(err, p->path, 0);
		if (st < 0 || !p->store->embedded.v)
			continue;
		*first = *first ? *first : p;
		st = check_same_model(*first, p, err);
		*probe = *probe ? *probe : p->store->embedded.probe;
	}
	return st;
}

/* The vector of a row, unit; 0: it has none, and out is zero. */
static int
decode_row(float *out, const united *all, uint32_t row, uint32_t dim)
{
	const united_row *x = &all->rows[row];
	const vecset *v = all->parts.v[x->part].store->embedded.v;
	double square = 0;

	memset(out, 0, dim * sizeof *out);
	if (!v || !vecset_has(v, x->row))
		return 0;
	vecset_get(v, x->row, out);
	for (uint32_t d = 0; d < dim; d++)
		square += (double)out[d] * out[d];
	for (uint32_t d = 0; d < dim && square > 0; d++)
		out[d] = (float)(out[d] / sqrt(square));
	return square > 0;
}

/* All rows into b.given, and their sum. */
static tensen_status
decode_rows(united *all, double *sum, uint32_t *n, tensen_error *err)
{
	builder *b = &all->b;
	uint32_t dim = b->given.dim;
	float *one = malloc(dim * sizeof *one);
	tensen_status st = one ? spool_new(&b->given.rows, b->path, err) : tensen_fail_nomem(err);

	for (uint32_t i = 0; i < b->n_rows && st == TENSEN_OK; i++) {
		*n += (uint32_t)decode_row(one, all, i, dim);
		for (uint32_t d = 0; d < dim; d++)
			sum[d] += one[d];
		st = spool_add(b->given.rows, one, dim * sizeof *one, err);
		if (st == TENSEN_OK && i % 4096 == 0)
			st = build_progress(b, "merge", i, b->n_rows, err);
	}
	free(one);
	return st == TENSEN_OK ? spool_finish(b->given.rows, err) : st;
}

/* As tensen_put_vectors() writes it: the mean cosine is the square of the mean. */
static tensen_status
tell_model(
    builder *build, const store_embedded *of, const double *sum, uint32_t n, tensen_error *err)
{
	double square = 0;
	json out;

	for (uint32_t d = 0; d < build->given.dim && n; d++)
		square += sum[d] / n * (sum[d] / n);
	json_init(&out, &build->given.model, 0);
	json_open(&out, '{');
	json_key_str(&out, "model", of->model.p);
	json_key_int(&out, "dim", build->given.dim);
	json_key_int(&out, "characters", of->characters);
	json_key_num(&out, "floor", (double)(int64_t)(fmin(square, FLOOR_MOST) * 1e6) / 1e6, 6);
	json_close(&out, '}');
	build->embeddings = buf_cstr(&build->given.model);
	return build->given.model.failed ? tensen_fail_nomem(err) : TENSEN_OK;
}

tensen_status
united_take_vectors(united *all, tensen_error *err)
{
	builder *b = &all->b;
	const part *first;
	const float *probe;
	double *sum = NULL;
	uint32_t n = 0;
	tensen_status st = open_vectors(&first, &probe, &all->parts, err);

	if (st < 0 || !first)
		return st;
	b->given.dim = vecset_dim(first->store->embedded.v);
	if (!(sum = calloc(b->given.dim, sizeof *sum)) ||
	    (probe && !(b->given.probe = malloc(b->given.dim * sizeof *probe))))
		st = tensen_fail_nomem(err);
	if (st == TENSEN_OK && probe)
		memcpy(b->given.probe, probe, b->given.dim * sizeof *probe);
	if (st == TENSEN_OK && (st = decode_rows(all, sum, &n, err)) == TENSEN_OK)
		st = tell_model(b, &first->store->embedded, sum, n, err);
	free(sum);
	return st;
}
