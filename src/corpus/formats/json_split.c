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
json_step(nesting *one, char c)
{
	if (one->in_string) {
		if (one->escaped)
			one->escaped = 0;
		else if (c == '\\')
			one->escaped = 1;
		else if (c == '"')
			one->in_string = 0;
		return 0;
	}
	if (c == '"')
		one->in_string = 1;
	else if (c == '{' || c == '[')
		one->depth++;
	else if ((c == '}' || c == ']') && one->depth > 0)
		return --one->depth == 0;
	return 0;
}

/* 1 for JSON Lines, 0 for an array or for an object printed over several lines: the first line
 * opens it without closing it, and the second line opens no other object. */
static int
looks_like_lines(span text)
{
	nesting n = {0, 0, 0};
	size_t i = 0, next;

	while (i < text.n && is_space(text.p[i]))
		i++;
	if (i == text.n || text.p[i] != '{')
		return i == text.n || text.p[i] != '[';
	for (; i < text.n && text.p[i] != '\n'; i++)
		if (json_step(&n, text.p[i]))
			return 1;
	for (next = i; next < text.n && is_space(text.p[next]);)
		next++;
	return i == text.n || (next < text.n && text.p[next] == '{');
}

tensen_status
json_split_init(json_split *split, stream *src, tensen_error *err)
{
	span head;
	tensen_status st = stream_peek(src, 64 * 1024, &head, err);

	*split = (json_split){.src = src, .line = 1};
	if (st == TENSEN_OK)
		split->lines = looks_like_lines(head);
	return st;
}

void
json_split_clear(json_split *split)
{
	buf_clear(&split->text);
}

static void
too_long(json_split *split, json_piece *out)
{
	buf_clear(&split->text);
	out->text = (span){"", 0};
	out->problem = SAY_A_RECORD_OF_64;
}

static tensen_status
next_line(json_split *split, json_piece *out, tensen_error *err)
{
	span piece;
	int eol = 0, large = 0;
	tensen_status st;

	buf_reset(&split->text);
	*out = (json_piece){{"", 0}, split->line, stream_offset(split->src), NULL, 0};
	while (!eol) {
		if ((st = stream_piece(split->src, &piece, &eol, err)) < 0)
			return st;
		if (piece.n == 0)
			break;
		large |= split->text.n + piece.n > JSON_RECORD_MAX;
		if (!large)
			buf_span(&split->text, piece);
	}
	split->line += (uint64_t)eol;
	out->cut = !eol;
	if (split->text.failed)
		return tensen_fail_nomem(err);
	if (large)
		too_long(split, out);
	else
		out->text = (span){split->text.p, split->text.n};
	return TENSEN_OK;
}

static tensen_status
json_more(json_split *split, tensen_error *err)
{
	if (split->rest.n > 0)
		return TENSEN_OK;
	split->rest_offset = stream_offset(split->src);
	return stream_chunk(split->src, &split->rest, err);
}

/* Passes over the bytes between records; 1 if a value begins, 0 at the end of the file. */
static tensen_status
find_value(json_split *split, int *found, int *garbage, tensen_error *err)
{
	tensen_status st;

	*found = *garbage = 0;
	while ((st = json_more(split, err)) == TENSEN_OK && split->rest.n > 0) {
		char c = split->rest.p[0];
		if (c == '{' || *garbage) {
			*found = c == '{' && !*garbage;
			if (*found || c == '{' || c == '\n')
				return TENSEN_OK;
		} else if (!is_space(c) && c != '[' && c != ']' && c != ',') {
			*garbage = 1;
		}
		split->line += c == '\n';
		if (!*garbage && (c == '[' || (c == ']' && split->arrays)))
			split->arrays = c == '[' ? split->arrays + 1 : split->arrays - 1;
		split->rest = span_sub(split->rest, 1, split->rest.n);
		split->rest_offset++;
	}
	return st;
}

static tensen_status
take_value(json_split *split, json_piece *out, tensen_error *err)
{
	nesting n = {0, 0, 0};
	int closed = 0, large = 0;
	tensen_status st;

	while (!closed) {
		size_t i = 0;
		if ((st = json_more(split, err)) < 0)
			return st;
		if (split->rest.n == 0)
			break;
		while (i < split->rest.n && !closed) {
			split->line += split->rest.p[i] == '\n';
			closed = json_step(&n, split->rest.p[i++]);
		}
		large |= split->text.n + i > JSON_RECORD_MAX;
		if (!large)
			buf_add(&split->text, split->rest.p, i);
		split->rest = span_sub(split->rest, i, split->rest.n);
		split->rest_offset += i;
	}
	if (split->text.failed)
		return tensen_fail_nomem(err);
	if (large)
		too_long(split, out);
	else if (!closed) {
		out->problem = SAY_OBJECT_THAT_NEVER;
		out->cut = 1;
		split->arrays = 0; /* said once */
	} else
		out->text = (span){split->text.p, split->text.n};
	return TENSEN_OK;
}

tensen_status
json_split_next(json_split *split, json_piece *out, tensen_error *err)
{
	int found, garbage;
	tensen_status st;

	if (split->lines) {
		do
			st = next_line(split, out, err);
		while (st == TENSEN_OK && out->text.n > 0 && span_trim(out->text).n == 0);
		return st;
	}
	buf_reset(&split->text);
	*out = (json_piece){{"", 0}, split->line, 0, NULL, 0};
	if ((st = find_value(split, &found, &garbage, err)) < 0)
		return st;
	out->line = split->line;
	out->offset = split->rest_offset;
	if (garbage)
		out->problem = SAY_EXPECTED_OBJECT_BETWEEN;
	else if (found)
		return take_value(split, out, err);
	else if (split->arrays) {
		out->problem = SAY_ARRAY_THAT_NEVER;
		out->cut = 1;
		split->arrays = 0;
	}
	return TENSEN_OK;
}
