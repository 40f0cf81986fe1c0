/* assist/reader/literal.c - see literal.h. */
#include "assist/reader/literal.h"
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utf8.h>

#define CHUNK_MAX 64 /* UTF-16 units of one character with its marks; more is left as it is */

/* Normalized UTF-16 units, and for each where its source begins. */
typedef struct plain {
	UChar *u;
	uint32_t *from;
	size_t n, size;
	uint32_t end; /* of the source */
} plain;

static void
plain_clear(plain *p)
{
	free(p->u);
	free(p->from);
}

static int
plain_grow(plain *p)
{
	size_t size = p->size ? p->size * 2 : 256;
	UChar *u = realloc(p->u, size * sizeof *u);
	uint32_t *from;

	if (!u)
		return 0;
	p->u = u;
	if (!(from = realloc(p->from, size * sizeof *from)))
		return 0;
	p->from = from;
	p->size = size;
	return 1;
}

static int
plain_add(plain *p, UChar unit, uint32_t from)
{
	if (p->n == p->size && !plain_grow(p))
		return 0;
	p->u[p->n] = unit;
	p->from[p->n++] = from;
	return 1;
}

/* One character with the marks behind it, normalized; white space is left out. */
static int
add_chunk(plain *p, const UNormalizer2 *nfkc, const UChar *chunk, int32_t n, uint32_t from)
{
	UErrorCode e = U_ZERO_ERROR;
	UChar out[CHUNK_MAX * 18];
	int32_t m = unorm2_normalize(nfkc, chunk, n, out, (int32_t)(sizeof out / sizeof *out), &e);

	for (int32_t i = 0; U_SUCCESS(e) && i < m; i++)
		if (!u_isUWhiteSpace(out[i]) && !plain_add(p, out[i], from))
			return 0;
	return U_SUCCESS(e);
}

/* 1, or 0: no memory. */
static int
plain_make(plain *p, const UNormalizer2 *nfkc, const char *text)
{
	UChar chunk[CHUNK_MAX];
	int32_t n = 0, i = 0, length = (int32_t)strlen(text);
	uint32_t from = 0;

	*p = (plain){.end = (uint32_t)length};
	while (i < length) {
		int32_t at = i;
		UChar32 c;
		UBool bad = 0;
		U8_NEXT_OR_FFFD((const uint8_t *)text, i, length, c);
		if (n > 0 && (n + 2 > CHUNK_MAX || unorm2_hasBoundaryBefore(nfkc, c))) {
			if (!add_chunk(p, nfkc, chunk, n, from))
				return 0;
			n = 0;
		}
		if (n == 0)
			from = (uint32_t)at;
		U16_APPEND(chunk, n, CHUNK_MAX, c, bad);
		(void)bad;
	}
	return n == 0 || add_chunk(p, nfkc, chunk, n, from);
}

/* The source of units [at, at + n) of p, from the first to before what follows the last. */
static const char *
source_of(const plain *p, const char *text, size_t at, size_t n, size_t *bytes)
{
	uint32_t end = p->end, last = p->from[at + n - 1];

	for (size_t i = at + n; i < p->n; i++)
		if (p->from[i] != last) {
			end = p->from[i];
			break;
		}
	while (end > p->from[at] && strchr(" \t\r\n", text[end - 1]))
		end--;
	*bytes = end - p->from[at];
	return text + p->from[at];
}

const char *
literal_find(const char *text, const char *quote, size_t least, size_t *n)
{
	UErrorCode e = U_ZERO_ERROR;
	const UNormalizer2 *nfkc = unorm2_getNFKCInstance(&e);
	plain t = {.n = 0}, q = {.n = 0};
	const char *found = NULL;

	if (U_SUCCESS(e) && plain_make(&t, nfkc, text) && plain_make(&q, nfkc, quote) && q.n > 0 &&
	    q.n >= least && q.n <= t.n) {
		const UChar *at = u_strFindFirst(t.u, (int32_t)t.n, q.u, (int32_t)q.n);
		if (at)
			found = source_of(&t, text, (size_t)(at - t.u), q.n, n);
	}
	plain_clear(&t);
	plain_clear(&q);
	return found;
}

static void
fold(plain *p)
{
	for (size_t i = 0; i < p->n; i++)
		p->u[i] = (UChar)u_foldCase(p->u[i], U_FOLD_CASE_DEFAULT);
}

int
literal_has(const char *text, const char *part)
{
	UErrorCode e = U_ZERO_ERROR;
	const UNormalizer2 *nfkc = unorm2_getNFKCInstance(&e);
	plain t = {.n = 0}, p = {.n = 0};
	int has = 0;

	if (U_SUCCESS(e) && plain_make(&t, nfkc, text) && plain_make(&p, nfkc, part) && p.n > 0 &&
	    p.n <= t.n) {
		fold(&t);
		fold(&p);
		has = u_strFindFirst(t.u, (int32_t)t.n, p.u, (int32_t)p.n) != NULL;
	}
	plain_clear(&t);
	plain_clear(&p);
	return has;
}
