/* The error of a row that is encoded as a path through 32 levels, in 4 bits a dimension. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "index/vectors/codes_impl.h"
#include "index/vectors/kernels.h"
#include "util/rng.h"

#define SEED 4711
#define ROWS 200
#define LLOYD 0.0095 /* the error of the best 16 levels for a normal distribution */

typedef struct row {
	float left[CODES_MAX_DIM], error[CODES_MAX_DIM], x[CODES_MAX_DIM];
} row;

/* Row i of normal numbers, encoded; its error as a reader decodes it. */
static void
encode(row *r, path_row *p, const codes *c, uint32_t i)
{
	lanes in[CODES_STEPS];
	uint8_t fine[CODES_MAX_DIM], packed[CODES_MAX_DIM / 2];
	path_code code;
	float step;

	memset(in, 0, sizeof in);
	for (uint32_t d = 0; d < c->dim; d++) {
		uint64_t at = (uint64_t)i * c->dim + d;
		r->left[d] = c->gain[d] * 0.02f * rng_gauss_at(SEED, at);
		r->x[d] = rng_gauss_at(SEED + 1, at) / sqrtf((float)c->dim);
	}
	memcpy(in, r->left, c->dim * sizeof(float));
	memcpy(p->x, r->x, c->dim * sizeof(float));
	code = codes_path(p, in, fine);
	step = vec_bf16(code.step);
	for (uint32_t d = 0; d < c->n_pad; d += 64)
		for (uint32_t k = 0; k < 32; k++)
			packed[d / 2 + k] = (uint8_t)(fine[d + k] | fine[d + 32 + k] << 4);
	for (uint32_t d = 0; d < c->dim; d++)
		r->error[d] =
		    r->left[d] - step * c->gain[d] * (float)vec_level(packed, c->n_pad, d);
	for (uint32_t k = 0; k < VEC_OUTLIERS; k++) {
		int32_t value;
		uint32_t d = vec_outlier_at(code.outliers, c->n_pad, k, &value);
		r->error[d] -= step * c->gain[d] * (float)value;
	}
}

static void
a_path_leaves_less_than_sixteen_levels_can(void **state)
{
	static const uint32_t dims[] = {136, 192, 256, 1000, 1024};
	static float gain[CODES_MAX_DIM], weight[CODES_MAX_DIM];
	static row r;
	path_row *p = aligned_alloc(sizeof(lanes), sizeof *p);
	(void)state;

	for (uint32_t d = 0; d < CODES_MAX_DIM; d++) {
		gain[d] = 1 + (float)(d % 5);
		weight[d] = 1 / (gain[d] * gain[d]);
	}
	for (size_t t = 0; t < sizeof dims / sizeof *dims; t++) {
		codes c = {.dim = dims[t],
		    .n_pad = (dims[t] + 63) & ~63u,
		    .fine_bits = 4,
		    .gain = gain,
		    .weight = weight};
		double before = 0, after = 0, along = 0, across = 0;

		codes_path_init(p, &c);
		for (uint32_t i = 0; i < ROWS; i++) {
			double ex = 0;
			encode(&r, p, &c, i);
			for (uint32_t d = 0; d < c.dim; d++) {
				double e = (double)r.error[d];
				before += (double)weight[d] * (double)r.left[d] * (double)r.left[d];
				after += (double)weight[d] * e * e;
				across += e * e * (double)r.x[d] * (double)r.x[d];
				ex += e * (double)r.x[d];
			}
			along += ex * ex;
		}
		/* and along the row less than by chance */
		if (after > 0.6 * LLOYD * before || along > 0.5 * across)
			fail_msg("%u dimensions: %.4f is left, %.3f of it along the row", c.dim,
			    after / before, along / across);
	}
	free(p);
}

static void
a_row_without_rest_has_step_zero(void **state)
{
	static float gain[256], weight[256];
	codes c = {.dim = 256, .n_pad = 256, .fine_bits = 4, .gain = gain, .weight = weight};
	path_row *p = aligned_alloc(sizeof(lanes), sizeof *p);
	lanes in[CODES_STEPS];
	uint8_t fine[CODES_MAX_DIM];
	(void)state;

	for (uint32_t d = 0; d < 256; d++)
		gain[d] = weight[d] = 1;
	memset(in, 0, sizeof in);
	codes_path_init(p, &c);
	assert_int_equal(codes_path(p, in, fine).step, 0);
	for (uint32_t d = 0; d < 256; d++)
		assert_true(fine[d] < 16);
	free(p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_path_leaves_less_than_sixteen_levels_can),
	    cmocka_unit_test(a_row_without_rest_has_step_zero),
	};
	return cmocka_run_group_tests_name("codes path", tests, NULL, NULL);
}
