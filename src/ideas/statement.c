/* ideas/statement.c - the templates.
 *
 * A template is text with slots in braces: {s} source, {f} function, {c}
 * subclass, {p} products, {n} need, {t} title of the needing document.  One is
 * usable when every slot in it is filled.  Claims are for a need that is near.  Questions only
 * ask: the need is not near enough to say that the source would meet it.  Hints are for a
 * document that states no problem: nothing may be said of one. */
#include "ideas/statement.h"
#include <xxhash.h>

static const char *const templates[STATEMENT_KINDS][2][STATEMENT_TEMPLATES] = {
    [STATEMENT_CLAIMS] =
	{{
	     "{f}「{s}」の仕組みを、{c}（{p}など）における「{n}」という課題の解決に用いる。",
	     "{c}には「{n}」ことを求める「{t}」がある。そこに、{f}「{s}」の技術を応用する。",
	     "{p}などで「{n}」ために、{f}「{s}」の手段を転用する。",
	     "{c}の「{t}」が抱える課題に、{f}「{s}」の手段を当てはめる。",
	     "「{s}」の技術を、{c}（{p}など）における「{n}」という課題に応用する。",
	     "{c}では「{t}」が「{n}」ことを課題とする。ここに「{s}」の手段を用いる。",
	     "{p}などで「{n}」ために、「{s}」の手段を転用する。",
	     "「{t}」に見られるような{c}の課題に、「{s}」の技術を応用する。",
	     "「{t}」が取り組む{c}の課題に、「{s}」の手段で応える。",
	     "{c}（{p}など）の「{t}」に通じる課題に、「{s}」の手段を生かす。",
	     "{f}技術を、{c}（{p}など）における「{n}」という課題の解決に用いる。",
	     "{c}の「{t}」が抱える課題に、{f}この技術を応用する。",
	     "{c}の「{t}」が抱える課題に、この技術を応用する。",
	     "「{t}」に見られるような{c}の課題に、この技術を応用する。",
	     "「{s}」の技術を、{c}に応用する。",
	     "この技術を、{c}に応用する。",
	 },
	    {
		"Use \"{s}\" ({f}) in {c} ({p}), where the task is: {n}.",
		"In {c}, \"{t}\" asks for this: {n}. Apply the means of \"{s}\" ({f}) there.",
		"For the task \"{n}\" in {p}, transfer the means of \"{s}\" ({f}).",
		"Put the means of \"{s}\" ({f}) to the problem of \"{t}\" in {c}.",
		"Apply \"{s}\" to {c} ({p}), where the task is: {n}.",
		"In {c}, \"{t}\" is faced with this: {n}. Apply the means of \"{s}\" there.",
		"For the task \"{n}\" in {p}, transfer the means of \"{s}\".",
		"Apply \"{s}\" in {c}, to what \"{t}\" sets out to solve.",
		"Meet the problem of \"{t}\" in {c} by the means of \"{s}\".",
		"Bring \"{s}\" to {c} ({p}), where \"{t}\" has a problem of the kind.",
		"Use this technique ({f}) in {c} ({p}), where the task is: {n}.",
		"Apply this technique ({f}) to the problem of \"{t}\" in {c}.",
		"Apply this technique to the problem of \"{t}\" in {c}.",
		"Apply this technique in {c}, to what \"{t}\" sets out to solve.",
		"Apply \"{s}\" to {c}.",
		"Apply this technique to {c}.",
	    }},
    [STATEMENT_QUESTIONS] =
	{{
	     "{c}（{p}など）で「{n}」ために、「{s}」の技術が使えないか検討する。",
	     "{c}の「{t}」が述べる課題に、「{s}」の手段が応用できないか調べる。",
	     "「{s}」の技術に、{p}など{c}での使い道がないか探る。手がかりは「{t}」の課題。",
	     "「{t}」のように{c}で「{n}」ことを求める例に、「{s}」の手段が当てはまるか確かめる。",
	     "「{s}」の技術が{c}でも役立つか、「{t}」の課題に照らして確かめる。",
	     "{c}で「{t}」が解こうとしている課題に、「{s}」の手段が効くか見きわめる。",
	     "この技術が、{c}（{p}など）で「{n}」ために使えないか検討する。",
	     "この技術が、{c}の「{t}」が述べる課題に応用できないか調べる。",
	     "{p}など{c}での、この技術の使い道を探る。手がかりは「{t}」の課題。",
	     "この技術が{c}でも役立つか、「{t}」の課題に照らして確かめる。",
	     "「{s}」の技術が、{c}（{p}など）で使えないか検討する。",
	     "「{s}」の技術が、{c}で使えないか検討する。",
	     "この技術が、{c}で使えないか検討する。",
	 },
	    {
		"Ask whether \"{s}\" could serve in {c} ({p}), where the task is: {n}.",
		"See whether the means of \"{s}\" bear on the problem that \"{t}\" states in {c}.",
		"Look for a use of \"{s}\" in {c} ({p}); the problem of \"{t}\" is a first hint.",
		"Check whether \"{s}\" fits cases such as \"{t}\" in {c}, which ask for this: {n}.",
		"Ask whether \"{s}\" is of use in {c} too, measured by the problem of \"{t}\".",
		"Find out whether the means of \"{s}\" help with what \"{t}\" is to solve in {c}.",
		"Ask whether this technique could serve in {c} ({p}), where the task is: {n}.",
		"See whether this technique bears on the problem that \"{t}\" states in {c}.",
		"Look for a use of this technique in {c} ({p}); the problem of \"{t}\" is a first "
		"hint.",
		"Ask whether this technique is of use in {c} too, measured by the problem of "
		"\"{t}\".",
		"Ask whether \"{s}\" could serve in {c} ({p}).",
		"Ask whether \"{s}\" could serve in {c}.",
		"Ask whether this technique could serve in {c}.",
	    }},
    [STATEMENT_HINTS] =
	{{
	     "「{s}」の技術に、{p}など{c}での使い道がないか探る。手がかりは「{t}」。",
	     "{c}の「{t}」を入口に、「{s}」の技術の使い道を検討する。",
	     "{c}（{p}など）に「{s}」の技術を生かせないか、「{t}」を足がかりに調べる。",
	     "{c}には「{t}」がある。ここに「{s}」の技術の出番がないか確かめる。",
	     "「{t}」のような{c}の技術と「{s}」とに、接点がないか見てみる。",
	     "{p}など{c}での、この技術の使い道を探る。手がかりは「{t}」。",
	     "{c}の「{t}」を入口に、この技術の使い道を検討する。",
	     "{c}（{p}など）にこの技術を生かせないか、「{t}」を足がかりに調べる。",
	     "「{s}」の技術が、{c}（{p}など）で使えないか検討する。",
	     "「{s}」の技術が、{c}で使えないか検討する。",
	     "この技術が、{c}で使えないか検討する。",
	 },
	    {
		"Look for a use of \"{s}\" in {c} ({p}); \"{t}\" is a first hint.",
		"Start from \"{t}\" in {c} and ask what \"{s}\" could do there.",
		"See whether \"{s}\" could serve in {c} ({p}), with \"{t}\" as a foothold.",
		"There is \"{t}\" in {c}: find out whether \"{s}\" has a part to play.",
		"Look for what \"{s}\" and a technique of {c} such as \"{t}\" have in common.",
		"Look for a use of this technique in {c} ({p}); \"{t}\" is a first hint.",
		"Start from \"{t}\" in {c} and ask what this technique could do there.",
		"See whether this technique could serve in {c} ({p}), with \"{t}\" as a foothold.",
		"Ask whether \"{s}\" could serve in {c} ({p}).",
		"Ask whether \"{s}\" could serve in {c}.",
		"Ask whether this technique could serve in {c}.",
	    }},
};

static span
slot(const statement_parts *p, char c)
{
	switch (c) {
	case 's':
		return p->source;
	case 'f':
		return p->function;
	case 'c':
		return p->subclass;
	case 'p':
		return p->products;
	case 'n':
		return p->need;
	default:
		return p->need_title;
	}
}

/* A source that has a name is called by it, and of a document that has the need either the title
 * or the need is told. */
static int
usable(const char *t, const statement_parts *p)
{
	int names = p->source.n == 0, says_why = p->need_title.n == 0;

	for (; *t; t++) {
		if (t[0] != '{')
			continue;
		if (slot(p, t[1]).n == 0)
			return 0;
		names |= t[1] == 's';
		says_why |= t[1] == 'n' || t[1] == 't';
	}
	return names && says_why;
}

/* How much a template says: templates with fewer slots are only fallbacks. */
static unsigned
slots_of(const char *t)
{
	unsigned n = 0;

	for (; *t; t++)
		n += *t == '{';
	return n;
}

/* A number of the source and of the need, the same wherever the two meet. */
static unsigned
number_of(const statement_parts *p)
{
	XXH64_hash_t source = XXH3_64bits(p->source.p, p->source.n);

	return (unsigned)XXH3_64bits_withSeed(p->need_title.p, p->need_title.n, source);
}

static const char *
choose(const char *const all[STATEMENT_TEMPLATES], const statement_parts *p, uint8_t *used)
{
	unsigned most = 0, n = 0, best[STATEMENT_TEMPLATES];
	uint8_t least = UINT8_MAX;

	for (unsigned i = 0; i < STATEMENT_TEMPLATES && all[i]; i++)
		if (usable(all[i], p) && slots_of(all[i]) > most)
			most = slots_of(all[i]);
	for (unsigned i = 0; i < STATEMENT_TEMPLATES && all[i]; i++) {
		if (!usable(all[i], p) || slots_of(all[i]) + 2 < most || used[i] > least)
			continue;
		n = used[i] < least ? 0 : n;
		least = used[i];
		best[n++] = i;
	}
	if (n == 0)
		return "";
	n = best[number_of(p) % n];
	used[n]++;
	return all[n];
}

static unsigned
kind_of(const statement_parts *p)
{
	return p->is_silent ? STATEMENT_HINTS : p->is_weak ? STATEMENT_QUESTIONS : STATEMENT_CLAIMS;
}

void
statement_write(buf *out, const statement_parts *given, tensen_lang lang, statement_uses *uses)
{
	statement_parts p = *given;
	unsigned kind = kind_of(&p);
	const char *t;

	if (p.is_silent)
		p.need = (span){"", 0};
	t = choose(templates[kind][lang], &p, uses->n[kind][lang]);
	for (; *t; t++) {
		if (*t != '{') {
			buf_char(out, *t);
			continue;
		}
		buf_span(out, slot(&p, t[1]));
		t += 2;
	}
}
