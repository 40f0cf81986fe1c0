/* engine/query/meant.c - see meant.h. */
#include "engine/base/index.h"
#include "engine/query/meant.h"
#include "corpus/document/docnumber.h"
#include "corpus/document/fold.h"

#define LEAST 5 /* bytes: of a shorter number too many differ by one */

/* Bytes of the character at p: a Japanese one counts as one. */
static size_t
meant_character(span text, size_t at)
{
	size_t n = 1;

	while (at + n < text.n && ((unsigned char)text.p[at + n] & 0xc0) == 0x80)
		n++;
	return n;
}

/* One character changed, added or left out, or two neighbours swapped. */
static int
is_one_mistake(span text, span bytes)
{
	size_t from = 0, to = 0, x, y;

	while (from < text.n && from < bytes.n && text.p[from] == bytes.p[from])
		from++;
	while (from > 0 && from < text.n && ((unsigned char)text.p[from] & 0xc0) == 0x80)
		from--;
	while (to < text.n - from && to < bytes.n - from &&
	       text.p[text.n - 1 - to] == bytes.p[bytes.n - 1 - to])
		to++;
	x = text.n - from - to;
	y = bytes.n - from - to;
	if (x == 2 && y == 2 && text.p[from] == bytes.p[from + 1] &&
	    text.p[from + 1] == bytes.p[from])
		return 1;
	return (x == 0 || x <= meant_character(text, from)) &&
	       (y == 0 || y <= meant_character(bytes, from));
}

/* What follows the two Japanese letters of a kind; empty without them. */
static span
behind_kind(span id)
{
	return id.n > 8 && (unsigned char)id.p[0] >= 0xe0 && (unsigned char)id.p[3] >= 0xe0
		   ? span_sub(id, 6, id.n)
		   : (span){"", 0};
}

span
number_meant(const tensen_index *ix, span id)
{
	const rows *r = &ix->store->rows;
	char folded[DOCNUMBER_MAX], canonical[DOCNUMBER_MAX];
	size_t n = fold_key(id, folded, sizeof folded), m = docnumber_parse(id, canonical);
	span as_typed = {folded, n == SIZE_MAX ? 0 : n}, number = {canonical, m}, found = {"", 0};
	span rest = behind_kind(m ? number : as_typed);

	if (as_typed.n < LEAST)
		return found;
	for (uint32_t i = 0; i < r->n; i++) {
		span other = rows_id(r, i);
		if (rest.n && span_eq(behind_kind(other), rest))
			return other;
		if (!found.n && (is_one_mistake(as_typed, other) || is_one_mistake(number, other)))
			found = other;
	}
	return found;
}
