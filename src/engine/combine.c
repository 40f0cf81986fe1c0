/* engine/combine.c - tensen_combine(): what could both do together?
 *
 * For every field that neither patent is in: the documents near to the problem
 * of either are weighed by the weaker of their two problem cosines.  A document that
 * complains of both troubles at once is a need that calls for both. */
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
#define POOL (2 * NEED_MAX)

/* What is kept of one side while the other is asked. */
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

typedef struct both {
	uint32_t row;
	float a, b, weaker;
} both;

typedef struct chance {
	unsigned field;
	both docs[POOL]; /* best first */
	uint32_t n;
} chance;

static uint32_t
pool_of(const side x[2], unsigned f, uint32_t *rows_out)
{
	uint32_t n = 0;

	for (int k = 0; k < 2; k++)
		for (uint32_t i = 0; i < x[k].n[f - 1]; i++) {
			uint32_t row = x[k].docs[(f - 1) * NEED_MAX + i].row, j = 0;
			while (j < n && rows_out[j] != row)
				j++;
			if (j == n)
				rows_out[n++] = row;
		}
	return n;
}

static int
both_order(const void *p, const void *q)
{
	const both *x = p, *y = q;

	if (x->weaker != y->weaker)
		return x->weaker > y->weaker ? -1 : 1;
	return (x->row > y->row) - (x->row < y->row);
}

static tensen_status
weigh(chance *c, tensen_searcher *s, const side x[2], unsigned f, const filter_set *allowed,
    tensen_error *err)
{
	const vecset *v = s->ix->store->views[VIEW_PROBLEM];
	uint32_t ids[POOL], n = pool_of(x, f, ids);
	float a[POOL], b[POOL];
	tensen_status st;

	c->field = f;
	c->n = 0;
	if ((st = vecset_score(v, s->vectors[VIEW_PROBLEM], x[0].problem, ids, n, a, err)) < 0 ||
	    (st = vecset_score(v, s->vectors[VIEW_PROBLEM], x[1].problem, ids, n, b, err)) < 0)
		return st;
	for (uint32_t i = 0; i < n; i++)
		if (filter_allows(allowed, &s->ix->store->rows, ids[i]) && a[i] > 0 && b[i] > 0)
			c->docs[c->n++] = (both){ids[i], a[i], b[i], a[i] < b[i] ? a[i] : b[i]};
	if (c->n)
		qsort(c->docs, c->n, sizeof *c->docs, both_order);
	return TENSEN_OK;
}

static int
chance_order(const void *p, const void *q)
{
	const chance *x = p, *y = q;
	float a = x->n ? x->docs[0].weaker : 0, b = y->n ? y->docs[0].weaker : 0;

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

/* Quoted by the sentence that says most of what either patent says, its words marked. */
static tensen_status
tell_need(teller t[2], tensen_evidence *out, const both *x, tensen_error *err)
{
	tensen_searcher *s = t->s;
	tensen_result *r = &t->r->base;
	const rows *rw = &s->ix->store->rows;
	term_sums all = {NULL, 0, 0};
	document d;
	reading read;
	tensen_status st = TENSEN_OK;

	for (int k = 0; k < 2 && st == TENSEN_OK; k++) {
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
	    .problem = x->weaker,
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

/* What joins the needs to the one patent, then what joins them to the other. */
static tensen_status
tell_both_bridges(teller t[2], tensen_idea *out, tensen_error *err)
{
	const char **words = arena_alloc(&t->r->base.mem, 2 * BRIDGES * sizeof *words);
	size_t n = 0;

	if (!words)
		return tensen_fail_nomem(err);
	for (int k = 0; k < 2; k++) {
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

static tensen_status
tell_chance(ideas_result *r, tensen_searcher *s, const asked queries[2], const chance *c,
    span const titles[2], uint32_t want, tensen_error *err)
{
	teller t[2] = {{.r = r, .s = s, .a = &queries[0]}, {.r = r, .s = s, .a = &queries[1]}};
	tensen_idea *out = (tensen_idea *)(uintptr_t)&r->ideas[r->n_ideas];
	idea_detail *d = (idea_detail *)(uintptr_t)&r->details[r->n_ideas];
	const field_info *info = fields_info(s->ix->fields, c->field);
	uint32_t n = c->n < want ? c->n : want;
	tensen_evidence *needs = arena_calloc(&r->base.mem, (n + (size_t)1) * sizeof *needs);
	uint32_t told[POOL];
	buf ja = BUF_INIT, en = BUF_INIT;
	tensen_status st = needs ? TENSEN_OK : tensen_fail_nomem(err);

	for (uint32_t i = 0; i < n && st == TENSEN_OK; i++) {
		told[i] = c->docs[i].row;
		st = tell_need(t, &needs[i], &c->docs[i], err);
	}
	if (st < 0)
		return st;
	for (int l = 0; l < 2; l++) {
		d->field_name[l] = result_copy(&r->base, info->name[l]);
		d->sector_name[l] = result_copy(&r->base, info->sector_name[l]);
		d->subclass_name[l] = d->products[l] = "";
	}
	buf_printf(&ja, "「%.*s」と「%.*s」を併せて、%.*sの「%s」が述べる課題に用いる。",
	    (int)titles[0].n, titles[0].p, (int)titles[1].n, titles[1].p, (int)info->name[0].n,
	    info->name[0].p, needs[0].title);
	buf_printf(&en,
	    "Use \"%.*s\" together with \"%.*s\" in %.*s, for what \"%s\" complains of.",
	    (int)titles[0].n, titles[0].p, (int)titles[1].n, titles[1].p, (int)info->name[1].n,
	    info->name[1].p, needs[0].title);
	*out = (tensen_idea){.field = c->field,
	    .subclass = "",
	    .statement_ja = result_text(&r->base, &ja),
	    .statement_en = result_text(&r->base, &en),
	    .score = c->docs[0].weaker,
	    .need = c->docs[0].weaker,
	    .needs = needs,
	    .n_needs = n};
	if ((st = tell_both_bridges(t, out, err)) < 0 ||
	    (st = tell_applicants(t, out, told, n, err)) < 0)
		return st;
	d->field_size = s->ix->map.size[c->field];
	r->n_ideas++;
	return TENSEN_OK;
}

static tensen_status
find_chances(chance *all, size_t *n, tensen_searcher *s, const side x[2], uint64_t own,
    const tensen_filter *filter, tensen_error *err)
{
	asked nobody = {.row = ROW_NONE};
	filter_set allowed;
	tensen_filter f = *filter;
	tensen_status st;

	if (f.out_of_field == TENSEN_ANY_FIELD)
		f.out_of_field = TENSEN_OUT_WIPO35;
	st = filter_rows(&allowed, s, &nobody, own, &f, err);
	for (unsigned k = 1; k <= N_FIELDS && st == TENSEN_OK; k++)
		if (!(own & FIELD_BIT(k)) &&
		    (st = weigh(&all[*n], s, x, k, &allowed, err)) == TENSEN_OK)
			*n += all[*n].n > 0;
	share_out(all, n, &s->ix->store->rows);
	return st;
}

static tensen_status
combine(ideas_result *r, tensen_searcher *s, const char *const ids[2], side x[2], chance *all,
    const tensen_ideas_opts *o, tensen_error *err)
{
	const rows *rw = &s->ix->store->rows;
	span titles[2];
	asked queries[2];
	size_t n = 0, k = o->k ? o->k : IDEAS_DEFAULT;
	uint64_t own = 0;
	uint32_t row[2];
	tensen_status st = TENSEN_OK;

	for (int i = 0; i < 2; i++) {
		if ((st = row_of_id(&row[i], s->ix, ids[i], err)) < 0)
			return st;
		titles[i] = rows_title(rw, row[i]);
		own |= rw->mask[row[i]];
	}
	for (int i = 0; i < 2 && st == TENSEN_OK; i++)
		st = ask_side(&x[i], s, ids[i], own, &o->filter, err);
	if (st == TENSEN_OK && !x[0].silent && !x[1].silent)
		st = find_chances(all, &n, s, x, own, &o->filter, err);
	for (int l = 0; l < 2; l++)
		r->own_fields[l] = field_list(&r->base, s->ix->fields, own, (tensen_lang)l);
	if (st == TENSEN_OK)
		st = source_documents(r, s, ids, 2, err);
	if (st < 0 || (st = asked_query(&queries[0], s, &(tensen_query){.id = ids[0]}, err)) < 0 ||
	    (st = asked_more(&queries[1], s, row[1], err)) < 0)
		return st;
	for (size_t i = 0; i < n && i < k && st == TENSEN_OK; i++)
		st = tell_chance(r, s, queries, &all[i], titles,
		    o->evidence ? o->evidence : EVIDENCE_DEFAULT, err);
	return st;
}

tensen_status
tensen_combine(tensen_searcher *s, const char *a, const char *b, const tensen_ideas_opts *opts,
    tensen_result **out, tensen_error *err)
{
	static const tensen_ideas_opts defaults = {.boldness = -1};
	const char *const ids[2] = {a, b};
	ideas_result *r = combine_result_new();
	chance *all = malloc(N_FIELDS * sizeof *all);
	side x[2];
	tensen_status st = r && all ? TENSEN_OK : tensen_fail_nomem(err);

	*out = NULL;
	memset(x, 0, sizeof x);
	if (st == TENSEN_OK) {
		buf title = BUF_INIT;
		buf_printf(&title, "%s + %s", a, b);
		r->id = result_text(&r->base, &title);
		r->title = r->functions = "";
		r->known = 1;
		result_sign(&r->base, container_signature(&s->ix->store->file));
		r->ideas = arena_calloc(&r->base.mem, N_FIELDS * sizeof *r->ideas);
		r->details = arena_calloc(&r->base.mem, N_FIELDS * sizeof *r->details);
		if (!r->ideas || !r->details)
			st = tensen_fail_nomem(err);
	}
	if (st == TENSEN_OK)
		st = combine(r, s, ids, x, all, opts ? opts : &defaults, err);
	side_clear(&x[0]);
	side_clear(&x[1]);
	free(all);
	return result_end(r ? &r->base : NULL, st, out, err);
}
