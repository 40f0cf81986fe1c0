/* engine/translate/cohere.h - chooses among several translations by coherence.
 *
 * The words of one text belong together, and so do the right ones of their translations (Gao et al.
 * 2001; Liu, Jin and Chai 2005).  Likeness is the cosine of terms in the LSA space of the index,
 * scaled by the singular values: how they occur together. */
#pragma once
#include "engine/base/query.h"
#include "engine/translate/senses.h"

/* The direction of an equivalent: v times the singular values has length 1 / scale. */
typedef struct direction {
	const float *v;
	float scale;
} direction;

/* One translation in progress. */
typedef struct translation {
	tensen_searcher *s;
	const local_terms *t;
	word_senses *v; /* of each word with an equivalent */
	uint32_t n;
	float **p;       /* probabilities of the equivalents of each */
	direction *dirs; /* of the equivalents, of all words one behind the other */
	uint32_t *at;    /* where those of a word begin */
	uint32_t dims;
	float *inverse; /* translator_inverse() */
} translation;

/* How often a word stands in the query, weighted by section. */
float translation_count(const local_term *local);
/* Make words->p: the equivalents of each word, those that cohere with the other words first. */
tensen_status translation_cohere(translation *words, tensen_error *err);
/* Make q->worth from q->terms and q->share, and drop the terms that weigh least. */
tensen_status translation_weigh(
    query *q, tensen_searcher *searcher, float *inverse, tensen_error *err);
