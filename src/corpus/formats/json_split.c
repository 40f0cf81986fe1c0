/* corpus/formats/json_split.c - see json_split.h. */
#include "corpus/formats/json_split.h"
#include "util/fail.h"

static int
is_space(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

/* The place inside a value. */
typedef struct nesting {
	unsigned depth;
	int in_string, escaped;
} nesting;

/* Takes one byte; 1 if it closes the value. */
static int
step(nesting *n, char c)
{
	if (n->in_string) {
		if (n->escaped)
			n->escaped = 0;
		else if (c == '\\')
			n->escaped = 1;
		else if (c == '"')
			n->in_string = 0;
		return 0;
	}
	if (c == '"')
		n->in_string = 1;
	else if (c == '{' || c == '[')
		n->depth++;
	else if ((c == '}' || c == ']') && n->depth > 0)
		return --n->depth == 0;
	return 0;
}

/* 1 for JSON Lines, 0 for an array or for an object printed over several lines: the first line
 * opens it without closing it, and the second line opens no other object. */
static int
looks_like_lines(span s)
{
	nesting n = {0, 0, 0};
	size_t i = 0, next;

	while (i < s.n && is_space(s.p[i]))
		i++;
	if (i == s.n || s.p[i] != '{')
		return i == s.n || s.p[i] != '[';
	for (; i < s.n && s.p[i] != '\n'; i++)
		if (step(&n, s.p[i]))
			return 1;
	for (next = i; next < s.n && is_space(s.p[next]);)
		next++;
	return i == s.n || (next < s.n && s.p[next] == '{');
}

tensen_status
json_split_init(json_split *j, stream *src, tensen_error *err)
{
	span head;
	tensen_status st = stream_peek(src, 64 * 1024, &head, err);

	*j = (json_split){.src = src, .line = 1};
	if (st == TENSEN_OK)
		j->lines = looks_like_lines(head);
	return st;
}

void
json_split_clear(json_split *j)
{
	buf_clear(&j->text);
}

static void
too_long(json_split *j, json_piece *out)
{
	buf_clear(&j->text);
	out->text = (span){"", 0};
	out->problem = "a record of more than 64 MiB";
}

static tensen_status
next_line(json_split *j, json_piece *out, tensen_error *err)
{
	span piece;
	int eol = 0, large = 0;
	tensen_status st;

	buf_reset(&j->text);
	*out = (json_piece){{"", 0}, j->line, stream_offset(j->src), NULL, 0};
	while (!eol) {
		if ((st = stream_piece(j->src, &piece, &eol, err)) < 0)
			return st;
		if (piece.n == 0)
			break;
		large |= j->text.n + piece.n > JSON_RECORD_MAX;
		if (!large)
			buf_span(&j->text, piece);
	}
	j->line += (uint64_t)eol;
	out->cut = !eol;
	if (j->text.failed)
		return tensen_fail_nomem(err);
	if (large)
		too_long(j, out);
	else
		out->text = (span){j->text.p, j->text.n};
	return TENSEN_OK;
}

static tensen_status
more(json_split *j, tensen_error *err)
{
	if (j->rest.n > 0)
		return TENSEN_OK;
	j->rest_offset = stream_offset(j->src);
	return stream_chunk(j->src, &j->rest, err);
}

/* Passes over the bytes between records; 1 if a value begins, 0 at the end of the file. */
static tensen_status
find_value(json_split *j, int *found, int *garbage, tensen_error *err)
{
	tensen_status st;

	*found = *garbage = 0;
	while ((st = more(j, err)) == TENSEN_OK && j->rest.n > 0) {
		char c = j->rest.p[0];
		if (c == '{' || *garbage) {
			*found = c == '{' && !*garbage;
			if (*found || c == '{' || c == '\n')
				return TENSEN_OK;
		} else if (!is_space(c) && c != '[' && c != ']' && c != ',') {
			*garbage = 1;
		}
		j->line += c == '\n';
		if (!*garbage && (c == '[' || (c == ']' && j->arrays)))
			j->arrays = c == '[' ? j->arrays + 1 : j->arrays - 1;
		j->rest = span_sub(j->rest, 1, j->rest.n);
		j->rest_offset++;
	}
	return st;
}

static tensen_status
take_value(json_split *j, json_piece *out, tensen_error *err)
{
	nesting n = {0, 0, 0};
	int closed = 0, large = 0;
	tensen_status st;

	while (!closed) {
		size_t i = 0;
		if ((st = more(j, err)) < 0)
			return st;
		if (j->rest.n == 0)
			break;
		while (i < j->rest.n && !closed) {
			j->line += j->rest.p[i] == '\n';
			closed = step(&n, j->rest.p[i++]);
		}
		large |= j->text.n + i > JSON_RECORD_MAX;
		if (!large)
			buf_add(&j->text, j->rest.p, i);
		j->rest = span_sub(j->rest, i, j->rest.n);
		j->rest_offset += i;
	}
	if (j->text.failed)
		return tensen_fail_nomem(err);
	if (large)
		too_long(j, out);
	else if (!closed) {
		out->problem = "an object that is never closed";
		out->cut = 1;
		j->arrays = 0; /* said once */
	} else
		out->text = (span){j->text.p, j->text.n};
	return TENSEN_OK;
}

tensen_status
json_split_next(json_split *j, json_piece *out, tensen_error *err)
{
	int found, garbage;
	tensen_status st;

	if (j->lines) {
		do
			st = next_line(j, out, err);
		while (st == TENSEN_OK && out->text.n > 0 && span_trim(out->text).n == 0);
		return st;
	}
	buf_reset(&j->text);
	*out = (json_piece){{"", 0}, j->line, 0, NULL, 0};
	if ((st = find_value(j, &found, &garbage, err)) < 0)
		return st;
	out->line = j->line;
	out->offset = j->rest_offset;
	if (garbage)
		out->problem = "expected an object between { and }";
	else if (found)
		return take_value(j, out, err);
	else if (j->arrays) {
		out->problem = "an array that is never closed";
		out->cut = 1;
		j->arrays = 0;
	}
	return TENSEN_OK;
}
