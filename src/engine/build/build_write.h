/* engine/build/build_write.h - the parts of writing an index, one file each.
 *
 * Each function writes its sections into b->writer; on failure the builder is freed by its caller.
 */
#ifndef ENGINE_BUILD_BUILD_WRITE_H
#define ENGINE_BUILD_BUILD_WRITE_H
#include "engine/build/builder.h"
#include "index/postings/postings.h"
#include "model/weights.h"

typedef struct rows_writer rows_writer; /* index/store/rows.h */

/* META, VOCB, LSAB, LSAS, show. */
tensen_status put_model(builder *b, tensen_error *err);
/* DOCS or TERM: the records of a spill. */
tensen_status put_records(builder *b, const char *tag, const row_spill *records, tensen_error *err);
/* ROWS, from b->docs. */
tensen_status put_rows(builder *b, tensen_error *err);
/* Add one row to ROWS.  build_group: the number of a main group. */
void build_row(builder *b, rows_writer *w, uint32_t r, const document *d);
uint32_t build_group(builder *b, rows_writer *w, const class_symbol *c);
/* POST, from b->terms and the postings kept of an older index; kept NULL: b->terms has every
 * row. */
tensen_status put_postings(builder *b, const postings_kept *kept, tensen_error *err);
/* rare, from b->rare. */
tensen_status put_rare(builder *b, tensen_error *err);
/* The vectors of the wanted views (a bit each). */
#define ALL_VIEWS ((1u << N_VIEWS) - 1)
tensen_status put_views(builder *b, unsigned wanted, tensen_error *err);

#endif
