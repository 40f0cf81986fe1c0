/* text/english.c - the terms of one English sentence.
 *
 * ICU finds the words, Snowball stems them.  Two neighbouring content words are a phrase; a verb
 * and its object are a function.  Numbers are no terms, and no phrase crosses one: "controller 12
 * drives motor 5" has no "controller drives".  Every other pair of content words is a phrase, and
 * the vocabulary drops the pairs that are too rare.  Collocation scores select no better
 * (bench/text/steps.txt). */
#include <libstemmer.h>
#include <stdlib.h>
#include <unicode/ubrk.h>
#include <unicode/utext.h>
#include "text/steps.h"
#include "text/utf8.h"
#include "util/fail.h"

#define STEM_MAX 40    /* bytes of a word; a longer one is a code */
#define OBJECT_REACH 5 /* words between a verb and the end of its object */

typedef struct word {
	span surface;
	size_t stem, n; /* offset in english.stems, bytes; n 0: no term */
	const lex_entry *lex;
	uint8_t breaks; /* punctuation or a number stands before it */
} word;

struct english {
	UBreakIterator *breaks;
	struct sb_stemmer *stemmer;
	buf words, stems;
};

tensen_status
english_new(english **out, tensen_error *err)
{
	english *g = calloc(1, sizeof *g);
	UErrorCode status = U_ZERO_ERROR;

	*out = NULL;
	if (!g)
		return tensen_fail_nomem(err);
	g->stemmer = sb_stemmer_new("english", "UTF_8");
	g->breaks = ubrk_open(UBRK_WORD, "en", NULL, 0, &status);
	if (!g->stemmer || U_FAILURE(status)) {
		english_free(g);
		return tensen_fail(err, TENSEN_E_IO, "no English stemmer or word boundaries (%s)",
		    u_errorName(status));
	}
	*out = g;
	return TENSEN_OK;
}

void
english_free(english *g)
{
	if (!g)
		return;
	if (g->stemmer)
		sb_stemmer_delete(g->stemmer);
	if (g->breaks)
		ubrk_close(g->breaks);
	buf_clear(&g->words);
	buf_clear(&g->stems);
	free(g);
}

static int
is_wordlike(span s)
{
	size_t letters = 0, n;

	for (const char *p = s.p, *end = s.p + s.n; p < end; p += n) {
		uint32_t c = utf8_get(p, end, &n);
		letters += is_latin(c) || c >= 0xc0;
	}
	return letters > 0 && s.n > 1 && s.n <= STEM_MAX && !is_digit((unsigned char)s.p[0]);
}

/* The word without a possessive 's. */
static span
bare(span s)
{
	if (s.n > 2 && s.p[s.n - 2] == '\'' && s.p[s.n - 1] == 's')
		s.n -= 2;
	return s;
}

static void
add_word(english *g, span s, int breaks, const lexicon *x)
{
	word w = {s, g->stems.n, 0, NULL, (uint8_t)breaks};
	span key = bare(s);

	w.lex = lexicon_resolve(x, &key);
	if (is_wordlike(key) && !(w.lex->flags & (LEX_STOP | LEX_UNIT))) {
		const sb_symbol *stem =
		    sb_stemmer_stem(g->stemmer, (const sb_symbol *)key.p, (int)key.n);
		w.n = stem ? (size_t)sb_stemmer_length(g->stemmer) : 0;
		if (w.n)
			buf_add(&g->stems, stem, w.n);
	}
	buf_add(&g->words, &w, sizeof w);
}

/* Splits the sentence into words.  Any sign but a blank between two words breaks a phrase. */
static void
split(english *g, span s, const lexicon *x)
{
	UErrorCode status = U_ZERO_ERROR;
	UText text = UTEXT_INITIALIZER;
	int32_t from, to;
	int breaks = 1;

	utext_openUTF8(&text, s.p, (int64_t)s.n, &status);
	ubrk_setUText(g->breaks, &text, &status);
	if (U_SUCCESS(status)) {
		from = ubrk_first(g->breaks);
		while ((to = ubrk_next(g->breaks)) != UBRK_DONE) {
			span piece = span_sub(s, (size_t)from, (size_t)to);
			int32_t kind = ubrk_getRuleStatus(g->breaks);
			if (kind >= UBRK_WORD_LETTER && !is_digit((unsigned char)piece.p[0])) {
				add_word(g, piece, breaks, x);
				breaks = 0;
			} else if (piece.p[0] != ' ' && piece.p[0] != '-' && piece.p[0] != '\n')
				breaks = 1;
			from = to;
		}
	}
	utext_close(&text);
}

static span
stem_of(const english *g, const word *w)
{
	return (span){g->stems.p + w->stem, w->n};
}

static void
emit_pair(const english *g, const word *w, emitter *e)
{
	size_t begin = emit_begin(e);

	if (!w[0].n || !w[1].n || w[1].breaks)
		return;
	buf_span(&e->bytes, stem_of(g, &w[0]));
	buf_char(&e->bytes, ' ');
	buf_span(&e->bytes, stem_of(g, &w[1]));
	emit_end(e, begin, TERM_COMPOUND, w[0].surface.p, w[1].surface.p + w[1].surface.n);
}

/* --- functions ------------------------------------------------------------- */

static void
emit_function(const english *g, const word *v, size_t from, size_t to, span action, emitter *e,
    const word *verb)
{
	size_t begin;
	const char *p = verb < &v[from] ? verb->surface.p : v[from].surface.p;
	const word *last = verb < &v[from] ? &v[to - 1] : verb;

	for (size_t first = from; first < to; first = to - 1) {
		begin = emit_begin(e);
		for (size_t i = first; i < to; i++) {
			if (i > first)
				buf_char(&e->bytes, ' ');
			buf_span(&e->bytes, stem_of(g, &v[i]));
		}
		buf_char(&e->bytes, '>');
		buf_span(&e->bytes, action);
		emit_end(e, begin, TERM_FUNCTION, p, last->surface.p + last->surface.n);
		if (first == to - 1)
			break;
	}
}

/* The noun phrase from i on: stop words, then content words.  [*from, *to) are its last two
 * words. */
static int
phrase_behind(const word *v, size_t n, size_t i, size_t *from, size_t *to)
{
	size_t end = i + OBJECT_REACH < n ? i + OBJECT_REACH : n, first;

	while (i < end && v[i].n == 0 && !v[i].breaks && v[i].lex->action == LEX_NONE)
		i++;
	first = i;
	while (i < end && v[i].n && !(i > first && v[i].breaks) && v[i].lex->action == LEX_NONE)
		i++;
	if (i == first || v[first].breaks)
		return 0;
	*from = i - first > 2 ? i - 2 : first;
	*to = i;
	return 1;
}

static int
is_word(const word *w, const char *s)
{
	return span_eq(w->surface, span_of(s));
}

/* The object of "is reduced", "can be prevented" is the phrase before it. */
static int
phrase_before(const word *v, size_t i, size_t *from, size_t *to)
{
	if (i == 0 || v[i].breaks ||
	    !(is_word(&v[i - 1], "is") || is_word(&v[i - 1], "are") || is_word(&v[i - 1], "be") ||
		is_word(&v[i - 1], "was")))
		return 0;
	for (i--; i > 0 && v[i - 1].n == 0 && !v[i].breaks; i--)
		;
	if (i == 0 || v[i].breaks)
		return 0;
	*to = i;
	*from = i > 1 && v[i - 2].n && !v[i - 1].breaks ? i - 2 : i - 1;
	return 1;
}

static void
functions(const english *g, const word *v, size_t n, const lexicon *x, emitter *e)
{
	size_t from, to;

	for (size_t i = 0; i < n; i++) {
		span class;
		if (v[i].lex->action == LEX_NONE)
			continue;
		class = strtab_get(&x->words, v[i].lex->action);
		if (v[i].lex->flags & LEX_ACTION) { /* a noun such as "prevention of ..." */
			if (i + 1 < n && is_word(&v[i + 1], "of") &&
			    phrase_behind(v, n, i + 2, &from, &to))
				emit_function(g, v, from, to, class, e, &v[i]);
		} else if (phrase_before(v, i, &from, &to) ||
			   phrase_behind(v, n, i + 1, &from, &to))
			emit_function(g, v, from, to, class, e, &v[i]);
	}
}

int
english_emit(english *g, span s, const lexicon *x, emitter *e)
{
	const word *v;
	size_t n;

	buf_reset(&g->words);
	buf_reset(&g->stems);
	split(g, s, x);
	if (g->words.failed || g->stems.failed)
		return -1;
	v = (const word *)(const void *)g->words.p;
	n = g->words.n / sizeof *v;
	for (size_t i = 0; i < n; i++) {
		if (i + 1 < n)
			emit_pair(g, &v[i], e);
		if (v[i].n)
			emit_word(
			    e, stem_of(g, &v[i]), v[i].surface.p, v[i].surface.p + v[i].surface.n);
	}
	functions(g, v, n, x, e);
	return 0;
}
