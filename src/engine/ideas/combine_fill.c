/* engine/ideas/combine_fill.c - what patents could do together, in words. */
#include "engine/ideas/combine.h"
#include "engine/query/marks.h"
#include "util/fail.h"

static span
problem_text(const reading *r)
{
	for (size_t i = 0; i < r->n; i++)
		if (r->v[i].what == SEC_PROBLEM)
			return r->v[i].text;
	return r->n ? r->v[r->n - 1].text : (span){"", 0};
}

/* Quoted by the sentence that says most of what any of the patents says, its words marked. */
static tensen_status
fill_need(
    teller *t, size_t n_tellers, tensen_evidence *out, const need_of_all *x, tensen_error *err)
{
	tensen_searcher *s = t->s;
	tensen_result *r = &t->r->base;
	const rows *rw = &s->ix->store->rows;
	term_sums all = {NULL, 0, 0};
	document d;
	reading read;
	tensen_status st = TENSEN_OK;

	for (size_t k = 0; k < n_tellers && st == TENSEN_OK; k++) {
		shared_term *v;
		uint32_t n;
		if ((st = shared_terms(s, t[k].a, x->row, VIEW_PROBLEM, &v, &n, err)) < 0 ||
		    (st = term_sums_add(&t[k].bridges, s, v, n, err)) < 0 ||
		    (st = term_sums_add(&all, s, v, n, err)) < 0)
			return st;
	}
	if ((st = stored_document(s, x->row, &d, err)) < 0 ||
	    (st = reading_of(&read, &d, s->ix->sectioner, &s->mem, err)) < 0)
		return st;
	*out = (tensen_evidence){.id = result_copy(r, rows_id(rw, x->row)),
	    .title = result_copy(r, rows_title(rw, x->row)),
	    .problem = x->weakest,
	    .date = rw->date[x->row],
	    .status = rw->status[x->row],
	    .open = (rw->flags[x->row] & ROW_OPEN) != 0};
	st = telling_sentence(&out->quote, r, s, problem_text(&read), all.v, all.n, err);
	return st < 0 ? st
		      : marks_find(&out->marks, &out->n_marks, r, &s->ix->store->vocab,
			    span_of(out->quote), all.v, all.n, err);
}

#define BRIDGES 3 /* of each patent */

static int
is_among(const char *const *v, size_t n, const char *word)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(v[i], word) == 0)
			return 1;
	return 0;
}

/* What joins the needs to the first patent, then what joins them to the next. */
static tensen_status
fill_all_bridges(teller *t, size_t n_tellers, tensen_idea *out, tensen_error *err)
{
	const char **words = arena_alloc(&t->r->base.mem, n_tellers * BRIDGES * sizeof *words);
	size_t n = 0;

	if (!words)
		return tensen_fail_nomem(err);
	for (size_t k = 0; k < n_tellers; k++) {
		tensen_idea one = {.bridges = NULL};
		size_t own = 0;
		tensen_status st = fill_bridges(&t[k], &one, err);
		if (st < 0)
			return st;
		for (size_t i = 0; i < one.n_bridges && own < BRIDGES; i++)
			if (!is_among(words, n, one.bridges[i])) {
				words[n++] = one.bridges[i];
				own++;
			}
	}
	out->bridges = words;
	out->n_bridges = n;
	return TENSEN_OK;
}

/* 「A」と「B」と「C」を併せて; "A" together with "B" and "C" in. */
static void
say_together(buf out[2], const parts *p)
{
	for (size_t k = 0; k < p->n; k++) {
		int n = (int)p->titles[k].n;
		buf_printf(&out[0], "%s「%.*s」", k ? "と" : "", n, p->titles[k].p);
		buf_printf(&out[1], "%s\"%.*s\"",
		    k == 0         ? "Use "
		    : k == 1       ? " together with "
		    : k + 1 < p->n ? ", "
				   : " and ",
		    n, p->titles[k].p);
	}
}

static void
say_statement(
    ideas_result *r, tensen_idea *out, const parts *p, const field_info *info, const char *need)
{
	buf said[2] = {BUF_INIT, BUF_INIT};

	say_together(said, p);
	buf_printf(&said[0], "を併せて、%.*sの「%s」が述べる課題に用いる。", (int)info->name[0].n,
	    info->name[0].p, need);
	buf_printf(&said[1], " in %.*s, for what \"%s\" complains of.", (int)info->name[1].n,
	    info->name[1].p, need);
	out->statement_ja = result_text(&r->base, &said[0]);
	out->statement_en = result_text(&r->base, &said[1]);
}

tensen_status
fill_chance(ideas_result *r, tensen_searcher *s, const parts *p, const chance *c, uint32_t want,
    tensen_error *err)
{
	teller t[TENSEN_COMBINE_MAX];
	tensen_idea *out = (tensen_idea *)(uintptr_t)&r->ideas[r->n_ideas];
	idea_detail *d = (idea_detail *)(uintptr_t)&r->details[r->n_ideas];
	const field_info *info = fields_info(s->ix->fields, c->field);
	uint32_t n = c->n < want ? c->n : want;
	tensen_evidence *needs = arena_calloc(&r->base.mem, (n + (size_t)1) * sizeof *needs);
	uint32_t told[COMBINE_POOL];
	tensen_status st = needs ? TENSEN_OK : tensen_fail_nomem(err);

	for (size_t k = 0; k < p->n; k++)
		t[k] = (teller){.r = r, .s = s, .a = &p->asked[k]};
	for (uint32_t i = 0; i < n && st == TENSEN_OK; i++) {
		told[i] = c->docs[i].row;
		st = fill_need(t, p->n, &needs[i], &c->docs[i], err);
	}
	if (st < 0)
		return st;
	for (int l = 0; l < 2; l++) {
		d->field_name[l] = result_copy(&r->base, info->name[l]);
		d->sector_name[l] = result_copy(&r->base, info->sector_name[l]);
		d->subclass_name[l] = d->products[l] = "";
	}
	*out = (tensen_idea){.field = c->field,
	    .subclass = "",
	    .score = c->docs[0].weakest,
	    .need = c->docs[0].weakest,
	    .needs = needs,
	    .n_needs = n};
	say_statement(r, out, p, info, needs[0].title);
	if ((st = fill_all_bridges(t, p->n, out, err)) < 0 ||
	    (st = fill_applicants(t, out, told, n, err)) < 0)
		return st;
	d->field_size = s->ix->map.size[c->field];
	r->n_ideas++;
	return TENSEN_OK;
}
