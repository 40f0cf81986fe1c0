/* result/lists/show_result.c - `tensen show` as table and JSON. */
#include "result/lists/show_result.h"
#include "corpus/document/document.h"
#include "result/write/table.h"
#include "text/analyzer.h"
#include "text/utf8.h"

#define TERMS_SHOWN 30 /* in a table; JSON has all of them */

static int
show_empty(const tensen_result *result)
{
	(void)result;
	return 0;
}

static void
term_keys(json *out, const void *list, size_t i)
{
	static const char *const kinds[] = {"word", "compound", "function"};
	const show_term *x = (const show_term *)list + i;

	json_key_str(out, "term", x->term);
	json_key_str(out, "kind", kinds[x->kind < 3 ? x->kind : 0]);
	json_key_int(out, "count", x->count);
	json_key_int(out, "documents", x->df);
	json_key_num(out, "weight", x->weight, 4);
}

static void
section_keys(json *out, const void *list, size_t i)
{
	const show_section *x = (const show_section *)list + i;

	json_key_str(out, "section", section_name(x->what));
	json_key_bool(out, "cued", x->cued);
	json_key_str(out, "text", x->text);
}

static void
to_json(const tensen_result *res, const tensen_style *style, json *out)
{
	const show_result *r = RESULT_AS(show_result, res);

	json_key_str(out, "id", r->id);
	json_key_str(out, "title", r->title);
	json_key_str(out, "numbers", r->numbers);
	json_key_str(out, "applicants", r->applicants);
	json_key_int(out, "date", r->date);
	json_key_str(out, "status", doc_status_name(r->status));
	json_key_bool(out, "open", r->open);
	json_key_str(out, "license_id", r->license_id);
	json_key_str(out, "license_terms", r->license_terms);
	json_key_str(out, "products", r->products);
	json_key_str(out, "url", r->url);
	json_key_str(out, "classes", r->classes);
	json_key_str(out, "fields", r->field_names[style->lang]);
	json_key_bool(out, "fields_guessed", r->fields_guessed);
	json_key_objects(out, "sections", r->n_sections, section_keys, r->sections);
	json_key_objects(out, "terms", r->n_terms, term_keys, r->terms);
	json_key_objects(out, "functions", r->n_functions, term_keys, r->functions);
	json_key_num(out, "known_share", r->known_share, 4);
	json_key_int(out, "unknown_terms", r->unknown);
	json_key_strs(out, "unknown_examples", r->unknown_terms, r->n_unknown_terms);
	json_key(out, "extra");
	json_raw(out, r->extra[0] ? span_of(r->extra) : SPAN_LIT("{}"));
}

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

	buf_printf(&b, "%s %s", result->id, result->title);
	table_wrap(out, (span){b.p, b.n}, w - 2, 2);
	show_result_line(out, words[0][l], result->applicants, w);
	buf_again(&b);
	table_date(&b, result->date);
	show_result_line(out, words[1][l], buf_cstr(&b), w);
	buf_again(&b);
	buf_printf(&b, "%s%s%s", result->status ? status_word(result->status, (tensen_lang)l) : "",
	    result->status && result->open ? " / " : "", result->open ? words[7][l] : "");
	show_result_line(out, words[2][l], buf_cstr(&b), w);
	show_result_line(out, words[3][l], result->classes, w);
	buf_again(&b);
	buf_printf(&b, "%s%s", result->field_names[l],
	    !result->fields_guessed ? ""
	    : l                     ? " (guessed)"
				    : "（文章から推定）");
	show_result_line(out, words[4][l], buf_cstr(&b), w);
	buf_again(&b);
	buf_printf(&b, "%s %s", result->license_id, result->license_terms);
	show_result_line(out, words[5][l],
	    result->license_id[0] || result->license_terms[0] ? buf_cstr(&b) : "", w);
	show_result_line(out, words[6][l], result->products, w);
	buf_end_part(out, &b);
}

static void
show_sections(const show_result *result, int l, unsigned w, buf *out)
{
	static const char *const names[N_SECTIONS][2] = {[SEC_TITLE] = {"名称", "title"},
	    [SEC_PROBLEM] = {"課題", "problem"},
	    [SEC_MEANS] = {"手段", "means"},
	    [SEC_EFFECT] = {"効果", "effect"},
	    [SEC_CLAIMS] = {"請求項", "claim"},
	    [SEC_DESCRIPTION] = {"説明", "descr."},
	    [SEC_PRODUCTS] = {"製品", "products"},
	    [SEC_OTHER] = {"その他", "other"}};

	buf_str(out, l ? "\nsections\n" : "\n読み取った区分\n");
	for (uint32_t i = 0; i < result->n_sections; i++)
		if (result->sections[i].what != SEC_TITLE)
			show_result_line(
			    out, names[result->sections[i].what][l], result->sections[i].text, w);
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

static const result_class show_class = {.kind = "show",
    .version = 1,
    .empty = show_empty,
    .json = to_json,
    .table = to_table};

show_result *
show_result_new(void)
{
	return result_new(&show_class, sizeof(show_result));
}
