/* engine/ideas/ideas.c - tensen_ideas(): ask, probe, score, and tell the best. */
#include <stdlib.h>
#include "engine/options.h"
#include "engine/ideas/evidence.h"
#include "engine/query/filter.h"
#include "engine/ideas/ideas.h"
#include "engine/query/source.h"
#include "result/lists/search_result.h"
#include "util/fail.h"

#define IDEAS_DEFAULT 8
#define EVIDENCE_DEFAULT 3
#define FUNCTIONS_SHOWN 5

/* What the query does to what, its heaviest functions joined. */
static tensen_status
fill_functions(ideas_result *r, tensen_searcher *s, const asked *a, tensen_error *err)
{
	const vocab *v = &s->ix->store->vocab;
	shared_term *w = arena_alloc(&s->mem, (a->n_terms + (size_t)1) * sizeof *w);
	uint32_t n = 0;
	buf b = BUF_INIT;

	if (!w)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < a->n_terms; i++)
		if (v->kind[a->terms[i].term] == TERM_FUNCTION)
			w[n++] = (shared_term){a->terms[i].term,
			    vocab_idf(v, a->terms[i].term) *
				term_weighted(&a->terms[i], view_section_weights[VIEW_FUNCTION])};
	if (n)
		qsort(w, n, sizeof *w, shared_heavier);
	for (uint32_t i = 0; i < n && i < FUNCTIONS_SHOWN; i++) {
		if (i)
			buf_str(&b, "、");
		shown_write(&b, &s->ix->store->shown, v, w[i].term);
	}
	r->functions = result_text(&r->base, &b);
	return TENSEN_OK;
}

static tensen_status
fill_query(ideas_result *r, tensen_searcher *s, const asked *a, tensen_error *err)
{
	tensen_status st = fill_query_words(&r->words, &r->base, a, err);

	if (st < 0)
		return st;
	r->id = result_copy(&r->base, a->doc.id);
	r->title = result_copy(&r->base, a->doc.title);
	if ((st = asked_fields(&r->query_fields, s, a, err)) < 0)
		return st;
	r->fields_guessed = !a->mask && r->query_fields;
	for (int l = 0; l < 2; l++)
		r->own_fields[l] =
		    field_list(&r->base, s->ix->fields, r->query_fields, (tensen_lang)l);
	return fill_functions(r, s, a, err);
}

static void
copy_score(tensen_idea *out, const field_score *x)
{
	out->field = x->field;
	out->score = (float)x->score;
	out->fit = (float)x->fit;
	out->surprise = (float)x->surprise;
	out->need = (float)x->need;
	out->precedent = (float)x->precedent;
	out->whitespace = (float)x->whitespace;
	out->distance = (float)x->distance;
}

/* The best field that is not done, its need counted without documents told already:
 * where that lowers it, the fields are ranked again.  0 when all are done. */
static int
next_field(field_score *out, probe *p, const tensen_searcher *s, float boldness, uint64_t done,
    const told_rows *told)
{
	field_score scores[N_FIELDS];

	for (;;) {
		size_t n = score_fields(&p->signals, s->ix->weights, boldness, scores), i = 0;
		const need_doc *docs;
		uint32_t k = 0, kept;
		double need;
		while (i < n && (done & FIELD_BIT(scores[i].field)))
			i++;
		if (i == n)
			return 0;
		*out = scores[i];
		docs = p->needs.docs + (size_t)(out->field - 1) * NEED_MAX;
		kept = p->needs.n[out->field - 1];
		while (k < kept && is_told(told, &s->ix->store->rows, docs[k].row))
			k++;
		need = k < kept ? (double)docs[k].likeness : 0;
		if (p->signals.need[out->field] <= need)
			return 1;
		p->signals.need[out->field] = need;
	}
}

static tensen_status
fill_ideas(ideas_result *r, tensen_searcher *s, const asked *a, probe *p,
    const tensen_ideas_opts *o, const filter_set *allowed, tensen_error *err)
{
	size_t k = o->k ? o->k : IDEAS_DEFAULT;
	uint32_t want = o->evidence ? o->evidence : EVIDENCE_DEFAULT;
	tensen_idea *ideas = arena_calloc(&r->base.mem, N_FIELDS * sizeof *ideas);
	idea_detail *details = arena_calloc(&r->base.mem, N_FIELDS * sizeof *details);
	tensen_status st = ideas && details ? TENSEN_OK : tensen_fail_nomem(err);
	told_rows told = {.n = 0};
	statement_uses uses = {{{{0}}}};
	uint64_t done = 0;
	field_score x;

	r->ideas = ideas;
	r->details = details;
	while (
	    r->n_ideas < k && st == TENSEN_OK && next_field(&x, p, s, o->boldness, done, &told)) {
		evidence e;
		done |= FIELD_BIT(x.field);
		st = evidence_gather(&e, s, a, p, x.field, allowed, &told, want, err);
		if (st < 0 || e.n == 0)
			continue; /* a field without evidence is no idea */
		if (e.n_needs)
			told.rows[told.n++] = e.all[e.needs[0]].row;
		copy_score(&ideas[r->n_ideas], &x);
		st = evidence_fill(
		    &ideas[r->n_ideas], &details[r->n_ideas], r, s, a, &e, &uses, err);
		r->n_ideas++;
	}
	return st;
}

tensen_status
ideas_answer(ideas_result *r, probe *p, tensen_searcher *s, const asked *a,
    const tensen_ideas_opts *o, tensen_error *err)
{
	tensen_filter filter = o->filter;
	filter_set allowed;
	uint64_t without = a->row == ROW_NONE ? 0 : s->ix->store->rows.mask[a->row];
	tensen_status st = fill_query(r, s, a, err);

	memset(p, 0, sizeof *p);
	if (st < 0)
		return st;
	r->boldness = o->boldness;
	if (a->n_terms == 0)
		return TENSEN_OK;
	/* Asking for ideas is asking out of one's own fields. */
	if (filter.out_of_field == TENSEN_ANY_FIELD)
		filter.out_of_field = TENSEN_OUT_WIPO35;
	if ((st = filter_rows(&allowed, s, a, r->query_fields, &filter, err)) < 0 ||
	    (st = probe_query(p, s, a, r->query_fields, without, &allowed, err)) < 0)
		return st;
	return fill_ideas(r, s, a, p, o, &allowed, err);
}

tensen_status
tensen_ideas(tensen_searcher *s, const tensen_query *q, const tensen_ideas_opts *opts,
    tensen_result **out, tensen_error *err)
{
	tensen_ideas_opts o;
	ideas_result *r;
	asked a;
	probe p;
	tensen_status st = ideas_options(&o, opts, err);

	*out = NULL;
	if (st < 0)
		return st;
	if (!(r = ideas_result_new()))
		return tensen_fail_nomem(err);
	result_sign(&r->base, container_signature(&s->ix->store->file));
	st = asked_query(&a, s, q, err);
	if (st == TENSEN_OK)
		st = source_asked(r, &a, err);
	if (st == TENSEN_OK)
		st = ideas_answer(r, &p, s, &a, &o, err);
	return result_end(&r->base, st, out, err);
}

/* The rows of the ids, each once: a patent named twice is no more of it. */
static tensen_status
rows_of_ids(uint32_t *out, size_t *n, const tensen_index *ix, const char *const *ids, size_t n_ids,
    tensen_error *err)
{
	*n = 0;
	for (size_t i = 0; i < n_ids; i++) {
		size_t k = 0;
		tensen_status st = row_of_id(&out[*n], ix, ids[i], err);
		if (st < 0)
			return st;
		while (k < *n && out[k] != out[*n])
			k++;
		*n += k == *n;
	}
	return TENSEN_OK;
}

tensen_status
tensen_ideas_together(tensen_searcher *s, const char *const *ids, size_t n_ids,
    const tensen_ideas_opts *opts, tensen_result **out, tensen_error *err)
{
	tensen_ideas_opts o;
	ideas_result *r;
	uint32_t rows_asked[TENSEN_TOGETHER_MAX];
	size_t n = 0;
	asked a;
	probe p;
	tensen_status st;

	*out = NULL;
	if ((st = ideas_options(&o, opts, err)) < 0 ||
	    (st = options_limit("ids", n_ids, TENSEN_TOGETHER_MAX, err)) < 0)
		return st;
	if (!(r = ideas_result_new()))
		return tensen_fail_nomem(err);
	st = rows_of_ids(rows_asked, &n, s->ix, ids, n_ids, err);
	if (st == TENSEN_OK) {
		result_sign(&r->base, container_signature(&s->ix->store->file));
		st = asked_together(&a, s, rows_asked, n, err);
	}
	if (st == TENSEN_OK)
		st = source_documents(r, s, rows_asked, n, err);
	if (st == TENSEN_OK)
		st = ideas_answer(r, &p, s, &a, &o, err);
	return result_end(&r->base, st, out, err);
}
