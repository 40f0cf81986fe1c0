/* tensen/ideas.h - uses in other product areas: aspects, candidates, ideas.
 *
 *     query -> aspects -> candidates (own family set aside) -> confidence -> ideas
 *
 * An aspect is one short statement of the query.  A candidate is a document that an aspect
 * found, with the signals that speak for it.  An idea stands on one candidate, the lead
 * document.  Candidates are for triage (many, uncertain); ideas are the candidates of one
 * application whose confidence reaches the lowest band. */
#ifndef TENSEN_IDEAS_H
#define TENSEN_IDEAS_H

#include <tensen/index.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Where an aspect comes from. */
typedef enum tensen_aspect_kind {
	TENSEN_ASPECT_WHOLE,   /* title, problem, means and effect together */
	TENSEN_ASPECT_PROBLEM, /* one sentence of the problem */
	TENSEN_ASPECT_EFFECT,  /* one sentence of the effect */
	TENSEN_ASPECT_USE,     /* a use that the text names itself */
	TENSEN_ASPECT_AREA,  /* the whole among areas of models/transfers.tsv; text: the classes */
	TENSEN_ASPECT_SCENE, /* words of a scene in another trade, by models/scenes.tsv */
	TENSEN_ASPECT_GIVEN, /* the caller's own */
	TENSEN_ASPECT_SAID,  /* a language model's */
	TENSEN_N_ASPECT_KINDS
} tensen_aspect_kind;

typedef struct tensen_aspect {
	const char *text; /* as people read it */
	tensen_aspect_kind kind;
	float weight;        /* share of the places among the candidates, relative */
	uint32_t candidates; /* of those listed, how many it found first */
	uint32_t good;       /* of those judged, how many 2 or 3 */
} tensen_aspect;

/* One signal of a candidate as it is shown, with its addend to the log-odds of confidence. */
typedef struct tensen_signal {
	const char *name; /* as in JSON.md */
	float value, adds;
} tensen_signal;

/* Bands of confidence: the calibrated share of good pairs (2 or 3).  The same scale for
 * every query. */
typedef enum tensen_band {
	TENSEN_BAND_NONE = 0,
	TENSEN_BAND_LOW,
	TENSEN_BAND_MIDDLE,
	TENSEN_BAND_HIGH
} tensen_band;

typedef struct tensen_candidate {
	const char *id, *title;
	const char *sentence; /* of the document: the one that met the aspect; its title if it has
				 only that */
	const char *const
	    *highlights; /* pieces of the sentence with the terms that it shares with the aspect */
	size_t n_highlights;
	uint32_t aspect; /* number of the aspect that found it first */
	float share;     /* confidence */
	tensen_band band;
	tensen_shelf shelf;
	int title_only;             /* 1: only a title (and classes) is known */
	const char *application[2]; /* by tensen_lang: what products the document is about */
	const char *subclass, *subclass_name[2]; /* "" if it has no class */
	unsigned field;                          /* WIPO field 1..35, 0: none */
	const char *applicants;                  /* joined */
	uint32_t date;
	uint8_t open, status;
	const tensen_signal *signals;
	size_t n_signals;
	const tensen_judgement *judgement; /* NULL: not judged */
} tensen_candidate;

typedef struct tensen_candidates_opts {
	size_t size;
	uint32_t n; /* candidates wanted, at most TENSEN_CANDIDATES_MAX; 0: 40 */
	int family; /* 1: own family too, marked as such */
	tensen_asking asking;
	tensen_filter filter;
} tensen_candidates_opts;
#define TENSEN_CANDIDATES_OPTS_INIT                                                                \
	{                                                                                          \
		.size = sizeof(tensen_candidates_opts)                                             \
	}

/* Documents that may show a use of the query elsewhere, best first.  E_NOTFOUND: no such
 * id; E_ARG: more aspects, candidates or judgements than the limits allow, or an empty aspect. */
TENSEN_API tensen_status tensen_candidates(tensen_searcher *s, const tensen_query *q,
    const tensen_candidates_opts *opts, tensen_result **out, tensen_error *err);

/* The document nearest to the query's whole text outside its own family. */
typedef struct tensen_nearest {
	const char *id, *title, *sentence;
	float near; /* cosine of the topic vectors */
	int exists; /* 1: it uses the same means for the same problem: 既にある */
	uint32_t date;
	uint8_t open, status;
} tensen_nearest;

/* One use hypothesis (用途仮説): an application, and the document it stands on. */
typedef struct tensen_idea {
	const char *application[2]; /* by tensen_lang: the products of the lead document */
	unsigned field;             /* WIPO field 1..35 of the lead, 0: none */
	const char *subclass;       /* IPC subclass of the lead, "" without */
	tensen_shelf shelf;         /* new use or precedent */
	tensen_band band;           /* low, middle or high */
	float share;                /* confidence: of the lead */
	float distance;             /* of its field from the query's fields, 0..1 */
	const char *statement_ja, *statement_en; /* claims no more than the band allows */
	const tensen_candidate *lead;
	const tensen_candidate *others; /* further candidates of the application, best first */
	size_t n_others;
	const tensen_nearest *nearest; /* in the application's subclass; NULL: none near */
	const char *const *applicants; /* whom to ask: of lead and others, distinct */
	size_t n_applicants;
} tensen_idea;
/* The ideas of an ideas or combine result, best first; *n = 0 for other results.  None: no
 * candidate reaches the lowest band; the candidates below remain for triage. */
TENSEN_API const tensen_idea *tensen_result_ideas(const tensen_result *r, size_t *n);

/* A file of judgements (src/result/JSON.md, "judged file"): TSV or CSV with a header that
 * names query, document and grade, or JSONL with these keys.  The last line of a pair counts.
 * E_IO; E_INPUT: no such columns, or a line that is wrong (its number is said). */
typedef struct tensen_judged tensen_judged;
TENSEN_API tensen_status tensen_judged_read(
    tensen_judged **out, const char *path, tensen_error *err);
TENSEN_API void tensen_judged_free(tensen_judged *j); /* NULL is allowed */
/* Judgements of one query ("" for a text); borrowed, *n of them. */
TENSEN_API const tensen_judgement *tensen_judged_of(
    const tensen_judged *j, const char *query, size_t *n);
/* The queries in the order of the file; borrowed, *n of them. */
TENSEN_API const char *const *tensen_judged_queries(const tensen_judged *j, size_t *n);

/* Of a candidates or an ideas result; *n = 0 for other results. */
TENSEN_API const tensen_candidate *tensen_result_candidates(const tensen_result *r, size_t *n);
TENSEN_API const tensen_aspect *tensen_result_aspects(const tensen_result *r, size_t *n);

#ifdef __cplusplus
}
#endif
#endif
