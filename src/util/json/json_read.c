/* util/json/json_read.c - see json_read.h. */
#include "util/json/json_read.h"

json_object *
json_read_object(span text)
{
	json_tokener *t = text.n <= INT32_MAX ? json_tokener_new() : NULL;
	json_object *o;

	if (!t) /* json_tokener_free() does not take NULL either */
		return NULL;
	o = json_tokener_parse_ex(t, text.p, (int)text.n);
	json_tokener_free(t);
	if (json_object_is_type(o, json_type_object))
		return o;
	json_object_put(o);
	return NULL;
}

double
json_read_number(json_object *obj, const char *key, double unset)
{
	json_object *x;

	return obj && json_object_object_get_ex(obj, key, &x) ? json_object_get_double(x) : unset;
}

const char *
json_first_difference(json_object *obj, json_object *b, json_object **in_a, json_object **in_b)
{
	json_object_object_foreach(b, key, value)
	{
		*in_a = NULL;
		*in_b = value;
		json_object_object_get_ex(obj, key, in_a);
		if (!json_object_equal(value, *in_a))
			return key;
	}
	return NULL;
}
