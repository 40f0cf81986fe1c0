/* text/runs.c - see steps.h. */
#include "text/steps.h"
#include "text/utf8.h"

#define RUN_MORPHS 12 /* a longer run is a list without commas, not a word */

static int
is_one_kanji(span text)
{
	size_t n;

	return text.n && is_kanji(utf8_get(text.p, text.p + text.n, &n)) && n == text.n;
}

int
morph_is_term(const morph *one_morph)
{
	size_t chars;

	if (one_morph->lex->flags & (LEX_STOP | LEX_UNIT))
		return 0;
	switch (one_morph->kind) {
	case M_NOUN:
		if (is_one_kanji(one_morph->base))
			return 1;
		break;
	case M_SAHEN:
	case M_STATE:
	case M_WHEN:
	case M_ADJECTIVE:
		break;
	case M_VERB:
		if (one_morph->flags & MORPH_SURU)
			return 0;
		break;
	default:
		return 0;
	}
	chars = utf8_count(one_morph->base);
	return chars > 1 && chars <= 30 && !is_digit((unsigned char)one_morph->base.p[0]);
}

static int
is_nounlike(const morph *one_morph)
{
	return one_morph->kind == M_NOUN || one_morph->kind == M_SAHEN ||
	       one_morph->kind == M_STATE;
}

/* 1 for a verb's 連用形 before a noun, as in 抜け止め, unless the verb is the predicate of the
 * words before it (水を混ぜ樹脂を...). */
static int
is_stem(const morphs *words, size_t i)
{
	static const char *const cases[] = {"を", "に", "が", "へ"};
	const morph *v = &words->v[i];

	if (v->kind != M_VERB || !(v->flags & MORPH_STEM) || (v->flags & MORPH_SURU) ||
	    (v->lex->flags & (LEX_STOP | LEX_LINK | LEX_NOT_DONE)) || i + 1 >= words->n ||
	    (words->v[i + 1].flags & MORPH_GAP) || words->v[i + 1].lex->flags & LEX_BREAK)
		return 0;
	if (!is_nounlike(&words->v[i + 1]) && words->v[i + 1].kind != M_SUFFIX)
		return 0;
	for (size_t c = 0; i > 0 && c < sizeof cases / sizeof *cases; c++)
		if (morph_is_particle(&words->v[i - 1], cases[c]))
			return 0;
	return 1;
}

/* 1 for a number and a counter that are part of a name (2次|電池), not a quantity. */
static int
is_named_number(const morphs *words, size_t i)
{
	const morph *v = words->v + i;

	if (v->kind != M_NUMBER || v->surface.n > 3 || i + 2 >= words->n)
		return 0;
	if (i > 0 && !(v->flags & MORPH_GAP) && words->v[i - 1].kind == M_PREFIX)
		return 0;
	if ((v[1].kind != M_COUNTER && v[1].kind != M_SUFFIX && v[1].kind != M_NOUN) ||
	    (v[1].flags & MORPH_GAP) || (v[1].lex->flags & (LEX_UNIT | LEX_BREAK)))
		return 0;
	return (is_nounlike(&v[2]) || v[2].kind == M_SUFFIX) && !(v[2].flags & MORPH_GAP) &&
	       !(v[2].lex->flags & (LEX_STOP | LEX_TAIL)) && !span_eq(v[2].surface, SPAN_LIT("目"));
}

/* 1 for a verb's 連用形 that is a noun, because a case particle follows: 効きが, 貼り付きを. */
static int
is_nominal(const morphs *words, size_t i)
{
	const morph *v = &words->v[i];

	if (v->kind != M_VERB || !(v->flags & MORPH_STEM) || (v->flags & MORPH_SURU) ||
	    i + 1 >= words->n || v->surface.n < 6 || (v->lex->flags & (LEX_LINK | LEX_NOT_DONE)))
		return 0;
	return morph_is_particle(&words->v[i + 1], "を") ||
	       morph_is_particle(&words->v[i + 1], "が") ||
	       morph_is_particle(&words->v[i + 1], "の") ||
	       morph_is_particle(&words->v[i + 1], "や");
}

/* 1 for the stem of an adjective before さ: 硬さ. */
static int
is_degree(const morphs *words, size_t i)
{
	return words->v[i].kind == M_ADJECTIVE && i + 1 < words->n &&
	       words->v[i + 1].kind == M_SUFFIX && span_eq(words->v[i + 1].surface, SPAN_LIT("さ"));
}

static int
is_noun(const morph *one_morph)
{
	return one_morph->kind == M_NOUN || one_morph->kind == M_SAHEN ||
	       one_morph->kind == M_STATE || one_morph->kind == M_WHEN;
}

/* A prefix of the noun behind it. */
static int
is_joined_prefix(const morphs *words, size_t i)
{
	return i + 1 < words->n && !(words->v[i + 1].flags & MORPH_GAP) &&
	       is_nounlike(&words->v[i + 1]);
}

static int
may_begin(const morphs *words, size_t i)
{
	const morph *v = &words->v[i];

	if (v->lex->flags & LEX_BREAK)
		return 0;
	if (is_noun(v))
		return 1;
	switch (v->kind) {
	case M_PREFIX:
		return is_joined_prefix(words, i);
	case M_NUMBER:
		return is_named_number(words, i);
	default:
		return is_stem(words, i) || is_nominal(words, i) || is_degree(words, i);
	}
}

static int
may_continue(const morphs *words, size_t i, size_t from)
{
	const morph *v = &words->v[i];

	if ((v->flags & MORPH_GAP) || (v->lex->flags & LEX_BREAK))
		return 0;
	if (is_noun(v))
		return 1;
	switch (v->kind) {
	case M_SUFFIX:
		return 1;
	case M_PREFIX:
		return is_joined_prefix(words, i);
	case M_COUNTER:
		return words->v[i - 1].kind == M_NUMBER && i == from + 1;
	default:
		return is_stem(words, i);
	}
}

static int
is_bad_tail(const morph *one_morph)
{
	return (one_morph->lex->flags & LEX_TAIL) || one_morph->kind == M_PREFIX ||
	       one_morph->kind == M_NUMBER || one_morph->kind == M_COUNTER ||
	       (one_morph->kind == M_WHEN && is_one_kanji(one_morph->surface));
}

static int
is_bad_lead(const morph *one_morph)
{
	return (one_morph->lex->flags & (LEX_LEAD | LEX_UNIT)) || one_morph->kind == M_SUFFIX;
}

static run
runs_trimmed(const morphs *words, size_t from, size_t stop)
{
	run r = {(uint32_t)from, (uint32_t)stop, (uint32_t)stop};

	while (r.to > r.from && is_bad_tail(&words->v[r.to - 1]) &&
	       !(r.to - r.from > 1 && words->v[r.to - 2].kind == M_VERB)) /* 貼り付き */
		r.to--;
	while (r.to > r.from && is_bad_lead(&words->v[r.from]))
		r.from++;
	return r;
}

/* Spells 三次元 as 3次元, 二次 as 2次. */
static int
is_ordinal(const morphs *words, uint32_t i)
{
	return words->v[i].kind == M_NUMBER &&
	       (span_eq(words->v[i + 1].surface, SPAN_LIT("次")) ||
		   span_eq(words->v[i + 1].surface, SPAN_LIT("次元")));
}

static span
digit_of(span text)
{
	static const char kanji[] = "一二三四五六七八九", digits[] = "123456789";
	size_t at = text.n == 3 ? span_find(SPAN_LIT(kanji), text, 0) : (size_t)-1;

	return at == (size_t)-1 ? text : (span){digits + at / 3, 1};
}

void
runs_spell(emitter *out, const morphs *words, const lexicon *lex, uint32_t from, uint32_t to)
{
	size_t begin = out->bytes.n;
	span whole, canonical;

	for (uint32_t i = from; i < to; i++)
		buf_span(
		    &out->bytes, i + 1 < to && is_ordinal(words, i) ? digit_of(words->v[i].surface)
				 : words->v[i].kind == M_VERB || words->v[i].kind == M_ADJECTIVE
				     ? words->v[i].surface
				     : words->v[i].base);
	if (to - from < 2 || out->bytes.failed)
		return;
	whole = (span){out->bytes.p + begin, out->bytes.n - begin};
	canonical = whole;
	lexicon_resolve(lex, &canonical);
	if (canonical.n < whole.n && canonical.p == whole.p) {
		out->bytes.n = begin + canonical.n; /* a beginning of the whole */
	} else if (canonical.p != whole.p) {
		out->bytes.n = begin;
		buf_span(&out->bytes, canonical);
	}
}

static const char *
end_of(const morph *one_morph)
{
	return one_morph->surface.p + one_morph->surface.n;
}

/* 1 for a run that is a word, not a compound: two single characters (塗膜), a person (作業者), a
 * degree (硬さ), a change (均一化), or morphs none of which is a term. */
static int
is_one_word(const run *rn, const morphs *words)
{
	const morph *a = &words->v[rn->from], *b = &words->v[rn->to - 1];
	int terms = 0;

	for (uint32_t i = rn->from; i < rn->to; i++)
		terms += morph_is_term(&words->v[i]) || words->v[i].kind == M_NUMBER;
	if (terms == 0)
		return 1;
	if (rn->to - rn->from != 2)
		return 0;
	return (is_one_kanji(a->surface) && is_one_kanji(b->surface)) ||
	       (b->lex->flags & LEX_PERSON) || span_eq(b->surface, SPAN_LIT("さ")) ||
	       span_eq(b->surface, SPAN_LIT("化"));
}

/* Emits the compound.  0: it is a stop phrase (実施形態), so its parts are not emitted either. */
static int
emit_run(const run *rn, const morphs *words, const lexicon *lex, emitter *out)
{
	size_t begin = emit_begin(out);
	unsigned flags;

	if (rn->to - rn->from < 2 || rn->to - rn->from > RUN_MORPHS)
		return 1;
	runs_spell(out, words, lex, rn->from, rn->to);
	if (out->bytes.failed)
		return 1;
	flags = lexicon_get(lex, (span){out->bytes.p + begin, out->bytes.n - begin})->flags;
	if (flags & (LEX_BREAK | LEX_UNIT)) {
		out->bytes.n = begin;
		return 0;
	}
	if (flags & LEX_STOP)
		out->bytes.n = begin;
	else
		emit_end(out, begin, is_one_word(rn, words) ? TERM_WORD : TERM_COMPOUND,
		    words->v[rn->from].surface.p, end_of(&words->v[rn->to - 1]));
	return 1;
}

static void
emit_parts(size_t from, size_t to, const morphs *words, emitter *out)
{
	for (size_t i = from; i < to; i++)
		if (morph_is_term(&words->v[i]))
			emit_word(
			    out, words->v[i].base, words->v[i].surface.p, end_of(&words->v[i]));
}

void
runs_emit(runs *out, const morphs *words, const lexicon *lex, emitter *emit)
{
	buf_reset(&out->mem);
	for (size_t i = 0; i < words->n;) {
		size_t stop = i + 1;
		int content = 1;
		if (may_begin(words, i)) {
			run r;
			while (stop < words->n && may_continue(words, stop, i))
				stop++;
			r = runs_trimmed(words, i, stop);
			content = emit_run(&r, words, lex, emit);
			if (!content)
				r.to = r.from;
			buf_add(&out->mem, &r, sizeof r);
		}
		if (content)
			emit_parts(i, stop, words, emit);
		i = stop;
	}
}
