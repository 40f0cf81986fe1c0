/* engine/combine.c - tensen_combine(): what could patents do together?
 *
 * For every field that none of them is in: the documents near to the problem of any
 * are weighed by the weakest of their problem cosines.  A document that complains of
 * all the troubles at once is a need that calls for all. */
#include <math.h>
#include <stdlib.h>
#include "engine/evidence.h"
#include "engine/filter.h"
#include "engine/marks.h"
#include "engine/probe.h"
#include "engine/shared.h"
#include "engine/source.h"
#include "ideas/ideas_result.h"
#include "ideas/search_result.h"
#include "util/fail.h"

#define IDEAS_DEFAULT 8
#define EVIDENCE_DEFAULT 3
#define MOST TENSEN_COMBINE_MAX
#define POOL (MOST * NEED_MAX)

/* What is kept of one patent while the others are asked. */
typedef struct side {
	float *problem; /* [dims]; malloc'ed */
	int silent;     /* it states no problem */
	uint64_t mask;
	need_doc *docs; /* whose problem is like its own, as in needs; malloc'ed */
	uint32_t n[N_FIELDS];
} side;

static void
side_clear(side *x)
{
	free(x->problem);
	free(x->docs);
}

static tensen_status
ask_side(side *out, tensen_searcher *s, const char *id, uint64_t known, const tensen_filter *filter,
    tensen_error *err)
{
	uint32_t dims = s->ix->store->meta.dims;
	filter_set allowed;
	asked a;
	probe p;
	tensen_status st = asked_query(&a, s, &(tensen_query){.id = id}, err);

	if (st < 0 || (st = filter_rows(&allowed, s, &a, known, filter, err)) < 0 ||
	    (st = probe_query(&p, s, &a, known, a.mask, &allowed, err)) < 0)
		return st;
	out->problem = malloc(dims * sizeof *out->problem);
	out->mask = a.mask;
	out->silent = a.norm[VIEW_PROBLEM] <= 0;
	if (!out->problem)
		return tensen_fail_nomem(err);
	memcpy(out->problem, a.view[VIEW_PROBLEM], dims * sizeof *out->problem);
	out->docs = malloc(N_FIELDS * NEED_MAX * sizeof *out->docs);
	if (!out->docs)
		return tensen_fail_nomem(err);
	memcpy(out->docs, p.needs.docs, N_FIELDS * NEED_MAX * sizeof *out->docs);
	memcpy(out->n, p.needs.n, sizeof out->n);
	return TENSEN_OK;
}

typedef struct need_of_all {
	uint32_t row;
	float weakest;
} need_of_all;

/* What is asked about. */
typedef struct parts {
	const char *const *ids;
	size_t n;
	side side[MOST];
	asked asked[MOST];
	span titles[MOST];
	uint64_t own; /* fields of any */
} parts;

typedef struct chance {
	unsigned field;
	need_of_all docs[POOL]; /* best first */
	uint32_t n;
} chance;

static uint32_t
pool_of(const parts *p, unsigned f, uint32_t *rows_out)
{
	uint32_t n = 0;

	for (size_t k = 0; k < p->n; k++)
		for (uint32_t i = 0; i < p->side[k].n[f - 1]; i++) {
			uint32_t row = p->side[k].docs[(f - 1) * NEED_MAX + i].row, j = 0;
			while (j < n && rows_out[j] != row)
				j++;
			if (j == n)
				rows_out[n++] = row;
		}
	return n;
}

static int
need_order(const void *p, const void *q)
{
	const need_of_all *x = p, *y = q;

	if (x->weakest != y->weakest)
		return x->weakest > y->weakest ? -1 : 1;
	return (x->row > y->row) - (x->row < y->row);
}

static tensen_status
weigh(chance *c, tensen_searcher *s, const parts *p, unsigned f, const filter_set *allowed,
    tensen_error *err)
{
	const vecset *v = s->ix->store->views[VIEW_PROBLEM];
	uint32_t ids[POOL], n = pool_of(p, f, ids);
	float weakest[POOL], one[POOL] = {0};

	c->field = f;
	c->n = 0;
	for (uint32_t i = 0; i < n; i++)
		weakest[i] = INFINITY;
	for (size_t k = 0; k < p->n; k++) {
		tensen_status st =
		    vecset_score(v, s->vectors[VIEW_PROBLEM], p->side[k].problem, ids, n, one, err);
		if (st < 0)
			return st;
		for (uint32_t i = 0; i < n; i++)
			weakest[i] = one[i] < weakest[i] ? one[i] : weakest[i];
	}
	for (uint32_t i = 0; i < n; i++)
		if (filter_allows(allowed, &s->ix->store->rows, ids[i]) && weakest[i] > 0)
			c->docs[c->n++] = (need_of_all){ids[i], weakest[i]};
	if (c->n)
		qsort(c->docs, c->n, sizeof *c->docs, need_order);
	return TENSEN_OK;
}

static int
chance_order(const void *p, const void *q)
{
	const chance *x = p, *y = q;
	float a = x->n ? x->docs[0].weakest : 0, b = y->n ? y->docs[0].weakest : 0;

	if (a != b)
		return a > b ? -1 : 1;
	return (x->field > y->field) - (x->field < y->field);
}

/* A document makes one idea, not one in each of its fields: it goes to the field that has
 * it best, the others keep the rest of theirs.  Puts the chances in order. */
static void
share_out(chance *all, size_t *n, const rows *r)
{
	told_rows told = {.n = 0};

	for (size_t i = 0; i < *n; i++) {
		for (size_t k = i; k < *n; k++) {
			chance *c = &all[k];
			uint32_t skip = 0;
			while (skip < c->n && is_told(&told, r, c->docs[skip].row))
				skip++;
			c->n -= skip;
			memmove(c->docs, c->docs + skip, c->n * sizeof *c->docs);
		}
		qsort(all + i, *n - i, sizeof *all, chance_order);
		if (all[i].n == 0)
			*n = i;
		else
			told.rows[told.n++] = all[i].docs[0].row;
	}
}

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
tell_need(
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
	    .quote = result_copy(r, telling_sentence(s, problem_text(&read), all.v, all.n)),
	    .problem = x->weakest,
	    .date = rw->date[x->row],
	    .status = rw->status[x->row],
	    .open = (rw->flags[x->row] & ROW_OPEN) != 0};
	return marks_find(&out->marks, &out->n_marks, r, &s->ix->store->vocab, span_of(out->quote),
	    all.v, all.n, err);
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
tell_all_bridges(teller *t, size_t n_tellers, tensen_idea *out, tensen_error *err)
{
	const char **words = arena_alloc(&t->r->base.mem, n_tellers * BRIDGES * sizeof *words);
	size_t n = 0;

	if (!words)
		return tensen_fail_nomem(err);
	for (size_t k = 0; k < n_tellers; k++) {
		tensen_idea one = {.bridges = NULL};
		size_t own = 0;
		tensen_status st = tell_bridges(&t[k], &one, err);
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

static tensen_status
tell_chance(ideas_result *r, tensen_searcher *s, const parts *p, const chance *c, uint32_t want,
    tensen_error *err)
{
	teller t[MOST];
	tensen_idea *out = (tensen_idea *)(uintptr_t)&r->ideas[r->n_ideas];
	idea_detail *d = (idea_detail *)(uintptr_t)&r->details[r->n_ideas];
	const field_info *info = fields_info(s->ix->fields, c->field);
	uint32_t n = c->n < want ? c->n : want;
	tensen_evidence *needs = arena_calloc(&r->base.mem, (n + (size_t)1) * sizeof *needs);
	uint32_t told[POOL];
	tensen_status st = needs ? TENSEN_OK : tensen_fail_nomem(err);

	for (size_t k = 0; k < p->n; k++)
		t[k] = (teller){.r = r, .s = s, .a = &p->asked[k]};
	for (uint32_t i = 0; i < n && st == TENSEN_OK; i++) {
		told[i] = c->docs[i].row;
		st = tell_need(t, p->n, &needs[i], &c->docs[i], err);
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
	if ((st = tell_all_bridges(t, p->n, out, err)) < 0 ||
	    (st = tell_applicants(t, out, told, n, err)) < 0)
		return st;
	d->field_size = s->ix->map.size[c->field];
	r->n_ideas++;
	return TENSEN_OK;
}

static tensen_status
find_chances(chance *all, size_t *n, tensen_searcher *s, const parts *p,
    const tensen_filter *filter, tensen_error *err)
{
	asked nobody = {.row = ROW_NONE};
	filter_set allowed;
	tensen_filter f = *filter;
	tensen_status st;

	if (f.out_of_field == TENSEN_ANY_FIELD)
		f.out_of_field = TENSEN_OUT_WIPO35;
	st = filter_rows(&allowed, s, &nobody, p->own, &f, err);
	for (unsigned k = 1; k <= N_FIELDS && st == TENSEN_OK; k++)
		if (!(p->own & FIELD_BIT(k)) &&
		    (st = weigh(&all[*n], s, p, k, &allowed, err)) == TENSEN_OK)
			*n += all[*n].n > 0;
	share_out(all, n, &s->ix->store->rows);
	return st;
}

/* Each patent asked by itself, then all of them understood beside each other. */
static tensen_status
ask_all(parts *p, tensen_searcher *s, uint32_t row[MOST], const tensen_filter *filter,
    tensen_error *err)
{
	const rows *rw = &s->ix->store->rows;
	tensen_status st = TENSEN_OK;

	for (size_t i = 0; i < p->n; i++) {
		if ((st = row_of_id(&row[i], s->ix, p->ids[i], err)) < 0)
			return st;
		p->titles[i] = rows_title(rw, row[i]);
		p->own |= rw->mask[row[i]];
	}
	for (size_t i = 0; i < p->n && st == TENSEN_OK; i++)
		st = ask_side(&p->side[i], s, p->ids[i], p->own, filter, err);
	return st;
}

static tensen_status
combine(ideas_result *r, tensen_searcher *s, parts *p, chance *all, const tensen_ideas_opts *o,
    tensen_error *err)
{
	size_t n = 0, k = o->k ? o->k : IDEAS_DEFAULT;
	uint32_t row[MOST];
	int silent = 0;
	tensen_status st = ask_all(p, s, row, &o->filter, err);

	for (size_t i = 0; i < p->n; i++)
		silent |= p->side[i].silent;
	if (st == TENSEN_OK && !silent)
		st = find_chances(all, &n, s, p, &o->filter, err);
	for (int l = 0; l < 2; l++)
		r->own_fields[l] = field_list(&r->base, s->ix->fields, p->own, (tensen_lang)l);
	if (st == TENSEN_OK)
		st = source_documents(r, s, p->ids, p->n, err);
	if (st == TENSEN_OK)
		st = asked_query(&p->asked[0], s, &(tensen_query){.id = p->ids[0]}, err);
	for (size_t i = 1; i < p->n && st == TENSEN_OK; i++)
		st = asked_more(&p->asked[i], s, row[i], err);
	for (size_t i = 0; i < n && i < k && st == TENSEN_OK; i++)
		st = tell_chance(
		    r, s, p, &all[i], o->evidence ? o->evidence : EVIDENCE_DEFAULT, err);
	return st;
}

/* What the result says before there are ideas. */
static tensen_status
begin(ideas_result *r, const tensen_searcher *s, const parts *p, tensen_error *err)
{
	buf id = BUF_INIT;

	for (size_t i = 0; i < p->n; i++)
		buf_printf(&id, "%s%s", i ? " + " : "", p->ids[i]);
	r->id = result_text(&r->base, &id);
	r->title = r->functions = "";
	r->known = 1;
	result_sign(&r->base, container_signature(&s->ix->store->file));
	r->ideas = arena_calloc(&r->base.mem, N_FIELDS * sizeof *r->ideas);
	r->details = arena_calloc(&r->base.mem, N_FIELDS * sizeof *r->details);
	return r->ideas && r->details ? TENSEN_OK : tensen_fail_nomem(err);
}

tensen_status
tensen_combine(tensen_searcher *s, const char *const *ids, size_t n_ids,
    const tensen_ideas_opts *opts, tensen_result **out, tensen_error *err)
{
	static const tensen_ideas_opts defaults = {.boldness = -1};
	ideas_result *r;
	chance *all;
	parts *p;
	tensen_status st;

	*out = NULL;
	if (n_ids < 2 || n_ids > MOST)
		return tensen_fail(
		    err, TENSEN_E_ARG, "%zu documents to combine, expected 2 to %d", n_ids, MOST);
	r = combine_result_new();
	all = malloc(N_FIELDS * sizeof *all);
	p = calloc(1, sizeof *p);
	st = r && all && p ? TENSEN_OK : tensen_fail_nomem(err);
	if (p) {
		p->ids = ids;
		p->n = n_ids;
	}
	if (st == TENSEN_OK)
		st = begin(r, s, p, err);
	if (st == TENSEN_OK)
		st = combine(r, s, p, all, opts ? opts : &defaults, err);
	for (size_t i = 0; p && i < n_ids; i++)
		side_clear(&p->side[i]);
	free(p);
	free(all);
	return result_end(r ? &r->base : NULL, st, out, err);
}
