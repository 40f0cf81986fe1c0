/* result/corpus/report_result.c - a report as table and JSON. */
#include "result/corpus/report_result.h"
#include "result/ideas/ideas_say.h"
#include "result/ideas/pair_columns.h"
#include "result/write/table.h"

static int
report_empty(const tensen_result *r)
{
	return RESULT_AS(report_result, r)->documents == 0;
}

static const column field_columns[] = {
    KEY("field", COLUMN_COUNT, report_field, field, .least = 1, .most = N_FIELDS),
    KEY("name", COLUMN_NAME, report_field, name),
    KEY("sector", COLUMN_NAME, report_field, sector_name),
    KEY("documents", COLUMN_COUNT, report_field, documents),
    KEY("open", COLUMN_COUNT, report_field, open),
    {.type = COLUMNS_END},
};

static const column year_columns[] = {
    KEY("year", COLUMN_COUNT, report_year, year),
    KEY("documents", COLUMN_COUNT, report_year, documents),
    KEY("open", COLUMN_COUNT, report_year, open),
    {.type = COLUMNS_END},
};

static const column applicant_columns[] = {
    KEY("name", COLUMN_TEXT, report_applicant, name),
    KEY("documents", COLUMN_COUNT, report_applicant, documents),
    KEY("open", COLUMN_COUNT, report_applicant, open),
    {.type = COLUMNS_END},
};

static const column report_idea_columns[] = {
    KEY("id", COLUMN_TEXT, report_idea, id),
    KEY("title", COLUMN_TEXT, report_idea, title),
    KEY(NULL, COLUMN_POINTED, report_idea, idea, .of = idea_columns),
    {.type = COLUMNS_END},
};

/* Documents of a sample. */
static const column quality_columns[] = {
    KEY("documents", COLUMN_COUNT, report_result, looked_at),
    KEY("title_only", COLUMN_COUNT, report_result, title_only),
    {.type = COLUMNS_END},
};

static const column report_keys[] = {
    KEY("documents", COLUMN_COUNT, report_result, documents),
    KEY("open", COLUMN_COUNT, report_result, open),
    KEY("alive", COLUMN_COUNT, report_result, alive),
    KEY("pending", COLUMN_COUNT, report_result, pending),
    KEY("dead", COLUMN_COUNT, report_result, dead),
    KEY("state_unknown", COLUMN_COUNT, report_result, state_unknown),
    KEY("in_fields", COLUMN_COUNT, report_result, in_fields),
    KEY("terms", COLUMN_COUNT, report_result, terms),
    KEY("dims", COLUMN_COUNT, report_result, dims),
    KEY("applicant_count", COLUMN_COUNT, report_result, n_applicants),
    KEY("undated", COLUMN_COUNT, report_result, undated),
    KEY("fields", COLUMN_ROWS, report_result, fields, .n = MEMBER(report_result, n_fields),
	OF(field_columns, report_field)),
    KEY("years", COLUMN_ROWS, report_result, years, .n = MEMBER(report_result, n_years),
	OF(year_columns, report_year)),
    KEY("applicants", COLUMN_ROWS, report_result, applicants, .n = MEMBER(report_result, n_shown),
	OF(applicant_columns, report_applicant)),
    KEY("asked", COLUMN_COUNT, report_result, patents),
    KEY("ideas", COLUMN_ROWS, report_result, ideas, .n = MEMBER(report_result, n_ideas),
	OF(report_idea_columns, report_idea)),
    {.key = "quality", .type = COLUMN_WITHIN, .of = quality_columns},
    {.type = COLUMNS_END},
};

static void
to_table(const tensen_result *res, const tensen_style *style, buf *out)
{
	const report_result *r = RESULT_AS(report_result, res);
	int ja = style->lang == TENSEN_JA;
	unsigned w = style->columns >= 40 ? style->columns : 80;
	buf line = BUF_INIT;

	buf_printf(out,
	    ja ? "文献 %u（開放 %u、存続 %u、状態不明 %u）、出願人 %u\n"
	       : "%u documents (%u open, %u alive, %u of unknown state), %u applicants\n",
	    r->documents, r->open, r->alive, r->state_unknown, r->n_applicants);
	if (r->n_ideas)
		buf_str(out, ja ? "\n評点の高い用途仮説\n" : "\nthe best ideas\n");
	for (uint32_t i = 0; i < r->n_ideas; i++) {
		const tensen_idea *x = r->ideas[i].idea;
		buf_again(&line);
		buf_printf(&line, "%u. %s → ", i + 1, r->ideas[i].id);
		idea_heading_say(&line, x, style->lang);
		buf_printf(&line, ja ? "：%s" : ": %s", x->transfer);
		buf_str(out, "  ");
		table_wrap(out, (span){line.p, line.n}, w - 5, 5);
	}
	buf_end_part(out, &line);
}

static void
report_clear(tensen_result *res)
{
	report_result *r = (report_result *)(void *)res;

	for (uint32_t i = 0; i < r->n_ideas; i++)
		tensen_result_free(&r->ideas[i].of->base);
}

static const result_class report_class = {.kind = "report",
    .version = 4,
    .empty = report_empty,
    .keys = report_keys,
    .table = to_table,
    .html = report_html,
    .clear = report_clear};

report_result *
report_result_new(void)
{
	return result_new(&report_class, sizeof(report_result));
}
