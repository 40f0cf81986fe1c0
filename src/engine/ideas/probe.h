/* engine/ideas/probe.h - everything measured of one query, field by field.
 *
 * One scan per view with a heap per field, one lexical list; from them the
 * signals that ideas are scored by, and the documents that become evidence. */
#ifndef ENGINE_IDEAS_PROBE_H
#define ENGINE_IDEAS_PROBE_H
#include "engine/ideas/need.h"
#include "ideas/score.h"

#define PROBE_K NEED_K       /* documents kept per field and view */
#define PROBE_NEIGHBOURS 100 /* voters, each with the cube of its BM25 */

typedef struct probe {
	signals signals;
	/* of the problem and the means view: [64 * PROBE_K] or NULL, the query is silent in it */
	vec_hit *hits[N_VIEWS];
	uint32_t counts[N_VIEWS][64];
	need_lists needs; /* by probe_query() only */
	/* plain votes of each side alone, for the baselines; by probe_votes() only */
	double lexical_votes[N_FIELDS + 1], dense_votes[N_FIELDS + 1];
} probe;

/* known: fields not to be ranked; without: mask of the query's own document if
 * it is in the index (left out of every count), else 0; allowed: the documents
 * that may be found by the scan per field, and so become evidence; NULL: all. */
tensen_status probe_query(probe *out, tensen_searcher *s, const asked *a, uint64_t known,
    uint64_t without, const filter_set *allowed, tensen_error *err);
/* Only what the fit needs: no scan. */
tensen_status probe_fit(probe *out, tensen_searcher *s, const asked *a, uint64_t known,
    uint64_t without, tensen_error *err);
/* That and the plain votes: no scan per field. */
tensen_status probe_votes(probe *out, tensen_searcher *s, const asked *a, uint64_t known,
    uint64_t without, tensen_error *err);

#endif
