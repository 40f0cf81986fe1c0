/* engine/ideas/candidates_answer.c - tensen_candidates(): the list a person triages. */
#include <string.h>
#include "engine/query/understand.h"
#include "engine/ideas/candidate_fill.h"
#include "engine/base/options.h"
#include "engine/query/term_overlap.h"
#include "engine/readings/readings.h"
#include "result/lists/search_result.h"
#include "util/fail.h"

#define CANDIDATES_DEFAULT 40

static tensen_status
answer(candidates_result *r, tensen_searcher *s, const tensen_query *q,
    const tensen_candidates_opts *o, tensen_error *err)
{
	tensen_candidates_opts with_n = *o;
	candidate_filler f;
	triage t;
	query a;
	tensen_status st;

	with_n.n = o->n ? o->n : CANDIDATES_DEFAULT;
	if ((st = query_understand(&a, s, q, err)) < 0 ||
	    (st = fill_query_words(&r->words, &r->base, s->ix->store, &a, err)) < 0)
		return st;
	r->id = result_copy(&r->base, a.doc.id);
	r->title = result_copy(&r->base, a.doc.title);
	if (a.n_terms == 0)
		return TENSEN_OK;
	if ((st = readings_join(&with_n.asking, s, &a, err)) < 0 ||
	    (st = triage_make(&t, s, &a, &with_n, err)) < 0)
		return st;
	if ((st = fill_key_words(&r->key_words, &r->n_key_words, &r->base, s, &a, err)) < 0)
		return st;
	r->query_fields = t.own.fields;
	r->fields_guessed = t.own.guessed;
	for (int l = 0; l < 2; l++)
		r->own_fields[l] =
		    field_list(&r->base, s->ix->fields, t.own.fields, (tensen_lang)l);
	r->title_only = query_title_only(&a);
	r->n_family = t.n_family;
	f = (candidate_filler){&r->base, s, &t, 1};
	if ((st = fill_candidates(&f, &r->list, with_n.n, err)) < 0)
		return st;
	return fill_aspects(&f, &r->list, err);
}

tensen_status
tensen_candidates(tensen_searcher *s, const tensen_query *q, const tensen_candidates_opts *opts,
    tensen_result **out, tensen_error *err)
{
	tensen_candidates_opts o;
	tensen_status st = candidates_options(&o, opts, err);
	candidates_result *r = st < 0 ? NULL : candidates_result_new();

	if (r)
		st = answer(r, s, q, &o, err);
	return engine_answer(r, st, s->ix, out, err);
}
