/* engine/filter.h - a tensen_filter against the columns of rows: a bit per row. */
#ifndef ENGINE_FILTER_H
#define ENGINE_FILTER_H
#include "engine/engine.h"

typedef struct filter_set {
	uint64_t *allow; /* NULL: every row but the skipped fields */
	uint64_t skip;   /* fields whose rows are left out */
	uint64_t total;  /* rows that pass */
	uint64_t per_field[N_FIELDS + 1];
} filter_set;

/* Evaluate for query `a` (its own row never passes).  `own` are the query's
 * fields, for --out-of-field.  Memory from s->mem. */
tensen_status filter_rows(filter_set *out, tensen_searcher *s, const asked *a, uint64_t own,
    const tensen_filter *f, tensen_error *err);

static inline int
filter_allows(const filter_set *f, const rows *r, uint32_t row)
{
	return (!f->allow || f->allow[row / 64] >> (row % 64) & 1) && !(r->mask[row] & f->skip);
}

/* The fields a text without class symbols most likely belongs to: the field
 * most of its nearest documents are in.  0 when nothing is near. */
uint64_t guess_fields(tensen_searcher *s, const asked *a, tensen_error *err);

#endif
