/* engine/ideas/varied.h - a list of different things from a list in order.
 *
 * Of the first ten documents at most a few share a main group, a subclass or the head noun of the
 * title; of the next ten as many again, and so on.  What has no place in its ten comes later. */
#pragma once
#include "engine/ideas/triage.h"

/* Places in grades->v of at most `want` documents that nobody has judged; *n of them, in searcher->mem.
 * Left out, as they are of the query's own kind of product more often than they show a use
 * (bench/ideas/read-24.md): the documents nearest to it as a whole, those whose title shares its noun
 * or names its product, those of fields near its own, and those without a class symbol whose nearest
 * documents are of its own fields.  Fields are not looked at for what a person or a model asked.
 * What a statement of theirs brought comes first, as its list has it; then documents of another field
 * with a text, then titles alone, then what has no field. */
tensen_status varied_pick(uint32_t **out, uint32_t *n, tensen_searcher *searcher, const query *q,
    const triage *grades, uint32_t want, tensen_error *err);
/* After judgements, which bring the likes of the good ones: the first `want` that nobody has judged
 * become as varied. */
tensen_status varied_triage(
    triage *grades, tensen_searcher *searcher, uint32_t want, tensen_error *err);
