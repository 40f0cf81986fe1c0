/* index/vectors/codes_impl.h - rows side by side; not for others.
 *
 * The words of a group are few and short, the rows are many: with a row in each lane a word
 * is compared with all of them at once, in the order in which one alone would be. */
#ifndef INDEX_VECTORS_CODES_IMPL_H
#define INDEX_VECTORS_CODES_IMPL_H
#include <stddef.h>
#include "index/vectors/codes.h"
#include "util/clones.h"

typedef float lanes __attribute__((vector_size(4 * CODES_ROWS)));
typedef int32_t ilanes __attribute__((vector_size(4 * CODES_ROWS)));

/* In one order, so that every processor gives the same bits. */
static inline ALWAYS float
lanes_sum(const lanes *x)
{
	float sum = 0;

	for (int i = 0; i < CODES_ROWS; i++)
		sum += (*x)[i];
	return sum;
}

#define CODES_STEPS (CODES_MAX_DIM / CODES_ROWS)
#define CODES_WORDS 16 /* of a group */
typedef float by_word __attribute__((vector_size(4 * CODES_WORDS)));

/* n <= CODES_ROWS rows, one behind the other, to out[dim]: dimension d is dimension order[d]
 * of the rows (NULL: d), lanes without a row are zero. */
void codes_turn(lanes *out, const float *x, uint32_t n, uint32_t dim, const uint16_t *order);

/* The word of group g nearest to each row of n blocks, weighted by what errors cost; `stride`
 * lanes lie between the beginnings of blocks.  word: [n][CODES_ROWS]. */
void codes_nearest(
    const codes *c, uint32_t g, const lanes *x, size_t stride, size_t n, int32_t *word);

/* All their words; returns the scales that make the estimates right along the residuals
 * themselves, 0 for a code that misses. */
void codes_coarse(const codes *c, const lanes *x, uint8_t coarse[CODES_MAX_GROUPS][CODES_ROWS],
    float scale[CODES_ROWS]);

/* What the paths of a row need; n vectors of dimensions, zeros behind the last dimension. */
typedef struct path_row {
	uint32_t n; /* a multiple of 8: n_pad / CODES_ROWS */
	lanes gain[CODES_STEPS], inv_gain[CODES_STEPS];
	lanes weight[CODES_STEPS], square[CODES_STEPS]; /* square: weight * gain^2 */
	lanes x[CODES_STEPS], y[CODES_STEPS];           /* row and centroid */
	lanes levels[4], above[4]; /* the 8 levels of each subset; the bound above each */
} path_row;

/* All but row and centroid, which are zero. */
void codes_path_init(path_row *p, const codes *c);

/* Half bytes for what the coarse codes leave of a row [n_pad]; returns their step, bfloat16. */
uint16_t codes_path(const path_row *p, const lanes *left, uint8_t *fine);

/* a where the mask is set, else b.  (A function would return a vector, for which plain
 * x86-64 has no rule.) */
#define LANES_PICK(mask, a, b) ((lanes)(((mask) & (ilanes)(a)) | (~(mask) & (ilanes)(b))))

#endif
