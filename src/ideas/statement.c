/* ideas/statement.c - see statement.h. */
#include "ideas/statement.h"
#include <string.h>

#define NAME_MOST 60 /* characters of a name in a sentence; a longer one is cut with … */

/* What is claimed, by band (low, middle, high): two pieces around the application and the source.
 */
typedef struct claim {
	const char *before, *between, *behind;
} claim;

static const claim ja[3] = {{"", "に、", "が使えないか確かめる余地がある。"},
    {"", "に、", "を転用できる可能性がある。"},
    {"", "で、", "が役立つ見込みがあり、確かめる値打ちがある。"}};
/* English: source first. */
static const claim en[3] = {{"It may be worth checking whether ", " could serve in ", "."},
    {"", " could be transferred to ", "."}, {"", " may well serve in ", "; it is worth checking."}};

/* At most NAME_MOST characters of UTF-8. */
static void
add_name(buf *out, span name)
{
	size_t n = 0, chars = 0;

	while (n < name.n && chars < NAME_MOST) {
		n++;
		while (n < name.n && ((unsigned char)name.p[n] & 0xc0) == 0x80)
			n++;
		chars++;
	}
	buf_add(out, name.p, n);
	if (n < name.n)
		buf_str(out, "…");
}

static void
add_source(buf *out, span source, tensen_lang lang)
{
	if (lang == TENSEN_JA) {
		buf_str(out, source.n ? "「" : "入力された文章");
		add_name(out, source);
		buf_str(out, source.n ? "」の手段" : "の手段");
	} else {
		buf_str(out, source.n ? "the means of “" : "the means of the given text");
		add_name(out, source);
		buf_str(out, source.n ? "”" : "");
	}
}

static const claim *
claim_of(const statement_parts *p, tensen_lang lang)
{
	int k = p->band >= TENSEN_BAND_HIGH ? 2 : p->band == TENSEN_BAND_MIDDLE ? 1 : 0;

	return lang == TENSEN_JA ? &ja[k] : &en[k];
}

static void
write_new(buf *out, const statement_parts *p, tensen_lang lang)
{
	const claim *c = claim_of(p, lang);

	buf_str(out, c->before);
	if (lang == TENSEN_JA)
		add_name(out, p->application);
	else
		add_source(out, p->source, lang);
	buf_str(out, c->between);
	if (lang == TENSEN_JA)
		add_source(out, p->source, lang);
	else
		add_name(out, p->application);
	buf_str(out, c->behind);
}

static void
write_precedent(buf *out, const statement_parts *p, tensen_lang lang)
{
	if (lang == TENSEN_JA) {
		add_name(out, p->application);
		buf_str(out, "では近い手段が既に使われている。");
		add_source(out, p->source, lang);
		buf_str(out, "で改良や置き換えができないか確かめる。");
		return;
	}
	buf_str(out, "Near means are in use in ");
	add_name(out, p->application);
	buf_str(out, "; check whether ");
	add_source(out, p->source, lang);
	buf_str(out, " could improve or replace them.");
}

/* A sentence begins with a capital letter. */
static void
capitalize(buf *out, size_t from)
{
	if (from < out->n && out->p[from] >= 'a' && out->p[from] <= 'z')
		out->p[from] = (char)(out->p[from] - 'a' + 'A');
}

void
statement_write(buf *out, const statement_parts *p, tensen_lang lang)
{
	size_t from = out->n;

	if (p->shelf == TENSEN_PRECEDENT)
		write_precedent(out, p, lang);
	else
		write_new(out, p, lang);
	capitalize(out, from);
	if (p->title_only)
		buf_str(out, lang == TENSEN_JA ? "（名称と分類からの推定）"
					       : " (Guessed from a title and a class.)");
}
