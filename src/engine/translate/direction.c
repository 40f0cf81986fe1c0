/* engine/translate/direction.c - see direction.h. */
#include "engine/base/searcher.h"
#include "engine/translate/direction.h"
#include <math.h>
#include <tensen/limits.h>
#include "util/clones.h"

#define LANES 16
typedef float lanes __attribute__((vector_size(4 * LANES), aligned(4)));

CLONES float
direction_dot(const float *a, const float *b, uint32_t dims)
{
	lanes all = {0};
	float sum = 0;
	uint32_t d = 0;

	for (; d + LANES <= dims; d += LANES)
		all +=
		    *(const lanes *)(const void *)(a + d) * *(const lanes *)(const void *)(b + d);
	for (; d < dims; d++)
		sum += a[d] * b[d];
	for (uint32_t k = 0; k < LANES; k++)
		sum += all[k];
	return sum;
}

CLONES void
direction_add(float *to, const float *vec, float factor, uint32_t dims)
{
	uint32_t d = 0;

	for (; d + LANES <= dims; d += LANES)
		*(lanes *)(void *)(to + d) += *(const lanes *)(const void *)(vec + d) * factor;
	for (; d < dims; d++)
		to[d] += vec[d] * factor;
}

CLONES static void
direction_multiply(float *out, const float *a, const float *b, uint32_t dims)
{
	uint32_t d = 0;

	for (; d + LANES <= dims; d += LANES)
		*(lanes *)(void *)(out + d) =
		    *(const lanes *)(const void *)(a + d) * *(const lanes *)(const void *)(b + d);
	for (; d < dims; d++)
		out[d] = a[d] * b[d];
}

void
direction_row(float *row, const tensen_searcher *searcher, uint32_t id)
{
	lsa_basis_row(&searcher->ix->store->basis, id, row);
}

void
direction_squares(float *out, const tensen_searcher *searcher, const float *vec)
{
	const store *st = searcher->ix->store;

	direction_multiply(out, vec, st->singular, st->meta.dims);
	direction_multiply(out, out, st->singular, st->meta.dims);
}

float
direction_inverse_length(const tensen_searcher *searcher, const float *vec)
{
	uint32_t dims = searcher->ix->store->meta.dims;
	float scaled[TENSEN_DIMS_MAX], square;

	direction_multiply(scaled, vec, searcher->ix->store->singular, dims);
	square = direction_dot(scaled, scaled, dims);
	return square > 0 ? 1 / sqrtf(square) : 0;
}

float
direction_inverse(const tensen_searcher *searcher, float *inverse, uint32_t id, const float *row)
{
	if (inverse[id] <= 0)
		inverse[id] = direction_inverse_length(searcher, row);
	return inverse[id];
}
