/* index/vectors/vecset_split.c - divides the rows of a parent into clusters of 16.
 *
 * WHAT    A run of rows is cut in two across the direction in which its rows differ most, at a
 *         multiple of 16 rows, and each half again, until 16 are left: so all clusters of a parent
 *         but the last fill their block.
 * WHY     Residuals around the mean of 16 rows are an eighth shorter than around the mean of 200:
 *         estimates and scores err less by as much, and a search scans half of the rows
 *         (FORMAT-vectors.md, "Clusters of 16").  k-means would leave blocks half empty.
 * RULES   Sums are of lanes in a fixed order, so every processor and any number of threads gives
 *         the same clusters. */
#include <stdlib.h>
#include <string.h>
#include "index/vectors/vecset_builder.h"
#include "util/clones.h"
#include "util/memory.h"
#include "util/threads/sort.h"

#define LANES 16
#define ROUNDS 4 /* of power iteration */

typedef float lanes __attribute__((vector_size(4 * LANES), aligned(4)));

typedef struct placed {
	float at; /* along the direction */
	uint32_t id;
} placed;

/* The rows of a parent; x is [n][n_pad], zero padded, by number `id`. */
typedef struct splitting {
	const cluster_job *job;
	uint32_t n_pad;
	float *mean, *way;        /* [n_pad] */
	placed *rows;             /* [n] */
	float *x;                 /* [n][n_pad]: the rows of `rows`, less their mean */
	uint32_t *sizes, n_sizes; /* of the parents */
} splitting;

CLONES static float
vecset_product(const float *a, const float *b, uint32_t n)
{
	lanes s = {0};
	float sum = 0;

	for (uint32_t d = 0; d < n; d += LANES)
		s += *(const lanes *)(const void *)(a + d) * *(const lanes *)(const void *)(b + d);
	for (int i = 0; i < LANES; i++)
		sum += s[i];
	return sum;
}

/* to += by * x */
CLONES static void
add_times(float *to, const float *x, float by, uint32_t n)
{
	for (uint32_t d = 0; d < n; d += LANES)
		*(lanes *)(void *)(to + d) += by * *(const lanes *)(const void *)(x + d);
}

/* Load the rows and take their mean away. */
static void
vecset_centre(splitting *split_at, uint32_t n)
{
	const uint32_t dim = split_at->job->dim;

	memset(split_at->mean, 0, split_at->n_pad * sizeof *split_at->mean);
	for (uint32_t i = 0; i < n; i++) {
		float *x = split_at->x + (size_t)i * split_at->n_pad;
		memset(x, 0, split_at->n_pad * sizeof *x);
		memcpy(
		    x, split_at->job->rows + (size_t)split_at->rows[i].id * dim, dim * sizeof *x);
		add_times(split_at->mean, x, 1.0f / (float)n, split_at->n_pad);
	}
	for (uint32_t i = 0; i < n; i++)
		add_times(
		    split_at->x + (size_t)i * split_at->n_pad, split_at->mean, -1, split_at->n_pad);
}

/* The direction in which the rows differ most, by power iteration from the row farthest from the
 * mean; not of length one. */
static void
find_way(splitting *split_at, uint32_t n)
{
	float most = -1, largest;
	uint32_t far = 0;

	for (uint32_t i = 0; i < n; i++) {
		const float *x = split_at->x + (size_t)i * split_at->n_pad;
		float square = vecset_product(x, x, split_at->n_pad);
		if (square > most) {
			most = square;
			far = i;
		}
	}
	memcpy(split_at->way, split_at->x + (size_t)far * split_at->n_pad,
	    split_at->n_pad * sizeof *split_at->way);
	for (int round = 0; round < ROUNDS && most > 0; round++) {
		largest = 0;
		for (uint32_t i = 0; i < n; i++) {
			split_at->rows[i].at = vecset_product(split_at->way,
			    split_at->x + (size_t)i * split_at->n_pad, split_at->n_pad);
			largest = split_at->rows[i].at > largest ? split_at->rows[i].at : largest;
		}
		if (!(largest > 0))
			return;
		memset(split_at->way, 0, split_at->n_pad * sizeof *split_at->way);
		for (uint32_t i = 0; i < n; i++)
			add_times(split_at->way, split_at->x + (size_t)i * split_at->n_pad,
			    split_at->rows[i].at / largest, split_at->n_pad);
	}
}

static int
compare_placed(const void *a, const void *b)
{
	const placed *x = a, *y = b;
	int c = ORDER(x->at, y->at);

	return c ? c : ORDER(x->id, y->id);
}

/* Order ids[0 .. n-1].  A run of at most VEC_FAMILY blocks becomes a parent unless it is part of
 * one.
 */
static void
vecset_split_in_two(splitting *split_at, uint32_t *ids, uint32_t n, int in_parent)
{
	const uint32_t blocks = (n + VEC_BLOCK - 1) / VEC_BLOCK;
	const uint32_t parents = (blocks + VEC_FAMILY - 1) / VEC_FAMILY;
	uint32_t half = blocks / 2 * VEC_BLOCK;

	if (!in_parent && parents > 1) { /* so that all get nearly as many blocks */
		half = blocks * (parents / 2) / parents * VEC_BLOCK;
	} else if (!in_parent) {
		split_at->sizes[split_at->n_sizes++] = n;
		in_parent = 1;
	}
	if (n <= VEC_BLOCK) {
		qsort(ids, n, sizeof *ids, sort_u32);
		return;
	}
	for (uint32_t i = 0; i < n; i++)
		split_at->rows[i] = (placed){0, ids[i]};
	vecset_centre(split_at, n);
	find_way(split_at, n);
	for (uint32_t i = 0; i < n; i++)
		split_at->rows[i].at = vecset_product(
		    split_at->way, split_at->x + (size_t)i * split_at->n_pad, split_at->n_pad);
	qsort(split_at->rows, n, sizeof *split_at->rows, compare_placed);
	for (uint32_t i = 0; i < n; i++)
		ids[i] = split_at->rows[i].id;
	vecset_split_in_two(split_at, ids, half, in_parent);
	vecset_split_in_two(split_at, ids + half, n - half, in_parent);
}

int
vec_split(const cluster_job *job, uint32_t *ids, uint32_t n, uint32_t *sizes)
{
	splitting s = {.job = job, .n_pad = (job->dim + LANES - 1) / LANES * LANES, .sizes = sizes};
	int st = -1;

	s.mean = malloc(s.n_pad * sizeof *s.mean);
	s.way = malloc(s.n_pad * sizeof *s.way);
	s.rows = malloc((size_t)n * sizeof *s.rows);
	s.x = malloc((size_t)n * s.n_pad * sizeof *s.x);
	if (s.mean && s.way && s.rows && s.x) {
		vecset_split_in_two(&s, ids, n, 0);
		st = (int)s.n_sizes;
	}
	free_all(s.mean, s.way, s.rows, s.x);
	return st;
}
