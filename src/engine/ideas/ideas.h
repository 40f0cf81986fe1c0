/* engine/ideas/ideas.h - ideas of a query that is understood already. */
#ifndef ENGINE_IDEAS_IDEAS_H
#define ENGINE_IDEAS_IDEAS_H
#include "engine/ideas/probe.h"
#include "result/ideas/ideas_result.h"

/* p: what was measured on the way, valid until the searcher's next query; all zero
 * when no term of the query is known. */
tensen_status ideas_answer(ideas_result *r, probe *p, tensen_searcher *s, const asked *a,
    const tensen_ideas_opts *o, tensen_error *err);

#endif
