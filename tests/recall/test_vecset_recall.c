/* Recall against exact float answers, per code type (dimension) and per set of kernels, with
 * fixed seeds.  The rows are made like those of a latent semantic space: a falling spectrum,
 * local clusters, several sizes of fields, some rows in two. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "index/vectors/vecset.h"
#include "index/vectors/vecset_impl.h"
#include "util/rng.h"
#include "util/memory.h"
#include "util/threads/sort.h"
#include "../in_memory.h"

#define FIELDS 9
#define QUERIES 25
#define K 10
#define SEED 42ull

typedef struct set {
	uint32_t n, dim;
	float *rows, *queries;
	uint64_t *masks;
	uint32_t *truth; /* [QUERIES][K] */
	buf b;
	void *p;
	vecset *v;
	vecset_scratch *s;
} set;

static void
make_row(float *x, uint32_t dim, uint32_t i, uint64_t seed)
{
	uint32_t topic = (uint32_t)(rng_at(seed, i) % 200), other = (topic + 1 + i % 7) % 200;
	float blend = (float)(rng_at(seed, i + 1000000ull) % 512) / 1024.0f;
	double norm = 0;

	for (uint32_t d = 0; d < dim; d++) {
		float fall = 1.0f / sqrtf(8.0f + (float)d);
		x[d] = fall * ((1 - blend) * rng_gauss_at(SEED, (uint64_t)topic * dim + d) +
				  blend * rng_gauss_at(SEED, (uint64_t)other * dim + d) +
				  0.35f * rng_gauss_at(seed + 9, (uint64_t)i * dim + d));
		norm += (double)x[d] * x[d];
	}
	for (uint32_t d = 0; d < dim; d++)
		x[d] /= (float)sqrt(norm);
}

static uint64_t
make_mask(uint32_t i)
{
	uint32_t topic = (uint32_t)(rng_at(SEED, i) % 200), f = 0;

	while (f + 1 < FIELDS && topic % 100 >= 50u >> f)
		topic = topic * 7 + 3, f++;
	return 1ull << f | (i % 6 == 0 ? 1ull << (i % FIELDS) : 0);
}

static void
offer(uint32_t *rows, double *scores, double s, uint32_t row)
{
	uint32_t i = K;

	if (s <= scores[K - 1])
		return;
	for (i = K - 1; i > 0 && scores[i - 1] < s; i--) {
		scores[i] = scores[i - 1];
		rows[i] = rows[i - 1];
	}
	scores[i] = s;
	rows[i] = row;
}

static void
find_truth(set *t)
{
	for (uint32_t q = 0; q < QUERIES; q++) {
		double best[K];
		uint32_t *truth = t->truth + (size_t)q * K;

		for (uint32_t i = 0; i < K; i++)
			best[i] = -9;
		for (uint32_t i = 0; i < t->n; i++) {
			double s = 0;
			for (uint32_t d = 0; d < t->dim; d++)
				s += (double)t->rows[(size_t)i * t->dim + d] *
				     t->queries[(size_t)q * t->dim + d];
			offer(truth, best, s, i);
		}
	}
}

/* Build the set of the rows and open it. */
static void
set_open(set *t)
{
	assert_int_equal(vecset_build(&t->b, t->rows, t->masks, NULL, t->n,
			     &(vecset_build_opts){.dim = t->dim, .seed = SEED, .threads = 2}, NULL),
	    TENSEN_OK);
	t->p = aligned_alloc(64, t->b.n);
	memcpy(t->p, t->b.p, t->b.n);
	assert_int_equal(vecset_open(&t->v, t->p, t->b.n, NULL), TENSEN_OK);
	assert_int_equal(vecset_scratch_new(&t->s, t->v, NULL), TENSEN_OK);
}

static void
set_make(set *t, uint32_t n, uint32_t dim)
{
	*t = (set){.n = n, .dim = dim};
	t->rows = malloc((size_t)n * dim * sizeof *t->rows);
	t->queries = malloc((size_t)QUERIES * dim * sizeof *t->queries);
	t->masks = malloc(n * sizeof *t->masks);
	t->truth = malloc(QUERIES * K * sizeof *t->truth);
	for (uint32_t i = 0; i < n; i++) {
		make_row(t->rows + (size_t)i * dim, dim, i, SEED);
		t->masks[i] = make_mask(i);
	}
	for (uint32_t i = 0; i < QUERIES; i++)
		make_row(t->queries + (size_t)i * dim, dim, i, SEED + 5);
	find_truth(t);
	set_open(t);
}

static void
set_free(set *t)
{
	vecset_scratch_free(t->s);
	vecset_close(t->v);
	buf_clear(&t->b);
	free_all(t->p, t->rows, t->queries, t->masks, t->truth);
}

static uint32_t
common(const hit *hits, uint32_t n, const uint32_t *truth)
{
	uint32_t c = 0;

	for (uint32_t i = 0; i < n; i++)
		for (uint32_t j = 0; j < K; j++)
			c += hits[i].row == truth[j];
	return c;
}

static double
measure(set *t, int exact)
{
	hit hits[K];
	uint32_t n, found = 0;

	for (uint32_t i = 0; i < QUERIES; i++) {
		vecset_query q = {.q = t->queries + (size_t)i * t->dim, .k = K, .exact = exact};

		assert_int_equal(vecset_search(t->v, t->s, &q, hits, &n, NULL), TENSEN_OK);
		found += common(hits, n, t->truth + (size_t)i * K);
	}
	return (double)found / (QUERIES * K);
}

static void
check(set *t, int exact, double floor, const char *what)
{
	double first = 0;

	for (const vec_kernels *const *k = vec_kernels_all(); *k; k++) {
		double r;

		if (!(*k)->usable())
			continue;
		t->v->k = *k;
		r = measure(t, exact);
		printf("  %s, dim %u, %s: %.4f\n", what, t->dim, (*k)->name, r);
		if (r < floor)
			fail_msg("%s, dim %u, %s (seed %llu): %.4f, floor %.3f", what, t->dim,
			    (*k)->name, SEED, r, floor);
		if (first > 0 && first != r)
			fail_msg("%s differs from the kernels before", (*k)->name);
		first = r;
	}
}

static void
recall_with(uint32_t n, uint32_t dim, double scan_floor, double exact_floor)
{
	set t;

	set_make(&t, n, dim);
	check(&t, 0, scan_floor, "scan");
	check(&t, 1, exact_floor, "exact");
	set_free(&t);
}

/* The recall promised. */
static void
codes_find_what_floats_find(void **state)
{
	(void)state;
	for (uint32_t dim = 64; dim <= 256; dim += 64)
		recall_with(20000, dim, 0.99, 0.995);
	recall_with(5000, 256, 0.995, 0.995);
}

/* Rows like titles: one to four of 3,000 words, most of them rare, many rows equal or nearly so. */
static void
make_title(float *x, uint32_t dim, uint32_t i)
{
	uint32_t words = 1 + (uint32_t)(rng_at(SEED, i) % 4);
	double norm = 0;

	memset(x, 0, dim * sizeof *x);
	for (uint32_t w = 0; w < words; w++) {
		double u = (double)(rng_at(SEED + w + 1, i) >> 11) * 0x1.0p-53;
		uint64_t word = (uint64_t)(3000 * u * u * u);
		for (uint32_t d = 0; d < dim; d++)
			x[d] += rng_gauss_at(SEED + 9, word * dim + d) / sqrtf(1.0f + (float)d) *
				(d % 16 == word % 16 ? 4 : 1);
	}
	for (uint32_t d = 0; d < dim; d++)
		norm += (double)x[d] * x[d];
	for (uint32_t d = 0; d < dim; d++)
		x[d] /= (float)sqrt(norm);
}

static float
cosine(const set *t, uint32_t a, uint32_t b)
{
	double s = 0;

	for (uint32_t d = 0; d < t->dim; d++)
		s += (double)t->rows[(size_t)a * t->dim + d] *
		     (double)t->rows[(size_t)b * t->dim + d];
	return (float)s;
}

static int
descending(const void *a, const void *b)
{
	float x = *(const float *)a, y = *(const float *)b;

	return ORDER(y, x);
}

/* Share of the ten best of all rows; equal cosines are equally right. */
static double
titles_found(set *t, uint32_t queries)
{
	float *all = malloc(t->n * sizeof *all);
	uint32_t right = 0, n;
	hit hits[K];

	for (uint32_t i = 0; i < queries; i++) {
		uint32_t row = i * (t->n / queries);
		vecset_query q = {.q = t->rows + (size_t)row * t->dim, .k = K};
		for (uint32_t r = 0; r < t->n; r++)
			all[r] = cosine(t, row, r);
		qsort(all, t->n, sizeof *all, descending);
		assert_int_equal(vecset_search(t->v, t->s, &q, hits, &n, NULL), TENSEN_OK);
		for (uint32_t h = 0; h < n; h++)
			right += cosine(t, row, hits[h].row) >= all[K - 1] - 1e-6f;
	}
	free(all);
	return (double)right / (queries * K);
}

static void
near_equal_titles_are_found_and_the_set_says_how_well(void **state)
{
	set t;
	vec_summary m;
	double found;

	(void)state;
	set_make(&t, 12000, 128);
	buf_clear(&t.b);
	vecset_scratch_free(t.s);
	vecset_close(t.v);
	free(t.p);
	for (uint32_t i = 0; i < t.n; i++)
		make_title(t.rows + (size_t)i * t.dim, t.dim, i);
	set_open(&t);
	assert_int_equal(vecset_summary(t.p, t.b.n, &m, NULL), TENSEN_OK);
	found = titles_found(&t, 100);
	printf("  titles: %.4f, measured when built %.4f\n", found, (double)m.recall);
	assert_true(found >= 0.99);
	assert_true(m.recall >= 0.99f);
	assert_int_equal(m.n_sample, 256);
	set_free(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(codes_find_what_floats_find),
	    cmocka_unit_test(near_equal_titles_are_found_and_the_set_says_how_well),
	};
	return cmocka_run_group_tests_name("vecset recall", tests, NULL, NULL);
}
