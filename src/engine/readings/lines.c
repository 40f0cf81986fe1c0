/* engine/readings/lines.c - see lines.h. */
#include "engine/readings/lines.h"
#include <tensen/readings.h>
#define XXH_INLINE_ALL
#include <xxhash.h>
#include "util/json/json_read.h"

/* Skip `with` at *at. */
static int
lines_skip(span line, size_t *at, span with)
{
	if (!span_starts(span_sub(line, *at, line.n), with))
		return 0;
	*at += with.n;
	return 1;
}

/* A string without escapes up to its closing mark, which is skipped. */
static int
plain_string(span *out, span line, size_t *at)
{
	size_t from = *at;

	while (*at < line.n && line.p[*at] != '"' && line.p[*at] != '\\')
		(*at)++;
	*out = span_sub(line, from, *at);
	return lines_skip(line, at, SPAN_LIT("\""));
}

/* The order in which this program writes the members: no parser is needed to find a line. */
static int
usual_head(line_head *head_of, span line)
{
	size_t at = 0;

	return lines_skip(line, &at, SPAN_LIT("{\"v\":2,\"role\":\"")) &&
	       plain_string(&head_of->role, line, &at) &&
	       lines_skip(line, &at, SPAN_LIT(",\"key\":\"")) &&
	       plain_string(&head_of->key, line, &at) &&
	       lines_skip(line, &at, SPAN_LIT(",\"query\":\"")) &&
	       plain_string(&head_of->query, line, &at);
}

const char *
line_text(json_object *obj, const char *key)
{
	json_object *v = NULL;

	if (!json_object_object_get_ex(obj, key, &v) || !json_object_is_type(v, json_type_string))
		return "";
	return json_object_get_string(v);
}

int
line_is_true(json_object *line, const char *key)
{
	json_object *v = NULL;

	return json_object_object_get_ex(line, key, &v) && json_object_get_boolean(v);
}

int
line_number(json_object *line, const char *key, int otherwise)
{
	json_object *v = NULL;

	return json_object_object_get_ex(line, key, &v) ? json_object_get_int(v) : otherwise;
}

int
line_head_read(line_head *out, span line)
{
	json_object *version = NULL;

	*out = (line_head){.mem = NULL};
	if (usual_head(out, line))
		return 1;
	if (!(out->mem = json_read_object(line)))
		return 0;
	out->role = span_of(line_text(out->mem, "role"));
	out->key = span_of(line_text(out->mem, "key"));
	out->query = span_of(line_text(out->mem, "query"));
	if (json_object_object_get_ex(out->mem, "v", &version) &&
	    json_object_get_int(version) == TENSEN_READINGS_VERSION && out->role.n && out->key.n)
		return 1;
	line_head_clear(out);
	return 0;
}

void
line_head_clear(line_head *head_of)
{
	json_object_put(head_of->mem);
	*head_of = (line_head){.mem = NULL};
}

uint64_t
line_key_name(span role, span key)
{
	return XXH3_64bits_withSeed(key.p, key.n, XXH3_64bits(role.p, role.n));
}

uint64_t
line_query_name(span query)
{
	return XXH3_64bits(query.p, query.n);
}
