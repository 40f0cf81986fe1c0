/* index/vectors/codes_impl.h - shared by the files that encode: eight rows in the lanes of a
 * vector.
 *
 * A group has few and short codewords and there are many rows.  With one row in each lane a
 * codeword is compared with eight rows at once; the sums of a row have the same order as alone. */
#pragma once
#include <stddef.h>
#include "index/vectors/codes.h"
#include "util/clones.h"

typedef float lanes __attribute__((vector_size(4 * CODES_ROWS)));
typedef int32_t ilanes __attribute__((vector_size(4 * CODES_ROWS)));

/* The order of additions is fixed, so every processor gives the same bits. */
static inline ALWAYS float
lanes_sum(const lanes *lane_set)
{
	float sum = 0;

	for (int i = 0; i < CODES_ROWS; i++)
		sum += (*lane_set)[i];
	return sum;
}

#define CODES_STEPS (CODES_MAX_DIM / CODES_ROWS)
#define CODES_CODEWORDS 16 /* of a group */
typedef float by_codeword __attribute__((vector_size(4 * CODES_CODEWORDS)));

/* Transpose x[n][dim], n <= CODES_ROWS, to out[dim]: out[d] holds dimension order[d] of each row
 * (order NULL: d); lanes without a row are zero. */
void codes_transpose(lanes *out, const float *x, uint32_t n, uint32_t dim, const uint16_t *order);

/* For each row of n blocks the codeword of group g with the least weighted error; blocks begin
 * `stride` vectors apart.  word: [n][CODES_ROWS]. */
void codes_nearest(
    const codes *coded, uint32_t g, const lanes *lane_set, size_t stride, size_t n, int32_t *word);

/* The codewords of all groups, and for each row the scale with which its estimate has the right
 * product with the residual itself; scale 0 if the code points elsewhere. */
void codes_coarse(const codes *coded, const lanes *lane_set,
    uint8_t coarse[CODES_MAX_GROUPS][CODES_ROWS], float scale[CODES_ROWS]);

/* a where the mask is set, else b.  A macro: the plain x86-64 calling convention cannot
 * return such a vector from a function. */
#define LANES_PICK(mask, a, b) ((lanes)(((mask) & (ilanes)(a)) | (~(mask) & (ilanes)(b))))
