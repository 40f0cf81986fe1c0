/* corpus/formats/csv_cut.c - see csv_cut.h. */
#include "corpus/formats/csv_cut.h"
#include <string.h>

typedef struct cutter {
	const char *p, *end;
	uint64_t lines;
	int doubled; /* the field holds doubled quotes */
} cutter;

static const span none = {NULL, 0};

int
csv_is_blank(unsigned char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

int
csv_is_line_end(unsigned char c)
{
	return c == '\n';
}

/* The text between two quotes; p moves behind the closing one. */
static span
cut_quoted(cutter *cutting)
{
	const char *from = ++cutting->p, *q = from;

	while ((q = memchr(q, '"', (size_t)(cutting->end - q))) && q + 1 < cutting->end &&
	       q[1] == '"') {
		cutting->doubled = 1;
		q += 2;
	}
	if (!q)
		return none;
	cutting->p = q + 1;
	for (const char *n = from; (n = memchr(n, '\n', (size_t)(q - n))); n++)
		cutting->lines++;
	return (span){from, (size_t)(q - from)};
}

static span
cut_bare(cutter *cutting, char delimiter)
{
	const char *from = cutting->p, *p = from;
	size_t n;

	while (p < cutting->end && *p != delimiter && *p != '\n' && *p != '"')
		p++;
	n = (size_t)(p - from);
	if (p == cutting->end || *p == '"')
		return none;
	if (*p == '\n' && n && p[-1] == '\r')
		n--;
	if (n && (csv_is_blank((unsigned char)from[0]) || csv_is_blank((unsigned char)from[n - 1])))
		return none;
	cutting->p = from + n;
	return (span){from, n};
}

/* Behind a field: 1 another field follows, 0 the row ends, -1 neither. */
static int
cut_end(cutter *cutting, char delimiter)
{
	if (cutting->p < cutting->end && *cutting->p == delimiter) {
		cutting->p++;
		return 1;
	}
	if (cutting->p < cutting->end && *cutting->p == '\r')
		cutting->p++;
	if (cutting->p == cutting->end || *cutting->p != '\n')
		return -1;
	cutting->p++;
	cutting->lines++;
	return 0;
}

static void
csv_keep(buf *bytes, buf *ends, span text, int doubled)
{
	for (size_t i = 0; doubled && i < text.n; i++) {
		buf_char(bytes, text.p[i]);
		i += text.p[i] == '"';
	}
	if (!doubled)
		buf_span(bytes, text);
	buf_add(ends, &bytes->n, sizeof bytes->n);
}

size_t
csv_cut(span text, char delimiter, uint32_t n, buf *bytes, buf *ends, uint64_t *lines)
{
	cutter k = {text.p, text.p + text.n, 0, 0};
	uint32_t got = 0;
	int more = 1;

	if (text.n == 0 || text.p[0] == '\n' || text.p[0] == '\r') /* an empty line is no row */
		return 0;
	for (; more > 0 && got < n && k.p < k.end; got++) {
		span f;
		k.doubled = 0;
		f = *k.p == '"' ? cut_quoted(&k) : cut_bare(&k, delimiter);
		if (!f.p || (more = cut_end(&k, delimiter)) < 0)
			return 0;
		csv_keep(bytes, ends, f, k.doubled);
	}
	*lines = k.lines;
	return got == n && !more ? (size_t)(k.p - text.p) : 0;
}
