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
normal(const marking *m)
{
	return (span){m->norm.text.p ? m->norm.text.p : "", m->norm.text.n};
}

/* Keep the text of the quote for at..end of its normalized form, once. */
static void
keep(marking *m, size_t at, size_t end)
{
	uint32_t from, to;
	span piece;

	memcpy(&from, m->norm.map.p + at * sizeof from, sizeof from);
	memcpy(&to, m->norm.map.p + end * sizeof to, sizeof to);
	piece = span_trim(span_sub(m->quote, from, to));
	if (piece.n == 0 || m->n == HIGHLIGHTS_MAX)
		return;
	for (size_t i = 0; i < m->n; i++)
		if (span_eq(span_of(m->v[i]), piece))
			return;
	m->v[m->n++] = result_copy(m->r, piece);
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
mark_japanese(marking *m, span word)
{
	span text = normal(m), stem = without_ending(word);
	size_t at = span_find(text, word, 0), n;

	if (at != (size_t)-1 || stem.n == word.n) {
		if (at != (size_t)-1)
			keep(m, at, at + word.n);
		return;
	}
	while ((at = span_find(text, stem, at == (size_t)-1 ? 0 : at + 1)) != (size_t)-1) {
		size_t end = at + stem.n;
		if (end >= text.n || !is_hiragana(utf8_get(text.p + end, text.p + text.n, &n)))
			continue;
		while (end - at + 3 <= word.n && end + 3 <= text.n &&
		       memcmp(text.p + end, word.p + (end - at), 3) == 0)
			end += 3;
		keep(m, at, end);
	}
}

static int
is_ascii_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* Every word that begins with an English stem and has a short ending. */
static void
mark_english(marking *m, span stem)
{
	span text = normal(m);

	for (size_t at = span_find(text, stem, 0); at != (size_t)-1;
	     at = span_find(text, stem, at + 1)) {
		size_t end = at + stem.n;
		if (at > 0 && is_ascii_letter(text.p[at - 1]))
			continue;
		while (end < text.n && is_ascii_letter(text.p[end]))
			end++;
		if (end - at - stem.n <= ENDING_MAX)
			keep(m, at, end);
	}
}

static void
mark_word(marking *m, span word)
{
	if (word.n == 0)
		return;
	if ((unsigned char)word.p[0] < 0x80)
		mark_english(m, word);
	else
		mark_japanese(m, word);
}

/* A compound of several English words and a function (object>verb) are highlighted by parts. */
static void
mark_term(marking *m, span form)
{
	size_t from = 0;

	for (size_t i = 0; i <= form.n; i++)
		if (i == form.n || form.p[i] == '>' || form.p[i] == ' ') {
			mark_word(m, span_sub(form, from, i));
			from = i + 1;
		}
}

tensen_status
highlights_find(const char *const **out, size_t *n_out, tensen_result *r, const vocab *v,
    span quote, const weighted_term *t, uint32_t n, tensen_error *err)
{
	marking m = {
	    r, quote, NORMALIZED_INIT, arena_alloc(&r->mem, HIGHLIGHTS_MAX * sizeof *m.v), 0};
	tensen_status st = m.v ? text_normalize(&m.norm, quote, err) : tensen_fail_nomem(err);

	for (uint32_t i = 0; i < n && st == TENSEN_OK && m.n < HIGHLIGHTS_MAX; i++)
		mark_term(&m, vocab_term(v, t[i].term));
	normalized_clear(&m.norm);
	*out = m.v;
	*n_out = m.n;
	return st;
}
