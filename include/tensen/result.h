/* tensen/result.h - the result of an operation, and its forms.
 *
 * Every operation of the engine answers a tensen_result, owned by the caller; when it
 * fails *out is NULL, but for the account that tensen_build() and tensen_update() may give
 * even then.
 * It is immutable: share and render it from any thread.  The command and the
 * HTTP server print results only through tensen_result_render(), so both give
 * the same JSON.  The JSON shapes are described in src/result/JSON.md. */
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <tensen/status.h>

typedef struct tensen_result tensen_result; /* opaque */

typedef enum tensen_format {
	TENSEN_TABLE = 0, /* aligned text for a terminal */
	TENSEN_JSON,
	TENSEN_JSONL, /* one object a line where the result is a list */
	TENSEN_CSV,
	TENSEN_MARKDOWN,
	TENSEN_HTML,
	TENSEN_XLSX /* the CSV as an Excel workbook */
} tensen_format;

typedef enum tensen_lang { TENSEN_JA = 0, TENSEN_EN = 1 } tensen_lang;

/* The encoding of CSV.  Excel recognizes UTF-8 only by a byte order mark. */
typedef enum tensen_encoding {
	TENSEN_UTF8_BOM = 0,
	TENSEN_UTF8,
	TENSEN_CP932 /* Windows-31J, for programs that know nothing else */
} tensen_encoding;

/* The sheets of a workbook. */
typedef enum tensen_sheets {
	TENSEN_ONE_SHEET = 0,
	TENSEN_SHEET_EACH /* one for each patent, where an answer has several; at most 200 */
} tensen_sheets;

typedef struct tensen_style {
	size_t size; /* as in every struct that a caller fills: tensen/index.h, OPTIONS */
	tensen_format format;
	tensen_lang lang;
	unsigned columns;         /* width of a table; 0: 80 */
	int color;                /* ANSI marks in a table */
	tensen_encoding encoding; /* of CSV (what CP932 lacks is 〓); every other form is UTF-8 */
	const char *command; /* the command or address that made the result, shown on HTML pages;
				NULL: not shown */
	tensen_sheets sheets;
} tensen_style;
#define TENSEN_STYLE_INIT TENSEN_SIZED(tensen_style)

/* Bytes made by the library: p has a NUL behind its n bytes. */
typedef struct tensen_text {
	char *p;
	size_t n;
	size_t replaced; /* characters that the encoding asked for does not have */
} tensen_text;
TENSEN_API void tensen_text_free(tensen_text *text); /* p NULL is allowed */

/* On success *out is the caller's.  E_ARG: this kind of result has no such format. */
TENSEN_API tensen_status tensen_result_render(
    const tensen_result *result, const tensen_style *style, tensen_text *out, tensen_error *err);
/* A CSV in UTF-8 of the caller's own, with a header, as TENSEN_XLSX gives one; of the style only
 * `sheets` counts.  title: of a sheet without a patent. */
TENSEN_API tensen_status tensen_workbook(const char *csv, size_t n, const char *title,
    const tensen_style *style, tensen_text *out, tensen_error *err);
/* 1: the operation worked and found nothing (exit code 1 of the command). */
TENSEN_API int tensen_result_empty(const tensen_result *result);
TENSEN_API void tensen_result_free(tensen_result *result); /* NULL is allowed */

/* What is known of a document wherever one is named.  Texts are borrowed from the result. */
typedef struct tensen_document_ref {
	const char *id, *title;                  /* "" of a text that was given */
	const char *applicants;                  /* joined */
	const char *url;                         /* of the original; "" if none, or not read */
	const char *license_id, *license_terms;  /* the same */
	const char *subclass, *subclass_name[2]; /* of its first class, "" if it has none */
	unsigned field;                          /* its first WIPO field 1..35, 0: none */
	const char *field_name[2];
	uint64_t fields; /* all of them: bit f-1 for WIPO field f */
	const char *field_names[2];
	uint32_t row;         /* in the index */
	uint32_t date;        /* yyyymmdd, 0: not known */
	uint8_t open, status; /* status: 0 unknown, 1 alive, 2 dead, 3 pending */
	int title_only;       /* 1: only a title (and classes) is known */
} tensen_document_ref;

/* What one term added to one hit, of a search that explains. */
typedef struct tensen_hit_term {
	const char *term; /* for people to read */
	float weight;     /* its addend to the lexical score */
} tensen_hit_term;

/* One group of a search by field or class; its hits are consecutive among those of the result. */
typedef struct tensen_hit_group {
	const char *symbol;            /* "26", "F16" or "F16F" */
	const char *name[2];           /* by tensen_lang; "" if it has none (F16) */
	uint64_t documents;            /* documents of the group that pass the filter */
	const struct tensen_hit *hits; /* best first */
	size_t n;
} tensen_hit_group;

/* A document found by search. */
typedef struct tensen_hit {
	tensen_document_ref document;
	float score;   /* fused score, larger is nearer */
	float dense;   /* cosine of LSA views */
	float lexical; /* share of the score that its words could reach, or the score of the side
			    asked for */
	uint32_t rank; /* from 1, of a page from its offset on, of a group within it */
	/* Of a search that quotes, else NULL: its first class, the sentence that the query met, and
	 * pieces of it that the query shares. */
	const char *class_symbol, *sentence;
	const char *const *highlights;
	size_t n_highlights;
	const tensen_hit_term *terms; /* heaviest first; NULL: not explained, or none counted */
	size_t n_terms;
	const tensen_hit_group *group; /* whose list it is in; NULL: of the one list */
} tensen_hit;
/* The hits of a search result, best first; *n = 0 for other results. */
TENSEN_API const tensen_hit *tensen_result_hits(const tensen_result *result, size_t *n);
