/* engine/scan/scan_line.c - one patent of a scan. */
#include "engine/query/understand.h"
#include "engine/ideas/ideas.h"
#include "engine/scan/scan.h"
#include "util/fail.h"

static void
write_ideas(json *out, const scan *scanning, const ideas_result *result)
{
	json_key_open(out, "ideas", '[');
	for (size_t i = 0; i < result->n_ideas; i++) {
		json_open(out, '{');
		idea_json(out, &result->ideas[i], scanning->opts->lang);
		json_close(out, '}');
	}
	json_close(out, ']');
}

static void
write_owners(json *out, const rows *rows_of, uint32_t row)
{
	uint32_t n;
	const uint32_t *v = rows_applicants(rows_of, row, &n);

	json_key_open(out, "applicants", '[');
	for (uint32_t i = 0; i < n; i++)
		json_span(out, rows_applicant_name(rows_of, v[i]));
	json_close(out, ']');
}

static tensen_status
write_line(buf *out, const scan *scanning, tensen_searcher *searcher, const query *q,
    const tensen_ideas_opts *ideas, tensen_error *err)
{
	ideas_result *r = result_new(&ideas_class);
	triage t;
	json j;
	tensen_status st =
	    r ? ideas_answer(r, &t, searcher, q, ideas, err) : tensen_fail_nomem(err);

	if (st == TENSEN_OK && r->base.nomem)
		st = tensen_fail_nomem(err);
	if (st == TENSEN_OK) {
		json_init(&j, out, 0);
		json_open(&j, '{');
		json_key_str(&j, "id", r->id);
		json_key_str(&j, "title", r->title);
		json_key_str(&j, "own_fields", r->own_fields[scanning->opts->lang]);
		write_owners(&j, &searcher->ix->store->rows, q->row);
		json_key_str(&j, "functions", r->functions);
		json_key_bool(&j, "title_only", r->title_only);
		write_ideas(&j, scanning, r);
		json_close(&j, '}');
		buf_char(out, '\n');
	}
	tensen_result_free(r ? &r->base : NULL);
	return st == TENSEN_OK && out->failed ? tensen_fail_nomem(err) : st;
}

tensen_status
scan_line(
    buf *out, const scan *scanning, tensen_searcher *searcher, uint32_t row, tensen_error *err)
{
	const tensen_query q = {.id = tensen_index_id(scanning->ix, row)};
	query a;
	tensen_status st = query_understand(&a, searcher, &q, err);

	return st < 0 ? st : write_line(out, scanning, searcher, &a, &scanning->ideas, err);
}
