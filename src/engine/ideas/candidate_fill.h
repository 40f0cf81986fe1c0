/* engine/ideas/candidate_fill.h - candidates as people read them, in a result's arena. */
#ifndef ENGINE_IDEAS_CANDIDATE_FILL_H
#define ENGINE_IDEAS_CANDIDATE_FILL_H
#include "engine/ideas/triage.h"
#include "result/ideas/candidates_result.h"

typedef struct candidate_filler {
	tensen_result *base;
	tensen_searcher *s;
	const triage *t;
	/* Scenes are many: the answer names those that found a document which it shows. */
	uint32_t *number; /* of an aspect in the answer; UINT32_MAX: not named */
	uint32_t *named;  /* the aspects in the order of their numbers */
	uint32_t n_named;
} candidate_filler;

/* An empty filler; t stays the caller's. */
tensen_status filler_begin(candidate_filler *f, tensen_result *base, tensen_searcher *s,
    const triage *t, tensen_error *err);

/* One document: title, the sentence that met its first aspect, application, signals. */
tensen_status fill_candidate(
    candidate_filler *f, tensen_candidate *out, const triage_doc *d, tensen_error *err);
/* The first `most` of the list. */
tensen_status fill_candidates(
    candidate_filler *f, candidate_list *out, uint32_t most, tensen_error *err);
/* The aspects of the filled documents, called last. */
tensen_status fill_aspects(const candidate_filler *f, candidate_list *out, tensen_error *err);
/* 1: of the query only a title (and classes) is known. */
int query_title_only(const query *a);

#endif
