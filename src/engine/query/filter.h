/* engine/query/filter.h - a tensen_filter against the columns of rows.
 *
 * WHAT  Fields to skip need no bit per row: rows lie by field, and both kinds of
 *       lists leave them out unread.  Classes to leave out are cleared by the rows of their
 *       groups (engine/query/class_rows.h).  Only other conditions pass over the columns; a
 *       filter without any costs nothing, however many rows. */
#pragma once
#include "engine/base/query.h"

typedef struct filter_set {
	uint64_t *allow; /* NULL: every row but self and the skipped fields */
	uint64_t skip;   /* fields whose rows are left out */
	uint32_t self;   /* never found; ROW_NONE: the query is not in the index */
	uint64_t stored; /* a short question looks at rows that are stored under these fields alone,
			    and at those of words without a list; 0: at all */
} filter_set;

/* Evaluate for query `a` (its own row never passes).  `own` are the query's
 * fields, for --out-of-field.  Memory from searcher->mem. */
tensen_status filter_rows(filter_set *out, tensen_searcher *searcher, const query *q, uint64_t own,
    const tensen_filter *filter, tensen_error *err);

/* How many rows pass, exactly: a pass over the masks unless nothing is filtered. */
typedef struct filter_counts {
	uint64_t total;
	uint64_t per_field[N_FIELDS + 1]; /* [0]: without a field */
} filter_counts;
void filter_count(filter_counts *out, const tensen_searcher *searcher, const filter_set *filter);

/* The rows that are not stored under a skipped field, for the postings; returns how
 * many ranges, 0 when every row is wanted. */
#define FILTER_RANGES (N_FIELDS + 1)
uint32_t filter_ranges(lex_range out[FILTER_RANGES], const filter_set *filter, const rows *rows_of);

static inline int
filter_allows(const filter_set *filter, const rows *rows_of, uint32_t row)
{
	return row != filter->self &&
	       (!filter->allow || filter->allow[row / 64] >> (row % 64) & 1) &&
	       !(rows_of->mask[row] & filter->skip);
}
