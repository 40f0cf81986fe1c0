/* index/vectors/codes_path.c - fine codes as trellis paths (FORMAT-vectors.md, "Paths").
 *
 * WHAT    Trellis-coded quantization (Marcellin and Fischer, IEEE Trans. Comm. 38, 1990, with
 *         Ungerboeck's code of four states): the two half bytes before a half byte decide
 *         which 16 of 32 levels it selects from, so levels are twice as dense at the same
 *         bytes.  Dynamic programming (Viterbi) finds the best path for each of the four
 *         states in which the path can begin and must then end.
 * MEASURED (a million rows of bench/ann_vectors.py; mean square error relative to the input of
 *         the fine codes): 16 even steps .0115, 16 Lloyd levels .0095, a path through 32 even
 *         levels .0105, through these .0070 (paths from a fixed state .0076, eight states
 *         .0072), the bound .0039.  The error of a final score fell by 22 %.
 * ALONG   Final scores are computed for near neighbours: the query is similar to the row and to
 *         its cluster.  Single chains take their second best path, which is hardly worse, to
 *         remove the component of the error along both.
 *         (Score-aware quantization: Guo et al., "Accelerating large-scale inference with
 *         anisotropic vector quantization", ICML 2020.)
 * LANES   32 chains, eight side by side in a vector: dimension 32 t + b is step t of chain b.
 *         Lanes are added up in a fixed order, so every processor gives the same bits. */
#include <math.h>
#include <string.h>
#include "index/vectors/codes_impl.h"
#include "index/vectors/kernels.h"
#include "util/clones.h"

#define CHAINS 32
#define SIDES (CHAINS / CODES_ROWS) /* vectors of chains */
#define MAX_STEPS (CODES_MAX_DIM / CHAINS)
#define STATES 4
#define BEST 2    /* paths kept of a chain */
#define SUBSETS 4 /* level l is of subset l % 4: 8 levels each */
#define MOVES 24  /* chains moved at most: bounds the time of a row */
/* Weight of an error along row and centroid, relative to `weight` across them.  0.03 to 1 gave the
 * same score error (FORMAT-vectors.md, "Why"). */
#define ALONG 0.1f
/* Standard deviation of values for which vec_levels are best (kernels_plain.c). */
#define DEVIATION 39.5f

typedef uint8_t bytes __attribute__((vector_size(CODES_ROWS)));

/* For one vector of chains: the level of each subset nearest to each value, then the survivors of
 * the Viterbi search. */
typedef struct steps {
	lanes cost[MAX_STEPS][SUBSETS];
	lanes left[MAX_STEPS][SUBSETS];  /* the error that remains */
	ilanes half[MAX_STEPS][SUBSETS]; /* the half byte without its lowest bit */
	ilanes from[MAX_STEPS];          /* bit 4b + s: which of its two predecessors precedes
					  * state s on the best path that begins in b */
} steps;

/* The two best paths of one vector of chains: cost, products of the error with row and
 * centroid, half bytes. */
typedef struct ends {
	lanes cost[BEST], ex[BEST], ey[BEST];
	ilanes half[BEST][MAX_STEPS];
} ends;

/* The expected error with this step, from a curve fitted to the mean errors of paths: outer levels
 * are farther apart, and beyond the last level the error grows with the distance. */
static inline ALWAYS float
expected_cost(const path_row *p, const lanes *ratio, float step)
{
	const lanes zero = {0};
	const float inv = 1 / (step * DEVIATION);
	lanes sum = {0};

	for (uint32_t i = 0; i < p->n; i++) {
		lanes a = ratio[i] * inv, b = a * a, over;
		a = LANES_PICK(a < zero, -a, a) - 3.1f;
		over = LANES_PICK(a > zero, a, zero);
		sum += p->square[i] * (0.0064f + 0.0003f * b * b + over * over);
	}
	return lanes_sum(&sum) * step * step;
}

/* The step as bfloat16; 0 if nothing is left to encode. */
static inline ALWAYS uint16_t
choose_step(const path_row *p, const lanes *ratio)
{
	static const float share[] = {0.66f, 0.75f, 0.83f, 0.91f, 1, 1.12f};
	lanes squares = {0}, weights = {0};
	float best = HUGE_VALF, rms;
	uint16_t step = 0;

	for (uint32_t i = 0; i < p->n; i++) {
		squares += p->square[i] * ratio[i] * ratio[i];
		weights += p->square[i];
	}
	rms = sqrtf(lanes_sum(&squares) / lanes_sum(&weights));
	if (!(rms > 1e-12f))
		return 0;
	for (size_t i = 0; i < sizeof share / sizeof *share; i++) {
		uint16_t t = vec_to_bf16(rms * share[i] / DEVIATION);
		float cost = expected_cost(p, ratio, vec_bf16(t));
		if (cost < best) {
			best = cost;
			step = t;
		}
	}
	return step;
}

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
	const lanes zero = {0}, value = ratio[i] * (size > 0 ? 1 / size : 0);

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

/* The cost of the cheapest paths that begin and end in state `begin`; s->from records them. */
static inline ALWAYS void
viterbi(steps *s, uint32_t n, int begin, lanes *found)
{
	lanes cost[STATES], next[STATES];

	for (int i = 0; i < STATES; i++)
		cost[i] = (lanes){0} + (i == begin ? 0 : 1e30f);
	for (uint32_t t = 0; t < n; t++) {
		ilanes from = {0};
#pragma GCC unroll 4
		for (int i = 0; i < STATES; i++) {
			/* a state: the lowest bits of the last half byte and of the one before */
			int u = i & 1, odd = i >> 1;
			lanes a = cost[odd] + s->cost[t][2 * u + odd];
			lanes b = cost[odd | 2] + s->cost[t][2 * (u ^ 1) + odd];
			ilanes second = b < a;
			next[i] = LANES_PICK(second, b, a);
			from |= second & (1 << i);
		}
		s->from[t] = begin ? s->from[t] | from << STATES * begin : from;
		memcpy(cost, next, sizeof cost);
	}
	*found = cost[begin];
}

/* Trace the path of each chain back to its first step: half bytes, and the products of its error
 * with row and centroid. */
static inline ALWAYS void
trace_back(const steps *s, const path_row *p, uint32_t side, const ilanes *begin, int rank, ends *e)
{
	ilanes state = *begin, shift = *begin * STATES;
	lanes ex = {0}, ey = {0};

	for (uint32_t t = p->n / SIDES; t-- > 0;) {
		ilanes u = state & 1, second = s->from[t] >> (shift + state) & 1;
		ilanes before = state >> 1 | second << 1, high = -(u ^ second), low = -(before & 1);
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

CLONES uint16_t
codes_path(const path_row *p, const lanes *left, uint8_t *fine)
{
	lanes ratio[CODES_STEPS];
	ends e[SIDES];
	ilanes second[SIDES];
	uint16_t step;
	float size;

	for (uint32_t i = 0; i < p->n; i++)
		ratio[i] = left[i] * p->inv_gain[i];
	step = choose_step(p, ratio);
	size = vec_bf16(step);
	for (uint32_t side = 0; side < SIDES; side++) {
		steps s;
		for (uint32_t i = side; i < p->n; i += SIDES)
			nearest_levels(&s, p, i, ratio, size);
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
	return step;
}
