/* result/ideas/ideas_table.c - ideas as a table for an 80-column terminal. */
#include "result/ideas/idea_words.h"
#include "result/ideas/ideas_result.h"
#include "result/ideas/ideas_say.h"
#include "result/write/quote.h"
#include "result/write/table.h"

#define INDENT 5
#define LABEL 14 /* columns of the widest label with its gap */
#define QUOTE_LINES 3

enum { LEAD, ASPECT, OTHERS, ASK, JUDGED, TRANSFER, QUOTE_QUERY, QUOTE_LEAD, OBJECTION, N_LABELS };

static const char *
label(int k, tensen_lang lang)
{
	static const char *const words[N_LABELS][2] = {{"根拠文献", "lead document"},
	    {"合った観点", "aspect met"}, {"ほかの文献", "others"}, {"相談先", "ask"},
	    {"評価", "judged"}, {"転用の理由", "transfer"}, {"元の特許から", "of the patent"},
	    {"根拠文献から", "of the lead"}, {"反論", "objection"}};

	return words[k][lang];
}

/* A label and the text behind it, wrapped under itself; nothing for an empty text. */
static void
row(buf *out, const char *name, span text, unsigned w)
{
	if (text.n == 0)
		return;
	buf_str(out, "     ");
	table_cell(out, span_of(name), LABEL, 1);
	table_wrap(out, text, w - INDENT - LABEL, INDENT + LABEL);
}

/* The same with what b holds, which is emptied. */
static void
row_of(buf *out, const char *name, buf *b, unsigned w)
{
	row(out, name, (span){b->p ? b->p : "", b->n}, w);
	out->failed |= b->failed;
	buf_again(b);
}

/* Columns of quoted text. */
static size_t
fits(unsigned w)
{
	return QUOTE_LINES * (w - INDENT - LABEL - 4);
}

/* A sentence may be a whole claim; it is cut to the part around the highlights. */
static void
quoted_row(buf *out, const char *sentence, highlights m, tensen_lang lang, unsigned w)
{
	buf b = BUF_INIT;

	if (sentence[0]) {
		buf_str(&b, lang == TENSEN_JA ? "「" : "“");
		quote_shorten(&b, span_of(sentence), fits(w), m);
		buf_str(&b, lang == TENSEN_JA ? "」" : "”");
	}
	row_of(out, "", &b, w);
	buf_clear(&b);
}

static void
lead(const ideas_result *r, const tensen_candidate *x, tensen_lang lang, unsigned w, buf *out)
{
	const tensen_aspect *a = &r->list.aspects[x->aspect];
	buf b = BUF_INIT;

	document_say(&b, x, lang);
	row_of(out, label(LEAD, lang), &b, w);
	if (x->title_only)
		row(out, "", span_of(document_title_only_say(lang)), w);
	else
		quoted_row(out, x->sentence, (highlights){x->highlights, x->n_highlights}, lang, w);
	buf_printf(&b, lang == TENSEN_JA ? "［%s］" : "[%s] ", aspect_words[a->kind].of[lang]);
	quote_shorten(&b, span_of(aspect_say(a, lang)), fits(w),
	    (highlights){x->highlights, x->n_highlights});
	row_of(out, label(ASPECT, lang), &b, w);
	buf_clear(&b);
}

static void
others(const tensen_idea *x, tensen_lang lang, unsigned w, buf *out)
{
	buf b = BUF_INIT;

	for (size_t i = 0; i < x->n_others; i++) {
		document_say(&b, &x->others[i], lang);
		row_of(out, i ? "" : label(OTHERS, lang), &b, w);
	}
	buf_clear(&b);
}

static void
nearest(const tensen_nearest *x, tensen_lang lang, unsigned w, buf *out)
{
	buf b = BUF_INIT;

	if (!x)
		return;
	buf_printf(&b, lang == TENSEN_JA ? "%s%s%s（近さ %.2f）" : "%s%s%s (nearness %.2f)", x->id,
	    x->title[0] ? " " : "", x->title, (double)x->near);
	row_of(out, nearest_word(x, lang), &b, w);
	quoted_row(out, x->sentence, NO_HIGHLIGHTS, lang, w);
	buf_clear(&b);
}

static void
judged(const tensen_judgement *x, tensen_lang lang, unsigned w, buf *out)
{
	buf b = BUF_INIT;

	if (!x)
		return;
	judged_say(&b, x, lang);
	row_of(out, label(JUDGED, lang), &b, w);
	row(out, label(TRANSFER, lang), span_of(x->transfer ? x->transfer : ""), w);
	row(out, label(QUOTE_QUERY, lang), span_of(x->quote_query ? x->quote_query : ""), w);
	row(out, label(QUOTE_LEAD, lang), span_of(x->quote_document ? x->quote_document : ""), w);
	row(out, label(OBJECTION, lang), span_of(x->objection ? x->objection : ""), w);
	buf_clear(&b);
}

static void
ask(const tensen_idea *x, tensen_lang lang, unsigned w, buf *out)
{
	buf b = BUF_INIT;

	words_joined(&b, x->applicants, x->n_applicants, lang);
	row_of(out, label(ASK, lang), &b, w);
	buf_clear(&b);
}

/* "車両用座席（B60N 車両の座席）  確度 中（24%）". */
static void
heading(const ideas_result *r, size_t i, tensen_lang lang, unsigned w, buf *out)
{
	const tensen_idea *x = &r->ideas[i];
	buf b = BUF_INIT;

	buf_printf(out, " %2zu. ", i + 1);
	buf_str(&b, x->application[lang]);
	if (x->subclass[0]) {
		buf_str(&b, lang == TENSEN_JA ? "（" : " (");
		subclass_say(&b, x->subclass, r->details[i].subclass_name[lang]);
		buf_str(&b, lang == TENSEN_JA ? "）" : ")");
	}
	buf_str(&b, "  ");
	confidence_say(&b, x->band, x->share, lang);
	table_wrap(out, (span){b.p, b.n}, w - INDENT, INDENT);
	out->failed |= b.failed;
	buf_clear(&b);
}

static void
table_idea(const ideas_result *r, size_t i, tensen_lang lang, unsigned w, buf *out)
{
	const tensen_idea *x = &r->ideas[i];

	buf_char(out, '\n');
	heading(r, i, lang, w, out);
	buf_str(out, "     ");
	table_wrap(out, span_of(lang == TENSEN_JA ? x->statement_ja : x->statement_en), w - INDENT,
	    INDENT);
	lead(r, x->lead, lang, w, out);
	others(x, lang, w, out);
	nearest(x->nearest, lang, w, out);
	judged(x->lead->judgement, lang, w, out);
	ask(x, lang, w, out);
}

static void
table_shelf(const ideas_result *r, tensen_shelf s, tensen_lang lang, unsigned w, buf *out)
{
	int headed = 0;

	for (size_t i = 0; i < r->n_ideas; i++) {
		if (r->ideas[i].shelf != s)
			continue;
		if (!headed++) {
			buf_printf(out, "\n%s\n  ", shelf_heading(s, lang));
			table_wrap(out, span_of(shelf_note(s, lang)), w - 2, 2);
		}
		table_idea(r, i, lang, w, out);
	}
}

static void
table_query(const ideas_result *r, tensen_lang lang, unsigned w, buf *out)
{
	int ja = lang == TENSEN_JA;
	buf b = BUF_INIT;

	if (r->id[0])
		buf_printf(&b, "%s %s", r->id, r->title);
	else
		buf_str(&b, ja ? "入力された文章" : "the given text");
	table_wrap(out, (span){b.p, b.n}, w - 2, 2);
	if (r->title_only) {
		buf_str(out, "  ");
		table_wrap(out, span_of(title_only_say(lang)), w - 2, 2);
	}
	out->failed |= b.failed;
	buf_clear(&b);
}

/* "  元の分野: ...", nothing for an empty text. */
static void
query_line(buf *out, const char *name, const char *text, const char *more, unsigned w)
{
	buf b = BUF_INIT;

	if (!text[0])
		return;
	buf_printf(&b, "%s: %s%s", name, text, more);
	buf_str(out, "  ");
	table_wrap(out, (span){b.p, b.n}, w - 4, 4);
	out->failed |= b.failed;
	buf_clear(&b);
}

static void
table_head(const ideas_result *r, tensen_lang lang, unsigned w, buf *out)
{
	int ja = lang == TENSEN_JA;
	const char *guessed = ja ? "（文章から推定）" : " (guessed from the text)";
	buf b = BUF_INIT;

	table_query(r, lang, w, out);
	query_line(out, ja ? "元の分野" : "own field", r->own_fields[lang],
	    r->fields_guessed ? guessed : "", w);
	words_rejoined(&b, r->functions, lang);
	query_line(out, ja ? "働き" : "does", buf_cstr(&b), "", w);
	out->failed |= b.failed;
	buf_clear(&b);
	if (r->n_family)
		buf_printf(out,
		    ja ? "  同じ製品系列として除いた文献: %u 件\n"
		       : "  set aside as its own product family: %u\n",
		    r->n_family);
}

static void
table_nothing(const ideas_result *r, tensen_lang lang, unsigned w, buf *out)
{
	const char *lines[NOTHING_LINES];
	buf keep = BUF_INIT;
	size_t n = nothing_say(lines, &keep, r, lang);

	buf_char(out, '\n');
	for (size_t i = 0; i < n; i++) {
		buf_str(out, i ? "  - " : "");
		table_wrap(out, span_of(lines[i]), w - 4, i ? 4 : 0);
	}
	out->failed |= keep.failed;
	buf_clear(&keep);
}

void
ideas_table(const tensen_result *res, const tensen_style *style, buf *out)
{
	const ideas_result *r = RESULT_AS(ideas_result, res);
	unsigned w = table_columns(style);

	if (r->words.known == 0) {
		query_words_table(out, &r->words, style->lang, w);
		return;
	}
	table_head(r, style->lang, w, out);
	if (r->n_ideas == 0) {
		table_nothing(r, style->lang, w, out);
		return;
	}
	table_shelf(r, TENSEN_NEW_USE, style->lang, w, out);
	table_shelf(r, TENSEN_PRECEDENT, style->lang, w, out);
	buf_char(out, '\n');
	table_wrap(out, span_of(confidence_note(style->lang)), w, 0);
}
