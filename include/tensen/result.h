/* tensen/result.h - the answer of an operation, and how to print it.
 *
 * Every operation gives a tensen_result, owned by the caller.  When an operation fails *out is
 * NULL, except for the account that tensen_build() and tensen_update() may give even then.
 * A result is immutable: threads may share and render it.  The command and the HTTP server
 * print results only through tensen_result_render(), so both give the same JSON.
 * src/result/JSON.md describes the JSON. */
#ifndef TENSEN_RESULT_H
#define TENSEN_RESULT_H

#include <stddef.h>
#include <stdint.h>
#include <tensen/status.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct tensen_result tensen_result; /* opaque */

typedef enum tensen_format {
	TENSEN_TABLE = 0, /* aligned text for a terminal */
	TENSEN_JSON,
	TENSEN_JSONL, /* one object a line where the result is a list */
	TENSEN_CSV,
	TENSEN_MARKDOWN,
	TENSEN_HTML
} tensen_format;

typedef enum tensen_lang { TENSEN_JA = 0, TENSEN_EN = 1 } tensen_lang;

/* How CSV is encoded.  Excel recognizes UTF-8 only by a byte order mark. */
typedef enum tensen_encoding {
	TENSEN_UTF8_BOM = 0,
	TENSEN_UTF8,
	TENSEN_CP932 /* Windows-31J, for programs that read nothing else */
} tensen_encoding;

typedef struct tensen_style {
	size_t size; /* as in every struct that a caller fills: tensen/index.h, OPTIONS */
	tensen_format format;
	tensen_lang lang;
	unsigned columns;         /* width of a table; 0: 80 */
	int color;                /* ANSI marks in a table */
	tensen_encoding encoding; /* of CSV; every other form is UTF-8 */
	int numeric;              /* characters that CP932 lacks: 0 as 〓, 1 as &#x1F600; */
	const char *command; /* the command or URL of the result, printed on HTML pages and in CSV;
				NULL: none */
} tensen_style;
#define TENSEN_STYLE_INIT                                                                          \
	{                                                                                          \
		.size = sizeof(tensen_style)                                                       \
	}

/* Bytes made by the library: p has a NUL behind its n bytes. */
typedef struct tensen_text {
	char *p;
	size_t n;
	size_t replaced; /* characters that the encoding asked for does not have */
} tensen_text;
TENSEN_API void tensen_text_free(tensen_text *t); /* p NULL is allowed */

/* On success *out is the caller's.  E_ARG: this kind of result has no such format. */
TENSEN_API tensen_status tensen_result_render(
    const tensen_result *r, const tensen_style *style, tensen_text *out, tensen_error *err);
/* 1: the operation worked and found nothing (exit code 1 of the command). */
TENSEN_API int tensen_result_empty(const tensen_result *r);
TENSEN_API void tensen_result_free(tensen_result *r); /* NULL is allowed */

/* A document found by search. */
typedef struct tensen_hit {
	const char *id, *title; /* borrowed from the result */
	float score;            /* fused score, larger is nearer */
	float dense;            /* cosine of LSA views */
	float lexical; /* similarity of words: share of the best possible score, or the score of the
			  chosen side */
	uint64_t fields;      /* bit f-1: belongs to WIPO field f */
	uint8_t open, status; /* status: 0 unknown, 1 alive, 2 dead, 3 pending */
	uint32_t date;        /* yyyymmdd or 0 */
} tensen_hit;
/* The hits of a search result, best first; *n = 0 for other results. */
TENSEN_API const tensen_hit *tensen_result_hits(const tensen_result *r, size_t *n);

/* A document that speaks for (need, precedent) or against (refutation) an idea. */
typedef struct tensen_evidence {
	const char *id, *title, *quote; /* quote: the most telling sentence, verbatim */
	float need;           /* similarity of its problem, as a share of the best of all fields */
	float problem, means; /* cosines with the query's problem and means views */
	uint32_t date;
	uint8_t status, open;
	const char *const *marks; /* pieces of the quote that it shares with the query */
	size_t n_marks;
} tensen_evidence;

/* The documents of an idea's field whose problem is at least half as similar to the query's as
 * the best of any field.  They show how well the need is supported, and whether it is recent. */
typedef struct tensen_support {
	uint32_t documents, applicants, open; /* applicants: distinct; open: documents on offer */
	uint32_t first_year, last_year;       /* 0: no date known */
	/* recent: in the five years up to the newest document; earlier: in the five years
	 * before */
	uint32_t recent, earlier;
} tensen_support;

/* One use hypothesis (用途仮説). */
typedef struct tensen_idea {
	unsigned field;       /* WIPO field 1..35 */
	const char *subclass; /* IPC subclass, "" if none stands out */
	const char *statement_ja, *statement_en;
	float score;                                 /* the ranking of the list, 0..1 */
	float fit, surprise;                         /* its two parts, 0..1 */
	float need, precedent, whitespace, distance; /* components, as percentiles 0..1 */
	const tensen_evidence *needs, *precedents, *refutation; /* refutation: one or NULL */
	size_t n_needs, n_precedents;
	tensen_support support;
	const char *const *bridges; /* bridging terms, strongest first, for people to read */
	size_t n_bridges;
	const char *const *differs; /* words of the target that the query does not have */
	size_t n_differs;
	const char *const *applicants; /* applicants of the documents, to ask */
	size_t n_applicants;
} tensen_idea;
/* The ideas of an ideas result, best first; *n = 0 for other results. */
TENSEN_API const tensen_idea *tensen_result_ideas(const tensen_result *r, size_t *n);

#ifdef __cplusplus
}
#endif
#endif
