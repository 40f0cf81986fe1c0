/* engine/show/show.c - how the engine read a document, so that a person can see why
 * something was or was not found. */
#include <stdlib.h>
#include "engine/query/understand.h"
#include "engine/query/filter.h"
#include "engine/query/own.h"
#include "result/lists/search_result.h"
#include "result/lists/show_result.h"
#include "util/fail.h"
#include "util/threads/sort.h"

static void
add_joined(buf *b, const char *with, span s)
{
	if (b->n)
		buf_str(b, with);
	buf_span(b, s);
}

static const char *
joined_applicants(show_result *r, const document *d)
{
	buf b = BUF_INIT;

	for (uint32_t i = 0; i < d->applicants.n; i++)
		add_joined(&b, "、", d->applicants.v[i]);
	return result_text(&r->base, &b);
}

static const char *
joined_classes(show_result *r, const document *d)
{
	class_cursor at = {.of = d};
	buf b = BUF_INIT;
	span symbol;

	while (class_next(&at, &symbol))
		add_joined(&b, ", ", symbol);
	return result_text(&r->base, &b);
}

static void
fill_document(show_result *r, tensen_searcher *s, const query *a)
{
	const span texts[] = {a->doc.id, a->doc.title, a->doc.license_id, a->doc.license_terms,
	    a->doc.url, a->doc.products, a->doc.extra};
	const char **to[] = {
	    &r->id, &r->title, &r->license_id, &r->license_terms, &r->url, &r->products, &r->extra};

	for (size_t i = 0; i < sizeof to / sizeof *to; i++) {
		*to[i] = result_copy(&r->base, texts[i]);
	}
	r->applicants = joined_applicants(r, &a->doc);
	r->classes = joined_classes(r, &a->doc);
	r->date = a->doc.date;
	r->status = a->doc.status;
	r->open = a->doc.open;
	r->fields = a->mask;
	for (int l = 0; l < 2; l++)
		r->field_names[l] = field_list(&r->base, s->ix->fields, r->fields, (tensen_lang)l);
}

static tensen_status
fill_sections(show_result *r, const query *a, tensen_error *err)
{
	show_section *v = arena_alloc(&r->base.mem, (a->sections.n + (size_t)1) * sizeof *v);

	if (!v)
		return tensen_fail_nomem(err);
	for (size_t i = 0; i < a->sections.n; i++) {
		const section_piece *p = &a->sections.v[i];
		v[r->n_sections++] =
		    (show_section){p->what, p->cued, result_copy(&r->base, p->text)};
	}
	r->sections = v;
	return TENSEN_OK;
}

static int
heavier(const void *a, const void *b)
{
	const show_term *x = a, *y = b;
	int c = ORDER(y->weight, x->weight);

	return c ? c : strcmp(x->term, y->term);
}

static tensen_status
fill_terms(const show_term **out, uint32_t *n_out, show_result *r, tensen_searcher *s,
    const query *a, int functions, tensen_error *err)
{
	const vocab *v = &s->ix->store->vocab;
	uint32_t *col = arena_alloc(&s->mem, (a->n_terms + (size_t)1) * sizeof *col), n, k = 0;
	float *val = arena_alloc(&s->mem, (a->n_terms + (size_t)1) * sizeof *val);
	show_term *t = arena_alloc(&r->base.mem, (a->n_terms + (size_t)1) * sizeof *t);
	buf b = BUF_INIT;

	if (!col || !val || !t)
		return tensen_fail_nomem(err);
	n = functions ? function_row(v, a->terms, a->n_terms, col, val)
		      : view_row(v, VIEW_TOPIC, a->terms, a->n_terms, col, val);
	for (uint32_t i = 0, j = 0; i < n; i++) {
		const char *text;
		uint32_t count = 0;
		while (a->terms[j].term != col[i])
			j++;
		for (int x = 0; x < N_SECTIONS; x++)
			count += a->terms[j].in[x];
		buf_again(&b);
		shown_write(&b, &s->ix->store->shown, v, col[i]);
		text = result_copy(&r->base, (span){b.p ? b.p : "", b.n});
		t[k++] = (show_term){text, count, v->df[col[i]], val[i], v->kind[col[i]]};
	}
	r->base.nomem |= b.failed;
	buf_clear(&b);
	if (k)
		qsort(t, k, sizeof *t, heavier);
	*out = t;
	*n_out = k;
	return TENSEN_OK;
}

static tensen_status
show(show_result *r, tensen_searcher *s, const tensen_query *q, tensen_error *err)
{
	query a;
	uint64_t own;
	tensen_status st = query_understand(&a, s, q, err);

	if (st < 0 || (st = query_fields(&own, s, &a, err)) < 0)
		return st;
	r->fields_guessed = !a.mask && own;
	a.mask = own;
	fill_document(r, s, &a);
	r->unknown_terms = result_copies(&r->base, a.unknown_terms, a.n_unknown_terms);
	if (!r->unknown_terms)
		return tensen_fail_nomem(err);
	r->n_unknown_terms = a.n_unknown_terms;
	r->unknown = a.unknown;
	r->known_share = a.known_share;
	if ((st = fill_sections(r, &a, err)) < 0 ||
	    (st = fill_terms(&r->terms, &r->n_terms, r, s, &a, 0, err)) < 0)
		return st;
	return fill_terms(&r->functions, &r->n_functions, r, s, &a, 1, err);
}

tensen_status
tensen_show(tensen_searcher *s, const tensen_query *q, tensen_result **out, tensen_error *err)
{
	show_result *r = show_result_new();

	return engine_answer(r, r ? show(r, s, q, err) : TENSEN_OK, s->ix, out, err);
}
