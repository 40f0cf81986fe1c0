/* util/json/json_read.c - see json_read.h. */
#include "util/json/json_read.h"
#include <stdint.h>

json_object *
json_read_object(span s)
{
	json_tokener *t = s.n <= INT32_MAX ? json_tokener_new() : NULL;
	json_object *o;

	if (!t) /* json_tokener_free() does not take NULL either */
		return NULL;
	o = json_tokener_parse_ex(t, s.p, (int)s.n);
	json_tokener_free(t);
	if (json_object_is_type(o, json_type_object))
		return o;
	json_object_put(o);
	return NULL;
}
