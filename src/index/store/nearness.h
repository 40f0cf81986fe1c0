/* index/store/nearness.h - how near the texts of the fields are: the section `near`.
 *
 * WHAT    The cosine of the mean topic vectors of each two fields.  The map of `tensen report` is
 *         drawn from it.
 * WHY     The vectors are there when the views are made; a report would have to decode them again.
 * RULES   Rows are added in their order, by one thread: the bytes depend on the vectors alone.
 * SEE     index/FORMAT.md, `near`. */
#pragma once
#include "fields/fields.h"
#include "util/buf.h"

#define STORE_NEAR "near"

typedef struct nearness_sums {
	uint32_t n, dims; /* rows added */
	double *sum;      /* [N_FIELDS][dims] */
} nearness_sums;

typedef struct nearness {
	double cosine[N_FIELDS][N_FIELDS]; /* by field - 1; 0 of a field with itself */
} nearness;

tensen_status nearness_begin(nearness_sums *sums, uint32_t dims, tensen_error *err);
/* A row of the fields in the mask; vector[dims]. */
void nearness_add(nearness_sums *sums, uint64_t mask, const float *vector);
/* Append the section. */
void nearness_write(buf *out, const nearness_sums *sums);
void nearness_clear(nearness_sums *sums);
/* n_rows: those of the index. */
tensen_status nearness_read(nearness *out, span bytes, uint32_t n_rows, tensen_error *err);
