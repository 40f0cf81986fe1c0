/* index/store/nearness.c - see nearness.h. */
#include "index/store/nearness.h"
#include <math.h>
#include <stdlib.h>
#include "util/bytes.h"
#include "util/fail.h"

#define NEARNESS_VERSION 1
#define NEARNESS_HEAD 8
#define NEARNESS_BYTES (NEARNESS_HEAD + N_FIELDS * (N_FIELDS - 1) / 2 * sizeof(float))

tensen_status
nearness_begin(nearness_sums *sums, uint32_t dims, tensen_error *err)
{
	*sums = (nearness_sums){
	    .dims = dims, .sum = calloc(N_FIELDS * (size_t)dims, sizeof *sums->sum)};
	return sums->sum ? TENSEN_OK : tensen_fail_nomem(err);
}

void
nearness_add(nearness_sums *sums, uint64_t mask, const float *vector)
{
	sums->n++;
	for (; mask; mask &= mask - 1) {
		double *sum = sums->sum + (size_t)__builtin_ctzll(mask) * sums->dims;
		for (uint32_t d = 0; d < sums->dims; d++)
			sum[d] += (double)vector[d];
	}
}

static double
nearness_cosine(const double *a, const double *b, uint32_t n)
{
	double ab = 0, aa = 0, bb = 0;

	for (uint32_t i = 0; i < n; i++) {
		ab += a[i] * b[i];
		aa += a[i] * a[i];
		bb += b[i] * b[i];
	}
	return aa > 0 && bb > 0 ? ab / sqrt(aa * bb) : 0;
}

void
nearness_write(buf *out, const nearness_sums *sums)
{
	buf_u32(out, NEARNESS_VERSION);
	buf_u32(out, sums->n);
	for (size_t a = 1; a < N_FIELDS; a++)
		for (size_t b = 0; b < a; b++)
			buf_f32(out, (float)nearness_cosine(sums->sum + a * sums->dims,
					 sums->sum + b * sums->dims, sums->dims));
}

void
nearness_clear(nearness_sums *sums)
{
	free(sums->sum);
	sums->sum = NULL;
}

tensen_status
nearness_read(nearness *out, span bytes, uint32_t n_rows, tensen_error *err)
{
	const char *at;

	if (bytes.n != NEARNESS_BYTES || le32(bytes.p) != NEARNESS_VERSION ||
	    le32(bytes.p + 4) != n_rows)
		return tensen_fail(
		    err, TENSEN_E_CORRUPT, "section near is not of %u documents", n_rows);
	at = bytes.p + NEARNESS_HEAD;
	for (unsigned a = 0; a < N_FIELDS; a++) {
		out->cosine[a][a] = 0;
		for (unsigned b = 0; b < a; b++, at += sizeof(float)) {
			double cosine = (double)lef32(at);
			if (!(fabs(cosine) <= 1.0))
				return tensen_fail(err, TENSEN_E_CORRUPT,
				    "section near: fields %u and %u have no cosine", b + 1, a + 1);
			out->cosine[a][b] = out->cosine[b][a] = cosine;
		}
	}
	return TENSEN_OK;
}
