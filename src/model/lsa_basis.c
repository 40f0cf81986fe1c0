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

/* ---- the turn ---- */

/* 0 or the sign bit: fixed for ever, without a pattern that a transform could meet. */
static uint32_t
sign_of(uint32_t dim)
{
	return (dim * 2654435761u << 13) & 0x80000000u; /* Knuth's multiplier */
}

static void
change_signs(float *x, uint32_t n)
{
	for (uint32_t k = 0; k < n; k++) {
		uint32_t bits;
		memcpy(&bits, &x[k], sizeof bits);
		bits ^= sign_of(k);
		memcpy(&x[k], &bits, sizeof bits);
	}
}

/* The Hadamard transform of each block, scaled so that it is its own inverse. */
CLONES static void
transform_blocks(float *x, uint32_t n)
{
	const uint32_t block = n & (~n + 1);
	const float scale = 1 / sqrtf((float)block);

	for (uint32_t half = 1; half < block; half *= 2)
		for (uint32_t i = 0; i < n; i += 2 * half)
			for (uint32_t k = i; k < i + half; k++) {
				const float a = x[k], b = x[k + half];
				x[k] = a + b;
				x[k + half] = a - b;
			}
	for (uint32_t k = 0; k < n; k++)
		x[k] *= scale;
}

static void
turn_back(float *x, uint32_t n)
{
	transform_blocks(x, n);
	change_signs(x, n);
}

static float
lsa_largest(const float *x, uint32_t n)
{
	float peak = 0;

	for (uint32_t k = 0; k < n; k++)
		peak = fmaxf(peak, fabsf(x[k]));
	return peak;
}

void *
lsa_basis_encode(const lsa *model, uint32_t dims)
{
	int8_t *out = pages_alloc(lsa_basis_bytes(model->n_terms, dims) + 1), *code = out;
	float *scale, *row = malloc(dims * sizeof *row);

	if (!out || !row) {
		free(out);
		free(row);
		return NULL;
	}
	memset(out, 0, lsa_basis_bytes(model->n_terms, dims));
	scale = (float *)(void *)(out + (size_t)model->n_terms * dims);
	for (uint32_t t = 0; t < model->n_terms; t++, code += dims) {
		float peak;

		memset(row, 0, dims * sizeof *row);
		memcpy(row, model->basis + (size_t)t * model->rank, model->rank * sizeof *row);
		if (lsa_largest(row, dims) < SMALLEST)
			continue;
		change_signs(row, dims);
		transform_blocks(row, dims);
		peak = lsa_largest(row, dims);
		scale[t] = peak / CODE_TOP;
		for (uint32_t k = 0; k < dims; k++)
			code[k] = (int8_t)lrintf(row[k] / peak * CODE_TOP);
	}
	free(row);
	return out;
}

void
lsa_basis_row(const lsa_basis *basis, uint32_t term, float *out)
{
	const int8_t *code = basis->code + (size_t)term * basis->dims;

	for (uint32_t k = 0; k < basis->dims; k++)
		out[k] = basis->scale[term] * (float)code[k];
	turn_back(out, basis->dims);
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
prefetch_term(const lsa_basis *basis, uint32_t term, uint32_t at, const int wide)
{
	const int8_t *code = basis->code + (size_t)term * basis->dims + at;

	__builtin_prefetch(basis->scale + term);
	for (int k = 0; k < wide * LANES; k += CACHE_LINE)
		__builtin_prefetch(code + k);
}

/* Sum `wide` vectors of columns, from column `at`. */
static inline ALWAYS void
add_lanes(float *out, const lsa_basis *basis, uint32_t at, const uint32_t *term, const float *val,
    uint32_t n, const int wide)
{
	lanes sum[WIDE] = {{0}};

	for (uint32_t i = 0; i < n; i++) {
		const byte_lanes *code =
		    (const void *)(basis->code + (size_t)term[i] * basis->dims + at);
		const float weight = val[i] * basis->scale[term[i]];

		prefetch_term(basis, term[i + AHEAD < n ? i + AHEAD : i], at, wide);
		for (int k = 0; k < wide; k++)
			sum[k] += weight * __builtin_convertvector(code[k], lanes);
	}
	memcpy(out + at, sum, (size_t)wide * sizeof *sum);
}

CLONES static void
add_wide(float *out, const lsa_basis *basis, uint32_t at, const uint32_t *term, const float *val,
    uint32_t n)
{
	add_lanes(out, basis, at, term, val, n, WIDE);
}

CLONES static void
add_narrow(float *out, const lsa_basis *basis, uint32_t at, const uint32_t *term, const float *val,
    uint32_t n)
{
	add_lanes(out, basis, at, term, val, n, 1);
}

static void
add_one(float *out, const lsa_basis *basis, uint32_t at, const uint32_t *term, const float *val,
    uint32_t n)
{
	float sum = 0;

	for (uint32_t i = 0; i < n; i++)
		sum += val[i] * basis->scale[term[i]] *
		       (float)basis->code[(size_t)term[i] * basis->dims + at];
	out[at] = sum;
}

float
lsa_project(const lsa_basis *basis, const uint32_t *term, const float *val, uint32_t n, float *out)
{
	double length2 = 0;
	float length, scale;
	uint32_t at = 0;

	for (; at + WIDE * LANES <= basis->dims; at += WIDE * LANES)
		add_wide(out, basis, at, term, val, n);
	for (; at + LANES <= basis->dims; at += LANES)
		add_narrow(out, basis, at, term, val, n);
	for (; at < basis->dims; at++)
		add_one(out, basis, at, term, val, n);
	turn_back(out, basis->dims);
	for (uint32_t k = 0; k < basis->dims; k++)
		length2 += (double)out[k] * (double)out[k];
	length = (float)sqrt(length2);
	if (length < SHORTEST)
		length = 0;
	scale = length > 0 ? 1 / length : 0;
	for (uint32_t k = 0; k < basis->dims; k++)
		out[k] *= scale;
	return length;
}
