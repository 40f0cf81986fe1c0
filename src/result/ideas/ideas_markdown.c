/* result/ideas/ideas_markdown.c - ideas as Markdown. */
#include "result/ideas/idea_words.h"
#include "result/ideas/ideas_result.h"
#include "result/ideas/ideas_say.h"
#include "result/write/markdown.h"
#include "result/write/table.h"

/* "- label: text"; nothing for an empty text. */
static void
line(buf *out, const char *label, const char *text, int ja)
{
	if (!text || !text[0])
		return;
	buf_printf(out, ja ? "- %s：" : "- %s: ", label);
	md_str(out, text);
	buf_char(out, '\n');
}

/* The same with what b holds, which is emptied. */
static void
line_of(buf *out, const char *label, buf *b, int ja)
{
	line(out, label, buf_cstr(b), ja);
	out->failed |= b->failed;
	buf_again(b);
}

/* A sentence under the line above it. */
static void
quote(buf *out, const char *sentence, highlights m)
{
	if (!sentence[0])
		return;
	buf_str(out, "  > ");
	md_highlighted(out, span_of(sentence), m);
	buf_str(out, "\n\n");
}

static void
found(buf *out, const char *label, const tensen_candidate *x, tensen_lang lang)
{
	buf b = BUF_INIT;

	document_say(&b, x, lang);
	line_of(out, label, &b, lang == TENSEN_JA);
	if (x->title_only)
		buf_printf(out, "  %s\n", document_title_only_say(lang));
	else
		quote(out, x->sentence, (highlights){x->highlights, x->n_highlights});
	buf_clear(&b);
}

static void
aspect(buf *out, const ideas_result *r, const tensen_candidate *x, tensen_lang lang)
{
	const tensen_aspect *a = &r->list.aspects[x->aspect];
	int ja = lang == TENSEN_JA;
	buf b = BUF_INIT;

	buf_printf(
	    &b, ja ? "［%s］%s" : "(%s) %s", aspect_words[a->kind].of[lang], aspect_say(a, lang));
	line_of(out, ja ? "合った観点" : "aspect met", &b, ja);
	buf_clear(&b);
}

static void
nearest(buf *out, const tensen_nearest *x, tensen_lang lang)
{
	int ja = lang == TENSEN_JA;
	buf b = BUF_INIT;

	if (!x)
		return;
	buf_printf(&b, ja ? "%s %s（近さ %.2f）" : "%s %s (nearness %.2f)", x->id, x->title,
	    (double)x->near);
	line_of(out, nearest_word(x, lang), &b, ja);
	quote(out, x->sentence, NO_HIGHLIGHTS);
	buf_clear(&b);
}

static void
judged(buf *out, const tensen_judgement *x, tensen_lang lang)
{
	int ja = lang == TENSEN_JA;
	buf b = BUF_INIT;

	if (!x)
		return;
	judged_say(&b, x, lang);
	line_of(out, ja ? "評価" : "judged", &b, ja);
	line(out, ja ? "評価での転用先" : "application as judged", x->application, ja);
	line(out, ja ? "転用の理由" : "transfer", x->transfer, ja);
	line(out, ja ? "元の特許の該当箇所" : "quoted of the patent", x->quote_query, ja);
	line(out, ja ? "根拠文献の該当箇所" : "quoted of the lead", x->quote_document, ja);
	line(out, ja ? "反論" : "objection", x->objection, ja);
	buf_clear(&b);
}

static void
signals(buf *out, const tensen_candidate *x, tensen_lang lang)
{
	static const char *const heads[][2] = {
	    {"確度の内訳", "confidence in parts"}, {"寄与（対数オッズ）", "adds (log-odds)"}};
	size_t n = signals_shown(x);

	if (!n)
		return;
	buf_char(out, '\n');
	md_table(out, heads, 2, "lr", lang);
	for (size_t i = 0; i < n; i++) {
		md_cell(out, signal_word(x->signals[i].name, lang));
		buf_printf(out, "| %+.2f ", (double)x->signals[i].adds);
		md_row_end(out);
	}
}

static void
md_heading(const ideas_result *r, size_t i, tensen_lang lang, buf *out)
{
	const tensen_idea *x = &r->ideas[i];
	int ja = lang == TENSEN_JA;
	buf b = BUF_INIT;

	buf_printf(out, "\n### %zu. ", i + 1);
	md_str(out, x->application[lang]);
	if (x->subclass[0]) {
		buf_str(out, ja ? "（" : " (");
		subclass_say(&b, x->subclass, r->details[i].subclass_name[lang]);
		md_str(out, buf_cstr(&b));
		buf_str(out, ja ? "）" : ")");
	}
	buf_str(out, "\n\n**");
	md_str(out, ja ? x->statement_ja : x->statement_en);
	buf_str(out, "**\n\n");
	buf_again(&b);
	confidence_say(&b, x->band, x->share, lang);
	md_str(out, buf_cstr(&b));
	buf_str(out, "\n\n");
	out->failed |= b.failed;
	buf_clear(&b);
}

static void
md_idea(const ideas_result *r, size_t i, tensen_lang lang, buf *out)
{
	const tensen_idea *x = &r->ideas[i];
	int ja = lang == TENSEN_JA;
	buf b = BUF_INIT;

	md_heading(r, i, lang, out);
	found(out, ja ? "根拠文献" : "lead document", x->lead, lang);
	aspect(out, r, x->lead, lang);
	for (size_t k = 0; k < x->n_others; k++)
		found(out, ja ? "ほかの文献" : "other document", &x->others[k], lang);
	nearest(out, x->nearest, lang);
	judged(out, x->lead->judgement, lang);
	line(out, ja ? "対象の例" : "such as", r->details[i].products[lang], ja);
	words_joined(&b, x->applicants, x->n_applicants, lang);
	line_of(out, ja ? "相談先" : "ask", &b, ja);
	signals(out, x->lead, lang);
	buf_clear(&b);
}

static void
md_shelf(const ideas_result *r, tensen_shelf s, tensen_lang lang, buf *out)
{
	int headed = 0;

	for (size_t i = 0; i < r->n_ideas; i++) {
		if (r->ideas[i].shelf != s)
			continue;
		if (!headed++)
			buf_printf(
			    out, "\n## %s\n\n%s\n", shelf_heading(s, lang), shelf_note(s, lang));
		md_idea(r, i, lang, out);
	}
}

/* The patent asked about: state, licence, owner, the core of its technique. */
static void
md_source(const idea_source *x, int ja, buf *out)
{
	buf b = BUF_INIT;

	if (!x->id[0])
		return;
	buf_str(out, ja ? "\n## 元の特許：" : "\n## The patent: ");
	md_str(out, x->id);
	buf_char(out, ' ');
	md_str(out, x->title);
	buf_str(out, "\n\n");
	state_say(&b, x, ja ? TENSEN_JA : TENSEN_EN);
	line_of(out, ja ? "状態" : "state", &b, ja);
	licence_say(&b, x->license_id, x->license_terms);
	line_of(out, ja ? "許諾" : "licence", &b, ja);
	line(out,
	    ja                       ? owner_word(x->status, TENSEN_JA)
	    : x->status == DOC_ALIVE ? "owner"
				     : "applicant",
	    x->applicants, ja);
	line(out, ja ? "分類" : "classes", x->classes, ja);
	line(out, ja ? "課題" : "problem", x->problem, ja);
	line(out, ja ? "技術の核心" : "core of the technique", x->means, ja);
	buf_clear(&b);
}

static void
md_head(const ideas_result *r, tensen_lang lang, buf *out)
{
	int ja = lang == TENSEN_JA;
	buf b = BUF_INIT;

	buf_str(out, "# ");
	md_str(out, r->id);
	if (r->title[0]) {
		buf_char(out, ' ');
		md_str(out, r->title);
	}
	buf_str(out, r->id[0] ? ja ? " の用途仮説\n\n" : ": uses elsewhere\n\n"
		     : ja     ? "入力された文章の用途仮説\n\n"
			      : "Uses elsewhere of the given text\n\n");
	if (r->title_only)
		buf_printf(out, "%s\n\n", title_only_say(lang));
	line(out, ja ? "元の分野" : "own field", r->own_fields[lang], ja);
	words_rejoined(&b, r->functions, lang);
	line_of(out, ja ? "働き" : "does", &b, ja);
	buf_clear(&b);
}

static void
md_nothing(const ideas_result *r, tensen_lang lang, buf *out)
{
	const char *lines[NOTHING_LINES];
	buf keep = BUF_INIT;
	size_t n = nothing_say(lines, &keep, r, lang);

	for (size_t i = 0; i < n; i++) {
		buf_str(out, i == 0 ? "\n" : i == 1 ? "\n- " : "- ");
		md_str(out, lines[i]);
		buf_char(out, '\n');
	}
	out->failed |= keep.failed;
	buf_clear(&keep);
}

void
ideas_markdown(const tensen_result *res, const tensen_style *style, buf *out)
{
	const ideas_result *r = RESULT_AS(ideas_result, res);
	tensen_lang lang = style->lang;

	md_head(r, lang, out);
	for (size_t i = 0; i < r->n_sources; i++)
		md_source(&r->sources[i], lang == TENSEN_JA, out);
	md_shelf(r, TENSEN_NEW_USE, lang, out);
	md_shelf(r, TENSEN_PRECEDENT, lang, out);
	if (r->n_ideas)
		buf_printf(out, "\n%s\n", confidence_note(lang));
	else if (r->words.known == 0)
		query_words_markdown(out, &r->words, lang);
	else
		md_nothing(r, lang, out);
	md_made_by(out, res, style);
}
