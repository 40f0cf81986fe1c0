/* model/lsa_basis.c - see lsa_basis.h. */
#include "model/lsa_basis.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "util/clones.h"
#include "util/pages.h"

#define CODE_TOP 127.0f
/* A term whose coordinates are all smaller lies outside the basis: they are rounding. */
#define SMALLEST 1e-30f

static float
largest(const float *x, uint32_t n)
{
	float peak = 0;

	for (uint32_t k = 0; k < n; k++)
		peak = fmaxf(peak, fabsf(x[k]));
	return peak;
}

void *
lsa_basis_encode(const lsa *l, uint32_t dims)
{
	int8_t *out = pages_alloc(lsa_basis_bytes(l->n_terms, dims) + 1), *code = out;
	float *scale;

	if (!out)
		return NULL;
	memset(out, 0, lsa_basis_bytes(l->n_terms, dims));
	scale = (float *)(void *)(out + (size_t)l->n_terms * dims);
	for (uint32_t t = 0; t < l->n_terms; t++, code += dims) {
		const float *row = l->basis + (size_t)t * l->rank;
		const float peak = largest(row, l->rank);

		if (peak < SMALLEST)
			continue;
		scale[t] = peak / CODE_TOP;
		for (uint32_t k = 0; k < l->rank; k++)
			code[k] = (int8_t)lrintf(row[k] / peak * CODE_TOP);
	}
	return out;
}

void
lsa_basis_row(const lsa_basis *b, uint32_t term, float *out)
{
	const int8_t *code = b->code + (size_t)term * b->dims;

	for (uint32_t k = 0; k < b->dims; k++)
		out[k] = b->scale[term] * (float)code[k];
}

/* ---- projecting ---- */

/* A shorter projection of a unit row counts as zero: it is only rounding, and its direction has no
 * meaning. */
#define SHORTEST 1e-6f
#define LANES 16
#define WIDE 8  /* vectors summed side by side */
#define AHEAD 6 /* terms between a prefetch and its use; changes speed only */
#define CACHE_LINE 64
typedef float lanes __attribute__((vector_size(4 * LANES), aligned(4)));
typedef int8_t byte_lanes __attribute__((vector_size(LANES), aligned(1)));

/* Rows lie anywhere in a large basis, so they are prefetched. */
static inline ALWAYS void
prefetch_term(const lsa_basis *b, uint32_t term, uint32_t at, const int wide)
{
	const int8_t *code = b->code + (size_t)term * b->dims + at;

	__builtin_prefetch(b->scale + term);
	for (int k = 0; k < wide * LANES; k += CACHE_LINE)
		__builtin_prefetch(code + k);
}

/* Sum `wide` vectors of columns, from column `at`. */
static inline ALWAYS void
add_lanes(float *out, const lsa_basis *b, uint32_t at, const uint32_t *term, const float *val,
    uint32_t n, const int wide)
{
	lanes sum[WIDE] = {{0}};

	for (uint32_t i = 0; i < n; i++) {
		const byte_lanes *code = (const void *)(b->code + (size_t)term[i] * b->dims + at);
		const float weight = val[i] * b->scale[term[i]];

		prefetch_term(b, term[i + AHEAD < n ? i + AHEAD : i], at, wide);
		for (int k = 0; k < wide; k++)
			sum[k] += weight * __builtin_convertvector(code[k], lanes);
	}
	memcpy(out + at, sum, (size_t)wide * sizeof *sum);
}

CLONES static void
add_wide(
    float *out, const lsa_basis *b, uint32_t at, const uint32_t *term, const float *val, uint32_t n)
{
	add_lanes(out, b, at, term, val, n, WIDE);
}

CLONES static void
add_narrow(
    float *out, const lsa_basis *b, uint32_t at, const uint32_t *term, const float *val, uint32_t n)
{
	add_lanes(out, b, at, term, val, n, 1);
}

static void
add_one(
    float *out, const lsa_basis *b, uint32_t at, const uint32_t *term, const float *val, uint32_t n)
{
	float sum = 0;

	for (uint32_t i = 0; i < n; i++)
		sum += val[i] * b->scale[term[i]] * (float)b->code[(size_t)term[i] * b->dims + at];
	out[at] = sum;
}

float
lsa_project(const lsa_basis *b, const uint32_t *term, const float *val, uint32_t n, float *out)
{
	double length2 = 0;
	float length, scale;
	uint32_t at = 0;

	for (; at + WIDE * LANES <= b->dims; at += WIDE * LANES)
		add_wide(out, b, at, term, val, n);
	for (; at + LANES <= b->dims; at += LANES)
		add_narrow(out, b, at, term, val, n);
	for (; at < b->dims; at++)
		add_one(out, b, at, term, val, n);
	for (uint32_t k = 0; k < b->dims; k++)
		length2 += (double)out[k] * (double)out[k];
	length = (float)sqrt(length2);
	if (length < SHORTEST)
		length = 0;
	scale = length > 0 ? 1 / length : 0;
	for (uint32_t k = 0; k < b->dims; k++)
		out[k] *= scale;
	return length;
}
