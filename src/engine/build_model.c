/* engine/build_model.c - the LSA basis, trained on topic and function rows. */
#include <stdlib.h>
#include "engine/builder.h"
#include "index/weights.h"
#include "util/fail.h"

/* A function row counts half of a topic row in training: functions are to find
 * a place among the words, not to move them. */
#define FUNCTION_SHARE 0.5f

typedef struct matrix {
	uint64_t *start;
	uint32_t *col;
	float *val;
} matrix;

static void
matrix_clear(matrix *m)
{
	free(m->start);
	free(m->col);
	free(m->val);
}

typedef struct entry {
	uint32_t col;
	float val;
} entry;

static int
entry_order(const void *a, const void *b)
{
	const entry *x = a, *y = b;

	return (x->col > y->col) - (x->col < y->col);
}

/* Topic and function entries of one row, columns ascending; returns how many. */
static uint32_t
training_row(const builder *b, uint32_t r, uint32_t *col, float *val, entry *scratch)
{
	const term_count *t = b->row_terms + b->row_start[r];
	uint32_t n = (uint32_t)(b->row_start[r + 1] - b->row_start[r]);
	uint32_t k = view_row(&b->vocab, VIEW_TOPIC, t, n, col, val);
	uint32_t all = k + view_row(&b->vocab, VIEW_FUNCTION, t, n, col + k, val + k);

	for (uint32_t i = 0; i < all; i++)
		scratch[i] = (entry){col[i], i < k ? val[i] : val[i] * FUNCTION_SHARE};
	qsort(scratch, all, sizeof *scratch, entry_order);
	for (uint32_t i = 0; i < all; i++) {
		col[i] = scratch[i].col;
		val[i] = scratch[i].val;
	}
	return all;
}

static tensen_status
make_matrix(const builder *b, matrix *m, tensen_error *err)
{
	uint64_t cells = b->row_start[b->n_rows];
	entry *scratch = malloc((b->vocab.terms.n + (size_t)1) * sizeof *scratch);

	m->start = malloc((b->n_rows + (size_t)1) * sizeof *m->start);
	m->col = malloc((cells + 1) * sizeof *m->col);
	m->val = malloc((cells + 1) * sizeof *m->val);
	if (!scratch || !m->start || !m->col || !m->val) {
		free(scratch);
		return tensen_fail_nomem(err);
	}
	m->start[0] = 0;
	for (uint32_t r = 0; r < b->n_rows; r++)
		m->start[r + 1] = m->start[r] + training_row(b, r, m->col + m->start[r],
						    m->val + m->start[r], scratch);
	free(scratch);
	return TENSEN_OK;
}

static uint32_t
default_dims(uint32_t n_rows)
{
	uint32_t d = n_rows * 2 / 5;

	return d < 16 ? 16 : d > 128 ? 128 : d;
}

/* Views need at least 8 dimensions and a multiple of 8: pad with zeros. */
static tensen_status
pad_basis(builder *b, tensen_error *err)
{
	uint32_t rank = b->lsa.rank, n = b->vocab.terms.n;

	b->dims = rank < 8 ? 8 : (rank + 7) / 8 * 8;
	b->basis = calloc((size_t)n * b->dims + 1, sizeof *b->basis);
	if (!b->basis)
		return tensen_fail_nomem(err);
	for (uint32_t t = 0; t < n; t++)
		memcpy(b->basis + (size_t)t * b->dims, b->lsa.basis + (size_t)t * rank,
		    rank * sizeof *b->basis);
	return TENSEN_OK;
}

tensen_status
build_model(builder *b, tensen_error *err)
{
	matrix m = {NULL, NULL, NULL};
	tensen_status st = make_matrix(b, &m, err);

	if (st == TENSEN_OK) {
		csr a = {b->n_rows, b->vocab.terms.n, m.start, m.col, m.val};
		lsa_opts o = {.rank = b->opts->dims ? b->opts->dims : default_dims(b->n_rows),
		    .seed = b->opts->seed,
		    .threads = b->threads,
		    .progress = b->opts->progress,
		    .progress_payload = b->opts->progress_payload};
		st = lsa_train(&b->lsa, &a, &o, err);
	}
	matrix_clear(&m);
	return st == TENSEN_OK ? pad_basis(b, err) : st;
}
