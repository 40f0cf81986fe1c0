/* tests/in_memory.h - vector sets and inverted lists built from rows in memory, for tests and
 * benches. */
#pragma once
#include <string.h>
#include "index/postings/postings.h"
#include "index/vectors/vecset_impl.h"
#include "util/fail.h"

typedef struct memory_rows {
	const float *x;
	uint32_t dim;
} memory_rows;

static inline tensen_status
memory_rows_get(void *ctx, const uint32_t *ids, uint32_t n, float *out, tensen_error *err)
{
	const memory_rows *r = ctx;

	(void)err;
	for (uint32_t i = 0; i < n; i++)
		memcpy(
		    out + (size_t)i * r->dim, r->x + (size_t)ids[i] * r->dim, r->dim * sizeof *out);
	return TENSEN_OK;
}

/* Encode n rows of opts->dim floats; appends the section to out. */
static inline tensen_status
vecset_build(buf *out, const float *rows, const uint64_t *masks, const uint8_t *primary, uint32_t n,
    const vecset_build_opts *opts, tensen_error *err)
{
	memory_rows m = {rows, opts->dim};
	vec_rows in = {n, masks, primary, memory_rows_get, &m};
	tensen_status st = vecset_build_from(sink_to_buf, out, &in, opts, err);

	return st == TENSEN_OK && out->failed ? tensen_fail_nomem(err) : st;
}

/* Bytes per row of everything that grows with rows. */
static inline double
vecset_bytes_per_row(const vecset *set)
{
	const size_t fixed = set->l.at[offsetof(vec_view, cluster) / sizeof(void *)];

	return set->h.n ? (double)(set->l.size - fixed) / set->h.n : 0;
}

/* All rows in memory, as compressed sparse rows. */
typedef struct term_rows {
	uint32_t n_rows, n_terms;
	const uint64_t *start; /* n_rows + 1 */
	const uint32_t *term;
	const float *tf;
} term_rows;

/* The `row` of a source whose ctx is a term_rows. */
static inline tensen_status
term_rows_get(void *ctx, uint32_t row, term_row *out, tensen_error *err)
{
	const term_rows *r = ctx;

	(void)err;
	*out = (term_row){r->term + r->start[row], r->tf + r->start[row],
	    (uint32_t)(r->start[row + 1] - r->start[row])};
	return TENSEN_OK;
}

static inline tensen_status
postings_build(buf *out, const term_rows *rows, const postings_opts *opts, tensen_error *err)
{
	term_rows copy = *rows;
	postings_source source = {rows->n_rows, rows->n_terms, term_rows_get, &copy};
	tensen_status st = postings_build_from(sink_to_buf, out, &source, NULL, opts, err);

	return st == TENSEN_OK && out->failed ? tensen_fail_nomem(err) : st;
}
