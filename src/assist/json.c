/* assist/json.c - see json.h. */
#include "assist/json.h"

json_object *
json_at(json_object *o, const char *key)
{
	json_object *v = NULL;

	return json_object_is_type(o, json_type_object) && json_object_object_get_ex(o, key, &v)
		   ? v
		   : NULL;
}

const char *
json_text_at(json_object *o, const char *key)
{
	json_object *v = json_at(o, key);

	return json_object_is_type(v, json_type_string) ? json_object_get_string(v) : NULL;
}
