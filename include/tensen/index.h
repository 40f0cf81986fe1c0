/* tensen/index.h - open a finished index and ask it.
 *
 * An index is immutable: it is built once (tensen/build.h), then opened by any
 * number of processes.  One tensen_index may be shared by threads; a
 * tensen_searcher belongs to one thread at a time.
 *
 *     tensen_index *ix = NULL;
 *     tensen_error  err;
 *     if (tensen_index_open(&ix, "patents.tensen", NULL, &err) < 0)
 *             die("%s: %s", err.where, err.message);
 *     ...
 *     tensen_index_free(ix);
 */
#ifndef TENSEN_INDEX_H
#define TENSEN_INDEX_H

#include <stddef.h>
#include <stdint.h>
#include <tensen/result.h>
#include <tensen/status.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct tensen_index tensen_index;       /* opaque */
typedef struct tensen_searcher tensen_searcher; /* opaque */

#define TENSEN_DEFAULT_DICTIONARY "/var/lib/mecab/dic/ipadic-utf8"

typedef struct tensen_open_opts {
	const char *dictionary; /* as in tensen_build_opts: must be the one of the index */
	const char *user_dic;   /* NULL: the one kept in the index, if it was made with one */
	const char *models;
} tensen_open_opts;

/* Open `path` read-only by mmap, check its header, table and small sections,
 * and open its dictionary.  opts may be NULL.  On success *out is the caller's.
 * E_IO, E_CORRUPT, E_VERSION, E_MISMATCH (another dictionary or word lists), E_NOMEM. */
TENSEN_API tensen_status tensen_index_open(
    tensen_index **out, const char *path, const tensen_open_opts *opts, tensen_error *err);
TENSEN_API void tensen_index_free(tensen_index *ix); /* NULL is allowed */

TENSEN_API uint32_t tensen_index_count(const tensen_index *ix);
/* A hash of everything the file holds: two files of the same hash answer alike. */
TENSEN_API uint64_t tensen_index_hash(const tensen_index *ix);
/* The id of row `row`, borrowed until tensen_index_free(); NULL if out of range. */
TENSEN_API const char *tensen_index_id(const tensen_index *ix, uint32_t row);

/* Sizes, model, tokenizer, bytes per section. */
TENSEN_API tensen_status tensen_index_info(
    const tensen_index *ix, tensen_result **out, tensen_error *err);
/* Check every byte and every structure of the file, without a dictionary. */
TENSEN_API tensen_status tensen_index_verify(
    const char *path, tensen_result **out, tensen_error *err);
/* The 35 fields: documents in each, and the distances between them. */
TENSEN_API tensen_status tensen_index_fields(
    const tensen_index *ix, tensen_result **out, tensen_error *err);

TENSEN_API tensen_status tensen_searcher_new(
    tensen_searcher **out, const tensen_index *ix, tensen_error *err);
TENSEN_API void tensen_searcher_free(tensen_searcher *s);

/* What is asked: a document of the index by id, or UTF-8 text (labelled with
 * 【】 headings or free).  Exactly one is given. */
typedef struct tensen_query {
	const char *id;
	const char *text;
	size_t text_len;
	/* Feedback: ids of documents of the index that are the kind wanted, and that are not;
	 * each NULL or ending with NULL, at most 32.  They move the query (Rocchio), whatever is
	 * asked with it; what is noise is not found again.  E_NOTFOUND: no such id. */
	const char *const *seed, *const *noise;
} tensen_query;

typedef enum tensen_out_of_field {
	TENSEN_ANY_FIELD = 0,
	TENSEN_OUT_WIPO35, /* shares none of the 35 fields with the query */
	TENSEN_OUT_IPC3,   /* shares no IPC class (A01): the DAPFAM rule */
	TENSEN_OUT_IPC4    /* shares no IPC subclass (A01B) */
} tensen_out_of_field;

/* Which documents may be found.  All zero: every document. */
typedef struct tensen_filter {
	uint64_t field, not_field; /* bit f-1 = WIPO field f; 0: no condition */
	tensen_out_of_field out_of_field;
	int open, alive;       /* 1: only such */
	const char *applicant; /* part of a name, compared after normalization; NULL, "": any */
	uint32_t since, until; /* yyyymmdd; 0: no bound */
} tensen_filter;

/* "2010", "2010-02", "2010/2/18" or "20100218" to yyyymmdd for since and until: what is
 * left out is the first (last: 0) or the last (last: 1) day of the month or year.
 * 1, or 0: no day of the calendar. */
TENSEN_API int tensen_date_parse(uint32_t *out, const char *s, int last);

/* What documents are compared by. */
typedef enum tensen_side {
	TENSEN_FUSED = 0,
	TENSEN_DENSE,       /* cosine of LSA vectors */
	TENSEN_LEXICAL,     /* tf-idf cosine */
	TENSEN_LEXICAL_BM25 /* BM25: not a cosine, no upper bound */
} tensen_side;

/* What each has a list of its own: the k best of every field or class instead of all. */
typedef enum tensen_per {
	TENSEN_PER_NONE = 0,
	TENSEN_PER_WIPO35, /* of the 35 fields */
	TENSEN_PER_IPC3,   /* IPC class (A01) */
	TENSEN_PER_IPC4    /* IPC subclass (A01B) */
} tensen_per;

/* Pages are cuts of one list that does not depend on k or offset: they are
 * disjoint, and together the list.  An offset past its end gives no hits.
 * With `per` there is a list for every group that has a hit, the group with the best one
 * first; a document in several groups is in the list of each, one in none is not found. */
typedef struct tensen_search_opts {
	uint32_t k;      /* hits wanted, with per of each group; 0: 10, with per 3 */
	uint32_t offset; /* hits skipped first; E_ARG with per */
	int side;        /* tensen_side */
	int explain;     /* 1: contributions of terms in the result */
	tensen_filter filter;
	tensen_per per;
	uint32_t groups; /* with per: groups wanted, 0: all; E_ARG without */
} tensen_search_opts;

/* Similar documents, never the query itself.  A text of which no term is known
 * gives an empty result that names the unknown terms.  E_NOTFOUND: no such id. */
TENSEN_API tensen_status tensen_search(tensen_searcher *s, const tensen_query *q,
    const tensen_search_opts *opts, tensen_result **out, tensen_error *err);

/* Read documents of `queries_path` (any corpus format) and write a TREC run
 * ("qid Q0 docid rank score tag") to `run_path`; a query never returns itself.  E_ARG:
 * with per. */
TENSEN_API tensen_status tensen_search_run(const tensen_index *ix, const char *queries_path,
    const char *run_path, const tensen_search_opts *opts, unsigned threads, tensen_error *err);

typedef struct tensen_ideas_opts {
	uint32_t k;           /* ideas wanted; 0: 8 */
	float boldness;       /* 0 (fit only) .. 1 (surprise only); negative: the default */
	uint32_t evidence;    /* documents of each kind per idea; 0: 3 */
	tensen_filter filter; /* of the evidence documents */
} tensen_ideas_opts;

/* The same for several documents of the index together (an applicant's portfolio):
 * the fields that they reach as one.  A document named again counts once. */
TENSEN_API tensen_status tensen_ideas_together(tensen_searcher *s, const char *const *ids,
    size_t n_ids, const tensen_ideas_opts *opts, tensen_result **out, tensen_error *err);

/* Uses that need all of 2 to TENSEN_COMBINE_MAX documents of the index: fields in which one
 * document's problem is near to the problems of all.  score and need are those of the
 * weakest side.  E_ARG: another number of ids, or one document twice; E_NOTFOUND: no such id. */
#define TENSEN_COMBINE_MAX 4
TENSEN_API tensen_status tensen_combine(tensen_searcher *s, const char *const *ids, size_t n_ids,
    const tensen_ideas_opts *opts, tensen_result **out, tensen_error *err);

/* Uses in other fields, ranked.  E_NOTFOUND: no such id. */
TENSEN_API tensen_status tensen_ideas(tensen_searcher *s, const tensen_query *q,
    const tensen_ideas_opts *opts, tensen_result **out, tensen_error *err);

/* How the engine read a document: sections, terms with weights, functions, fields. */
TENSEN_API tensen_status tensen_show(
    tensen_searcher *s, const tensen_query *q, tensen_result **out, tensen_error *err);

#ifdef __cplusplus
}
#endif
#endif
