/* result/ideas/sheet.c - see sheet.h.
 *
 * HOW IT FITS  Without a script nobody can ask the browser how high a text became, so
 *         the height is counted here, in the sizes that page.css fixes for a sheet in mm:
 *         lines by the columns of their text.  The sheet is written again and again with
 *         more room for its quotes, and the last that stayed within the page is kept.  Counted
 *         heights are rather too large than too small. */
#include "result/ideas/sheet.h"
#include <math.h>
#include "result/write/html.h"
#include "result/ideas/ideas_say.h"
#include "result/ideas/idea_words.h"
#include "result/ideas/sheet_impl.h"
#include "result/write/table.h"
#include "text/utf8.h"

#define SOURCES 4     /* shown in their box: as many as are combined */
#define PAGE_MM 275.0 /* A4 less the paddings of a sheet and 3 mm to spare */
#define MEMO_MM 16.0  /* the rest of the page must be at least this high to be offered for notes */

static const room least = {{1, 1, 1, 1, 0, 0, 1}}, widest = {{6, 9, 3, 3, 3, 5, 6}};
/* Quotes that get more lines while the page has room, the most useful first. */
static const uint8_t widen[] = {REASON, JUDGED, DOCS, REASON, JUDGED, VALUE_LINES, NEAREST, OTHER,
    CORE, DOCS, VALUE_LINES, REASON, JUDGED, CORE, DOCS, NEAREST, REASON, CORE, OTHER, DOCS, REASON,
    JUDGED, CORE, DOCS, REASON, REASON, JUDGED, CORE, OTHER, REASON};

static void
head(sheet *s)
{
	int is_precedent = s->x->shelf == TENSEN_PRECEDENT;
	buf b = BUF_INIT;

	buf_printf(s->out, "<section class=sheet id=\"sheet-%zu\">\n<header>", s->number);
	html_element(s->out, "span class=kind",
	    s->r->combined
		? sheet_say(s, "用途仮説シート（組合せ）", "Use hypothesis: patents together")
		: sheet_say(s, "用途仮説シート", "Use hypothesis"));
	buf_printf(s->out, "<span class=of>%zu / %zu</span>", s->number, s->of);
	html_element(s->out, is_precedent ? "span class=\"shelf precedent\"" : "span class=shelf",
	    shelf_words[s->x->shelf].of[s->lang]);
	confidence_say(&b, s->x->band, s->x->share, s->lang);
	html_element(s->out, "span class=score", buf_cstr(&b));
	buf_str(s->out, "</header>\n<p class=statement>");
	/* with many patents the command in the footer breaks, and titles break lines early */
	s->mm += 8.6 + (s->r->n_sources > 2 ? 7 : 0);
	s->mm += 6.8 * sheet_lines(s,
			   span_of(s->lang == TENSEN_JA ? s->x->statement_ja : s->x->statement_en),
			   STATEMENT, 4, NO_HIGHLIGHTS) +
		 6;
	buf_str(s->out, "</p>\n");
	s->out->failed |= b.failed;
	buf_clear(&b);
}

/* The note for a document of which only the title is known. */
static void
title_only(sheet *s)
{
	if (!s->r->title_only)
		return;
	buf_str(s->out, "<p class=note>");
	s->mm +=
	    1 + LINE_MM * sheet_lines(s, span_of(title_only_say(s->lang)), FULL, 1, NO_HIGHLIGHTS);
	buf_str(s->out, "</p>\n");
}

/* The box of the sources: its inner height in mm. */
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
		    span_of(x->title[0] ? x->title
			    : x->id[0]  ? x->id
					: sheet_say(s, "入力された文章", "the given text")),
		    NAME, s->r->n_sources > 2 ? 1 : 2, NO_HIGHLIGHTS);
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
		    s, owner_word(x->status, s->lang), x->applicants, s->room->of[VALUE_LINES]);
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
	    sheet_say(s, "転用先", "Where it would be used"));
	names = sheet_lines(s, span_of(s->x->application[s->lang]), NAME, 2, NO_HIGHLIGHTS);
	buf_str(s->out, "</div>\n<dl>\n");
	subclass_say(&b, s->x->subclass, s->d->subclass_name[s->lang]);
	n += sheet_row(s, sheet_say(s, "サブクラス", "Subclass"), buf_cstr(&b), 2);
	n += sheet_row(s, sheet_say(s, "対象", "Such as"), s->d->products[s->lang], 2);
	n += sheet_row(s, sheet_say(s, "分野", "Field"), s->d->field_name[s->lang], 2);
	n += sheet_row(s, sheet_say(s, "部門", "Sector"), s->d->sector_name[s->lang], 1);
	buf_again(&b);
	if (s->x->field)
		buf_printf(&b, s->lang == TENSEN_JA ? "%u 件（この分野）" : "%u of this field",
		    s->d->field_size);
	n += sheet_row(s, sheet_say(s, "文献", "Documents"), buf_cstr(&b), 1);
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

/* Signals that add to the confidence or subtract from it, as bars: height in mm. */
static double
parts(sheet *s)
{
	const tensen_candidate *x = s->x->lead;
	size_t n = signals_shown(x);
	double most = n ? fabs((double)x->signals[0].adds) : 1;

	buf_str(s->out, "<div><h3>");
	html_str(s->out, sheet_say(s, "確度の内訳", "Confidence in parts"));
	html_element(s->out, "small",
	    sheet_say(s, "＋ は上げる要因、− は下げる要因", "+ raises it, − lowers it"));
	buf_str(s->out, "</h3>\n<div class=parts>\n");
	for (size_t i = 0; i < n; i++) {
		double adds = (double)x->signals[i].adds;
		html_element(s->out, "span", signal_word(x->signals[i].name, s->lang));
		html_bar(s->out, fabs(adds) / most, adds < 0 ? "b" : "a");
		buf_printf(
		    s->out, "<span class=v>%s%.2f</span>\n", adds < 0 ? "−" : "+", fabs(adds));
	}
	buf_str(s->out, "</div></div>\n");
	return LINE_MM * (double)n;
}

static unsigned
ask_line(sheet *s, const char *label, const char *const *v, size_t n)
{
	unsigned k;
	buf b = BUF_INIT;

	words_joined(&b, v, n, s->lang);
	k = sheet_row(s, label, buf_cstr(&b), s->room->of[VALUE_LINES]);
	s->out->failed |= b.failed;
	buf_clear(&b);
	return k;
}

/* The applicants and owners to contact, if any are named: height in mm. */
static double
whom(sheet *s)
{
	unsigned n = 0;
	int named = s->x->n_applicants > 0;

	for (size_t i = 0; i < s->r->n_sources && i < 2; i++)
		named |= s->r->sources[i].applicants[0] != '\0';
	if (!named)
		return 0;
	buf_str(s->out, "<div><h3>");
	html_str(s->out, sheet_say(s, "相談先", "Whom to ask"));
	buf_str(s->out, "</h3>\n<dl>\n");
	n += ask_line(s, sheet_say(s, "用途側", "There"), s->x->applicants, s->x->n_applicants);
	for (size_t i = 0; i < s->r->n_sources && i < 2; i++)
		n += sheet_row(s, owner_word(s->r->sources[i].status, s->lang),
		    s->r->sources[i].applicants, s->room->of[VALUE_LINES]);
	buf_str(s->out, "</dl></div>\n");
	return LINE_MM * n;
}

static void
bottom(sheet *s)
{
	double left = 0, right;

	buf_str(s->out, "<div class=two>\n");
	if (signals_shown(s->x->lead))
		left = parts(s);
	right = whom(s);
	buf_str(s->out, "</div>\n");
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
	title_only(s);
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
	out->failed |= page.failed;
	buf_clear(&page);
}
