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

void
json_put_text(json_object *obj, const char *key, const char *text)
{
	json_object_object_add(obj, key, json_object_new_string(text));
}

void
json_put_int(json_object *obj, const char *key, int64_t number)
{
	json_object_object_add(obj, key, json_object_new_int64(number));
}

void
json_put_flag(json_object *obj, const char *key, int flag)
{
	json_object_object_add(obj, key, json_object_new_boolean(flag));
}

const char *
json_line(json_object *obj)
{
	return json_object_to_json_string_ext(
	    obj, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE);
}

size_t
json_count(json_object *list)
{
	return json_object_is_type(list, json_type_array) ? json_object_array_length(list) : 0;
}

json_object *
json_item(json_object *list, size_t i)
{
	return i < json_count(list) ? json_object_array_get_idx(list, i) : NULL;
}

const char *
json_text(json_object *obj, const char *key)
{
	const char *text = json_text_at(obj, key);

	return text ? text : "";
}

json_object *
json_list(json_object *obj, const char *key)
{
	json_object *list = json_at(obj, key);

	return json_object_is_type(list, json_type_array) ? list : NULL;
}
