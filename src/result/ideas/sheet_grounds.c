/* result/ideas/sheet_grounds.c - the middle of a sheet: why the idea fits, by which documents, and
 * what speaks against it. */
#include "result/ideas/sheet_impl.h"
#include <stdlib.h>
#include "result/write/html.h"
#include "result/ideas/ideas_say.h"

/* Lines for the text of one patent: with more than two patents, each gets less. */
static unsigned
said(const sheet *s)
{
	return ideas_is_combine(s->r) && s->r->n_sources > 2 ? 1 : s->room->of[REASON];
}

/* One text in half a line or in a whole one: its source, then the text.  Returns its height in
 * lines. */
static unsigned
half(sheet *s, const char *who, const tensen_evidence *e, const char *text, marks m, size_t columns)
{
	unsigned n;

	buf_str(s->out, "<div class=side><div class=who>");
	sheet_lines(s, span_of(who), columns, 1, NO_MARKS);
	if (e)
		sheet_document(s, e, columns - 14);
	buf_str(s->out, "</div><p>");
	n = 1 + sheet_quote(s, text, columns, e ? s->room->of[REASON] : said(s), m);
	buf_str(s->out, "</p></div>\n");
	return n;
}

static const char *
complaint(const idea_source *x)
{
	return x->problem[0] ? x->problem : x->means;
}

static const char *
technique(const idea_source *x)
{
	return x->means[0] ? x->means : x->problem;
}

/* The texts of the patents, two side by side. */
static void
abreast(sheet *s, const char *(*text)(const idea_source *x), marks m)
{
	const idea_source *x = s->r->sources;
	unsigned n, most = 0;

	buf_str(s->out, "<div class=two>\n");
	for (size_t i = 0; i < s->r->n_sources; i++) {
		n = half(s, x[i].title, NULL, text(&x[i]), m, HALF);
		most = n > most ? n : most;
		if (i % 2 == 1 || i + 1 == s->r->n_sources) {
			s->mm += LINE_MM * most + 3;
			most = 0;
		}
	}
	buf_str(s->out, "</div>\n");
}

static void
core(sheet *s)
{
	const idea_source *x = s->r->sources;
	const marks bridges = {s->x->bridges, s->x->n_bridges};

	if (ideas_is_combine(s->r)) {
		sheet_heading(s, sheet_say(s, "技術の核心", "Core of the technique"), "");
		abreast(s, technique, bridges);
		return;
	}
	if (s->r->n_sources != 1 || !(x->means[0] || x->problem[0]))
		return;
	sheet_heading(s, sheet_say(s, "技術の核心", "Core of the technique"), "");
	buf_str(s->out, "<p>");
	s->mm += LINE_MM * sheet_quote(s, x->means[0] ? x->means : x->problem, FULL,
			       s->room->of[CORE], bridges);
	buf_str(s->out, "</p>\n");
	if (!s->r->functions[0])
		return;
	buf_printf(s->out, "<p class=note>%s", sheet_say(s, "働き: ", "What it does: "));
	s->mm += LINE_MM * sheet_lines(s, span_of(s->r->functions), FULL - 16, 1, NO_MARKS);
	buf_str(s->out, "</p>\n");
}

/* The two problems side by side; shared words are marked. */
static void
reason(sheet *s)
{
	const tensen_evidence *need = s->x->n_needs ? &s->x->needs[0] : NULL;
	const char *there = sheet_say(s, "用途分野の課題　", "The need there: ");
	int together = ideas_is_combine(s->r);
	marks shared;
	unsigned left = 0, right;

	if (!need)
		return;
	shared = (marks){need->marks, need->n_marks};
	sheet_heading(s, sheet_say(s, "なぜ合うか", "Why it fits"),
	    together
		? sheet_say(s, "各特許の課題を併せ持つ", "a need that has all of their problems")
		: sheet_say(s, "同じ課題が両方にある（共通の語に印）",
		      "the same problem on both sides; shared words are marked"));
	if (together) {
		abreast(s, complaint, shared);
		buf_str(s->out, "<div>");
		s->mm += LINE_MM * half(s, there, need, need->quote, shared, FULL);
	} else {
		buf_str(s->out, "<div class=two>\n");
		if (s->r->n_sources == 1)
			left = half(s, sheet_say(s, "元の特許の課題", "The patent's problem"), NULL,
			    complaint(s->r->sources), shared, HALF);
		right = half(s, there, need, need->quote, shared, HALF);
		s->mm += LINE_MM * (left > right ? left : right);
	}
	buf_str(s->out, "</div>\n");
	if (!s->x->n_bridges)
		return;
	buf_printf(s->out, "<p class=note>%s", sheet_say(s, "橋渡しの語: ", "Bridging terms: "));
	s->mm += LINE_MM * sheet_joined(s, s->x->bridges, s->x->n_bridges, FULL - 16, 2);
	buf_str(s->out, "</p>\n");
}

/* A document and its year, with the quote below. */
static void
evidence_line(sheet *s, const tensen_evidence *e, unsigned most)
{
	unsigned n;

	if (e->date)
		buf_printf(s->out, "<li><span class=year>%u</span><div>", e->date / 10000);
	else
		buf_str(s->out, "<li><span class=year>－</span><div>");
	buf_str(s->out, "<div class=doc>");
	sheet_document(s, e, BESIDE_YEAR);
	buf_str(s->out, "</div>");
	n = sheet_quote(s, e->quote, BESIDE_YEAR, most, (marks){e->marks, e->n_marks});
	buf_str(s->out, "</div></li>\n");
	s->mm += LINE_MM * (1 + n);
}

static int
older(const void *a, const void *b)
{
	const tensen_evidence *x = *(const tensen_evidence *const *)a,
			      *y = *(const tensen_evidence *const *)b;

	if (x->date != y->date)
		return (x->date ? x->date : UINT32_MAX) < (y->date ? y->date : UINT32_MAX) ? -1 : 1;
	return x < y ? -1 : x > y;
}

#define LISTED 8 /* documents of one list; DOCS of the widest room is 5 */

static void
evidence_list(sheet *s, const tensen_evidence *e, size_t n, unsigned most, int by_age)
{
	const tensen_evidence *v[LISTED];

	n = n < s->room->of[DOCS] ? n : s->room->of[DOCS];
	for (size_t i = 0; i < n; i++)
		v[i] = &e[i];
	if (by_age)
		qsort(v, n, sizeof *v, older);
	buf_str(s->out, "<ul class=docs>\n");
	for (size_t i = 0; i < n; i++)
		evidence_line(s, v[i], most);
	buf_str(s->out, "</ul>\n");
}

static void
differs(sheet *s)
{
	const tensen_evidence *e = s->x->n_needs ? &s->x->needs[0] : NULL;
	buf b = BUF_INIT;

	if (!e || ideas_is_combine(s->r))
		return;
	sheet_heading(s, sheet_say(s, "何が違うか", "What differs"), "");
	difference_say(&b, e, s->lang);
	buf_str(s->out, "<p>");
	s->mm += LINE_MM * sheet_lines(s, (span){b.p, b.n}, FULL, 2, NO_MARKS);
	buf_str(s->out, "</p>\n");
	buf_end_part(s->out, &b);
	if (!s->x->n_differs)
		return;
	buf_printf(s->out, "<p class=note>%s",
	    sheet_say(s, "用途の側にだけある語: ", "Spoken of there, not in the patent: "));
	s->mm += LINE_MM * sheet_joined(s, s->x->differs, s->x->n_differs, FULL - 36, 1);
	buf_str(s->out, "</p>\n");
}

static void
others(sheet *s)
{
	if (s->x->n_needs > 1 && s->room->of[DOCS] > 1) {
		sheet_heading(
		    s, sheet_say(s, "同じ課題を持つ文献", "Others with this problem"), "");
		evidence_list(s, s->x->needs + 1, s->x->n_needs - 1, s->room->of[NEED], 0);
	}
	if (s->x->n_precedents) {
		sheet_heading(s, sheet_say(s, "先例", "Precedents"),
		    sheet_say(s, "この分野で同じ手段を別の目的に使うもの、古い順",
			"the same means used there for something else, oldest first"));
		evidence_list(s, s->x->precedents, s->x->n_precedents, s->room->of[PRECEDENT], 1);
	}
}

static void
refutation(sheet *s)
{
	const tensen_evidence *e = s->x->refutation;

	if (ideas_is_combine(s->r))
		return;
	buf_str(s->out, "<div class=refutation>\n<h3>");
	html_str(s->out, sheet_say(s, "反証（既にあるか）", "Against it: does it exist?"));
	s->mm += 2.6 + 4.5 + 3.2;
	if (!e) {
		buf_printf(s->out, "</h3><p>%s</p></div>\n",
		    sheet_say(s, "課題と手段がともに近い文献は、この索引では見つからない。",
			"No document of this index is near in both problem and means."));
		s->mm += LINE_MM;
		return;
	}
	buf_printf(s->out,
	    s->lang == TENSEN_JA
		? "<small>課題・手段とも近い度合い %.2f（1 なら同じもの）</small>"
		: "<small>near in both problem and means: %.2f (1: the same)</small>",
	    evidence_nearness(e));
	buf_str(s->out, "</h3><div class=doc>");
	sheet_document(s, e, FULL - 6);
	buf_str(s->out, "</div><p>");
	s->mm += LINE_MM * (1 + sheet_quote(s, e->quote, FULL - 6, s->room->of[AGAINST],
				    (marks){e->marks, e->n_marks}));
	buf_str(s->out, "</p></div>\n");
}

void
sheet_grounds(sheet *s)
{
	core(s);
	reason(s);
	differs(s);
	others(s);
	refutation(s);
}
