/* fields/fieldmap.c - see fieldmap.h. */
#include "fields/fieldmap.h"
#include <math.h>

/* The shipped counts weigh as much as so many documents of the corpus.  They decide in a field
 * with a few documents and vanish in one with hundreds; chosen, not tuned. */
#define PRIOR_WEIGHT 10.0

static void
count_document(fieldmap *m, uint64_t mask)
{
	mask &= FIELD_BIT(N_FIELDS + 1) - 1; /* a damaged file */
	if (!mask)
		return;
	m->n_docs++;
	for (uint64_t a = mask; a; a &= a - 1)
		for (uint64_t b = mask; b; b &= b - 1)
			m->both[__builtin_ctzll(a) + 1][__builtin_ctzll(b) + 1]++;
}

void
fieldmap_make(fieldmap *m, const uint64_t *masks, uint32_t n, const fields *f)
{
	memset(m, 0, sizeof *m);
	for (uint32_t i = 0; i < n; i++)
		count_document(m, masks[i]);
	for (unsigned a = 1; a <= N_FIELDS; a++) {
		double sum = 0;
		m->size[a] = m->both[a][a];
		for (unsigned b = 1; b <= N_FIELDS; b++) {
			if (a == b)
				continue;
			m->others[a] += m->both[a][b];
			m->prior[a][b] = fields_prior(f, a, b) + 0.1;
			sum += m->prior[a][b];
		}
		for (unsigned b = 1; b <= N_FIELDS; b++)
			m->prior[a][b] /= sum;
	}
}

double
fieldmap_given(const fieldmap *m, unsigned g, unsigned f)
{
	return (m->both[f][g] + PRIOR_WEIGHT * m->prior[f][g]) / (m->others[f] + PRIOR_WEIGHT);
}

/* P(b | a), and 0.5 for a itself: larger than for any other field, so that two fields that are
 * often found together have similar rows. */
static double
cell(const fieldmap *m, unsigned a, unsigned b)
{
	return a == b ? 0.5 : fieldmap_given(m, b, a);
}

static double
proximity(const fieldmap *m, unsigned a, unsigned b)
{
	double ab = 0, aa = 0, bb = 0;

	for (unsigned g = 1; g <= N_FIELDS; g++) {
		double x = cell(m, a, g), y = cell(m, b, g);
		ab += x * y;
		aa += x * x;
		bb += y * y;
	}
	return ab / sqrt(aa * bb);
}

double
fieldmap_distance(const fieldmap *m, uint64_t mask, unsigned g)
{
	double best = 0;

	for (; mask; mask &= mask - 1) {
		double p = proximity(m, (unsigned)__builtin_ctzll(mask) + 1, g);
		if (p > best)
			best = p;
	}
	return 1.0 - best;
}
