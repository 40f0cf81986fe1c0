/* engine/ideas/evidence.c - choosing needs, precedents and the refutation.
 *
 * need        near in problem, unlike in means: the same trouble, met otherwise
 * precedent   near in means or function, unlike in problem
 * refutation  near in both: the idea exists already; shown, never hidden */
#include "engine/ideas/evidence.h"
#include <stdlib.h>
#include "util/fail.h"

#define NOTHING (-9.0f) /* below every score: says nothing on this side */
#define OTHERWISE 0.5f  /* how much likeness on the other side counts against */
/* To be shown behind the first, a document needs this share of the first one's score ... */
#define NOT_FAR_BEHIND 0.5f
#define NEED_FLOOR 0.25f /* ... and a need this likeness, of the best of all fields */

static void
add_row(evidence *e, uint32_t row, float need, const rows *r, const filter_set *allowed)
{
	uint32_t k = 0;

	while (k < e->n && e->all[k].row != row)
		k++;
	if (k == e->n && filter_allows(allowed, r, row))
		e->all[e->n++] = (witness){.row = row, .need = need};
}

static tensen_status
score_views(evidence *e, tensen_searcher *s, const asked *a, tensen_error *err)
{
	uint32_t ids[WITNESSES_MAX];
	float scores[WITNESSES_MAX];
	tensen_status st = TENSEN_OK;

	for (uint32_t i = 0; i < e->n; i++)
		ids[i] = e->all[i].row;
	for (int v = 0; v < N_VIEWS && st == TENSEN_OK; v++) {
		if (a->norm[v] <= 0)
			continue;
		st = vecset_score(
		    s->ix->store->views[v], s->vectors[v], a->view[v], ids, e->n, scores, err);
		for (uint32_t i = 0; i < e->n; i++)
			e->all[i].cosine[v] = scores[i];
	}
	return st;
}

/* Of those from `first` on: the others were weighed when the needs were found. */
static tensen_status
score_needs(evidence *e, uint32_t first, tensen_searcher *s, const asked *a, const probe *p,
    unsigned field, tensen_error *err)
{
	uint32_t ids[WITNESSES_MAX] = {0}, n = e->n - first;
	float likeness[WITNESSES_MAX];
	tensen_status st;

	for (uint32_t i = 0; i < n; i++)
		ids[i] = e->all[first + i].row;
	st = needs_score(&p->needs, s, a, field, ids, n, likeness, err);
	for (uint32_t i = 0; i < n; i++)
		e->all[first + i].need = likeness[i];
	return st;
}

static float
means_of(const witness *w)
{
	float m = w->cosine[VIEW_MEANS], f = w->cosine[VIEW_FUNCTION];

	return m > f ? m : 0.5f * (m + f);
}

static float
need_score(const witness *w)
{
	float means = w->cosine[VIEW_MEANS] > 0 ? w->cosine[VIEW_MEANS] : 0;

	return w->need > 0 && !w->told ? w->need * (1 - OTHERWISE * means) : NOTHING;
}

static float
precedent_score(const witness *w)
{
	if (w->cosine[VIEW_MEANS] <= 0)
		return NOTHING;
	return means_of(w) - OTHERWISE * w->cosine[VIEW_PROBLEM];
}

static float
refutation_score(const witness *w)
{
	float m = w->cosine[VIEW_MEANS], p = w->cosine[VIEW_PROBLEM];

	if (m <= 0 || p <= 0)
		return NOTHING;
	return m < p ? m : p;
}

static int
is_taken(const uint32_t *taken, uint32_t n, uint32_t i)
{
	while (n-- > 0)
		if (taken[n] == i)
			return 1;
	return 0;
}

/* The places of the n best by `score`, ties by row; not those of `taken`. */
static uint32_t
best_of(const evidence *e, float (*score)(const witness *), uint32_t *out, uint32_t want,
    const uint32_t *taken, uint32_t n_taken)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < e->n; i++) {
		float x = score(&e->all[i]);
		uint32_t k;
		if (x <= NOTHING || is_taken(taken, n_taken, i))
			continue;
		k = n < want ? n++ : want;
		while (k > 0 && (score(&e->all[out[k - 1]]) < x ||
				    (score(&e->all[out[k - 1]]) == x &&
					e->all[out[k - 1]].row > e->all[i].row))) {
			if (k < want)
				out[k] = out[k - 1];
			k--;
		}
		if (k < want)
			out[k] = i;
	}
	return n;
}

int
is_told(const told_rows *t, const rows *r, uint32_t row)
{
	span title = rows_title(r, row);

	for (uint32_t i = 0; i < t->n; i++)
		if (t->rows[i] == row || (title.n && span_eq(rows_title(r, t->rows[i]), title)))
			return 1;
	return 0;
}

/* What every idea of a query is measured by. */
static void
look_over(evidence *e, const need_lists *d, const rows *r)
{
	for (unsigned f = 0; f < N_FIELDS; f++)
		for (uint32_t i = 0; i < d->n[f]; i++) {
			const need_doc *x = &d->docs[(size_t)f * NEED_MAX + i];
			e->best = x->likeness > e->best ? x->likeness : e->best;
			e->newest = r->date[x->row] > e->newest ? r->date[x->row] : e->newest;
		}
}

/* How many of the n best needs are worth showing: the first, and those not far behind it. */
static uint32_t
needs_worth(const evidence *e)
{
	uint32_t k = e->n_needs ? 1 : 0;

	while (
	    k < e->n_needs && e->all[e->needs[k]].need >= NEED_FLOOR * e->best &&
	    need_score(&e->all[e->needs[k]]) >= NOT_FAR_BEHIND * need_score(&e->all[e->needs[0]]))
		k++;
	return k;
}

/* Precedents whose means are nearer than the best of this field usually is to anything. */
static uint32_t
precedents_worth(const evidence *e, float usual)
{
	uint32_t k = 0;

	while (k < e->n_precedents && e->all[e->precedents[k]].cosine[VIEW_MEANS] > usual)
		k++;
	return k;
}

tensen_status
evidence_gather(evidence *out, tensen_searcher *s, const asked *a, const probe *p, unsigned field,
    const filter_set *allowed, const told_rows *told, uint32_t want, tensen_error *err)
{
	const rows *r = &s->ix->store->rows;
	uint32_t weighed;
	tensen_status st;

	memset(out, 0, sizeof *out);
	out->near = p->needs.docs + (size_t)(field - 1) * NEED_MAX;
	out->n_near = p->needs.n[field - 1];
	look_over(out, &p->needs, r);
	for (uint32_t i = 0; i < out->n_near; i++)
		add_row(out, out->near[i].row, out->near[i].likeness, r, allowed);
	weighed = out->n;
	for (int v = 0; v < N_VIEWS; v++)
		for (uint32_t i = 0; p->hits[v] && i < p->counts[v][field - 1]; i++)
			add_row(out, p->hits[v][(field - 1) * PROBE_K + i].row, 0, r, allowed);
	for (uint32_t i = 0; i < out->n; i++)
		out->all[i].told = is_told(told, r, out->all[i].row);
	if ((st = score_views(out, s, a, err)) < 0 ||
	    (st = score_needs(out, weighed, s, a, p, field, err)) < 0)
		return st;
	out->n_needs = best_of(out, need_score, out->needs, want, NULL, 0);
	out->n_needs = needs_worth(out);
	out->n_precedents =
	    best_of(out, precedent_score, out->precedents, want, out->needs, out->n_needs);
	out->n_precedents =
	    precedents_worth(out, s->ix->store->background[VIEW_MEANS * N_FIELDS + field - 1]);
	out->refutation = out->n;
	best_of(out, refutation_score, &out->refutation, out->n ? 1 : 0, NULL, 0);
	return TENSEN_OK;
}
