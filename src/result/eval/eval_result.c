/* result/eval/eval_result.c - the table of an evaluation. */
#include "result/eval/eval_result.h"
#include "result/write/table.h"

static const char *const bucket_names[N_BUCKETS] = {"all", "near", "far"};
static const char *const measure_names[N_MEASURES] = {"hit@1", "recall@5", "mrr"};

static const char *const fit_names[N_FIT] = {
    "votes", "second", "words", "ridge", "along", "size", "far_votes", "far_along"};

static int
empty(const tensen_result *r)
{
	const eval_result *e = RESULT_AS(eval_result, r);

	for (uint32_t i = 0; i < e->n_sections; i++)
		if (e->sections[i].n)
			return 0;
	return e->documents == 0;
}

static void
to_json(const tensen_result *res, const tensen_style *style, json *j)
{
	const eval_result *r = RESULT_AS(eval_result, res);

	json_key_str(j, "task", r->hidden ? "hidden-field" : "figures");
	json_key_int(j, "seed", (int64_t)r->seed);
	json_key_int(j, "documents", r->documents);
	json_key_int(j, "with_two_fields", r->of);
	json_key_int(j, "bootstrap", r->bootstrap);
	json_key_open(j, "in_bucket", '{');
	for (int b = 0; b < N_BUCKETS; b++)
		json_key_int(j, bucket_names[b], r->in_bucket[b]);
	json_close(j, '}');
	json_key_open(j, "weights", '{');
	for (int k = 0; k < N_FIT; k++)
		json_key_num(j, fit_names[k], r->weights[k], 3);
	json_close(j, '}');
	json_key_open(j, "methods", '[');
	for (uint32_t i = 0; i < r->n_rows; i++) {
		json_open(j, '{');
		json_key_str(j, "name", r->rows[i].name[style->lang]);
		for (int b = 0; b < N_BUCKETS; b++) {
			json_key_open(j, bucket_names[b], '{');
			for (int m = 0; m < N_MEASURES; m++) {
				json_key_open(j, measure_names[m], '[');
				json_num(j, r->rows[i].value[b][m], 4);
				json_num(j, r->rows[i].low[b][m], 4);
				json_num(j, r->rows[i].high[b][m], 4);
				json_close(j, ']');
			}
			json_close(j, '}');
		}
		json_close(j, '}');
	}
	json_close(j, ']');
	eval_sections_json(r, style->lang, j);
}

static void
block(const eval_result *r, int b, int l, buf *out)
{
	static const char *const titles[N_BUCKETS][2] = {{"全分野", "all fields"},
	    {"近い分野（共分類の上位5）", "near fields (the co-class prior's top five)"},
	    {"遠い分野（共分類の上位5の外）",
		"far fields (outside the co-class prior's top five)"}};

	buf_printf(
	    out, l ? "\n%s: %u documents\n" : "\n%s: %u 件\n", titles[b][l], r->in_bucket[b]);
	buf_str(out, "  ");
	table_cell(out, span_of(l ? "method" : "方法"), 30, 1);
	buf_str(out, " hit@1 [95%]         recall@5 [95%]      MRR\n");
	for (uint32_t i = 0; i < r->n_rows; i++) {
		const eval_row *x = &r->rows[i];
		buf_str(out, "  ");
		table_cell(out, span_of(x->name[l]), 30, 1);
		buf_printf(out, " %.3f [%.3f-%.3f] %.3f [%.3f-%.3f] %.3f\n", x->value[b][0],
		    x->low[b][0], x->high[b][0], x->value[b][1], x->low[b][1], x->high[b][1],
		    x->value[b][2]);
	}
}

static void
weights(const eval_result *r, int l, unsigned w, buf *out)
{
	buf line = BUF_INIT;

	buf_str(out,
	    l ? "\nweights of the fit (mean of 10 folds)\n  " : "\n適合の重み（10分割の平均）\n  ");
	for (int k = 0; k < N_FIT; k++)
		buf_printf(&line, "%s%s %.2f", k ? " " : "", fit_names[k], r->weights[k]);
	table_wrap(out, (span){line.p, line.n}, w - 2, 2);
	buf_end_part(out, &line);
}

static void
hidden(const eval_result *r, int l, unsigned w, buf *out)
{
	buf_printf(out,
	    l ? "hidden-field recovery: %u of %u documents with two or more fields, seed %llu\n"
	      : "隠した分野の復元: 2分野以上の文献 %2$u 件中 %1$u 件、種 %3$llu\n",
	    r->documents, r->of, (unsigned long long)r->seed);
	for (int b = 0; b < N_BUCKETS; b++)
		if (r->in_bucket[b])
			block(r, b, l, out);
	weights(r, l, w, out);
}

static void
to_table(const tensen_result *res, const tensen_style *style, buf *out)
{
	const eval_result *r = RESULT_AS(eval_result, res);
	unsigned w = table_columns(style);

	if (r->hidden)
		hidden(r, style->lang == TENSEN_EN, w, out);
	eval_sections_table(r, style->lang, w, out);
}

static const result_class eval_class = {
    "eval", empty, to_json, to_table, NULL, eval_csv, eval_markdown, eval_html, NULL, 1};

eval_result *
eval_result_new(void)
{
	return result_new(&eval_class, sizeof(eval_result));
}
