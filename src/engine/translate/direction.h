/* engine/translate/direction.h - where a term of the index points in its LSA space.
 *
 * A term's direction is its row of the basis times the singular values, at length 1.  Sums are made
 * of rows of the basis as they lie there, and the singular values multiply a sum once. */
#pragma once
#include "engine/base/index.h"

float direction_dot(const float *a, const float *b, uint32_t dims);
void direction_add(float *to, const float *vec, float factor, uint32_t dims);
/* The row of the basis, to row[dims]. */
void direction_row(float *row, const tensen_searcher *searcher, uint32_t id);
/* A vector times the squared singular values: its inner product with another one is that of both
 * times the singular values. */
void direction_squares(float *out, const tensen_searcher *searcher, const float *vec);
/* 1 over the length of a vector times the singular values; 0 for none. */
float direction_inverse_length(const tensen_searcher *searcher, const float *vec);
/* The same of `row`, the row of a term, kept in translator_inverse(). */
float direction_inverse(
    const tensen_searcher *searcher, float *inverse, uint32_t id, const float *row);
