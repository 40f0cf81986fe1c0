/* engine/show/show.c - how the engine read a document, so that a person can see why
 * something was or was not found. */
#include <stdlib.h>
#include "engine/base/document_ref.h"
#include "engine/query/understand.h"
#include "engine/query/own.h"
#include "engine/query/question.h"
#include "result/lists/show_result.h"
#include "util/fail.h"
#include "util/threads/sort.h"

static void
add_joined(buf *out, const char *with, span text)
{
	if (out->n)
		buf_str(out, with);
	buf_span(out, text);
}

static const char *
joined_classes(show_result *result, const document *doc)
{
	class_cursor at = {.of = doc};
	buf b = BUF_INIT;
	span symbol;

	while (class_next(&at, &symbol))
		add_joined(&b, ", ", symbol);
	return result_text(&result->base, &b);
}

static const char *
other_numbers(show_result *result, const document *doc)
{
	buf b = BUF_INIT;

	for (uint32_t i = 0; i < doc->numbers.n; i++)
		if (!span_eq(doc->numbers.v[i], doc->id))
			add_joined(&b, "、", doc->numbers.v[i]);
	return result_text(&result->base, &b);
}

static void
fill_document(show_result *result, tensen_searcher *searcher, const query *q)
{
	tensen_result *base = &result->base;

	ref_of_document(&result->document, base, &q->doc);
	result->document.title = result_copy(base, query_title(q, searcher));
	result->document.fields = q->mask;
	field_lists(result->document.field_names, base, searcher->ix->fields, q->mask);
	result->products = result_copy(base, q->doc.products);
	result->extra = result_copy(base, q->doc.extra);
	result->classes = joined_classes(result, &q->doc);
	result->numbers = other_numbers(result, &q->doc);
}

static tensen_status
fill_sections(show_result *result, const query *q, tensen_error *err)
{
	show_section *v = arena_alloc(&result->base.mem, (q->sections.n + (size_t)1) * sizeof *v);

	if (!v)
		return tensen_fail_nomem(err);
	for (size_t i = 0; i < q->sections.n; i++) {
		const section_piece *p = &q->sections.v[i];
		v[result->n_sections++] =
		    (show_section){p->what, p->cued, result_copy(&result->base, p->text)};
	}
	result->sections = v;
	return TENSEN_OK;
}

COMPARE2(show_heavier, show_term, DOWN(weight), TEXT(term))

static tensen_status
fill_terms(const show_term **out, uint32_t *n_out, show_result *result, tensen_searcher *searcher,
    const query *q, int functions, tensen_error *err)
{
	const vocab *v = &searcher->ix->store->vocab;
	uint32_t *col = arena_alloc(&searcher->mem, (q->n_terms + (size_t)1) * sizeof *col), n,
		 k = 0;
	float *val = arena_alloc(&searcher->mem, (q->n_terms + (size_t)1) * sizeof *val);
	show_term *t = arena_alloc(&result->base.mem, (q->n_terms + (size_t)1) * sizeof *t);
	buf b = BUF_INIT;

	if (!col || !val || !t)
		return tensen_fail_nomem(err);
	n = functions ? function_row(v, q->terms, q->n_terms, col, val)
		      : view_row(v, VIEW_TOPIC, q->terms, q->n_terms, col, val);
	for (uint32_t i = 0, j = 0; i < n; i++) {
		const char *text;
		uint32_t count = 0;
		while (q->terms[j].term != col[i])
			j++;
		if (functions && !term_is_whole(vocab_term(v, col[i])))
			continue;
		for (int x = 0; x < N_SECTIONS; x++)
			count += q->terms[j].in[x];
		buf_again(&b);
		shown_write(&b, &searcher->ix->store->shown, v, col[i]);
		text = result_copy(&result->base, (span){b.p ? b.p : "", b.n});
		t[k++] = (show_term){text, count, v->df[col[i]], val[i], v->kind[col[i]]};
	}
	result->base.nomem |= b.failed;
	buf_clear(&b);
	if (k)
		qsort(t, k, sizeof *t, show_heavier);
	*out = t;
	*n_out = k;
	return TENSEN_OK;
}

/* A word that is asked by another one for the same thing is not told as unknown. */
static void
leave_out_asked(query *q)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < q->n_unknown_terms; i++)
		if (!question_has(q->question, q->unknown_terms[i]))
			q->unknown_terms[kept++] = q->unknown_terms[i];
	q->unknown -= q->n_unknown_terms - kept;
	q->n_unknown_terms = kept;
}

static tensen_status
show_fill(show_result *result, tensen_searcher *searcher, const tensen_query *q, tensen_error *err)
{
	query a;
	uint64_t own;
	int untranslated = searcher->untranslated;
	tensen_status st;

	/* A document of the index is shown in its own words: no dictionary of the other language is
	 * loaded for it. */
	if (q->id)
		searcher->untranslated = 1;
	st = query_understand(&a, searcher, q, err);
	searcher->untranslated = untranslated;
	if (st < 0 || (st = query_fields(&own, searcher, &a, err)) < 0)
		return st;
	result->fields_guessed = !a.mask && own;
	a.mask = own;
	fill_document(result, searcher, &a);
	leave_out_asked(&a);
	result->unknown_terms = result_copies(&result->base, a.unknown_terms, a.n_unknown_terms);
	if (!result->unknown_terms)
		return tensen_fail_nomem(err);
	result->n_unknown_terms = a.n_unknown_terms;
	result->unknown = a.unknown;
	result->known_share = a.known_share;
	if ((st = fill_sections(result, &a, err)) < 0 ||
	    (st = fill_terms(&result->terms, &result->n_terms, result, searcher, &a, 0, err)) < 0)
		return st;
	return fill_terms(&result->functions, &result->n_functions, result, searcher, &a, 1, err);
}

tensen_status
tensen_show(
    tensen_searcher *searcher, const tensen_query *q, tensen_result **out, tensen_error *err)
{
	show_result *r = result_new(&show_class);

	return engine_answer(
	    r, r ? show_fill(r, searcher, q, err) : TENSEN_OK, searcher->ix, out, err);
}
