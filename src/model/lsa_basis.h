/* model/lsa_basis.h - the LSA basis as an index stores it: 8 bits a number.
 *
 * WHAT    Every term has dims codes -127 .. 127 and a scale.  They are its coordinates after a turn:
 *         every second dimension or so with the other sign, then the Hadamard transform of the
 *         largest block, a power of two, that divides dims.  This is the section LSAB, used where
 *         it lies, term by term; a sum of terms is turned back once.
 * WHY     A quarter of the bytes of float.  A term has a few large coordinates, which set its scale;
 *         turned, all are of one size, and the rounding has a fifth of the squared error.  A row of a document sums many terms, so the errors of
 *         its terms cancel: tests/unit/test_lsa_basis.c has the bounds.
 * RULES   Rows of documents are projected by the codes at build, update and query alike, so a
 *         stored document asked as a query has the vector that was stored. */
#pragma once
#include <stddef.h>
#include "model/lsa.h"

typedef struct lsa_basis {
	uint32_t n_terms, dims;
	const int8_t *code; /* [n_terms][dims] */
	const float *scale; /* [n_terms] */
} lsa_basis;

/* The bytes of LSAB; dims is a multiple of 8. */
static inline size_t
lsa_basis_bytes(uint32_t n_terms, uint32_t dims)
{
	return (size_t)n_terms * (dims + sizeof(float));
}

/* The basis in so many bytes at p, a multiple of 4. */
static inline lsa_basis
lsa_basis_at(const void *ctx, uint32_t n_terms, uint32_t dims)
{
	const int8_t *code = ctx;
	const void *scale = code + (size_t)n_terms * dims;

	return (lsa_basis){n_terms, dims, code, scale};
}

/* The bytes of LSAB for a trained basis, padded with zeros to dims; malloc'ed, NULL: no memory. */
void *lsa_basis_encode(const lsa *model, uint32_t dims);

/* The coordinates of a term. */
void lsa_basis_row(const lsa_basis *basis, uint32_t term, float *out);

/* out[dims] = sum of val[i] * the coordinates of term[i], then scaled to length 1.  Returns the
 * length before scaling; 0, also for a row outside the basis, leaves zeros.  Fixed order of
 * additions. */
float lsa_project(
    const lsa_basis *basis, const uint32_t *term, const float *val, uint32_t n, float *out);
