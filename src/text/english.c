/* text/english.c - the terms of one English sentence.
 *
 * ICU finds the words, Snowball stems them.  Two neighbouring content words are a phrase; a verb
 * and its object are a function.  Numbers are no terms, and no phrase crosses one: "controller 12
 * drives motor 5" has no "controller drives".  Every other pair of content words is a phrase, and
 * the vocabulary drops the pairs that are too rare.  Collocation scores select no better
 * (bench/text/steps.txt). */
#include <libstemmer.h>
#include <unicode/ubrk.h>
#include <unicode/utext.h>
#include "text/steps.h"
#include "text/utf8.h"
#include "util/fail.h"
#include "util/memory.h"

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
	english *g = *out = calloc(1, sizeof *g);
	UErrorCode status = U_ZERO_ERROR;
	tensen_status st = TENSEN_OK;

	if (!g)
		return tensen_fail_nomem(err);
	g->stemmer = sb_stemmer_new("english", "UTF_8");
	g->breaks = ubrk_open(UBRK_WORD, "en", NULL, 0, &status);
	if (!g->stemmer || U_FAILURE(status))
		st = tensen_fail(err, TENSEN_E_IO, SAY_NO_ENGLISH_STEMMER, u_errorName(status));
	return KEEP_OR_FREE(st, out, english_free);
}

void
english_free(english *rules)
{
	if (!rules)
		return;
	if (rules->stemmer)
		sb_stemmer_delete(rules->stemmer);
	if (rules->breaks)
		ubrk_close(rules->breaks);
	bufs_clear(&rules->words, &rules->stems);
	free(rules);
}

static int
is_wordlike(span text)
{
	size_t letters = 0, n;

	for (const char *p = text.p, *end = text.p + text.n; p < end; p += n) {
		uint32_t c = utf8_get(p, end, &n);
		letters += is_latin(c) || c >= 0xc0;
	}
	return letters > 0 && text.n > 1 && text.n <= STEM_MAX &&
	       !is_digit((unsigned char)text.p[0]);
}

/* The word without a possessive 's. */
static span
english_bare(span text)
{
	if (text.n > 2 && text.p[text.n - 2] == '\'' && text.p[text.n - 1] == 's')
		text.n -= 2;
	return text;
}

static void
add_word(english *rules, span text, int breaks, const lexicon *dict)
{
	word w = {text, rules->stems.n, 0, NULL, (uint8_t)breaks};
	span key = english_bare(text);

	w.lex = lexicon_resolve(dict, &key);
	if (is_wordlike(key) && !(w.lex->flags & (LEX_STOP | LEX_UNIT))) {
		const sb_symbol *stem =
		    sb_stemmer_stem(rules->stemmer, (const sb_symbol *)key.p, (int)key.n);
		w.n = stem ? (size_t)sb_stemmer_length(rules->stemmer) : 0;
		if (w.n)
			buf_add(&rules->stems, stem, w.n);
	}
	buf_add(&rules->words, &w, sizeof w);
}

/* Splits the sentence into words.  Any sign but a blank between two words breaks a phrase. */
static void
english_split(english *rules, span bytes, const lexicon *lex)
{
	UErrorCode status = U_ZERO_ERROR;
	UText text = UTEXT_INITIALIZER;
	int32_t from, to;
	int breaks = 1;

	utext_openUTF8(&text, bytes.p, (int64_t)bytes.n, &status);
	ubrk_setUText(rules->breaks, &text, &status);
	if (U_SUCCESS(status)) {
		from = ubrk_first(rules->breaks);
		while ((to = ubrk_next(rules->breaks)) != UBRK_DONE) {
			span piece = span_sub(bytes, (size_t)from, (size_t)to);
			int32_t kind = ubrk_getRuleStatus(rules->breaks);
			if (kind >= UBRK_WORD_LETTER && !is_digit((unsigned char)piece.p[0])) {
				add_word(rules, piece, breaks, lex);
				breaks = 0;
			} else if (piece.p[0] != ' ' && piece.p[0] != '-' && piece.p[0] != '\n')
				breaks = 1;
			from = to;
		}
	}
	utext_close(&text);
}

static span
stem_of(const english *rules, const word *one_word)
{
	return (span){rules->stems.p + one_word->stem, one_word->n};
}

static void
emit_pair(const english *rules, const word *one_word, emitter *out)
{
	size_t begin = emit_begin(out);

	if (!one_word[0].n || !one_word[1].n || one_word[1].breaks)
		return;
	buf_span(&out->bytes, stem_of(rules, &one_word[0]));
	buf_char(&out->bytes, ' ');
	buf_span(&out->bytes, stem_of(rules, &one_word[1]));
	emit_end(out, begin, TERM_COMPOUND, one_word[0].surface.p,
	    one_word[1].surface.p + one_word[1].surface.n);
}

/* --- functions ------------------------------------------------------------- */

static void
emit_function(const english *rules, const word *one_word, size_t from, size_t to, span action,
    emitter *out, const word *verb)
{
	size_t begin;
	const char *p = verb < &one_word[from] ? verb->surface.p : one_word[from].surface.p;
	const word *last = verb < &one_word[from] ? &one_word[to - 1] : verb;

	for (size_t first = from; first < to; first = to - 1) {
		begin = emit_begin(out);
		for (size_t i = first; i < to; i++) {
			if (i > first)
				buf_char(&out->bytes, ' ');
			buf_span(&out->bytes, stem_of(rules, &one_word[i]));
		}
		buf_char(&out->bytes, '>');
		buf_span(&out->bytes, action);
		emit_end(out, begin, TERM_FUNCTION, p, last->surface.p + last->surface.n);
		if (first == to - 1)
			break;
	}
}

/* The noun phrase from i on: stop words, then content words.  [*from, *to) are its last two
 * words. */
static int
phrase_behind(const word *one_word, size_t n, size_t i, size_t *from, size_t *to)
{
	size_t end = i + OBJECT_REACH < n ? i + OBJECT_REACH : n, first;

	while (i < end && one_word[i].n == 0 && !one_word[i].breaks &&
	       one_word[i].lex->action == LEX_NONE)
		i++;
	first = i;
	while (i < end && one_word[i].n && !(i > first && one_word[i].breaks) &&
	       one_word[i].lex->action == LEX_NONE)
		i++;
	if (i == first || one_word[first].breaks)
		return 0;
	*from = i - first > 2 ? i - 2 : first;
	*to = i;
	return 1;
}

static int
is_word(const word *one_word, const char *str)
{
	return span_eq(one_word->surface, span_of(str));
}

/* The object of "is reduced", "can be prevented" is the phrase before it. */
static int
phrase_before(const word *one_word, size_t i, size_t *from, size_t *to)
{
	if (i == 0 || one_word[i].breaks ||
	    !(is_word(&one_word[i - 1], "is") || is_word(&one_word[i - 1], "are") ||
		is_word(&one_word[i - 1], "be") || is_word(&one_word[i - 1], "was")))
		return 0;
	for (i--; i > 0 && one_word[i - 1].n == 0 && !one_word[i].breaks; i--)
		;
	if (i == 0 || one_word[i].breaks)
		return 0;
	*to = i;
	*from = i > 1 && one_word[i - 2].n && !one_word[i - 1].breaks ? i - 2 : i - 1;
	return 1;
}

static void
english_functions(
    const english *rules, const word *one_word, size_t n, const lexicon *dict, emitter *out)
{
	size_t from, to;

	for (size_t i = 0; i < n; i++) {
		span class;
		if (one_word[i].lex->action == LEX_NONE)
			continue;
		class = strtab_get(&dict->words, one_word[i].lex->action);
		if (one_word[i].lex->flags & LEX_ACTION) { /* a noun such as "prevention of ..." */
			if (i + 1 < n && is_word(&one_word[i + 1], "of") &&
			    phrase_behind(one_word, n, i + 2, &from, &to))
				emit_function(rules, one_word, from, to, class, out, &one_word[i]);
		} else if (phrase_before(one_word, i, &from, &to) ||
			   phrase_behind(one_word, n, i + 1, &from, &to))
			emit_function(rules, one_word, from, to, class, out, &one_word[i]);
	}
}

int
english_emit(english *rules, span text, const lexicon *lex, emitter *out)
{
	const word *v;
	size_t n;

	buf_reset(&rules->words);
	buf_reset(&rules->stems);
	english_split(rules, text, lex);
	if (rules->words.failed || rules->stems.failed)
		return -1;
	v = (const word *)(const void *)rules->words.p;
	n = rules->words.n / sizeof *v;
	for (size_t i = 0; i < n; i++) {
		if (i + 1 < n)
			emit_pair(rules, &v[i], out);
		if (v[i].n)
			emit_word(out, stem_of(rules, &v[i]), v[i].surface.p,
			    v[i].surface.p + v[i].surface.n);
	}
	english_functions(rules, v, n, lex, out);
	return 0;
}
