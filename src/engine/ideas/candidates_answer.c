/* engine/ideas/candidates_answer.c - tensen_candidates(): the list a person triages. */
#include "engine/query/understand.h"
#include "engine/ideas/candidate_fill.h"
#include "engine/ideas/varied.h"
#include "engine/base/document_ref.h"
#include "engine/base/options.h"
#include "engine/query/term_overlap.h"
#include "engine/readings/readings.h"

#define CANDIDATES_DEFAULT 40

static tensen_status
candidates_answer_fill(ideas_result *result, tensen_searcher *searcher, const tensen_query *q,
    const tensen_candidates_opts *opts, tensen_error *err)
{
	tensen_candidates_opts with_n = *opts;
	candidate_filler f;
	triage t;
	query a;
	tensen_status st;

	with_n.n = opts->n ? opts->n : CANDIDATES_DEFAULT;
	if ((st = query_understand(&a, searcher, q, err)) < 0 ||
	    (st = fill_query_words(&result->words, &result->base, searcher->ix->store, &a, err)) <
		0)
		return st;
	result->id = result_copy(&result->base, a.doc.id);
	result->title = result_copy(&result->base, query_title(&a, searcher));
	if (a.n_terms == 0)
		return TENSEN_OK;
	if ((st = readings_join(&with_n.asking, searcher, &a, err)) < 0 ||
	    (st = triage_make(&t, searcher, &a, &with_n, err)) < 0 ||
	    (st = varied_triage(&t, searcher, with_n.n, err)) < 0)
		return st;
	if ((st = fill_key_words(
		 &result->key_words, &result->n_key_words, &result->base, searcher, &a, err)) < 0)
		return st;
	result->query_fields = t.own.fields;
	result->fields_guessed = t.own.guessed;
	field_lists(result->own_fields, &result->base, searcher->ix->fields, t.own.fields);
	result->title_only = query_title_only(&a, searcher);
	result->n_family = t.n_family;
	f = (candidate_filler){.base = &result->base, .s = searcher, .t = &t, .quote = 1};
	if ((st = fill_aspects(&f, &result->list, err)) < 0)
		return st;
	return fill_candidates(&f, &result->list, with_n.n, err);
}

tensen_status
tensen_candidates(tensen_searcher *searcher, const tensen_query *q,
    const tensen_candidates_opts *opts, tensen_result **out, tensen_error *err)
{
	tensen_candidates_opts o;
	tensen_status st = candidates_options(&o, opts, err);
	ideas_result *r = st < 0 ? NULL : result_new(&candidates_class);

	if (r)
		st = candidates_answer_fill(r, searcher, q, &o, err);
	return engine_answer(r, st, searcher->ix, out, err);
}
