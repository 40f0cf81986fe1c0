/* assist/json.h - members of JSON objects from outside: any member may be missing or of another
 * type. */
#ifndef ASSIST_JSON_H
#define ASSIST_JSON_H
#include <json-c/json.h>

/* NULL: o is no object, or has no such member. */
json_object *json_at(json_object *obj, const char *key);
/* Its text; NULL: it is no string. */
const char *json_text_at(json_object *obj, const char *key);

#endif
