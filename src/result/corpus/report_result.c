/* result/corpus/report_result.c - a report as table and JSON; which links are missing. */
#include "result/corpus/report_result.h"
#include <stdlib.h>
#include "result/ideas/ideas_say.h"
#include "result/ideas/pair_columns.h"
#include "result/write/table.h"
#include "util/threads/sort.h"

#define LINK_MIN_SIZE 5 /* documents of a field; a smaller field gives no reliable link */

typedef struct pair {
	unsigned a, b;
	double near, lift; /* raw values first, later their ranks from 0 to 1 */
	double missing;    /* by how much the first is more */
} pair;

COMPARE(by_near, pair, UP(near))

COMPARE(by_lift, pair, UP(lift))

COMPARE3(by_missing, pair, DOWN(missing), UP(a), UP(b))

/* Replace values by ranks from 0 to 1; equal values share the mean of their ranks. */
static void
report_rank(pair *one, size_t n, int lift)
{
	qsort(one, n, sizeof *one, lift ? by_lift : by_near);
	for (size_t i = 0, j; i < n; i = j) {
		double value = lift ? one[i].lift : one[i].near, place;
		for (j = i; j < n && !((lift ? one[j].lift : one[j].near) > value); j++)
			;
		place = ((double)i + (double)j - 1) / 2 / (n > 1 ? (double)(n - 1) : 1);
		for (size_t k = i; k < j; k++)
			*(lift ? &one[k].lift : &one[k].near) = place;
	}
}

void
report_links(report_result *result, const nearness *near)
{
	pair v[N_FIELDS * N_FIELDS / 2];
	report_field *of = result->fields;
	size_t n = 0;

	for (unsigned a = 0; a < N_FIELDS; a++)
		for (unsigned b = a + 1; b < N_FIELDS; b++)
			if (of[a].documents >= LINK_MIN_SIZE && of[b].documents >= LINK_MIN_SIZE)
				v[n++] = (pair){.a = a,
				    .b = b,
				    .near = near->cosine[a][b],
				    .lift = (double)of[a].both[b] /
					    ((double)of[a].documents * of[b].documents)};
	if (n == 0)
		return;
	report_rank(v, n, 0);
	report_rank(v, n, 1);
	for (size_t i = 0; i < n; i++)
		v[i].missing = v[i].near - v[i].lift;
	qsort(v, n, sizeof *v, by_missing);
	for (size_t i = 0; i < n && v[i].missing > 0; i++) {
		unsigned a = v[i].a, b = v[i].b;
		of[a].missing[b] = of[b].missing[a] = v[i].missing;
		if (result->n_links < REPORT_LINKS)
			result->links[result->n_links++] = (report_link){a + 1, b + 1,
			    FIELD_BIT(a + 1) | FIELD_BIT(b + 1), of[a].both[b], v[i].missing};
	}
}

/* A number for each field, from field 1. */
static void
json_both(json *out, const column_row *row)
{
	const report_field *of = row->at;

	json_key_open(out, "both", '[');
	for (unsigned f = 0; f < N_FIELDS; f++)
		json_int(out, of->both[f]);
	json_close(out, ']');
}

static void
json_missing(json *out, const column_row *row)
{
	const report_field *of = row->at;

	json_key_open(out, "missing", '[');
	for (unsigned f = 0; f < N_FIELDS; f++)
		json_num(out, of->missing[f], 3);
	json_close(out, ']');
}

static const column field_columns[] = {
    KEY("field", COLUMN_COUNT, report_field, field, .least = 1, .most = N_FIELDS),
    KEY("name", COLUMN_NAME, report_field, name),
    KEY("sector", COLUMN_NAME, report_field, sector_name),
    KEY("documents", COLUMN_COUNT, report_field, documents),
    KEY("open", COLUMN_COUNT, report_field, open),
    {.key = "both",
	.type = COLUMN_MADE,
	.json = json_both,
	.schema = "{\"type\": \"array\", \"items\": {\"type\": \"integer\", \"minimum\": 0}}"},
    {.key = "missing",
	.type = COLUMN_MADE,
	.json = json_missing,
	.schema = "{\"type\": \"array\", \"items\": {\"type\": \"number\", \"minimum\": 0, "
		  "\"maximum\": 1}}"},
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

static const column link_columns[] = {
    KEY("fields", COLUMN_FIELDS, report_link, mask),
    KEY("both", COLUMN_COUNT, report_link, both),
    KEY("missing", COLUMN_NUMBER, report_link, missing, .digits = 3, .most = 1),
    {.type = COLUMNS_END},
};

static const column best_columns[] = {
    KEY("id", COLUMN_TEXT, ideas_result, id),
    KEY("title", COLUMN_TEXT, ideas_result, title),
    KEY(NULL, COLUMN_POINTED, ideas_result, ideas, .of = idea_columns),
    {.type = COLUMNS_END},
};

static const column report_idea_columns[] = {
    {.type = COLUMN_POINTED, .value = {0, sizeof(ideas_result *)}, .of = best_columns},
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
    KEY("links", COLUMN_ROWS, report_result, links, .n = MEMBER(report_result, n_links),
	OF(link_columns, report_link)),
    KEY("unmapped", COLUMN_FLAG, report_result, unmapped, .may_miss = 1),
    KEY("asked", COLUMN_COUNT, report_result, patents),
    KEY("ideas", COLUMN_ROWS, report_result, ideas, .n = MEMBER(report_result, n_ideas),
	OF(report_idea_columns, ideas_result *)),
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
		const tensen_idea *x = r->ideas[i]->ideas;
		buf_again(&line);
		buf_printf(&line, "%u. %s → ", i + 1, r->ideas[i]->id);
		idea_heading_say(&line, x, style->lang);
		buf_printf(&line, ja ? "：%s" : ": %s", x->transfer);
		buf_str(out, "  ");
		table_wrap(out, (span){line.p, line.n}, w - 5, 5);
	}
	buf_str(out, ja ? "\n足りない結びつき（文章は近いが、両方に属する文献が少ない分野）\n"
			: "\nmissing links (fields near in words, with few documents in both)\n");
	if (r->unmapped) {
		buf_str(out, "  ");
		table_wrap(out, span_of(report_unmapped_say(style->lang)), w - 2, 2);
	}
	for (uint32_t i = 0; i < r->n_links; i++) {
		const report_link *x = &r->links[i];
		buf_again(&line);
		buf_printf(&line, ja ? "%s ― %s（両方に属する文献 %u）" : "%s - %s (%u in both)",
		    r->fields[x->a - 1].name[!ja], r->fields[x->b - 1].name[!ja], x->both);
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
		tensen_result_free(&r->ideas[i]->base);
}

const result_class report_class = {.kind = "report",
    .size = sizeof(report_result),
    .version = 3,
    .holds = {MEMBER(report_result, documents)},
    .keys = report_keys,
    .table = to_table,
    .markdown = report_markdown,
    .html = report_html,
    .clear = report_clear};
