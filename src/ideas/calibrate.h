/* ideas/calibrate.h - a scale on which ideas of different patents compare.
 *
 * WHY   Fit and surprise are standardised over the fields of one query: the best field
 *       of any patent scores high, even where nothing is near.  Over a corpus it counts
 *       how far the idea stands out among all.
 * HOW   For a seeded sample of the index's own documents every candidate field is
 *       measured; this is the background.  Three measures of an idea are placed in it:
 *         belongs   log-odds of the field by the fit's conditional logit, a probability
 *         stands    its surprise among the fields of its own query
 *         near      the best problem cosine as it is, corrected for the field only
 *       Each less the background's mean, over its spread.  Corpus fit is `belongs`, corpus
 *       surprise the mean of `stands` and `near` spread to one again; the corpus score mixes
 *       them by boldness.  Percentiles are places among the background's pairs. */
#ifndef IDEAS_CALIBRATE_H
#define IDEAS_CALIBRATE_H
#include "ideas/score.h"

typedef struct backdrop backdrop;

/* Measures of one (query, field). */
enum { CAL_BELONGS, CAL_STANDS, CAL_NEAR, N_CAL };

/* Of field f, as score_fields() left it in x. */
void calibrate_measures(
    double out[N_CAL], const signals *s, const double weights[N_FIT], const field_score *x);

typedef struct calibrated {
	double score; /* 0 .. 1, what the corpus is ranked by */
	double percentile, fit_percentile, surprise_percentile; /* against the background */
} calibrated;

/* measures: [n][N_CAL], copied.  NULL when out of memory; n = 0 is allowed. */
backdrop *backdrop_new(const double *measures, uint32_t n, float boldness);
void backdrop_free(backdrop *b); /* NULL allowed */
calibrated backdrop_place(const backdrop *b, const double measures[N_CAL]);

#endif
