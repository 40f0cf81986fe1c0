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
cut_quoted(cutter *k)
{
	const char *from = ++k->p, *q = from;

	while ((q = memchr(q, '"', (size_t)(k->end - q))) && q + 1 < k->end && q[1] == '"') {
		k->doubled = 1;
		q += 2;
	}
	if (!q)
		return none;
	k->p = q + 1;
	for (const char *n = from; (n = memchr(n, '\n', (size_t)(q - n))); n++)
		k->lines++;
	return (span){from, (size_t)(q - from)};
}

static span
cut_bare(cutter *k, char delimiter)
{
	const char *from = k->p, *p = from;
	size_t n;

	while (p < k->end && *p != delimiter && *p != '\n' && *p != '"')
		p++;
	n = (size_t)(p - from);
	if (p == k->end || *p == '"')
		return none;
	if (*p == '\n' && n && p[-1] == '\r')
		n--;
	if (n && (csv_is_blank((unsigned char)from[0]) || csv_is_blank((unsigned char)from[n - 1])))
		return none;
	k->p = from + n;
	return (span){from, n};
}

/* Behind a field: 1 another field follows, 0 the row ends, -1 neither. */
static int
cut_end(cutter *k, char delimiter)
{
	if (k->p < k->end && *k->p == delimiter) {
		k->p++;
		return 1;
	}
	if (k->p < k->end && *k->p == '\r')
		k->p++;
	if (k->p == k->end || *k->p != '\n')
		return -1;
	k->p++;
	k->lines++;
	return 0;
}

static void
keep(buf *bytes, buf *ends, span s, int doubled)
{
	for (size_t i = 0; doubled && i < s.n; i++) {
		buf_char(bytes, s.p[i]);
		i += s.p[i] == '"';
	}
	if (!doubled)
		buf_span(bytes, s);
	buf_add(ends, &bytes->n, sizeof bytes->n);
}

size_t
csv_cut(span s, char delimiter, uint32_t n, buf *bytes, buf *ends, uint64_t *lines)
{
	cutter k = {s.p, s.p + s.n, 0, 0};
	uint32_t got = 0;
	int more = 1;

	if (s.n == 0 || s.p[0] == '\n' || s.p[0] == '\r') /* an empty line is no row */
		return 0;
	for (; more > 0 && got < n && k.p < k.end; got++) {
		span f;
		k.doubled = 0;
		f = *k.p == '"' ? cut_quoted(&k) : cut_bare(&k, delimiter);
		if (!f.p || (more = cut_end(&k, delimiter)) < 0)
			return 0;
		keep(bytes, ends, f, k.doubled);
	}
	*lines = k.lines;
	return got == n && !more ? (size_t)(k.p - s.p) : 0;
}
