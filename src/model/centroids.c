/* model/centroids.c - see centroids.h. */
#include "model/centroids.h"
#include <math.h>
#include <string.h>
#include "util/fail.h"

tensen_status
centroids_open(centroids *out, span section, uint32_t n_terms, tensen_error *err)
{
	size_t want = ((size_t)n_terms + 1) * N_FIELDS * sizeof(float);

	if (section.n != want)
		return tensen_fail(err, TENSEN_E_CORRUPT,
		    "section CENT holds %zu bytes, %u terms need %zu", section.n, n_terms, want);
	out->sums = (const float *)(const void *)section.p;
	out->square = out->sums + (size_t)n_terms * N_FIELDS;
	out->n_terms = n_terms;
	return TENSEN_OK;
}

void
centroids_add(float *sums, uint64_t mask, const uint32_t *col, const float *val, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		for (uint64_t m = mask; m; m &= m - 1)
			sums[(size_t)col[i] * N_FIELDS + (size_t)__builtin_ctzll(m)] += val[i];
}

void
centroids_squares(const float *sums, uint32_t n_terms, float square[N_FIELDS])
{
	double s[N_FIELDS] = {0};

	for (size_t t = 0; t < n_terms; t++)
		for (size_t f = 0; f < N_FIELDS; f++)
			s[f] += (double)sums[t * N_FIELDS + f] * (double)sums[t * N_FIELDS + f];
	for (size_t f = 0; f < N_FIELDS; f++)
		square[f] = (float)s[f];
}

/* Dirichlet prior: every field counts so many documents of the mean of all fields besides its own.
 * Chosen by the log-likelihood of ten-fold cross validation on US abstracts and J-PlatPat. */
#define SMOOTH 6.0
#define UNSEEN                                                                                     \
	1e-4 /* share of a document that a term of no field counts: keeps the logarithm finite */

void
centroids_likelihood(const centroids *c, const uint32_t *col, const float *val, uint32_t n,
    uint64_t without, const double size[N_FIELDS], double out[N_FIELDS])
{
	double documents = 1;

	memset(out, 0, N_FIELDS * sizeof *out);
	for (size_t f = 0; f < N_FIELDS; f++)
		documents += size[f];
	for (uint32_t i = 0; i < n; i++) {
		const float *sums = c->sums + (size_t)col[i] * N_FIELDS;
		double own[N_FIELDS], usual = UNSEEN;
		for (size_t f = 0; f < N_FIELDS; f++) {
			own[f] = fmax(0, (double)sums[f] - (without >> f & 1 ? (double)val[i] : 0));
			usual += own[f];
		}
		usual /= documents;
		for (size_t f = 0; f < N_FIELDS; f++)
			out[f] += (double)val[i] *
				  log((own[f] + SMOOTH * usual) / ((size[f] + SMOOTH) * usual));
	}
}
