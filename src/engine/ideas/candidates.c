/* engine/ideas/candidates.c - see candidates.h. */
#include "engine/ideas/candidates.h"
#include <stdlib.h>
#include "engine/ideas/area.h"
#include "engine/query/rank.h"
#include "util/fail.h"
#include "util/sort.h"
#include "util/strtab.h"

/* Documents taken from the list of one aspect: as many as the first tier of engine/query/rank.h
 * takes from the vectors and from the words.  With more, half of the aspects needed the second
 * tier, which is eight times as deep, and no figure on graded pairs changed. */
#define ASPECT_DEPTH 200
#define SCENE_DEPTH 50 /* a scene is guessed from the class, so only its best documents count */

typedef struct meetings {
	meeting *v;
	uint32_t n;
} meetings;

/* Of one row: the best first, of equal ones the lower aspect. */
static int
meeting_compare(const void *a, const void *b)
{
	const meeting *x = a, *y = b;
	int c = ORDER(x->key, y->key);

	return c ? c : ORDER(x->aspect, y->aspect);
}

static int
key_order(const void *a, const void *b)
{
	const met_document *x = a, *y = b;
	int c = ORDER(x->key, y->key);

	return c ? c : ORDER(x->row, y->row);
}

static int
row_order(const void *a, const void *b)
{
	return ORDER(((const met_document *)a)->row, ((const met_document *)b)->row);
}

/* The filters of aspects, made once. */
typedef struct scopes {
	filter_set all, outside, areas;
	int has_areas;
} scopes;

static tensen_status
make_scopes(scopes *out, tensen_searcher *s, const query *a, const aspects *x,
    const tensen_filter *filter, uint64_t own, tensen_error *err)
{
	const rows *r = &s->ix->store->rows;
	tensen_filter f = *filter;
	tensen_status st = filter_rows(&out->all, s, a, own, &f, err);

	if (f.out_of_field == TENSEN_ANY_FIELD)
		f.out_of_field = TENSEN_OUT_IPC4;
	if (st == TENSEN_OK)
		st = filter_rows(&out->outside, s, a, own, &f, err);
	out->areas = out->outside;
	out->has_areas = x->areas.n > 0;
	if (st == TENSEN_OK && out->has_areas)
		st = area_rows(&out->areas.allow, s, &x->areas, err);
	for (uint32_t i = 0; st == TENSEN_OK && out->has_areas && i < r->n / 64 + 1; i++)
		if (out->outside.allow)
			out->areas.allow[i] &= out->outside.allow[i];
	if (st == TENSEN_OK && out->has_areas && a->row != ROW_NONE)
		out->areas.allow[a->row / 64] &= ~((uint64_t)1 << (a->row % 64));
	return st;
}

static uint32_t
depth_of(const aspect *x, uint32_t depth)
{
	return x->kind == TENSEN_ASPECT_SCENE && depth > SCENE_DEPTH ? SCENE_DEPTH : depth;
}

/* The greatest number of meetings that the aspects can bring. */
static size_t
room_for(const aspects *x, uint32_t depth)
{
	size_t n = 0;

	for (uint32_t i = 0; i < x->n; i++)
		n += depth_of(&x->v[i], depth);
	return n;
}

static tensen_status
ask_aspect(meetings *to, tensen_searcher *s, const aspects *all, uint32_t i,
    const filter_set *allowed, uint32_t depth, tensen_error *err)
{
	const aspect *x = &all->v[i];
	candidates c;
	tensen_status st;

	if (x->query.n_terms == 0)
		return TENSEN_OK;
	depth = depth_of(x, depth);
	if (x->search == SEARCH_WORDS)
		st = rank_words(&c, s, &x->query, allowed, depth, err);
	else
		st = rank_rows(&c, s, &x->query, allowed,
		    x->search == SEARCH_PLAIN ? TENSEN_LEXICAL_BM25 : TENSEN_FUSED, depth, err);
	for (uint32_t k = 0; st == TENSEN_OK && k < c.n && k < depth; k++) {
		if (c.v[k].hit.score <= 0)
			break;
		to->v[to->n++] =
		    (meeting){c.v[k].hit.row, i, k, (float)(k + 1) / x->weight, c.v[k].dense};
	}
	return st;
}

/* Put the meetings of a row next to each other, rows ascending.  Numbers that hold row and place
 * are sorted instead of the meetings, which are larger. */
static tensen_status
sort_by_row(meetings *f, arena *mem, tensen_error *err)
{
	uint64_t *order = arena_alloc(mem, (f->n + (size_t)1) * sizeof *order);
	meeting *sorted = arena_alloc(mem, (f->n + (size_t)1) * sizeof *sorted);

	if (!order || !sorted)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < f->n; i++)
		order[i] = (uint64_t)f->v[i].row << 32 | i;
	if (f->n)
		qsort(order, f->n, sizeof *order, sort_u64);
	for (uint32_t i = 0; i < f->n; i++)
		sorted[i] = f->v[(uint32_t)order[i]];
	f->v = sorted;
	return TENSEN_OK;
}

static uint32_t
end_of_row(const meetings *f, uint32_t from)
{
	uint32_t to = from;

	while (to < f->n && f->v[to].row == f->v[from].row)
		to++;
	return to;
}

static void
meet(met_document *d, const meeting *f, const aspect *x)
{
	if (x->kind == TENSEN_ASPECT_SCENE)
		d->scene = fminf(d->scene, (float)f->place);
	else if (x->search == SEARCH_PLAIN)
		d->plain = (float)f->place;
	else
		d->place = fminf(d->place, f->key);
	if (d->n_met < MEETINGS_MAX)
		d->met[d->n_met++] = *f;
}

/* The meetings of one row become one document, the best one first. */
static tensen_status
unite(met_documents *out, meetings *f, const aspects *x, arena *mem, tensen_error *err)
{
	uint32_t n = 0;
	tensen_status st = sort_by_row(f, mem, err);

	for (uint32_t i = 0; st == TENSEN_OK && i < f->n; i = end_of_row(f, i))
		n++;
	out->v = arena_alloc(mem, (n + (size_t)1) * sizeof *out->v);
	out->n = 0;
	if (st < 0 || !out->v)
		return st < 0 ? st : tensen_fail_nomem(err);
	for (uint32_t i = 0, to; i < f->n; i = to) {
		met_document *d = &out->v[out->n++];
		to = end_of_row(f, i);
		qsort(f->v + i, to - i, sizeof *f->v, meeting_compare);
		*d = met_document_of(f->v[i].row, f->v[i].key, INFINITY);
		for (uint32_t k = i; k < to; k++)
			meet(d, &f->v[k], &x->v[f->v[k].aspect]);
	}
	if (out->n)
		qsort(out->v, out->n, sizeof *out->v, key_order);
	return TENSEN_OK;
}

/* Remember a title in its fields.  *is_new: 1 if no earlier document of the same fields has it; a
 * document without a title is always new. */
static tensen_status
see_title(int *is_new, strtab *seen, buf *key, span title, uint64_t mask, tensen_error *err)
{
	uint32_t n = seen->n, at;

	*is_new = 1;
	if (!title.n)
		return TENSEN_OK;
	buf_reset(key);
	buf_add(key, &mask, sizeof mask);
	buf_span(key, title);
	at = key->failed ? STRTAB_NONE : strtab_add(seen, (span){key->p, key->n});
	*is_new = at == n;
	return at == STRTAB_NONE ? tensen_fail_nomem(err) : TENSEN_OK;
}

/* Keep the first document of each title; divisions and republications repeat a text. */
static tensen_status
keep_titles_once(met_documents *d, const rows *r, uint32_t want, tensen_error *err)
{
	strtab seen;
	buf key = BUF_INIT;
	uint32_t n = 0;
	tensen_status st = TENSEN_OK;

	strtab_init(&seen);
	for (uint32_t i = 0; i < d->n && n < want && st == TENSEN_OK; i++) {
		uint32_t row = d->v[i].row;
		int is_new;
		st = see_title(&is_new, &seen, &key, rows_title(r, row), r->mask[row], err);
		if (is_new)
			d->v[n++] = d->v[i];
	}
	d->n = n;
	strtab_clear(&seen);
	buf_clear(&key);
	return st;
}

tensen_status
candidates_find(met_documents *out, tensen_searcher *s, const query *a, const aspects *x,
    const tensen_filter *filter, uint64_t own, uint32_t want, tensen_error *err)
{
	uint32_t n_rows = s->ix->store->rows.n;
	uint32_t most = want < ASPECT_DEPTH ? want : ASPECT_DEPTH;
	uint32_t depth = most < n_rows ? most : n_rows;
	meetings f = {NULL, 0};
	scopes c;
	tensen_status st = make_scopes(&c, s, a, x, filter, own, err);

	*out = (met_documents){NULL, 0};
	if (st < 0)
		return st;
	if (!(f.v = arena_alloc(&s->mem, (room_for(x, depth) + 1) * sizeof *f.v)))
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < x->n && st == TENSEN_OK; i++)
		st = ask_aspect(&f, s, x, i,
		    x->v[i].areas     ? &c.areas
		    : x->v[i].outside ? &c.outside
				      : &c.all,
		    depth, err);
	if (st < 0 || (st = unite(out, &f, x, &s->mem, err)) < 0)
		return st;
	st = keep_titles_once(out, &s->ix->store->rows, want, err);
	if (out->n)
		qsort(out->v, out->n, sizeof *out->v, row_order);
	return st;
}
