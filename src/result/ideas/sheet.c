/* result/ideas/sheet.c - one idea on one page of A4.
 *
 * HOW IT FITS  Without a script, a page cannot measure how high a text becomes.  So the
 * height is counted here: lines from the columns of the text, millimetres from the sizes that
 * page.css fixes for a sheet.  The sheet is written again and again with more lines for its
 * quotes; the last version that fits the page is kept.  The count overestimates rather than
 * underestimates. */
#include "result/ideas/sheet.h"
#include <tensen/limits.h>
#include "result/write/html.h"
#include "result/ideas/ideas_say.h"
#include "result/ideas/sheet_impl.h"
#include "result/write/table.h"
#include "text/normalize.h"

#define SOURCES TENSEN_COMBINE_MAX /* shown in their box */
#define PAGE_MM 275.0 /* A4 is 297 mm: less the paddings of a sheet, less 3 mm reserve */
#define MEMO_MM 16.0  /* space for notes is offered when at least this height is left */

static const room least = {{1, 2, 1, 1, 1, 1, 1}}, widest = {{6, 9, 3, 3, 3, 3, 5}};
/* What gets one line more, in this order, while the page has room: the most useful lines first. */
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
	/* with more than two patents the command in the footer takes a second line, and titles
	 * break early */
	s->mm += 8.6 + (s->r->n_sources > 2 ? 7 : 0);
	s->mm += 6.8 * sheet_lines(s,
			   span_of(s->lang == TENSEN_JA ? s->x->statement_ja : s->x->statement_en),
			   STATEMENT, 4, NO_MARKS) +
		 6;
	buf_str(s->out, "</p>\n");
}

/* The box of the query's patent.  Returns the height of its inside in mm. */
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
	buf_end_part(s->out, &b);
	/* rows and name of a patent are 2.3 mm apart; 10 covers two patents */
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
	buf_end_part(s->out, &b);
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

	words_joined(&b, v, n, s->lang);
	k = sheet_row(s, label, buf_cstr(&b), 3);
	buf_end_part(s->out, &b);
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
	sheet_grounds(s);
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
	buf_end_part(out, &page);
}
