/* result/lists/show_result.c - `tensen show` as table and JSON. */
#include "result/lists/show_result.h"
#include "result/write/table.h"
#include "text/utf8.h"

#define TERMS_SHOWN 30 /* in a table; JSON has all of them */

static const column_word kind_words[] = {
    {.name = "word"}, {.name = "compound"}, {.name = "function"}, {.name = NULL}};

static const column term_columns[] = {
    KEY("term", COLUMN_TEXT, show_term, term),
    KEY("kind", COLUMN_WORD, show_term, kind, .words = kind_words),
    KEY("count", COLUMN_COUNT, show_term, count, .least = 1),
    KEY("documents", COLUMN_COUNT, show_term, df),
    KEY("weight", COLUMN_NUMBER, show_term, weight, .digits = 4),
    {.type = COLUMNS_END},
};

static const column_word section_words[N_SECTIONS + 1] = {
    [SEC_TITLE] = {"title", {"名称", "title"}},
    [SEC_PROBLEM] = {"problem", {"課題", "problem"}},
    [SEC_MEANS] = {"means", {"手段", "means"}},
    [SEC_EFFECT] = {"effect", {"効果", "effect"}},
    [SEC_CLAIMS] = {"claims", {"請求項", "claim"}},
    [SEC_DESCRIPTION] = {"description", {"説明", "descr."}},
    [SEC_PRODUCTS] = {"products", {"製品", "products"}},
    [SEC_OTHER] = {"other", {"その他", "other"}},
};

static const column section_columns[] = {
    KEY("section", COLUMN_WORD, show_section, what, .words = section_words),
    KEY("cued", COLUMN_FLAG, show_section, cued),
    KEY("text", COLUMN_TEXT, show_section, text),
    {.type = COLUMNS_END},
};

static const column show_keys[] = {
    KEY("id", COLUMN_TEXT, show_result, document.id),
    KEY("title", COLUMN_TEXT, show_result, document.title),
    KEY("numbers", COLUMN_TEXT, show_result, numbers),
    KEY("applicants", COLUMN_TEXT, show_result, document.applicants),
    KEY("date", COLUMN_DATE, show_result, document.date),
    KEY("status", COLUMN_WORD, show_result, document.status, .words = status_words),
    KEY("open", COLUMN_FLAG, show_result, document.open),
    KEY("license_id", COLUMN_TEXT, show_result, document.license_id),
    KEY("license_terms", COLUMN_TEXT, show_result, document.license_terms),
    KEY("products", COLUMN_TEXT, show_result, products),
    KEY("url", COLUMN_TEXT, show_result, document.url),
    KEY("classes", COLUMN_TEXT, show_result, classes),
    KEY("fields", COLUMN_NAME, show_result, document.field_names),
    KEY("fields_guessed", COLUMN_FLAG, show_result, fields_guessed),
    KEY("sections", COLUMN_ROWS, show_result, sections, .n = MEMBER(show_result, n_sections),
	OF(section_columns, show_section)),
    KEY("terms", COLUMN_ROWS, show_result, terms, .n = MEMBER(show_result, n_terms),
	OF(term_columns, show_term)),
    KEY("functions", COLUMN_ROWS, show_result, functions, .n = MEMBER(show_result, n_functions),
	OF(term_columns, show_term)),
    KEY("known_share", COLUMN_NUMBER, show_result, known_share, .digits = 4),
    KEY("unknown_terms", COLUMN_COUNT, show_result, unknown),
    KEY("unknown_examples", COLUMN_TEXTS, show_result, unknown_terms,
	.n = MEMBER(show_result, n_unknown_terms)),
    KEY("extra", COLUMN_RAW, show_result, extra),
    {.type = COLUMNS_END},
};

static void
show_result_line(buf *out, const char *label, const char *text, unsigned w)
{
	if (!text[0])
		return;
	table_cell(out, span_of(label), 10, 1);
	table_wrap(out, span_of(text), w - 10, 10);
}

static void
show_head(const show_result *result, int l, unsigned w, buf *out)
{
	static const char *const words[8][2] = {{"出願人", "applicant"}, {"日付", "date"},
	    {"状態", "status"}, {"分類", "classes"}, {"分野", "fields"}, {"許諾", "licence"},
	    {"製品", "products"}, {"開放", "open"}};
	buf b = BUF_INIT;

	buf_printf(&b, "%s %s", result->document.id, result->document.title);
	table_wrap(out, (span){b.p, b.n}, w - 2, 2);
	show_result_line(out, words[0][l], result->document.applicants, w);
	buf_again(&b);
	table_date(&b, result->document.date);
	show_result_line(out, words[1][l], buf_cstr(&b), w);
	buf_again(&b);
	buf_printf(&b, "%s%s%s",
	    result->document.status ? status_word(result->document.status, (tensen_lang)l) : "",
	    result->document.status && result->document.open ? " / " : "",
	    result->document.open ? words[7][l] : "");
	show_result_line(out, words[2][l], buf_cstr(&b), w);
	show_result_line(out, words[3][l], result->classes, w);
	buf_again(&b);
	buf_printf(&b, "%s%s", result->document.field_names[l],
	    !result->fields_guessed ? ""
	    : l                     ? " (guessed)"
				    : "（文章から推定）");
	show_result_line(out, words[4][l], buf_cstr(&b), w);
	buf_again(&b);
	buf_printf(&b, "%s %s", result->document.license_id, result->document.license_terms);
	show_result_line(out, words[5][l],
	    result->document.license_id[0] || result->document.license_terms[0] ? buf_cstr(&b) : "",
	    w);
	show_result_line(out, words[6][l], result->products, w);
	buf_end_part(out, &b);
}

static void
show_sections(const show_result *result, int l, unsigned w, buf *out)
{
	buf_str(out, l ? "\nsections\n" : "\n読み取った区分\n");
	for (uint32_t i = 0; i < result->n_sections; i++)
		if (result->sections[i].what != SEC_TITLE)
			show_result_line(out, section_words[result->sections[i].what].of[l],
			    result->sections[i].text, w);
}

static void
show_terms(const char *title, const show_term *show, uint32_t n, unsigned w, buf *out)
{
	size_t at = w; /* columns of the line so far */
	buf b = BUF_INIT;

	if (n == 0)
		return;
	buf_printf(out, "\n%s", title);
	/* a term and its weight stay on one line */
	for (uint32_t i = 0; i < n && i < TERMS_SHOWN; i++) {
		size_t wide;
		buf_again(&b);
		buf_printf(&b, "  %s %.3f(%u)", show[i].term, (double)show[i].weight, show[i].df);
		wide = utf8_columns((span){b.p, b.n});
		at = at + wide > w ? 0 : at;
		buf_str(out, at ? "" : "\n");
		buf_add(out, b.p, b.n);
		at += wide;
	}
	buf_char(out, '\n');
	buf_end_part(out, &b);
}

static void
to_table(const tensen_result *res, const tensen_style *style, buf *out)
{
	const show_result *r = RESULT_AS(show_result, res);
	int l = style->lang == TENSEN_EN;
	unsigned w = table_columns(style);
	buf b = BUF_INIT;

	show_head(r, l, w, out);
	show_sections(r, l, w, out);
	show_terms(l ? "terms: weight (documents that have it)" : "用語: 重み（含む文献数）",
	    r->terms, r->n_terms, w, out);
	show_terms(l ? "functions: weight (documents that have it)" : "働き: 重み（含む文献数）",
	    r->functions, r->n_functions, w, out);
	if (r->unknown) {
		buf_printf(&b, l ? "\nnot in the index: %u terms " : "\n索引にない用語 %u 語 ",
		    r->unknown);
		for (uint32_t i = 0; i < r->n_unknown_terms; i++)
			buf_printf(&b, " %s", r->unknown_terms[i]);
		buf_char(out, '\n');
		table_wrap(out, (span){b.p, b.n}, w - 2, 2);
	}
	buf_end_part(out, &b);
}

const result_class show_class = {.kind = "show",
    .size = sizeof(show_result),
    .version = 1,
    .keys = show_keys,
    .table = to_table};
