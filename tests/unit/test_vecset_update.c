/* Vector sections after an update have the old codes of the rows that stay; a section of another
 * version is refused. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "../support.h"
#include "index/vectors/vecset_impl.h"
#include "index/vectors/vecset_update.h"
#include "util/rng.h"
#include "../in_memory.h"

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
an_update_keeps_the_codes_of_rows(void **state)
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
			     &(vecset_build_opts){.dim = DIM, .threads = 1}, NULL),
	    TENSEN_OK);
	old = open_bytes(&b);
	assert_int_equal(old.v->h.rest_bits, 4);
	check_update(&old, 0.99);
	buf_clear(&b);
}

/* Older programs wrote versions 3 to 6, and large sets of version 7 without rest codes. */
static void
a_section_of_another_version_is_refused(void **state)
{
	float x[DIM];
	uint64_t mask = 1;
	buf b = BUF_INIT;
	vecset *v = NULL;
	tensen_error err;
	void *p;

	(void)state;
	make_row(x, 0);
	assert_int_equal(vecset_build(&b, x, &mask, NULL, 1,
			     &(vecset_build_opts){.dim = DIM, .threads = 1}, NULL),
	    TENSEN_OK);
	p = aligned_alloc(64, (b.n + 63) & ~(size_t)63);
	memcpy(p, b.p, b.n);
	for (uint32_t version = 0; version <= VEC_VERSION + 1; version++) {
		if (version == VEC_VERSION)
			continue;
		((vec_head *)p)->version = version;
		assert_int_equal(vecset_open(&v, p, b.n, &err), TENSEN_E_VERSION);
		assert_null(v);
		assert_non_null(strstr(err.message, "build the index again"));
	}
	((vec_head *)p)->version = VEC_VERSION;
	((vec_head *)p)->rest_bits = 0;
	assert_int_equal(vecset_open(&v, p, b.n, &err), TENSEN_E_VERSION);
	assert_non_null(strstr(err.message, "build the index again"));
	free(p);
	buf_clear(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(an_update_keeps_the_codes_of_rows),
	    cmocka_unit_test(a_section_of_another_version_is_refused),
	};
	return cmocka_run_group_tests_name("vecset_update", tests, NULL, NULL);
}
