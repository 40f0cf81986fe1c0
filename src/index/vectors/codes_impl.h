/* index/vectors/codes_impl.h - shared by the files that encode: eight rows in the lanes of a
 * vector.
 *
 * A group has few and short codewords and there are many rows.  With one row in each lane a
 * codeword is compared with eight rows at once; the sums of a row have the same order as alone. */
#ifndef INDEX_VECTORS_CODES_IMPL_H
#define INDEX_VECTORS_CODES_IMPL_H
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

/* Input to the path search of a row: n vectors of dimensions, zero beyond the last dimension. */
typedef struct path_row {
	uint32_t n; /* a multiple of 8: n_pad / CODES_ROWS */
	lanes gain[CODES_STEPS], inv_gain[CODES_STEPS];
	lanes weight[CODES_STEPS], square[CODES_STEPS]; /* square: weight * gain^2 */
	lanes x[CODES_STEPS], y[CODES_STEPS];           /* row and centroid */
	lanes levels[4], above[4]; /* the 8 levels of each subset; the bound above each */
} path_row;

/* Set everything but x and y, which become zero. */
void codes_path_init(path_row *row, const codes *coded);

/* The parts of a path beside its half bytes. */
typedef struct path_code {
	uint16_t step;     /* bfloat16 */
	uint32_t outliers; /* vec_outlier_at() */
} path_code;

/* Write the half bytes [n_pad] that encode `left`, the rest of a row after its coarse codes. */
path_code codes_path(const path_row *row, const lanes *left, uint8_t *fine);

/* a where the mask is set, else b.  A macro: the plain x86-64 calling convention cannot
 * return such a vector from a function. */
#define LANES_PICK(mask, a, b) ((lanes)(((mask) & (ilanes)(a)) | (~(mask) & (ilanes)(b))))

#endif
