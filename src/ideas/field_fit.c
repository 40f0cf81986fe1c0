/* ideas/field_fit.c - see field_fit.h. */
#include "ideas/field_fit.h"
#include <math.h>
#include <string.h>

/* Fitted on US abstracts and on a J-PlatPat set, which agree; an index carries its own,
 * fitted on its own documents and pulled towards these (engine/build/train_weights.h). */
const double field_fit_defaults[N_FIT] = {[FIT_VOTES] = 0.8,
    [FIT_SECOND] = 0.25,
    [FIT_WORDS] = 0.4,
    [FIT_RIDGE] = 0.2,
    [FIT_COCLASS] = 1.1,
    [FIT_SIZE] = -0.2,
    [FIT_FAR_VOTES] = 0.4,
    [FIT_FAR_COCLASS] = -0.4};

int
field_is_candidate(const field_signals *s, unsigned f)
{
	return s->size[f] >= 1 && !(s->known & FIELD_BIT(f));
}

/* v standardised over the candidates; 0 elsewhere. */
static void
standardise(const field_signals *s, const double *v, double *z)
{
	double mean = 0, square = 0, sd;
	unsigned n = 0;

	for (unsigned f = 1; f <= N_FIELDS; f++)
		if (field_is_candidate(s, f)) {
			mean += v[f];
			n++;
		}
	if (n == 0)
		return;
	mean /= n;
	for (unsigned f = 1; f <= N_FIELDS; f++)
		if (field_is_candidate(s, f))
			square += (v[f] - mean) * (v[f] - mean);
	sd = sqrt(square / n);
	for (unsigned f = 1; f <= N_FIELDS; f++)
		if (sd > 1e-12 && field_is_candidate(s, f))
			z[f] = (v[f] - mean) / sd;
}

int
field_is_far(const field_signals *s, unsigned f)
{
	unsigned before = 0;

	for (unsigned g = 1; g <= N_FIELDS; g++)
		before += g != f && field_is_candidate(s, g) &&
			  (s->prior[g] > s->prior[f] || (!(s->prior[g] < s->prior[f]) && g < f));
	return before >= NEAR_FIELDS;
}

/* ln of votes, with a hundredth of the mean added to every field. */
static void
log_votes(const field_signals *s, const double votes[N_FIELDS + 1], double out[N_FIELDS + 1])
{
	double total = 0;

	for (unsigned f = 1; f <= N_FIELDS; f++)
		total += field_is_candidate(s, f) ? votes[f] : 0;
	for (unsigned f = 1; f <= N_FIELDS; f++)
		out[f] = log(votes[f] + 0.01 * total / (N_FIELDS - 1) + 1e-9);
}

void
field_fit_features(const field_signals *s, double out[N_FIT][N_FIELDS + 1])
{
	double raw[FIT_FAR_VOTES][N_FIELDS + 1];

	log_votes(s, s->votes, raw[FIT_VOTES]);
	log_votes(s, s->second, raw[FIT_SECOND]);
	for (unsigned f = 1; f <= N_FIELDS; f++) {
		raw[FIT_WORDS][f] = s->words[f];
		raw[FIT_RIDGE][f] = s->ridge[f];
		raw[FIT_COCLASS][f] = log(s->coclass[f] + 1e-4);
		raw[FIT_SIZE][f] = log(s->size[f] + 1);
	}
	memset(out, 0, N_FIT * sizeof *out);
	for (int k = 0; k < FIT_FAR_VOTES; k++)
		standardise(s, raw[k], out[k]);
	for (unsigned f = 1; f <= N_FIELDS; f++)
		if (field_is_far(s, f)) {
			out[FIT_FAR_VOTES][f] = out[FIT_VOTES][f];
			out[FIT_FAR_COCLASS][f] = out[FIT_COCLASS][f];
		}
}
