/* assist/reader/loose.c - see loose.h.
 *
 * From each opening bracket on, the text is copied as clean JSON up to the bracket that closes
 * it, and parsed.  The last value of the form asked for counts: a draft comes first. */
#include "assist/reader/loose.h"
#include <ctype.h>
#include <stdio.h>
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
plain_at(const char *p, size_t *n)
{
	*n = 1;
	if (!((unsigned char)*p & 0x80))
		return *p;
	for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++)
		if (strncmp(p, spellings[i].text, strlen(spellings[i].text)) == 0) {
			*n = strlen(spellings[i].text);
			return spellings[i].json[0];
		}
	return *p;
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
put(copier *c, const char *s)
{
	size_t n = strlen(s);

	memcpy(c->out + c->n, s, n);
	c->n += n;
}

/* Behind a backslash: an escape that JSON knows, or the character alone. */
static void
copy_escape(copier *c)
{
	static const char known[] = "\"\\/bfnrt";

	if (*c->p == 'u' && strspn(c->p + 1, "0123456789abcdefABCDEF") >= 4) {
		c->out[c->n++] = '\\';
	} else if (*c->p && strchr(known, *c->p)) {
		c->out[c->n++] = '\\';
	} else {
		return;
	}
	c->out[c->n++] = *c->p++;
}

/* A string from behind its first quotation mark; typographic: that mark was no ". */
static void
copy_string(copier *c, int typographic)
{
	while (*c->p) {
		size_t n;
		char mark = plain_at(c->p, &n);
		if (mark == '"' && (n == 1 || typographic) && ends_string(c->p + n)) {
			c->p += n;
			c->out[c->n++] = '"';
			return;
		}
		if (mark == '"' && n == 1) {
			put(c, "\\\"");
			c->p++;
		} else if (*c->p == '\\') {
			c->p++;
			copy_escape(c);
		} else if ((unsigned char)*c->p < 0x20) {
			c->out[c->n++] = ' ';
			c->p++;
		} else {
			c->out[c->n++] = *c->p++;
		}
	}
}

/* 1: a bracket was taken in or the value goes on; 0: it is no JSON. */
static int
copy_bracket(copier *c, char bracket)
{
	if (bracket == '{' || bracket == '[') {
		if (c->depth == DEPTH)
			return 0;
		c->open[c->depth++] = bracket;
		c->out[c->n++] = bracket;
		return 1;
	}
	if (c->depth == 0 || c->open[c->depth - 1] != (bracket == '}' ? '{' : '['))
		return 0;
	c->depth--;
	while (c->n > 0 && strchr(", ", c->out[c->n - 1]))
		c->n--;
	c->out[c->n++] = bracket;
	c->whole = c->n;
	c->whole_depth = c->depth;
	memcpy(c->whole_open, c->open, sizeof c->open);
	return 1;
}

/* The text broke off: keep the closed values and close the objects and lists around them. */
static int
close_all(copier *c)
{
	if (c->whole == 0)
		return 0;
	c->n = c->whole;
	while (c->whole_depth > 0)
		c->out[c->n++] = c->whole_open[--c->whole_depth] == '{' ? '}' : ']';
	return 1;
}

/* The value that begins at c->p, which is a bracket.  1, and c->p is behind it; 0: none. */
static int
copy_value(copier *c)
{
	do {
		size_t n;
		char at = plain_at(c->p, &n);
		if (at == '\0')
			return close_all(c);
		c->p += n;
		if (at == '"') {
			c->out[c->n++] = '"';
			copy_string(c, n > 1);
		} else if (strchr("{}[]", at)) {
			if (!copy_bracket(c, at))
				return 0;
		} else {
			c->out[c->n++] = (unsigned char)at < 0x20 ? ' ' : at;
		}
	} while (c->depth > 0);
	return 1;
}

/* The value at *p, which is moved behind it; NULL: none, and *p is moved by one character. */
static json_object *
value_at(const char **p, char *buffer, size_t bracket)
{
	copier c = {.p = *p, .out = buffer};
	json_object *o = copy_value(&c) ? completion_json(buffer, c.n, DEPTH + 2) : NULL;

	*p = o ? c.p : *p + bracket;
	return o;
}

static int
is_list_of_objects(json_object *v)
{
	if (!json_object_is_type(v, json_type_array) || json_object_array_length(v) == 0)
		return 0;
	for (size_t i = 0; i < json_object_array_length(v); i++)
		if (!json_object_is_type(json_object_array_get_idx(v, i), json_type_object))
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
			json_object_object_add(entry, "id", json_object_new_string(id));
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
shaped(json_object *o, const char *key)
{
	json_object *list = list_meant(o, key), *out;

	if (!list) {
		json_object_put(o);
		return NULL;
	}
	out = json_object_is_type(o, json_type_object) ? json_object_get(o)
						       : json_object_new_object();
	json_object_object_add(out, key, list);
	json_object_put(o);
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
take_better(json_object **found, json_object *o, const char *key, int exact)
{
	int is_exact = json_object_is_type(json_at(o, key), json_type_array);
	json_object *better = shaped(o, key);

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
