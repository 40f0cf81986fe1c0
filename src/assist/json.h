/* assist/json.h - members of JSON objects from outside: any member may be missing or of another
 * type. */
#pragma once
#include <json-c/json.h>

/* What a member becomes. */
void json_put_text(json_object *obj, const char *key, const char *text);
void json_put_int(json_object *obj, const char *key, int64_t number);
void json_put_flag(json_object *obj, const char *key, int flag);
/* Without blanks; of obj. */
const char *json_line(json_object *obj);
/* The items of a list; 0 and NULL of anything else. */
size_t json_count(json_object *list);
json_object *json_item(json_object *list, size_t i);
/* NULL: o is no object, or has no such member. */
json_object *json_at(json_object *obj, const char *key);
/* Its text; NULL: it is no string. */
const char *json_text_at(json_object *obj, const char *key);
/* The same, "" if it is none. */
const char *json_text(json_object *obj, const char *key);
/* The list under `key`; NULL: none. */
json_object *json_list(json_object *obj, const char *key);
