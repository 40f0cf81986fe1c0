/* util/models.h - the plain data files of models/, as the program holds them.
 *
 * They are embedded at build time, so the command works from any folder; a
 * folder given by the user replaces those files it holds.  A models object is
 * immutable and may be shared. */
#ifndef UTIL_MODELS_H
#define UTIL_MODELS_H
#include <tensen/status.h>
#include "util/span.h"

typedef struct models models;

/* dir NULL: the embedded files only. */
tensen_status models_open(models **out, const char *dir, tensen_error *err);
void models_close(models *m);
/* The file `name` ("fields.tsv"); E_NOTFOUND if there is none.  Borrowed. */
tensen_status models_get(const models *m, const char *name, span *out, tensen_error *err);

/* The file as it was built in, whatever a folder replaces; empty if there is none. */
span models_builtin(const char *name);

/* Walk a TSV file: skips lines that are empty or start with '#'.  Returns the
 * number of columns put into cols (at most max; the last takes the rest), or 0
 * at the end.  *at is the offset to go on from (0 at first), *line counts. */
size_t tsv_next(span file, size_t *at, unsigned *line, span *cols, size_t max);

#endif
