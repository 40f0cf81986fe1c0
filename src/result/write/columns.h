/* result/write/columns.h - what an answer consists of, said once.
 *
 * WHAT   A table of columns for each struct of an answer: a line says the key in JSON, what kind of
 *        value it is, where in the struct it lies, where it stands in the CSV and under which
 *        heading, and with which label people read it.  The writers walk the table.
 * HOW    The order of the lines is that of the keys.  The place in a CSV is a number because a new
 *        column goes to the end there: spreadsheets of users count on the others.
 * SEE    result/schema/, which is printed from the tables (`make schemas`). */
#pragma once
#include <stddef.h>
#include <tensen/result.h>
#include "result/write/quote.h"
#include "util/json/json.h"

typedef enum column_type {
	COLUMNS_END,     /* after the last line */
	COLUMN_TEXT,     /* const char *; NULL is "" */
	COLUMN_OPTIONAL, /* const char *; "" and NULL are null in JSON */
	COLUMN_NAME,     /* const char *[2], by tensen_lang */
	COLUMN_SAID,     /* const char *, a message (tensen/messages.h) */
	COLUMN_RAW,      /* const char *, an object in JSON; "" is {} */
	COLUMN_COUNT,    /* an unsigned integer of any size */
	COLUMN_PLACE,    /* uint32_t; UINT32_MAX is null */
	COLUMN_INT,      /* int */
	COLUMN_NUMBER,   /* float or double, `digits` behind the point */
	COLUMN_FLAG,     /* an integer: 0 is false */
	COLUMN_DATE,     /* uint32_t: yyyymmdd, 0 */
	COLUMN_WORD,     /* an integer that counts in `words`; -1 is null */
	COLUMN_FIELDS,   /* uint64_t: a mask of WIPO fields */
	COLUMN_TEXTS,    /* const char *const *, as many as `n` says */
	COLUMN_ROWS,     /* const STRUCT *, as many as `n` says: objects of the columns `of` */
	COLUMN_WITHIN, /* a struct with the columns `of`.  Without a key they stand among the others; with
			  * one the CSV has them only if its place is CSV_INSIDE */
	COLUMN_POINTED, /* a pointer to one; NULL is null */
	COLUMN_RANK,    /* the number of the row, from 1 */
	COLUMN_QUERY,   /* the id that was asked for: column_row.query */
	COLUMN_INDEX,   /* of CSV: the index that answered */
	COLUMN_COMMAND, /* of CSV: how to ask again */
	COLUMN_MADE     /* JSON of a function of its own */
} column_type;

typedef struct column_word {
	const char *name;  /* in JSON */
	const char *of[2]; /* for people, by tensen_lang */
} column_word;

/* Of what every document has, by its number; status_word() of one, "不明" of any other value. */
extern const column_word status_words[]; /* unknown, alive, dead, pending */
extern const column_word open_words[];
const char *status_word(uint8_t status, tensen_lang lang);

typedef struct column_at {
	size_t at, size;
} column_at;

/* A line of a table: KEY("title", COLUMN_TEXT, tensen_hit, title, CSV(3, "名称")). */
#define MEMBER(type, member)                                                                       \
	{                                                                                          \
		offsetof(type, member), sizeof(((type *)0)->member)                                \
	}
#define KEY(name, kind, struct_, member, ...)                                                      \
	{                                                                                          \
		.key = name, .type = kind, .value = MEMBER(struct_, member), __VA_ARGS__           \
	}
/* The rows that a table of keys ends with, as the lists of a class. */
#define LAST_OF(table) (&(table)[sizeof(table) / sizeof *(table)-2])
#define OF(table, type) .of = table, .of_size = sizeof(type)
#define CSV(number, ...) .csv = {.place = number, .head = {__VA_ARGS__}}
#define LABEL(ja, en) .label = {.of = {ja, en}}
/* Verbatim text of a struct that has `marks` and `n_marks`. */
#define QUOTED(ja, en, type)                                                                       \
	.label = {                                                                                 \
	    .of = {ja, en}, .quoted = 1, .marks = MEMBER(type, marks), .n = MEMBER(type, n_marks)}

#define CSV_INSIDE (-1)
#define CSV_COLUMNS_MAX 40

/* A row that is being written. */
typedef struct column_row {
	const void *at; /* the struct */
	size_t rank;
	const char *query;
	const tensen_result *result;
	const tensen_style *style;
} column_row;

typedef struct column {
	const char *key; /* in JSON; NULL: not there */
	column_type type;
	column_at value, n;
	const struct column *of;
	size_t of_size; /* COLUMN_ROWS: of a row */
	const column_word
	    *words; /* COLUMN_WORD, the last without a name; COLUMN_FLAG: two, of 0 and 1 */
	int digits;
	int may_miss; /* 1: the key is left out when the value is NULL or 0 */
	struct {
		int place; /* from 1; 0: it has none */
		/* The English one is the key if it is missing.  The heading of a place is that of the
		 * first table that has one. */
		const char *head[2];
		int no_zero; /* 1: the cell of a 0 is empty */
	} csv;
	struct {
		const char *of[2];  /* by tensen_lang; NULL: not among the lines */
		int quoted;         /* 1: verbatim text, shown in quotation marks */
		column_at marks, n; /* const char *const *: a terminal cuts the text around them */
	} label;
	/* Instead of the value, for people and in a CSV. */
	void (*say)(buf *out, const void *at, tensen_lang lang);
	void (*json)(json *out, const column_row *row); /* COLUMN_MADE: key and value */
	const char *schema; /* of the value, instead of that of the type */
	int least, most;    /* bounds of a number, for the schema; both 0: those of the type */
} column;

/* The keys of a row, without the braces around them. */
void columns_json(json *out, const column *table, const column_row *row);
/* `lists` are COLUMN_ROWS of the result: a row a line, as objects of JSON, or as a CSV with a header. */
void columns_jsonl(buf *out, const column *lists, const column_row *result);
uint64_t column_count(column_at where, const void *at); /* the number there */
void columns_csv(buf *out, const column *lists, const column_row *result);

/* The labelled lines of a row, those that are not empty, each given to `write`. */
typedef struct column_line {
	const column *of;
	const char *text;
	highlights marks;
} column_line;
typedef void (*column_line_fn)(buf *out, const column_line *line, const void *how);
void columns_lines(buf *out, const column *table, const void *at, tensen_lang lang,
    column_line_fn write, const void *how);

/* ---- lines.c: the labelled lines in every form for people. ---- */

/* In a terminal: where a label begins, its columns, all columns. */
typedef struct line_columns {
	unsigned indent, label, all;
} line_columns;
void lines_table(buf *out, const column *table, const void *at, tensen_lang lang, line_columns of);
void lines_markdown(buf *out, const column *table, const void *at, tensen_lang lang);
/* Of a <dl>. */
void lines_html(buf *out, const column *table, const void *at, tensen_lang lang);
