/* index/postings.h - inverted lists: which documents hold a term, and how heavily.
 *
 * WHAT    Compressed lists of (row, weight code) in blocks with block maxima;
 *         scores are inner products of query and document weights (tf-idf cosine,
 *         or BM25, chosen at build by the weights given and by opts).
 * THREADS Immutable; a postings_scratch belongs to one thread at a time.
 */
#ifndef INDEX_POSTINGS_H
#define INDEX_POSTINGS_H
#include <stdint.h>
#include <tensen/status.h>
#include "util/buf.h"

typedef struct postings postings;
typedef struct postings_scratch postings_scratch;

/* Rows of term counts: the term streams of the corpus, sorted by term within a row. */
typedef struct term_rows {
	uint32_t n_rows, n_terms;
	const uint64_t *start;   /* n_rows + 1 */
	const uint32_t *term;
	const float *tf;         /* weighted counts (section weights), > 0 */
} term_rows;

typedef enum lexical_score {
	LEXICAL_TFIDF, /* (1 + ln tf) * idf, document rows of length 1: cosine */
	LEXICAL_BM25   /* Robertson/Walker, k1 and b of the options */
} lexical_score;

typedef struct postings_opts {
	float k1, b;      /* 0, 0: defaults 1.2, 0.75 */
	unsigned threads;
} postings_opts;

/* Append the section's bytes to out: little-endian, relocatable. */
tensen_status postings_build(
    buf *out, const term_rows *rows, const postings_opts *opts, tensen_error *err);
tensen_status postings_open(postings **out, const void *p, size_t n, tensen_error *err);
void postings_close(postings *p);
uint32_t postings_df(const postings *p, uint32_t term);
float postings_idf(const postings *p, uint32_t term);

typedef struct lex_term {
	uint32_t term;
	float tf; /* weighted count in the query */
} lex_term;

typedef struct lex_hit {
	uint32_t row;
	float score;
} lex_hit;

typedef struct lex_query {
	const lex_term *terms;
	uint32_t n_terms;
	lexical_score score;
	const uint64_t *allow;  /* NULL or one bit per row */
	const uint64_t *masks;  /* NULL or field mask per row, with `skip` */
	uint64_t skip;
	uint32_t k;
	uint32_t max_terms;     /* 0: all; else only the heaviest query terms are used */
} lex_query;

tensen_status postings_scratch_new(postings_scratch **out, const postings *p, tensen_error *err);
void postings_scratch_free(postings_scratch *s);
/* Top k rows, best first, ties by lower row; exact for the terms used. */
tensen_status postings_search(const postings *p, postings_scratch *s, const lex_query *q,
    lex_hit *hits, uint32_t *n_hits, tensen_error *err);

#endif
