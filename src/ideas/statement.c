/* ideas/statement.c - the templates.
 *
 * A template is text with slots in braces: {s} source, {f} function, {c}
 * subclass, {p} products, {n} need, {t} title of the needing document.  One is
 * usable when every slot in it is filled. */
#include "ideas/statement.h"

static const char *const ja[] = {
    "{f}「{s}」の仕組みを、{c}（{p}など）における「{n}」課題の解決に用いる。",
    "{c}には「{n}」ことを求める例「{t}」がある。ここに「{s}」の{f}技術を応用する。",
    "{p}などで「{n}」ために、「{s}」の{f}手段を転用する。",
    "「{t}」のような{c}の課題に、「{s}」の{f}手段を当てはめる。",
    "「{s}」の技術を、{c}（{p}など）における「{n}」課題に応用する。",
    "「{t}」が課題とするところに、「{s}」の技術を{c}向けに応用する。",
    "{f}技術を、{c}（{p}など）における「{n}」課題の解決に用いる。",
    "{c}の「{t}」に見られる課題に、この技術を応用する。",
    "「{s}」の技術を、{c}（{p}など）に応用する。",
    "この技術を、{c}に応用する。",
};

static const char *const en[] = {
    "Use the mechanism of \"{s}\" ({f}) in {c} ({p}), where the task is: {n}.",
    "In {c}, \"{t}\" asks for: {n}. Apply the means of \"{s}\" ({f}) there.",
    "To achieve \"{n}\" in {p}, transfer the means of \"{s}\" ({f}).",
    "Put the means of \"{s}\" ({f}) to the problem of \"{t}\" in {c}.",
    "Apply \"{s}\" to {c} ({p}), where the task is: {n}.",
    "Apply \"{s}\" in {c}, to what \"{t}\" sets out to solve.",
    "Use this technique ({f}) in {c} ({p}), where the task is: {n}.",
    "Apply this technique to the problem of \"{t}\" in {c}.",
    "Apply \"{s}\" to {c} ({p}).",
    "Apply this technique to {c}.",
};
#define N_TEMPLATES (sizeof ja / sizeof *ja)
_Static_assert(sizeof ja == sizeof en, "every template in both languages");

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

static int
usable(const char *t, const statement_parts *p)
{
	for (; *t; t++)
		if (t[0] == '{' && slot(p, t[1]).n == 0)
			return 0;
	return 1;
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

void
statement_write(buf *out, const statement_parts *p, tensen_lang lang, unsigned variant)
{
	const char *const *all = lang == TENSEN_JA ? ja : en, *chosen[N_TEMPLATES], *t;
	unsigned n = 0, most = 0;

	for (size_t i = 0; i < N_TEMPLATES; i++)
		if (usable(all[i], p) && slots_of(all[i]) > most)
			most = slots_of(all[i]);
	for (size_t i = 0; i < N_TEMPLATES; i++)
		if (usable(all[i], p) && slots_of(all[i]) + 1 >= most)
			chosen[n++] = all[i];
	if (n == 0)
		return;
	for (t = chosen[variant % n]; *t; t++) {
		if (*t != '{') {
			buf_char(out, *t);
			continue;
		}
		buf_span(out, slot(p, t[1]));
		t += 2;
	}
}
