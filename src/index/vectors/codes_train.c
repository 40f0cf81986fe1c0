/* index/vectors/codes_train.c - groups of dimensions and their codebooks.
 *
 * WHY     Rows of a latent semantic space and queries have most of their variance in
 *         few dimensions.  The error of a product is the sum over dimensions of (square
 *         of the query) * (error of the code), so dimensions with a large product of
 *         variance and mean square get more bits: half a bit for each doubling (reverse
 *         water-filling).  In falling order they are cut into groups of 4 bits, so one
 *         nibble encodes between one dimension and a dozen.
 * MEASURED (per-field top 10 found among the best 60 of all estimates; 256
 *         dimensions, 32 bytes): signs after a random rotation (RaBitQ) .941, this
 *         .961; by variance alone .932; with a rotation to principal axes first no
 *         better (the axes of a latent semantic space are principal axes already). */
#include <math.h>
#include <string.h>
#include "index/vectors/codes_impl.h"
#include "index/vectors/vecset_builder.h"
#include "util/fail.h"
#include "util/rng.h"
#include "util/threads/threads.h"
#include "util/memory.h"

/* k-means runs FIRST_ROUNDS iterations on one block of rows in FIRST_SHARE, then LAST_ROUNDS on
 * all. With this and 6 iterations for clusters a build is a tenth faster, and recall by field falls
 * from .9565 to .9551 (FORMAT-vectors.md, "What `reach` cost"). */
#define FIRST_ROUNDS 9
#define FIRST_SHARE 4
#define LAST_ROUNDS 3
/* Rows that determine the middles and gains: percentiles of 1 % then rest on 60 rows or more. */
#define REFINE_ROWS 6000
#define GAIN_RANGE 4 /* the largest gain is at most so many times the smallest */
#define TOGETHER 64  /* blocks compared with the codewords at once; changes speed only */

uint32_t
codes_bytes(uint32_t dim)
{
	return (dim + 31) / 32 * 4; /* one bit a dimension, in steps of 4 bytes */
}

void
codes_clear(codes *c)
{
	free_all(c->order, c->group, c->book, c->mid, c->gain, c->var, c->weight);
	memset(c, 0, sizeof *c);
}

static int
codes_alloc(codes *coded, uint32_t dim)
{
	memset(coded, 0, sizeof *coded);
	coded->dim = dim;
	coded->n_pad = (dim + 63) & ~63u;
	coded->n_bytes = codes_bytes(dim);
	coded->order = calloc(dim, sizeof *coded->order);
	coded->group = calloc(2 * (size_t)coded->n_bytes + 1, sizeof *coded->group);
	coded->book = calloc((size_t)coded->n_pad * 16, sizeof *coded->book);
	coded->mid = calloc((size_t)coded->n_pad * 16, sizeof *coded->mid);
	coded->gain = calloc(coded->n_pad, sizeof *coded->gain);
	coded->var = calloc(coded->n_pad, sizeof *coded->var);
	coded->weight = calloc(coded->n_pad, sizeof *coded->weight);
	if (coded->order && coded->group && coded->book && coded->mid && coded->gain &&
	    coded->var && coded->weight)
		return 0;
	codes_clear(coded);
	return -1;
}

/* Sort dimensions by falling importance (insertion sort: at most 1,024 of them). */
static void
sort_dims(uint16_t *order, const double *val, uint32_t dim)
{
	for (uint32_t i = 0; i < dim; i++) {
		uint32_t j = i;
		for (; j > 0 && val[order[j - 1]] < val[i]; j--)
			order[j] = order[j - 1];
		order[j] = (uint16_t)i;
	}
}

static double
bits_at(const double *val, uint32_t dim, double level)
{
	double sum = 0;

	for (uint32_t d = 0; d < dim; d++)
		sum += val[d] > level ? 0.5 * log2(val[d] / level) : 0;
	return sum;
}

/* The water level at which the dimensions together need `bits`. */
static double
water_level(const double *val, uint32_t dim, double bits)
{
	double lo = 1e-30, hi = 1e30;

	for (int i = 0; i < 200; i++) {
		double mid = sqrt(lo * hi);
		if (bits_at(val, dim, mid) > bits)
			lo = mid;
		else
			hi = mid;
	}
	return hi;
}

static void
cut_groups(codes *coded, const double *val)
{
	uint32_t n = 2 * coded->n_bytes, g = 0;
	double level = water_level(val, coded->dim, 4.0 * n), sum = 0;

	for (uint32_t d = 0; d < coded->dim; d++) {
		double x = val[coded->order[d]], b = x > level ? 0.5 * log2(x / level) : 0;
		uint32_t to = (uint32_t)((sum + b / 2) / 4);

		to = to < n ? to : n - 1;
		while (g < to)
			coded->group[++g] = (uint16_t)d;
		sum += b;
	}
	while (g < n)
		coded->group[++g] = (uint16_t)coded->dim;
}

static void
set_statistics(codes *coded, const float *unit, uint32_t n, const float *mean_square)
{
	double w[CODES_MAX_DIM], var[CODES_MAX_DIM] = {0}, total = 0;

	for (uint32_t i = 0; i < n; i++, unit += coded->dim)
		for (uint32_t d = 0; d < coded->dim; d++)
			var[d] += (double)unit[d] * unit[d];
	for (uint32_t d = 0; d < coded->dim; d++)
		total += var[d];
	for (uint32_t d = 0; d < coded->dim; d++) {
		var[d] = total > 0 ? var[d] / total : 1.0 / coded->dim;
		w[d] = (var[d] + 1e-6 / coded->dim) * (mean_square[d] + 1e-6 / coded->dim);
	}
	sort_dims(coded->order, w, coded->dim);
	for (uint32_t d = 0; d < coded->dim; d++) {
		coded->var[d] = (float)var[coded->order[d]];
		coded->weight[d] = mean_square[coded->order[d]] + 1e-6f / (float)coded->dim;
	}
	cut_groups(coded, w);
}

/* ---- codewords ---- */

/* Unit residuals in coded order, transposed in blocks of CODES_ROWS rows. */
typedef struct training {
	codes *c;
	const float *rows; /* [n][dim] in the order of dimensions of the caller */
	lanes *transposed; /* [blocks][dim] */
	uint32_t n;
	uint64_t seed;
	uint8_t *coarse; /* [groups][blocks][CODES_ROWS]: codewords of the finished codebooks */
	float *scale;    /* [blocks][CODES_ROWS] */
	int failed;
} training;

static size_t
n_blocks(const training *train_set)
{
	return ((size_t)train_set->n + CODES_ROWS - 1) / CODES_ROWS;
}

static uint32_t
block_rows(const training *train_set, size_t block)
{
	size_t left = train_set->n - block * CODES_ROWS;

	return left < CODES_ROWS ? (uint32_t)left : CODES_ROWS;
}

static void
transpose_block(void *ctx, size_t block, unsigned worker)
{
	training *t = ctx;
	uint32_t dim = t->c->dim;

	(void)worker;
	codes_transpose(t->transposed + block * dim, t->rows + block * CODES_ROWS * dim,
	    block_rows(t, block), dim, t->c->order);
}

/* Move codewords to the means of their rows, with every `share`-th block. */
static void
move_codewords(training *train_set, uint32_t g, size_t share)
{
	codes *c = train_set->c;
	uint32_t lo = c->group[g], len = c->group[g + 1] - lo, count[CODES_CODEWORDS] = {0};
	size_t blocks = (n_blocks(train_set) + share - 1) / share, stride = share * c->dim;
	double sum[CODES_CODEWORDS][CODES_MAX_DIM];
	int32_t word[TOGETHER * CODES_ROWS];

	for (int k = 0; k < CODES_CODEWORDS; k++)
		memset(sum[k], 0, len * sizeof **sum);
	for (size_t b = 0; b < blocks; b++) {
		const lanes *x = train_set->transposed + b * stride;
		const int32_t *w = word + b % TOGETHER * CODES_ROWS;
		if (b % TOGETHER == 0)
			codes_nearest(
			    c, g, x, stride, blocks - b < TOGETHER ? blocks - b : TOGETHER, word);
		for (uint32_t r = 0; r < block_rows(train_set, b * share); r++) {
			count[w[r]]++;
			for (uint32_t d = 0; d < len; d++)
				sum[w[r]][d] += (double)x[lo + d][r];
		}
	}
	for (int k = 0; k < CODES_CODEWORDS; k++)
		for (uint32_t d = 0; d < len && count[k]; d++)
			c->book[(size_t)(lo + d) * CODES_CODEWORDS + (size_t)k] =
			    (float)(sum[k][d] / count[k]);
}

static void
train_group(void *ctx, size_t g, unsigned worker)
{
	training *t = ctx;
	codes *c = t->c;
	rng r = {rng_at(t->seed, g)};

	(void)worker;
	for (int k = 0; k < 16 && t->n; k++) {
		uint32_t i = rng_below(&r, t->n);
		const lanes *x = t->transposed + (size_t)i / CODES_ROWS * c->dim;
		for (uint32_t d = c->group[g]; d < c->group[g + 1]; d++)
			c->book[(size_t)d * 16 + (size_t)k] = x[d][i % CODES_ROWS];
	}
	for (int round = 0; round < FIRST_ROUNDS + LAST_ROUNDS && t->n; round++)
		move_codewords(t, (uint32_t)g, round < FIRST_ROUNDS ? FIRST_SHARE : 1);
}

/* ---- middles and gains for the fine codes ---- */

static void
assign_codewords(void *ctx, size_t block, unsigned worker)
{
	training *t = ctx;
	uint8_t coarse[CODES_MAX_GROUPS][CODES_ROWS];

	(void)worker;
	codes_coarse(
	    t->c, t->transposed + block * t->c->dim, coarse, t->scale + block * CODES_ROWS);
	for (size_t g = 0; g < 2 * (size_t)t->c->n_bytes; g++)
		memcpy(t->coarse + (g * n_blocks(t) + block) * CODES_ROWS, coarse[g], CODES_ROWS);
}

/* The k-th smallest of x[lo .. n-1]; afterwards smaller values precede it and larger ones follow
 * (Hoare's Find; nothing here needs the rest sorted). */
static float
select_kth(float *x, uint32_t lo, uint32_t n, uint32_t k)
{
	uint32_t hi = n - 1;

	while (lo < hi) {
		float pivot = x[lo + (hi - lo) / 2];
		uint32_t i = lo, j = hi;
		for (;;) {
			while (x[i] < pivot)
				i++;
			while (x[j] > pivot)
				j--;
			if (i >= j)
				break;
			float t = x[i];
			x[i++] = x[j];
			x[j--] = t;
		}
		if (k <= j)
			hi = j;
		else
			lo = j + 1;
	}
	return x[k];
}

/* The middle between the 1st and the 99th percentile of x. */
static float
codes_middle(float *x, uint32_t n, float otherwise)
{
	float low;

	if (n < 8)
		return otherwise;
	low = select_kth(x, 0, n, n / 100);
	return (low + select_kth(x, n / 100, n, n - 1 - n / 100)) / 2;
}

/* One row in so many determines middles and gains. */
static uint32_t
refine_every(const training *train_set)
{
	return train_set->n / REFINE_ROWS + 1;
}

/* The middles (or means) of the cells of one dimension, and as gain the 97th percentile of the
 * rest.  `cells` has room for the values of each codeword. */
static void
refine_dim(training *train_set, uint32_t g, uint32_t d, float *cells)
{
	codes *c = train_set->c;
	const uint8_t *word = train_set->coarse + g * n_blocks(train_set) * CODES_ROWS;
	float *mid = c->mid + (size_t)d * 16;
	uint32_t n[16] = {0}, every = refine_every(train_set),
		 room = (train_set->n + every - 1) / every;

	for (uint32_t i = 0; i < train_set->n; i += every) {
		float x =
		    train_set->transposed[(size_t)i / CODES_ROWS * c->dim + d][i % CODES_ROWS];
		if (train_set->scale[i] > 0)
			cells[(size_t)word[i] * room + n[word[i]]++] = x / train_set->scale[i];
	}
	for (size_t k = 0; k < 16; k++)
		mid[k] = codes_middle(cells + k * room, n[k], c->book[(size_t)d * 16 + k]);
	for (uint32_t i = 0; i < train_set->n; i += every) {
		float x =
		    train_set->transposed[(size_t)i / CODES_ROWS * c->dim + d][i % CODES_ROWS];
		cells[i / every] = fabsf(x - train_set->scale[i] * mid[word[i]]);
	}
	c->gain[d] = train_set->n ? select_kth(cells, 0, room, (uint32_t)(0.97 * (room - 1))) : 1;
	c->gain[d] = c->gain[d] > 1e-4f ? c->gain[d] : 1e-4f;
}

static void
refine_group(void *ctx, size_t g, unsigned worker)
{
	training *t = ctx;
	float *cells = malloc((16 * ((size_t)t->n / refine_every(t) + 1) + 1) * sizeof *cells);

	(void)worker;
	if (!cells) {
		t->failed = 1;
		return;
	}
	for (uint32_t d = t->c->group[g]; d < t->c->group[g + 1]; d++)
		refine_dim(t, (uint32_t)g, d, cells);
	free(cells);
}

/* Codes clip nothing, so one large value in a dimension of small gain would make the step of
 * a whole row coarse: titles of a word have their values where other rows have none. */
static void
even_gains(codes *coded)
{
	float most = 0;

	for (uint32_t d = 0; d < coded->dim; d++)
		most = fmaxf(most, coded->gain[d]);
	for (uint32_t d = 0; d < coded->dim; d++)
		coded->gain[d] = fmaxf(coded->gain[d], most / GAIN_RANGE);
}

tensen_status
codes_train(codes *coded, float *residuals, uint32_t n, const float *mean_square, uint32_t dim,
    uint64_t seed, unsigned threads, tensen_error *err)
{
	training t = {.c = coded, .rows = residuals, .n = n, .seed = seed};
	size_t blocks = n_blocks(&t), groups;

	if (codes_alloc(coded, dim) < 0)
		return tensen_fail_nomem(err);
	groups = 2 * (size_t)coded->n_bytes;
	t.transposed = aligned_alloc(sizeof(lanes), (blocks * dim + 1) * sizeof(lanes));
	t.coarse = malloc(groups * blocks * CODES_ROWS + 1);
	t.scale = malloc((blocks * CODES_ROWS + 1) * sizeof *t.scale);
	t.failed = !t.transposed || !t.coarse || !t.scale;
	if (!t.failed) {
		vec_make_unit(residuals, n, dim);
		set_statistics(coded, residuals, n, mean_square);
		threads_run(threads, blocks, transpose_block, &t);
		threads_run(threads, groups, train_group, &t);
		threads_run(threads, blocks, assign_codewords, &t);
		threads_run(threads, groups, refine_group, &t);
		even_gains(coded);
	}
	free_all(t.transposed, t.coarse, t.scale);
	return t.failed ? tensen_fail_nomem(err) : TENSEN_OK;
}
