/* tensen/ideas.h - uses in other product areas: aspects, candidates, ideas.
 *
 *     query -> aspects -> candidates (own family set aside) -> somebody reads -> ideas
 *
 * An aspect is one short statement of the query.  A candidate is a document that an aspect found;
 * nothing is claimed of it.  An idea is a pair of query and document that somebody has read and
 * found good: it is made of a judgement (tensen_asking), never of a score. */
#pragma once

#include <tensen/index.h>

/* Where an aspect comes from. */
typedef enum tensen_aspect_kind {
	TENSEN_ASPECT_WHOLE, /* title, problem, means and effect together, outside the own fields */
	TENSEN_ASPECT_PROBLEM,   /* one sentence of the problem */
	TENSEN_ASPECT_EFFECT,    /* one sentence of the effect */
	TENSEN_ASPECT_USE,       /* a use that the text names itself */
	TENSEN_ASPECT_ELSEWHERE, /* its sentences, with things of other trades for its own */
	TENSEN_ASPECT_GIVEN,     /* the caller's own */
	TENSEN_ASPECT_SAID,      /* a language model's */
	TENSEN_N_ASPECT_KINDS
} tensen_aspect_kind;

typedef struct tensen_aspect {
	const char *text; /* as people read it */
	tensen_aspect_kind kind;
	uint32_t looked; /* documents that it brought into the list first */
	uint32_t read;   /* of those, how many have a judgement */
	uint32_t good;   /* of those, how many 2 or 3 */
} tensen_aspect;
#define TENSEN_NO_ASPECT UINT32_MAX

/* A document that may show a use.  Nobody has read it unless `judgement` says so. */
typedef struct tensen_candidate {
	tensen_document_ref document;
	const char *sentence; /* of the document: the one that met the aspect; its title if it has
				 only that */
	const char *const
	    *highlights; /* pieces of the sentence with the terms that it shares with the aspect */
	size_t n_highlights;
	const char *effect;  /* of the query, to be read beside it: the aspect if that is one of its
				sentences, else its first one of effect or problem, else the title; of
				combined patents a line each, "ID: sentence" */
	const char *trouble; /* of the document: the sentence that names its trouble or purpose,
				"" : none */
	uint32_t aspect;     /* number of the aspect that found it first */
	const tensen_aspect *asked; /* that aspect */
	float distance;             /* of its field from the query's fields, 0..1 */
	const char *application[2]; /* by tensen_lang: what products the document is about */
	tensen_shelf shelf;         /* as judged, else TENSEN_NEW_USE; own family: when asked for */
	const tensen_judgement *judgement; /* NULL: not read */
	/* Words of both `effect` and `trouble`, what is done to what first; how much they are: 0, 1, 2
	 * words, 3 more or a function, TENSEN_NOT_MET: a sentence is missing or in another language;
	 * the pieces of both sentences that have them. */
	const char *const *shared;
	size_t n_shared;
	uint32_t met;
	const char *const *marks;
	size_t n_marks;
} tensen_candidate;
#define TENSEN_MET_MOST 3
#define TENSEN_NOT_MET UINT32_MAX

typedef struct tensen_candidates_opts {
	size_t size;
	uint32_t n; /* candidates wanted, at most TENSEN_CANDIDATES_MAX; 0: 40 */
	int family; /* 1: own family too, marked as such */
	tensen_asking asking;
	tensen_filter filter;
} tensen_candidates_opts;
#define TENSEN_CANDIDATES_OPTS_INIT TENSEN_SIZED(tensen_candidates_opts)

/* Documents that may show a use of the query elsewhere, in the order to read them: each aspect
 * brings its best in turn, given ones first, the whole text last; judgements move the others.
 * E_NOTFOUND: no such id; E_ARG: more aspects, candidates or judgements than the limits allow, or
 * an empty aspect. */
TENSEN_API tensen_status tensen_candidates(tensen_searcher *searcher, const tensen_query *q,
    const tensen_candidates_opts *opts, tensen_result **out, tensen_error *err);

/* One use hypothesis (用途仮説): a pair that somebody read and that held.  Made of a judgement of 2
 * or 3 by a person, or by a model whose second reading held (tensen_judgement.doubt), of a document
 * that passes the filter; own family makes none. */
typedef struct tensen_idea {
	uint32_t rank; /* from 1 */
	tensen_document_ref document;
	const char *application; /* the use; as judged, else of the document's title */
	const char *transfer;    /* means -> trouble in one sentence, "" if not said */
	const char *quote_query, *quote_document; /* verbatim, "" if not said */
	const char *objection;                    /* the last that was made, "" */
	const char *effect, *trouble; /* as of a candidate: what stands where nothing was quoted */
	const char *note;             /* of the person who graded it, "" */
	int grade;                    /* 2 or 3 */
	tensen_shelf shelf;           /* new use or precedent */
	const char *by;               /* "": a person; else model and prompt */
	const char *date;             /* of the reading, yyyy-mm-dd or "" */
	int doubted;                  /* 1: a second reading held it */
	int agree; /* of 100 readers, so many would use it, as both readings foretold; 0: not said */
	const char *doubt_by; /* "" */
	int confirmed_of_ten; /* of such ideas, by readers; 0: not said, as of a person's */
	/* of such ideas that people of this house graded, how many they confirmed; then these are the
	 * readers.  0: fewer than twenty yet */
	uint32_t house_graded, house_confirmed;
	uint32_t aspect; /* that found it first, TENSEN_NO_ASPECT: none of the query's aspects */
	const tensen_aspect *asked; /* that aspect; NULL */
	float distance;
	const char *const *applicants; /* whom to ask, distinct */
	size_t n_applicants;
	/* pieces of both quotations (or of effect and trouble) with a word of the other one or of
	 * `transfer` */
	const char *const *marks;
	size_t n_marks;
} tensen_idea;
/* The ideas of an ideas or combine result; *n = 0 for other results.  Order: grade, a person before
 * a model, held twice, by how many would agree, then as the candidates. */
TENSEN_API const tensen_idea *tensen_result_ideas(const tensen_result *result, size_t *n);
/* The unread list of these results: varied candidates without a judgement, those with a sentence
 * of trouble first. */
TENSEN_API const tensen_candidate *tensen_result_unread(const tensen_result *result, size_t *n);

/* A file of judgements (src/result/JSON.md, "judged file"): TSV or CSV with a header that
 * names query, document and grade, or JSONL with these keys.  The last line of a pair counts.
 * E_IO; E_INPUT: no such columns, or a line that is wrong (its number is said). */
typedef struct tensen_judged tensen_judged;
TENSEN_API tensen_status tensen_judged_read(
    tensen_judged **out, const char *path, tensen_error *err);
TENSEN_API void tensen_judged_free(tensen_judged *judged); /* NULL is allowed */
/* Judgements of one query ("" for a text); borrowed, *n of them. */
TENSEN_API const tensen_judgement *tensen_judged_of(
    const tensen_judged *judged, const char *query, size_t *n);
/* The queries in the order of the file; borrowed, *n of them. */
TENSEN_API const char *const *tensen_judged_queries(const tensen_judged *judged, size_t *n);

/* Of a candidates result; *n = 0 for other results. */
TENSEN_API const tensen_candidate *tensen_result_candidates(const tensen_result *result, size_t *n);
/* What was asked: of a candidates, ideas or combine result. */
TENSEN_API const tensen_aspect *tensen_result_aspects(const tensen_result *result, size_t *n);
