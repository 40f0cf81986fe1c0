/* result/ideas/sheet_grounds.c - the middle of a sheet: the technique, the aspect and the sentence
 * that met it, further documents, the nearest one, and how the idea was judged. */
#include "result/ideas/idea_words.h"
#include "result/ideas/sheet_impl.h"
#include "result/write/table.h"
#include "result/write/html.h"
#include "result/ideas/ideas_say.h"

/* Lines for the text of one patent; more than two patents leave little room for each. */
static unsigned
said(const sheet *s)
{
	return s->r->n_sources > 2 ? 1 : s->room->of[CORE];
}

static const char *
technique(const idea_source *x)
{
	return x->means[0] ? x->means : x->problem;
}

/* The texts of the patents, two abreast. */
static void
abreast(sheet *s)
{
	const idea_source *x = s->r->sources;
	unsigned n, most = 0;

	buf_str(s->out, "<div class=two>\n");
	for (size_t i = 0; i < s->r->n_sources; i++) {
		buf_str(s->out, "<div class=side><div class=who>");
		sheet_lines(s, span_of(x[i].title), HALF, 1, NO_HIGHLIGHTS);
		buf_str(s->out, "</div><p>");
		n = 1 + sheet_quote(s, technique(&x[i]), HALF, said(s), NO_HIGHLIGHTS);
		buf_str(s->out, "</p></div>\n");
		most = n > most ? n : most;
		if (i % 2 == 1 || i + 1 == s->r->n_sources) {
			s->mm += LINE_MM * most + 3;
			most = 0;
		}
	}
	buf_str(s->out, "</div>\n");
}

static void
functions(sheet *s)
{
	buf b = BUF_INIT;

	if (!s->r->functions[0])
		return;
	words_rejoined(&b, s->r->functions, s->lang);
	buf_printf(s->out, "<p class=note>%s", sheet_say(s, "働き: ", "What it does: "));
	s->mm += LINE_MM * sheet_lines(s, (span){b.p, b.n}, FULL - 16, 1, NO_HIGHLIGHTS);
	buf_str(s->out, "</p>\n");
	buf_end_part(s->out, &b);
}

static void
core(sheet *s)
{
	int is_text = s->r->n_sources == 1 && technique(s->r->sources)[0];

	if (!is_text && !s->r->combined) {
		functions(s);
		return;
	}
	sheet_heading(s, sheet_say(s, "技術の核心", "Core of the technique"), "");
	if (s->r->combined) {
		abreast(s);
		return;
	}
	buf_str(s->out, "<p>");
	s->mm += LINE_MM *
		 sheet_quote(s, technique(s->r->sources), FULL, s->room->of[CORE], NO_HIGHLIGHTS);
	buf_str(s->out, "</p>\n");
	functions(s);
}

/* The aspect that was asked: its height in lines. */
static unsigned
aspect_side(sheet *s, const tensen_candidate *x)
{
	const tensen_aspect *a = &s->r->list.aspects[x->aspect];
	unsigned n;

	buf_printf(s->out, "<div class=side><div class=who>%s",
	    sheet_say(s, "元の特許の観点", "Aspect of the patent"));
	buf_printf(s->out, sheet_say(s, "（%s）", " (%s)"), aspect_words[a->kind].of[s->lang]);
	buf_str(s->out, "</div><p>");
	if (a->kind == TENSEN_ASPECT_AREA)
		n = 1 + sheet_lines(s, span_of(aspect_say(a, s->lang)), HALF, 2, NO_HIGHLIGHTS);
	else
		n = 1 + sheet_quote(s, a->text, HALF, s->room->of[REASON],
			    (highlights){x->highlights, x->n_highlights});
	buf_str(s->out, "</p></div>\n");
	return n;
}

/* The sentence of the lead document: its height in lines. */
static unsigned
lead_side(sheet *s, const tensen_candidate *x)
{
	unsigned n = 1;

	buf_printf(s->out, "<div class=side><div class=who>%s</div><p>",
	    sheet_say(s, "根拠文献の文", "The lead document says"));
	if (x->title_only)
		n += sheet_lines(
		    s, span_of(document_title_only_say(s->lang)), HALF, 2, NO_HIGHLIGHTS);
	else
		n += sheet_quote(s, x->sentence, HALF, s->room->of[REASON],
		    (highlights){x->highlights, x->n_highlights});
	buf_str(s->out, "</p></div>\n");
	return n;
}

/* "DEMO-28-002 溶融紡糸設備の冷却筒　2014年・存続・開放" on one line. */
static void
lead_line(sheet *s, const tensen_candidate *x)
{
	buf facts = BUF_INIT;

	facts_say(&facts, x->date, x->status, x->open, s->lang);
	buf_str(s->out, "<div class=doc>");
	sheet_document(s, x->id, x->title, FULL - 30);
	if (facts.n)
		html_element(s->out, "span class=facts", buf_cstr(&facts));
	buf_str(s->out, "</div>\n");
	s->mm += LINE_MM;
	s->out->failed |= facts.failed;
	buf_clear(&facts);
}

static void
reason(sheet *s)
{
	unsigned left, right;

	sheet_heading(s, sheet_say(s, "根拠文献", "Lead document"),
	    sheet_say(s, "元の特許の観点に合った文を持つ（共通の語に印）",
		"has a sentence that met an aspect of the patent; shared words are marked"));
	lead_line(s, s->x->lead);
	buf_str(s->out, "<div class=two>\n");
	left = aspect_side(s, s->x->lead);
	right = lead_side(s, s->x->lead);
	buf_str(s->out, "</div>\n");
	s->mm += LINE_MM * (left > right ? left : right);
}

/* A document with its year, its sentence under it. */
static void
other(sheet *s, const tensen_candidate *x)
{
	unsigned n = 0;

	if (x->date)
		buf_printf(s->out, "<li><span class=year>%u</span><div>", x->date / 10000);
	else
		buf_str(s->out, "<li><span class=year>－</span><div>");
	buf_str(s->out, "<div class=doc>");
	sheet_document(s, x->id, x->title, BESIDE_YEAR);
	buf_str(s->out, "</div>");
	if (!x->title_only && s->room->of[OTHER])
		n = sheet_quote(s, x->sentence, BESIDE_YEAR, s->room->of[OTHER],
		    (highlights){x->highlights, x->n_highlights});
	buf_str(s->out, "</div></li>\n");
	s->mm += LINE_MM * (1 + n);
}

static void
others(sheet *s)
{
	if (!s->x->n_others || !s->room->of[DOCS])
		return;
	sheet_heading(
	    s, sheet_say(s, "同じ転用先のほかの文献", "Further documents of this area"), "");
	buf_str(s->out, "<ul class=docs>\n");
	for (size_t i = 0; i < s->x->n_others && i < s->room->of[DOCS]; i++)
		other(s, &s->x->others[i]);
	buf_str(s->out, "</ul>\n");
}

static void
box_begin(sheet *s, const char *class, const char *heading)
{
	buf_printf(s->out, "<div class=%s>\n<h3>", class);
	html_str(s->out, heading);
	s->mm += 2.6 + 4.5 + 3.2;
}

static void
nearest(sheet *s)
{
	const tensen_nearest *x = s->x->nearest;

	if (!x)
		return;
	box_begin(s, x->exists ? "exists" : "nearest",
	    sheet_say(s, nearest_word(x, TENSEN_JA),
		x->exists ? "It exists already" : "Nearest document"));
	html_element(s->out, "small", nearest_note(x, s->lang));
	buf_str(s->out, "</h3><div class=doc>");
	sheet_document(s, x->id, x->title, BOX);
	buf_str(s->out, "</div><p>");
	s->mm +=
	    LINE_MM * (1 + sheet_quote(s, x->sentence, BOX, s->room->of[NEAREST], NO_HIGHLIGHTS));
	buf_str(s->out, "</p></div>\n");
}

/* "反論: ..." as a paragraph; nothing for an empty text. */
static void
said_by_judge(sheet *s, const char *label, const char *text)
{
	if (!text || !text[0])
		return;
	buf_str(s->out, "<p>");
	html_element(s->out, "b", label);
	s->mm +=
	    LINE_MM * sheet_lines(s, span_of(text), BOX - 12, s->room->of[JUDGED], NO_HIGHLIGHTS);
	buf_str(s->out, "</p>\n");
}

static void
judged(sheet *s)
{
	const tensen_judgement *x = s->x->lead->judgement;
	buf b = BUF_INIT;

	if (!x)
		return;
	box_begin(s, "judged", sheet_say(s, "評価と反論", "Judgement and objection"));
	judged_say(&b, x, s->lang);
	html_element(s->out, "small", buf_cstr(&b));
	buf_str(s->out, "</h3>\n");
	said_by_judge(s, sheet_say(s, "転用の理由: ", "Transfer: "), x->transfer);
	said_by_judge(s, sheet_say(s, "元の特許から: ", "Of the patent: "), x->quote_query);
	said_by_judge(s, sheet_say(s, "根拠文献から: ", "Of the lead: "), x->quote_document);
	said_by_judge(s, sheet_say(s, "反論: ", "Objection: "), x->objection);
	buf_str(s->out, "</div>\n");
	s->out->failed |= b.failed;
	buf_clear(&b);
}

void
sheet_grounds(sheet *s)
{
	core(s);
	reason(s);
	others(s);
	nearest(s);
	judged(s);
}
