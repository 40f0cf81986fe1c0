/* corpus/document/extra.c - uniting two JSON objects by json-c, order of keys kept. */
#include "corpus/document/extra.h"
#include "util/json/json_read.h"

#define PLAIN (JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE)

static int
add_missing(json_object *to, json_object *from)
{
	int added = 0;

	json_object_object_foreach(from, key, value)
	{
		if (json_object_object_get_ex(to, key, NULL))
			continue;
		if (json_object_object_add(to, key, json_object_get(value)) < 0)
			return -1;
		added++;
	}
	return added;
}

static tensen_status
keep(span *to, json_object *o, arena *mem)
{
	size_t n;
	const char *text = json_object_to_json_string_length(o, PLAIN, &n);

	if (!text)
		return TENSEN_E_NOMEM;
	*to = arena_copy(mem, text, n);
	return to->p ? TENSEN_OK : TENSEN_E_NOMEM;
}

tensen_status
extra_merge(span *to, span from, arena *mem)
{
	json_object *a, *b;
	int added;
	tensen_status st = TENSEN_OK;

	if (from.n == 0 || span_eq(*to, from))
		return TENSEN_OK;
	if (to->n == 0) {
		*to = arena_copy(mem, from.p, from.n);
		return to->p ? TENSEN_OK : TENSEN_E_NOMEM;
	}
	a = json_read_object(*to);
	b = json_read_object(from);
	added = a && b ? add_missing(a, b) : 0;
	if (added < 0)
		st = TENSEN_E_NOMEM;
	else if (added > 0)
		st = keep(to, a, mem);
	json_object_put(a);
	json_object_put(b);
	return st;
}
