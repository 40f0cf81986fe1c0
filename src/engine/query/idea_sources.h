/* engine/query/idea_sources.h - the patents that a query came from, as a sheet shows them. */
#pragma once
#include "engine/base/query.h"
#include "result/ideas/ideas_result.h"

/* The document or the text of the query. */
tensen_status idea_source_of_query(ideas_result *result, const query *q, tensen_error *err);
/* Several documents of the index: the first IDEA_SOURCES_MAX of them. */
#define IDEA_SOURCES_MAX 6
tensen_status idea_sources_of_rows(ideas_result *result, tensen_searcher *searcher,
    const uint32_t *rows_of, size_t n, tensen_error *err);
