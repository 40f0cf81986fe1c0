/* result/lists/match_forms.c - offers as Markdown and HTML. */
#include "result/lists/match_result.h"
#include "result/write/html.h"
#include "result/ideas/ideas_say.h"
#include "result/write/markdown.h"

static void
grade_said(buf *out, const void *at, tensen_lang lang)
{
	const tensen_judgement *read = at;

	buf_printf(out, "%d%s", read->grade,
	    read->grade > 1     ? ""
	    : lang == TENSEN_JA ? "（応えない）"
				: " (does not answer it)");
}

static void
reader_said(buf *out, const void *at, tensen_lang lang)
{
	const tensen_judgement *read = at;

	buf_str(out, read->by && read->by[0] ? read->by : lang == TENSEN_JA ? "人" : "person");
}

const column offer_read_columns[] = {
    KEY(NULL, COLUMN_INT, tensen_judgement, grade, CSV(20, "評点", "grade")),
    {.type = COLUMN_TEXT, .say = grade_said, LABEL("評点", "grade")},
    KEY(NULL, COLUMN_TEXT, tensen_judgement, transfer, CSV(21, "応え方", "transfer"),
	LABEL("応え方", "how")),
    KEY(NULL, COLUMN_TEXT, tensen_judgement, quote_query, CSV(22, "ニーズの引用", "quote_query"),
	LABEL("ニーズ", "need")),
    KEY(NULL, COLUMN_TEXT, tensen_judgement, quote_document,
	CSV(23, "特許の引用", "quote_document"), LABEL("特許", "patent")),
    KEY(NULL, COLUMN_TEXT, tensen_judgement, objection, CSV(24, "反論", "objection"),
	LABEL("反論", "objection")),
    {.type = COLUMN_TEXT, .say = reader_said, CSV(25, "読んだ者", "read_by")},
    {.type = COLUMNS_END},
};

void
offer_dots(buf *out, const tensen_offer *offer)
{
	for (uint32_t i = 0; i < offer->asked; i++)
		buf_str(out, i < offer->met ? "●" : "○");
}

const char *
match_what(const match_result *result, tensen_lang lang)
{
	static const char *const words[2][2] = {
	    {"開放特許", "patents to license"}, {"文献", "documents"}};

	return words[result->closed != 0][lang];
}

void
match_nothing_say(buf *out, const match_result *result, tensen_lang lang)
{
	if (result->closed || result->total || !result->words.known)
		query_words_say(out, &result->words, lang);
	else
		buf_str(out, lang == TENSEN_JA
				 ? "条件に合う開放特許は一件もありません。--closed "
				   "を付けると、開放特許でない文献からも探します。"
				 : "No patent that passes is open to licence; --closed "
				   "searches the other documents, too.");
}

/* The line above the offers. */
static void
match_lead(const match_result *result, tensen_lang lang, buf *out)
{
	if (result->own_fields[lang][0])
		buf_printf(out,
		    lang == TENSEN_JA ? "ニーズの分野: %s%s。" : "Field of the need: %s%s. ",
		    result->own_fields[lang],
		    !result->fields_guessed ? ""
		    : lang == TENSEN_JA     ? "（文章から推定）"
					    : " (guessed from the text)");
	if (lang == TENSEN_JA)
		buf_printf(out, "%s %llu 件のうち。", match_what(result, lang),
		    (unsigned long long)result->total);
	else
		buf_printf(out, "Of %llu %s.", (unsigned long long)result->total,
		    match_what(result, lang));
	if (lang == TENSEN_EN && result->read)
		buf_char(out, ' ');
	match_read_say(out, result, lang);
}

void
match_read_say(buf *out, const match_result *result, tensen_lang lang)
{
	static const char *const some[2] = {"読んだ %u 件のうち %u 件が、このニーズに応える。",
	    "Of %u that were read %u answer this need."};
	static const char *const nothing[2] = {
	    "読んだ %u 件のうち、このニーズに応えるものは無かった。",
	    "Of %u that were read none answers this need."};

	if (result->read && result->answering)
		buf_printf(out, some[lang], result->read, result->answering);
	else if (result->read)
		buf_printf(out, nothing[lang], result->read);
}

static void
match_title(const match_result *result, int ja, buf *out)
{
	const char *heads[2] = {"Patents to license", "Documents"};

	if (ja)
		buf_printf(out, "%s%sに役立ちそうな%s",
		    result->query[0] ? result->query : "困りごと", result->query[0] ? " " : "",
		    match_what(result, TENSEN_JA));
	else
		buf_printf(out, "%s for %s", heads[result->closed != 0],
		    result->query[0] ? result->query : "a need");
}

void
offer_licence(buf *out, const void *offer, tensen_lang lang)
{
	const tensen_offer *o = offer;

	(void)lang;
	licence_say(out, o->document.license_id, o->document.license_terms);
}

static const column page_lines[] = {
    KEY(NULL, COLUMN_TEXTS, tensen_offer, shared, .n = MEMBER(tensen_offer, n_shared),
	LABEL("共通の語", "shared")),
    KEY(NULL, COLUMN_TEXTS, tensen_offer, lacks, .n = MEMBER(tensen_offer, n_lacks),
	LABEL("不足の語", "lacks")),
    KEY(NULL, COLUMN_NAME, tensen_offer, document.field_names, LABEL("分野", "fields")),
    KEY(NULL, COLUMN_WORD, tensen_offer, document.status, .words = status_words,
	LABEL("状態", "state")),
    {.type = COLUMN_TEXT, .say = offer_licence, LABEL("許諾", "licence")},
    KEY(NULL, COLUMN_TEXT, tensen_offer, document.applicants, LABEL("相談先", "ask")),
    KEY(NULL, COLUMN_POINTED, tensen_offer, judgement, .of = offer_read_columns),
    {.type = COLUMNS_END},
};

/* Whether it is of another field than the need: a document without class symbols is of none. */
static const char *
field_said(const tensen_offer *offer, int ja)
{
	if (!offer->document.field_names[TENSEN_JA][0])
		return ja ? "分野不明" : "field unknown";
	if (offer->in_field)
		return ja ? "同分野" : "same field";
	return ja ? "異分野" : "another field";
}

static void
md_offer(const match_result *result, size_t i, int ja, buf *out)
{
	const tensen_offer *o = &result->offers[i];
	buf met = BUF_INIT;
	const char *dots;

	buf_printf(out, "\n## %zu. ", i + 1);
	md_str(out, o->document.id);
	buf_char(out, ' ');
	md_str(out, o->document.title);
	buf_str(out, "\n\n");
	if (o->brings[0]) {
		buf_str(out, "> ");
		md_highlighted(
		    out, span_of(o->brings), (highlights){o->highlights, o->n_highlights});
		buf_str(out, "\n\n");
	}
	lines_markdown(out, page_lines, o, ja ? TENSEN_JA : TENSEN_EN);
	offer_dots(&met, o);
	dots = buf_cstr(&met);
	buf_printf(out,
	    ja ? "- 満たす点：%s（課題の近さ %.2f、主題 %.2f、語 %.2f）%s%s\n"
	       : "- parts met: %s (problem %.2f, topic %.2f, words %.2f)%s%s\n",
	    dots, (double)o->problem, (double)o->topic, (double)o->lexical,
	    o->in_field ? ""
	    : ja        ? "、"
			: ", ",
	    o->in_field ? "" : field_said(o, ja));
	buf_end_part(out, &met);
}

void
match_markdown(const tensen_result *res, const tensen_style *style, buf *out)
{
	const match_result *r = RESULT_AS(match_result, res);
	int ja = style->lang == TENSEN_JA;
	buf b = BUF_INIT;

	buf_str(out, "# ");
	match_title(r, ja, &b);
	md_text(out, (span){b.p, b.n});
	buf_str(out, "\n\n");
	match_lead(r, style->lang, out);
	buf_char(out, '\n');
	if (r->words.nothing_here)
		buf_printf(out, "\n%s\n", nothing_here_say(style->lang));
	if (!r->n_offers) {
		buf_again(&b);
		match_nothing_say(&b, r, style->lang);
		buf_char(out, '\n');
		md_str(out, buf_cstr(&b));
		buf_char(out, '\n');
	}
	for (size_t i = 0; i < r->n_offers; i++)
		md_offer(r, i, ja, out);
	md_made_by(out, res, style);
	buf_end_part(out, &b);
}

static void
html_offer(const match_result *result, size_t i, tensen_lang lang, buf *out)
{
	const tensen_offer *o = &result->offers[i];
	int ja = lang == TENSEN_JA;

	buf_printf(out, "<section class=card><h2><span class=rank>%zu</span>", i + 1);
	html_str(out, o->document.title);
	buf_printf(out, "</h2>\n<p><span class=\"tag%s\">%s</span>",
	    o->document.open ? " open" : "",
	    o->document.open ? ja ? "開放" : "open"
	    : ja             ? "開放でない"
			     : "not open");
	buf_printf(out, "<span class=tag>%s</span>", field_said(o, ja));
	html_str(out, o->document.id);
	buf_str(out, " ");
	offer_dots(out, o);
	buf_str(out, "</p>\n");
	if (o->brings[0]) {
		buf_str(out, "<p>");
		buf_str(out, ja ? "「" : "“");
		html_highlighted(
		    out, span_of(o->brings), (highlights){o->highlights, o->n_highlights});
		buf_str(out, ja ? "」</p>\n" : "”</p>\n");
	}
	buf_str(out, "<dl>\n");
	lines_html(out, page_lines, o, lang);
	buf_str(out, "</dl></section>\n");
}

void
match_html(const tensen_result *res, const tensen_style *style, buf *out)
{
	const match_result *r = RESULT_AS(match_result, res);
	int ja = style->lang == TENSEN_JA;
	buf b = BUF_INIT;

	match_title(r, ja, &b);
	html_list_begin(out, style->lang, buf_cstr(&b));
	buf_again(&b);
	match_lead(r, style->lang, &b);
	html_element(out, "p class=lead", buf_cstr(&b));
	if (r->words.nothing_here)
		html_element(out, "p class=note", nothing_here_say(style->lang));
	if (!r->n_offers) {
		buf_again(&b);
		match_nothing_say(&b, r, style->lang);
		html_element(out, "p", buf_cstr(&b));
	}
	for (size_t i = 0; i < r->n_offers; i++)
		html_offer(r, i, style->lang, out);
	html_list_end(out, res, style);
	buf_end_part(out, &b);
}
