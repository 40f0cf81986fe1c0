/* engine/eval/judged_queries.h - the queries of a judged file that the index has. */
#pragma once
#include <tensen/ideas.h>
#include "engine/eval/eval_parts.h"
#include "util/arena.h"
#include "util/buf.h"
#include "util/strtab.h"

#define BEST_GRADE 3
#define NOT_GRADED (-1)

/* ---- aspect_file.c: aspects that a caller would give, by query, from a table. ---- */

typedef struct aspect_file {
	arena mem;
	strtab queries;
	buf entries;    /* of the file's order: query and text */
	const char **v; /* of query q: v[start[q]], ended by NULL */
	size_t *start;
} aspect_file;

/* TSV or CSV with a header: columns `query` and `aspect` (or a name that begins with
 * short_queries), several aspects in a cell with " | " between.  E_IO, E_INPUT. */
tensen_status aspect_file_read(aspect_file *out, const char *path, tensen_error *err);
void aspect_file_clear(aspect_file *file);
/* The aspects of a query, ended by NULL; NULL: none. */
const char *const *aspect_file_of(const aspect_file *file, const char *query);

/* ---- judged_queries.c ---- */

/* A graded document; row ROW_NONE: the index does not have it. */
typedef struct judged_doc {
	uint32_t row;
	int grade, shelf;
	const char *id;
} judged_doc;

typedef struct judged_query {
	uint32_t row;
	const judged_doc *docs; /* by id */
	uint32_t n_docs, n_good;
	const char *const *aspects; /* of the caller; NULL: none */
} judged_query;

typedef struct judged_queries {
	tensen_judged *file;
	aspect_file aspects;
	judged_query *v;
	judged_doc *docs;
	uint32_t n, unknown;           /* queries asked; not in the index */
	uint32_t good;                 /* documents graded 2 or 3, of the queries asked */
	uint32_t pairs, unknown_pairs; /* of the queries asked; documents not in the index */
} judged_queries;

/* From opts->judged and opts->aspects. */
tensen_status judged_queries_read(judged_queries *out, const evaluation *eval, tensen_error *err);
void judged_queries_clear(judged_queries *queries);
/* NULL: nobody graded the row for this query. */
const judged_doc *judged_doc_of(const judged_query *judged, uint32_t row);
/* The counts of queries and documents as the `about` of a section. */
void judged_about(const evaluation *eval, eval_section *one, const judged_queries *queries);
