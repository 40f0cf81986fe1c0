/* ideas/sheet.c - see sheet.h.
 *
 * HOW IT FITS  Without a script nobody can ask the browser how high a text became, so
 *         the height is counted here, in the sizes that page.css fixes for a sheet in mm:
 *         lines by the columns of their text.  The sheet is written again and again with
 *         more room for its quotes, and the last that stayed within the page is kept.  Counting
 * errs to the high side. */
#include "ideas/sheet.h"
#include <stdlib.h>
#include "ideas/html.h"
#include "ideas/ideas_say.h"
#include "ideas/sheet_text.h"
#include "text/normalize.h"

#define SOURCES 4     /* shown in their box: as many as are combined */
#define PAGE_MM 275.0 /* A4 less the paddings of a sheet and 3 mm to spare */
#define MEMO_MM 16.0  /* what is left must be at least this high to be offered for notes */

static const room least = {{1, 2, 1, 1, 1, 1, 1}}, widest = {{6, 9, 3, 3, 3, 3, 5}};
/* Widened one after the other while the page has room: what is worth a line more first. */
static const uint8_t widen[] = {VALUE_LINES, DOCS, REASON, CORE, VALUE_LINES, REASON, DOCS, AGAINST,
    CORE, NEED, PRECEDENT, REASON, CORE, REASON, NEED, PRECEDENT, AGAINST, CORE, DOCS, CORE, REASON,
    REASON, REASON, DOCS};

static void
head(sheet *s)
{
	const char *kind =
	    ideas_is_combine(s->r)
		? sheet_say(s, "用途仮説シート（組合せ）", "Use hypothesis: patents together")
		: sheet_say(s, "用途仮説シート", "Use hypothesis");

	buf_printf(s->out, "<section class=sheet id=\"sheet-%zu\">\n<header>", s->number);
	html_element(s->out, "span class=kind", kind);
	buf_printf(s->out, "<span class=of>%zu / %zu</span><span class=score>%s <b>%.2f</b></span>",
	    s->number, s->of, sheet_say(s, "評点", "score"), (double)s->x->score);
	buf_str(s->out, "</header>\n<p class=statement>");
	/* with many patents the command in the footer breaks, and titles break lines early */
	s->mm += 8.6 + (s->r->n_sources > 2 ? 7 : 0);
	s->mm += 6.8 * sheet_lines(s,
			   span_of(s->lang == TENSEN_JA ? s->x->statement_ja : s->x->statement_en),
			   STATEMENT, 4, NO_MARKS) +
		 6;
	buf_str(s->out, "</p>\n");
}

/* What was asked about: height of its inside in mm. */
static double
source_box(sheet *s)
{
	unsigned n = 0, names = 0;
	buf b = BUF_INIT;

	buf_printf(s->out, "<div class=end><div class=what>%s</div>\n",
	    sheet_say(s, "元の特許", "The patent"));
	for (size_t k = 0; k < s->r->n_sources && k < SOURCES; k++) {
		const idea_source *x = &s->r->sources[k];
		buf_str(s->out, "<div class=name>");
		names += sheet_lines(s,
		    span_of(
			x->title[0] ? x->title : sheet_say(s, "入力された文章", "the given text")),
		    NAME, s->r->n_sources > 2 ? 1 : 2, NO_MARKS);
		buf_str(s->out, "</div>\n<dl>\n");
		n += sheet_row(s, sheet_say(s, "番号", "Number"), x->id, 1);
		buf_again(&b);
		if (x->id[0])
			state_say(&b, x, s->lang);
		n += sheet_row(s, sheet_say(s, "状態", "State"), buf_cstr(&b), 1);
		buf_again(&b);
		licence_say(&b, x->license_id, x->license_terms);
		n += sheet_row(
		    s, sheet_say(s, "許諾", "Licence"), buf_cstr(&b), s->room->of[VALUE_LINES]);
		n += sheet_row(
		    s, sheet_say(s, "権利者", "Owner"), x->applicants, s->room->of[VALUE_LINES]);
		buf_str(s->out, "</dl>\n");
	}
	buf_again(&b);
	buf_printf(&b, "%s%s%s%s", s->r->own_fields[s->lang],
	    s->r->n_sources == 1 && s->r->sources[0].classes[0] ? sheet_say(s, "（", " (") : "",
	    s->r->n_sources == 1 ? s->r->sources[0].classes : "",
	    s->r->n_sources == 1 && s->r->sources[0].classes[0] ? sheet_say(s, "）", ")") : "");
	buf_str(s->out, "<dl>\n");
	n += sheet_row(
	    s, sheet_say(s, "元の分野", "Own field"), buf_cstr(&b), s->room->of[VALUE_LINES]);
	buf_str(s->out, "</dl></div>\n");
	s->out->failed |= b.failed;
	buf_clear(&b);
	/* each patent's rows and name stand off by 2.3 mm: 10 has that of two */
	return 10 + LINE_MM * n + 5 * names +
	       (s->r->n_sources > 2 ? 2.3 * (double)(s->r->n_sources - 2) : 0);
}

static double
target_box(sheet *s)
{
	unsigned n = 0, names;
	buf b = BUF_INIT;

	buf_printf(s->out, "<div class=\"end to\"><div class=what>%s</div>\n<div class=name>",
	    sheet_say(s, "用途の分野", "Where it would be used"));
	names = sheet_lines(s, span_of(s->d->field_name[s->lang]), NAME, 2, NO_MARKS);
	buf_str(s->out, "</div>\n<dl>\n");
	buf_printf(&b, "%s %s", s->x->subclass, s->d->subclass_name[s->lang]);
	if (s->x->subclass[0])
		n += sheet_row(s, sheet_say(s, "サブクラス", "Subclass"), buf_cstr(&b), 2);
	n += sheet_row(s, sheet_say(s, "対象", "Such as"), s->d->products[s->lang], 2);
	n += sheet_row(s, sheet_say(s, "部門", "Sector"), s->d->sector_name[s->lang], 1);
	buf_again(&b);
	buf_printf(&b, s->lang == TENSEN_JA ? "%u 件（この索引の中）" : "%u in this index",
	    s->d->field_size);
	n += sheet_row(s, sheet_say(s, "文献", "Documents"), buf_cstr(&b), 1);
	buf_again(&b);
	if (s->x->support.documents)
		buf_printf(&b,
		    s->lang == TENSEN_JA ? "課題の近い文献 %u 件、出願人 %u 者"
					 : "%u with a near problem, of %u applicants",
		    s->x->support.documents, s->x->support.applicants);
	n += sheet_row(s, sheet_say(s, "裏付け", "Support"), buf_cstr(&b), 2);
	buf_str(s->out, "</dl></div>\n");
	s->out->failed |= b.failed;
	buf_clear(&b);
	return 10 + LINE_MM * n + 5 * names;
}

static void
ends(sheet *s)
{
	double left, right;

	buf_str(s->out, "<div class=ends>\n");
	left = source_box(s);
	buf_str(s->out, "<div class=arrow aria-hidden=true>▶</div>\n");
	right = target_box(s);
	buf_str(s->out, "</div>\n");
	s->mm += left > right ? left : right;
}

/* Lines for what one patent says: more than two of them leave little room for each. */
static unsigned
said(const sheet *s)
{
	return ideas_is_combine(s->r) && s->r->n_sources > 2 ? 1 : s->room->of[REASON];
}

/* One half of two, or all of a line: who says it, and what; its height in lines. */
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

/* What each of the patents says, two abreast. */
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

/* The two problems side by side, with what they share marked. */
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

/* A document with its year, its quote under it. */
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

#define LISTED 8

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
	s->out->failed |= b.failed;
	buf_clear(&b);
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

static void
part(sheet *s, const char *label, double value, double scale, const char *tone)
{
	html_element(s->out, "span", label);
	html_bar(s->out, value, tone);
	buf_printf(s->out, "<span class=v>%.*f</span>\n", scale > 1 ? 0 : 2, value * scale);
}

static void
parts(sheet *s)
{
	const tensen_idea *x = s->x;

	buf_str(s->out, "<div><h3>");
	html_str(s->out, sheet_say(s, "評価の内訳", "Score in parts"));
	html_element(s->out, "small",
	    sheet_say(
		s, "下の四つは候補分野の中の百分位", "the lower four: percentiles among fields"));
	buf_str(s->out, "</h3>\n<div class=parts>\n");
	part(s, sheet_say(s, "適合", "fit"), (double)x->fit, 1, "a");
	part(s, sheet_say(s, "意外", "surprise"), (double)x->surprise, 1, "b");
	part(s, sheet_say(s, "課題の近さ", "need"), (double)x->need, 100, "c");
	part(s, sheet_say(s, "先例の近さ", "precedent"), (double)x->precedent, 100, "c");
	part(s, sheet_say(s, "余白", "whitespace"), (double)x->whitespace, 100, "c");
	part(s, sheet_say(s, "分野の距離", "distance"), (double)x->distance, 100, "c");
	buf_str(s->out, "</div></div>\n");
}

static unsigned
ask_line(sheet *s, const char *label, const char *const *v, size_t n)
{
	unsigned k;
	buf b = BUF_INIT;

	for (size_t i = 0; i < n; i++)
		buf_printf(&b, "%s%s", i == 0 ? "" : sheet_say(s, "、", ", "), v[i]);
	k = sheet_row(s, label, buf_cstr(&b), 3);
	s->out->failed |= b.failed;
	buf_clear(&b);
	return k;
}

static void
bottom(sheet *s)
{
	int scored = !ideas_is_combine(s->r);
	double left = scored ? LINE_MM * 6 : 0, right;

	buf_str(s->out, "<div class=two>\n");
	if (scored)
		parts(s);
	buf_str(s->out, "<div><h3>");
	html_str(s->out, sheet_say(s, "相談先", "Whom to ask"));
	buf_str(s->out, "</h3>\n<dl>\n");
	right = LINE_MM *
		ask_line(s, sheet_say(s, "用途側", "There"), s->x->applicants, s->x->n_applicants);
	for (size_t i = 0; i < s->r->n_sources && i < 2; i++)
		right += LINE_MM * ask_line(s, sheet_say(s, "権利者", "Owner"),
				       &s->r->sources[i].applicants,
				       s->r->sources[i].applicants[0] != '\0');
	buf_str(s->out, "</dl></div>\n</div>\n");
	s->mm += 8 + (left > right ? left : right);
}

static void
foot(sheet *s)
{
	size_t command = s->style->command ? utf8_columns(span_of(s->style->command)) + 50 : 50;

	s->mm += 4 + 3.6 * (double)(1 + command / 140);
	if (s->mm + MEMO_MM < PAGE_MM)
		buf_printf(s->out, "<div class=memo>%s</div>\n", sheet_say(s, "検討メモ", "Notes"));
	html_made_by(s->out, &s->r->base, s->style);
	buf_str(s->out, "</section>\n");
}

static void
write_in(sheet *s, const room *with)
{
	s->room = with;
	s->mm = 0;
	buf_again(s->out);
	head(s);
	ends(s);
	core(s);
	reason(s);
	differs(s);
	others(s);
	refutation(s);
	bottom(s);
	foot(s);
}

void
sheet_write(
    buf *out, const ideas_result *r, size_t i, size_t number, size_t of, const tensen_style *style)
{
	room fits = least;
	buf page = BUF_INIT;
	sheet s = {.out = &page,
	    .r = r,
	    .x = &r->ideas[i],
	    .d = &r->details[i],
	    .number = number,
	    .of = of,
	    .style = style,
	    .lang = style->lang};

	write_in(&s, &fits);
	for (size_t k = 0; k < sizeof widen; k++) {
		room wider = fits;
		if (wider.of[widen[k]]++ == widest.of[widen[k]])
			continue;
		write_in(&s, &wider);
		if (s.mm <= PAGE_MM)
			fits = wider;
	}
	write_in(&s, &fits);
	buf_add(out, page.p, page.n);
	out->failed |= page.failed;
	buf_clear(&page);
}
