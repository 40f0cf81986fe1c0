/* engine/query/highlights.c - see highlights.h. */
#include "engine/query/highlights.h"
#include "text/normalize.h"
#include "text/utf8.h"
#include "util/fail.h"

#define HIGHLIGHTS_MAX 10 /* in one quote: more would mark all of it */
#define ENDING_MAX                                                                                 \
	5 /* letters that an English ending may have: "suppress|ion", not "gas|ket..."             \
	   */

/* A quote whose highlights are being found. */
typedef struct marking {
	tensen_result *r;
	span quote;
	normalized norm;
	const char **v;
	size_t n;
} marking;

static span
highlights_normal(const marking *marks)
{
	return (span){marks->norm.text.p ? marks->norm.text.p : "", marks->norm.text.n};
}

/* Keep the text of the quote for at..end of its normalized form, once. */
static void
highlights_keep(marking *marks, size_t at, size_t end)
{
	uint32_t from, to;
	span piece;

	memcpy(&from, marks->norm.map.p + at * sizeof from, sizeof from);
	memcpy(&to, marks->norm.map.p + end * sizeof to, sizeof to);
	piece = span_trim(span_sub(marks->quote, from, to));
	if (piece.n == 0 || marks->n == HIGHLIGHTS_MAX)
		return;
	for (size_t i = 0; i < marks->n; i++)
		if (span_eq(span_of(marks->v[i]), piece))
			return;
	marks->v[marks->n++] = result_copy(marks->r, piece);
}

/* Without its last hiragana: 揺れる -> 揺; the whole when nothing else would be left. */
static span
without_ending(span word)
{
	span s = word;

	while (s.n > 3 && is_hiragana(utf8_before(s.p, s.p + s.n)))
		s.n -= 3;
	return s.n && !is_hiragana(utf8_before(s.p, s.p + s.n)) ? s : word;
}

/* Every form of a Japanese word: as it is, else its stem where hiragana follow. */
static void
mark_japanese(marking *marks, span word)
{
	span text = highlights_normal(marks), stem = without_ending(word);
	size_t at = span_find(text, word, 0), n;

	if (at != (size_t)-1 || stem.n == word.n) {
		if (at != (size_t)-1)
			highlights_keep(marks, at, at + word.n);
		return;
	}
	while ((at = span_find(text, stem, at == (size_t)-1 ? 0 : at + 1)) != (size_t)-1) {
		size_t end = at + stem.n;
		if (end >= text.n || !is_hiragana(utf8_get(text.p + end, text.p + text.n, &n)))
			continue;
		while (end - at + 3 <= word.n && end + 3 <= text.n &&
		       memcmp(text.p + end, word.p + (end - at), 3) == 0)
			end += 3;
		highlights_keep(marks, at, end);
	}
}

static int
is_ascii_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* Every word that begins with an English stem and has a short ending. */
static void
mark_english(marking *marks, span stem)
{
	span text = highlights_normal(marks);

	for (size_t at = span_find(text, stem, 0); at != (size_t)-1;
	     at = span_find(text, stem, at + 1)) {
		size_t end = at + stem.n;
		if (at > 0 && is_ascii_letter(text.p[at - 1]))
			continue;
		while (end < text.n && is_ascii_letter(text.p[end]))
			end++;
		if (end - at - stem.n <= ENDING_MAX)
			highlights_keep(marks, at, end);
	}
}

static void
mark_word(marking *marks, span word)
{
	if (word.n == 0)
		return;
	if ((unsigned char)word.p[0] < 0x80)
		mark_english(marks, word);
	else
		mark_japanese(marks, word);
}

/* A compound of several English words and a function (object>verb) are highlighted by parts. */
static void
mark_term(marking *marks, span form)
{
	size_t from = 0;

	for (size_t i = 0; i <= form.n; i++)
		if (i == form.n || form.p[i] == '>' || form.p[i] == ' ') {
			mark_word(marks, span_sub(form, from, i));
			from = i + 1;
		}
}

tensen_status
highlights_find(const char *const **out, size_t *n_out, tensen_result *result, const vocab *words,
    span quote, const weighted_term *weighted, uint32_t n, tensen_error *err)
{
	marking m = {result, quote, NORMALIZED_INIT,
	    arena_alloc(&result->mem, HIGHLIGHTS_MAX * sizeof *m.v), 0};
	tensen_status st = m.v ? text_normalize(&m.norm, quote, err) : tensen_fail_nomem(err);

	for (uint32_t i = 0; i < n && st == TENSEN_OK && m.n < HIGHLIGHTS_MAX; i++)
		mark_term(&m, vocab_term(words, weighted[i].term));
	normalized_clear(&m.norm);
	*out = m.v;
	*n_out = m.n;
	return st;
}
