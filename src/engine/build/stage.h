/* engine/build/stage.h - records read from files, waiting on disk to become documents.
 *
 * WHAT    Every record is spilled to disk; records of one id are chained.  A
 *         licence record (its id is a licence number) is chained to the patent it
 *         names, when that patent is here too, in whatever order they came.
 * WHY     Analysts hold dozens of overlapping exports: what belongs to one
 *         patent arrives in any order, and is merged when it is asked for. */
#ifndef ENGINE_BUILD_STAGE_H
#define ENGINE_BUILD_STAGE_H
#include "corpus/document/document.h"

typedef struct stage stage;

tensen_status stage_new(stage **out, const char *target, tensen_error *err);
void stage_free(stage *s); /* NULL allowed */
/* Append a record; *merged is set to 1 when its id was seen before. */
tensen_status stage_add(stage *s, const document *d, int *merged, tensen_error *err);
/* No more records: link licences and map.  *linked: licence records that found their patent. */
tensen_status stage_finish(stage *s, uint64_t *linked, tensen_error *err);
/* Distinct documents, in order of first arrival.  Threads may share a finished stage. */
uint32_t stage_count(const stage *s);
/* Document i, merged from its records, in `mem`; *differs (NULL allowed) is 1 when
 * records of one id disagreed in title or abstract. */
tensen_status stage_get(
    const stage *s, uint32_t i, document *d, arena *mem, int *differs, tensen_error *err);

#endif
