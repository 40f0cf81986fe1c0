/* index/centroids.c - see centroids.h. */
#include "index/centroids.h"
#include <math.h>
#include <string.h>
#include "util/fail.h"

tensen_status
centroids_open(centroids *out, span section, uint32_t n_terms, tensen_error *err)
{
	size_t want = ((size_t)n_terms + 1) * CENTROID_FIELDS * sizeof(float);

	if (section.n != want)
		return tensen_fail(err, TENSEN_E_CORRUPT,
		    "section CENT holds %zu bytes, %u terms need %zu", section.n, n_terms, want);
	out->sums = (const float *)(const void *)section.p;
	out->square = out->sums + (size_t)n_terms * CENTROID_FIELDS;
	out->n_terms = n_terms;
	return TENSEN_OK;
}

void
centroids_add(float *sums, uint64_t mask, const uint32_t *col, const float *val, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		for (uint64_t m = mask; m; m &= m - 1)
			sums[(size_t)col[i] * CENTROID_FIELDS + (size_t)__builtin_ctzll(m)] +=
			    val[i];
}

void
centroids_squares(const float *sums, uint32_t n_terms, float square[CENTROID_FIELDS])
{
	double s[CENTROID_FIELDS] = {0};

	for (size_t t = 0; t < n_terms; t++)
		for (size_t f = 0; f < CENTROID_FIELDS; f++)
			s[f] += (double)sums[t * CENTROID_FIELDS + f] *
				(double)sums[t * CENTROID_FIELDS + f];
	for (size_t f = 0; f < CENTROID_FIELDS; f++)
		square[f] = (float)s[f];
}

void
centroids_score(const centroids *c, const uint32_t *col, const float *val, uint32_t n,
    uint64_t without, double out[CENTROID_FIELDS])
{
	memset(out, 0, CENTROID_FIELDS * sizeof *out);
	for (uint32_t i = 0; i < n; i++)
		for (size_t f = 0; f < CENTROID_FIELDS; f++)
			out[f] +=
			    (double)val[i] * (double)c->sums[(size_t)col[i] * CENTROID_FIELDS + f];
	for (size_t f = 0; f < CENTROID_FIELDS; f++) {
		double self = (double)(without >> f & 1), square = (double)c->square[f];
		/* |M - x|^2 = |M|^2 - 2 M.x + 1 for a unit x */
		square -= self * (2 * out[f] - 1);
		out[f] = out[f] > self && square > 1e-9 ? (out[f] - self) / sqrt(square) : 0;
	}
}
