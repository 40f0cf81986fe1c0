/* corpus/document/extra.h - the JSON object of what no field of a document holds. */
#ifndef CORPUS_DOCUMENT_EXTRA_H
#define CORPUS_DOCUMENT_EXTRA_H
#include <tensen/status.h>
#include "util/arena.h"
#include "util/span.h"

/* Add to *to the members of `from` that it lacks; on one key *to wins.
 * Either may be empty; the result is copied into mem. */
tensen_status extra_merge(span *to, span from, arena *mem);

#endif
