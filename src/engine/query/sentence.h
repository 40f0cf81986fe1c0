/* engine/query/sentence.h - the sentence of a document that a query met. */
#pragma once
#include "engine/base/query.h"
#include "engine/query/term_overlap.h"

typedef struct met_sentence {
	const char *sentence; /* of problem, effect, means, claims; the title if there is no more */
	const char *const *highlights; /* pieces of it that carry what both share */
	size_t n_highlights;
} met_sentence;

/* The same of a row whose sections were read already. */
tensen_status sentence_of_sections(met_sentence *out, tensen_result *result,
    tensen_searcher *searcher, const query *q, uint32_t row, const document_sections *parts,
    tensen_error *err);

/* Of a row, in r's arena. */
tensen_status sentence_met(met_sentence *out, tensen_result *result, tensen_searcher *searcher,
    const query *q, uint32_t row, tensen_error *err);
