/* engine/scan/scan_line.c - one patent of a scan. */
#include <stdlib.h>
#define XXH_INLINE_ALL
#include <xxhash.h>
#include "engine/ideas/ideas.h"
#include "engine/scan/scan.h"
#include "util/fail.h"
#include "util/sort.h"

#define NEAREST 50 /* documents that breadth looks at */

/* The candidates that have fields and share none with the query, by the cosine of their topic
 * vectors with that of the query. */
static uint32_t
candidates_elsewhere(hit *out, const triage *t, const rows *r)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < t->n; i++) {
		uint32_t row = t->v[i].pair->found->row;
		float near = t->v[i].pair->signal[SIGNAL_NEAR];
		if (near > 0 && r->mask[row] && !(r->mask[row] & t->own.fields))
			out[n++] = (hit){row, near};
	}
	if (n)
		qsort(out, n, sizeof *out, hit_compare);
	return n;
}

/* Breadth over the nearest candidates elsewhere.  Each weighs its nearness less that of the
 * first one left out: the last document counts almost nothing, so the value of NEAREST matters
 * little. */
static tensen_status
write_breadth(
    json *j, const scan *c, tensen_searcher *s, const triage *t, span id, tensen_error *err)
{
	hit *docs = arena_alloc(&s->mem, (t->n + (size_t)1) * sizeof *docs);
	breadth_item items[NEAREST];
	double rim;
	breadth b;
	uint32_t n;

	if (!docs)
		return tensen_fail_nomem(err);
	n = candidates_elsewhere(docs, t, &s->ix->store->rows);
	rim = n > NEAREST ? (double)docs[NEAREST].score : 0;
	n = n < NEAREST ? n : NEAREST;
	for (uint32_t i = 0; i < n; i++)
		items[i] = (breadth_item){
		    s->ix->store->rows.mask[docs[i].row], (double)docs[i].score - rim + 1e-6, 0};
	b = breadth_measure(
	    &c->breadths, items, n, XXH3_64bits_withSeed(id.p, id.n, c->opts->seed));
	json_key_open(j, "breadth", '{');
	json_key_num(j, "fields", b.fields, 2);
	json_key_num(j, "low", b.low, 2);
	json_key_num(j, "high", b.high, 2);
	json_key_int(j, "documents", b.documents);
	json_close(j, '}');
	return TENSEN_OK;
}

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
		st = write_breadth(&j, c, s, &t, span_of(r->id), err);
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
	const tensen_scan_opts *o = c->opts;
	const tensen_query q = {.id = tensen_index_id(c->ix, row)};
	tensen_ideas_opts ideas = c->ideas;
	query a;
	tensen_status st = TENSEN_OK;

	/* before the query is read: the caller may use the searcher for questions of its own */
	if (o->asking)
		st = o->asking(s, q.id, &ideas.asking, o->asking_payload, err);
	if (st == TENSEN_OK)
		st = query_understand(&a, s, &q, err);
	return st < 0 ? st : write_line(out, c, s, &a, &ideas, err);
}
