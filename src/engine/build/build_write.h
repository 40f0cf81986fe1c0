/* engine/build/build_write.h - the parts of writing an index, one file each.
 *
 * Each function writes its sections into b->writer; on failure the builder is freed by its caller.
 */
#pragma once
#include <json-c/json.h>
#include "engine/build/builder.h"
#include "index/postings/postings.h"
#include "index/store/nearness.h"
#include "model/weights.h"

typedef struct rows_writer rows_writer; /* index/store/rows.h */

/* The finished file takes the place of an older one. */
tensen_status build_commit(builder *build, tensen_error *err);
/* META, VOCB, LSAB, LSAS, show. */
tensen_status put_model(builder *build, tensen_error *err);
/* META, as an index had it and changed since; frees it. */
tensen_status put_changed_meta(container_writer *writer, json_object *meta, tensen_error *err);
/* DOCS or TERM: the records of a spill. */
tensen_status put_records(
    builder *build, const char *tag, const row_spill *records, tensen_error *err);
/* ROWS, from build->docs. */
tensen_status put_rows(builder *build, tensen_error *err);
/* The end of writing ROWS, which frees w; st: how it went so far. */
tensen_status put_rows_end(builder *build, rows_writer *w, tensen_status st, tensen_error *err);
/* Add one row to ROWS.  build_group: the number of a main group. */
void build_row(builder *build, rows_writer *out, uint32_t r, const document *doc);
uint32_t build_group(builder *build, rows_writer *out, const class_symbol *symbol);
/* POST, from build->terms and the postings kept of an older index; kept NULL: build->terms has every
 * row. */
tensen_status put_postings(builder *build, const postings_kept *kept, tensen_error *err);
/* rare, from build->rare. */
tensen_status put_rare(builder *build, tensen_error *err);
/* The vectors of both views, and near. */
tensen_status put_views(builder *build, tensen_error *err);
/* near. */
tensen_status put_nearness(builder *build, const nearness_sums *sums, tensen_error *err);
/* By row, what sets of vectors are laid out by; free() both. */
typedef struct row_fields {
	uint64_t *masks;
	uint8_t *primary; /* field - 1 */
} row_fields;
tensen_status row_fields_of(row_fields *out, const builder *build, tensen_error *err);
/* vemb, vprb, if build->given has vectors; frees them. */
tensen_status put_embedded(builder *build, tensen_error *err);
