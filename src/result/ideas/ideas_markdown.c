/* result/ideas/ideas_markdown.c - ideas as Markdown. */
#include "result/ideas/ideas_result.h"
#include "result/ideas/ideas_say.h"
#include "result/ideas/pair_columns.h"
#include "result/write/markdown.h"
#include "result/write/table.h"

/* "- label: text"; nothing for an empty text. */
static void
ideas_line(buf *out, const char *label, const char *text, int ja)
{
	if (!text || !text[0])
		return;
	buf_printf(out, ja ? "- %s：" : "- %s: ", label);
	md_str(out, text);
	buf_char(out, '\n');
}

/* The same with what b holds, which is emptied. */
static void
line_of(buf *out, const char *label, buf *to, int ja)
{
	ideas_line(out, label, buf_cstr(to), ja);
	out->failed |= to->failed;
	buf_again(to);
}

static void
md_idea(const ideas_result *result, size_t i, tensen_lang lang, buf *out)
{
	const tensen_idea *x = &result->ideas[i];
	int ja = lang == TENSEN_JA;
	buf b = BUF_INIT;

	buf_printf(out, "\n### %zu. ", i + 1);
	idea_heading_say(&b, x, lang);
	md_str(out, buf_cstr(&b));
	buf_str(out, "\n\n");
	buf_again(&b);
	document_say(&b, &x->document, lang);
	line_of(out, ja ? "根拠文献" : "document", &b, ja);
	lines_markdown(out, idea_columns, x, lang);
	buf_clear(&b);
}

static void
md_asked(const ideas_result *result, tensen_lang lang, buf *out)
{
	buf b = BUF_INIT;

	if (result->list.n_aspects)
		buf_str(out, lang == TENSEN_JA ? "\n## 観点\n\n" : "\n## Asked\n\n");
	for (size_t i = 0; i < result->list.n_aspects; i++) {
		buf_again(&b);
		asked_say(&b, &result->list.aspects[i], lang);
		buf_str(out, "- ");
		md_str(out, buf_cstr(&b));
		buf_char(out, '\n');
	}
	buf_end_part(out, &b);
}

static void
md_unread(const ideas_result *result, tensen_lang lang, buf *out)
{
	buf b = BUF_INIT;

	if (!result->list.n)
		return;
	buf_str(out, lang == TENSEN_JA ? "\n## 未読の候補\n\n" : "\n## Unread\n\n");
	unread_say(&b, result, lang);
	buf_printf(out, "%s\n\n%s\n\n", buf_cstr(&b), grading_say(lang));
	for (size_t i = 0; i < result->list.n; i++) {
		if (begins_titles(&result->list, i))
			buf_printf(out, "\n### %s\n\n", titles_say(lang));
		buf_again(&b);
		document_say(&b, &result->list.v[i].document, lang);
		buf_printf(out, "%s**", begins_titles(&result->list, i) || i == 0 ? "" : "\n");
		md_str(out, buf_cstr(&b));
		buf_str(out, "**\n\n");
		lines_markdown(out, unread_columns, &result->list.v[i], lang);
	}
	buf_end_part(out, &b);
}

/* The patent asked about: state, licence, owner, the core of its technique. */
static void
md_source(const idea_source *source, int ja, buf *out)
{
	buf b = BUF_INIT;

	if (!source->document.id[0])
		return;
	buf_str(out, ja ? "\n## 元の特許：" : "\n## The patent: ");
	md_str(out, source->document.id);
	buf_char(out, ' ');
	md_str(out, source->document.title);
	buf_str(out, "\n\n");
	state_say(&b, source, ja ? TENSEN_JA : TENSEN_EN);
	line_of(out, ja ? "状態" : "state", &b, ja);
	licence_say(&b, source->document.license_id, source->document.license_terms);
	line_of(out, ja ? "許諾" : "licence", &b, ja);
	ideas_line(out,
	    ja                                     ? owner_word(source->document.status, TENSEN_JA)
	    : source->document.status == DOC_ALIVE ? "owner"
						   : "applicant",
	    source->document.applicants, ja);
	ideas_line(out, ja ? "分類" : "classes", source->classes, ja);
	ideas_line(out, ja ? "課題" : "problem", source->problem, ja);
	ideas_line(out, ja ? "技術の核心" : "core of the technique", source->means, ja);
	buf_clear(&b);
}

static void
md_head(const ideas_result *result, tensen_lang lang, buf *out)
{
	int ja = lang == TENSEN_JA;
	buf b = BUF_INIT;

	buf_str(out, "# ");
	md_str(out, result->id);
	if (result->title[0]) {
		buf_char(out, ' ');
		md_str(out, result->title);
	}
	buf_str(out, result->id[0] ? ja ? " の用途仮説\n\n" : ": uses elsewhere\n\n"
		     : ja          ? "入力された文章の用途仮説\n\n"
				   : "Uses elsewhere of the given text\n\n");
	if (result->title_only)
		buf_printf(out, "%s\n\n", title_only_say(lang));
	ideas_line(out, ja ? "元の分野" : "own field", result->own_fields[lang], ja);
	words_rejoined(&b, result->functions, lang);
	line_of(out, ja ? "働き" : "does", &b, ja);
	buf_clear(&b);
}

static void
md_nothing(const ideas_result *result, tensen_lang lang, buf *out)
{
	const char *lines[NOTHING_LINES];
	size_t n = nothing_say(lines, result, lang);

	for (size_t i = 0; i < n; i++) {
		buf_str(out, i == 0 ? "\n" : i == 1 ? "\n- " : "- ");
		md_str(out, lines[i]);
		buf_char(out, '\n');
	}
}

void
ideas_markdown(const tensen_result *res, const tensen_style *style, buf *out)
{
	const ideas_result *r = RESULT_AS(ideas_result, res);
	tensen_lang lang = style->lang;

	md_head(r, lang, out);
	for (size_t i = 0; i < r->n_sources; i++)
		md_source(&r->sources[i], lang == TENSEN_JA, out);
	if (r->words.known == 0) {
		query_words_markdown(out, &r->words, lang);
		md_made_by(out, res, style);
		return;
	}
	if (r->n_ideas)
		buf_str(out, lang == TENSEN_JA ? "\n## 用途仮説\n" : "\n## Ideas\n");
	else
		md_nothing(r, lang, out);
	for (size_t i = 0; i < r->n_ideas; i++)
		md_idea(r, i, lang, out);
	md_asked(r, lang, out);
	md_unread(r, lang, out);
	md_made_by(out, res, style);
}
