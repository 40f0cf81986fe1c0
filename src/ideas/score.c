/* ideas/score.c - see score.h. */
#include "ideas/score.h"
#include <math.h>
#include <stdlib.h>

/* Fitted on US abstracts and on a J-PlatPat set, which agree; an index carries its own,
 * fitted on its own documents and pulled towards these (engine/learn). */
const double fit_weights_default[N_FIT] = {[FIT_VOTES] = 0.8,
    [FIT_SECOND] = 0.25,
    [FIT_WORDS] = 0.4,
    [FIT_RIDGE] = 0.2,
    [FIT_ALONG] = 1.1,
    [FIT_SIZE] = -0.2,
    [FIT_FAR_VOTES] = 0.4,
    [FIT_FAR_ALONG] = -0.4};

int
signals_candidate(const signals *s, unsigned f)
{
	return s->size[f] >= 1 && !(s->known & FIELD_BIT(f));
}

/* Standardise v over the candidates and add weight * z to sum. */
static void
add_z(const signals *s, const double *v, double weight, double *sum)
{
	double mean = 0, square = 0, sd;
	unsigned n = 0;

	for (unsigned f = 1; f <= N_FIELDS; f++)
		if (signals_candidate(s, f)) {
			mean += v[f];
			n++;
		}
	if (n == 0)
		return;
	mean /= n;
	for (unsigned f = 1; f <= N_FIELDS; f++)
		if (signals_candidate(s, f))
			square += (v[f] - mean) * (v[f] - mean);
	sd = sqrt(square / n);
	for (unsigned f = 1; f <= N_FIELDS; f++)
		if (sd > 1e-12 && signals_candidate(s, f))
			sum[f] += weight * (v[f] - mean) / sd;
}

int
signals_far(const signals *s, unsigned f)
{
	unsigned before = 0;

	for (unsigned g = 1; g <= N_FIELDS; g++)
		before += g != f && signals_candidate(s, g) &&
			  (s->prior[g] > s->prior[f] || (!(s->prior[g] < s->prior[f]) && g < f));
	return before >= NEAR_FIELDS;
}

/* ln of votes, as if every field had a hundredth of the mean besides. */
static void
log_votes(const signals *s, const double votes[N_FIELDS + 1], double out[N_FIELDS + 1])
{
	double total = 0;

	for (unsigned f = 1; f <= N_FIELDS; f++)
		total += signals_candidate(s, f) ? votes[f] : 0;
	for (unsigned f = 1; f <= N_FIELDS; f++)
		out[f] = log(votes[f] + 0.01 * total / (N_FIELDS - 1) + 1e-9);
}

void
fit_features(const signals *s, double out[N_FIT][N_FIELDS + 1])
{
	double raw[FIT_FAR_VOTES][N_FIELDS + 1];

	log_votes(s, s->votes, raw[FIT_VOTES]);
	log_votes(s, s->second, raw[FIT_SECOND]);
	for (unsigned f = 1; f <= N_FIELDS; f++) {
		raw[FIT_WORDS][f] = s->words[f];
		raw[FIT_RIDGE][f] = s->ridge[f];
		raw[FIT_ALONG][f] = log(s->along[f] + 1e-4);
		raw[FIT_SIZE][f] = log(s->size[f] + 1);
	}
	memset(out, 0, N_FIT * sizeof *out);
	for (int k = 0; k < FIT_FAR_VOTES; k++)
		add_z(s, raw[k], 1, out[k]);
	for (unsigned f = 1; f <= N_FIELDS; f++)
		if (signals_far(s, f)) {
			out[FIT_FAR_VOTES][f] = out[FIT_VOTES][f];
			out[FIT_FAR_ALONG][f] = out[FIT_ALONG][f];
		}
}

void
score_fit(const signals *s, const double weights[N_FIT], double fit[N_FIELDS + 1])
{
	double z[N_FIT][N_FIELDS + 1];

	fit_features(s, z);
	for (unsigned f = 1; f <= N_FIELDS; f++) {
		fit[f] = signals_candidate(s, f) ? 0 : -HUGE_VAL;
		for (int k = 0; k < N_FIT && signals_candidate(s, f); k++)
			fit[f] += weights[k] * z[k][f];
	}
}

/* Share of the candidates that v[f] beats; ties count half. */
static double
percentile(const signals *s, const double *v, unsigned f)
{
	double below = 0, n = 0;

	for (unsigned g = 1; g <= N_FIELDS; g++) {
		if (g == f || !signals_candidate(s, g))
			continue;
		n++;
		below += v[g] < v[f] ? 1 : v[g] == v[f] ? 0.5 : 0;
	}
	return n > 0 ? below / n : 1;
}

static double
logistic(double x)
{
	return 1 / (1 + exp(-x));
}

static int
score_order(const void *a, const void *b)
{
	const field_score *x = a, *y = b;

	if (x->score != y->score)
		return x->score > y->score ? -1 : 1;
	return (x->field > y->field) - (x->field < y->field);
}

float
score_boldness(float asked)
{
	return asked > 1 ? 1 : asked >= 0 ? asked : BOLDNESS_DEFAULT;
}

size_t
score_fields(
    const signals *s, const double weights[N_FIT], float boldness, field_score out[N_FIELDS])
{
	double raw[N_FIELDS + 1], fit[N_FIELDS + 1] = {0}, bold[N_FIELDS + 1] = {0};
	double b = (double)score_boldness(boldness);
	size_t n = 0;

	score_fit(s, weights, raw);
	add_z(s, raw, 1, fit);
	add_z(s, s->need, 1, bold);
	for (unsigned f = 1; f <= N_FIELDS; f++) {
		field_score *x = &out[n];
		if (!signals_candidate(s, f))
			continue;
		*x = (field_score){f, 0, logistic(fit[f]), logistic(bold[f]),
		    percentile(s, s->need, f), percentile(s, s->precedent, f),
		    percentile(s, s->whitespace, f), percentile(s, s->distance, f)};
		x->score = logistic((1 - b) * fit[f] + b * bold[f]);
		n++;
	}
	qsort(out, n, sizeof *out, score_order);
	return n;
}
