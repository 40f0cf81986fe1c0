/* model/spmm.c - sparse times 32 dense columns.
 *
 * WHAT    y = A x and w = A^T y, each as a gather: one output row is the sum of
 *         the input rows its nonzeros name.
 * WHY     A gather writes every output row once, by one thread, in a fixed
 *         order.  The transpose costs 8 bytes a nonzero; scattering instead
 *         would need a private output for every thread and a sum of them.
 *         Memory bounds the work: each nonzero reads 128 bytes at a place that only
 *         the list of columns gives, so these reads are prefetched.
 * RULES   Elementwise multiply, then add: no fused operation, so every
 *         processor gives the same bits. */
#include "model/spmm.h"
#include <string.h>
#include "util/clones.h"
#include "util/fail.h"
#include "util/threads/threads.h"
#include "util/memory.h"

#define PIECES 256  /* of work, for any number of threads */
#define SEGMENT 256 /* nonzeros summed in float32; see below */
#define AHEAD 96    /* nonzeros between a prefetch and its use; 12 took 2.5 times as long */

static void
count_cols(uint64_t *start, const csr *mat)
{
	uint64_t nnz = mat->start[mat->n_rows];

	for (uint64_t i = 0; i < nnz; i++)
		start[mat->col[i] + 1]++;
	for (uint32_t c = 0; c < mat->n_cols; c++)
		start[c + 1] += start[c];
}

static void
spmm_scatter(spmat *mat, uint64_t *next, const csr *one)
{
	memcpy(next, mat->start, one->n_cols * sizeof *next);
	for (uint32_t r = 0; r < one->n_rows; r++)
		for (uint64_t i = one->start[r]; i < one->start[r + 1]; i++) {
			uint64_t to = next[one->col[i]]++;
			mat->doc[to] = r;
			mat->val[to] = one->val[i];
		}
}

tensen_status
spmat_init(spmat *mat, const csr *one, unsigned threads, tensen_error *err)
{
	uint64_t nnz = one->start[one->n_rows];
	uint64_t *next = malloc((one->n_cols + 1ull) * sizeof *next);

	memset(mat, 0, sizeof *mat);
	mat->threads = threads;
	mat->rows = *one;
	mat->start = calloc(one->n_cols + 1ull, sizeof *mat->start);
	mat->doc = malloc((nnz + 1) * sizeof *mat->doc);
	mat->val = malloc((nnz + 1) * sizeof *mat->val);
	if (!next || !mat->start || !mat->doc || !mat->val) {
		free(next);
		spmat_clear(mat);
		return tensen_fail_nomem(err);
	}
	count_cols(mat->start, one);
	spmm_scatter(mat, next, one);
	free(next);
	mat->cols = (csr){one->n_cols, one->n_rows, mat->start, mat->doc, mat->val};
	return TENSEN_OK;
}

void
spmat_clear(spmat *s)
{
	free_all(s->start, s->doc, s->val);
	memset(s, 0, sizeof *s);
}

typedef float lane __attribute__((vector_size(64), aligned(64)));
#define LANES (BLOCK / 16)

/* Long rows are summed in segments: adding 10^5 values of similar size one by one in
 * float32 loses more than a digit, with the same sign when documents repeat, and that
 * causes false directions.  A prefetch may run past the end of the row into the next
 * row of the list, which is read next. */
CLONES static void
gather_rows(lane *restrict out, const csr *mat, uint32_t first, uint32_t last, const lane *one)
{
	uint64_t end = mat->start[mat->n_rows];

	for (uint32_t r = first; r < last; r++) {
		lane sum0 = {0}, sum1 = {0};
		for (uint64_t i = mat->start[r], stop = mat->start[r + 1]; i < stop;) {
			uint64_t pause = stop - i < SEGMENT ? stop : i + SEGMENT;
			lane acc0 = {0}, acc1 = {0};
			for (; i < pause; i++) {
				const lane *from = one + (size_t)mat->col[i] * LANES;
				const lane *soon =
				    one + (size_t)mat->col[i + AHEAD < end ? i + AHEAD : i] * LANES;
				__builtin_prefetch(soon);
				__builtin_prefetch(soon + 1);
				acc0 += mat->val[i] * from[0];
				acc1 += mat->val[i] * from[1];
			}
			sum0 += acc0;
			sum1 += acc1;
		}
		out[(size_t)r * LANES] = sum0;
		out[(size_t)r * LANES + 1] = sum1;
	}
}

typedef struct apply_job {
	float *out;
	const csr *a;
	const float *x;
} apply_job;

/* The first row at or behind piece's share of the nonzeros. */
static uint32_t
spmm_cut(const csr *mat, size_t piece)
{
	uint64_t want = mat->start[mat->n_rows] / PIECES * piece;
	uint32_t lo = 0, hi = mat->n_rows;

	if (piece == 0)
		return 0;
	if (piece == PIECES)
		return mat->n_rows;
	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;
		if (mat->start[mid] < want)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

static void
apply_piece(void *ctx, size_t piece, unsigned worker)
{
	const apply_job *j = ctx;

	(void)worker;
	gather_rows((lane *)(void *)j->out, j->a, spmm_cut(j->a, piece), spmm_cut(j->a, piece + 1),
	    (const lane *)(const void *)j->x);
}

void
spmat_apply(float *out, const spmat *mat, const csr *half, const float *x)
{
	apply_job j = {out, half, x};

	threads_run(mat->threads, PIECES, apply_piece, &j);
}
