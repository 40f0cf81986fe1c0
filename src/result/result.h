/* result/result.h - the inside of a tensen_result: a class and an arena.
 *
 * Each kind of result is a struct that begins with tensen_result; everything
 * it points to lies in its arena, so one free ends it. */
#ifndef RESULT_RESULT_H
#define RESULT_RESULT_H
#include <tensen/result.h>
#include "util/arena.h"
#include "util/buf.h"
#include "util/json/json.h"

typedef struct result_class {
	const char *kind; /* "search", "ideas": in JSON as "kind" */
	int (*empty)(const tensen_result *r);
	void (*json)(const tensen_result *r, const tensen_style *style, json *j);
	void (*table)(const tensen_result *r, const tensen_style *style, buf *out);
	/* NULL where the kind has no such form */
	void (*jsonl)(const tensen_result *r, const tensen_style *style, buf *out);
	void (*csv)(const tensen_result *r, const tensen_style *style, buf *out);
	void (*markdown)(const tensen_result *r, const tensen_style *style, buf *out);
	void (*html)(const tensen_result *r, const tensen_style *style, buf *out);
	void (*clear)(tensen_result *r); /* NULL: nothing lies outside the arena */
	int version;                     /* of its JSON */
} result_class;

struct tensen_result {
	const result_class *cls;
	arena mem;
	int nomem;      /* 1: something was left out for lack of memory; result_end() tells */
	char index[17]; /* signature of the index that answered, in hexadecimal; "" if none */
};

/* A result as the struct that it is: RESULT_AS(search_result, r). */
#define RESULT_AS(type, r) ((const type *)(const void *)(r))

/* A zeroed struct of `size` bytes that begins with tensen_result; NULL when out of memory. */
void *result_new(const result_class *cls, size_t size);
/* A NUL-terminated copy in the result's arena; never NULL: "" when out of memory. */
const char *result_copy(tensen_result *r, span s);
/* Copies of a list; NULL when out of memory. */
const char *const *result_copies(tensen_result *r, const span *v, size_t n);
/* The same of what b holds; b is cleared. */
const char *result_text(tensen_result *r, buf *b);
/* Say which index answers: container_signature(). */
void result_sign(tensen_result *r, uint64_t signature);
/* How every operation ends: r (NULL: it could not even be made) goes to *out, or is
 * freed when st is a failure or memory was lacking on the way. */
tensen_status result_end(
    tensen_result *r, tensen_status st, tensen_result **out, tensen_error *err);

#endif
