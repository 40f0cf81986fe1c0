/* engine/build/copy_rows.h - rows of an index copied into the ROWS of another.
 *
 * Names of main groups and applicants get new numbers, in the order in which rows come; the numbers
 * that lead to a row are known as hashes only. */
#pragma once
#include "engine/build/builder.h"
#include "index/store/rows.h"

/* What a build keeps of a document that is a row already. */
doc_slot rows_slot(const rows *from, uint32_t row);

typedef struct rows_copier {
	builder *b;
	rows_writer *to;
	const rows *from;
	uint64_t *hash;              /* those that lead to row r: hash[first[r]] .. */
	uint32_t *first;             /* [rows + 1] */
	uint32_t *group, *applicant; /* new number of each name; STRTAB_NONE: none yet */
	buf names;
} rows_copier;

/* Copy from `from` to `to`; a builder may have several copiers to one writer. */
tensen_status rows_copier_init(
    rows_copier *copy, builder *build, rows_writer *to, const rows *from, tensen_error *err);
/* Failures are noted in b->group_of. */
void rows_copier_add(rows_copier *copy, uint32_t row);
void rows_copier_clear(rows_copier *copy);
