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
product(const float *a, const float *b, uint32_t n)
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
centre(splitting *s, uint32_t n)
{
	const uint32_t dim = s->job->dim;

	memset(s->mean, 0, s->n_pad * sizeof *s->mean);
	for (uint32_t i = 0; i < n; i++) {
		float *x = s->x + (size_t)i * s->n_pad;
		memset(x, 0, s->n_pad * sizeof *x);
		memcpy(x, s->job->rows + (size_t)s->rows[i].id * dim, dim * sizeof *x);
		add_times(s->mean, x, 1.0f / (float)n, s->n_pad);
	}
	for (uint32_t i = 0; i < n; i++)
		add_times(s->x + (size_t)i * s->n_pad, s->mean, -1, s->n_pad);
}

/* The direction in which the rows differ most, by power iteration from the row farthest from the
 * mean; not of length one. */
static void
find_way(splitting *s, uint32_t n)
{
	float most = -1, largest;
	uint32_t far = 0;

	for (uint32_t i = 0; i < n; i++) {
		const float *x = s->x + (size_t)i * s->n_pad;
		float square = product(x, x, s->n_pad);
		if (square > most) {
			most = square;
			far = i;
		}
	}
	memcpy(s->way, s->x + (size_t)far * s->n_pad, s->n_pad * sizeof *s->way);
	for (int round = 0; round < ROUNDS && most > 0; round++) {
		largest = 0;
		for (uint32_t i = 0; i < n; i++) {
			s->rows[i].at = product(s->way, s->x + (size_t)i * s->n_pad, s->n_pad);
			largest = s->rows[i].at > largest ? s->rows[i].at : largest;
		}
		if (!(largest > 0))
			return;
		memset(s->way, 0, s->n_pad * sizeof *s->way);
		for (uint32_t i = 0; i < n; i++)
			add_times(
			    s->way, s->x + (size_t)i * s->n_pad, s->rows[i].at / largest, s->n_pad);
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
split(splitting *s, uint32_t *ids, uint32_t n, int in_parent)
{
	const uint32_t blocks = (n + VEC_BLOCK - 1) / VEC_BLOCK;
	const uint32_t parents = (blocks + VEC_FAMILY - 1) / VEC_FAMILY;
	uint32_t half = blocks / 2 * VEC_BLOCK;

	if (!in_parent && parents > 1) { /* so that all get nearly as many blocks */
		half = blocks * (parents / 2) / parents * VEC_BLOCK;
	} else if (!in_parent) {
		s->sizes[s->n_sizes++] = n;
		in_parent = 1;
	}
	if (n <= VEC_BLOCK) {
		qsort(ids, n, sizeof *ids, sort_u32);
		return;
	}
	for (uint32_t i = 0; i < n; i++)
		s->rows[i] = (placed){0, ids[i]};
	centre(s, n);
	find_way(s, n);
	for (uint32_t i = 0; i < n; i++)
		s->rows[i].at = product(s->way, s->x + (size_t)i * s->n_pad, s->n_pad);
	qsort(s->rows, n, sizeof *s->rows, compare_placed);
	for (uint32_t i = 0; i < n; i++)
		ids[i] = s->rows[i].id;
	split(s, ids, half, in_parent);
	split(s, ids + half, n - half, in_parent);
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
		split(&s, ids, n, 0);
		st = (int)s.n_sizes;
	}
	free_all(s.mean, s.way, s.rows, s.x);
	return st;
}
