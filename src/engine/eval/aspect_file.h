/* engine/eval/aspect_file.h - aspects that a caller would give, by query, from a table. */
#ifndef ENGINE_EVAL_ASPECT_FILE_H
#define ENGINE_EVAL_ASPECT_FILE_H
#include <tensen/status.h>
#include "util/arena.h"
#include "util/buf.h"
#include "util/strtab.h"

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
void aspect_file_clear(aspect_file *f);
/* The aspects of a query, ended by NULL; NULL: none. */
const char *const *aspect_file_of(const aspect_file *f, const char *query);

#endif
