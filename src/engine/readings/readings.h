/* engine/readings/readings.h - kept readings as the engine asks with them. */
#pragma once
#include <tensen/readings.h>
#include "engine/base/query.h"

/* The readings of an index: opened when first wanted. */
typedef struct readings_slot readings_slot;
/* path: of the file; "": none is ever opened. */
tensen_status readings_slot_new(readings_slot **out, const char *path, tensen_error *err);
void readings_slot_free(readings_slot *slot); /* NULL is allowed */

/* Put what was read about q before the judgements of *asking, and what was said of it behind its
 * aspects.  Readings of other texts than those of today are left out.  In searcher->mem. */
tensen_status readings_join(
    tensen_asking *asking, tensen_searcher *searcher, const query *q, tensen_error *err);

/* As counted last (tensen_readings_agreed()); zeros without readings. */
void readings_agreed(tensen_agreement *out, const tensen_index *ix);

/* What was read about a need and patents offered for it; quote_query: of the need. */
tensen_status readings_of_need(const tensen_judgement **out, size_t *n, tensen_searcher *searcher,
    const query *q, tensen_error *err);

/* Documents of the index of which a second reading held something, or a person graded something 2 or 3,
 * each once, at most `most`, as they stand in the file. */
tensen_status readings_held(
    uint32_t *rows_of, uint32_t *n, uint32_t most, const tensen_index *ix, tensen_error *err);
