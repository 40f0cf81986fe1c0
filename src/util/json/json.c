/* util/json/json.c - see json.h. */
#include "util/json/json.h"
#include <math.h>
#include <stdio.h>
#include "util/plain.h"

void
json_init(json *j, buf *out, int indent)
{
	*j = (json){out, indent, 0, 0, 0};
}

static void
newline(json *j)
{
	if (!j->indent)
		return;
	buf_char(j->out, '\n');
	for (int i = 0; i < j->depth * j->indent; i++)
		buf_char(j->out, ' ');
}

/* Writes the comma and the indentation before a value or key. */
static void
separate(json *j)
{
	if (j->after_key) {
		j->after_key = 0;
		return;
	}
	if (j->comma)
		buf_char(j->out, ',');
	if (j->depth)
		newline(j);
	j->comma = 1;
}

void
json_open(json *j, char bracket)
{
	separate(j);
	buf_char(j->out, bracket);
	j->depth++;
	j->comma = 0;
}

void
json_close(json *j, char bracket)
{
	int empty = !j->comma;

	j->depth--;
	if (!empty)
		newline(j);
	buf_char(j->out, bracket);
	j->comma = 1;
}

static void
escaped(buf *out, span s)
{
	static const char hex[] = "0123456789abcdef";

	buf_char(out, '"');
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if (c == '"' || c == '\\') {
			buf_char(out, '\\');
			buf_char(out, (char)c);
		} else if (c == '\n') {
			buf_str(out, "\\n");
		} else if (c < 0x20 || c == 0x7f) {
			char u[7] = {'\\', 'u', '0', '0', hex[c >> 4], hex[c & 15], 0};
			buf_str(out, u);
		} else {
			buf_char(out, (char)c);
		}
	}
	buf_char(out, '"');
}

void
json_key(json *j, const char *key)
{
	separate(j);
	escaped(j->out, span_of(key));
	buf_str(j->out, j->indent ? ": " : ":");
	j->after_key = 1;
}

void
json_span(json *j, span s)
{
	separate(j);
	escaped(j->out, s);
}

void
json_raw(json *j, span value)
{
	separate(j);
	buf_span(j->out, value);
}

void
json_str(json *j, const char *s)
{
	if (s)
		json_span(j, span_of(s));
	else
		json_raw(j, SPAN_LIT("null"));
}

void
json_int(json *j, int64_t v)
{
	separate(j);
	buf_printf(j->out, "%lld", (long long)v);
}

void
json_num(json *j, double v, int digits)
{
	char s[64];
	size_t n;

	if (!isfinite(v)) {
		json_raw(j, SPAN_LIT("null"));
		return;
	}
	n = (size_t)plain_snprintf(s, sizeof s, "%.*f", digits, v);
	if (n >= sizeof s)
		n = (size_t)plain_snprintf(s, sizeof s, "%.17g", v);
	if (memchr(s, '.', n) && !memchr(s, 'e', n))
		while (s[n - 1] == '0' && s[n - 2] != '.')
			n--;
	if (strspn(s, "-0.") >= n && s[0] == '-') /* a number that rounds to zero has no sign */
		json_raw(j, (span){s + 1, n - 1});
	else
		json_raw(j, (span){s, n});
}

void
json_boolean(json *j, int v)
{
	json_raw(j, v ? SPAN_LIT("true") : SPAN_LIT("false"));
}

void
json_key_str(json *j, const char *key, const char *s)
{
	json_key(j, key);
	json_str(j, s);
}

void
json_key_span(json *j, const char *key, span s)
{
	json_key(j, key);
	json_span(j, s);
}

void
json_key_int(json *j, const char *key, int64_t v)
{
	json_key(j, key);
	json_int(j, v);
}

void
json_key_num(json *j, const char *key, double v, int digits)
{
	json_key(j, key);
	json_num(j, v, digits);
}

void
json_key_bool(json *j, const char *key, int v)
{
	json_key(j, key);
	json_boolean(j, v);
}

void
json_key_null(json *j, const char *key)
{
	json_key(j, key);
	json_raw(j, SPAN_LIT("null"));
}

void
json_key_open(json *j, const char *key, char bracket)
{
	json_key(j, key);
	json_open(j, bracket);
}

void
json_key_strs(json *j, const char *key, const char *const *v, size_t n)
{
	json_key_open(j, key, '[');
	for (size_t i = 0; i < n; i++)
		json_str(j, v[i]);
	json_close(j, ']');
}

void
json_key_objects(json *j, const char *key, size_t n, json_keys_fn keys, const void *list)
{
	json_key_open(j, key, '[');
	for (size_t i = 0; i < n; i++) {
		json_open(j, '{');
		keys(j, list, i);
		json_close(j, '}');
	}
	json_close(j, ']');
}
