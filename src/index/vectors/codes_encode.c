/* index/vectors/codes_encode.c - encodes rows.
 *
 * WHAT    Codewords, then numbers of even steps of 12 bits: fine and rest codes.
 * WHY     Final scores are computed for near neighbours: the query is similar to the row
 *         and to its cluster.  So after rounding, single codes are moved until the error
 *         has almost no component along the row and along the centroid.  This costs no
 *         byte, and the error of the score of near pairs falls by a fifth.
 *         (Score-aware quantization as in Guo et al., "Accelerating large-scale
 *         inference with anisotropic vector quantization", ICML 2020, by descent on
 *         scalar codes instead of codebooks.)
 * LANES   The search for codewords has a row in each lane (codes_impl.h), the search for
 *         fine codes a dimension.  Lanes are added up in a fixed order, so every processor
 *         gives the same bits. */
#include <math.h>
#include <string.h>
#include "index/vectors/codes_impl.h"
#include "index/vectors/vecset_impl.h"
#include "util/clones.h"

#define TOP 4095.0f /* the largest code: 12 bits */
#define MOVES 24    /* codes moved at most: bounds the time of a row */
/* Weight of an error along row and centroid, relative to `weight` across them. */
#define ALONG 10.0f
#define MOST_SCALE 10 /* of a row: beyond, codewords point nearly across it */

/* ---- codewords ---- */

CLONES void
codes_transpose(lanes *out, const float *x, uint32_t n, uint32_t dim, const uint16_t *order)
{
	for (uint32_t d = 0; d < dim; d++) {
		lanes v = {0};
		for (uint32_t r = 0; r < n; r++)
			v[r] = x[(size_t)r * dim + (order ? order[d] : d)];
		out[d] = v;
	}
}

/* The codewords of a group, prepared so that the nearest one has the largest sum of pull * x less
 * half: two operations a dimension instead of the four of a squared distance. */
typedef struct codeword_table {
	by_codeword pull[CODES_MAX_DIM], half;
} codeword_table;

static inline ALWAYS void
table_of_codewords(codeword_table *codeword, const codes *coded, uint32_t g)
{
	codeword->half = (by_codeword){0};
	for (uint32_t d = coded->group[g]; d < coded->group[g + 1]; d++) {
		by_codeword book, pull;
		memcpy(&book, coded->book + (size_t)d * CODES_CODEWORDS, sizeof book);
		pull = coded->weight[d] * book;
		codeword->half += 0.5f * pull * book;
		codeword->pull[d - coded->group[g]] = pull;
	}
}

static inline ALWAYS void
nearest_codeword(
    const codeword_table *codeword, const lanes *lane_set, uint32_t n, int32_t word[CODES_ROWS])
{
	lanes most = (lanes){0} - 3e38f;
	ilanes at = {0};

	for (int k = 0; k < CODES_CODEWORDS; k++) {
		lanes sum = (lanes){0} - codeword->half[k];
		ilanes more;
		for (uint32_t d = 0; d < n; d++)
			sum += codeword->pull[d][k] * lane_set[d];
		more = sum > most;
		most = LANES_PICK(more, sum, most);
		at = (more & k) | (~more & at);
	}
	memcpy(word, &at, sizeof at);
}

CLONES void
codes_nearest(
    const codes *coded, uint32_t g, const lanes *lane_set, size_t stride, size_t n, int32_t *word)
{
	const uint32_t lo = coded->group[g], len = coded->group[g + 1] - lo;
	codeword_table l;

	table_of_codewords(&l, coded, g);
	for (size_t i = 0; i < n; i++)
		nearest_codeword(&l, lane_set + i * stride + lo, len, word + i * CODES_ROWS);
}

/* Codewords are means, so they are too short.  Scaling by the projection on the residual finds .961
 * of the neighbours, the least squares scale .943. */
CLONES void
codes_coarse(const codes *coded, const lanes *lane_set,
    uint8_t coarse[CODES_MAX_GROUPS][CODES_ROWS], float scale[CODES_ROWS])
{
	double xx[CODES_ROWS] = {0}, xc[CODES_ROWS] = {0};

	for (uint32_t g = 0; g < 2 * coded->n_bytes; g++) {
		int32_t word[CODES_ROWS];
		codes_nearest(coded, g, lane_set, 0, 1, word);
		for (int r = 0; r < CODES_ROWS; r++)
			coarse[g][r] = (uint8_t)word[r];
		for (uint32_t d = coded->group[g]; d < coded->group[g + 1]; d++)
			for (int r = 0; r < CODES_ROWS; r++) {
				double v = (double)lane_set[d][r], w = (double)coded->weight[d] * v;
				xx[r] += w * v;
				xc[r] += w * (double)coded->book[(size_t)d * 16 + (size_t)word[r]];
			}
	}
	for (int r = 0; r < CODES_ROWS; r++)
		scale[r] = xc[r] > 0.25 * xx[r] ? (float)(xx[r] / xc[r]) : 0;
}

double
codes_estimate(const codes *coded, const float *x, uint8_t *coarse, uint16_t *scale)
{
	uint8_t words[CODES_MAX_GROUPS][CODES_ROWS];
	float unit[CODES_MAX_DIM] = {0}, found[CODES_ROWS], s;
	lanes transposed[CODES_MAX_DIM];
	double norm = 0, missed = 0;

	for (uint32_t d = 0; d < coded->dim; d++)
		norm += (double)x[d] * x[d];
	for (uint32_t d = 0; d < coded->dim; d++)
		unit[d] = norm > 0 ? (float)(x[d] / sqrt(norm)) : 0;
	codes_transpose(transposed, unit, 1, coded->dim, NULL);
	codes_coarse(coded, transposed, words, found);
	*scale = vec_to_bf16((float)sqrt(norm) * found[0]);
	s = vec_bf16(*scale);
	for (uint32_t g = 0; g < 2 * coded->n_bytes; g++) {
		coarse[g] = words[g][0];
		for (uint32_t d = coded->group[g]; d < coded->group[g + 1]; d++) {
			double e = x[d] - s * coded->book[(size_t)d * 16 + coarse[g]];
			missed += e * e;
		}
	}
	return missed;
}

/* ---- fine codes ---- */

/* The cost to be minimized: sum of weight * e^2, plus ALONG times the squares of the products of
 * the error with row and centroid.  Dimensions beyond the last have weight zero. */
typedef struct descent {
	uint32_t n; /* lanes in use */
	lanes weight[CODES_STEPS], gain[CODES_STEPS];
	lanes x[CODES_STEPS], y[CODES_STEPS]; /* row and centroid */
	lanes e[CODES_STEPS];     /* the rest after the coarse codes, then after the fine codes */
	lanes fine[CODES_STEPS];  /* codes, as numbers */
	lanes unit[CODES_STEPS];  /* change of e by a move */
	lanes curve[CODES_STEPS]; /* the curvature times it */
	float ex, ey;             /* products of e with both */
} descent;

/* Quantize with this step. */
CLONES static void
fine_at(descent *down, const lanes *ratio, float step)
{
	const float inv = step > 0 ? 1 / step : 0;
	const lanes zero = {0}, top = zero + TOP;

	for (uint32_t i = 0; i < down->n; i++) {
		lanes u = ratio[i] * inv + (TOP / 2 + 0.5f);
		u = LANES_PICK(u < zero, zero, LANES_PICK(u > top, top, u));
		down->fine[i] = __builtin_convertvector(__builtin_convertvector(u, ilanes), lanes);
	}
}

/* ratio = the rest in units of gain; returns the largest size. */
CLONES static float
largest_ratio(const descent *down, lanes *ratio)
{
	lanes most = {0};
	float top = 0;

	for (uint32_t i = 0; i < down->n; i++) {
		lanes size;
		ratio[i] = down->e[i] / down->gain[i];
		size = LANES_PICK(ratio[i] < (lanes){0}, -ratio[i], ratio[i]);
		most = LANES_PICK(size > most, size, most);
	}
	for (int i = 0; i < CODES_ROWS; i++)
		top = most[i] > top ? most[i] : top;
	return top;
}

/* Find the single step of a code that reduces the cost most: the gain of a step is
 * 2 |gradient| unit - curvature unit^2. */
static inline ALWAYS uint32_t
best_move(const descent *down, int *by)
{
	const lanes zero = {0}, ax = zero + ALONG * down->ex, ay = zero + ALONG * down->ey;
	const lanes top = zero + TOP;
	const float least = 1e-12f; /* less is rounding */
	lanes best = zero + least, up = zero;
	ilanes at = {0};
	float most[CODES_ROWS];
	uint32_t lane = 0;

	for (uint32_t i = 0; i < down->n; i++) {
		lanes slope = down->weight[i] * down->e[i] + ax * down->x[i] + ay * down->y[i],
		      gain;
		ilanes more = slope > zero;
		ilanes can = (more & (down->fine[i] < top)) | (~more & (down->fine[i] > zero));
		slope = LANES_PICK(more, slope, -slope);
		gain = ((slope + slope) - down->curve[i]) * down->unit[i];
		can &= gain > best;
		best = LANES_PICK(can, gain, best);
		at = (can & (int32_t)i) | (~can & at);
		up = LANES_PICK(can, (lanes)more, up);
	}
	memcpy(most, &best, sizeof most);
	for (int w = CODES_ROWS / 2; w; w /= 2)
		for (int i = 0; i < w; i++)
			most[i] = most[i] > most[i + w] ? most[i] : most[i + w];
	if (!(most[0] > least))
		return UINT32_MAX;
	while (best[lane] != most[0])
		lane++;
	*by = ((ilanes)up)[lane] ? 1 : -1;
	return (uint32_t)at[lane] * CODES_ROWS + lane;
}

CLONES static void
codes_descend(descent *down, float step)
{
	lanes ex = {0}, ey = {0};

	for (uint32_t i = 0; i < down->n; i++) {
		down->unit[i] = step * down->gain[i];
		down->e[i] -= down->unit[i] * (down->fine[i] - TOP / 2);
		down->curve[i] = (down->weight[i] +
				     ALONG * (down->x[i] * down->x[i] + down->y[i] * down->y[i])) *
				 down->unit[i];
		ex += down->e[i] * down->x[i];
		ey += down->e[i] * down->y[i];
	}
	down->ex = lanes_sum(&ex);
	down->ey = lanes_sum(&ey);
	for (int move = 0; move < MOVES; move++) {
		int by = 0;
		uint32_t d = best_move(down, &by), i = d / CODES_ROWS, k = d % CODES_ROWS;
		float change;

		if (d == UINT32_MAX)
			return;
		change = -(float)by * down->unit[i][k];
		down->fine[i][k] += (float)by;
		down->e[i][k] += change;
		down->ex += change * down->x[i][k];
		down->ey += change * down->y[i][k];
	}
}

static void
codes_spread(lanes *to, const float *x, uint32_t n)
{
	to[(n - 1) / CODES_ROWS] = (lanes){0};
	memcpy(to, x, n * sizeof *x);
}

static void
descent_init(descent *down, const codes *coded, const float *centre)
{
	down->n = (coded->dim + CODES_ROWS - 1) / CODES_ROWS;
	down->gain[down->n - 1] = (lanes){0} + 1;
	memcpy(down->gain, coded->gain, coded->dim * sizeof *coded->gain);
	codes_spread(down->weight, coded->weight, coded->dim);
	codes_spread(down->y, centre, coded->dim);
}

static void
put_codes(const descent *down, const codes *coded, coded_row *row)
{
	memset(row->fine, 0, coded->n_pad);
	memset(row->rest, 0, coded->n_pad);
	for (uint32_t d = 0; d < coded->dim; d++) {
		uint32_t code = (uint32_t)down->fine[d / CODES_ROWS][d % CODES_ROWS];
		row->fine[d] = (uint8_t)(code / VEC_REST_STEPS);
		row->rest[d] = (uint8_t)(code % VEC_REST_STEPS);
	}
}

/* The rest of a row after its coarse codes; zero beyond the last dimension. */
static void
codes_leave(
    lanes *lane_set, const codes *coded, const float *x, const float *centre, const coded_row *row)
{
	const float scale = vec_bf16(row->scale);

	memset(lane_set, 0, coded->n_pad * sizeof(float));
	for (uint32_t g = 0; g < 2 * coded->n_bytes; g++)
		for (uint32_t d = coded->group[g]; d < coded->group[g + 1]; d++)
			lane_set[d / CODES_ROWS][d % CODES_ROWS] =
			    x[d] - centre[d] - scale * coded->mid[(size_t)d * 16 + row->coarse[g]];
}

/* Numbers of 12 even steps over the whole range: the upper 8 bits are the fine code, the lower 4
 * the rest code.  Values are not clipped, because the rest of a clipped value would have no code.
 */
static void
codes_refine(const codes *coded, const float *x, uint32_t n, const float *centre, coded_row *out)
{
	lanes ratio[CODES_STEPS];
	descent s;

	descent_init(&s, coded, centre);
	for (uint32_t r = 0; r < n; r++, x += coded->dim, out++) {
		float step;
		codes_leave(s.e, coded, x, centre, out);
		codes_spread(s.x, x, coded->dim);
		out->step = vec_to_bf16(largest_ratio(&s, ratio) / 127.0f);
		step = vec_bf16(out->step) / VEC_REST_STEPS;
		fine_at(&s, ratio, step);
		codes_descend(&s, step);
		put_codes(&s, coded, out);
	}
}

/* The scale with which the estimate is right for the row itself as query, so that a row and its
 * equals are always found.  (Right along the residual, a thousandth of the short Japanese texts
 * were underestimated by .4 and more: their residuals lie where codewords have little.)  Negative
 * if the codewords point away from the row. */
static float
scale_for_row(const codes *coded, const float *x, const float *centre, const uint8_t *coarse)
{
	double residual = 0, codeword = 0;

	for (uint32_t g = 0; g < 2 * coded->n_bytes; g++)
		for (uint32_t d = coded->group[g]; d < coded->group[g + 1]; d++) {
			residual += (double)(x[d] - centre[d]) * x[d];
			codeword += (double)coded->book[(size_t)d * 16 + coarse[g]] * x[d];
		}
	if (!(codeword > 1e-6) || residual < 0 || residual > MOST_SCALE * codeword)
		return -1;
	return (float)(residual / codeword);
}

/* The codewords with the largest products with the row, where those nearest to its residual point
 * away from it. */
static void
turn_to_row(const codes *coded, const float *x, uint8_t *coarse)
{
	for (uint32_t g = 0; g < 2 * coded->n_bytes; g++) {
		float best = -HUGE_VALF;
		for (uint8_t k = 0; k < CODES_CODEWORDS; k++) {
			float product = 0;
			for (uint32_t d = coded->group[g]; d < coded->group[g + 1]; d++)
				product += coded->book[(size_t)d * CODES_CODEWORDS + k] * x[d];
			if (product > best) {
				best = product;
				coarse[g] = k;
			}
		}
	}
}

/* The scale of a row; its codewords may change.  `otherwise` is right along the residual. */
static uint16_t
fit_to_row(
    const codes *coded, const float *x, const float *centre, uint8_t *coarse, float otherwise)
{
	uint8_t turned[CODES_MAX_GROUPS];
	float scale;

	scale = scale_for_row(coded, x, centre, coarse);

	if (scale < 0) {
		turn_to_row(coded, x, turned);
		if ((scale = scale_for_row(coded, x, centre, turned)) >= 0)
			memcpy(coarse, turned, 2 * (size_t)coded->n_bytes);
	}
	return vec_to_bf16(scale >= 0 ? scale : otherwise);
}

void
codes_encode(const codes *coded, const float *x, uint32_t n, const float *centre, coded_row *out)
{
	uint8_t words[CODES_MAX_GROUPS][CODES_ROWS];
	float unit[CODES_ROWS * CODES_MAX_DIM], scale[CODES_ROWS];
	lanes transposed[CODES_MAX_DIM];
	double norm[CODES_ROWS] = {0};

	if (n == 0)
		return;
	for (uint32_t r = 0; r < n; r++) {
		const float *row = x + (size_t)r * coded->dim;
		double inv;
		for (uint32_t d = 0; d < coded->dim; d++)
			norm[r] += (double)(row[d] - centre[d]) * (row[d] - centre[d]);
		inv = norm[r] > 0 ? 1 / sqrt(norm[r]) : 0;
		for (uint32_t d = 0; d < coded->dim; d++)
			unit[(size_t)r * coded->dim + d] = (float)((row[d] - centre[d]) * inv);
	}
	codes_transpose(transposed, unit, n, coded->dim, NULL);
	codes_coarse(coded, transposed, words, scale);
	for (uint32_t r = 0; r < n; r++) {
		for (uint32_t g = 0; g < 2 * coded->n_bytes; g++)
			out[r].coarse[g] = words[g][r];
		out[r].scale = fit_to_row(coded, x + (size_t)r * coded->dim, centre, out[r].coarse,
		    (float)sqrt(norm[r]) * scale[r]);
		out[r].length = (float)sqrt(norm[r]);
	}
	codes_refine(coded, x, n, centre, out);
}
