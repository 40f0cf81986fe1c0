/* ideas/score.h - from signals of a query to a ranking of the other fields.
 *
 * FIT       does the query belong there too: what its neighbours' classes say.
 *           A conditional logit over the candidate fields: each component is
 *           standardised over the candidates of this query and the sum is
 *           weighted (engine/learn fits the weights on the index itself).
 * SURPRISE  is it wanted there, whoever's classes say so or not: the need.  Precedent,
 *           distance and whitespace are shown, not scored: none of them, nor topic or
 *           function, finds an analogy that need alone does not (bench/ablation.py), and
 *           the document that proves a need is itself counted against whitespace.
 * The two are kept apart, each of unit spread over the candidates, and mixed at
 * the end by `boldness`. */
#ifndef IDEAS_SCORE_H
#define IDEAS_SCORE_H
#include "fields/fieldmap.h"

/* Everything measured of one query, by field (index 1 .. N_FIELDS). */
typedef struct signals {
	uint64_t known;              /* fields of the query: not ranked */
	uint64_t without;            /* mask of the document left out of all counts */
	double votes[N_FIELDS + 1];  /* of the neighbours, for every field they are in */
	double second[N_FIELDS + 1]; /* the same, but not for the first field of each */
	double words[N_FIELDS + 1];  /* ln likelihood of the query's words in the field */
	double ridge[N_FIELDS + 1];  /* linear prediction of membership */
	double along[N_FIELDS + 1];  /* P(g | the query's main groups in the known fields) */
	double prior[N_FIELDS + 1];  /* P(g | known) */
	double size[N_FIELDS + 1];   /* documents */
	double need[N_FIELDS + 1];   /* likeness of the best problem, 0 .. 1 */
	double near[N_FIELDS + 1]; /* the best problem cosine, corrected for the field: unlike need,
				      it can be compared between queries */
	double precedent[N_FIELDS + 1];  /* the best means cosine, corrected for the field */
	double whitespace[N_FIELDS + 1]; /* ln expected over observed */
	double distance[N_FIELDS + 1];   /* 0 .. 1 */
} signals;

typedef struct field_score {
	unsigned field;
	double score, fit, surprise;                  /* 0 .. 1 */
	double need, precedent, whitespace, distance; /* percentiles among the candidates */
} field_score;

#define BOLDNESS_DEFAULT 0.8f
/* What was asked for, within 0 .. 1; the default for a negative number and for NaN. */
float score_boldness(float asked);

/* The components of fit, each standardised over the candidates of the query.  The last two are
 * votes and along once more, for far fields only: what classes usually go along with says much
 * of the fields that they often go with and little of the others, where neighbours say more. */
enum {
	FIT_VOTES,
	FIT_SECOND,
	FIT_WORDS,
	FIT_RIDGE,
	FIT_ALONG,
	FIT_SIZE,
	FIT_FAR_VOTES,
	FIT_FAR_ALONG,
	N_FIT
};
#define NEAR_FIELDS 5 /* candidates that the co-class prior puts first; the others are far */
extern const double fit_weights_default[N_FIT];

/* 1 if field f may be proposed: it has documents and is not the query's own. */
int signals_candidate(const signals *s, unsigned f);
/* 1 if f is not among the NEAR_FIELDS candidates with the highest prior, ties by number. */
int signals_far(const signals *s, unsigned f);
void fit_features(const signals *s, double out[N_FIT][N_FIELDS + 1]);
/* The fit of every candidate field, larger is better; candidates are the fields
 * outside `known` that have documents.  Others get -HUGE_VAL. */
void score_fit(const signals *s, const double weights[N_FIT], double fit[N_FIELDS + 1]);
/* All candidates, best first, ties by field number.  Returns how many. */
size_t score_fields(
    const signals *s, const double weights[N_FIT], float boldness, field_score out[N_FIELDS]);

#endif
