/* engine/ideas/evidence_target.c - where exactly an idea lies, and how well its need is attested.
 */
#include "engine/ideas/evidence.h"
#include "util/fail.h"

#define SUBCLASSES 64 /* looked at in one field */
#define SUBCLASSES_SHOWN 3
#define SUPPORT_SHARE 0.5f /* of the best likeness of all fields: a near document */
#define YEARS 5            /* of `recent`, and of `earlier` */

typedef struct tally {
	const subclass_info *sub;
	float weight; /* sum of squared likeness: one that is near outweighs several that are not */
	uint32_t documents;
	int first; /* the first need is in it */
} tally;

typedef struct tallies {
	tally v[SUBCLASSES];
	uint32_t n;
	float total;
} tallies;

/* The subclass of a main group, if it lies in the field and says what it is about. */
static const subclass_info *
subclass_in(const tensen_index *ix, uint32_t group, unsigned field)
{
	class_symbol c;
	const subclass_info *x;

	if (!class_symbol_parse(&c, rows_group_name(&ix->store->rows, group)) ||
	    fields_of(ix->fields, &c) != field || !(x = fields_subclass(ix->fields, c.subclass)) ||
	    memcmp(x->symbol + 1, "99Z", 3) == 0)
		return NULL;
	return x;
}

static void
count_document(tallies *t, const tensen_index *ix, const need_doc *d, unsigned field, int first)
{
	const subclass_info *seen[SUBCLASSES];
	uint32_t n, n_seen = 0;
	const uint32_t *in = rows_groups(&ix->store->rows, d->row, &n);

	for (uint32_t i = 0; i < n; i++) {
		const subclass_info *x = subclass_in(ix, in[i], field);
		uint32_t k = 0;
		while (x && k < n_seen && seen[k] != x)
			k++;
		if (!x || k < n_seen || n_seen == SUBCLASSES)
			continue;
		seen[n_seen++] = x;
		for (k = 0; k < t->n && t->v[k].sub != x; k++)
			;
		if (k == t->n && t->n < SUBCLASSES)
			t->v[t->n++] = (tally){x, 0, 0, 0};
		if (k < t->n) {
			t->v[k].weight += d->likeness * d->likeness;
			t->v[k].documents++;
			t->v[k].first |= first;
		}
	}
	t->total += n_seen ? d->likeness * d->likeness : 0;
}

/* The tallies, heaviest first; those of the first need before all others, so that what is
 * said of the subclass is what the first need says. */
static void
order(tallies *t)
{
	for (uint32_t i = 1; i < t->n; i++) {
		tally x = t->v[i];
		uint32_t k = i;
		while (
		    k > 0 && (t->v[k - 1].first < x.first ||
				 (t->v[k - 1].first == x.first && t->v[k - 1].weight < x.weight))) {
			t->v[k] = t->v[k - 1];
			k--;
		}
		t->v[k] = x;
	}
}

static tensen_status
fill_subclasses(teller *t, idea_detail *d, const tallies *all, tensen_error *err)
{
	uint32_t n = all->n < SUBCLASSES_SHOWN ? all->n : SUBCLASSES_SHOWN;
	subclass_share *v = arena_calloc(&t->r->base.mem, (n + (size_t)1) * sizeof *v);

	if (!v)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < n; i++) {
		const tally *x = &all->v[i];
		v[i].symbol = result_copy(&t->r->base, span_of(x->sub->symbol));
		for (int l = 0; l < 2; l++)
			v[i].name[l] = result_copy(&t->r->base, x->sub->name[l]);
		v[i].share = all->total > 0 ? x->weight / all->total : 0;
		v[i].documents = x->documents;
	}
	d->subclasses = v;
	d->n_subclasses = n;
	return TENSEN_OK;
}

/* Distinct applicants of the near documents, counted. */
static uint32_t
count_applicants(const rows *r, const need_doc *near, uint32_t n, uint32_t *seen, uint32_t cap)
{
	uint32_t n_seen = 0;

	for (uint32_t i = 0; i < n; i++) {
		uint32_t count;
		const uint32_t *v = rows_applicants(r, near[i].row, &count);
		for (uint32_t j = 0; j < count; j++) {
			uint32_t k = 0;
			while (k < n_seen && seen[k] != v[j])
				k++;
			if (k == n_seen && n_seen < cap)
				seen[n_seen++] = v[j];
		}
	}
	return n_seen;
}

static void
fill_support(tensen_support *out, const rows *r, const evidence *e)
{
	uint32_t seen[8 * NEED_MAX], now = e->newest / 10000;

	for (uint32_t i = 0; i < e->n_near; i++) {
		uint32_t row = e->near[i].row, year = r->date[row] / 10000;
		if (e->near[i].likeness < SUPPORT_SHARE * e->best)
			break; /* best first */
		out->documents++;
		out->open += (r->flags[row] & ROW_OPEN) != 0;
		if (!year)
			continue;
		out->recent += year + YEARS > now;
		out->earlier += year + YEARS <= now && year + 2 * YEARS > now;
		if (!out->first_year || year < out->first_year)
			out->first_year = year;
		if (year > out->last_year)
			out->last_year = year;
	}
	out->applicants =
	    count_applicants(r, e->near, out->documents, seen, sizeof seen / sizeof *seen);
}

const subclass_info *
fill_target(teller *t, tensen_idea *out, idea_detail *d, const evidence *e, tensen_error *err)
{
	const tensen_index *ix = t->s->ix;
	const field_info *info = fields_info(ix->fields, out->field);
	const subclass_info *sub;
	uint32_t first = e->n_needs ? e->all[e->needs[0]].row : ROW_NONE;
	tallies all = {.n = 0};

	for (uint32_t i = 0; i < e->n_near; i++)
		count_document(&all, ix, &e->near[i], out->field, e->near[i].row == first);
	order(&all);
	sub = all.n ? all.v[0].sub : NULL;
	for (int l = 0; l < 2; l++) {
		d->field_name[l] = result_copy(&t->r->base, info->name[l]);
		d->sector_name[l] = result_copy(&t->r->base, info->sector_name[l]);
		d->subclass_name[l] = sub ? result_copy(&t->r->base, sub->name[l]) : "";
		d->products[l] = sub ? result_copy(&t->r->base, sub->products[l]) : "";
	}
	out->subclass = sub ? result_copy(&t->r->base, span_of(sub->symbol)) : "";
	d->field_size = ix->map.size[out->field];
	fill_support(&out->support, &ix->store->rows, e);
	if (fill_subclasses(t, d, &all, err) < 0)
		t->r->base.nomem = 1;
	return sub;
}
