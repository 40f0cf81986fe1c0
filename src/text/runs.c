/* text/runs.c - see steps.h. */
#include "text/steps.h"
#include "text/utf8.h"

#define RUN_MORPHS 12 /* a longer run is a list without commas, not a word */

static int
is_one_kanji(span s)
{
	size_t n;

	return s.n && is_kanji(utf8_get(s.p, s.p + s.n, &n)) && n == s.n;
}

int
morph_is_term(const morph *m)
{
	size_t chars;

	if (m->lex->flags & (LEX_STOP | LEX_UNIT))
		return 0;
	switch (m->kind) {
	case M_NOUN:
		if (is_one_kanji(m->base))
			return 1;
		break;
	case M_SAHEN:
	case M_STATE:
	case M_WHEN:
	case M_ADJECTIVE:
		break;
	case M_VERB:
		if (m->flags & MORPH_SURU)
			return 0;
		break;
	default:
		return 0;
	}
	chars = utf8_count(m->base);
	return chars > 1 && chars <= 30 && !is_digit((unsigned char)m->base.p[0]);
}

static int
is_nounlike(const morph *m)
{
	return m->kind == M_NOUN || m->kind == M_SAHEN || m->kind == M_STATE;
}

/* 1 for a verb's 連用形 before a noun, as in 抜け止め, unless the verb is the predicate of the
 * words before it (水を混ぜ樹脂を...). */
static int
is_stem(const morphs *m, size_t i)
{
	static const char *const cases[] = {"を", "に", "が", "へ"};
	const morph *v = &m->v[i];

	if (v->kind != M_VERB || !(v->flags & MORPH_STEM) || (v->flags & MORPH_SURU) ||
	    (v->lex->flags & (LEX_STOP | LEX_LINK | LEX_NOT_DONE)) || i + 1 >= m->n ||
	    (m->v[i + 1].flags & MORPH_GAP) || m->v[i + 1].lex->flags & LEX_BREAK)
		return 0;
	if (!is_nounlike(&m->v[i + 1]) && m->v[i + 1].kind != M_SUFFIX)
		return 0;
	for (size_t c = 0; i > 0 && c < sizeof cases / sizeof *cases; c++)
		if (morph_is_particle(&m->v[i - 1], cases[c]))
			return 0;
	return 1;
}

/* 1 for a number and a counter that are part of a name (2次|電池), not a quantity. */
static int
is_named_number(const morphs *m, size_t i)
{
	const morph *v = m->v + i;

	if (v->kind != M_NUMBER || v->surface.n > 3 || i + 2 >= m->n)
		return 0;
	if (i > 0 && !(v->flags & MORPH_GAP) && m->v[i - 1].kind == M_PREFIX)
		return 0;
	if ((v[1].kind != M_COUNTER && v[1].kind != M_SUFFIX && v[1].kind != M_NOUN) ||
	    (v[1].flags & MORPH_GAP) || (v[1].lex->flags & (LEX_UNIT | LEX_BREAK)))
		return 0;
	return (is_nounlike(&v[2]) || v[2].kind == M_SUFFIX) && !(v[2].flags & MORPH_GAP) &&
	       !(v[2].lex->flags & (LEX_STOP | LEX_TAIL)) && !span_eq(v[2].surface, SPAN_LIT("目"));
}

/* 1 for a verb's 連用形 that is a noun, because a case particle follows: 効きが, 貼り付きを. */
static int
is_nominal(const morphs *m, size_t i)
{
	const morph *v = &m->v[i];

	if (v->kind != M_VERB || !(v->flags & MORPH_STEM) || (v->flags & MORPH_SURU) ||
	    i + 1 >= m->n || v->surface.n < 6 || (v->lex->flags & (LEX_LINK | LEX_NOT_DONE)))
		return 0;
	return morph_is_particle(&m->v[i + 1], "を") || morph_is_particle(&m->v[i + 1], "が") ||
	       morph_is_particle(&m->v[i + 1], "の") || morph_is_particle(&m->v[i + 1], "や");
}

/* 1 for the stem of an adjective before さ: 硬さ. */
static int
is_degree(const morphs *m, size_t i)
{
	return m->v[i].kind == M_ADJECTIVE && i + 1 < m->n && m->v[i + 1].kind == M_SUFFIX &&
	       span_eq(m->v[i + 1].surface, SPAN_LIT("さ"));
}

static int
is_noun(const morph *v)
{
	return v->kind == M_NOUN || v->kind == M_SAHEN || v->kind == M_STATE || v->kind == M_WHEN;
}

/* A prefix of the noun behind it. */
static int
is_joined_prefix(const morphs *m, size_t i)
{
	return i + 1 < m->n && !(m->v[i + 1].flags & MORPH_GAP) && is_nounlike(&m->v[i + 1]);
}

static int
may_begin(const morphs *m, size_t i)
{
	const morph *v = &m->v[i];

	if (v->lex->flags & LEX_BREAK)
		return 0;
	if (is_noun(v))
		return 1;
	switch (v->kind) {
	case M_PREFIX:
		return is_joined_prefix(m, i);
	case M_NUMBER:
		return is_named_number(m, i);
	default:
		return is_stem(m, i) || is_nominal(m, i) || is_degree(m, i);
	}
}

static int
may_continue(const morphs *m, size_t i, size_t from)
{
	const morph *v = &m->v[i];

	if ((v->flags & MORPH_GAP) || (v->lex->flags & LEX_BREAK))
		return 0;
	if (is_noun(v))
		return 1;
	switch (v->kind) {
	case M_SUFFIX:
		return 1;
	case M_PREFIX:
		return is_joined_prefix(m, i);
	case M_COUNTER:
		return m->v[i - 1].kind == M_NUMBER && i == from + 1;
	default:
		return is_stem(m, i);
	}
}

static int
is_bad_tail(const morph *v)
{
	return (v->lex->flags & LEX_TAIL) || v->kind == M_PREFIX || v->kind == M_NUMBER ||
	       v->kind == M_COUNTER || (v->kind == M_WHEN && is_one_kanji(v->surface));
}

static int
is_bad_lead(const morph *v)
{
	return (v->lex->flags & (LEX_LEAD | LEX_UNIT)) || v->kind == M_SUFFIX;
}

static run
trimmed(const morphs *m, size_t from, size_t stop)
{
	run r = {(uint32_t)from, (uint32_t)stop, (uint32_t)stop};

	while (r.to > r.from && is_bad_tail(&m->v[r.to - 1]) &&
	       !(r.to - r.from > 1 && m->v[r.to - 2].kind == M_VERB)) /* 貼り付き */
		r.to--;
	while (r.to > r.from && is_bad_lead(&m->v[r.from]))
		r.from++;
	return r;
}

/* Spells 三次元 as 3次元, 二次 as 2次. */
static int
is_ordinal(const morphs *m, uint32_t i)
{
	return m->v[i].kind == M_NUMBER && (span_eq(m->v[i + 1].surface, SPAN_LIT("次")) ||
					       span_eq(m->v[i + 1].surface, SPAN_LIT("次元")));
}

static span
digit_of(span s)
{
	static const char kanji[] = "一二三四五六七八九", digits[] = "123456789";
	size_t at = s.n == 3 ? span_find(SPAN_LIT(kanji), s, 0) : (size_t)-1;

	return at == (size_t)-1 ? s : (span){digits + at / 3, 1};
}

void
runs_spell(emitter *e, const morphs *m, const lexicon *x, uint32_t from, uint32_t to)
{
	size_t begin = e->bytes.n;
	span whole, canonical;

	for (uint32_t i = from; i < to; i++)
		buf_span(&e->bytes, i + 1 < to && is_ordinal(m, i) ? digit_of(m->v[i].surface)
				    : m->v[i].kind == M_VERB || m->v[i].kind == M_ADJECTIVE
					? m->v[i].surface
					: m->v[i].base);
	if (to - from < 2 || e->bytes.failed)
		return;
	whole = (span){e->bytes.p + begin, e->bytes.n - begin};
	canonical = whole;
	lexicon_resolve(x, &canonical);
	if (canonical.n < whole.n && canonical.p == whole.p) {
		e->bytes.n = begin + canonical.n; /* a beginning of the whole */
	} else if (canonical.p != whole.p) {
		e->bytes.n = begin;
		buf_span(&e->bytes, canonical);
	}
}

static const char *
end_of(const morph *m)
{
	return m->surface.p + m->surface.n;
}

/* 1 for a run that is a word, not a compound: two single characters (塗膜), a person (作業者), a
 * degree (硬さ), a change (均一化), or morphs none of which is a term. */
static int
is_one_word(const run *r, const morphs *m)
{
	const morph *a = &m->v[r->from], *b = &m->v[r->to - 1];
	int terms = 0;

	for (uint32_t i = r->from; i < r->to; i++)
		terms += morph_is_term(&m->v[i]) || m->v[i].kind == M_NUMBER;
	if (terms == 0)
		return 1;
	if (r->to - r->from != 2)
		return 0;
	return (is_one_kanji(a->surface) && is_one_kanji(b->surface)) ||
	       (b->lex->flags & LEX_PERSON) || span_eq(b->surface, SPAN_LIT("さ")) ||
	       span_eq(b->surface, SPAN_LIT("化"));
}

/* Emits the compound.  0: it is a stop phrase (実施形態), so its parts are not emitted either. */
static int
emit_run(const run *r, const morphs *m, const lexicon *x, emitter *e)
{
	size_t begin = emit_begin(e);
	unsigned flags;

	if (r->to - r->from < 2 || r->to - r->from > RUN_MORPHS)
		return 1;
	runs_spell(e, m, x, r->from, r->to);
	if (e->bytes.failed)
		return 1;
	flags = lexicon_get(x, (span){e->bytes.p + begin, e->bytes.n - begin})->flags;
	if (flags & (LEX_BREAK | LEX_UNIT)) {
		e->bytes.n = begin;
		return 0;
	}
	if (flags & LEX_STOP)
		e->bytes.n = begin;
	else
		emit_end(e, begin, is_one_word(r, m) ? TERM_WORD : TERM_COMPOUND,
		    m->v[r->from].surface.p, end_of(&m->v[r->to - 1]));
	return 1;
}

static void
emit_parts(size_t from, size_t to, const morphs *m, emitter *e)
{
	for (size_t i = from; i < to; i++)
		if (morph_is_term(&m->v[i]))
			emit_word(e, m->v[i].base, m->v[i].surface.p, end_of(&m->v[i]));
}

void
runs_emit(runs *out, const morphs *m, const lexicon *x, emitter *e)
{
	buf_reset(&out->mem);
	for (size_t i = 0; i < m->n;) {
		size_t stop = i + 1;
		int content = 1;
		if (may_begin(m, i)) {
			run r;
			while (stop < m->n && may_continue(m, stop, i))
				stop++;
			r = trimmed(m, i, stop);
			content = emit_run(&r, m, x, e);
			if (!content)
				r.to = r.from;
			buf_add(&out->mem, &r, sizeof r);
		}
		if (content)
			emit_parts(i, stop, m, e);
		i = stop;
	}
}
