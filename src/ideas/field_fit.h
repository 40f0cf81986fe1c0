/* ideas/field_fit.h - how well each other field fits a document: the field model.
 *
 * USE    The hidden-field task of `tensen eval`; the weights are trained on the same task when
 *        an index is built.  Ideas are made of documents and do not use the field model.
 * MODEL  A conditional logit over the candidate fields: every component is standardised
 *        over the candidates of one document, and the sum is weighted. */
#ifndef IDEAS_FIELD_FIT_H
#define IDEAS_FIELD_FIT_H
#include "fields/fieldmap.h"

/* The signals of each field (index 1 .. N_FIELDS). */
typedef struct field_signals {
	uint64_t known;               /* fields of the document: not ranked */
	uint64_t without;             /* mask of the document left out of all counts */
	double votes[N_FIELDS + 1];   /* of the neighbours, for every field they are in */
	double second[N_FIELDS + 1];  /* the same, but not for the first field of each */
	double words[N_FIELDS + 1];   /* ln likelihood of the document's words in the field */
	double ridge[N_FIELDS + 1];   /* linear prediction of membership */
	double coclass[N_FIELDS + 1]; /* P(g | the document's main groups in the known fields) */
	double prior[N_FIELDS + 1];   /* P(g | known) */
	double size[N_FIELDS + 1];    /* documents */
} field_signals;

/* The components of the fit, each standardised over the candidates of the document.  The last
 * two are votes and coclass once more, for far fields only: the co-class prior says much of the
 * fields that often go with the known ones and little of the others, where neighbours say
 * more. */
enum {
	FIT_VOTES,
	FIT_SECOND,
	FIT_WORDS,
	FIT_RIDGE,
	FIT_COCLASS,
	FIT_SIZE,
	FIT_FAR_VOTES,
	FIT_FAR_COCLASS,
	N_FIT
};
#define NEAR_FIELDS 5 /* candidates that the co-class prior puts first; the others are far */
extern const double field_fit_defaults[N_FIT];

/* 1 if field f may be ranked: it has documents and is not a known one. */
int field_is_candidate(const field_signals *s, unsigned f);
/* 1 if f is not among the NEAR_FIELDS candidates with the highest prior, ties by number. */
int field_is_far(const field_signals *s, unsigned f);
void field_fit_features(const field_signals *s, double out[N_FIT][N_FIELDS + 1]);

#endif
