/* model/dense.c - tall blocks piece by piece; eigenproblems by LAPACK. */
#include "model/dense.h"
#include <cblas.h>
#include <string.h>
#include "util/fail.h"
#include "util/pages.h"
#include "util/threads/threads.h"
#include "util/memory.h"

#define CHUNK 1024        /* rows: 256 KB a block, two stay in a core's own cache */
#define MAX_PIECES 64     /* partial sums kept; more rows make longer pieces */
#define MAX_BLAS_USERS 32 /* OpenBLAS hands out a fixed number of work areas */
#define CELLS (BLOCK * BLOCK)

/* Debian's OpenBLAS has LAPACK but neither LAPACKE nor a header.  Matrices here are row-major, so
 * the lower triangle is "U" for LAPACK, except where both triangles are filled. */
void dsyevr_(const char *jobz, const char *range, const char *uplo, const int *n, double *a,
    const int *lda, const double *vl, const double *vu, const int *il, const int *iu,
    const double *abstol, int *found, double *val, double *num, const int *ldz, int *support,
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

float *
tall_alloc(uint32_t m)
{
	return pages_alloc((size_t)m * BLOCK * sizeof(float));
}

static uint32_t
n_chunks(uint32_t m)
{
	return m / CHUNK + (m % CHUNK != 0);
}

uint32_t
tall_pieces(uint32_t m)
{
	uint32_t n = n_chunks(m);

	return n < MAX_PIECES ? n : MAX_PIECES;
}

/* The chunk that a piece begins with. */
static uint32_t
first_chunk(uint32_t m, uint32_t piece)
{
	uint32_t pieces = tall_pieces(m);

	return pieces ? (uint32_t)((uint64_t)n_chunks(m) * piece / pieces) : 0;
}

uint32_t
tall_row(uint32_t m, uint32_t piece)
{
	uint64_t row = (uint64_t)first_chunk(m, piece) * CHUNK;

	return row < m ? (uint32_t)row : m;
}

tensen_status
tall_init(tall *wide, uint32_t m, uint32_t most, unsigned threads, tensen_error *err)
{
	wide->m = m;
	wide->piece = 0;
	wide->end = tall_pieces(m);
	wide->threads = threads < MAX_BLAS_USERS ? threads : MAX_BLAS_USERS;
	wide->partial = malloc((size_t)MAX_PIECES * most * CELLS * sizeof *wide->partial);
	return wide->partial ? TENSEN_OK : tensen_fail_nomem(err);
}

void
tall_clear(tall *wide)
{
	free(wide->partial);
	wide->partial = NULL;
}

typedef struct tall_job {
	const tall *t;
	float *const *x;
	uint32_t n;
	const float *y;
	const tall_sum *s;
} tall_job;

/* Chunks first .. last - 1 are a piece's. */
typedef struct chunk_range {
	uint32_t first, last;
} chunk_range;

/* of the pieces that are here */
static chunk_range
chunks_of(const tall *wide, size_t piece)
{
	uint32_t p = wide->piece + (uint32_t)piece;

	return (chunk_range){first_chunk(wide->m, p), first_chunk(wide->m, p + 1)};
}

static int
rows_of(const tall *wide, uint32_t chunk)
{
	uint32_t left = wide->m - chunk * CHUNK;

	return (int)(left < CHUNK ? left : CHUNK);
}

/* The row of a chunk among those that are here. */
static size_t
row_here(const tall *wide, uint32_t chunk)
{
	return ((size_t)chunk - first_chunk(wide->m, wide->piece)) * CHUNK;
}

static void
gram_piece(void *ctx, size_t piece, unsigned worker)
{
	const tall_job *j = ctx;
	double *sum = j->t->partial + piece * j->n * CELLS;
	chunk_range r = chunks_of(j->t, piece);

	(void)worker;
	memset(sum, 0, (size_t)j->n * CELLS * sizeof *sum);
	for (uint32_t c = r.first; c < r.last; c++)
		for (uint32_t i = 0; i < j->n; i++) {
			size_t at = row_here(j->t, c) * BLOCK;
			float part[CELLS];
			cblas_sgemm(CblasRowMajor, CblasTrans, CblasNoTrans, BLOCK, BLOCK,
			    rows_of(j->t, c), 1, j->x[i] + at, BLOCK, j->y + at, BLOCK, 0, part,
			    BLOCK);
			for (uint32_t e = 0; e < CELLS; e++)
				sum[i * CELLS + e] += (double)part[e];
		}
}

void
tall_gram_pieces(const tall *wide, float *const *x, uint32_t n, const float *y)
{
	tall_job j = {.t = wide, .x = x, .n = n, .y = y};

	threads_run(wide->threads, wide->end - wide->piece, gram_piece, &j);
}

void
tall_gram(double *val, const tall *wide, float *const *x, uint32_t n, const float *y)
{
	tall_gram_pieces(wide, x, n, y);
	memset(val, 0, (size_t)n * CELLS * sizeof *val);
	for (uint32_t p = 0; p < wide->end - wide->piece; p++)
		for (size_t i = 0; i < (size_t)n * CELLS; i++)
			val[i] += wide->partial[(size_t)p * n * CELLS + i];
}

/* A copy of the input lets the output be in its place. */
static void
combine_chunk(const tall_sum *sum, size_t at, uint32_t rows)
{
	float copy[128 * BLOCK];

	for (uint32_t done = 0; done < rows; done += 128, at += 128)
		for (uint32_t i = 0; i < sum->n; i++) {
			uint32_t n = rows - done < 128 ? rows - done : 128;
			memcpy(copy, sum->x[i] + at * BLOCK, (size_t)n * BLOCK * sizeof *copy);
			cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, (int)n,
			    (int)sum->width, BLOCK, 1, copy, BLOCK, sum->c + (size_t)i * CELLS,
			    BLOCK, sum->add || i > 0, sum->out + at * sum->stride,
			    (int)sum->stride);
		}
}

static void
combine_piece(void *ctx, size_t piece, unsigned worker)
{
	const tall_job *j = ctx;
	chunk_range r = chunks_of(j->t, piece);

	(void)worker;
	for (uint32_t c = r.first; c < r.last; c++)
		combine_chunk(j->s, row_here(j->t, c), (uint32_t)rows_of(j->t, c));
}

void
tall_combine(const tall *wide, const tall_sum *sum)
{
	tall_job j = {.t = wide, .s = sum};

	threads_run(wide->threads, wide->end - wide->piece, combine_piece, &j);
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
		dsyevr_(vec ? "V" : "N", vec ? "I" : "A", "L", &size, a, &size, &zero, &zero,
		    &first, &size, &zero, &found, all, vec, &size, support, work, &lwork, iwork,
		    &liwork, &info);
	if (st == TENSEN_OK && (info != 0 || found < (int)k))
		st = tensen_fail(err, TENSEN_E_ARG,
		    "eigenvalues of a %u x %u matrix: LAPACK found %d of %u (info %d)", n, n, found,
		    k, info);
	if (st == TENSEN_OK) {
		memcpy(value, all + (uint32_t)found - k, k * sizeof *value);
		largest_first(value, vec, n, k);
	}
	free_all(work, all, iwork, support);
	return st;
}
