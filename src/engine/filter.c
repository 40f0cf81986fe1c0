/* engine/filter.c - see filter.h. */
#include "engine/filter.h"
#include <stdlib.h>
#include "util/fail.h"

typedef struct condition {
	const tensen_filter *f;
	const uint8_t *applicant_ok; /* by applicant number, NULL: any */
	const uint8_t *class_taken; /* by subclass number: shared with the query; NULL: no matter */
	uint32_t self;
} condition;

/* Lower-case, width-folded form of a name, for comparing parts of names. */
static tensen_status
folded(buf *out, span s, tensen_error *err)
{
	normalized n = NORMALIZED_INIT;
	tensen_status st = text_normalize(&n, s, err);

	buf_reset(out);
	buf_add(out, n.text.p, n.text.n);
	normalized_clear(&n);
	return st < 0 ? st : out->failed ? tensen_fail_nomem(err) : TENSEN_OK;
}

static tensen_status
match_applicants(condition *c, tensen_searcher *s, tensen_error *err)
{
	const rows *r = &s->ix->store->rows;
	uint8_t *ok = arena_calloc(&s->mem, r->n_applicants + (size_t)1);
	buf want = BUF_INIT, name = BUF_INIT;
	tensen_status st =
	    ok ? folded(&want, span_of(c->f->applicant), err) : tensen_fail_nomem(err);

	for (uint32_t i = 0; i < r->n_applicants && st == TENSEN_OK; i++) {
		st = folded(&name, rows_applicant_name(r, i), err);
		ok[i] = st == TENSEN_OK &&
			span_find((span){name.p, name.n}, (span){want.p, want.n}, 0) != (size_t)-1;
	}
	buf_clear(&want);
	buf_clear(&name);
	c->applicant_ok = ok;
	return st;
}

/* Mark the subclasses that share `letters` letters with one of the query's. */
static tensen_status
match_classes(condition *c, tensen_searcher *s, const asked *a, size_t letters, tensen_error *err)
{
	const rows *r = &s->ix->store->rows;
	const span_list *lists[] = {&a->doc.ipc, &a->doc.fi, &a->doc.cpc};
	uint8_t *taken = arena_calloc(&s->mem, r->n_groups + (size_t)1);

	if (!taken)
		return tensen_fail_nomem(err);
	for (size_t l = 0; l < 3; l++)
		for (uint32_t i = 0; i < lists[l]->n; i++) {
			class_symbol sym;
			if (!class_symbol_parse(&sym, lists[l]->v[i]))
				continue;
			for (uint32_t k = 0; k < r->n_groups; k++)
				taken[k] |= span_starts(
				    rows_group_name(r, k), (span){sym.subclass, letters});
		}
	c->class_taken = taken;
	return TENSEN_OK;
}

static int
any_marked(const uint8_t *mark, const uint32_t *v, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		if (mark[v[i]])
			return 1;
	return 0;
}

static int
passes(const condition *c, const rows *r, uint32_t row)
{
	const tensen_filter *f = c->f;
	const uint32_t *v;
	uint32_t n;

	if (row == c->self || (f->open && !(r->flags[row] & ROW_OPEN)) ||
	    (f->alive && r->status[row] != DOC_ALIVE) || (f->field && !(r->mask[row] & f->field)) ||
	    (r->mask[row] & f->not_field) || (f->since && r->date[row] < f->since) ||
	    (f->until && (r->date[row] == 0 || r->date[row] > f->until)))
		return 0;
	v = rows_applicants(r, row, &n);
	if (c->applicant_ok && !any_marked(c->applicant_ok, v, n))
		return 0;
	v = rows_groups(r, row, &n);
	return !c->class_taken || !any_marked(c->class_taken, v, n);
}

static void
count(filter_set *out, const rows *r, uint32_t row)
{
	uint64_t m = r->mask[row];

	out->total++;
	if (!m)
		out->per_field[0]++;
	for (; m; m &= m - 1)
		out->per_field[__builtin_ctzll(m) + 1]++;
}

tensen_status
filter_rows(filter_set *out, tensen_searcher *s, const asked *a, uint64_t own,
    const tensen_filter *f, tensen_error *err)
{
	const rows *r = &s->ix->store->rows;
	condition c = {f, NULL, NULL, a->row};
	size_t letters = f->out_of_field == TENSEN_OUT_IPC3   ? 3
			 : f->out_of_field == TENSEN_OUT_IPC4 ? 4
							      : 0;
	tensen_status st = TENSEN_OK;

	memset(out, 0, sizeof *out);
	if (f->applicant && (st = match_applicants(&c, s, err)) < 0)
		return st;
	if (letters && (st = match_classes(&c, s, a, letters, err)) < 0)
		return st;
	out->skip = f->out_of_field == TENSEN_OUT_WIPO35 ? own : 0;
	out->allow = arena_calloc(&s->mem, (r->n / 64 + (size_t)1) * sizeof *out->allow);
	if (!out->allow)
		return tensen_fail_nomem(err);
	for (uint32_t row = 0; row < r->n; row++)
		if (passes(&c, r, row)) {
			out->allow[row / 64] |= (uint64_t)1 << (row % 64);
			if (!(r->mask[row] & out->skip))
				count(out, r, row);
		}
	return TENSEN_OK;
}

#define GUESS_NEIGHBOURS 20

uint64_t
guess_fields(tensen_searcher *s, const asked *a, tensen_error *err)
{
	const rows *r = &s->ix->store->rows;
	vecset_query q = {
	    .q = a->view[VIEW_TOPIC], .k = GUESS_NEIGHBOURS, .exact = r->n < EXACT_BELOW};
	vec_hit hits[GUESS_NEIGHBOURS];
	float votes[N_FIELDS + 1] = {0};
	uint32_t n = 0;
	unsigned best = 0;

	if (a->norm[VIEW_TOPIC] <= 0 || vecset_search(s->ix->store->views[VIEW_TOPIC],
					    s->vectors[VIEW_TOPIC], &q, hits, &n, err) < 0)
		return 0;
	for (uint32_t i = 0; i < n; i++)
		for (uint64_t m = r->mask[hits[i].row]; m && hits[i].score > 0; m &= m - 1)
			votes[__builtin_ctzll(m) + 1] += hits[i].score * hits[i].score;
	for (unsigned f = 1; f <= N_FIELDS; f++)
		if (votes[f] > votes[best])
			best = f;
	return best ? FIELD_BIT(best) : 0;
}
