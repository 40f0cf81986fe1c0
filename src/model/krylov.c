/* model/krylov.c - randomized block Krylov: the strongest directions of a large matrix.
 *
 * WHAT    From a random block Q0 [m][32], each step multiplies the newest block
 *         by A^T A, takes out what earlier blocks hold, and orthonormalises the
 *         rest as the next block.  The strongest `rank` directions in the span of all
 *         blocks (Rayleigh-Ritz) are the basis.  With fewer documents than terms the
 *         method runs on A A^T, whose blocks are shorter, and multiplies the directions
 *         found by A^T at the end.
 * WHY     Subspace iteration (Halko, Martinsson, Tropp 2011; scikit-learn) multiplies
 *         rank + 10 columns in every pass and keeps only the last pass.  A Krylov space
 *         keeps all passes of 32 columns each, and its polynomial filter costs nothing
 *         more (Musco and Musco, NeurIPS 2015; Yuan, Gu, Li, NeurIPS 2018, on blocks
 *         narrower than the rank).  Differences from their text: blocks on one side only, a
 *         three-term recurrence with full reorthogonalisation (block Lanczos, Golub and
 *         Underwood 1977), and a stopping rule by energy.
 * RULES   float32 blocks; sums over rows and all small matrices in double.
 * TEAM    Ranks divide the matrix both ways (lsa_divide.h) and the blocks by rows.  Factors of
 *         products are gathered whole, sums of pieces are added in the order of one rank, and
 *         small decompositions are those of rank 0: the result has the bits of one rank. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "model/dense.h"
#include "model/lsa_divide.h"
#include "model/lsa_impl.h"
#include "model/spmm.h"
#include "util/fail.h"
#include "util/rng.h"
#include "util/threads/team.h"
#include "util/threads/threads.h"
#include "util/memory.h"

#define CELLS (BLOCK * BLOCK)
#define TOLERANCE 4e-3 /* default of lsa_opts.tolerance; bench/vectors/svd.sh measures it */
#define CHECK_EVERY 2  /* blocks: a check costs as much as half a pass */
#define ROUNDS 6       /* of orthonormalise(): two suffice unless columns are dependent */
/* Directions below this share of the strongest are rounding: products in
 * float32 leave 1e-6 of the strongest squared value everywhere. */
#define NOISE 3e-3
/* A column whose part outside the others is below this (squared, in units of
 * its length) is not a direction of its own in float32. */
#define DEPENDENT 1e-5

typedef struct krylov {
	const lsa_opts *opts;
	spmat s;
	tall t;
	uint32_t m, max, n;      /* rows of a block; most blocks; blocks multiplied so far */
	const csr *there, *back; /* halves of s: A and A^T, or A^T and A */
	team *team;              /* NULL: alone */
	int documents;           /* 1: the rows of a block are documents, 0: terms */
	uint32_t whole_m;        /* rows of a block on all ranks */
	/* of a team: first row of a block by rank, first row of y, first piece */
	const size_t *first, *first_y;
	size_t *first_piece;
	float *whole_q, *whole_y; /* a block, and y, of all ranks */
	float **q;                /* max + 1 blocks [m][BLOCK] */
	float *y;                 /* [BLOCK] by term if rows are documents, else by document */
	double *h;                /* Q^T A^T A Q, [max * BLOCK] squared, upper block triangle */
	double *c;                /* coefficients of project() */
	float *minus;
	double *value; /* Ritz values of the last check */
	double energy, grown, missing;
	double widest; /* largest diagonal value of h: products are right to 1e-6 of it */
} krylov;

static tensen_status
new_block(krylov *k, uint32_t j, tensen_error *err)
{
	k->q[j] = tall_alloc(k->m + 1); /* of a team, m may be 0 */
	return k->q[j] ? TENSEN_OK : tensen_fail_nomem(err);
}

typedef struct random_job {
	float *q;
	uint32_t m, first;
	uint64_t seed;
	uint64_t first_row; /* in the whole block */
} random_job;

static void
random_piece(void *ctx, size_t piece, unsigned worker)
{
	const random_job *j = ctx;
	size_t first = piece * 4096, last = first + 4096 < j->m ? first + 4096 : j->m;

	(void)worker;
	for (size_t r = first; r < last; r++) {
		uint64_t signs = rng_at(j->seed, j->first_row + r);
		for (uint32_t c = j->first; c < BLOCK; c++)
			j->q[r * BLOCK + c] = signs >> c & 1 ? 1 : -1;
	}
}

/* Make columns `first` and later of block j random.  Signs serve as well as normal numbers
 * (Achlioptas, JCSS 66(4), 2003) and take a twentieth of the time. */
static void
randomize(krylov *k, uint32_t j, uint32_t first, uint64_t salt)
{
	random_job job = {k->q[j], k->m, first, rng_at(k->opts->seed, salt),
	    k->team ? k->first[k->team->rank] : 0};

	threads_run(k->s.threads, k->m / 4096 + 1, random_piece, &job);
}

/* The matrix `to` that makes columns x with Gram matrix g orthonormal as x * to, without
 * dependent columns: SVQB, Stathopoulos and Wu, SISC 23(6), 2002.  It is
 * Cholesky-QR for blocks that may be singular; two rounds give full accuracy.
 * Columns of squared length `floor` or less count as zero.  *kept: columns
 * kept; the others of `to` are zero. */
static tensen_status
svqb(double *to, uint32_t *kept, const double *g, double floor, team *ranks, tensen_error *err)
{
	double scaled[CELLS], value[BLOCK], vec[CELLS], d[BLOCK];
	tensen_status st;

	for (int i = 0; i < BLOCK; i++)
		d[i] = g[i * BLOCK + i] > floor ? 1 / sqrt(g[i * BLOCK + i]) : 0;
	for (int i = 0; i < CELLS; i++)
		scaled[i] = g[i] * d[i / BLOCK] * d[i % BLOCK];
	if ((st = dense_eigen(value, vec, scaled, BLOCK, BLOCK, err)) < 0)
		return st;
	if (ranks && ((st = team_share(ranks, value, sizeof value, err)) < 0 ||
			 (st = team_share(ranks, vec, sizeof vec, err)) < 0))
		return st;
	memset(to, 0, CELLS * sizeof *to);
	for (*kept = 0; *kept < BLOCK && value[*kept] > DEPENDENT * value[0] && value[0] > 0;
	     ++*kept)
		for (int i = 0; i < BLOCK; i++)
			to[(uint32_t)i * BLOCK + *kept] =
			    d[i] * vec[*kept * BLOCK + (uint32_t)i] / sqrt(value[*kept]);
	return TENSEN_OK;
}

/* out = a^T b or a b of small blocks. */
static void
small_product(double *out, const double *a, int transposed, const double *b)
{
	memset(out, 0, CELLS * sizeof *out);
	for (int i = 0; i < BLOCK; i++)
		for (int k = 0; k < BLOCK; k++) {
			double v = transposed ? a[k * BLOCK + i] : a[i * BLOCK + k];
			for (int j = 0; j < BLOCK; j++)
				out[i * BLOCK + j] += v * b[k * BLOCK + j];
		}
}

/* g[n * BLOCK][BLOCK] = the n blocks of x, transposed, times y, over all rows of all ranks. */
static tensen_status
gram(krylov *k, double *g, float *const *x, uint32_t n, const float *y, tensen_error *err)
{
	if (!k->team) {
		tall_gram(g, &k->t, x, n, y);
		return TENSEN_OK;
	}
	tall_gram_pieces(&k->t, x, n, y);
	return team_sum_rows(k->team, k->t.partial, k->first_piece, (size_t)n * CELLS, g, err);
}

/* Subtract from block j its projection on blocks first .. j-1; add to `diag`, if
 * not NULL, the coefficients with block j-1. */
static tensen_status
project(krylov *k, uint32_t j, uint32_t first, double *diag, tensen_error *err)
{
	uint32_t n = j - first;
	tensen_status st;

	if (n == 0)
		return TENSEN_OK;
	if ((st = gram(k, k->c, k->q + first, n, k->q[j], err)) < 0)
		return st;
	for (size_t i = 0; i < (size_t)n * CELLS; i++)
		k->minus[i] = (float)-k->c[i];
	tall_combine(&k->t, &(tall_sum){k->q[j], BLOCK, BLOCK, 1, k->q + first, n, k->minus});
	for (int i = 0; diag && i < CELLS; i++)
		diag[i] += k->c[(size_t)(n - 1) * CELLS + (size_t)i];
	return TENSEN_OK;
}

/* Block j times a small matrix. */
static void
multiply(krylov *k, uint32_t j, const double *c)
{
	float cells[CELLS];

	for (int i = 0; i < CELLS; i++)
		cells[i] = (float)c[i];
	tall_combine(&k->t, &(tall_sum){k->q[j], BLOCK, BLOCK, 0, k->q + j, 1, cells});
}

/* Make block j orthonormal; the old block is the new one times r.  Random columns,
 * with zeros in r, replace dependent ones: the space keeps growing if the rank of the
 * matrix allows.  E_ARG if columns stay dependent in all rounds. */
static tensen_status
orthonormalise(krylov *k, uint32_t j, double *r, tensen_error *err)
{
	double rounding = 1e-6 * k->widest, floor = rounding * rounding;
	double g[CELLS], to[CELLS], step[CELLS], old[CELLS];
	uint32_t kept = 0;
	int good = 0;
	tensen_status st;

	for (int i = 0; i < CELLS; i++)
		r[i] = i / BLOCK == i % BLOCK;
	for (int round = 0; good < 2 && round < ROUNDS; round++) {
		if ((st = gram(k, g, k->q + j, 1, k->q[j], err)) < 0 ||
		    (st = svqb(to, &kept, g, round == 0 ? floor : 0, k->team, err)) < 0)
			return st;
		multiply(k, j, to);
		small_product(step, to, 1, g);
		memcpy(old, r, sizeof old);
		small_product(r, step, 0, old);
		good = kept == BLOCK ? good + 1 : 0;
		if (kept == BLOCK)
			continue;
		randomize(k, j, kept, 1000ull * j + (uint64_t)round + 1);
		if ((st = project(k, j, 0, NULL, err)) < 0 ||
		    (st = project(k, j, 0, NULL, err)) < 0)
			return st;
	}
	return good == 2 ? TENSEN_OK
			 : tensen_fail(err, TENSEN_E_ARG,
			       "block %u of the matrix stays dependent after %d rounds", j, ROUNDS);
}

static double *
h_at(const krylov *k, uint32_t row, uint32_t col)
{
	return k->h + ((size_t)row * k->max * BLOCK + col) * BLOCK;
}

static void
add(krylov *k, uint32_t row, uint32_t col, const double *c)
{
	for (uint32_t i = 0; i < BLOCK; i++)
		for (uint32_t j = 0; j < BLOCK; j++)
			h_at(k, row, col)[(size_t)i * k->max * BLOCK + j] += c[i * BLOCK + j];
}

/* *y = there * q, whole. */
static tensen_status
apply_there(krylov *k, const float *q, const float **y, tensen_error *err)
{
	size_t width = BLOCK * sizeof *q;
	tensen_status st;

	*y = k->team ? k->whole_y : k->y;
	if (!k->team) {
		spmat_apply(k->y, &k->s, k->there, q);
		return TENSEN_OK;
	}
	if ((st = team_join(k->team, q, k->first, width, k->whole_q, err)) < 0)
		return st;
	spmat_apply(k->y, &k->s, k->there, k->whole_q);
	return team_join(k->team, k->y, k->first_y, width, k->whole_y, err);
}

/* Multiply block j and compute its part of h.  The rest of the product becomes block j + 1. */
static tensen_status
step(krylov *k, uint32_t j, tensen_error *err)
{
	double diag[CELLS] = {0};
	const float *y;
	tensen_status st;

	if ((st = new_block(k, j + 1, err)) < 0 || (st = apply_there(k, k->q[j], &y, err)) < 0)
		return st;
	spmat_apply(k->q[j + 1], &k->s, k->back, y);
	k->n = j + 1;
	if ((st = project(k, j + 1, j > 0 ? j - 1 : 0, diag, err)) < 0)
		return st;
	add(k, j, j, diag);
	for (int i = 0; i < BLOCK; i++)
		if (diag[i * BLOCK + i] > k->widest)
			k->widest = diag[i * BLOCK + i];
	return TENSEN_OK;
}

/* Block j + 1 from the rest that step() left.  The recurrence subtracts only the last two blocks;
 * this projection on all blocks removes components that rounding added. */
static tensen_status
grow(krylov *k, uint32_t j, tensen_error *err)
{
	double diag[CELLS] = {0}, r[CELLS], rt[CELLS];
	tensen_status st;

	if ((st = project(k, j + 1, 0, diag, err)) < 0)
		return st;
	add(k, j, j, diag);
	if ((st = orthonormalise(k, j + 1, r, err)) < 0)
		return st;
	for (int i = 0; i < CELLS; i++)
		rt[i % BLOCK * BLOCK + i / BLOCK] = r[i];
	add(k, j, j + 1, rt);
	return TENSEN_OK;
}

/* Ritz values of the blocks so far (vec NULL) or also their vectors. */
static tensen_status
ritz(krylov *k, double *vec, tensen_error *err)
{
	uint32_t d = k->n * BLOCK;
	double *a = calloc((size_t)d * d, sizeof *a);
	tensen_status st;

	if (!a)
		return tensen_fail_nomem(err);
	/* Rows of h to the right of the diagonal are LAPACK's lower triangle; the
	 * diagonal blocks are symmetric but for rounding. */
	for (uint32_t i = 0; i < d; i++)
		for (uint32_t j = i; j < d; j++)
			a[(size_t)i * d + j] = k->h[(size_t)i * k->max * BLOCK + j];
	st = dense_eigen(k->value, vec, a, d, k->opts->rank, err);
	free(a);
	if (st == TENSEN_OK && k->team)
		st = team_share(k->team, k->value, k->opts->rank * sizeof *k->value, err);
	if (st == TENSEN_OK && k->team && vec)
		st = team_share(k->team, vec, (size_t)d * k->opts->rank * sizeof *vec, err);
	return st;
}

/* The gains of checks fall about geometrically; the rest of that series is the energy
 * still missing.  The ratio is taken as a half at least: where strong directions end
 * and noise begins, gains first fall fast and then slowly. */
static tensen_status
check(krylov *k, tensen_error *err)
{
	double sum = 0, gain, ratio;
	tensen_status st = ritz(k, NULL, err);

	if (st < 0)
		return st;
	for (uint32_t i = 0; i < k->opts->rank; i++)
		sum += k->value[i] > 0 ? k->value[i] : 0;
	gain = k->energy > 0 ? sum - k->energy : 0;
	ratio = k->grown > 0 ? fmax(gain / k->grown, 0.5) : 1;
	k->missing = ratio < 0.95 ? gain * ratio / (1 - ratio) / sum : 1;
	k->grown = gain;
	k->energy = sum;
	return TENSEN_OK;
}

static int
enough(const krylov *k, double norm2)
{
	double tolerance = k->opts->tolerance > 0 ? k->opts->tolerance : TOLERANCE;

	return k->missing < tolerance || k->energy > (1 - 1e-5) * norm2;
}

static tensen_status
iterate(krylov *k, double norm2, tensen_error *err)
{
	tensen_status st = TENSEN_OK;

	for (uint32_t j = 0; st == TENSEN_OK; j++) {
		if ((st = lsa_progress(k->opts, j, k->max, err)) < 0 || (st = step(k, j, err)) < 0)
			break;
		if (k->n * BLOCK >= k->opts->rank + BLOCK && k->n % CHECK_EVERY == 0 &&
		    ((st = check(k, err)) < 0 || enough(k, norm2)))
			break;
		if (k->n == k->max)
			break;
		st = grow(k, j, err);
	}
	return st;
}

/* Directions at .. at + width - 1 inside all blocks: columns of out, rows `stride` apart.
 * c: room for n * CELLS. */
static void
combine(krylov *k, uint32_t at, uint32_t width, const double *vec, float *c, float *out,
    uint32_t stride)
{
	uint32_t d = k->n * BLOCK;

	memset(c, 0, (size_t)d * BLOCK * sizeof *c);
	for (uint32_t i = 0; i < width; i++)
		for (uint32_t j = 0; j < d; j++)
			c[(size_t)j * BLOCK + i] = (float)vec[(size_t)(at + i) * d + j];
	tall_combine(&k->t, &(tall_sum){out, stride, width, 0, k->q, k->n, c});
}

/* Copy columns of y to the basis, scaled to length one. */
static void
put_columns(const float *y, lsa *out, uint32_t at, uint32_t width)
{
	double length[BLOCK] = {0};

	for (uint32_t t = 0; t < out->n_terms; t++)
		for (uint32_t i = 0; i < BLOCK; i++) {
			double v = (double)y[(size_t)t * BLOCK + i];
			length[i] += v * v;
		}
	for (uint32_t i = 0; i < BLOCK; i++)
		length[i] = length[i] > 0 ? 1 / sqrt(length[i]) : 0;
	for (uint32_t t = 0; t < out->n_terms; t++)
		for (uint32_t i = 0; i < width; i++)
			out->basis[(size_t)t * out->rank + at + i] =
			    (float)(length[i] * (double)y[(size_t)t * BLOCK + i]);
}

/* Write the basis, 32 directions at a time.  Directions U of documents are multiplied by A^T: U
 * diagonalises A A^T, so the columns of A^T U are orthogonal. */
static tensen_status
make_basis(krylov *k, lsa *out, const double *vec, float *c, tensen_error *err)
{
	size_t first = k->team && !k->documents ? k->first[k->team->rank] : 0;
	float *own = out->basis + first * out->rank, *u = k->q[k->n]; /* no longer needed */
	const float *y;
	tensen_status st = TENSEN_OK;

	for (uint32_t at = 0; at < out->rank && st == TENSEN_OK; at += BLOCK) {
		uint32_t width = out->rank - at < BLOCK ? out->rank - at : BLOCK;
		if (!k->documents) {
			combine(k, at, width, vec, c, own + at, out->rank);
			continue;
		}
		if (width < BLOCK)
			memset(u, 0, (size_t)k->m * BLOCK * sizeof *u);
		combine(k, at, width, vec, c, u, BLOCK);
		if ((st = apply_there(k, u, &y, err)) == TENSEN_OK)
			put_columns(y, out, at, width);
	}
	if (st == TENSEN_OK && k->team && !k->documents)
		st = team_join(k->team, own, k->first, out->rank * sizeof *own, out->basis, err);
	return st;
}

static tensen_status
finish(krylov *k, lsa *out, double norm2, uint32_t n_terms, tensen_error *err)
{
	uint32_t rank = k->opts->rank, keep = 0;
	double *vec = malloc((size_t)k->n * BLOCK * rank * sizeof *vec);
	tensen_status st = vec ? ritz(k, vec, err) : tensen_fail_nomem(err);

	while (st == TENSEN_OK && keep < rank && k->value[keep] > NOISE * NOISE * k->value[0])
		out->energy += k->value[keep++] / norm2;
	if (st == TENSEN_OK)
		st = lsa_reserve(out, n_terms, keep, err);
	if (st == TENSEN_OK) {
		for (uint32_t i = 0; i < keep; i++)
			out->singular[i] = (float)sqrt(k->value[i]);
		st = make_basis(k, out, vec, k->minus, err);
	}
	out->missing = k->missing;
	out->blocks = k->n;
	free(vec);
	return st;
}

static uint32_t
most_blocks(uint32_t side, const lsa_opts *o)
{
	uint32_t need = o->rank / BLOCK + (o->rank % BLOCK != 0);
	uint32_t most = o->max_blocks > 0 ? o->max_blocks : 4 * need + 4;

	if (most < need)
		most = need;
	return most < side / BLOCK ? most : side / BLOCK;
}

static tensen_status
prepare_team(krylov *k, const divided *d, tensen_error *err)
{
	team *t = k->team;

	k->s = (spmat){.rows = d->rows, .cols = d->cols, .threads = k->opts->threads};
	k->first_piece = malloc((t->size + (size_t)1) * sizeof *k->first_piece);
	k->whole_q = tall_alloc(k->whole_m + 1);
	k->whole_y = tall_alloc((k->documents ? d->rows.n_cols : d->cols.n_cols) + 1);
	if (!k->first_piece || !k->whole_q || !k->whole_y)
		return tensen_fail_nomem(err);
	for (unsigned r = 0; r <= t->size; r++)
		k->first_piece[r] = lsa_first_piece(t, r, k->whole_m);
	k->t.piece = (uint32_t)k->first_piece[t->rank];
	k->t.end = (uint32_t)k->first_piece[t->rank + 1];
	return TENSEN_OK;
}

static tensen_status
prepare(krylov *k, const csr *a, const divided *d, tensen_error *err)
{
	double r[CELLS];
	tensen_status st;

	k->q = calloc(k->max + 1ull, sizeof *k->q);
	k->h = calloc((size_t)k->max * k->max * CELLS, sizeof *k->h);
	k->c = malloc((size_t)k->max * CELLS * sizeof *k->c);
	k->minus = malloc((size_t)k->max * CELLS * sizeof *k->minus);
	k->value = calloc((size_t)k->max * BLOCK, sizeof *k->value);
	if (!k->q || !k->h || !k->c || !k->minus || !k->value)
		return tensen_fail_nomem(err);
	if ((st = tall_init(&k->t, k->whole_m, k->max, k->opts->threads, err)) < 0 ||
	    (st = d ? prepare_team(k, d, err) : spmat_init(&k->s, a, k->opts->threads, err)) < 0 ||
	    (st = new_block(k, 0, err)) < 0)
		return st;
	k->there = k->documents ? &k->s.cols : &k->s.rows;
	k->back = k->documents ? &k->s.rows : &k->s.cols;
	if (!(k->y = tall_alloc(k->there->n_rows + 1)))
		return tensen_fail_nomem(err);
	randomize(k, 0, 0, 0);
	return orthonormalise(k, 0, r, err);
}

static void
clear(krylov *k)
{
	for (uint32_t j = 0; k->q && j <= k->max; j++)
		free(k->q[j]);
	free_all(
	    k->q, k->h, k->c, k->minus, k->value, k->y, k->whole_q, k->whole_y, k->first_piece);
	spmat_clear(&k->s);
	tall_clear(&k->t);
}

/* Which side blocks have, and the part of them that is this rank's. */
static void
choose_side(krylov *k, const csr *a, const divided *d)
{
	uint32_t n_rows = d ? d->cols.n_cols : a->n_rows;

	k->documents = n_rows < a->n_cols;
	k->m = k->whole_m = k->documents ? n_rows : a->n_cols;
	k->max = most_blocks(k->whole_m, k->opts);
	if (!d)
		return;
	k->first = k->documents ? d->first_row : d->first_col;
	k->first_y = k->documents ? d->first_col : d->first_row;
	k->m = (uint32_t)(k->first[k->team->rank + 1] - k->first[k->team->rank]);
}

tensen_status
lsa_train_krylov(
    lsa *out, const csr *a, const divided *d, double norm2, const lsa_opts *opts, tensen_error *err)
{
	krylov k = {.opts = opts, .team = d ? opts->team : NULL, .missing = 1};
	tensen_status st;

	choose_side(&k, a, d);
	st = prepare(&k, a, d, err);
	if (st == TENSEN_OK)
		st = iterate(&k, norm2, err);
	if (st == TENSEN_OK && !k.documents) { /* room for the basis */
		spmat_clear(&k.s);
		free(k.y);
		k.y = NULL;
	}
	if (st == TENSEN_OK)
		st = finish(&k, out, norm2, a->n_cols, err);
	clear(&k);
	return st;
}
