/* index/vectors/codes.h - encoding of residuals as coarse nibbles and fine codes. */
#pragma once
#include <stdint.h>
#include <tensen/status.h>

#define CODES_MAX_DIM 4096
#define CODES_MAX_GROUPS 1024
#define CODES_ROWS 8 /* encoded at once */

/* The trained tables, by coded dimension; owned by the struct. */
typedef struct codes {
	uint32_t dim, n_pad, n_bytes;
	uint16_t *order; /* [dim] */
	uint16_t *group; /* [2 n_bytes + 1] */
	float *book;     /* [n_pad][16] */
	float *mid;      /* [n_pad][16] middles of the cells, which fine codes refine */
	float *gain;     /* [n_pad] */
	float *var;      /* [n_pad] */
	float *weight;   /* [n_pad] mean square of the rows: the weight of an error */
} codes;

/* Number of code bytes of a row. */
uint32_t codes_bytes(uint32_t dim);

/* Train on residuals (n x dim, the caller's order of dimensions; overwritten) and the
 * mean squares of whole rows by dimension. */
tensen_status codes_train(codes *coded, float *residuals, uint32_t n, const float *mean_square,
    uint32_t dim, uint64_t seed, unsigned threads, tensen_error *err);
void codes_clear(codes *coded);

/* Encode x (coded order) by nibbles and scale (bfloat16) only.  Returns the squared length of the
 * error. */
double codes_estimate(const codes *coded, const float *x, uint8_t *coarse, uint16_t *scale);

/* The codes of a row: nibbles [groups], fine and rest codes [n_pad], scale and step as bfloat16. */
typedef struct coded_row {
	uint8_t coarse[CODES_MAX_GROUPS], fine[CODES_MAX_DIM], rest[CODES_MAX_DIM];
	uint16_t scale, step;
	float length; /* of the residual */
} coded_row;

/* Encode n <= CODES_ROWS unit rows of one cluster, x[n][dim]; rows and centroid are in coded order.
 */
void codes_encode(
    const codes *coded, const float *x, uint32_t n, const float *centre, coded_row *out);
