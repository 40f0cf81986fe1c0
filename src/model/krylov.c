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
new_block(krylov *space, uint32_t j, tensen_error *err)
{
	space->q[j] = tall_alloc(space->m + 1); /* of a team, m may be 0 */
	return space->q[j] ? TENSEN_OK : tensen_fail_nomem(err);
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
krylov_randomize(krylov *space, uint32_t j, uint32_t first, uint64_t salt)
{
	random_job job = {space->q[j], space->m, first, rng_at(space->opts->seed, salt),
	    space->team ? space->first[space->team->rank] : 0};

	threads_run(space->s.threads, space->m / 4096 + 1, random_piece, &job);
}

/* The matrix `to` that makes columns x with Gram matrix g orthonormal as x * to, without
 * dependent columns: SVQB, Stathopoulos and Wu, SISC 23(6), 2002.  It is
 * Cholesky-QR for blocks that may be singular; two rounds give full accuracy.
 * Columns of squared length `floor` or less count as zero.  *kept: columns
 * kept; the others of `to` are zero. */
static tensen_status
krylov_svqb(
    double *to, uint32_t *kept, const double *val, double floor, team *ranks, tensen_error *err)
{
	double scaled[CELLS], value[BLOCK], vec[CELLS], d[BLOCK];
	tensen_status st;

	for (int i = 0; i < BLOCK; i++)
		d[i] = val[i * BLOCK + i] > floor ? 1 / sqrt(val[i * BLOCK + i]) : 0;
	for (int i = 0; i < CELLS; i++)
		scaled[i] = val[i] * d[i / BLOCK] * d[i % BLOCK];
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

/* val[n * BLOCK][BLOCK] = the n blocks of x, transposed, times y, over all rows of all ranks. */
static tensen_status
krylov_gram(
    krylov *space, double *val, float *const *x, uint32_t n, const float *y, tensen_error *err)
{
	if (!space->team) {
		tall_gram(val, &space->t, x, n, y);
		return TENSEN_OK;
	}
	tall_gram_pieces(&space->t, x, n, y);
	return team_sum_rows(
	    space->team, space->t.partial, space->first_piece, (size_t)n * CELLS, val, err);
}

/* Subtract from block j its projection on blocks first .. j-1; add to `diag`, if
 * not NULL, the coefficients with block j-1. */
static tensen_status
krylov_project(krylov *space, uint32_t j, uint32_t first, double *diag, tensen_error *err)
{
	uint32_t n = j - first;
	tensen_status st;

	if (n == 0)
		return TENSEN_OK;
	if ((st = krylov_gram(space, space->c, space->q + first, n, space->q[j], err)) < 0)
		return st;
	for (size_t i = 0; i < (size_t)n * CELLS; i++)
		space->minus[i] = (float)-space->c[i];
	tall_combine(&space->t,
	    &(tall_sum){space->q[j], BLOCK, BLOCK, 1, space->q + first, n, space->minus});
	for (int i = 0; diag && i < CELLS; i++)
		diag[i] += space->c[(size_t)(n - 1) * CELLS + (size_t)i];
	return TENSEN_OK;
}

/* Block j times a small matrix. */
static void
krylov_multiply(krylov *space, uint32_t j, const double *val)
{
	float cells[CELLS];

	for (int i = 0; i < CELLS; i++)
		cells[i] = (float)val[i];
	tall_combine(&space->t, &(tall_sum){space->q[j], BLOCK, BLOCK, 0, space->q + j, 1, cells});
}

/* Make block j orthonormal; the old block is the new one times r.  Random columns,
 * with zeros in r, replace dependent ones: the space keeps growing if the rank of the
 * matrix allows.  E_ARG if columns stay dependent in all rounds. */
static tensen_status
krylov_orthonormalise(krylov *space, uint32_t j, double *val, tensen_error *err)
{
	double rounding = 1e-6 * space->widest, floor = rounding * rounding;
	double g[CELLS], to[CELLS], step[CELLS], old[CELLS];
	uint32_t kept = 0;
	int good = 0;
	tensen_status st;

	for (int i = 0; i < CELLS; i++)
		val[i] = i / BLOCK == i % BLOCK;
	for (int round = 0; good < 2 && round < ROUNDS; round++) {
		if ((st = krylov_gram(space, g, space->q + j, 1, space->q[j], err)) < 0 ||
		    (st = krylov_svqb(to, &kept, g, round == 0 ? floor : 0, space->team, err)) < 0)
			return st;
		krylov_multiply(space, j, to);
		small_product(step, to, 1, g);
		memcpy(old, val, sizeof old);
		small_product(val, step, 0, old);
		good = kept == BLOCK ? good + 1 : 0;
		if (kept == BLOCK)
			continue;
		krylov_randomize(space, j, kept, 1000ull * j + (uint64_t)round + 1);
		if ((st = krylov_project(space, j, 0, NULL, err)) < 0 ||
		    (st = krylov_project(space, j, 0, NULL, err)) < 0)
			return st;
	}
	return good == 2 ? TENSEN_OK
			 : tensen_fail(err, TENSEN_E_ARG,
			       "block %u of the matrix stays dependent after %d rounds", j, ROUNDS);
}

static void
krylov_add(krylov *space, uint32_t row, uint32_t col, const double *val)
{
	double *h = space->h + ((size_t)row * space->max * BLOCK + col) * BLOCK;

	for (uint32_t i = 0; i < BLOCK; i++)
		for (uint32_t j = 0; j < BLOCK; j++)
			h[(size_t)i * space->max * BLOCK + j] += val[i * BLOCK + j];
}

/* *y = there * q, whole. */
static tensen_status
apply_there(krylov *space, const float *vec, const float **y, tensen_error *err)
{
	size_t width = BLOCK * sizeof *vec;
	tensen_status st;

	*y = space->team ? space->whole_y : space->y;
	if (!space->team) {
		spmat_apply(space->y, &space->s, space->there, vec);
		return TENSEN_OK;
	}
	if ((st = team_join(space->team, vec, space->first, width, space->whole_q, err)) < 0)
		return st;
	spmat_apply(space->y, &space->s, space->there, space->whole_q);
	return team_join(space->team, space->y, space->first_y, width, space->whole_y, err);
}

/* Multiply block j and compute its part of h.  The rest of the product becomes block j + 1. */
static tensen_status
krylov_step(krylov *space, uint32_t j, tensen_error *err)
{
	double diag[CELLS] = {0};
	const float *y;
	tensen_status st;

	if ((st = new_block(space, j + 1, err)) < 0 ||
	    (st = apply_there(space, space->q[j], &y, err)) < 0)
		return st;
	spmat_apply(space->q[j + 1], &space->s, space->back, y);
	space->n = j + 1;
	if ((st = krylov_project(space, j + 1, j > 0 ? j - 1 : 0, diag, err)) < 0)
		return st;
	krylov_add(space, j, j, diag);
	for (int i = 0; i < BLOCK; i++)
		if (diag[i * BLOCK + i] > space->widest)
			space->widest = diag[i * BLOCK + i];
	return TENSEN_OK;
}

/* Block j + 1 from the rest that step() left.  The recurrence subtracts only the last two blocks;
 * this projection on all blocks removes components that rounding added. */
static tensen_status
krylov_grow(krylov *space, uint32_t j, tensen_error *err)
{
	double diag[CELLS] = {0}, r[CELLS], rt[CELLS];
	tensen_status st;

	if ((st = krylov_project(space, j + 1, 0, diag, err)) < 0)
		return st;
	krylov_add(space, j, j, diag);
	if ((st = krylov_orthonormalise(space, j + 1, r, err)) < 0)
		return st;
	for (int i = 0; i < CELLS; i++)
		rt[i % BLOCK * BLOCK + i / BLOCK] = r[i];
	krylov_add(space, j, j + 1, rt);
	return TENSEN_OK;
}

/* Ritz values of the blocks so far (vec NULL) or also their vectors. */
static tensen_status
krylov_ritz(krylov *space, double *vec, tensen_error *err)
{
	uint32_t d = space->n * BLOCK;
	double *a = calloc((size_t)d * d, sizeof *a);
	tensen_status st;

	if (!a)
		return tensen_fail_nomem(err);
	/* Rows of h to the right of the diagonal are LAPACK's lower triangle; the
	 * diagonal blocks are symmetric but for rounding. */
	for (uint32_t i = 0; i < d; i++)
		for (uint32_t j = i; j < d; j++)
			a[(size_t)i * d + j] = space->h[(size_t)i * space->max * BLOCK + j];
	st = dense_eigen(space->value, vec, a, d, space->opts->rank, err);
	free(a);
	if (st == TENSEN_OK && space->team)
		st = team_share(
		    space->team, space->value, space->opts->rank * sizeof *space->value, err);
	if (st == TENSEN_OK && space->team && vec)
		st = team_share(space->team, vec, (size_t)d * space->opts->rank * sizeof *vec, err);
	return st;
}

/* The gains of checks fall about geometrically; the rest of that series is the energy
 * still missing.  The ratio is taken as a half at least: where strong directions end
 * and noise begins, gains first fall fast and then slowly. */
static tensen_status
krylov_check(krylov *space, tensen_error *err)
{
	double sum = 0, gain, ratio;
	tensen_status st = krylov_ritz(space, NULL, err);

	if (st < 0)
		return st;
	for (uint32_t i = 0; i < space->opts->rank; i++)
		sum += space->value[i] > 0 ? space->value[i] : 0;
	gain = space->energy > 0 ? sum - space->energy : 0;
	ratio = space->grown > 0 ? fmax(gain / space->grown, 0.5) : 1;
	space->missing = ratio < 0.95 ? gain * ratio / (1 - ratio) / sum : 1;
	space->grown = gain;
	space->energy = sum;
	return TENSEN_OK;
}

static int
krylov_enough(const krylov *space, double norm2)
{
	double tolerance = space->opts->tolerance > 0 ? space->opts->tolerance : TOLERANCE;

	return space->missing < tolerance || space->energy > (1 - 1e-5) * norm2;
}

static tensen_status
krylov_iterate(krylov *space, double norm2, tensen_error *err)
{
	tensen_status st = TENSEN_OK;

	for (uint32_t j = 0; st == TENSEN_OK; j++) {
		if ((st = lsa_progress(space->opts, j, space->max, err)) < 0 ||
		    (st = krylov_step(space, j, err)) < 0)
			break;
		if (space->n * BLOCK >= space->opts->rank + BLOCK && space->n % CHECK_EVERY == 0 &&
		    ((st = krylov_check(space, err)) < 0 || krylov_enough(space, norm2)))
			break;
		if (space->n == space->max)
			break;
		st = krylov_grow(space, j, err);
	}
	return st;
}

/* Directions at .. at + width - 1 inside all blocks: columns of out, rows `stride` apart.
 * val: room for n * CELLS. */
static void
krylov_combine(krylov *space, uint32_t at, uint32_t width, const double *vec, float *val,
    float *out, uint32_t stride)
{
	uint32_t d = space->n * BLOCK;

	memset(val, 0, (size_t)d * BLOCK * sizeof *val);
	for (uint32_t i = 0; i < width; i++)
		for (uint32_t j = 0; j < d; j++)
			val[(size_t)j * BLOCK + i] = (float)vec[(size_t)(at + i) * d + j];
	tall_combine(&space->t, &(tall_sum){out, stride, width, 0, space->q, space->n, val});
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
make_basis(krylov *space, lsa *out, const double *vec, float *val, tensen_error *err)
{
	size_t first = space->team && !space->documents ? space->first[space->team->rank] : 0;
	float *own = out->basis + first * out->rank, *u = space->q[space->n]; /* no longer needed */
	const float *y;
	tensen_status st = TENSEN_OK;

	for (uint32_t at = 0; at < out->rank && st == TENSEN_OK; at += BLOCK) {
		uint32_t width = out->rank - at < BLOCK ? out->rank - at : BLOCK;
		if (!space->documents) {
			krylov_combine(space, at, width, vec, val, own + at, out->rank);
			continue;
		}
		if (width < BLOCK)
			memset(u, 0, (size_t)space->m * BLOCK * sizeof *u);
		krylov_combine(space, at, width, vec, val, u, BLOCK);
		if ((st = apply_there(space, u, &y, err)) == TENSEN_OK)
			put_columns(y, out, at, width);
	}
	if (st == TENSEN_OK && space->team && !space->documents)
		st = team_join(
		    space->team, own, space->first, out->rank * sizeof *own, out->basis, err);
	return st;
}

static tensen_status
krylov_finish(krylov *space, lsa *out, double norm2, uint32_t n_terms, tensen_error *err)
{
	uint32_t rank = space->opts->rank, keep = 0;
	double *vec = malloc((size_t)space->n * BLOCK * rank * sizeof *vec);
	tensen_status st = vec ? krylov_ritz(space, vec, err) : tensen_fail_nomem(err);

	while (
	    st == TENSEN_OK && keep < rank && space->value[keep] > NOISE * NOISE * space->value[0])
		out->energy += space->value[keep++] / norm2;
	if (st == TENSEN_OK)
		st = lsa_reserve(out, n_terms, keep, err);
	if (st == TENSEN_OK) {
		for (uint32_t i = 0; i < keep; i++)
			out->singular[i] = (float)sqrt(space->value[i]);
		st = make_basis(space, out, vec, space->minus, err);
	}
	out->missing = space->missing;
	out->blocks = space->n;
	free(vec);
	return st;
}

static uint32_t
most_blocks(uint32_t side, const lsa_opts *opts)
{
	uint32_t need = opts->rank / BLOCK + (opts->rank % BLOCK != 0);
	uint32_t most = opts->max_blocks > 0 ? opts->max_blocks : 4 * need + 4;

	if (most < need)
		most = need;
	return most < side / BLOCK ? most : side / BLOCK;
}

static tensen_status
prepare_team(krylov *space, const divided *split_text, tensen_error *err)
{
	team *t = space->team;

	space->s = (spmat){
	    .rows = split_text->rows, .cols = split_text->cols, .threads = space->opts->threads};
	space->first_piece = malloc((t->size + (size_t)1) * sizeof *space->first_piece);
	space->whole_q = tall_alloc(space->whole_m + 1);
	space->whole_y =
	    tall_alloc((space->documents ? split_text->rows.n_cols : split_text->cols.n_cols) + 1);
	if (!space->first_piece || !space->whole_q || !space->whole_y)
		return tensen_fail_nomem(err);
	for (unsigned r = 0; r <= t->size; r++)
		space->first_piece[r] = lsa_first_piece(t, r, space->whole_m);
	space->t.piece = (uint32_t)space->first_piece[t->rank];
	space->t.end = (uint32_t)space->first_piece[t->rank + 1];
	return TENSEN_OK;
}

static tensen_status
krylov_prepare(krylov *space, const csr *mat, const divided *split_text, tensen_error *err)
{
	double r[CELLS];
	tensen_status st;

	space->q = calloc(space->max + 1ull, sizeof *space->q);
	space->h = calloc((size_t)space->max * space->max * CELLS, sizeof *space->h);
	space->c = malloc((size_t)space->max * CELLS * sizeof *space->c);
	space->minus = malloc((size_t)space->max * CELLS * sizeof *space->minus);
	space->value = calloc((size_t)space->max * BLOCK, sizeof *space->value);
	if (!space->q || !space->h || !space->c || !space->minus || !space->value)
		return tensen_fail_nomem(err);
	if ((st = tall_init(&space->t, space->whole_m, space->max, space->opts->threads, err)) <
		0 ||
	    (st = split_text ? prepare_team(space, split_text, err)
			     : spmat_init(&space->s, mat, space->opts->threads, err)) < 0 ||
	    (st = new_block(space, 0, err)) < 0)
		return st;
	space->there = space->documents ? &space->s.cols : &space->s.rows;
	space->back = space->documents ? &space->s.rows : &space->s.cols;
	if (!(space->y = tall_alloc(space->there->n_rows + 1)))
		return tensen_fail_nomem(err);
	krylov_randomize(space, 0, 0, 0);
	return krylov_orthonormalise(space, 0, r, err);
}

static void
krylov_clear(krylov *k)
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
choose_side(krylov *space, const csr *mat, const divided *split_text)
{
	uint32_t n_rows = split_text ? split_text->cols.n_cols : mat->n_rows;

	space->documents = n_rows < mat->n_cols;
	space->m = space->whole_m = space->documents ? n_rows : mat->n_cols;
	space->max = most_blocks(space->whole_m, space->opts);
	if (!split_text)
		return;
	space->first = space->documents ? split_text->first_row : split_text->first_col;
	space->first_y = space->documents ? split_text->first_col : split_text->first_row;
	space->m =
	    (uint32_t)(space->first[space->team->rank + 1] - space->first[space->team->rank]);
}

tensen_status
lsa_train_krylov(lsa *out, const csr *mat, const divided *split_text, double norm2,
    const lsa_opts *opts, tensen_error *err)
{
	krylov k = {.opts = opts, .team = split_text ? opts->team : NULL, .missing = 1};
	tensen_status st;

	choose_side(&k, mat, split_text);
	st = krylov_prepare(&k, mat, split_text, err);
	if (st == TENSEN_OK)
		st = krylov_iterate(&k, norm2, err);
	if (st == TENSEN_OK && !k.documents) { /* room for the basis */
		spmat_clear(&k.s);
		free(k.y);
		k.y = NULL;
	}
	if (st == TENSEN_OK)
		st = krylov_finish(&k, out, norm2, mat->n_cols, err);
	krylov_clear(&k);
	return st;
}
