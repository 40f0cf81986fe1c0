/* Vector sections of version 5 (every cluster has a centroid of its own) and 6 (numbers of 32 bits)
 * as the library wrote them before the next version: still read, still updated.  Of version 3 (fine
 * codes of 4 bits): refused.
 *
 * tests/corrupt/kept/vectors-N.bin holds the rows of make_row() below, row i in field i % 3;
 * it can no longer be written. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "../support.h"
#include "index/vectors/vecset_impl.h"
#include "index/vectors/vecset_update.h"
#include "util/rng.h"

#define ROWS 30
#define DIM 136

typedef struct opened {
	void *p;
	vecset *v;
	vecset_scratch *s;
} opened;

static void
make_row(float *x, uint32_t i)
{
	for (uint32_t d = 0; d < DIM; d++)
		x[d] = rng_gauss_at(77, (uint64_t)i * DIM + d) / sqrtf(1 + (float)d);
}

static opened
open_bytes(const buf *b)
{
	opened o = {.p = aligned_alloc(64, (b->n + 63) & ~(size_t)63)};

	memcpy(o.p, b->p, b->n);
	assert_int_equal(vecset_open(&o.v, o.p, b->n, NULL), TENSEN_OK);
	assert_int_equal(vecset_scratch_new(&o.s, o.v, NULL), TENSEN_OK);
	return o;
}

static void
get_kept(buf *b, unsigned version)
{
	const char *root = getenv("ROOT");
	char path[600];

	snprintf(
	    path, sizeof path, "%s/tests/corrupt/kept/vectors-%u.bin", root ? root : ".", version);
	file_get(b, path);
}

static opened
open_kept(unsigned version)
{
	buf b = BUF_INIT;
	opened o;

	get_kept(&b, version);
	o = open_bytes(&b);
	buf_clear(&b);
	return o;
}

static void
close_set(opened *o)
{
	vecset_scratch_free(o->s);
	vecset_close(o->v);
	free(o->p);
}

/* `row` of the set is make_row(i): decoded, to a cosine of `floor` at least, and found. */
static void
check_row(const opened *o, uint32_t row, uint32_t i, double floor)
{
	float x[DIM], y[DIM];
	double xx = 0, yy = 0, xy = 0;
	hit nearest;
	uint32_t n;

	make_row(x, i);
	vecset_get(o->v, row, y);
	for (uint32_t d = 0; d < DIM; d++) {
		xx += (double)x[d] * x[d];
		yy += (double)y[d] * y[d];
		xy += (double)x[d] * y[d];
	}
	if (xy / sqrt(xx * yy) < floor)
		fail_msg("row %u: cosine %f", row, xy / sqrt(xx * yy));
	assert_int_equal(
	    vecset_search(o->v, o->s, &(vecset_query){.q = x, .k = 1}, &nearest, &n, NULL),
	    TENSEN_OK);
	assert_int_equal(n, 1);
	assert_int_equal(nearest.row, row);
	assert_true(fabs(nearest.score - xy / sqrt(xx)) < 5e-3);
}

static void
check_reading(unsigned version)
{
	opened o = open_kept(version);

	assert_int_equal(o.v->h.version, version);
	for (uint32_t i = 0; i < ROWS; i++)
		check_row(&o, i, i, 0.9999);
	close_set(&o);
}

static void
put(void *payload, const void *p, size_t n)
{
	buf_add(payload, p, n);
}

/* The first row goes, one comes. */
static void
check_update(opened *old, double floor)
{
	opened new;
	uint32_t row_of[ROWS], added = ROWS - 1;
	uint64_t masks[ROWS];
	uint8_t primary[ROWS];
	float x[DIM];
	buf b = BUF_INIT;

	for (uint32_t i = 0; i < ROWS; i++) {
		row_of[i] = i ? i - 1 : VEC_GONE;
		primary[i] = (uint8_t)((i + 1) % 3);
		masks[i] = 1ull << primary[i];
	}
	make_row(x, ROWS);
	assert_int_equal(vecset_update(put, &b, old->v,
			     &(vec_changes){.n = ROWS,
				 .row_of = row_of,
				 .masks = masks,
				 .primary = primary,
				 .added = &added,
				 .x = x,
				 .n_added = 1},
			     1, NULL),
	    TENSEN_OK);
	new = open_bytes(&b);
	assert_int_equal(new.v->h.version, old->v->h.version);
	for (uint32_t i = 0; i < ROWS; i++)
		check_row(&new, i, i + 1, floor);
	buf_clear(&b);
	close_set(&new);
	close_set(old);
}

static void
sets_of_older_versions_are_read(void **state)
{
	(void)state;
	check_reading(5);
	check_reading(6);
}

static void
an_update_keeps_the_version(void **state)
{
	(void)state;
	for (unsigned version = 5; version <= 6; version++) {
		opened old = open_kept(version);

		check_update(&old, 0.9999);
	}
}

static void
an_update_keeps_the_paths_of_rows(void **state)
{
	float x[ROWS * DIM];
	uint64_t masks[ROWS];
	buf b = BUF_INIT;
	opened old;

	(void)state;
	for (uint32_t i = 0; i < ROWS; i++) {
		make_row(x + (size_t)i * DIM, i);
		masks[i] = 1ull << i % 3;
	}
	assert_int_equal(vecset_build(&b, x, masks, NULL, ROWS,
			     &(vecset_build_opts){.dim = DIM, .threads = 1, .exact = 1}, NULL),
	    TENSEN_OK);
	old = open_bytes(&b);
	assert_int_equal(old.v->h.fine_bits, 4);
	check_update(&old, 0.99);
	buf_clear(&b);
}

static void
codes_of_four_bits_before_version_7_are_refused(void **state)
{
	buf b = BUF_INIT;
	vecset *v = NULL;
	tensen_error err;
	void *p;

	(void)state;
	get_kept(&b, 3);
	p = aligned_alloc(64, (b.n + 63) & ~(size_t)63);
	memcpy(p, b.p, b.n);
	assert_int_equal(vecset_open(&v, p, b.n, &err), TENSEN_E_VERSION);
	assert_string_equal(err.message, "vector section 3 with fine codes of 4 bits, this library "
					 "reads those of version 7: build the index anew");
	free(p);
	buf_clear(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(sets_of_older_versions_are_read),
	    cmocka_unit_test(an_update_keeps_the_version),
	    cmocka_unit_test(an_update_keeps_the_paths_of_rows),
	    cmocka_unit_test(codes_of_four_bits_before_version_7_are_refused),
	};
	return cmocka_run_group_tests_name("kept vectors", tests, NULL, NULL);
}
