/* result/eval/eval_result.c - the kind of result that an evaluation is. */
#include "result/eval/eval_result.h"
#include "result/write/agreement.h"
#include "result/write/table.h"

static int
eval_empty(const tensen_result *r)
{
	const eval_result *e = RESULT_AS(eval_result, r);

	for (uint32_t i = 0; i < e->n_sections; i++)
		if (e->sections[i].n)
			return 0;
	return 1;
}

static void
to_json(const tensen_result *res, const tensen_style *style, json *out)
{
	const eval_result *r = RESULT_AS(eval_result, res);

	json_key_int(out, "seed", (int64_t)r->seed);
	json_key_int(out, "bootstrap", r->bootstrap);
	agreement_json(out, &r->agreed);
	eval_sections_json(r, style->lang, out);
}

static void
to_table(const tensen_result *res, const tensen_style *style, buf *out)
{
	const eval_result *r = RESULT_AS(eval_result, res);

	eval_sections_table(r, style->lang, table_columns(style), out);
	agreement_line(out, &r->agreed, style->lang, table_columns(style));
}

const result_class eval_class = {.kind = "eval",
    .size = sizeof(eval_result),
    .version = 2,
    .empty = eval_empty,
    .json = to_json,
    .table = to_table,
    .csv = eval_csv,
    .markdown = eval_markdown,
    .html = eval_html};
