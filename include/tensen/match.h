/* tensen/match.h - from a company's need or profile to open patents. */
#pragma once

#include <tensen/index.h>

typedef struct tensen_match_opts {
	size_t size;
	uint32_t k;           /* patents wanted, at most TENSEN_OFFERS_MAX; 0: 10 */
	int closed;           /* 1: patents that are not open, too */
	tensen_filter filter; /* `open` is set unless `closed` */
	int no_kept;          /* 1: without the readings that are kept (tensen/readings.h) */
} tensen_match_opts;
#define TENSEN_MATCH_OPTS_INIT TENSEN_SIZED(tensen_match_opts)

/* One patent offered for a need. */
typedef struct tensen_offer {
	tensen_document_ref document;
	float score;          /* orders the offers; no share of anything */
	float problem, topic; /* cosines with the need */
	float lexical;        /* similarity of words, as in tensen_hit */
	int in_field;         /* 1: shares a field with the need's own */
	const char
	    *brings; /* the sentence of its effect, else of its problem, that answers the need */
	const char *const *highlights; /* pieces of `brings` that it shares with the need */
	size_t n_highlights;
	/* words of the need that the patent has, weightiest first; of one that another word meets
	 * both: "転ぶ→転倒" */
	const char *const *shared;
	size_t n_shared;
	const char *const *lacks; /* weighty words of the need that the patent lacks */
	size_t n_lacks;
	uint32_t met, asked; /* parts of the need that it meets, of all */
	/* What was read of the need and this patent; NULL: nothing.  Offers graded 2 or 3 stand first,
	 * the better grade before, those graded 0 or 1 last. */
	const tensen_judgement *judgement;
} tensen_offer;

/* Text: a need in everyday words, or a profile of several paragraphs; or the id of a company's
 * own patent.  E_NOTFOUND: no such id. */
TENSEN_API tensen_status tensen_match(tensen_searcher *searcher, const tensen_query *q,
    const tensen_match_opts *opts, tensen_result **out, tensen_error *err);

/* The offers of a match result, best first; *n = 0 for other results. */
TENSEN_API const tensen_offer *tensen_result_offers(const tensen_result *result, size_t *n);
