/* engine/build/build_write.h - the parts of writing an index, one file each.
 *
 * Each puts its sections into b->writer; on failure the builder is freed by its caller. */
#ifndef ENGINE_BUILD_BUILD_WRITE_H
#define ENGINE_BUILD_BUILD_WRITE_H
#include "engine/build/builder.h"
#include "index/postings/postings.h"

typedef struct rows_writer rows_writer; /* index/store/rows.h */

/* For container_write() as a sink. */
void put_piece(void *payload, const void *p, size_t n);

/* META, VOCB, LSAB, LSAS, show. */
tensen_status put_model(builder *b, tensen_error *err);
/* fitw, learned from the file as it stands so far. */
tensen_status put_weights(builder *b, tensen_error *err);
/* DOCS or TERM: the records of a pool. */
tensen_status put_records(builder *b, const char *tag, const pool *records, tensen_error *err);
/* ROWS, from b->docs; fills b->group_of and its kin. */
tensen_status put_rows(builder *b, tensen_error *err);
/* One row of it; the number of a main group. */
void build_row(builder *b, rows_writer *w, uint32_t r, const document *d);
uint32_t build_group(builder *b, rows_writer *w, const class_symbol *c);
/* POST, from b->terms, added to what is kept of an older index; kept NULL: b->terms has
 * every row. */
tensen_status put_postings(builder *b, const postings_kept *kept, tensen_error *err);
/* GRPS, from the groups that the rows were found to have. */
tensen_status put_groups(builder *b, tensen_error *err);
/* CENT, the views, RIDG, FBGR. */
tensen_status put_views(builder *b, tensen_error *err);

#endif
