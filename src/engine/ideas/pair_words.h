/* engine/ideas/pair_words.h - how much the two sentences of an unread pair have in common, in words.
 *
 * WHY   A list of unread documents has pairs of one purpose beside pairs that share a word by accident.
 *       Which is which a reader sees by the words of both sentences, and by nothing that is computed.
 * WHAT  0: no word; 1: one; 2: two; 3: three, or a function (what is done to what) of both.  Words that
 *       say nothing by themselves do not count: those of everyday speech, those of one document in ten,
 *       what somebody would want done to anything (防止). */
#pragma once
#include "engine/base/searcher.h"
#include <tensen/ideas.h>

/* The terms of one sentence; in searcher->mem. */
typedef struct sentence_terms {
	span text;
	const term *v;
	size_t n;
} sentence_terms;

/* Fill shared, met and marks of a candidate by its effect and trouble.  *effect has the terms of the
 * effect that was cut last, zero before the first: most candidates of a list have the same. */
tensen_status pair_words(tensen_candidate *out, sentence_terms *effect, tensen_result *base,
    tensen_searcher *searcher, tensen_error *err);

/* The same marks for an idea: of what was quoted of both, the words that the other or the transfer has. */
tensen_status idea_marks(
    tensen_idea *out, tensen_result *base, tensen_searcher *searcher, tensen_error *err);
