/* engine/stage.h - records read from files, waiting on disk to become documents.
 *
 * WHAT    Every record is appended to an unnamed temporary file beside the
 *         target (nothing to clean up after a kill); records of one id are
 *         chained.  In memory a record costs a few tens of bytes.
 * WHY     Analysts hold dozens of overlapping exports: what belongs to one
 *         patent arrives in any order, and is merged when it is asked for. */
#ifndef ENGINE_STAGE_H
#define ENGINE_STAGE_H
#include "corpus/document.h"
#include "util/strtab.h"

typedef struct stage stage;

tensen_status stage_new(stage **out, const char *target, tensen_error *err);
void stage_free(stage *s);
/* Append a record; *merged is set to 1 when its id was seen before. */
tensen_status stage_add(stage *s, const document *d, int *merged, tensen_error *err);
/* No more records: map them.  Must be called before stage_get(). */
tensen_status stage_finish(stage *s, tensen_error *err);
uint32_t stage_count(const stage *s); /* distinct documents, in order of first arrival */
/* Document i, merged from its records, in `mem`.  Threads may share a finished stage. */
tensen_status stage_get(
    const stage *s, uint32_t i, document *d, arena *mem, int *differs, tensen_error *err);

/* An unnamed temporary file in the folder of `target`; -1 and errno. */
int stage_temp_file(const char *target);

#endif
