/* util/json/json.h - writing JSON into a buf, without building a tree first.
 *
 *     json_open(&j, '{');  json_key(&j, "id");  json_span(&j, id);  json_close(&j, '}');
 *
 * The writer adds commas and indentation.  Strings must be UTF-8; NaN and infinity are written as
 * null. */
#pragma once
#include <stdint.h>
#include "util/buf.h"

typedef struct json {
	buf *out;
	int indent; /* 0: one line */
	int depth, comma, after_key;
} json;

void json_init(json *to, buf *out, int indent);
void json_open(json *to, char bracket); /* '{' or '[' */
void json_close(json *to, char bracket);
void json_key(json *to, const char *key);
void json_span(json *to, span text);
void json_str(json *out, const char *str); /* NULL: null */
void json_int(json *to, int64_t v);
void json_num(json *out, double v, int digits); /* digits behind the point, trailing zeros cut */
void json_boolean(json *out, int v);            /* json-c has a type json_bool */
void json_raw(json *to, span value);            /* a value that already is JSON */

/* Shorthands: key and value. */
void json_key_str(json *out, const char *key, const char *str);
/* A message (tensen/messages.h), in English. */
void json_key_said(json *out, const char *key, const char *said);
void json_key_span(json *out, const char *key, span text);
void json_key_int(json *out, const char *key, int64_t v);
void json_key_num(json *out, const char *key, double v, int digits);
void json_key_bool(json *out, const char *key, int v);
void json_key_open(json *out, const char *key, char bracket);
void json_key_strs(json *out, const char *key, const char *const *str, size_t n); /* a list */

/* Writes the keys of object i of a list. */
typedef void (*json_keys_fn)(json *j, const void *list, size_t i);
/* "key": [{...}, ...] of n objects. */
void json_key_objects(json *out, const char *key, size_t n, json_keys_fn keys, const void *list);
