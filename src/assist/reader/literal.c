/* assist/reader/literal.c - see literal.h. */
#include "assist/reader/literal.h"
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
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
plain_clear(plain *bare)
{
	free(bare->u);
	free(bare->from);
}

static int
plain_grow(plain *bare)
{
	size_t size = bare->size ? bare->size * 2 : 256;
	UChar *u = realloc(bare->u, size * sizeof *u);
	uint32_t *from;

	if (!u)
		return 0;
	bare->u = u;
	if (!(from = realloc(bare->from, size * sizeof *from)))
		return 0;
	bare->from = from;
	bare->size = size;
	return 1;
}

static int
plain_add(plain *bare, UChar unit, uint32_t from)
{
	if (bare->n == bare->size && !plain_grow(bare))
		return 0;
	bare->u[bare->n] = unit;
	bare->from[bare->n++] = from;
	return 1;
}

/* One sign for the spellings of a punctuation mark, behind NFKC; 0: it does not count. */
static UChar
folded_sign(UChar one)
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
		if (one >= signs[i].from && one <= signs[i].to)
			return signs[i].sign;
	return one;
}

/* One character with the marks behind it, normalized; white space is left out. */
static int
add_chunk(plain *bare, const UNormalizer2 *nfkc, const UChar *chunk, int32_t n, uint32_t from)
{
	UErrorCode e = U_ZERO_ERROR;
	UChar out[CHUNK_MAX * 18];
	int32_t m = unorm2_normalize(nfkc, chunk, n, out, (int32_t)(sizeof out / sizeof *out), &e);

	for (int32_t i = 0; U_SUCCESS(e) && i < m; i++) {
		UChar c = folded_sign(out[i]);
		if (c && !u_isUWhiteSpace(c) && !plain_add(bare, c, from))
			return 0;
	}
	return U_SUCCESS(e);
}

/* 1, or 0: no memory. */
static int
plain_make(plain *bare, const UNormalizer2 *nfkc, const char *text)
{
	UChar chunk[CHUNK_MAX];
	int32_t n = 0, i = 0, length = (int32_t)strlen(text);
	uint32_t from = 0;

	*bare = (plain){.end = (uint32_t)length};
	while (i < length) {
		int32_t at = i;
		UChar32 c;
		UBool bad = 0;
		U8_NEXT_OR_FFFD((const uint8_t *)text, i, length, c);
		if (n > 0 && (n + 2 > CHUNK_MAX || unorm2_hasBoundaryBefore(nfkc, c))) {
			if (!add_chunk(bare, nfkc, chunk, n, from))
				return 0;
			n = 0;
		}
		if (n == 0)
			from = (uint32_t)at;
		U16_APPEND(chunk, n, CHUNK_MAX, c, bad);
		(void)bad;
	}
	return n == 0 || add_chunk(bare, nfkc, chunk, n, from);
}

/* The source of units [at, at + n) of p, from the first to before what follows the last. */
static const char *
source_of(const plain *bare, const char *text, size_t at, size_t n, size_t *bytes)
{
	uint32_t end = bare->end, last = bare->from[at + n - 1];

	for (size_t i = at + n; i < bare->n; i++)
		if (bare->from[i] != last) {
			end = bare->from[i];
			break;
		}
	while (end > bare->from[at] && strchr(" \t\r\n", text[end - 1]))
		end--;
	*bytes = end - bare->from[at];
	return text + bare->from[at];
}

/* A piece [at, end) of a quotation. */
typedef struct piece {
	size_t at, end;
} piece;

static int
is_one_of(UChar one, const char *signs)
{
	return one < 0x80 && strchr(signs, (int)one) != NULL && one != 0;
}

/* "(problem)" in front: the heading of a section that the model copied, too. */
static size_t
heading_of(const plain *bare)
{
	size_t i = 1;

	if (bare->n < 2 || bare->u[0] != '(')
		return 0;
	while (i < bare->n && bare->u[i] >= 'a' && bare->u[i] <= 'z')
		i++;
	return i > 1 && i < bare->n && bare->u[i] == ')' ? i + 1 : 0;
}

/* A quotation without the marks around it: quotation marks, dots for an omission, brackets around
 * such dots. */
static piece
literal_trimmed(const plain *bare, piece kind_of)
{
	while (kind_of.at < kind_of.end && is_one_of(bare->u[kind_of.at], "\"'.)"))
		kind_of.at++;
	while (kind_of.at < kind_of.end && is_one_of(bare->u[kind_of.end - 1], "\"'.("))
		kind_of.end--;
	return kind_of;
}

/* Where the next dots "..." begin, or the end. */
static size_t
dots_from(const plain *bare, size_t i)
{
	for (; i + 2 < bare->n; i++)
		if (bare->u[i] == '.' && bare->u[i + 1] == '.' && bare->u[i + 2] == '.')
			return i;
	return bare->n;
}

/* The place of p in t at or behind `from`, with the marks that both have around it; first: where
 * they may begin in q.  0: none. */
static int
find_piece(piece *out, const plain *bare, size_t from, const plain *plain_text, piece kind_of,
    size_t first)
{
	const UChar *found = u_strFindFirst(bare->u + from, (int32_t)(bare->n - from),
	    plain_text->u + kind_of.at, (int32_t)(kind_of.end - kind_of.at));

	if (!found)
		return 0;
	*out = (piece){
	    (size_t)(found - bare->u), (size_t)(found - bare->u) + (kind_of.end - kind_of.at)};
	for (; out->at > from && kind_of.at > first &&
	       bare->u[out->at - 1] == plain_text->u[kind_of.at - 1];
	     kind_of.at--)
		out->at--;
	for (; out->end < bare->n && kind_of.end < plain_text->n &&
	       bare->u[out->end] == plain_text->u[kind_of.end];
	     kind_of.end++)
		out->end++;
	return 1;
}

/* Every piece of q must stand in t, one behind another; *longest: the place of that one. */
static int
find_pieces(const plain *bare, const plain *plain_text, piece *longest)
{
	size_t behind = 0;

	*longest = (piece){0, 0};
	for (size_t i = heading_of(plain_text); i < plain_text->n;) {
		size_t first = i, dots = dots_from(plain_text, i);
		piece p = literal_trimmed(plain_text, (piece){i, dots}), found;
		i = dots;
		while (i < plain_text->n && plain_text->u[i] == '.')
			i++;
		if (p.at == p.end)
			continue;
		if (!find_piece(&found, bare, behind, plain_text, p, first))
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
literal_fold(plain *bare)
{
	for (size_t i = 0; i < bare->n; i++)
		bare->u[i] = (UChar)u_foldCase(bare->u[i], U_FOLD_CASE_DEFAULT);
}

/* 1: a word goes on from the unit before `at`: one script of letters, and no blank between them in
 * the source. */
static int
goes_on(const plain *bare, const char *text, size_t at)
{
	UErrorCode e = U_ZERO_ERROR;
	const UChar a = bare->u[at - 1], b = bare->u[at];
	UScriptCode x = a == 0x30fc ? USCRIPT_KATAKANA : uscript_getScript(a, &e);
	UScriptCode y = b == 0x30fc ? USCRIPT_KATAKANA : uscript_getScript(b, &e);

	return U_SUCCESS(e) && x == y && x != USCRIPT_HIRAGANA && x != USCRIPT_COMMON &&
	       !strchr(" \t\r\n", text[bare->from[at] - 1]);
}

static int
is_word_at(const plain *bare, const char *text, size_t at, size_t n)
{
	size_t end = at + n;

	if (end < bare->n && bare->u[end] == 's' && bare->u[end - 1] != 's')
		end++;
	return !(at > 0 && goes_on(bare, text, at)) && !(end < bare->n && goes_on(bare, text, end));
}

static int
find_in(const plain *bare, const plain *plain_text, const char *text, int whole)
{
	const UChar *from = bare->u, *at;

	while ((at = u_strFindFirst(from, (int32_t)(bare->u + bare->n - from), plain_text->u,
		    (int32_t)plain_text->n))) {
		if (!whole || is_word_at(bare, text, (size_t)(at - bare->u), plain_text->n))
			return 1;
		from = at + 1;
	}
	return 0;
}

static int
reader_literal_has(const char *text, const char *part, int whole)
{
	UErrorCode e = U_ZERO_ERROR;
	const UNormalizer2 *nfkc = unorm2_getNFKCInstance(&e);
	plain t = {.n = 0}, p = {.n = 0};
	int found = 0;

	if (U_SUCCESS(e) && plain_make(&t, nfkc, text) && plain_make(&p, nfkc, part) && p.n > 0 &&
	    p.n <= t.n) {
		literal_fold(&t);
		literal_fold(&p);
		found = find_in(&t, &p, text, whole);
	}
	plain_clear(&t);
	plain_clear(&p);
	return found;
}

int
literal_has(const char *text, const char *part)
{
	return reader_literal_has(text, part, 0);
}

int
literal_has_word(const char *text, const char *part)
{
	return reader_literal_has(text, part, 1);
}
