/* result/lists/search_result.c - a search result as table and JSON. */
#include "result/lists/search_result.h"
#include <stdio.h>
#include "result/write/table.h"

/* ---- what a search answers ---- */

static const column term_columns[] = {
    KEY("term", COLUMN_TEXT, tensen_hit_term, term),
    KEY("weight", COLUMN_NUMBER, tensen_hit_term, weight, .digits = 4),
    {.type = COLUMNS_END},
};

static const column hit_columns[] = {
    KEY("rank", COLUMN_COUNT, tensen_hit, rank, CSV(1, "順位"), .least = 1),
    KEY("id", COLUMN_TEXT, tensen_hit, document.id, CSV(2, "文献番号")),
    KEY("title", COLUMN_TEXT, tensen_hit, document.title, CSV(3, "名称")),
    KEY("score", COLUMN_NUMBER, tensen_hit, score, .digits = 6, CSV(4, "適合度")),
    KEY("dense", COLUMN_NUMBER, tensen_hit, dense, .digits = 4, CSV(5, "ベクトルの近さ"),
	.least = -1, .most = 1),
    KEY("lexical", COLUMN_NUMBER, tensen_hit, lexical, .digits = 4, CSV(6, "語の近さ")),
    KEY("fields", COLUMN_FIELDS, tensen_hit, document.fields),
    KEY("field_names", COLUMN_NAME, tensen_hit, document.field_names, CSV(7, "分野")),
    KEY("applicants", COLUMN_TEXT, tensen_hit, document.applicants, CSV(8, "出願人")),
    KEY("date", COLUMN_DATE, tensen_hit, document.date, CSV(9, "日付")),
    KEY("status", COLUMN_WORD, tensen_hit, document.status, .words = status_words, CSV(10, "状態")),
    KEY("open", COLUMN_FLAG, tensen_hit, document.open, .words = open_words, CSV(11, "開放")),
    KEY("class", COLUMN_TEXT, tensen_hit, class_symbol, .may_miss = 1),
    KEY("sentence", COLUMN_TEXT, tensen_hit, sentence, .may_miss = 1),
    KEY("marks", COLUMN_TEXTS, tensen_hit, highlights, .n = MEMBER(tensen_hit, n_highlights),
	.may_miss = 1),
    KEY("terms", COLUMN_ROWS, tensen_hit, terms, .n = MEMBER(tensen_hit, n_terms),
	OF(term_columns, tensen_hit_term), .may_miss = 1, .say = search_terms, CSV(12, "寄与の語")),
    {.type = COLUMN_INDEX, CSV(13, "索引", "index")},
    {.type = COLUMN_COMMAND, CSV(14, "再現", "command")},
    {.type = COLUMNS_END},
};

static const column group_columns[] = {
    KEY("group", COLUMN_TEXT, tensen_hit_group, symbol),
    KEY("group_name", COLUMN_NAME, tensen_hit_group, name),
    KEY("documents", COLUMN_COUNT, tensen_hit_group, documents, .least = 1),
    KEY("hits", COLUMN_ROWS, tensen_hit_group, hits, .n = MEMBER(tensen_hit_group, n),
	OF(hit_columns, tensen_hit)),
    {.type = COLUMNS_END},
};

/* Of its group, what a line of hits says. */
static const column line_group_columns[] = {
    KEY("group", COLUMN_TEXT, tensen_hit_group, symbol, CSV(15, "区分")),
    KEY(NULL, COLUMN_NAME, tensen_hit_group, name, CSV(16, "区分の名称", "group_name")),
    KEY(NULL, COLUMN_COUNT, tensen_hit_group, documents, CSV(17, "区分の件数", "group_documents")),
    {.type = COLUMNS_END},
};

static const column hit_line_columns[] = {
    {.type = COLUMN_WITHIN, .of = hit_columns},
    KEY(NULL, COLUMN_POINTED, tensen_hit, group, .of = line_group_columns),
    {.type = COLUMNS_END},
};

/* "per_field": {"1": 40}: only fields that have any. */
static void
json_per_field(json *out, const column_row *row)
{
	const search_result *r = row->at;
	char key[12];

	json_key_open(out, "per_field", '{');
	for (unsigned f = 1; f <= N_FIELDS; f++)
		if (r->per_field[f]) {
			snprintf(key, sizeof key, "%u", f);
			json_key_int(out, key, (int64_t)r->per_field[f]);
		}
	json_close(out, '}');
}

static const column search_columns[] = {
    KEY("query", COLUMN_TEXT, search_result, query),
    KEY("query_fields", COLUMN_FIELDS, search_result, query_fields),
    KEY("query_fields_guessed", COLUMN_FLAG, search_result, fields_guessed),
    KEY(NULL, COLUMN_WITHIN, search_result, words, .of = query_words_columns),
    KEY("total", COLUMN_COUNT, search_result, total),
    {.key = "per_field",
	.type = COLUMN_MADE,
	.json = json_per_field,
	.schema = "{\"type\": \"object\", \"additionalProperties\": {\"type\": \"integer\", "
		  "\"minimum\": 0}}"},
    {.type = COLUMNS_END},
};

static const column list_keys[] = {
    {.type = COLUMN_WITHIN, .of = search_columns},
    KEY("hits", COLUMN_ROWS, search_result, hits, .n = MEMBER(search_result, n_hits),
	OF(hit_columns, tensen_hit)),
    {.type = COLUMNS_END},
};

static const column_word per_words[] = {
    {.name = ""}, {.name = "wipo35"}, {.name = "ipc3"}, {.name = "ipc4"}, {.name = NULL}};

static const column group_keys[] = {
    {.type = COLUMN_WITHIN, .of = search_columns},
    KEY("per", COLUMN_WORD, search_result, per, .words = per_words,
	.schema = "{\"enum\": [\"wipo35\", \"ipc3\", \"ipc4\"]}"),
    KEY("groups_total", COLUMN_COUNT, search_result, all_groups),
    KEY("groups", COLUMN_ROWS, search_result, groups, .n = MEMBER(search_result, n_groups),
	OF(group_columns, tensen_hit_group)),
    {.type = COLUMNS_END},
};

static const column group_lists[] = {
    KEY(NULL, COLUMN_ROWS, search_result, hits, .n = MEMBER(search_result, n_hits),
	OF(hit_line_columns, tensen_hit)),
    {.type = COLUMNS_END},
};

/* ---- in a terminal ---- */

static void
search_explain(buf *out, const tensen_hit *hit, unsigned columns)
{
	buf line = BUF_INIT;

	for (uint32_t k = 0; k < hit->n_terms; k++)
		buf_printf(&line, "%s%s %.3f", k ? "  " : "", hit->terms[k].term,
		    (double)hit->terms[k].weight);
	buf_str(out, "      ");
	table_wrap(out, (span){line.p, line.n}, columns - 6, 6);
	buf_end_part(out, &line);
}

/* Two lines per hit: rank, score, id and title; then field, date, state, owner. */
static void
table_hit(const tensen_hit *h, const tensen_style *style, unsigned w, buf *out)
{
	buf line = BUF_INIT;

	buf_printf(out, "%4u  %.3f  ", h->rank, (double)h->score);
	buf_printf(&line, "%s  %s", h->document.id, h->document.title);
	table_cell(out, (span){line.p, line.n}, w - 13, 0);
	buf_again(&line);
	buf_str(&line, h->document.field_names[style->lang]);
	buf_str(&line, "  ");
	table_date(&line, h->document.date);
	if (h->document.status)
		buf_printf(&line, "  %s", status_word(h->document.status, style->lang));
	if (h->document.open)
		buf_str(&line, style->lang == TENSEN_JA ? "  開放" : "  open");
	buf_printf(&line, "  %s", h->document.applicants);
	buf_str(out, "\n             ");
	table_cell(out, (span){line.p, line.n}, w - 13, 0);
	buf_char(out, '\n');
	buf_end_part(out, &line);
	if (h->n_terms)
		search_explain(out, h, w);
}

static void
table_head(buf *out, const search_result *result, tensen_lang lang)
{
	const char *per = search_per(result, lang);

	if (result->total == 0)
		buf_str(out, lang == TENSEN_JA
				 ? "条件に合う文献がありません。絞り込みをゆるめてください。\n"
				 : "no document passes the filter: loosen it\n");
	else if (lang == TENSEN_JA)
		buf_printf(out, "%s%s類似文献（条件に合う %llu 件のうち）\n", per,
		    per[0] ? "の" : "", (unsigned long long)result->total);
	else
		buf_printf(out, "similar documents%s%s (of %llu that pass the filter)\n",
		    per[0] ? " " : "", per, (unsigned long long)result->total);
}

static void
table_group(buf *out, const tensen_hit_group *group_of, tensen_lang lang, unsigned w)
{
	buf line = BUF_INIT;

	search_heading(&line, group_of, lang);
	buf_char(out, '\n');
	table_wrap(out, (span){line.p, line.n}, w, 2);
	buf_end_part(out, &line);
}

static void
to_table(const tensen_result *res, const tensen_style *style, buf *out)
{
	const search_result *r = RESULT_AS(search_result, res);
	unsigned w = table_columns(style);

	if (r->words.known == 0 && r->n_hits == 0) {
		query_words_table(out, &r->words, style->lang, w);
		return;
	}
	query_words_note(out, &r->words, style->lang, w);
	table_head(out, r, style->lang);
	for (size_t k = 0; k < search_lists(r); k++) {
		const tensen_hit_group list = search_list(r, k);

		if (r->per)
			table_group(out, &list, style->lang, w);
		for (size_t i = 0; i < list.n; i++)
			table_hit(&list.hits[i], style, w, out);
	}
	if (r->all_groups > r->n_groups) {
		buf_char(out, '\n');
		search_more(out, r, style->lang);
		buf_char(out, '\n');
	}
}

static const result_class list_class = {.kind = "search",
    .size = sizeof(search_result),
    .version = 1,
    .holds = {MEMBER(search_result, n_hits)},
    .keys = list_keys,
    .lists = LAST_OF(list_keys),
    .table = to_table,
    .markdown = search_markdown,
    .html = search_html};

static const result_class group_class = {.kind = "search",
    .size = sizeof(search_result),
    .version = 1,
    .holds = {MEMBER(search_result, n_hits)},
    .keys = group_keys,
    .lists = group_lists,
    .table = to_table,
    .markdown = search_markdown,
    .html = search_html};

search_result *
search_result_new(tensen_per per)
{
	search_result *r = result_new(per ? &group_class : &list_class);

	if (r)
		r->per = per;
	return r;
}

const tensen_hit *
tensen_result_hits(const tensen_result *r, size_t *n)
{
	const search_result *s = RESULT_AS(search_result, r);

	*n = r->cls == &list_class || r->cls == &group_class ? s->n_hits : 0;
	return *n ? s->hits : NULL;
}
