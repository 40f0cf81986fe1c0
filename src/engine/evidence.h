/* engine/evidence.h - the documents that speak for and against one idea. */
#ifndef ENGINE_EVIDENCE_H
#define ENGINE_EVIDENCE_H
#include "engine/filter.h"
#include "engine/probe.h"
#include "ideas/ideas_result.h"

/* A document of the target field with its cosines to the query, by view. */
typedef struct witness {
	uint32_t row;
	float cosine[N_VIEWS];
	float need; /* likeness of its problem, 0 .. 1 (engine/need.h) */
} witness;

#define WITNESSES_MAX (2 * PROBE_K + NEED_MAX)

typedef struct evidence {
	witness all[WITNESSES_MAX];
	uint32_t n;
	uint32_t needs[PROBE_K], precedents[PROBE_K]; /* places in all, best first */
	uint32_t n_needs, n_precedents;
	uint32_t refutation; /* place in all, or n: none */
} evidence;

/* Weigh the documents that the probe kept for `field`. */
tensen_status evidence_gather(evidence *out, tensen_searcher *s, const asked *a, const probe *p,
    unsigned field, const filter_set *allowed, uint32_t want, tensen_error *err);

/* Write evidence, bridges, subclass, applicants and statements of one idea into r. */
tensen_status evidence_tell(tensen_idea *out, idea_detail *detail, ideas_result *r,
    tensen_searcher *s, const asked *a, const evidence *e, unsigned variant, tensen_error *err);

#endif
