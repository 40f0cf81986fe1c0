/* result/result.h - the inside of a tensen_result: a class and an arena.
 *
 * Each kind of result is a struct that begins with tensen_result.  Everything it points to
 * lies in its arena, so freeing the arena frees the result. */
#pragma once
#include <tensen/index.h>
#include <tensen/readings.h>
#include <tensen/result.h>
#include "result/write/columns.h"
#include "util/arena.h"
#include "util/buf.h"
#include "util/json/json.h"

typedef struct result_class {
	const char *kind;    /* "search", "ideas": in JSON as "kind" */
	size_t size;         /* of its struct */
	int version;         /* of its JSON */
	column_at holds[2];  /* counts; it is empty if all are 0, and never if none is given */
	const column *keys;  /* of its JSON (result/write/columns.h) */
	const column *lists; /* whose rows are the lines of JSONL and CSV; NULL: it has neither */
	/* Of a workbook, the sheets of the first list and of the second, by tensen_lang; NULL: `kind`, of
	 * all rows. */
	const char *sheets[2][2];
	column_at query; /* const char *, the id asked for, in every line; none: is not said */
	void (*json)(const tensen_result *r, const tensen_style *style, json *j);
	void (*table)(const tensen_result *r, const tensen_style *style, buf *out);
	/* NULL where the kind has no such form */
	void (*csv)(const tensen_result *r, const tensen_style *style, buf *out);
	void (*markdown)(const tensen_result *r, const tensen_style *style, buf *out);
	void (*html)(const tensen_result *r, const tensen_style *style, buf *out);
	void (*clear)(tensen_result *r); /* NULL: nothing lies outside the arena */
} result_class;

struct tensen_result {
	const result_class *cls;
	arena mem;
	int nomem;      /* 1: an allocation failed on the way, result_end() reports it */
	char index[17]; /* signature of the index that answered, in hexadecimal; "" if none */
	tensen_coverage coverage; /* in JSON if files are missing */
};

/* The struct behind a result: RESULT_AS(search_result, r). */
#define RESULT_AS(type, r) ((const type *)(const void *)(r))

/* A zeroed struct of cls->size bytes; NULL when out of memory. */
void *result_new(const result_class *cls);
/* A NUL-terminated copy in the result's arena; never NULL: "" when out of memory. */
const char *result_copy(tensen_result *result, span text);
/* Copies of the n strings; NULL when out of memory. */
const char *const *result_copies(tensen_result *result, const span *text, size_t n);
/* result_copy() of the bytes of b; clears b. */
const char *result_text(tensen_result *result, buf *out);
/* Record which index answers; signature: container_signature(). */
void result_sign(tensen_result *result, uint64_t signature);
/* The end of every operation.  On success *out becomes r.  If st is a failure, r is NULL or an
 * allocation failed on the way, r is freed and *out becomes NULL. */
tensen_status result_end(
    tensen_result *result, tensen_status st, tensen_result **out, tensen_error *err);

/* How often people agreed with a language model. */

/* The key "agreement"; nothing without pairs that both graded. */
void agreement_json(json *out, const tensen_agreement *agreed);
/* One line of at most `columns`; nothing without pairs. */
void agreement_line(buf *out, const tensen_agreement *agreed, tensen_lang lang, unsigned columns);
