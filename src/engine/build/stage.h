/* engine/build/stage.h - the staging area: records on disk, before they become documents.
 *
 * WHAT    Every record is spilled to disk; records of one id are chained.  A licence
 *         record (its id is a licence number) is chained to the patent it names, if that
 *         patent is staged too; the order of arrival does not matter.
 * WHY     Analysts hold dozens of overlapping exports.  The records of one patent arrive in
 *         any order, and stage_get() merges them.  Where records state all of a document, the
 *         last one counts alone: base and change file together come to what they come to one
 *         after the other. */
#pragma once
#include "corpus/document/document.h"

typedef struct stage stage;

tensen_status stage_new(stage **out, const char *target, tensen_error *err);
void stage_free(stage *build_stage); /* NULL allowed */
/* What becomes of a record whose id an earlier record has. */
typedef enum stage_rule {
	STAGE_MERGE, /* it is merged with the earlier ones */
	STAGE_LAST,  /* it takes their place */
	STAGE_FIRST  /* it is dropped */
} stage_rule;

/* What stage_add() found. */
typedef struct stage_found {
	int again;   /* an earlier record has the same id */
	int differs; /* one of them was dropped, and they did not say the same */
} stage_found;

tensen_status stage_add(stage *build_stage, const document *record_doc, stage_rule rule,
    stage_found *found, tensen_error *err);
/* End of adding: link licences.  *linked: licence records whose patent is staged. */
tensen_status stage_finish(stage *build_stage, uint64_t *linked, tensen_error *err);
/* The number of distinct documents.  Threads may share a finished stage. */
uint32_t stage_count(const stage *build_stage);
/* The number of the first record of document i, in the order of stage_add(). */
uint32_t stage_record(const stage *build_stage, uint32_t i);
/* The id of document i. */
span stage_id(const stage *build_stage, uint32_t i);
/* Document i by first arrival, merged from its records, in `mem`; *differs (NULL allowed): 1 if
 * records of one id disagree in title or abstract. */
tensen_status stage_get(const stage *build_stage, uint32_t i, document *doc, arena *mem,
    int *differs, tensen_error *err);
