/* corpus/input/detect.c - see detect.h. */
#include "corpus/input/detect.h"
#include <string.h>
#include "corpus/formats/columns.h"
#include "corpus/formats/csv.h"

#define HEAD ((size_t)64 * 1024)
#define MAX_NAMES 256

/* Binary files are told by control characters that no text has. */
static int
is_binary(span s)
{
	size_t odd = 0;

	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		odd += c < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != 0x1b;
	}
	return odd * 100 > s.n;
}

/* The names of a header line, quotes taken off; good enough to recognise it. */
static uint32_t
header_names(span line, char delimiter, span *names)
{
	uint32_t n = 0;
	size_t from = 0;

	for (size_t i = 0; i <= line.n && n < MAX_NAMES; i++) {
		span s;
		if (i < line.n && line.p[i] != delimiter)
			continue;
		s = span_trim(span_sub(line, from, i));
		if (s.n >= 2 && s.p[0] == '"' && s.p[s.n - 1] == '"')
			s = span_trim(span_sub(s, 1, s.n - 1));
		names[n++] = s;
		from = i + 1;
	}
	return n;
}

static corpus_format
table_format(span head, const char *const *columns, const char **why)
{
	static const char delimiters[] = {'\t', ',', ';'};
	span names[MAX_NAMES], line = head;
	const char *end = memchr(head.p, '\n', head.n);

	if (end)
		line.n = (size_t)(end - head.p);
	for (size_t d = 0; d < sizeof delimiters; d++) {
		uint32_t n = header_names(line, delimiters[d], names);
		corpus_format f = n >= 2 ? columns_format(names, n) : FORMAT_AUTO;
		if (f != FORMAT_AUTO)
			return f;
		/* With a mapping, or names we know, it is a table that lacks something:
		 * its reader says what. */
		if (n >= 2 && (columns || columns_are_header(names, n)))
			return FORMAT_TABLE;
		if (n >= 3)
			*why = delimiters[d] == '\t' ? "a table without a column of ours" : *why;
	}
	return FORMAT_AUTO;
}

static int
ends_in(const char *path, const char *suffix)
{
	size_t n = strlen(path), k = strlen(suffix);

	return n >= k && strcmp(path + n - k, suffix) == 0;
}

/* Named x.csv or x.tsv, packed or not: then it is a table, whatever its header. */
static int
is_named_table(const char *path)
{
	static const char *const suffixes[] = {
	    ".csv", ".tsv", ".csv.gz", ".tsv.gz", ".csv.zst", ".tsv.zst", ".CSV", ".TSV"};

	for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++)
		if (ends_in(path, suffixes[i]))
			return 1;
	return 0;
}

tensen_status
detect_format(source *src, const char *path, int asked, const char *const *columns,
    corpus_format *out, const char **why, tensen_error *err)
{
	span head, text;
	tensen_status st = source_peek(src, HEAD, &head, err);

	*out = FORMAT_AUTO;
	*why = "no format we know";
	if (st < 0)
		return st;
	text = span_trim(head);
	if (text.n == 0) {
		*why = "the file is empty";
	} else if (is_binary(head)) {
		*why = "a binary file";
	} else if (text.p[0] == '<') {
		*out = FORMAT_GAZETTE;
	} else if (text.p[0] == '{' || (text.p[0] == '[' && memchr(text.p, '{', text.n))) {
		*out = FORMAT_JSONL;
	} else {
		*out = table_format(text, columns, why);
		if (*out == FORMAT_AUTO && is_named_table(path))
			*out = FORMAT_TABLE;
		else if (*out == FORMAT_AUTO &&
			 (asked || ends_in(path, ".txt") ||
			     span_find(text, SPAN_LIT("【"), 0) != (size_t)-1))
			*out = FORMAT_TEXT;
	}
	return TENSEN_OK;
}
