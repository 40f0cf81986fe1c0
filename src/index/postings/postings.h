/* index/postings/postings.h - inverted lists: which documents hold a term, and how heavily.
 *
 * WHAT    Per term the rows that hold it and a code of the (section-weighted)
 *         count; per row one byte for its BM25 length.
 * SCORES  A score is the inner product of query and document weights:
 *         BM25           sum of s(tfq) ln(1 + (N - df + .5) / (df + .5))
 *                        tf (k1 + 1) / (tf + k1 (1 - b + b dl / avgdl)), with
 *                        s(x) = 1 + ln x (x below 1: x): the words of a long
 *                        query that repeat count more, not in proportion.
 *         as a share     BM25 with the idf of a word squared, over the most that any
 *                        document could reach, k1 + 1 times the sum of the query's
 *                        weights: 0 .. 1, so that queries can be compared.  BM25 assumes that a
 *                        query is a few chosen words.  A whole document as query has many words
 *                        that nobody chose, so its rare words must count for more, as in a cosine,
 *                        which has idf on both sides.
 * EXACT   Each contribution is rounded once to an integer multiple of a power of
 *         two (the sum of the greatest ones is below 2^24 units), sums are exact
 *         integers and fit a float: hits do not depend on order, pruning, threads or CPU, and equal
 *         the sums of postings_explain() to the last bit.  Stored weights differ
 *         from the formulas by the row bytes (256 steps, geometric between the
 *         least and the greatest length of the corpus) and, if there are more than
 *         32 different counts, by the count codes.
 * THREADS Immutable; a postings_scratch belongs to one thread at a time.
 * SEE     index/FORMAT-postings.md; tests/unit/test_postings.c; bench/text/lexical.c.
 */
#pragma once
#include <stdint.h>
#include <tensen/status.h>
#include "index/hit.h"
#include "util/buf.h"
#include "util/files/spool.h"

#define POSTINGS_MAX_ROWS (1u << 26)

typedef struct postings postings;
typedef struct postings_scratch postings_scratch;

/* The term counts of one row: terms strictly ascending, tf > 0 (weighted by section). */
typedef struct term_row {
	const uint32_t *term;
	const float *tf;
	uint32_t n;
} term_row;

/* The source of the builder's rows. `row` is called for rows 0 .. n_rows-1 in order, in three
 * passes or more (see postings_opts.memory); its result is used until the next call.  The passes
 * must agree. */
typedef struct postings_source {
	uint32_t n_rows, n_terms;
	tensen_status (*row)(void *ctx, uint32_t row, term_row *out, tensen_error *err);
	void *ctx;
} postings_source;

typedef struct postings_opts {
	unsigned threads;   /* 0: one; the bytes do not depend on it */
	size_t memory;      /* bytes for lists in the making, 0: 1 GiB; less means more passes */
	const char *target; /* finished lists wait on disk beside it; NULL: in memory */
} postings_opts;

#define POSTINGS_GONE UINT32_MAX

/* The lists of an older section of the same terms, without the rows that are removed.  Their counts
 * are read from their codes, which have 32 steps at most. */
typedef struct postings_kept {
	const postings *old;
	const uint32_t *row_of; /* [old rows]: its number afterwards, ascending; POSTINGS_GONE */
	const uint32_t *row_at; /* [rows of the source]: theirs, ascending, none of those above */
	uint32_t n_rows;        /* afterwards, of both kinds */
} postings_kept;

/* Give the section's bytes to put, front to back: little-endian, relocatable.
 * kept: NULL, or the lists to which the rows are added; the section is the one that is built from
 * the rows of both.  E_CORRUPT if its lists are damaged. */
tensen_status postings_build_from(sink_fn put, void *payload, const postings_source *rows,
    const postings_kept *kept, const postings_opts *opts, tensen_error *err);

/* Check the bytes and make a reader over them; p must stay mapped, 4-byte aligned. */
tensen_status postings_open(postings **out, const void *ctx, size_t n, tensen_error *err);
void postings_close(postings *lists); /* NULL allowed */
/* Decode and check every list: for `tensen verify`. */
tensen_status postings_verify(const postings *lists, tensen_error *err);
uint32_t postings_rows(const postings *lists);
uint32_t postings_terms(const postings *lists);
uint32_t postings_df(const postings *lists, uint32_t term); /* 0 for a term out of range */

/* A term with its weight: here its weighted count in a query, above 0. */
typedef struct weighted_term {
	uint32_t term;
	float weight;
} weighted_term;

/* Rows from .. to-1. */
typedef struct lex_range {
	uint32_t from, to;
} lex_range;

typedef struct lex_query {
	const weighted_term *terms; /* each term once; terms the index does not have are legal */
	uint32_t n_terms;
	int share;               /* 1: BM25 as a share */
	const uint64_t *allow;   /* NULL or one bit per row */
	const uint64_t *masks;   /* NULL or field mask per row, with `skip` */
	uint64_t skip;           /* rows sharing a bit with this mask are left out */
	const lex_range *ranges; /* NULL: all rows; else only these, ascending, disjoint */
	uint32_t n_ranges; /* (the engine knows the rows of a field: rows outside the ranges cost
			      nothing) */
	uint32_t k;
	int exhaustive; /* 1: no skipping; the same hits, for tests and measurement */
} lex_query;

tensen_status postings_scratch_new(
    postings_scratch **out, const postings *lists, tensen_error *err);
void postings_scratch_free(postings_scratch *scratch); /* NULL allowed */

/* Top k rows with a score above zero, best first, ties by lower row; exact for the
 * terms used.  hits has room for k; nothing found is TENSEN_OK with *n_hits 0. */
tensen_status postings_search(const postings *lists, postings_scratch *scratch, const lex_query *lq,
    hit *hits, uint32_t *n_hits, tensen_error *err);

/* Scores of n given rows, in any order, filters aside: for fusion with hits that came
 * from elsewhere.  0 for a row with none of the terms. */
tensen_status postings_score(const postings *lists, postings_scratch *scratch, const lex_query *lq,
    const uint32_t *rows, uint32_t n, float *scores, tensen_error *err);

/* The same of all rows, to scores[postings_rows()]: one pass over the lists. */
tensen_status postings_score_all(const postings *lists, postings_scratch *scratch,
    const lex_query *lq, float *scores, tensen_error *err);

/* The addend of each term of the query (in its order) to the score of `row`; 0 for terms that are
 * not used, unknown or not in the row.  Their sum is the score. */
tensen_status postings_explain(const postings *lists, postings_scratch *scratch,
    const lex_query *lq, uint32_t row, float *contribution, tensen_error *err);
