/* engine/ideas/candidate_fill.h - candidates as people read them, in a result's arena. */
#ifndef ENGINE_IDEAS_CANDIDATE_FILL_H
#define ENGINE_IDEAS_CANDIDATE_FILL_H
#include "engine/ideas/triage.h"
#include "result/ideas/candidates_result.h"

typedef struct candidate_filler {
	tensen_result *base;
	tensen_searcher *s;
	const triage *t;
} candidate_filler;

/* One document: title, the sentence that met its first aspect, application, signals. */
tensen_status fill_candidate(
    const candidate_filler *f, tensen_candidate *out, const triage_doc *d, tensen_error *err);
/* The first `most` of the list, and the aspects. */
tensen_status fill_candidates(
    const candidate_filler *f, candidate_list *out, uint32_t most, tensen_error *err);
/* 1: the query says no more than its title (and classes). */
int query_title_only(const asked *a);

#endif
