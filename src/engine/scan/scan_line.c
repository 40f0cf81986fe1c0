/* engine/scan/scan_line.c - one patent of a scan. */
#include "engine/query/understand.h"
#include "engine/ideas/ideas.h"
#include "engine/scan/scan.h"
#include "util/fail.h"

static void
write_ideas(json *j, const scan *c, const ideas_result *r)
{
	json_key_open(j, "ideas", '[');
	for (size_t i = 0; i < r->n_ideas; i++) {
		json_open(j, '{');
		ideas_json_keys(j, r, i, c->opts->lang);
		json_close(j, '}');
	}
	json_close(j, ']');
}

static void
write_owners(json *j, const rows *r, uint32_t row)
{
	uint32_t n;
	const uint32_t *v = rows_applicants(r, row, &n);

	json_key_open(j, "applicants", '[');
	for (uint32_t i = 0; i < n; i++)
		json_span(j, rows_applicant_name(r, v[i]));
	json_close(j, ']');
}

static tensen_status
write_line(buf *out, const scan *c, tensen_searcher *s, const query *a, const tensen_ideas_opts *o,
    tensen_error *err)
{
	ideas_result *r = ideas_result_new();
	triage t;
	json j;
	tensen_status st = r ? ideas_answer(r, &t, s, a, o, err) : tensen_fail_nomem(err);

	if (st == TENSEN_OK && r->base.nomem)
		st = tensen_fail_nomem(err);
	if (st == TENSEN_OK) {
		json_init(&j, out, 0);
		json_open(&j, '{');
		json_key_str(&j, "id", r->id);
		json_key_str(&j, "title", r->title);
		json_key_str(&j, "own_fields", r->own_fields[c->opts->lang]);
		write_owners(&j, &s->ix->store->rows, a->row);
		json_key_str(&j, "functions", r->functions);
		json_key_bool(&j, "title_only", r->title_only);
		write_ideas(&j, c, r);
		json_close(&j, '}');
		buf_char(out, '\n');
	}
	tensen_result_free(r ? &r->base : NULL);
	return st == TENSEN_OK && out->failed ? tensen_fail_nomem(err) : st;
}

tensen_status
scan_line(buf *out, const scan *c, tensen_searcher *s, uint32_t row, tensen_error *err)
{
	const tensen_query q = {.id = tensen_index_id(c->ix, row)};
	query a;
	tensen_status st = query_understand(&a, s, &q, err);

	return st < 0 ? st : write_line(out, c, s, &a, &c->ideas, err);
}
