/* corpus/detect.c - see detect.h. */
#include "corpus/detect.h"
#include <fnmatch.h>
#include <string.h>
#include <strings.h>
#include <tensen/messages.h>
#include "corpus/formats/columns.h"

#define HEAD_BYTES ((size_t)64 * 1024) /* the beginning by which a format is known */
#define MAX_NAMES 256                  /* columns of a header that are looked at */

/* Text has no control characters; more than 1 % of them make a binary file. */
static int
is_binary(span text)
{
	size_t odd = 0;

	for (size_t i = 0; i < text.n; i++) {
		unsigned char c = (unsigned char)text.p[i];
		odd += c < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != 0x1b;
	}
	return odd * 100 > text.n;
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
		/* With a mapping or known names the file is a table that lacks a column;
		 * read_table() says which one. */
		if (n >= 2 && (columns || columns_are_header(names, n)))
			return FORMAT_TABLE;
		if (n >= 3)
			*why = delimiters[d] == '\t' ? SAY_TABLE_WITHOUT_COLUMN : *why;
	}
	return FORMAT_AUTO;
}

/* ---- what a name says ---- */

#define PACKED "?(.gz|.zst|.xz|.bz2)"

/* 1 if a path is like a pattern of fnmatch(), in letters of any case. */
static int
is_named(const char *path, const char *pattern)
{
	return fnmatch(pattern, path, FNM_CASEFOLD | FNM_EXTMATCH) == 0;
}

/* 1 if the name says that the file is data: x.csv, x.jsonl.gz and so on. */
static int
detect_names_data(const char *path)
{
	return is_named(path, "*.@(csv|tsv|xlsx|json|jsonl|ndjson|xml|zip|tar|tgz)" PACKED) ||
	       is_named(path, "*.@(gz|zst|xz|bz2)");
}

/* ---- bytes that are no text ---- */

/* Files that are known by their first bytes.  What stands beside gazettes and exports is no data;
 * what may have data inside is bad. */
static const struct {
	const char *magic;
	size_t n;
	content is;
	const char *why;
} others[] = {
    {"TENSEN", 6, CONTENT_OTHER, SAY_INDEX_TENSEN},
    {"\x89PNG", 4, CONTENT_OTHER, SAY_IMAGE},
    {"GIF8", 4, CONTENT_OTHER, SAY_IMAGE},
    {"\xff\xd8\xff", 3, CONTENT_OTHER, SAY_IMAGE},
    {"II*\0", 4, CONTENT_OTHER, SAY_IMAGE},
    {"MM\0*", 4, CONTENT_OTHER, SAY_IMAGE},
    {"%PDF-", 5, CONTENT_BAD, SAY_PDF_WHICH_NOT},
    {"7z\xbc\xaf", 4, CONTENT_BAD, SAY_7Z_ARCHIVE_WHICH},
    {"Rar!", 4, CONTENT_BAD, SAY_RAR_ARCHIVE_WHICH},
    {"\x1f\x9d", 2, CONTENT_BAD, SAY_FILE_PACKED_BY},
    {"\xd0\xcf\x11\xe0", 4, CONTENT_BAD, SAY_OLD_EXCEL_OR},
};

static int
is_other(detected *out, span head)
{
	for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
		if (head.n < others[i].n || memcmp(head.p, others[i].magic, others[i].n) != 0)
			continue;
		out->is = others[i].is;
		out->why = others[i].why;
		return 1;
	}
	return 0;
}

static int
is_html(span text)
{
	static const char *const marks[] = {"<!doctype html", "<html", "<head", "<body"};
	size_t n = text.n < 1024 ? text.n : 1024;

	for (size_t i = 0; i + 5 < n; i++)
		for (size_t k = 0; text.p[i] == '<' && k < sizeof marks / sizeof *marks; k++)
			if (n - i >= strlen(marks[k]) &&
			    strncasecmp(text.p + i, marks[k], strlen(marks[k])) == 0)
				return 1;
	return 0;
}

/* ---- the decision ---- */

/* No data.  named: the file was named, or its name says that it is data. */
static void
no_data(detected *out, const char *why, int named)
{
	out->is = named ? CONTENT_BAD : CONTENT_OTHER;
	out->why = why;
}

/* The format that the text has, or none. */
static void
text_format(detected *out, span text, const char *path, int named, const corpus_opts *opts)
{
	const char *why = SAY_NO_FORMAT_WE;
	int as_text = opts->format == FORMAT_TEXT, is_text = is_named(path, "*.txt" PACKED);

	if (text.p[0] == '<') {
		out->format = FORMAT_GAZETTE;
	} else if (text.p[0] == '{' ||
		   (text.p[0] == '[' && (memchr(text.p, '{', text.n) || detect_names_data(path)))) {
		out->format = FORMAT_JSONL;
	} else {
		out->format = table_format(text, opts->columns, &why);
		if (out->format == FORMAT_AUTO && is_named(path, "*.@(csv|tsv|xlsx)" PACKED))
			out->format = FORMAT_TABLE;
		else if (out->format == FORMAT_AUTO &&
			 (named ? as_text || !detect_names_data(path) : as_text && is_text))
			out->format = FORMAT_TEXT;
	}
	if (out->format == FORMAT_AUTO)
		no_data(out, is_text ? SAY_TEXT_READ_ONLY : why, named || detect_names_data(path));
}

tensen_status
detect(detected *out, stream *src, const char *path, int named, const corpus_opts *opts,
    tensen_error *err)
{
	int wanted = named || detect_names_data(path);
	span head, text;
	tensen_status st = stream_peek(src, HEAD_BYTES, &head, err);

	*out = (detected){CONTENT_DATA, FORMAT_AUTO, NULL};
	if (st < 0)
		return st;
	text = span_trim(head);
	if (text.n == 0 && stream_zeroed(src))
		no_data(out, SAY_NOTHING_BUT_ZEROS, 1);
	else if (text.n == 0)
		no_data(out, SAY_FILE_EMPTY, wanted);
	else if (is_other(out, stream_head(src)))
		out->is = named ? CONTENT_BAD : out->is;
	else if (!stream_zeroed(src) && is_binary(head))
		no_data(out, SAY_BINARY_FILE, 1);
	else if (is_html(text))
		no_data(
		    out, SAY_HTML_PAGE_AND, named || !is_named(path, "*.@(html|htm|xhtml)" PACKED));
	else
		text_format(out, text, path, named, opts);
	/* in a folder, a format that was asked for does not make data of what is none */
	if (out->is == CONTENT_DATA && opts->format != FORMAT_AUTO)
		out->format = opts->format;
	return TENSEN_OK;
}

tensen_status
detect_sheet(detected *out, stream *src, const corpus_opts *opts, tensen_error *err)
{
	const char *why = NULL;
	span head;
	tensen_status st = stream_peek(src, HEAD_BYTES, &head, err);

	*out = (detected){CONTENT_DATA, FORMAT_TABLE, NULL};
	if (st == TENSEN_OK && table_format(head, opts->columns, &why) != FORMAT_AUTO)
		out->format = table_format(head, opts->columns, &why);
	return st;
}
