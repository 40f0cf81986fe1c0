/* assist/reader/loose.c - see loose.h.
 *
 * From each opening bracket on, the text is copied as clean JSON up to the bracket that closes
 * it, and parsed.  The last value of the form asked for counts: a draft comes first. */
#include "assist/reader/loose.h"
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include "assist/chat/chat.h"
#include "assist/json.h"

#define DEPTH 16
#define STARTS_MAX 256 /* brackets tried: every try may read to the end of the text */

typedef struct copier {
	const char *p; /* next byte to read */
	char *out;
	size_t n;
	char open[DEPTH]; /* brackets that are open: '{' or '[' */
	unsigned depth;
	size_t whole; /* bytes of out up to the last object or list that was closed */
	char whole_open[DEPTH];
	unsigned whole_depth;
} copier;

/* The punctuation of JSON for a character outside of strings. */
static const struct {
	const char *text, *json;
} spellings[] = {{"｛", "{"}, {"｝", "}"}, {"［", "["}, {"］", "]"}, {"：", ":"}, {"，", ","},
    {"“", "\""}, {"”", "\""}, {"„", "\""}, {"＂", "\""}, {"〝", "\""}, {"〟", "\""}};

/* The character at p as JSON has it, and its bytes. */
static char
plain_at(const char *str, size_t *n)
{
	*n = 1;
	if (!((unsigned char)*str & 0x80))
		return *str;
	for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++)
		if (strncmp(str, spellings[i].text, strlen(spellings[i].text)) == 0) {
			*n = strlen(spellings[i].text);
			return spellings[i].json[0];
		}
	return *str;
}

/* 1 if a quotation mark before p ends its string, which is so if JSON goes on there. */
static int
ends_string(const char *p)
{
	size_t n;
	char c;

	while (isspace((unsigned char)*p))
		p++;
	c = plain_at(p, &n);
	return c == '\0' || c == ',' || c == ':' || c == '}' || c == ']';
}

static void
loose_put(copier *copy, const char *str)
{
	size_t n = strlen(str);

	memcpy(copy->out + copy->n, str, n);
	copy->n += n;
}

/* Behind a backslash: an escape that JSON knows, or the character alone. */
static void
copy_escape(copier *copy)
{
	static const char known[] = "\"\\/bfnrt";

	if (*copy->p == 'u' && strspn(copy->p + 1, "0123456789abcdefABCDEF") >= 4) {
		copy->out[copy->n++] = '\\';
	} else if (*copy->p && strchr(known, *copy->p)) {
		copy->out[copy->n++] = '\\';
	} else {
		return;
	}
	copy->out[copy->n++] = *copy->p++;
}

/* A string from behind its first quotation mark; typographic: that mark was no ". */
static void
copy_string(copier *copy, int typographic)
{
	while (*copy->p) {
		size_t n;
		char mark = plain_at(copy->p, &n);
		if (mark == '"' && (n == 1 || typographic) && ends_string(copy->p + n)) {
			copy->p += n;
			copy->out[copy->n++] = '"';
			return;
		}
		if (mark == '"' && n == 1) {
			loose_put(copy, "\\\"");
			copy->p++;
		} else if (*copy->p == '\\') {
			copy->p++;
			copy_escape(copy);
		} else if ((unsigned char)*copy->p < 0x20) {
			copy->out[copy->n++] = ' ';
			copy->p++;
		} else {
			copy->out[copy->n++] = *copy->p++;
		}
	}
}

/* 1: a bracket was taken in or the value goes on; 0: it is no JSON. */
static int
copy_bracket(copier *copy, char bracket)
{
	if (bracket == '{' || bracket == '[') {
		if (copy->depth == DEPTH)
			return 0;
		copy->open[copy->depth++] = bracket;
		copy->out[copy->n++] = bracket;
		return 1;
	}
	if (copy->depth == 0 || copy->open[copy->depth - 1] != (bracket == '}' ? '{' : '['))
		return 0;
	copy->depth--;
	while (copy->n > 0 && strchr(", ", copy->out[copy->n - 1]))
		copy->n--;
	copy->out[copy->n++] = bracket;
	copy->whole = copy->n;
	copy->whole_depth = copy->depth;
	memcpy(copy->whole_open, copy->open, sizeof copy->open);
	return 1;
}

/* The text broke off: keep the closed values and close the objects and lists around them. */
static int
close_all(copier *copy)
{
	if (copy->whole == 0)
		return 0;
	copy->n = copy->whole;
	while (copy->whole_depth > 0)
		copy->out[copy->n++] = copy->whole_open[--copy->whole_depth] == '{' ? '}' : ']';
	return 1;
}

/* The value that begins at copy->p, which is a bracket.  1, and copy->p is behind it; 0: none. */
static int
copy_value(copier *copy)
{
	do {
		size_t n;
		char at = plain_at(copy->p, &n);
		if (at == '\0')
			return close_all(copy);
		copy->p += n;
		if (at == '"') {
			copy->out[copy->n++] = '"';
			copy_string(copy, n > 1);
		} else if (strchr("{}[]", at)) {
			if (!copy_bracket(copy, at))
				return 0;
		} else {
			copy->out[copy->n++] = (unsigned char)at < 0x20 ? ' ' : at;
		}
	} while (copy->depth > 0);
	return 1;
}

/* The value at *p, which is moved behind it; NULL: none, and *p is moved by one character. */
static json_object *
value_at(const char **str, char *buffer, size_t bracket)
{
	copier c = {.p = *str, .out = buffer};
	json_object *o = copy_value(&c) ? completion_json(buffer, c.n, DEPTH + 2) : NULL;

	*str = o ? c.p : *str + bracket;
	return o;
}

static int
is_list_of_objects(json_object *obj)
{
	if (!json_object_is_type(obj, json_type_array) || json_count(obj) == 0)
		return 0;
	for (size_t i = 0; i < json_count(obj); i++)
		if (!json_object_is_type(json_item(obj, i), json_type_object))
			return 0;
	return 1;
}

/* Objects under their ids as a list; NULL: other members, too. */
static json_object *
list_of_map(json_object *map)
{
	json_object *list = json_object_new_array();

	json_object_object_foreach(map, id, entry)
	{
		if (!json_object_is_type(entry, json_type_object)) {
			json_object_put(list);
			return NULL;
		}
		if (!json_at(entry, "id"))
			json_put_text(entry, "id", id);
		json_object_array_add(list, json_object_get(entry));
	}
	return list;
}

/* The list that an object means, a new reference; NULL: none. */
static json_object *
list_meant(json_object *o, const char *key)
{
	json_object *at = json_at(o, key), *only = NULL;
	unsigned lists = 0;

	if (json_object_is_type(o, json_type_array))
		return is_list_of_objects(o) ? json_object_get(o) : NULL;
	if (json_object_is_type(at, json_type_array))
		return json_object_get(at);
	if (json_object_is_type(at, json_type_object))
		return list_of_map(at);
	json_object_object_foreach(o, name, value)
	{
		(void)name;
		if (is_list_of_objects(value)) {
			only = value;
			lists++;
		}
	}
	if (lists == 1)
		return json_object_get(only);
	return json_object_object_length(o) > 0 ? list_of_map(o) : NULL;
}

/* Takes o.  The object with the list under `key`: o itself if it has other members. */
static json_object *
loose_shaped(json_object *obj, const char *key)
{
	json_object *list = list_meant(obj, key), *out;

	if (!list) {
		json_object_put(obj);
		return NULL;
	}
	out = json_object_is_type(obj, json_type_object) ? json_object_get(obj)
							 : json_object_new_object();
	json_object_object_add(out, key, list);
	json_object_put(obj);
	return out;
}

/* Entries that stand one after another without a list; a new object, or `found`. */
static json_object *
add_single(json_object *found, json_object *entry, const char *key)
{
	json_object *list;

	if (!found) {
		found = json_object_new_object();
		json_object_object_add(found, key, json_object_new_array());
	}
	json_object_object_get_ex(found, key, &list);
	json_object_array_add(list, entry);
	return found;
}

/* Takes o, which becomes *found if it has the form asked for and *found fits no better.  Returns
 * whether *found has exactly this form. */
static int
take_better(json_object **found, json_object *obj, const char *key, int exact)
{
	int is_exact = json_object_is_type(json_at(obj, key), json_type_array);
	json_object *better = loose_shaped(obj, key);

	if (better && (is_exact || !exact)) {
		json_object_put(*found);
		*found = better;
		return is_exact;
	}
	json_object_put(better);
	return exact;
}

json_object *
loose_object(const char *text, const char *key, const char **why)
{
	json_object *found = NULL, *singles = NULL;
	int exact = 0; /* `found` has its list under the key itself */
	char *buffer = malloc(2 * strlen(text) + DEPTH + 1);
	unsigned starts = 0;

	*why = buffer ? "the answer has no JSON object" : "out of memory";
	while (buffer && *text && starts < STARTS_MAX) {
		size_t n;
		char at = plain_at(text, &n);
		json_object *o = NULL;
		if (at != '{' && at != '[') {
			text += n;
			continue;
		}
		starts++;
		if (!(o = value_at(&text, buffer, n)))
			continue;
		*why = "the answer is not of the form asked for";
		if (json_at(o, "id") && !json_at(o, key))
			singles = add_single(singles, o, key);
		else
			exact = take_better(&found, o, key, exact);
	}
	free(buffer);
	if (found)
		json_object_put(singles);
	return found ? found : singles;
}
