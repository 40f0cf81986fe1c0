/* engine/fieldmodel/field_signals.h - the signals of each field of a document. */
#ifndef ENGINE_FIELDMODEL_FIELD_SIGNALS_H
#define ENGINE_FIELDMODEL_FIELD_SIGNALS_H
#include "engine/engine.h"
#include "ideas/field_fit.h"

/* known: fields not to be ranked; without: mask of the query's own document if it is in the
 * index (left out of every count), else 0. */
tensen_status field_signals_measure(field_signals *out, tensen_searcher *s, const query *a,
    uint64_t known, uint64_t without, tensen_error *err);

/* Plain votes of the neighbours of one side alone: baselines. */
typedef struct field_votes {
	double lexical[N_FIELDS + 1], dense[N_FIELDS + 1];
} field_votes;
tensen_status field_votes_measure(
    field_votes *out, tensen_searcher *s, const query *a, tensen_error *err);

#endif
