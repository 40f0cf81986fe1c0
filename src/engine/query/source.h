/* engine/query/source.h - what was asked about, told for a sheet. */
#ifndef ENGINE_QUERY_SOURCE_H
#define ENGINE_QUERY_SOURCE_H
#include "engine/engine.h"
#include "result/ideas/ideas_result.h"

/* The document or the text that was asked. */
tensen_status source_asked(ideas_result *r, const asked *a, tensen_error *err);
/* Several documents of the index; at most SOURCES_TOLD of them are told. */
#define SOURCES_TOLD 6
tensen_status source_documents(
    ideas_result *r, tensen_searcher *s, const uint32_t *rows_of, size_t n, tensen_error *err);

#endif
