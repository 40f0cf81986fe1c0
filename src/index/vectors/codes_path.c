/* index/vectors/codes_path.c - fine codes as trellis paths (FORMAT-vectors.md, "Paths").
 *
 * WHAT    Trellis-coded quantization (Marcellin and Fischer, IEEE Trans. Comm. 38, 1990, with
 *         Ungerboeck's code of eight states): the three half bytes before a half byte decide
 *         which 16 of 32 levels it selects from, so levels are twice as dense at the same
 *         bytes.  Dynamic programming (Viterbi) finds the best path for each of the eight
 *         states in which the path can begin and must then end.
 *         The two largest values of a row are brought into the range of the levels first; the
 *         part taken off is stored beside the step (an outlier: dimension and value).
 * MEASURED (a million rows of bench/vectors/ann_vectors.py; mean square error relative to the input of
 *         the fine codes): 16 even steps .0115, 16 Lloyd levels .0095, 32 chains of 4 states
 *         .0064, 16 chains .0060, of 8 states .0059, the best of 6 steps by their paths .0056,
 *         two outliers .0049 (three .0047), the bound .0039.
 * ALONG   Final scores are computed for near neighbours: the query is similar to the row and to
 *         its cluster.  Single chains take their second best path, which is hardly worse, to
 *         remove the component of the error along both.
 *         (Score-aware quantization: Guo et al., "Accelerating large-scale inference with
 *         anisotropic vector quantization", ICML 2020.)
 * LANES   16 chains, eight side by side in a vector: dimension 16 t + b is step t of chain b.
 *         Lanes are added up in a fixed order, so every processor gives the same bits. */
#include <math.h>
#include <string.h>
#include "index/vectors/codes_impl.h"
#include "index/vectors/kernels.h"
#include "util/clones.h"

#define SIDES (VEC_CHAINS / CODES_ROWS) /* vectors of chains */
#define MAX_STEPS (VEC_PATH_DIM / VEC_CHAINS)
#define STATES 8
#define PER_WORD 4 /* begins whose choices share a word of steps.from */
#define WORDS (STATES / PER_WORD)
#define BEST 2    /* paths kept of a chain */
#define SUBSETS 4 /* level l is of subset l % 4: 8 levels each */
#define MOVES 24  /* chains moved at most: bounds the time of a row */
/* Weight of an error along row and centroid, relative to `weight` across them.  0.03 to 1 gave the
 * same score error (FORMAT-vectors.md, "Why"). */
#define ALONG 0.5f
/* Standard deviation of values for which vec_levels are best (kernels_plain.c). */
#define DEVIATION 39.5f
/* A value beyond is an outlier, which leaves KEPT of it; 90 to 110 left the same error. */
#define RANGE 100.0f
#define KEPT 50.0f

typedef uint8_t bytes __attribute__((vector_size(CODES_ROWS)));

/* For one vector of chains: the level of each subset nearest to each value, then the survivors of
 * the Viterbi search. */
typedef struct steps {
	lanes cost[MAX_STEPS][SUBSETS];
	lanes left[MAX_STEPS][SUBSETS];  /* the error that remains */
	ilanes half[MAX_STEPS][SUBSETS]; /* the half byte without its lowest bit */
	/* bit 8 (b % PER_WORD) + s of word b / PER_WORD: which of its two predecessors precedes
	 * state s on the best path that begins in b */
	ilanes from[MAX_STEPS][WORDS];
} steps;

/* The two best paths of one vector of chains: cost, products of the error with row and
 * centroid, half bytes. */
typedef struct ends {
	lanes cost[BEST], ex[BEST], ey[BEST];
	ilanes half[BEST][MAX_STEPS];
} ends;

/* The values of a row in units of gain, and its largest dimensions. */
typedef struct values {
	lanes ratio[CODES_STEPS];
	uint32_t largest[VEC_OUTLIERS];
} values;

/* out[k] = table[at[k]] */
static inline ALWAYS void
look_up(lanes *out, const lanes *table, const ilanes *at)
{
#ifdef __clang__
	for (int k = 0; k < CODES_ROWS; k++)
		(*out)[k] = (*table)[(*at)[k]];
#else
	*out = __builtin_shuffle(*table, *at);
#endif
}

/* The level of each subset nearest to vector i of a row, by bisection of its 8 levels. */
static inline ALWAYS void
nearest_levels(steps *s, const path_row *p, uint32_t i, const lanes *ratio, float size)
{
	const uint32_t t = i / SIDES;
	const lanes zero = {0}, value = *ratio * (size > 0 ? 1 / size : 0);

	for (int r = 0; r < SUBSETS; r++) {
		lanes bound = zero + p->above[r][3], at, rest;
		ilanes m = (value > bound) & 4, next = m + 1;
		look_up(&bound, &p->above[r], &next);
		m += (value > bound) & 2;
		look_up(&bound, &p->above[r], &m);
		m -= value > bound;
		look_up(&at, &p->levels[r], &m);
		rest = (value - at) * (p->gain[i] * size);
		s->left[t][r] = rest;
		s->cost[t][r] = p->weight[i] * rest * rest;
		s->half[t][r] = m + m;
	}
}

/* One step: the cost of the cheapest paths to each state, and which predecessors they have.  A
 * state: the lowest bits of the last three half bytes, the last one lowest. */
static inline ALWAYS void
viterbi_step(const lanes *of_subset, lanes cost[STATES], ilanes *from)
{
	lanes next[STATES];

	*from = (ilanes){0};
#pragma GCC unroll 8
	for (int i = 0; i < STATES; i++) {
		const int table = i >> 2, turn = (i ^ i >> 1) & 1;
		lanes a = cost[i >> 1] + of_subset[2 * turn + table];
		lanes b = cost[i >> 1 | 4] + of_subset[2 * (turn ^ 1) + table];
		ilanes second = b < a;
		next[i] = LANES_PICK(second, b, a);
		*from |= second & (1 << i);
	}
	memcpy(cost, next, sizeof next);
}

/* The cost of the cheapest paths that begin and end in state `begin`; s->from records them. */
static inline ALWAYS void
viterbi(steps *s, uint32_t n, int begin, lanes *found)
{
	const int word = begin / PER_WORD, shift = begin % PER_WORD * STATES;
	lanes cost[STATES];

	for (int i = 0; i < STATES; i++)
		cost[i] = (lanes){0} + (i == begin ? 0 : 1e30f);
	for (uint32_t t = 0; t < n; t++) {
		ilanes from;
		viterbi_step(s->cost[t], cost, &from);
		from <<= shift;
		s->from[t][word] = shift ? s->from[t][word] | from : from;
	}
	*found = cost[begin];
}

/* A bound of the cost of all chains: of paths that need not end as they begin. */
static inline ALWAYS float
least_cost(const steps *s, uint32_t n)
{
	lanes cost[STATES] = {{0}}, least;
	ilanes from;

	for (uint32_t t = 0; t < n; t++)
		viterbi_step(s->cost[t], cost, &from);
	least = cost[0];
	for (int i = 1; i < STATES; i++)
		least = LANES_PICK(cost[i] < least, cost[i], least);
	return lanes_sum(&least);
}

/* Trace the path of each chain back to its first step: half bytes, and the products of its error
 * with row and centroid. */
static inline ALWAYS void
trace_back(const steps *s, const path_row *p, uint32_t side, const ilanes *begin, int rank, ends *e)
{
	const ilanes high_word = *begin >= PER_WORD, shift = (*begin & (PER_WORD - 1)) * STATES;
	ilanes state = *begin;
	lanes ex = {0}, ey = {0};

	for (uint32_t t = p->n / SIDES; t-- > 0;) {
		ilanes from = (high_word & s->from[t][1]) | (~high_word & s->from[t][0]);
		ilanes u = state & 1, second = from >> (shift + state) & 1;
		ilanes before = state >> 1 | second << 2;
		ilanes high = -((u ^ state >> 1 ^ second) & 1), low = -(state >> 2 & 1);
		lanes l0 = LANES_PICK(high, s->left[t][2], s->left[t][0]);
		lanes l1 = LANES_PICK(high, s->left[t][3], s->left[t][1]);
		ilanes h0 = (high & s->half[t][2]) | (~high & s->half[t][0]);
		ilanes h1 = (high & s->half[t][3]) | (~high & s->half[t][1]);
		lanes left = LANES_PICK(low, l1, l0);
		e->half[rank][t] = ((low & h1) | (~low & h0)) | u;
		ex += left * p->x[SIDES * t + side];
		ey += left * p->y[SIDES * t + side];
		state = before;
	}
	e->ex[rank] = ex;
	e->ey[rank] = ey;
}

/* The best path of each chain, and the best that begins in another state. */
static inline ALWAYS void
find_paths(steps *s, const path_row *p, uint32_t side, ends *e)
{
	ilanes begin[BEST] = {{0}, {0}};

	e->cost[0] = e->cost[1] = (lanes){0} + 2e30f;
	for (int b = 0; b < STATES; b++) {
		lanes cost;
		ilanes first, less;
		viterbi(s, p->n / SIDES, b, &cost);
		first = cost < e->cost[0];
		less = cost < e->cost[1];
		e->cost[1] = LANES_PICK(first, e->cost[0], LANES_PICK(less, cost, e->cost[1]));
		begin[1] = (first & begin[0]) | (~first & ((less & b) | (~less & begin[1])));
		e->cost[0] = LANES_PICK(first, cost, e->cost[0]);
		begin[0] = (first & b) | (~first & begin[0]);
	}
	for (int rank = 0; rank < BEST; rank++)
		trace_back(s, p, side, &begin[rank], rank, e);
}

/* Switch the chain that gains most to its other path.  Returns 0 if none gains. */
static inline ALWAYS int
move_one(ends *e, ilanes *second, float *ex, float *ey)
{
	float most = 1e-12f; /* less is rounding */
	int lane = -1, at = 0;

	for (int side = 0; side < SIDES; side++) {
		lanes way = __builtin_convertvector(second[side] + second[side] + 1, lanes);
		lanes dx = way * (e[side].ex[1] - e[side].ex[0]);
		lanes dy = way * (e[side].ey[1] - e[side].ey[0]);
		lanes gain = way * (e[side].cost[0] - e[side].cost[1]) -
			     ALONG * (dx * (2 * *ex + dx) + dy * (2 * *ey + dy));
		for (int k = 0; k < CODES_ROWS; k++)
			if (gain[k] > most) {
				most = gain[k];
				lane = k;
				at = side;
			}
	}
	if (lane < 0)
		return 0;
	*ex += (float)(2 * second[at][lane] + 1) * (e[at].ex[1][lane] - e[at].ex[0][lane]);
	*ey += (float)(2 * second[at][lane] + 1) * (e[at].ey[1][lane] - e[at].ey[0][lane]);
	second[at][lane] = ~second[at][lane];
	return 1;
}

/* For each chain: all bits set if it takes its second best path. */
static inline ALWAYS void
choose_paths(ends *e, ilanes second[SIDES])
{
	float ex = 0, ey = 0;

	for (int side = 0; side < SIDES; side++) {
		second[side] = (ilanes){0};
		ex += lanes_sum(&e[side].ex[0]);
		ey += lanes_sum(&e[side].ey[0]);
	}
	for (int move = 0; move < MOVES && move_one(e, second, &ex, &ey); move++)
		;
}

void
codes_path_init(path_row *p, const codes *c)
{
	memset(p, 0, sizeof *p);
	p->n = c->n_pad / CODES_ROWS;
	memcpy(p->gain, c->gain, c->dim * sizeof(float));
	memcpy(p->weight, c->weight, c->dim * sizeof(float));
	for (uint32_t d = 0; d < c->dim; d++) {
		uint32_t i = d / CODES_ROWS, k = d % CODES_ROWS;
		p->inv_gain[i][k] = 1 / p->gain[i][k];
		p->square[i][k] = p->weight[i][k] * p->gain[i][k] * p->gain[i][k];
	}
	for (uint32_t r = 0; r < SUBSETS; r++) {
		for (uint32_t m = 0; m < 8; m++)
			p->levels[r][m] = vec_levels[r & 1][2 * m + (r >> 1)];
		for (uint32_t m = 0; m < 7; m++)
			p->above[r][m] = (p->levels[r][m] + p->levels[r][m + 1]) / 2;
	}
}

/* The largest values, each of another dimension, to v->largest. */
static inline ALWAYS void
find_largest(values *v, uint32_t n)
{
	float size[VEC_OUTLIERS] = {-1, -1};

	for (uint32_t d = 0; d < n * CODES_ROWS; d++) {
		float x = fabsf(v->ratio[d / CODES_ROWS][d % CODES_ROWS]);

		if (x <= size[1])
			continue;
		if (x > size[0]) {
			size[1] = size[0];
			v->largest[1] = v->largest[0];
			size[0] = x;
			v->largest[0] = d;
		} else {
			size[1] = x;
			v->largest[1] = d;
		}
	}
}

/* The outlier of a value in steps: its code of 4 bits. */
static inline ALWAYS uint32_t
outlier_of(float value)
{
	float size = fabsf(value);
	int code;

	if (!(size > RANGE))
		return 0;
	code = (int)lrintf((size - KEPT) / VEC_OUTLIER_UNIT) - 1;
	code = code < 1 ? 1 : code > 7 ? 7 : code;
	return (uint32_t)code | (value < 0 ? 8 : 0);
}

/* The values with this step, less their outliers; returns the codes of these. */
static inline ALWAYS uint32_t
take_outliers(const path_row *p, const values *v, float size, lanes *ratio)
{
	uint32_t outliers = 0;

	memcpy(ratio, v->ratio, p->n * sizeof *ratio);
	for (uint32_t k = 0; k < VEC_OUTLIERS; k++) {
		const uint32_t d = v->largest[k], i = d / CODES_ROWS, lane = d % CODES_ROWS;
		uint32_t code = size > 0 ? outlier_of(ratio[i][lane] / size) : 0;

		ratio[i][lane] -= size * (float)vec_outlier_value(code);
		outliers = vec_outlier_put(outliers, p->n * CODES_ROWS, k, d, code);
	}
	return outliers;
}

/* The least cost of a row with this step. */
static inline ALWAYS float
cost_of_step(const path_row *p, const values *v, float size)
{
	lanes ratio[CODES_STEPS];
	float cost = 0;

	take_outliers(p, v, size, ratio);
	for (uint32_t side = 0; side < SIDES; side++) {
		steps s;
		for (uint32_t i = side; i < p->n; i += SIDES)
			nearest_levels(&s, p, i, &ratio[i], size);
		cost += least_cost(&s, p->n / SIDES);
	}
	return cost;
}

/* The step as bfloat16; 0 if nothing is left to encode. */
static inline ALWAYS uint16_t
choose_step(const path_row *p, const values *v)
{
	static const float share[] = {0.62f, 0.67f, 0.72f, 0.77f, 0.83f, 0.9f};
	lanes squares = {0}, weights = {0};
	float best = HUGE_VALF, rms;
	uint16_t step = 0;

	for (uint32_t i = 0; i < p->n; i++) {
		squares += p->square[i] * v->ratio[i] * v->ratio[i];
		weights += p->square[i];
	}
	rms = sqrtf(lanes_sum(&squares) / lanes_sum(&weights));
	if (!(rms > 1e-12f))
		return 0;
	for (size_t i = 0; i < sizeof share / sizeof *share; i++) {
		uint16_t t = vec_to_bf16(rms * share[i] / DEVIATION);
		float cost = cost_of_step(p, v, vec_bf16(t));
		if (cost < best) {
			best = cost;
			step = t;
		}
	}
	return step;
}

CLONES path_code
codes_path(const path_row *p, const lanes *left, uint8_t *fine)
{
	values v = {.largest = {0}};
	lanes ratio[CODES_STEPS];
	ends e[SIDES];
	ilanes second[SIDES];
	path_code code;
	float size;

	for (uint32_t i = 0; i < p->n; i++)
		v.ratio[i] = left[i] * p->inv_gain[i];
	find_largest(&v, p->n);
	code.step = choose_step(p, &v);
	size = vec_bf16(code.step);
	code.outliers = take_outliers(p, &v, size, ratio);
	for (uint32_t side = 0; side < SIDES; side++) {
		steps s;
		for (uint32_t i = side; i < p->n; i += SIDES)
			nearest_levels(&s, p, i, &ratio[i], size);
		find_paths(&s, p, side, &e[side]);
	}
	choose_paths(e, second);
	for (uint32_t i = 0; i < p->n; i++) {
		const ends *of = &e[i % SIDES];
		ilanes take = second[i % SIDES];
		ilanes half = (take & of->half[1][i / SIDES]) | (~take & of->half[0][i / SIDES]);
		bytes b = __builtin_convertvector(half, bytes);
		memcpy(fine + (size_t)i * CODES_ROWS, &b, sizeof b);
	}
	return code;
}
