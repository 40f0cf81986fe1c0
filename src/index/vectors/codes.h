/* index/vectors/codes.h - how a residual becomes coarse nibbles and fine codes. */
#ifndef INDEX_VECTORS_CODES_H
#define INDEX_VECTORS_CODES_H
#include <stdint.h>
#include <tensen/status.h>

#define CODES_MAX_DIM 1024
#define CODES_MAX_GROUPS 256
#define CODES_ROWS 8 /* encoded at once */

/* The trained tables; all by coded dimension, owned by the struct. */
typedef struct codes {
	uint32_t dim, n_pad, n_bytes, fine_bits;
	int paths;       /* fine codes of 4 bits are paths, not numbers of even steps */
	uint16_t *order; /* [dim] */
	uint16_t *group; /* [2 n_bytes + 1] */
	float *book;     /* [n_pad][16] */
	float *mid;      /* [n_pad][16] middles of the cells: what fine codes refine */
	float *gain;     /* [n_pad] */
	float *var;      /* [n_pad] */
	float *weight;   /* [n_pad] mean square of the rows: what an error there costs */
} codes;

/* Number of code bytes and fine bits for a dimension. */
uint32_t codes_bytes(uint32_t dim);
uint32_t codes_fine_bits(uint32_t dim);

/* Train on residuals (n x dim, the caller's order of dimensions; overwritten) and the
 * mean squares of whole rows by dimension. */
tensen_status codes_train(codes *c, float *residuals, uint32_t n, const float *mean_square,
    uint32_t dim, uint64_t seed, unsigned threads, tensen_error *err);
void codes_clear(codes *c);

/* A vector x (coded order) for its estimate alone: nibbles and scale (bfloat16).  Returns the
 * squared length of what the estimate misses. */
double codes_estimate(const codes *c, const float *x, uint8_t *coarse, uint16_t *scale);

/* What becomes of a row: nibbles [groups], its scale and step as bfloat16, fine codes
 * [n_pad]. */
typedef struct coded_row {
	uint8_t coarse[CODES_MAX_GROUPS], fine[CODES_MAX_DIM];
	uint16_t scale, step;
} coded_row;

/* n <= CODES_ROWS unit rows of a cluster, one behind the other in x, in coded order as its
 * centroid.  Returns the sum of the squared lengths of their residuals. */
double codes_encode(
    const codes *c, const float *x, uint32_t n, const float *centre, coded_row *out);

#endif
