/* assist/json.c - see json.h. */
#include "assist/json.h"

json_object *
json_at(json_object *obj, const char *key)
{
	json_object *v = NULL;

	return json_object_is_type(obj, json_type_object) && json_object_object_get_ex(obj, key, &v)
		   ? v
		   : NULL;
}

const char *
json_text_at(json_object *obj, const char *key)
{
	json_object *v = json_at(obj, key);

	return json_object_is_type(v, json_type_string) ? json_object_get_string(v) : NULL;
}
