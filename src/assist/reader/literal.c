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

/* One sign for the spellings of a punctuation mark, behind NFKC; 0: it does not count. */
static UChar
folded_sign(UChar c)
{
	static const struct {
		UChar from, to, sign; /* from..to */
	} signs[] = {{0x00AD, 0x00AD, 0}, {0x200B, 0x200F, 0}, {0xFE00, 0xFE0F, 0},
	    {0xFEFF, 0xFEFF, 0}, {'[', '[', '('}, {']', ']', ')'}, {'`', '`', '\''},
	    {0x00B7, 0x00B7, 0x30FB}, {0x2010, 0x2015, '-'}, {0x2018, 0x201B, '\''},
	    {0x201C, 0x201F, '"'}, {0x2022, 0x2022, 0x30FB}, {0x2032, 0x2032, '\''},
	    {0x2033, 0x2033, '"'}, {0x2212, 0x2212, '-'}, {0x3001, 0x3001, ','},
	    {0x3002, 0x3002, '.'}, {0x300C, 0x300F, '"'}, {0x3010, 0x3010, '('},
	    {0x3011, 0x3011, ')'}, {0x3014, 0x3014, '('}, {0x3015, 0x3015, ')'},
	    {0x301C, 0x301C, '~'}, {0x301D, 0x301F, '"'}};

	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
		if (c >= signs[i].from && c <= signs[i].to)
			return signs[i].sign;
	return c;
}

/* One character with the marks behind it, normalized; white space is left out. */
static int
add_chunk(plain *p, const UNormalizer2 *nfkc, const UChar *chunk, int32_t n, uint32_t from)
{
	UErrorCode e = U_ZERO_ERROR;
	UChar out[CHUNK_MAX * 18];
	int32_t m = unorm2_normalize(nfkc, chunk, n, out, (int32_t)(sizeof out / sizeof *out), &e);

	for (int32_t i = 0; U_SUCCESS(e) && i < m; i++) {
		UChar c = folded_sign(out[i]);
		if (c && !u_isUWhiteSpace(c) && !plain_add(p, c, from))
			return 0;
	}
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

/* A piece [at, end) of a quotation. */
typedef struct piece {
	size_t at, end;
} piece;

static int
is_one_of(UChar c, const char *signs)
{
	return c < 0x80 && strchr(signs, (int)c) != NULL && c != 0;
}

/* "(problem)" in front: the heading of a section that the model copied, too. */
static size_t
heading_of(const plain *q)
{
	size_t i = 1;

	if (q->n < 2 || q->u[0] != '(')
		return 0;
	while (i < q->n && q->u[i] >= 'a' && q->u[i] <= 'z')
		i++;
	return i > 1 && i < q->n && q->u[i] == ')' ? i + 1 : 0;
}

/* A quotation without the marks around it: quotation marks, dots for an omission, brackets around
 * such dots. */
static piece
trimmed(const plain *q, piece p)
{
	while (p.at < p.end && is_one_of(q->u[p.at], "\"'.)"))
		p.at++;
	while (p.at < p.end && is_one_of(q->u[p.end - 1], "\"'.("))
		p.end--;
	return p;
}

/* Where the next dots "..." begin, or the end. */
static size_t
dots_from(const plain *q, size_t i)
{
	for (; i + 2 < q->n; i++)
		if (q->u[i] == '.' && q->u[i + 1] == '.' && q->u[i + 2] == '.')
			return i;
	return q->n;
}

/* The place of p in t at or behind `from`, with the marks that both have around it; first: where
 * they may begin in q.  0: none. */
static int
find_piece(piece *out, const plain *t, size_t from, const plain *q, piece p, size_t first)
{
	const UChar *found = u_strFindFirst(
	    t->u + from, (int32_t)(t->n - from), q->u + p.at, (int32_t)(p.end - p.at));

	if (!found)
		return 0;
	*out = (piece){(size_t)(found - t->u), (size_t)(found - t->u) + (p.end - p.at)};
	for (; out->at > from && p.at > first && t->u[out->at - 1] == q->u[p.at - 1]; p.at--)
		out->at--;
	for (; out->end < t->n && p.end < q->n && t->u[out->end] == q->u[p.end]; p.end++)
		out->end++;
	return 1;
}

/* Every piece of q must stand in t, one behind another; *longest: the place of that one. */
static int
find_pieces(const plain *t, const plain *q, piece *longest)
{
	size_t behind = 0;

	*longest = (piece){0, 0};
	for (size_t i = heading_of(q); i < q->n;) {
		size_t first = i, dots = dots_from(q, i);
		piece p = trimmed(q, (piece){i, dots}), found;
		i = dots;
		while (i < q->n && q->u[i] == '.')
			i++;
		if (p.at == p.end)
			continue;
		if (!find_piece(&found, t, behind, q, p, first))
			return 0;
		behind = found.end;
		if (found.end - found.at > longest->end - longest->at)
			*longest = found;
	}
	return longest->end > 0;
}

const char *
literal_find(const char *text, const char *quote, size_t least, size_t *n)
{
	UErrorCode e = U_ZERO_ERROR;
	const UNormalizer2 *nfkc = unorm2_getNFKCInstance(&e);
	plain t = {.n = 0}, q = {.n = 0};
	const char *found = NULL;
	piece p;

	if (U_SUCCESS(e) && plain_make(&t, nfkc, text) && plain_make(&q, nfkc, quote) && t.n > 0 &&
	    find_pieces(&t, &q, &p) && p.end - p.at >= least)
		found = source_of(&t, text, p.at, p.end - p.at, n);
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
