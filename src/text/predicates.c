/* text/predicates.c - see steps.h. */
#include "text/steps.h"

#define REACH 24 /* morphs between a particle and its predicate at most */

static int
is_absent(const morph *one_morph)
{
	return morph_is(one_morph, "ない") || morph_is(one_morph, "無い");
}

/* Reads the morphs behind the stem of a predicate: られ, ない, にくい, なく ... */
static void
read_tail(const morphs *words, size_t i, predicate *verb)
{
	for (size_t end = i + 5; i < end; i++) {
		const morph *m = morph_at(words, i);
		if (m->kind == M_VERB_TAIL && (morph_is(m, "れる") || morph_is(m, "られる")))
			verb->passive = 1;
		else if (m->kind == M_AUXILIARY &&
			 (morph_is(m, "ない") || morph_is(m, "ぬ") || morph_is(m, "ん")))
			verb->denied = 1;
		else if (m->kind == M_ADJECTIVE_TAIL &&
			 (morph_is(m, "にくい") || morph_is(m, "難い") || morph_is(m, "づらい")))
			verb->denied = verb->hard = 1;
		else if (m->kind != M_VERB_TAIL && m->kind != M_AUXILIARY &&
			 m->kind != M_ADJECTIVE_TAIL)
			break;
	}
	/* ...することなく, ...することもない */
	if (morph_is(morph_at(words, i), "こと") &&
	    (is_absent(morph_at(words, i + 1)) ||
		(morph_at(words, i + 1)->kind == M_PARTICLE && is_absent(morph_at(words, i + 2)))))
		verb->denied = 1;
}

/* The action at morph i.  A noun with 化 counts as one word (平準化), and so do two nouns of one
 * character each. */
static span
action_at(const morphs *words, size_t i)
{
	const morph *m = morph_at(words, i), *before = i > 0 ? morph_at(words, i - 1) : m;

	if (i > 0 && !(m->flags & MORPH_GAP) && m->kind == M_SUFFIX &&
	    before->surface.p + before->surface.n == m->surface.p &&
	    (before->kind == M_NOUN || before->kind == M_SAHEN || before->kind == M_STATE ||
		before->kind == M_SUFFIX))
		return (span){before->surface.p, before->surface.n + m->surface.n};
	return m->base;
}

static void
predicates_found(const morphs *words, size_t i, size_t tail, predicate *verb)
{
	verb->action = action_at(words, i);
	verb->flags = morph_at(words, i)->lex->flags;
	verb->at = (uint32_t)i;
	read_tail(words, tail, verb);
}

size_t
predicate_verbalized(const morphs *words, size_t i)
{
	const morph *m = morph_at(words, i);

	if (m->kind == M_VERB &&
	    ((m->flags & MORPH_SURU) || morph_is(m, "できる") || morph_is(m, "出来る")))
		return i + 1;
	return (m->kind == M_STATE && morph_is(m, "可能")) || morph_is(m, "いたす") ? i + 1 : 0;
}

/* 1 if the verb's stem at morph i is a noun, because a case particle follows (縮みで, 割れを). */
static int
is_nominal(const morphs *words, size_t i)
{
	static const char *const cases[] = {"を", "が", "の", "へ", "も", "は", "や"};
	span surface = morph_at(words, i)->surface;

	if (!(morph_at(words, i)->flags & MORPH_STEM))
		return 0;
	/* 縮みで is a noun, 縮んで a verb */
	if (morph_is_particle(morph_at(words, i + 1), "で") &&
	    !(surface.n >= 3 && memcmp(surface.p + surface.n - 3, "ん", 3) == 0) &&
	    !(surface.n >= 3 && memcmp(surface.p + surface.n - 3, "い", 3) == 0))
		return 1;
	for (size_t c = 0; c < sizeof cases / sizeof *cases; c++)
		if (morph_is_particle(morph_at(words, i + 1), cases[c]))
			return 1;
	return 0;
}

/* 1 for a verb that only links phrases (に沿って, に応じ), which is so in its 連用形 only.  沿う at
 * the end of a clause is a predicate, and so is a verb directly behind が (危険が伴い). */
static int
is_linking(const morphs *words, size_t i)
{
	return (morph_at(words, i)->lex->flags & LEX_LINK) &&
	       (morph_at(words, i)->flags & MORPH_STEM) &&
	       !(i > 0 && morph_is_particle(morph_at(words, i - 1), "が"));
}

int
predicate_at(const morphs *words, size_t i, predicate *verb)
{
	const morph *m = morph_at(words, i);
	size_t tail;

	switch (m->kind) {
	case M_SAHEN:
	case M_NOUN:
	case M_SUFFIX:
	case M_STATE: /* 付着する; 均一化する; 均一にする */
		if (m->kind == M_STATE && morph_is_particle(morph_at(words, i + 1), "に") &&
		    m->lex->action != LEX_NONE && (tail = predicate_verbalized(words, i + 2)))
			break;
		if (!(tail = predicate_verbalized(words, i + 1)))
			return 0;
		break;
	case M_VERB:
		if ((m->flags & MORPH_SURU) || is_linking(words, i) || is_nominal(words, i))
			return 0;
		tail = i + 1;
		break;
	case M_ADJECTIVE: /* 小さくする, 短くできる */
		if (!(tail = predicate_verbalized(words, i + 1)))
			return 0;
		break;
	default:
		return 0;
	}
	predicates_found(words, i, tail, verb);
	return 1;
}

int
predicate_is_link(const morphs *words, size_t i)
{
	return morph_is_particle(morph_at(words, i), "を") &&
	       (morph_at(words, i + 1)->lex->flags & LEX_LINK);
}

static int
is_stop_mark(const morph *one_morph)
{
	return one_morph->kind == M_SYMBOL &&
	       (morph_is(one_morph, "。") || morph_is(one_morph, ".") || morph_is(one_morph, "(") ||
		   morph_is(one_morph, ")") || morph_is(one_morph, "「") ||
		   morph_is(one_morph, "」") || morph_is(one_morph, ":") ||
		   morph_is(one_morph, ";"));
}

/* 1 for a state, which takes its own が: 器具がなくても, 構造が簡単で.  大きく変わる is no state.
 */
static int
is_state(const morphs *words, size_t i)
{
	const morph *m = morph_at(words, i), *next = morph_at(words, i + 1);

	if (i > 0 && morph_is_particle(morph_at(words, i - 1), "の"))
		return 0;
	if (m->kind == M_ADJECTIVE || (m->kind == M_AUXILIARY && morph_is(m, "ない")))
		return next->kind != M_VERB && next->kind != M_SAHEN && next->kind != M_ADVERB;
	return m->kind == M_STATE && next->kind == M_AUXILIARY;
}

/* 1 if the verb at i is the predicate of a relative clause (縞の|出やすい|数域を). */
static int
has_own_subject(const morphs *words, size_t i, size_t from)
{
	return i > from && morph_is_particle(morph_at(words, i - 1), "の");
}

predicate
predicate_behind(const morphs *words, size_t i, int wo)
{
	predicate none = {{NULL, 0}, 0, 0, 0, 0, 0}, p = none;
	size_t from = i;

	for (size_t end = i + REACH; i < end && i < words->n; i++) {
		const morph *m = morph_at(words, i);
		if (is_stop_mark(m) || (!wo && (morph_is(m, "、") || is_state(words, i))))
			break;
		if ((morph_is_particle(m, "を") && !predicate_is_link(words, i)) ||
		    morph_is_particle(m, "が") || morph_is_particle(m, "は"))
			break;
		if (has_own_subject(words, i, from) || !predicate_at(words, i, &p))
			continue;
		/* 傷めずに回収する, 滴となって流れる: the later verb is the predicate */
		if ((wo && p.denied) ||
		    ((p.flags & LEX_NOT_DONE) && morph_is_particle(morph_at(words, i + 1), "て")))
			p = none;
		else
			return p;
	}
	return none;
}
