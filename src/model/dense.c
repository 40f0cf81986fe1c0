/* model/dense.c - tall blocks by OpenBLAS, piece by piece; eigenproblems by LAPACK. */
#include "model/dense.h"
#include <cblas.h>
#include <stdlib.h>
#include <string.h>
#include "util/fail.h"
#include "util/threads.h"

#define CHUNK 1024        /* rows: 256 KB a block, two stay in a core's own cache */
#define MAX_PIECES 64     /* partial sums kept; more rows make longer pieces */
#define MAX_BLAS_USERS 32 /* OpenBLAS hands out a fixed number of work areas */
#define CELLS (BLOCK * BLOCK)

/* Debian's OpenBLAS has LAPACK but neither lapacke nor a header for it. */
void dsyevr_(const char *jobz, const char *range, const char *uplo, const int *n, double *a,
    const int *lda, const double *vl, const double *vu, const int *il, const int *iu,
    const double *abstol, int *found, double *w, double *z, const int *ldz, int *support,
    double *work, const int *lwork, int *iwork, const int *liwork, int *info);

int
dense_enter(void)
{
	int before = openblas_get_num_threads();

	openblas_set_num_threads(1);
	return before;
}

void
dense_leave(int before)
{
	openblas_set_num_threads(before);
}

static uint32_t
n_chunks(const tall *t)
{
	return t->m / CHUNK + (t->m % CHUNK != 0);
}

static uint32_t
n_pieces(const tall *t)
{
	uint32_t n = n_chunks(t);

	return n < MAX_PIECES ? n : MAX_PIECES;
}

tensen_status
tall_init(tall *t, uint32_t m, unsigned threads, tensen_error *err)
{
	t->m = m;
	t->threads = threads < MAX_BLAS_USERS ? threads : MAX_BLAS_USERS;
	t->partial = malloc((size_t)MAX_PIECES * CELLS * sizeof *t->partial);
	return t->partial ? TENSEN_OK : tensen_fail_nomem(err);
}

void
tall_clear(tall *t)
{
	free(t->partial);
	t->partial = NULL;
}

typedef struct tall_job {
	const tall *t;
	const float *x;
	const float *y;
	float *out;
	const float *c;
	float *const *list;
	uint32_t n, k;
} tall_job;

/* Calls fn for every chunk of the piece: chunks first .. last - 1 of rows. */
typedef struct chunk_range {
	uint32_t first, last;
} chunk_range;

static chunk_range
chunks_of(const tall *t, size_t piece)
{
	uint64_t n = n_chunks(t), p = n_pieces(t);

	return (chunk_range){(uint32_t)(n * piece / p), (uint32_t)(n * (piece + 1) / p)};
}

static int
rows_of(const tall *t, uint32_t chunk)
{
	uint32_t left = t->m - chunk * CHUNK;

	return (int)(left < CHUNK ? left : CHUNK);
}

static void
gram_piece(void *ctx, size_t piece, unsigned worker)
{
	const tall_job *j = ctx;
	double *sum = j->t->partial + piece * CELLS;
	chunk_range r = chunks_of(j->t, piece);
	float part[CELLS];

	(void)worker;
	memset(sum, 0, CELLS * sizeof *sum);
	for (uint32_t c = r.first; c < r.last; c++) {
		size_t at = (size_t)c * CHUNK * BLOCK;
		cblas_sgemm(CblasRowMajor, CblasTrans, CblasNoTrans, BLOCK, BLOCK, rows_of(j->t, c),
		    1, j->x + at, BLOCK, j->y + at, BLOCK, 0, part, BLOCK);
		for (int i = 0; i < CELLS; i++)
			sum[i] += (double)part[i];
	}
}

void
tall_gram(double *g, const tall *t, const float *x, const float *y)
{
	tall_job j = {.t = t, .x = x, .y = y};
	uint32_t n = n_pieces(t);

	threads_run(t->threads, n, gram_piece, &j);
	memset(g, 0, CELLS * sizeof *g);
	for (uint32_t p = 0; p < n; p++)
		for (int i = 0; i < CELLS; i++)
			g[i] += t->partial[(size_t)p * CELLS + i];
}

static void
subtract_piece(void *ctx, size_t piece, unsigned worker)
{
	const tall_job *j = ctx;
	chunk_range r = chunks_of(j->t, piece);

	(void)worker;
	for (uint32_t c = r.first; c < r.last; c++) {
		size_t at = (size_t)c * CHUNK * BLOCK;
		cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, rows_of(j->t, c), BLOCK,
		    BLOCK, -1, j->x + at, BLOCK, j->c, BLOCK, 1, j->out + at, BLOCK);
	}
}

static void
to_float(float *out, const double *in)
{
	for (int i = 0; i < CELLS; i++)
		out[i] = (float)in[i];
}

void
tall_subtract(float *y, const tall *t, const float *x, const double *c)
{
	float cells[CELLS];
	tall_job j = {.t = t, .x = x, .out = y, .c = cells};

	to_float(cells, c);
	threads_run(t->threads, n_pieces(t), subtract_piece, &j);
}

static void
multiply_piece(void *ctx, size_t piece, unsigned worker)
{
	const tall_job *j = ctx;
	chunk_range r = chunks_of(j->t, piece);
	float copy[128 * BLOCK];

	(void)worker;
	for (uint32_t c = r.first; c < r.last; c++)
		for (int done = 0, rows = rows_of(j->t, c); done < rows; done += 128) {
			float *x = j->out + ((size_t)c * CHUNK + (size_t)done) * BLOCK;
			int n = rows - done < 128 ? rows - done : 128;
			memcpy(copy, x, (size_t)n * BLOCK * sizeof *x);
			cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, n, BLOCK, BLOCK, 1,
			    copy, BLOCK, j->c, BLOCK, 0, x, BLOCK);
		}
}

void
tall_multiply(float *x, const tall *t, const double *c)
{
	float cells[CELLS];
	tall_job j = {.t = t, .out = x, .c = cells};

	to_float(cells, c);
	threads_run(t->threads, n_pieces(t), multiply_piece, &j);
}

static void
combine_piece(void *ctx, size_t piece, unsigned worker)
{
	const tall_job *j = ctx;
	chunk_range r = chunks_of(j->t, piece);

	(void)worker;
	for (uint32_t c = r.first; c < r.last; c++)
		for (uint32_t i = 0; i < j->n; i++)
			cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, rows_of(j->t, c),
			    (int)j->k, BLOCK, 1, j->list[i] + (size_t)c * CHUNK * BLOCK, BLOCK,
			    j->c + (size_t)i * BLOCK * j->k, (int)j->k, i > 0,
			    j->out + (size_t)c * CHUNK * j->k, (int)j->k);
}

void
tall_combine(float *out, const tall *t, float *const *x, uint32_t n, const float *c, uint32_t k)
{
	tall_job j = {.t = t, .out = out, .list = x, .n = n, .c = c, .k = k};

	threads_run(t->threads, n_pieces(t), combine_piece, &j);
}

static void
largest_first(double *value, double *vec, uint32_t n, uint32_t k)
{
	for (uint32_t i = 0, j = k - 1; i < j; i++, j--) {
		double v = value[i];
		value[i] = value[j];
		value[j] = v;
		for (uint32_t c = 0; vec && c < n; c++) {
			v = vec[(size_t)i * n + c];
			vec[(size_t)i * n + c] = vec[(size_t)j * n + c];
			vec[(size_t)j * n + c] = v;
		}
	}
}

tensen_status
dense_eigen(double *value, double *vec, double *a, uint32_t n, uint32_t k, tensen_error *err)
{
	int size = (int)n, first = (int)(n - k + 1), found = 0, info = 0;
	int lwork = 40 * size + 64, liwork = 12 * size + 64;
	double zero = 0;
	double *work = malloc((size_t)lwork * sizeof *work);
	double *all = malloc(n * sizeof *all);
	int *iwork = malloc((size_t)liwork * sizeof *iwork);
	int *support = malloc(2 * (size_t)n * sizeof *support);
	tensen_status st = TENSEN_OK;

	if (!work || !all || !iwork || !support)
		st = tensen_fail_nomem(err);
	else
		dsyevr_(vec ? "V" : "N", "I", "L", &size, a, &size, &zero, &zero, &first, &size,
		    &zero, &found, all, vec, &size, support, work, &lwork, iwork, &liwork, &info);
	if (st == TENSEN_OK && (info != 0 || found != (int)k))
		st = tensen_fail(err, TENSEN_E_ARG,
		    "eigenvalues of a %u x %u matrix: LAPACK found %d of %u (info %d)", n, n, found,
		    k, info);
	if (st == TENSEN_OK) {
		memcpy(value, all, k * sizeof *value);
		largest_first(value, vec, n, k);
	}
	free(work);
	free(all);
	free(iwork);
	free(support);
	return st;
}
