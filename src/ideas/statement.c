/* ideas/statement.c - the templates.
 *
 * A template is text with slots in braces: {s} source, {f} function, {c}
 * subclass, {p} products, {n} need, {t} title of the needing document.  One is
 * usable when every slot in it is filled.  Those of the second list only ask: they
 * are for a need that is not near enough to claim that the source would meet it. */
#include "ideas/statement.h"

static const char *const claims[2][STATEMENT_TEMPLATES] = {
    {
	"{f}「{s}」の仕組みを、{c}（{p}など）における「{n}」という課題の解決に用いる。",
	"{c}には「{n}」ことを求める「{t}」がある。そこに、{f}「{s}」の技術を応用する。",
	"{p}などで「{n}」ために、{f}「{s}」の手段を転用する。",
	"{c}の「{t}」が抱える課題に、{f}「{s}」の手段を当てはめる。",
	"「{s}」の技術を、{c}（{p}など）における「{n}」という課題に応用する。",
	"{c}では「{t}」が「{n}」ことを課題とする。ここに「{s}」の手段を用いる。",
	"{p}などで「{n}」ために、「{s}」の手段を転用する。",
	"「{t}」に見られるような{c}の課題に、「{s}」の技術を応用する。",
	"{f}技術を、{c}（{p}など）における「{n}」という課題の解決に用いる。",
	"{c}の「{t}」が抱える課題に、{f}この技術を応用する。",
	"{c}の「{t}」が抱える課題に、この技術を応用する。",
	"「{s}」の技術を、{c}（{p}など）に応用する。",
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
	"Use this technique ({f}) in {c} ({p}), where the task is: {n}.",
	"Apply this technique ({f}) to the problem of \"{t}\" in {c}.",
	"Apply this technique to the problem of \"{t}\" in {c}.",
	"Apply \"{s}\" to {c} ({p}).",
	"Apply \"{s}\" to {c}.",
	"Apply this technique to {c}.",
    }};

static const char *const questions[2][STATEMENT_TEMPLATES] = {
    {
	"{c}（{p}など）で「{n}」ために、「{s}」の技術が使えないか検討する。",
	"{c}の「{t}」が述べる課題に、「{s}」の手段が応用できないか調べる。",
	"「{s}」の技術に、{p}など{c}での使い道がないか探る。手がかりは「{t}」。",
	"「{t}」のように{c}で「{n}」ことを求める例に、「{s}」の手段が当てはまるか確かめる。",
	"この技術が、{c}（{p}など）で「{n}」ために使えないか検討する。",
	"この技術が、{c}の「{t}」が述べる課題に応用できないか調べる。",
	"{p}など{c}での、この技術の使い道を探る。手がかりは「{t}」。",
	"「{s}」の技術が、{c}（{p}など）で使えないか検討する。",
	"「{s}」の技術が、{c}で使えないか検討する。",
	"この技術が、{c}で使えないか検討する。",
    },
    {
	"Ask whether \"{s}\" could serve in {c} ({p}), where the task is: {n}.",
	"See whether the means of \"{s}\" bear on the problem that \"{t}\" states in {c}.",
	"Look for a use of \"{s}\" in {c} ({p}); \"{t}\" is a first hint.",
	"Check whether \"{s}\" fits cases such as \"{t}\" in {c}, which ask for this: {n}.",
	"Ask whether this technique could serve in {c} ({p}), where the task is: {n}.",
	"See whether this technique bears on the problem that \"{t}\" states in {c}.",
	"Look for a use of this technique in {c} ({p}); \"{t}\" is a first hint.",
	"Ask whether \"{s}\" could serve in {c} ({p}).",
	"Ask whether \"{s}\" could serve in {c}.",
	"Ask whether this technique could serve in {c}.",
    }};

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

/* A source that has a name is called by it. */
static int
usable(const char *t, const statement_parts *p)
{
	int names = 0;

	for (; *t; t++) {
		if (t[0] == '{' && slot(p, t[1]).n == 0)
			return 0;
		names |= t[0] == '{' && t[1] == 's';
	}
	return names || p->source.n == 0;
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

static const char *
choose(const char *const all[STATEMENT_TEMPLATES], const statement_parts *p, uint8_t *used)
{
	unsigned most = 0, best = STATEMENT_TEMPLATES;

	for (unsigned i = 0; i < STATEMENT_TEMPLATES && all[i]; i++)
		if (usable(all[i], p) && slots_of(all[i]) > most)
			most = slots_of(all[i]);
	for (unsigned i = 0; i < STATEMENT_TEMPLATES && all[i]; i++)
		if (usable(all[i], p) && slots_of(all[i]) + 2 >= most &&
		    (best == STATEMENT_TEMPLATES || used[i] < used[best]))
			best = i;
	if (best == STATEMENT_TEMPLATES)
		return "";
	used[best]++;
	return all[best];
}

void
statement_write(buf *out, const statement_parts *p, tensen_lang lang, statement_uses *uses)
{
	const char *t = p->is_weak ? choose(questions[lang], p, uses->questions[lang])
				   : choose(claims[lang], p, uses->claims[lang]);

	for (; *t; t++) {
		if (*t != '{') {
			buf_char(out, *t);
			continue;
		}
		buf_span(out, slot(p, t[1]));
		t += 2;
	}
}
