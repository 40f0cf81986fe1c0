/* util/json/json_read.h - reading one JSON object, by json-c. */
#pragma once
#include <json-c/json.h>
#include "util/span.h"

/* The object at the beginning of s, freed by json_object_put(); NULL if there is none or out of
 * memory. */
json_object *json_read_object(span text);

/* A number of an object; `unset` if it has none, or is NULL. */
double json_read_number(json_object *obj, const char *key, double unset);

/* The first key of b whose value is another in a, with both values (*in_a NULL: a lacks it); NULL:
 * there is none. */
const char *json_first_difference(
    json_object *obj, json_object *from, json_object **in_a, json_object **in_b);
