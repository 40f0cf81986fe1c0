/* result/lists/show_result.c - `tensen show` as table and JSON. */
#include "result/lists/show_result.h"
#include "corpus/document/document.h"
#include "result/write/table.h"
#include "text/analyzer.h"
#include "text/utf8.h"

#define TERMS_SHOWN 30 /* in a table; JSON has all of them */

static int
empty(const tensen_result *r)
{
	(void)r;
	return 0;
}

static void
term_keys(json *j, const void *list, size_t i)
{
	static const char *const kinds[] = {"word", "compound", "function"};
	const show_term *x = (const show_term *)list + i;

	json_key_str(j, "term", x->term);
	json_key_str(j, "kind", kinds[x->kind < 3 ? x->kind : 0]);
	json_key_int(j, "count", x->count);
	json_key_int(j, "documents", x->df);
	json_key_num(j, "weight", x->weight, 4);
}

static void
section_keys(json *j, const void *list, size_t i)
{
	const show_section *x = (const show_section *)list + i;

	json_key_str(j, "section", section_name(x->what));
	json_key_bool(j, "cued", x->cued);
	json_key_str(j, "text", x->text);
}

static void
to_json(const tensen_result *res, const tensen_style *style, json *j)
{
	const show_result *r = RESULT_AS(show_result, res);

	json_key_str(j, "id", r->id);
	json_key_str(j, "title", r->title);
	json_key_str(j, "applicants", r->applicants);
	json_key_int(j, "date", r->date);
	json_key_str(j, "status", doc_status_name(r->status));
	json_key_bool(j, "open", r->open);
	json_key_str(j, "license_id", r->license_id);
	json_key_str(j, "license_terms", r->license_terms);
	json_key_str(j, "products", r->products);
	json_key_str(j, "url", r->url);
	json_key_str(j, "classes", r->classes);
	json_key_str(j, "fields", r->field_names[style->lang]);
	json_key_bool(j, "fields_guessed", r->fields_guessed);
	json_key_objects(j, "sections", r->n_sections, section_keys, r->sections);
	json_key_objects(j, "terms", r->n_terms, term_keys, r->terms);
	json_key_objects(j, "functions", r->n_functions, term_keys, r->functions);
	json_key_num(j, "known_share", r->known_share, 4);
	json_key_int(j, "unknown_terms", r->unknown);
	json_key_strs(j, "unknown_examples", r->unknown_terms, r->n_unknown_terms);
	json_key(j, "extra");
	json_raw(j, r->extra[0] ? span_of(r->extra) : SPAN_LIT("{}"));
}

static void
line(buf *out, const char *label, const char *text, unsigned w)
{
	if (!text[0])
		return;
	table_cell(out, span_of(label), 10, 1);
	table_wrap(out, span_of(text), w - 10, 10);
}

static void
head(const show_result *r, int l, unsigned w, buf *out)
{
	static const char *const words[8][2] = {{"出願人", "applicant"}, {"日付", "date"},
	    {"状態", "status"}, {"分類", "classes"}, {"分野", "fields"}, {"許諾", "licence"},
	    {"製品", "products"}, {"開放", "open"}};
	buf b = BUF_INIT;

	buf_printf(&b, "%s %s", r->id, r->title);
	table_wrap(out, (span){b.p, b.n}, w - 2, 2);
	line(out, words[0][l], r->applicants, w);
	buf_again(&b);
	table_date(&b, r->date);
	line(out, words[1][l], buf_cstr(&b), w);
	buf_again(&b);
	buf_printf(&b, "%s%s%s", r->status ? status_word(r->status, (tensen_lang)l) : "",
	    r->status && r->open ? " / " : "", r->open ? words[7][l] : "");
	line(out, words[2][l], buf_cstr(&b), w);
	line(out, words[3][l], r->classes, w);
	buf_again(&b);
	buf_printf(&b, "%s%s", r->field_names[l],
	    !r->fields_guessed ? ""
	    : l                ? " (guessed)"
			       : "（文章から推定）");
	line(out, words[4][l], buf_cstr(&b), w);
	buf_again(&b);
	buf_printf(&b, "%s %s", r->license_id, r->license_terms);
	line(out, words[5][l], r->license_id[0] || r->license_terms[0] ? buf_cstr(&b) : "", w);
	line(out, words[6][l], r->products, w);
	buf_end_part(out, &b);
}

static void
sections(const show_result *r, int l, unsigned w, buf *out)
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
	for (uint32_t i = 0; i < r->n_sections; i++)
		if (r->sections[i].what != SEC_TITLE)
			line(out, names[r->sections[i].what][l], r->sections[i].text, w);
}

static void
terms(const char *title, const show_term *t, uint32_t n, unsigned w, buf *out)
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
		buf_printf(&b, "  %s %.3f(%u)", t[i].term, (double)t[i].weight, t[i].df);
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

	head(r, l, w, out);
	sections(r, l, w, out);
	terms(l ? "terms: weight (documents that have it)" : "用語: 重み（含む文献数）", r->terms,
	    r->n_terms, w, out);
	terms(l ? "functions: weight (documents that have it)" : "働き: 重み（含む文献数）",
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

static const result_class show_class = {
    "show", empty, to_json, to_table, NULL, NULL, NULL, NULL, NULL, 1};

show_result *
show_result_new(void)
{
	return result_new(&show_class, sizeof(show_result));
}
