/* engine/readings/lines.h - one line of a file of readings. */
#pragma once
#include <json-c/json.h>
#include <stdint.h>
#include "util/span.h"

#define READING_MAX ((size_t)1 << 20) /* bytes of a line */

/* What a line is found by; `mem` holds it if the line spells it with escapes. */
typedef struct line_head {
	span role, key, query; /* query may be empty */
	json_object *mem;      /* NULL: borrowed from the line */
} line_head;

/* 0: it is no line of this version. */
int line_head_read(line_head *out, span line);
void line_head_clear(line_head *head_of);

/* Names in the tables. */
uint64_t line_key_name(span role, span key);
uint64_t line_query_name(span query);

/* A member that is text, "" if there is none. */
const char *line_text(json_object *obj, const char *key);
/* 1: a member says so. */
int line_is_true(json_object *obj, const char *key);
/* A member that is a number, `otherwise` if there is none. */
int line_number(json_object *obj, const char *key, int otherwise);
