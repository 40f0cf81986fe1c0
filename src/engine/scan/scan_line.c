/* engine/scan/scan_line.c - one patent of a scan. */
#include <stdlib.h>
#define XXH_INLINE_ALL
#include <xxhash.h>
#include "engine/ideas/ideas.h"
#include "engine/scan/scan.h"
#include "util/fail.h"

#define NEAREST 50 /* documents that breadth looks at */

typedef struct near_doc {
	uint32_t row;
	float cosine;
} near_doc;

static int
by_row(const void *a, const void *b)
{
	const near_doc *x = a, *y = b;

	if (x->row != y->row)
		return x->row < y->row ? -1 : 1;
	return (x->cosine < y->cosine) - (x->cosine > y->cosine);
}

static int
nearest_first(const void *a, const void *b)
{
	const near_doc *x = a, *y = b;

	if (x->cosine != y->cosine)
		return x->cosine > y->cosine ? -1 : 1;
	return (x->row > y->row) - (x->row < y->row);
}

/* Documents that the probe kept, each once with its best cosine, outside `known`. */
static uint32_t
kept_documents(near_doc *out, const probe *p, const rows *r)
{
	uint32_t n = 0, once = 0;

	for (int v = 0; v < N_VIEWS; v++)
		for (unsigned f = 0; p->hits[v] && f < N_FIELDS; f++)
			for (uint32_t i = 0; i < p->counts[v][f]; i++) {
				const vec_hit *h = &p->hits[v][f * PROBE_K + i];
				if (h->score > 0 && r->mask[h->row] &&
				    !(r->mask[h->row] & p->signals.known))
					out[n++] = (near_doc){h->row, h->score};
			}
	if (n)
		qsort(out, n, sizeof *out, by_row);
	for (uint32_t i = 0; i < n; i++)
		if (once == 0 || out[once - 1].row != out[i].row)
			out[once++] = out[i];
	if (once)
		qsort(out, once, sizeof *out, nearest_first);
	return once;
}

/* The nearest documents of other fields, by whichever view they are near in, each weighing
 * what it is nearer than the first one left out: a document on the rim counts nothing, so
 * that it does not matter where the rim is.  At most
 * PROBE_K of a field and view are known: a patent with all its neighbours in one field
 * comes out a little broader than it is. */
static tensen_status
write_breadth(
    json *j, const scan *c, tensen_searcher *s, const probe *p, span id, tensen_error *err)
{
	near_doc *docs = malloc(N_VIEWS * N_FIELDS * PROBE_K * sizeof *docs);
	breadth_item items[NEAREST];
	double rim;
	breadth b;
	uint32_t n;

	if (!docs)
		return tensen_fail_nomem(err);
	n = kept_documents(docs, p, &s->ix->store->rows);
	rim = n > NEAREST ? (double)docs[NEAREST].cosine : 0;
	n = n < NEAREST ? n : NEAREST;
	for (uint32_t i = 0; i < n; i++)
		items[i] = (breadth_item){
		    s->ix->store->rows.mask[docs[i].row], (double)docs[i].cosine - rim + 1e-6, 0};
	free(docs);
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

/* score_fields() keeps no place for a field: found again by its number. */
static const field_score *
score_of(const field_score *v, size_t n, unsigned field)
{
	for (size_t i = 0; i < n; i++)
		if (v[i].field == field)
			return &v[i];
	return NULL;
}

static void
write_ideas(json *j, const scan *c, const ideas_result *r, const probe *p)
{
	const signals *g = &p->signals;
	field_score scores[N_FIELDS];
	size_t n = score_fields(g, c->ix->weights, c->ideas.boldness, scores);

	json_key_open(j, "ideas", '[');
	for (size_t i = 0; i < r->n_ideas; i++) {
		const field_score *x = score_of(scores, n, r->ideas[i].field);
		double m[N_CAL];
		calibrated k;
		if (!x)
			continue;
		calibrate_measures(m, g, c->ix->weights, x);
		k = backdrop_place(c->backdrop, m);
		json_open(j, '{');
		ideas_json_keys(j, r, i, c->opts->lang);
		json_key_open(j, "corpus", '{');
		json_key_num(j, "score", k.score, 6);
		json_key_num(j, "percentile", k.percentile, 4);
		json_key_num(j, "fit", k.fit_percentile, 4);
		json_key_num(j, "surprise", k.surprise_percentile, 4);
		json_close(j, '}');
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
write_line(buf *out, const scan *c, tensen_searcher *s, const asked *a, tensen_error *err)
{
	ideas_result *r = ideas_result_new();
	probe p;
	json j;
	tensen_status st = r ? ideas_answer(r, &p, s, a, &c->ideas, err) : tensen_fail_nomem(err);

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
		st = write_breadth(&j, c, s, &p, span_of(r->id), err);
		write_ideas(&j, c, r, &p);
		json_close(&j, '}');
		buf_char(out, '\n');
	}
	tensen_result_free(r ? &r->base : NULL);
	return st == TENSEN_OK && out->failed ? tensen_fail_nomem(err) : st;
}

tensen_status
scan_line(buf *out, const scan *c, tensen_searcher *s, uint32_t row, tensen_error *err)
{
	const tensen_query q = {.id = c->ix->ids[row]};
	asked a;
	tensen_status st = asked_query(&a, s, &q, err);

	return st < 0 ? st : write_line(out, c, s, &a, err);
}

tensen_status
scan_measure(
    double out[N_FIELDS][N_CAL], uint32_t *n, tensen_searcher *s, uint32_t row, tensen_error *err)
{
	uint64_t own = s->ix->store->rows.mask[row];
	field_score scores[N_FIELDS];
	asked a;
	probe p;
	tensen_status st = asked_row(&a, s, row, err);

	*n = 0;
	if (st < 0 || a.n_terms == 0 || (st = probe_query(&p, s, &a, own, own, NULL, err)) < 0)
		return st;
	*n = (uint32_t)score_fields(&p.signals, s->ix->weights, -1, scores);
	for (uint32_t i = 0; i < *n; i++)
		calibrate_measures(out[i], &p.signals, s->ix->weights, &scores[i]);
	return TENSEN_OK;
}
