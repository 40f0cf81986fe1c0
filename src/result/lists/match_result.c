/* result/lists/match_result.c - what a match answers; in a terminal. */
#include "result/lists/match_result.h"
#include "result/ideas/pair_columns.h"
#include "result/write/table.h"

/* Offers have no query's columns, so what was read stands at the end of their CSV. */
static const column_word yes_words[] = {{NULL, {"", ""}}, {NULL, {"○", "yes"}}};

static const column offer_columns[] = {
    {.key = "rank", .type = COLUMN_RANK, CSV(1, "順位")},
    KEY("id", COLUMN_TEXT, tensen_offer, document.id, CSV(2, "文献番号")),
    KEY("title", COLUMN_TEXT, tensen_offer, document.title, CSV(3, "名称")),
    KEY("score", COLUMN_NUMBER, tensen_offer, score, .digits = 4, CSV(4, "適合度")),
    KEY("met", COLUMN_COUNT, tensen_offer, met),
    KEY("asked", COLUMN_COUNT, tensen_offer, asked),
    KEY("problem", COLUMN_NUMBER, tensen_offer, problem, .digits = 4, CSV(5, "課題の近さ"),
	.least = -1, .most = 1),
    KEY("topic", COLUMN_NUMBER, tensen_offer, topic, .digits = 4, CSV(6, "主題の近さ"), .least = -1,
	.most = 1),
    KEY("lexical", COLUMN_NUMBER, tensen_offer, lexical, .digits = 4, CSV(7, "語の近さ")),
    KEY("in_field", COLUMN_FLAG, tensen_offer, in_field, .words = yes_words, CSV(8, "同じ分野")),
    KEY("fields", COLUMN_NAME, tensen_offer, document.field_names, CSV(9, "分野")),
    KEY("open", COLUMN_FLAG, tensen_offer, document.open, .words = yes_words, CSV(10, "開放")),
    KEY("status", COLUMN_WORD, tensen_offer, document.status, .words = status_words,
	CSV(11, "状態")),
    KEY("date", COLUMN_DATE, tensen_offer, document.date, CSV(12, "日付")),
    KEY("license_id", COLUMN_TEXT, tensen_offer, document.license_id, CSV(13, "ライセンス番号")),
    KEY("license_terms", COLUMN_TEXT, tensen_offer, document.license_terms, CSV(14, "許諾条件")),
    KEY("applicants", COLUMN_TEXT, tensen_offer, document.applicants, CSV(15, "出願人・権利者")),
    KEY("brings", COLUMN_TEXT, tensen_offer, brings, CSV(16, "効果の引用")),
    KEY("marks", COLUMN_TEXTS, tensen_offer, highlights, .n = MEMBER(tensen_offer, n_highlights),
	CSV(19, "引用の共通語")),
    KEY("shared", COLUMN_TEXTS, tensen_offer, shared, .n = MEMBER(tensen_offer, n_shared),
	CSV(17, "共通の語")),
    KEY("lacks", COLUMN_TEXTS, tensen_offer, lacks, .n = MEMBER(tensen_offer, n_lacks),
	CSV(18, "不足の語")),
    KEY("judgement", COLUMN_POINTED, tensen_offer, judgement, .of = judgement_columns),
    KEY(NULL, COLUMN_POINTED, tensen_offer, judgement, .of = offer_read_columns),
    {.type = COLUMN_INDEX, CSV(26, "索引", "index")},
    {.type = COLUMN_COMMAND, CSV(27, "再現", "command")},
    {.type = COLUMNS_END},
};

static const column match_keys[] = {
    KEY("query", COLUMN_TEXT, match_result, query),
    KEY("own_fields", COLUMN_NAME, match_result, own_fields),
    KEY("own_fields_guessed", COLUMN_FLAG, match_result, fields_guessed),
    KEY("total", COLUMN_COUNT, match_result, total),
    KEY(NULL, COLUMN_WITHIN, match_result, words, .of = query_words_columns),
    KEY("read", COLUMN_COUNT, match_result, read),
    KEY("answering", COLUMN_COUNT, match_result, answering),
    KEY("fifths", COLUMN_FLAG, match_result, fifths, .may_miss = 1),
    KEY("offers", COLUMN_ROWS, match_result, offers, .n = MEMBER(match_result, n_offers),
	OF(offer_columns, tensen_offer)),
    {.type = COLUMNS_END},
};

/* Labels have seven columns. */
static const column terminal_lines[] = {
    KEY(NULL, COLUMN_TEXT, tensen_offer, brings,
	.label = {.of = {"効果", "brings"},
	    .marks = MEMBER(tensen_offer, highlights),
	    .n = MEMBER(tensen_offer, n_highlights)}),
    KEY(NULL, COLUMN_POINTED, tensen_offer, judgement, .of = offer_read_columns),
    KEY(NULL, COLUMN_TEXTS, tensen_offer, shared, .n = MEMBER(tensen_offer, n_shared),
	LABEL("共通", "shared")),
    KEY(NULL, COLUMN_TEXTS, tensen_offer, lacks, .n = MEMBER(tensen_offer, n_lacks),
	LABEL("未言及", "lacks")),
    {.type = COLUMN_TEXT, .say = offer_licence, LABEL("許諾", "terms")},
    KEY(NULL, COLUMN_TEXT, tensen_offer, document.applicants, LABEL("相談", "ask")),
    {.type = COLUMNS_END},
};

static void
table_offer(const match_result *result, size_t i, int l, unsigned w, buf *out)
{
	static const char *const words[3][2] = {
	    {"異分野", "other field"}, {"同分野", "own field"}, {"分野不明", "field unknown"}};
	const tensen_offer *o = &result->offers[i];
	buf line = BUF_INIT;

	buf_printf(&line, "%2zu. %s %s", i + 1, o->document.id, o->document.title);
	table_wrap(out, (span){line.p, line.n}, w - 5, 5);
	buf_again(&line);
	offer_dots(&line, o);
	if (o->document.field_names[l][0])
		buf_printf(&line, l ? "  %s: %s" : "  %s：%s", words[o->in_field][l],
		    o->document.field_names[l]);
	else
		buf_printf(&line, "  %s", words[2][l]);
	buf_str(out, "     ");
	table_wrap(out, (span){line.p, line.n}, w - 5, 5);
	lines_table(out, terminal_lines, o, (tensen_lang)l, (line_columns){5, 7, w});
	buf_end_part(out, &line);
}

static void
table_read(const match_result *result, tensen_lang lang, unsigned w, buf *out)
{
	buf line = BUF_INIT;

	match_read_say(&line, result, lang);
	if (line.n)
		table_wrap(out, (span){line.p, line.n}, w, 0);
	buf_end_part(out, &line);
}

static void
to_table(const tensen_result *res, const tensen_style *style, buf *out)
{
	const match_result *r = RESULT_AS(match_result, res);
	unsigned w = table_columns(style);
	int l = style->lang == TENSEN_EN;

	if (r->words.known == 0 || r->total == 0) {
		buf line = BUF_INIT;
		match_nothing_say(&line, r, style->lang);
		table_wrap(out, (span){line.p, line.n}, w - 2, 2);
		buf_end_part(out, &line);
		return;
	}
	query_words_note(out, &r->words, style->lang, w);
	if (r->own_fields[l][0])
		buf_printf(out, l ? "own field: %s%s\n" : "ニーズの分野: %s%s\n", r->own_fields[l],
		    !r->fields_guessed ? ""
		    : l                ? " (guessed from the text)"
				       : "（文章から推定）");
	buf_printf(out, l ? "%s (of %llu)\n" : "役立ちそうな%s（%llu 件のうち）\n",
	    match_what(r, style->lang), (unsigned long long)r->total);
	table_read(r, style->lang, w, out);
	for (size_t i = 0; i < r->n_offers; i++) {
		buf_char(out, '\n');
		table_offer(r, i, l, w, out);
	}
}

const result_class match_class = {.kind = "match",
    .size = sizeof(match_result),
    .version = 1,
    .holds = {MEMBER(match_result, n_offers)},
    .keys = match_keys,
    .lists = LAST_OF(match_keys),
    .table = to_table,
    .markdown = match_markdown,
    .html = match_html};

const tensen_offer *
tensen_result_offers(const tensen_result *r, size_t *n)
{
	const match_result *x = RESULT_AS(match_result, r);

	*n = r->cls == &match_class ? x->n_offers : 0;
	return *n ? x->offers : NULL;
}
