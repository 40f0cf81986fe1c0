/* model/lsa.c - latent semantic analysis: a basis, and rows projected into it (lsa_train.c
 * trains). */
#include "model/lsa.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "model/lsa_impl.h"
#include "util/clones.h"
#include "util/fail.h"
#include "util/pages.h"

tensen_status
lsa_reserve(lsa *out, uint32_t n_terms, uint32_t rank, tensen_error *err)
{
	size_t cells = (size_t)n_terms * rank;

	out->n_terms = n_terms;
	out->rank = rank;
	out->basis = pages_alloc((cells + 1) * sizeof *out->basis);
	out->singular = malloc((rank ? rank : 1) * sizeof *out->singular);
	return out->basis && out->singular ? TENSEN_OK : tensen_fail_nomem(err);
}

tensen_status
lsa_progress(
    const lsa_opts *opts, unsigned long long done, unsigned long long total, tensen_error *err)
{
	if (opts->progress && opts->progress("svd", done, total, opts->progress_payload))
		return tensen_fail(err, TENSEN_E_CANCELLED, STOPPED_SAY);
	return TENSEN_OK;
}

void
lsa_clear(lsa *l)
{
	free(l->basis);
	free(l->singular);
	memset(l, 0, sizeof *l);
}

/* A shorter projection of a unit row counts as zero: it is only float32 rounding, and its direction
 * has no meaning. */
#define SHORTEST 1e-6f
#define LANES 16
#define WIDE 8  /* vectors summed side by side */
#define AHEAD 6 /* terms between a prefetch and its use; changes speed only */
typedef float lanes __attribute__((vector_size(4 * LANES), aligned(4)));

/* Sum `wide` vectors of columns.  Basis rows are scattered in memory, so they are prefetched. */
static inline ALWAYS void
add_lanes(float *out, const float *basis, uint32_t rank, const uint32_t *col, const float *val,
    uint32_t n, const int wide)
{
	lanes sum[WIDE] = {{0}};

	for (uint32_t i = 0; i < n; i++) {
		const lanes *row = (const lanes *)(const void *)(basis + (size_t)col[i] * rank);
		const float *soon = basis + (size_t)col[i + AHEAD < n ? i + AHEAD : i] * rank;
		for (int k = 0; k < wide; k++)
			__builtin_prefetch(soon + (size_t)k * LANES);
		for (int k = 0; k < wide; k++)
			sum[k] += val[i] * row[k];
	}
	memcpy(out, sum, (size_t)wide * sizeof *sum);
}

CLONES static void
add_wide(float *out, const float *basis, uint32_t rank, const uint32_t *col, const float *val,
    uint32_t n)
{
	add_lanes(out, basis, rank, col, val, n, WIDE);
}

CLONES static void
add_narrow(float *out, const float *basis, uint32_t rank, const uint32_t *col, const float *val,
    uint32_t n)
{
	add_lanes(out, basis, rank, col, val, n, 1);
}

static void
add_one(float *out, const float *basis, uint32_t rank, const uint32_t *col, const float *val,
    uint32_t n)
{
	float sum = 0;

	for (uint32_t i = 0; i < n; i++)
		sum += val[i] * basis[(size_t)col[i] * rank];
	*out = sum;
}

float
lsa_project(const float *basis, uint32_t rank, const uint32_t *col, const float *val, uint32_t n,
    float *out)
{
	double length2 = 0;
	float length, scale;
	uint32_t at = 0;

	for (; at + WIDE * LANES <= rank; at += WIDE * LANES)
		add_wide(out + at, basis + at, rank, col, val, n);
	for (; at + LANES <= rank; at += LANES)
		add_narrow(out + at, basis + at, rank, col, val, n);
	for (; at < rank; at++)
		add_one(out + at, basis + at, rank, col, val, n);
	for (uint32_t k = 0; k < rank; k++)
		length2 += (double)out[k] * (double)out[k];
	length = (float)sqrt(length2);
	if (length < SHORTEST)
		length = 0;
	scale = length > 0 ? 1 / length : 0;
	for (uint32_t k = 0; k < rank; k++)
		out[k] *= scale;
	return length;
}
