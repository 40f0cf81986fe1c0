/* tensen/index.h - open a finished index and ask it.
 *
 * Read this header from the top and stop where you have what you need:
 *
 *   1  open an index, ask for ideas or for similar documents (NULL options will do)
 *   2  the options: how many, which documents, which texts are compared
 *   3  several documents in one question
 *   4  the content of the index, how it read a document, whether its file is sound
 *   5  thousands of queries into a file
 *
 *     tensen_index *ix = NULL;
 *     tensen_searcher *s = NULL;
 *     tensen_result *r = NULL;
 *     tensen_error err;
 *     if (tensen_index_open(&ix, "patents.tensen", NULL, &err) < 0 ||
 *         tensen_searcher_new(&s, ix, &err) < 0 ||
 *         tensen_ideas(s, &(tensen_query){.id = "JP2010-035913A"}, NULL, &r, &err) < 0)
 *             die("%s: %s", err.where, err.message);
 *     ...                                    (tensen/result.h: read or print r)
 *     tensen_result_free(r);
 *     tensen_searcher_free(s);
 *     tensen_index_free(ix);
 *
 * An index is immutable: tensen_build() writes it once, any number of processes open it.
 * Threads may share one tensen_index; a tensen_searcher belongs to one thread at a time.
 *
 * OPTIONS  Every struct that a caller fills begins with `size`.  TENSEN_..._INIT sets it; a
 *          program that does so also runs with a newer library whose struct is longer.  With
 *          size 0 the struct is read as this header declares it.  All other members may be
 *          0: 0 is the default.  So NULL, {0} and TENSEN_..._INIT mean the same.
 * LIMITS   tensen/limits.h; a value above its limit is TENSEN_E_ARG. */
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <tensen/limits.h>
#include <tensen/result.h>
#include <tensen/status.h>

typedef struct tensen_index tensen_index;       /* opaque */
typedef struct tensen_searcher tensen_searcher; /* opaque */
typedef struct tensen_open_opts tensen_open_opts;
typedef struct tensen_search_opts tensen_search_opts;
typedef struct tensen_ideas_opts tensen_ideas_opts;

/* ---- 1. Open, ask ---- */

/* Open `path` read-only by mmap, check its header, its table and its small sections, and open
 * its dictionary.  On success the caller owns *out.
 * E_IO, E_CORRUPT, E_VERSION, E_MISMATCH (another dictionary or word lists), E_NOMEM. */
TENSEN_API tensen_status tensen_index_open(
    tensen_index **out, const char *path, const tensen_open_opts *opts, tensen_error *err);
TENSEN_API void tensen_index_free(tensen_index *ix); /* NULL is allowed */

TENSEN_API tensen_status tensen_searcher_new(
    tensen_searcher **out, const tensen_index *ix, tensen_error *err);
TENSEN_API void tensen_searcher_free(tensen_searcher *searcher); /* NULL is allowed */
/* 0: from now on questions find documents in their own language only; 1: in both, as at first,
 * unless the index was opened with no_translation. */
TENSEN_API void tensen_searcher_translate(tensen_searcher *searcher, int translate);
/* The same for other words for the same thing, with which short questions are asked. */
/* The index that it asks. */
TENSEN_API const tensen_index *tensen_searcher_index(const tensen_searcher *searcher);
TENSEN_API void tensen_searcher_synonyms(tensen_searcher *searcher, int synonyms);

/* The question: a document of the index by id, or UTF-8 text (with 【】 headings or without).
 * Exactly one of the two is given. */
#define TENSEN_NO_FIELD ((uint64_t)1 << 63)
typedef struct tensen_query {
	size_t size;
	const char *id;
	const char *text;
	size_t text_len; /* at most TENSEN_TEXT_MAX */
	/* Corrections of the query. own_fields: its own fields, bit f-1 = WIPO field f; 0: as they
	 * are read. drop_words: words to leave out; add_words: words to add, as if they stood in
	 * the title.  Each list is NULL or ends with NULL and has at most TENSEN_WORDS_MAX
	 * words. */
	uint64_t own_fields; /* TENSEN_NO_FIELD alone: none */
	const char *const *drop_words, *const *add_words;
} tensen_query;
#define TENSEN_QUERY_INIT TENSEN_SIZED(tensen_query)

/* What was read and found good, and documents worth reading.  E_NOTFOUND: no such id. */
TENSEN_API tensen_status tensen_ideas(tensen_searcher *searcher, const tensen_query *q,
    const tensen_ideas_opts *opts, tensen_result **out, tensen_error *err);

/* Similar documents, never the query itself.  A text without a known term gives an empty
 * result that names the unknown terms.  E_NOTFOUND: no such id. */
TENSEN_API tensen_status tensen_search(tensen_searcher *searcher, const tensen_query *q,
    const tensen_search_opts *opts, tensen_result **out, tensen_error *err);

/* ---- 2. Options ---- */

#define TENSEN_DEFAULT_DICTIONARY "/var/lib/mecab/dic/ipadic-utf8"

struct tensen_open_opts {
	size_t size;
	/* MeCab system dictionary; NULL: TENSEN_DEFAULT_DICTIONARY.  It must be the one that
	 * the index was made with. */
	const char *dictionary;
	const char *user_dic; /* NULL: the one kept in the index, if it was made with one */
	const char *models;   /* folder whose files replace the built-in models/; NULL: none */
	/* Further files or folders that are one index with `path`, ending with NULL; or NULL. */
	const char *const *with;
	int strict; /* 1: E_INPUT if a shard of the build is missing */
	/* Of the joint file, when it must be made first (tensen/shards.h). */
	tensen_progress_fn progress;
	void *progress_payload;
	/* Questions in one language, documents in the other.  The Japanese-English dictionary
	 * (EDICT) is opened when a question first needs it; NULL: Debian's folder. */
	const char *lexicon;
	const char *pairs;    /* pairs of your own, TSV: Japanese word, English words; NULL: none */
	int no_translation;   /* 1: documents in the other language are not found */
	const char *readings; /* tensen/readings.h; NULL: beside the index, "": none are used */
	int no_synonyms; /* 1: a short question is not asked with other words for the same thing */
	/* Vectors of questions, if the index has vectors of a model (tensen/vectors.h): writes the
	 * vector of a text to out[dim]; any thread may call it.  Not TENSEN_OK: a question goes on
	 * by words and LSA.  NULL: only documents are compared. */
	tensen_status (*embed)(
	    void *payload, const char *text, size_t n, uint32_t dim, float *out, tensen_error *err);
	void *embed_payload;
	/* How much they count beside the words of a short question; 0: 0.5, below 0: nothing. */
	float embed_weight;
};
#define TENSEN_OPEN_OPTS_INIT TENSEN_SIZED(tensen_open_opts)

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
	int open;              /* 1: only documents open to licence */
	int alive;             /* 1: only those in force; 2: or of unknown state */
	const char *applicant; /* part of a name, compared after normalization; "-" before it: all
				  others; NULL, "": any */
	uint32_t since, until; /* yyyymmdd; 0: no bound */
	/* Beginnings of class symbols down to the main group, "H01F, F16F 15" (blanks or commas
	 * between): a document has a symbol that begins with one of them, and none that begins with
	 * one that has "-" before it.  NULL, "": any. */
	const char *classes;
	/* Every word of this text that the index knows occurs in the document; a text without a
	 * known word finds nothing.  NULL, "": any. */
	const char *must;
} tensen_filter;

/* "2010", "2010-02", "2010/2/18" or "20100218" to yyyymmdd for since and until.  A month or
 * day that is left out is the first (last: 0) or the last (last: 1) one.  1, or 0: no day of the
 * calendar. */
TENSEN_API int tensen_date_parse(uint32_t *out, const char *str, int last);

/* 0 if one of the symbols, with commas between, can begin no class of IPC, FI or CPC: these begin
 * with a letter A to H or Y, two digits, a letter, behind a "-" that leaves them out.  NULL is none. */
TENSEN_API int tensen_classes_possible(const char *symbols);

typedef enum tensen_shelf {
	TENSEN_NEW_USE = 0, /* 新しい用途の候補 */
	TENSEN_PRECEDENT, /* 先例のある用途: practically the same means is used there already */
	TENSEN_OWN_FAMILY,    /* the query's own product family: never an idea */
	TENSEN_SHELF_NOT_SAID /* of an idea: the person who graded it named no kind */
} tensen_shelf;

/* How a document was judged.  Grades and kinds: src/result/JSON.md, "judging". */
typedef struct tensen_judgement {
	const char *id;
	int grade;               /* 0..3; -1: none, but a note to what was read of it */
	int shelf;               /* tensen_shelf, or -1: not said */
	const char *by;          /* "" or NULL: a person; else the model that judged */
	const char *date;        /* yyyy-mm-dd or NULL */
	const char *application; /* the target application in a few words, NULL: not said */
	const char *transfer;    /* one sentence: the part of the query that serves there */
	const char *quote_query, *quote_document; /* verbatim, NULL: none */
	const char *objection;                    /* the strongest one, NULL: none */
	const char *note; /* what a person wrote beside the grade, NULL: nothing */
	/* The second reading, by somebody who saw both texts and not this verdict. */
	int doubt;                   /* 0: not asked, 1: held, -1: refused */
	int agree;                   /* with doubt: of 100 readers, how many it expects to agree */
	const char *doubt_objection; /* the strongest reason against it, NULL: none */
	const char *doubt_by;        /* as `by` */
} tensen_judgement;

/* What candidates and ideas are made with. */
typedef struct tensen_asking {
	const char *const *aspects; /* the caller's own, ends with NULL; NULL: none */
	int only_given;             /* 1: none but the caller's */
	uint32_t n_said; /* of the caller's, how many of the last a language model said */
	const tensen_judgement *judgements; /* judgements of documents; they re-rank the others */
	size_t n_judgements;
	int no_kept; /* 1: without the readings that are kept (tensen/readings.h) */
} tensen_asking;

struct tensen_ideas_opts {
	size_t size;
	uint32_t k; /* ideas wanted, at most TENSEN_IDEAS_MAX; 0: 8 */
	/* How far unread documents of distant fields come forward: 0 not .. 1.  E_ARG: any other
	 * value. */
	float boldness;
	uint32_t unread; /* documents of the unread list, at most TENSEN_CANDIDATES_MAX; 0: 20 */
	tensen_asking asking;
	tensen_filter filter; /* of all documents that may be found */
};
#define TENSEN_IDEAS_OPTS_INIT TENSEN_SIZED(tensen_ideas_opts)

/* What documents are compared by. */
typedef enum tensen_side {
	TENSEN_FUSED = 0,
	TENSEN_DENSE,     /* cosine of LSA vectors */
	TENSEN_LEXICAL,   /* BM25: no upper bound */
	TENSEN_EMBEDDINGS /* cosine of vectors of a model (tensen/vectors.h); E_ARG without them */
} tensen_side;

/* Whether a search gives one list of all documents (none) or a list of the k best for every field
 * or class. */
typedef enum tensen_per {
	TENSEN_PER_NONE = 0,
	TENSEN_PER_WIPO35, /* of the 35 fields */
	TENSEN_PER_IPC3,   /* IPC class (A01) */
	TENSEN_PER_IPC4    /* IPC subclass (A01B) */
} tensen_per;

/* Pages are cuts of one list that does not depend on k or offset: no two pages share a hit,
 * and all of them are the list.  An offset past its end gives no hits.
 * With `per` every group that has a hit gets a list, and the group with the best hit comes
 * first; a document of several groups is in the list of each, one of none is not found. */
struct tensen_search_opts {
	size_t size;
	/* hits wanted, with per of each group, at most TENSEN_HITS_MAX; 0: 10, with per 3, of
	 * tensen_search_run() 100 */
	uint32_t k;
	uint32_t offset; /* hits skipped first; E_ARG with per */
	int side;        /* tensen_side */
	int explain;     /* 1: contributions of terms in the result */
	int quote;       /* 1: of each hit its first class and the sentence that the query met */
	tensen_filter filter;
	tensen_per per;
	uint32_t groups; /* groups wanted, at most TENSEN_GROUPS_MAX; 0: all; E_ARG without per */
	int varied; /* 1: a list of different things: a title once, few of one main group in ten */
};
#define TENSEN_SEARCH_OPTS_INIT TENSEN_SIZED(tensen_search_opts)

/* ---- 3. Several documents in one question ---- */

/* Uses in other fields of several documents of the index as one (an applicant's portfolio).
 * A document named twice counts once.  E_ARG: more than TENSEN_TOGETHER_MAX ids. */
TENSEN_API tensen_status tensen_ideas_together(tensen_searcher *searcher, const char *const *ids,
    size_t n_ids, const tensen_ideas_opts *opts, tensen_result **out, tensen_error *err);

/* Uses that need all of 2 to TENSEN_COMBINE_MAX documents of the index: a document stands where the
 * one that serves it least puts it.  E_ARG: another number of ids, or one document twice;
 * E_NOTFOUND: no such id. */
TENSEN_API tensen_status tensen_combine(tensen_searcher *searcher, const char *const *ids,
    size_t n_ids, const tensen_ideas_opts *opts, tensen_result **out, tensen_error *err);

/* ---- 4.  The content of the index ---- */

TENSEN_API uint32_t tensen_index_count(const tensen_index *ix);
/* The id of row `row`, borrowed until tensen_index_free(); NULL if out of range. */
TENSEN_API const char *tensen_index_id(const tensen_index *ix, uint32_t row);
/* The row of the document of this number, written as a query may write it; UINT32_MAX: there is none. */
TENSEN_API uint32_t tensen_index_row(const tensen_index *ix, const char *id);
/* 1: its owner is willing to license row `row`. */
TENSEN_API int tensen_index_open_to_licence(const tensen_index *ix, uint32_t row);
/* How complete an index of several files is. */
typedef struct tensen_coverage {
	uint32_t files, of_files; /* equal: the index is complete */
	uint64_t documents, of_documents;
	int made; /* 1: the joint file was made while opening */
} tensen_coverage;
TENSEN_API void tensen_index_coverage(const tensen_index *ix, tensen_coverage *out);
/* A hash of everything the file holds: two files of the same hash give the same answers. */
TENSEN_API uint64_t tensen_index_hash(const tensen_index *ix);

/* A number that changes with the dictionary and the pairs that translate, as they were when the
 * index was opened: with another number, answers may differ. */
TENSEN_API uint64_t tensen_index_dictionary(const tensen_index *ix);

/* Messages about translation since the index was opened, one a line: no dictionary here and how to
 * install it, a dictionary other than the index's, lines of the pairs that are no pairs.  NULL:
 * nothing.  Borrowed until the next call. */
TENSEN_API const char *tensen_index_translation(const tensen_index *ix, tensen_lang lang);

/* How the engine read a document: sections, terms with weights, functions, fields. */
TENSEN_API tensen_status tensen_show(
    tensen_searcher *searcher, const tensen_query *q, tensen_result **out, tensen_error *err);
/* Sizes, model, tokenizer, bytes per section. */
TENSEN_API tensen_status tensen_index_info(
    const tensen_index *ix, tensen_result **out, tensen_error *err);
/* The 35 fields: documents in each, and the distances between them. */
TENSEN_API tensen_status tensen_index_fields(
    const tensen_index *ix, tensen_result **out, tensen_error *err);
/* Check every byte and every structure of the file, without a dictionary. */
TENSEN_API tensen_status tensen_index_verify(
    const char *path, tensen_result **out, tensen_error *err);

/* ---- 5. Thousands of queries ---- */

/* Read documents of `queries_path` (any corpus format) and write a TREC run
 * ("qid Q0 docid rank score tag") to `run_path`; a query never returns itself.  E_ARG:
 * with per. */
TENSEN_API tensen_status tensen_search_run(const tensen_index *ix, const char *queries_path,
    const char *run_path, const tensen_search_opts *opts, unsigned threads, tensen_error *err);
