/* result/corpus/report_result.c - a report as table and JSON; which links are missing. */
#include "result/corpus/report_result.h"
#include <stdlib.h>
#include "result/ideas/ideas_say.h"
#include "result/write/table.h"
#include "util/threads/sort.h"

static int
report_empty(const tensen_result *r)
{
	return RESULT_AS(report_result, r)->documents == 0;
}

#define LINK_MIN_SIZE 5 /* documents of a field; a smaller field gives no reliable link */

typedef struct pair {
	unsigned a, b;
	double near, lift; /* raw values first, later their ranks from 0 to 1 */
} pair;

static int
by_near(const void *a, const void *b)
{
	const pair *x = a, *y = b;

	return ORDER(x->near, y->near);
}

static int
by_lift(const void *a, const void *b)
{
	const pair *x = a, *y = b;

	return ORDER(x->lift, y->lift);
}

static int
by_place(const void *a, const void *b)
{
	const pair *x = a, *y = b;
	int c = ORDER(x->a, y->a);

	return c ? c : ORDER(x->b, y->b);
}

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

/* Keep the strongest missing links, strongest first. */
static void
keep_link(report_result *result, report_link report)
{
	uint32_t k = result->n_links < REPORT_LINKS ? result->n_links++ : REPORT_LINKS;

	while (k > 0 && result->links[k - 1].missing < report.missing) {
		if (k < REPORT_LINKS)
			result->links[k] = result->links[k - 1];
		k--;
	}
	if (k < REPORT_LINKS)
		result->links[k] = report;
}

void
report_links(report_result *result, const double near[N_FIELDS + 1][N_FIELDS + 1])
{
	pair v[N_FIELDS * N_FIELDS / 2];
	size_t n = 0;

	for (unsigned a = 1; a <= N_FIELDS; a++)
		for (unsigned b = a + 1; b <= N_FIELDS; b++)
			if (result->fields[a].documents >= LINK_MIN_SIZE &&
			    result->fields[b].documents >= LINK_MIN_SIZE)
				v[n++] = (pair){a, b, near[a][b],
				    (double)result->both[a][b] /
					((double)result->fields[a].documents *
					    result->fields[b].documents)};
	if (n == 0)
		return;
	qsort(v, n, sizeof *v, by_place);
	report_rank(v, n, 0);
	report_rank(v, n, 1);
	qsort(v, n, sizeof *v, by_place);
	for (size_t i = 0; i < n; i++) {
		double missing = v[i].near - v[i].lift;
		if (missing <= 0)
			continue;
		result->missing[v[i].a][v[i].b] = result->missing[v[i].b][v[i].a] = missing;
		keep_link(
		    result, (report_link){v[i].a, v[i].b, result->both[v[i].a][v[i].b], missing});
	}
}

static void
json_sizes(json *out, const report_result *result)
{
	json_key_int(out, "documents", result->documents);
	json_key_int(out, "open", result->open);
	json_key_int(out, "alive", result->alive);
	json_key_int(out, "pending", result->pending);
	json_key_int(out, "dead", result->dead);
	json_key_int(out, "state_unknown", result->state_unknown);
	json_key_int(out, "in_fields", result->in_fields);
	json_key_int(out, "terms", result->terms);
	json_key_int(out, "dims", result->dims);
	json_key_int(out, "applicant_count", result->n_applicants);
	json_key_int(out, "undated", result->undated);
}

static void
json_fields(json *out, const report_result *result, tensen_lang lang)
{
	json_key_open(out, "fields", '[');
	for (unsigned f = 1; f <= N_FIELDS; f++) {
		json_open(out, '{');
		json_key_int(out, "field", f);
		json_key_str(out, "name", result->fields[f].name[lang]);
		json_key_str(out, "sector", result->fields[f].sector_name[lang]);
		json_key_int(out, "documents", result->fields[f].documents);
		json_key_int(out, "open", result->fields[f].open);
		json_key_open(out, "both", '[');
		for (unsigned g = 1; g <= N_FIELDS; g++)
			json_int(out, result->both[f][g]);
		json_close(out, ']');
		json_key_open(out, "missing", '[');
		for (unsigned g = 1; g <= N_FIELDS; g++)
			json_num(out, result->missing[f][g], 3);
		json_close(out, ']');
		json_close(out, '}');
	}
	json_close(out, ']');
}

static void
year_keys(json *out, const void *list, size_t i)
{
	const report_year *x = (const report_year *)list + i;

	json_key_int(out, "year", x->year);
	json_key_int(out, "documents", x->documents);
	json_key_int(out, "open", x->open);
}

static void
applicant_keys(json *out, const void *list, size_t i)
{
	const report_applicant *x = (const report_applicant *)list + i;

	json_key_str(out, "name", x->name);
	json_key_int(out, "documents", x->documents);
	json_key_int(out, "open", x->open);
}

static void
link_keys(json *out, const void *list, size_t i)
{
	const report_link *x = (const report_link *)list + i;

	json_key_open(out, "fields", '[');
	json_int(out, x->a);
	json_int(out, x->b);
	json_close(out, ']');
	json_key_int(out, "both", x->both);
	json_key_num(out, "missing", x->missing, 3);
}

static void
to_json(const tensen_result *res, const tensen_style *style, json *out)
{
	const report_result *r = RESULT_AS(report_result, res);

	json_sizes(out, r);
	json_fields(out, r, style->lang);
	json_key_objects(out, "years", r->n_years, year_keys, r->years);
	json_key_objects(out, "applicants", r->n_shown, applicant_keys, r->applicants);
	json_key_objects(out, "links", r->n_links, link_keys, r->links);
	json_key_int(out, "asked", r->patents);
	json_key_open(out, "ideas", '[');
	for (uint32_t i = 0; i < r->n_ideas; i++) {
		json_open(out, '{');
		json_key_str(out, "id", r->ideas[i].of->id);
		json_key_str(out, "title", r->ideas[i].of->title);
		idea_json(out, &r->ideas[i].of->ideas[r->ideas[i].place], style->lang);
		json_close(out, '}');
	}
	json_close(out, ']');
	json_key_open(out, "quality", '{');
	json_key_int(out, "documents", r->looked_at);
	json_key_int(out, "title_only", r->title_only);
	json_close(out, '}');
}

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
		const tensen_idea *x = &r->ideas[i].of->ideas[r->ideas[i].place];
		buf_again(&line);
		buf_printf(&line, "%u. %s → ", i + 1, r->ideas[i].of->id);
		idea_heading_say(&line, x, style->lang);
		buf_printf(&line, ja ? "：%s" : ": %s", x->transfer);
		buf_str(out, "  ");
		table_wrap(out, (span){line.p, line.n}, w - 5, 5);
	}
	buf_str(out, ja ? "\n足りない結びつき（文章は近いが、両方に属する文献が少ない分野）\n"
			: "\nmissing links (fields near in words, with few documents in both)\n");
	for (uint32_t i = 0; i < r->n_links; i++) {
		buf_again(&line);
		buf_printf(&line, ja ? "%s ― %s（両方に属する文献 %u）" : "%s - %s (%u in both)",
		    r->fields[r->links[i].a].name[!ja], r->fields[r->links[i].b].name[!ja],
		    r->links[i].both);
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
    .version = 3,
    .empty = report_empty,
    .json = to_json,
    .table = to_table,
    .markdown = report_markdown,
    .html = report_html,
    .clear = report_clear};

report_result *
report_result_new(void)
{
	return result_new(&report_class, sizeof(report_result));
}
