/* result/lists/match_forms.c - offers as CSV, Markdown and HTML. */
#include "result/lists/match_result.h"
#include "result/write/cells.h"
#include "result/write/html.h"
#include "result/ideas/ideas_say.h"
#include "result/write/markdown.h"
#include "result/write/table.h"

/* Column names are a contract with users' spreadsheets: append, never rename. */
static const char *const columns[][2] = {{"順位", "rank"}, {"文献番号", "id"}, {"名称", "title"},
    {"適合度", "score"}, {"課題の近さ", "problem"}, {"主題の近さ", "topic"},
    {"語の近さ", "lexical"}, {"同じ分野", "in_field"}, {"分野", "fields"}, {"開放", "open"},
    {"状態", "status"}, {"日付", "date"}, {"ライセンス番号", "license_id"},
    {"許諾条件", "license_terms"}, {"出願人・権利者", "applicants"}, {"効果の引用", "brings"},
    {"共通の語", "shared"}, {"不足の語", "lacks"}, {"引用の共通語", "marks"}, {"評点", "grade"},
    {"応え方", "transfer"}, {"ニーズの引用", "quote_query"}, {"特許の引用", "quote_document"},
    {"反論", "objection"}, {"読んだ者", "read_by"}, {"索引", "index"}, {"再現", "command"}};

static const char *
match_or(const char *text)
{
	return text ? text : "";
}

/* Empty cells for an offer that nobody has read. */
static void
csv_read(cells *out, const tensen_judgement *judged, tensen_lang lang)
{
	static const tensen_judgement none = {.grade = -1};
	const tensen_judgement *read = judged ? judged : &none;

	if (judged)
		cells_int(out, read->grade);
	else
		cells_str(out, "");
	cells_str(out, match_or(read->transfer));
	cells_str(out, match_or(read->quote_query));
	cells_str(out, match_or(read->quote_document));
	cells_str(out, match_or(read->objection));
	cells_str(out, !judged                   ? ""
		       : read->by && read->by[0] ? read->by
		       : lang == TENSEN_JA       ? "人"
						 : "person");
}

static const char *
match_yes(int v, tensen_lang lang)
{
	return !v ? "" : lang == TENSEN_JA ? "○" : "yes";
}

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

void
match_csv(const tensen_result *res, const tensen_style *style, buf *out)
{
	const match_result *r = RESULT_AS(match_result, res);
	cells c = cells_to(out);

	cells_names(&c, columns, sizeof columns / sizeof *columns, style->lang);
	for (size_t i = 0; i < r->n_offers; i++) {
		const tensen_offer *o = &r->offers[i];
		cells_int(&c, (long long)i + 1);
		cells_str(&c, o->id);
		cells_str(&c, o->title);
		cells_num(&c, (double)o->score, 4);
		cells_num(&c, (double)o->problem, 4);
		cells_num(&c, (double)o->topic, 4);
		cells_num(&c, (double)o->lexical, 4);
		cells_str(&c, match_yes(o->in_field, style->lang));
		cells_str(&c, r->details[i].field_names[style->lang]);
		cells_str(&c, match_yes(o->open, style->lang));
		cells_str(&c, status_word(o->status, style->lang));
		cells_date(&c, o->date);
		cells_str(&c, o->license_id);
		cells_str(&c, o->license_terms);
		cells_str(&c, o->applicants);
		cells_str(&c, o->brings);
		cells_joined(&c, o->shared, o->n_shared, style->lang);
		cells_joined(&c, o->lacks, o->n_lacks, style->lang);
		cells_joined(&c, o->highlights, o->n_highlights, style->lang);
		csv_read(&c, o->judgement, style->lang);
		cells_made_by(&c, res, style);
		cells_end(&c);
	}
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

void
offer_read_lines(
    offer_line out[OFFER_READ_LINES], const tensen_offer *offer, buf *grade, tensen_lang lang)
{
	static const tensen_judgement none = {.grade = -1};
	const tensen_judgement *read = offer->judgement ? offer->judgement : &none;

	if (offer->judgement)
		buf_printf(grade, "%d%s", read->grade,
		    read->grade > 1     ? ""
		    : lang == TENSEN_JA ? "（応えない）"
					: " (does not answer it)");
	out[0] = (offer_line){{"評点", "grade"}, buf_cstr(grade)};
	out[1] = (offer_line){{"応え方", "how"}, match_or(read->transfer)};
	out[2] = (offer_line){{"ニーズ", "need"}, match_or(read->quote_query)};
	out[3] = (offer_line){{"特許", "patent"}, match_or(read->quote_document)};
	out[4] = (offer_line){{"反論", "objection"}, match_or(read->objection)};
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

static const char *
match_licence(const tensen_offer *offer, buf *out)
{
	buf_again(out);
	licence_say(out, offer->license_id, offer->license_terms);
	return buf_cstr(out);
}

static const char *
match_forms_joined(const char *const *str, size_t n, tensen_lang lang, buf *out)
{
	buf_again(out);
	words_joined(out, str, n, lang);
	return buf_cstr(out);
}

#define LINES (6 + OFFER_READ_LINES) /* of one offer */
static void
offer_lines(
    const match_result *result, size_t i, tensen_lang lang, buf text[LINES], offer_line out[LINES])
{
	const tensen_offer *o = &result->offers[i];

	offer_read_lines(out + 6, o, &text[6], lang);
	out[0] = (offer_line){
	    {"共通の語", "shared"}, match_forms_joined(o->shared, o->n_shared, lang, &text[0])};
	out[1] = (offer_line){
	    {"不足の語", "lacks"}, match_forms_joined(o->lacks, o->n_lacks, lang, &text[1])};
	out[2] = (offer_line){{"分野", "fields"}, result->details[i].field_names[lang]};
	out[3] = (offer_line){{"状態", "state"}, status_word(o->status, lang)};
	out[4] = (offer_line){{"許諾", "licence"}, match_licence(o, &text[4])};
	out[5] = (offer_line){{"相談先", "ask"}, o->applicants};
}

/* Whether it is of another field than the need: a document without class symbols is of none. */
static const char *
field_said(const match_result *result, size_t i, int ja)
{
	if (!result->details[i].field_names[TENSEN_JA][0])
		return ja ? "分野不明" : "field unknown";
	if (result->offers[i].in_field)
		return ja ? "同分野" : "same field";
	return ja ? "異分野" : "another field";
}

static void
md_offer(const match_result *result, size_t i, int ja, buf *out)
{
	const tensen_offer *o = &result->offers[i];
	buf text[LINES] = {BUF_INIT};
	offer_line lines[LINES];
	buf met = BUF_INIT;
	const char *dots;

	buf_printf(out, "\n## %zu. ", i + 1);
	md_str(out, o->id);
	buf_char(out, ' ');
	md_str(out, o->title);
	buf_str(out, "\n\n");
	if (o->brings[0]) {
		buf_str(out, "> ");
		md_highlighted(
		    out, span_of(o->brings), (highlights){o->highlights, o->n_highlights});
		buf_str(out, "\n\n");
	}
	offer_lines(result, i, ja ? TENSEN_JA : TENSEN_EN, text, lines);
	for (int k = 0; k < LINES; k++) {
		if (lines[k].text[0]) {
			buf_printf(out, ja ? "- %s：" : "- %s: ", lines[k].label[!ja]);
			md_str(out, lines[k].text);
			buf_char(out, '\n');
		}
		buf_end_part(out, &text[k]);
	}
	offer_dots(&met, o);
	dots = buf_cstr(&met);
	buf_printf(out,
	    ja ? "- 満たす点：%s（課題の近さ %.2f、主題 %.2f、語 %.2f）%s%s\n"
	       : "- parts met: %s (problem %.2f, topic %.2f, words %.2f)%s%s\n",
	    dots, (double)o->problem, (double)o->topic, (double)o->lexical,
	    o->in_field ? ""
	    : ja        ? "、"
			: ", ",
	    o->in_field ? "" : field_said(result, i, ja));
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
	buf text[LINES] = {BUF_INIT};
	offer_line lines[LINES];

	buf_printf(out, "<section class=card><h2><span class=rank>%zu</span>", i + 1);
	html_str(out, o->title);
	buf_printf(out, "</h2>\n<p><span class=\"tag%s\">%s</span>", o->open ? " open" : "",
	    o->open ? ja ? "開放" : "open"
	    : ja    ? "開放でない"
		    : "not open");
	buf_printf(out, "<span class=tag>%s</span>", field_said(result, i, ja));
	html_str(out, o->id);
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
	offer_lines(result, i, lang, text, lines);
	buf_str(out, "<dl>\n");
	for (int k = 0; k < LINES; k++) {
		if (lines[k].text[0]) {
			html_element(out, "dt", lines[k].label[!ja]);
			html_element(out, "dd", lines[k].text);
			buf_char(out, '\n');
		}
		buf_end_part(out, &text[k]);
	}
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
