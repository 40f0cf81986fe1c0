/* fields/fieldmap.c - see fieldmap.h. */
#include "fields/fieldmap.h"
#include <math.h>

/* The shipped counts weigh as much as so many documents of the corpus.  They decide in a field
 * with a few documents and vanish in one with hundreds; chosen, not tuned. */
#define PRIOR_WEIGHT 10.0

static void
count_document(fieldmap *fm, uint64_t mask)
{
	mask &= FIELD_BIT(N_FIELDS + 1) - 1; /* a damaged file */
	if (!mask)
		return;
	fm->n_docs++;
	for (uint64_t a = mask; a; a &= a - 1)
		for (uint64_t b = mask; b; b &= b - 1)
			fm->both[__builtin_ctzll(a) + 1][__builtin_ctzll(b) + 1]++;
}

void
fieldmap_make(fieldmap *fm, const uint64_t *masks, uint32_t n, const fields *names)
{
	memset(fm, 0, sizeof *fm);
	for (uint32_t i = 0; i < n; i++)
		count_document(fm, masks[i]);
	for (unsigned a = 1; a <= N_FIELDS; a++) {
		double sum = 0;
		fm->size[a] = fm->both[a][a];
		for (unsigned b = 1; b <= N_FIELDS; b++) {
			if (a == b)
				continue;
			fm->others[a] += fm->both[a][b];
			fm->prior[a][b] = fields_prior(names, a, b) + 0.1;
			sum += fm->prior[a][b];
		}
		for (unsigned b = 1; b <= N_FIELDS; b++)
			fm->prior[a][b] /= sum;
	}
}

double
fieldmap_given(const fieldmap *fm, unsigned g, unsigned f)
{
	return (fm->both[f][g] + PRIOR_WEIGHT * fm->prior[f][g]) / (fm->others[f] + PRIOR_WEIGHT);
}

/* P(b | a), and 0.5 for a itself: larger than for any other field, so that two fields that are
 * often found together have similar rows. */
static double
fieldmap_cell(const fieldmap *fm, unsigned a, unsigned b)
{
	return a == b ? 0.5 : fieldmap_given(fm, b, a);
}

static double
fieldmap_proximity(const fieldmap *fm, unsigned a, unsigned b)
{
	double ab = 0, aa = 0, bb = 0;

	for (unsigned g = 1; g <= N_FIELDS; g++) {
		double x = fieldmap_cell(fm, a, g), y = fieldmap_cell(fm, b, g);
		ab += x * y;
		aa += x * x;
		bb += y * y;
	}
	return ab / sqrt(aa * bb);
}

double
fieldmap_distance(const fieldmap *fm, uint64_t mask, unsigned g)
{
	double best = 0;

	for (; mask; mask &= mask - 1) {
		double p = fieldmap_proximity(fm, (unsigned)__builtin_ctzll(mask) + 1, g);
		if (p > best)
			best = p;
	}
	return 1.0 - best;
}
