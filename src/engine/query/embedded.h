/* engine/query/embedded.h - a query as a vector of the model that the index has vectors of
 * (tensen/vectors.h). */
#pragma once
#include "engine/base/index.h"
#include "engine/base/query.h"
#include "engine/base/searcher.h"

/* What a vector of the model is compared in: 0 for two documents that have nothing in common. */
float embedded_share(const tensen_index *ix, float cosine);

/* 1: the query may have one, even if the index knows none of its words. */
int embedded_may_ask(const tensen_searcher *s, const query *a, tensen_side side);
/* *out: the vector with which the query asks by `side`, in s->mem; NULL: it asks without.  By
 * TENSEN_FUSED a short text has one, by TENSEN_EMBEDDINGS every query, or E_ARG says why not. */
tensen_status embedded_query(
    const float **out, tensen_searcher *s, const query *a, tensen_side side, tensen_error *err);
