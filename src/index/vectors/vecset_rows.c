/* index/vectors/vecset_rows.c - loads the rows of a vector set being built and sorts them into
 * slots. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "index/vectors/vecset_builder.h"
#include "util/clones.h"
#include "util/fail.h"

#define LOOK 4096 /* rows loaded at once while sorting into slots; changes memory only */
#define LANES 8
typedef float lanes __attribute__((vector_size(4 * LANES), aligned(4)));
typedef double wide __attribute__((vector_size(8 * LANES), aligned(8)));

/* ---- sums, in double ---- */

CLONES static double
square_of(const float *x, uint32_t dim)
{
	wide sum = {0};
	double all = 0;
	uint32_t d = 0;

	for (; d + LANES <= dim; d += LANES) {
		wide v = __builtin_convertvector(*(const lanes *)(const void *)(x + d), wide);
		sum += v * v;
	}
	for (; d < dim; d++)
		all += (double)x[d] * (double)x[d];
	for (int i = 0; i < LANES; i++)
		all += sum[i];
	return all;
}

CLONES void
vec_mean(const float *x, uint32_t n, uint32_t dim, float *mean)
{
	uint32_t d = 0;

	for (; d + LANES <= dim; d += LANES) {
		wide sum = {0};
		for (uint32_t i = 0; i < n; i++)
			sum += __builtin_convertvector(
			    *(const lanes *)(const void *)(x + (size_t)i * dim + d), wide);
		for (uint32_t k = 0; k < LANES; k++)
			mean[d + k] = (float)(sum[k] / n);
	}
	for (; d < dim; d++) {
		double sum = 0;
		for (uint32_t i = 0; i < n; i++)
			sum += (double)x[(size_t)i * dim + d];
		mean[d] = (float)(sum / n);
	}
}

void
vec_make_unit(float *x, uint32_t n, uint32_t dim)
{
	for (uint32_t i = 0; i < n; i++, x += dim) {
		double square = square_of(x, dim), scale = square > 0 ? 1 / sqrt(square) : 0;
		for (uint32_t d = 0; d < dim; d++)
			x[d] = (float)((double)x[d] * scale);
	}
}

/* ---- loading ---- */

static tensen_status
vecset_rows_reserve(vec_builder *maker, uint32_t n, tensen_error *err)
{
	float *x;

	if (n <= maker->room)
		return TENSEN_OK;
	if (!(x = realloc(maker->x, (size_t)n * maker->opts->dim * sizeof *x)))
		return tensen_fail_nomem(err);
	maker->x = x;
	maker->room = n;
	return TENSEN_OK;
}

tensen_status
vec_builder_get(vec_builder *maker, uint32_t from, uint32_t n, float **x, tensen_error *err)
{
	tensen_status st;

	st = vecset_rows_reserve(maker, n, err);
	*x = maker->x;
	return st < 0 ? st : maker->in->get(maker->in->ctx, maker->order + from, n, maker->x, err);
}

tensen_status
vec_builder_load(vec_builder *maker, uint32_t from, uint32_t n, float **x, tensen_error *err)
{
	tensen_status st = vec_builder_get(maker, from, n, x, err);

	if (st == TENSEN_OK)
		vec_make_unit(*x, n, maker->opts->dim);
	return st;
}

/* ---- slots ---- */

static tensen_status
refuse_row(uint32_t i, const float *x, uint32_t dim, tensen_error *err)
{
	uint32_t d = 0;

	while (d + 1 < dim && isfinite(x[d]))
		d++;
	tensen_fail(err, TENSEN_E_INPUT, "row %u holds no number at dimension %u", i, d);
	if (err)
		err->at = i;
	return TENSEN_E_INPUT;
}

static tensen_status
slot_of_row(vec_builder *maker, uint32_t i, const float *x, tensen_error *err)
{
	uint64_t mask = maker->in->masks ? maker->in->masks[i] : 0;
	const uint8_t *primary = maker->in->primary;
	double square = square_of(x, maker->opts->dim); /* of finite floats: finite */
	uint32_t f;

	if (!isfinite(square))
		return refuse_row(i, x, maker->opts->dim, err);
	f = mask ? (primary ? primary[i] : (uint32_t)__builtin_ctzll(mask)) : VEC_FIELDS;
	if (f > VEC_FIELDS || (mask && (f == VEC_FIELDS || !(mask >> f & 1))))
		return tensen_fail(
		    err, TENSEN_E_ARG, "row %u: primary field %u is not in its mask", i, f);
	maker->slot_of[i] = (uint8_t)(2 * f + (mask & (mask - 1) ? 1 : 0));
	if (!(square > 1e-30))
		maker->slot_of[i] = VEC_SLOTS;
	return TENSEN_OK;
}

/* Find the slot of every row; at[s + 1] counts the rows of slot s. */
static tensen_status
look_at_rows(vec_builder *maker, uint32_t at[VEC_SLOTS + 2], tensen_error *err)
{
	tensen_status st = TENSEN_OK;

	for (uint32_t first = 0, n; first < maker->h.n && st == TENSEN_OK; first += n) {
		float *x;
		n = maker->h.n - first < LOOK ? maker->h.n - first : LOOK;
		for (uint32_t i = 0; i < n; i++)
			maker->order[first + i] = first + i;
		st = vec_builder_get(maker, first, n, &x, err);
		for (uint32_t i = 0; i < n && st == TENSEN_OK; i++)
			if ((st = slot_of_row(maker, first + i, x + (size_t)i * maker->opts->dim,
				 err)) == TENSEN_OK)
				at[maker->slot_of[first + i] + 1]++;
	}
	return st;
}

void
vec_permute(float *x, uint32_t *ids, uint32_t n, uint32_t dim)
{
	float held[VEC_MAX_DIM];

	for (uint32_t i = 0; i < n; i++) {
		uint32_t at = i;
		if (ids[i] == i)
			continue;
		memcpy(held, x + (size_t)i * dim, dim * sizeof *x);
		while (ids[at] != i) {
			uint32_t from = ids[at];
			memcpy(x + (size_t)at * dim, x + (size_t)from * dim, dim * sizeof *x);
			ids[at] = at;
			at = from;
		}
		memcpy(x + (size_t)at * dim, held, dim * sizeof *x);
		ids[at] = at;
	}
}

tensen_status
vec_builder_sort(vec_builder *maker, uint32_t first[VEC_SLOTS + 2], tensen_error *err)
{
	uint32_t at[VEC_SLOTS + 2] = {0};
	tensen_status st = look_at_rows(maker, at, err);

	for (uint32_t s = 0; s <= VEC_SLOTS; s++)
		at[s + 1] += at[s];
	memcpy(first, at, sizeof at);
	maker->h.n_stored = first[VEC_SLOTS];
	for (uint32_t i = 0; i < maker->h.n && st == TENSEN_OK; i++)
		maker->order[at[maker->slot_of[i]]++] = i;
	return st;
}
