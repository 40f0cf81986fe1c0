/* util/json/json.c - see json.h. */
#include "util/json/json.h"
#include <math.h>
#include <tensen/messages.h>
#include "util/plain.h"

void
json_init(json *to, buf *out, int indent)
{
	*to = (json){out, indent, 0, 0, 0};
}

static void
json_newline(json *to)
{
	if (!to->indent)
		return;
	buf_char(to->out, '\n');
	for (int i = 0; i < to->depth * to->indent; i++)
		buf_char(to->out, ' ');
}

/* Writes the comma and the indentation before a value or key. */
static void
json_separate(json *to)
{
	if (to->after_key) {
		to->after_key = 0;
		return;
	}
	if (to->comma)
		buf_char(to->out, ',');
	if (to->depth)
		json_newline(to);
	to->comma = 1;
}

void
json_open(json *to, char bracket)
{
	json_separate(to);
	buf_char(to->out, bracket);
	to->depth++;
	to->comma = 0;
}

void
json_close(json *to, char bracket)
{
	int empty = !to->comma;

	to->depth--;
	if (!empty)
		json_newline(to);
	buf_char(to->out, bracket);
	to->comma = 1;
}

static void
json_escaped(buf *out, span text)
{
	static const char hex[] = "0123456789abcdef";
	size_t from = 0;

	buf_char(out, '"');
	for (size_t i = 0; i < text.n; i++) {
		unsigned char c = (unsigned char)text.p[i];
		if (c >= 0x20 && c != '"' && c != '\\' && c != 0x7f)
			continue;
		buf_span(out, span_sub(text, from, i));
		from = i + 1;
		if (c == '"' || c == '\\') {
			buf_char(out, '\\');
			buf_char(out, (char)c);
		} else if (c == '\n') {
			buf_str(out, "\\n");
		} else {
			char u[7] = {'\\', 'u', '0', '0', hex[c >> 4], hex[c & 15], 0};
			buf_str(out, u);
		}
	}
	buf_span(out, span_sub(text, from, text.n));
	buf_char(out, '"');
}

void
json_key(json *to, const char *key)
{
	json_separate(to);
	json_escaped(to->out, span_of(key));
	buf_str(to->out, to->indent ? ": " : ":");
	to->after_key = 1;
}

void
json_span(json *to, span text)
{
	json_separate(to);
	json_escaped(to->out, text);
}

void
json_raw(json *to, span value)
{
	json_separate(to);
	buf_span(to->out, value);
}

void
json_str(json *out, const char *str)
{
	if (str)
		json_span(out, span_of(str));
	else
		json_raw(out, SPAN_LIT("null"));
}

void
json_int(json *to, int64_t v)
{
	json_separate(to);
	buf_printf(to->out, "%lld", (long long)v);
}

void
json_num(json *out, double v, int digits)
{
	char s[64];
	size_t n;

	if (!isfinite(v)) {
		json_raw(out, SPAN_LIT("null"));
		return;
	}
	n = (size_t)plain_snprintf(s, sizeof s, "%.*f", digits, v);
	if (n >= sizeof s)
		n = (size_t)plain_snprintf(s, sizeof s, "%.17g", v);
	if (memchr(s, '.', n) && !memchr(s, 'e', n))
		while (s[n - 1] == '0' && s[n - 2] != '.')
			n--;
	if (strspn(s, "-0.") >= n && s[0] == '-') /* a number that rounds to zero has no sign */
		json_raw(out, (span){s + 1, n - 1});
	else
		json_raw(out, (span){s, n});
}

void
json_boolean(json *out, int v)
{
	json_raw(out, v ? SPAN_LIT("true") : SPAN_LIT("false"));
}

void
json_key_str(json *out, const char *key, const char *str)
{
	json_key(out, key);
	json_str(out, str);
}

void
json_key_said(json *out, const char *key, const char *said)
{
	char words[SAID_MAX];

	tensen_message(words, sizeof words, said, TENSEN_EN);
	json_key_str(out, key, words);
}

void
json_key_span(json *out, const char *key, span text)
{
	json_key(out, key);
	json_span(out, text);
}

void
json_key_int(json *out, const char *key, int64_t v)
{
	json_key(out, key);
	json_int(out, v);
}

void
json_key_num(json *out, const char *key, double v, int digits)
{
	json_key(out, key);
	json_num(out, v, digits);
}

void
json_key_bool(json *out, const char *key, int v)
{
	json_key(out, key);
	json_boolean(out, v);
}

void
json_key_open(json *out, const char *key, char bracket)
{
	json_key(out, key);
	json_open(out, bracket);
}

void
json_key_strs(json *out, const char *key, const char *const *str, size_t n)
{
	json_key_open(out, key, '[');
	for (size_t i = 0; i < n; i++)
		json_str(out, str[i]);
	json_close(out, ']');
}

void
json_key_objects(json *out, const char *key, size_t n, json_keys_fn keys, const void *list)
{
	json_key_open(out, key, '[');
	for (size_t i = 0; i < n; i++) {
		json_open(out, '{');
		keys(out, list, i);
		json_close(out, '}');
	}
	json_close(out, ']');
}
