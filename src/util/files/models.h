/* util/files/models.h - the plain data files of models/, as the program holds them.
 *
 * They are embedded at build time, so the command works from any folder.  The files of a folder
 * given by the user replace the embedded files of the same name.  A models object is immutable
 * and may be shared. */
#pragma once
#include <tensen/status.h>
#include "util/span.h"

typedef struct models models;

/* dir NULL: the embedded files only. */
tensen_status models_open(models **out, const char *dir, tensen_error *err);
void models_close(models *tables);
/* The file `name` ("fields.tsv"); E_NOTFOUND if there is none.  Borrowed. */
tensen_status models_get(const models *tables, const char *name, span *out, tensen_error *err);

/* The embedded file, also if a folder replaces it; empty if there is none. */
span models_builtin(const char *name);

/* A TSV file being read. */
typedef struct tsv {
	span file;
	size_t at;     /* offset of the next line */
	unsigned line; /* number of the line given */
} tsv;

/* The file `name` of the models; as models_get(). */
tensen_status tsv_open(tsv *tab, const models *tables, const char *name, tensen_error *err);
/* The next line that is neither empty nor begins with '#'.  Returns the number of columns put into
 * cols (at most max; the last one takes the rest), or 0 at the end. */
size_t tsv_next(tsv *one, span *cols, size_t max);
/* Of a file whose lines stand in the order of their bytes, searched where it lies: from the first
 * line on whose first column is not before the key. */
tensen_status tsv_open_at(
    tsv *tab, const models *tables, const char *name, span key, tensen_error *err);
/* The line of it whose first column is the key.  Returns the number of columns; 0: there is none. */
size_t tsv_find(const models *tables, const char *name, span key, span *cols, size_t max);
