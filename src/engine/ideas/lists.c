/* engine/ideas/lists.c - see lists.h. */
#include "engine/base/searcher.h"
#include "engine/ideas/lists.h"
#include "engine/query/embedded.h"
#include <float.h>
#include <stdio.h>
#include "engine/query/question.h"
#include "engine/query/rank.h"
#include "util/fail.h"
#include "util/threads/sort.h"
#include "util/strtab.h"

/* Documents taken from the list of one aspect: as many as the first tier of engine/query/rank.h
 * takes from the vectors and from the words. */
#define ASPECT_DEPTH 200

/* What the lists count.  A document counts WEIGHT / (NEAR + place) in each list that has it.  On
 * shared/judged, with a reader's statements, NEAR of 5 to 8 and .25 for the query's own sentences
 * find most (56/78 and 54/78 of the known good Japanese documents within 20/100, 32/52 and 34/52
 * English); plain turns find 54/78 and 26/52; with NEAR of 60, as for fusing searches for one
 * thing, 35/77 and 25/47. */
#define NEAR 8.0f
#define SENTENCE_WEIGHT 0.25f
/* What a table says of a class fits a patent by chance, and one common word of four brings anything:
 * a document is listed for it from this score on.  Of 69 Japanese documents from .2 on .34 were worth a
 * look, of 388 below .12; of US ones it made no difference (bench/ideas/read-24.md). */
#define STATEMENT_LEAST 0.2f

/* A document in one list, then in all. */
typedef struct counted {
	uint32_t row, aspect; /* the one in whose list it counts most */
	float sum, most;
} counted;

typedef struct making {
	tensen_searcher *s;
	const aspects *x;
	counted *counts; /* of all lists */
	listed *v;
	uint32_t n_counts, n;
} making;

/* What tables say of the query counts as its own sentences beside what a person or a model said. */
static float
weight_of(const making *make, const aspect *one_aspect)
{
	if (one_aspect->kind == TENSEN_ASPECT_ELSEWHERE)
		return aspect_was_given(&make->x->v[0]) ? SENTENCE_WEIGHT : 1;
	return aspect_was_given(one_aspect) || one_aspect->kind == TENSEN_ASPECT_WHOLE
		   ? 1
		   : SENTENCE_WEIGHT;
}

/* The least score with which a document stands in the list of an aspect. */
static float
least_of(const aspect *one_aspect)
{
	return one_aspect->kind == TENSEN_ASPECT_ELSEWHERE ? STATEMENT_LEAST : FLT_MIN;
}

/* The fields under which documents of these trades are stored. */
static uint64_t
fields_of_trades(const fields *names, span trades)
{
	uint64_t mask = 0;

	while (trades.n) {
		const span one = span_cut(&trades, ',');
		char subclass[5];
		snprintf(subclass, sizeof subclass, "%.*s", (int)one.n, one.p);
		mask |= fields_of_subclass(names, subclass);
	}
	return mask;
}

static tensen_status
ask_aspect(making *make, uint32_t number, const filter_set *filter, tensen_error *err)
{
	const aspect *x = &make->x->v[number];
	const float weight = weight_of(make, x), least = least_of(x);
	const int by_trade = x->kind == TENSEN_ASPECT_ELSEWHERE && x->trades.n;
	filter_set near = *filter;
	candidates c = {NULL, 0};
	uint32_t n = 0;
	tensen_status st;

	if (x->query.n_terms == 0 && !x->query.question &&
	    !embedded_may_ask(make->s, &x->query, TENSEN_FUSED))
		return TENSEN_OK;
	if (by_trade)
		near.stored = fields_of_trades(make->s->ix->fields, x->trades);
	st = rank_rows(&c, make->s, &x->query, &near, TENSEN_FUSED, ASPECT_DEPTH, err);
	for (uint32_t i = 0; st == TENSEN_OK && i < c.n && i < ASPECT_DEPTH; i++) {
		float count = weight / (NEAR + (float)n);
		if (c.v[i].hit.score < least)
			break;
		if (by_trade && !aspect_is_of_trade(x, &make->s->ix->store->rows, c.v[i].hit.row))
			continue;
		n++;
		make->counts[make->n_counts++] = (counted){c.v[i].hit.row, number, count, count};
	}
	return st;
}

static tensen_status
ask_all(making *make, const tensen_filter *filter, uint64_t own, tensen_error *err)
{
	tensen_filter far = *filter;
	filter_set all, outside;
	tensen_status st = filter_rows(&all, make->s, make->x->of, own, &far, err);

	if (far.out_of_field == TENSEN_ANY_FIELD)
		far.out_of_field = TENSEN_OUT_WIPO35;
	if (st == TENSEN_OK)
		st = filter_rows(&outside, make->s, make->x->of, own, &far, err);
	for (uint32_t i = 0; i < make->x->n && st == TENSEN_OK; i++)
		st = ask_aspect(make, i, aspect_is_outside(&make->x->v[i]) ? &outside : &all, err);
	return st;
}

/* One entry per row, the largest sum first.  The counts stand in the order of aspects. */
static tensen_status
lists_unite(making *make, tensen_error *err)
{
	arena *mem = &make->s->mem;
	uint32_t n = 0, *keys = arena_alloc(mem, (make->n_counts + (size_t)1) * sizeof *keys);
	counted *v;

	for (uint32_t i = 0; keys && i < make->n_counts; i++)
		keys[i] = make->counts[i].row;
	if (!keys || !(v = sort_by_keys(make->counts, sizeof *v, keys, make->n_counts, mem)))
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < make->n_counts; i++) {
		if (!n || v[n - 1].row != v[i].row) {
			v[n++] = v[i];
			continue;
		}
		v[n - 1].sum += v[i].sum;
		if (v[i].most > v[n - 1].most) {
			v[n - 1].most = v[i].most;
			v[n - 1].aspect = v[i].aspect;
		}
	}
	for (uint32_t i = 0; i < n; i++)
		keys[i] = sort_descending(v[i].sum);
	if (!(v = sort_by_keys(v, sizeof *v, keys, n, mem)))
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < n; i++)
		make->v[make->n++] = (listed){.row = v[i].row, .aspect = v[i].aspect};
	return TENSEN_OK;
}

static tensen_status
mark_family(making *make, const family *of, tensen_error *err)
{
	uint8_t *is = arena_calloc(&make->s->mem, make->n + (size_t)1);
	tensen_status st = is ? TENSEN_OK : tensen_fail_nomem(err);

	if (st == TENSEN_OK)
		st = family_mark(is, of, make->s, &make->v->row, sizeof *make->v, make->n, err);
	for (uint32_t i = 0; i < make->n && st == TENSEN_OK; i++)
		make->v[i].family = is[i];
	return st;
}

/* 1: no earlier document has nearly this title; one without a title of its own is always new. */
static int
is_new_title(strtab *seen, buf *key, const rows *rows_of, uint32_t row)
{
	uint32_t n = seen->n;

	buf_reset(key);
	if (!(rows_of->flags[row] & ROW_NAMED))
		title_key(key, rows_title(rows_of, row));
	return key->n == 0 || strtab_add(seen, (span){key->p, key->n}) == n;
}

static tensen_status
keep_once(listed_docs *out, const making *make, tensen_error *err)
{
	const rows *r = &make->s->ix->store->rows;
	strtab seen;
	buf key = BUF_INIT;

	strtab_init(&seen);
	for (uint32_t i = 0; i < make->n; i++) {
		const listed *d = &make->v[i];
		out->n_family += d->family;
		if ((d->family && !out->keep) || !is_new_title(&seen, &key, r, d->row))
			continue;
		out->v[out->n++] = *d;
	}
	strtab_clear(&seen);
	buf_clear(&key);
	return key.failed ? tensen_fail_nomem(err) : TENSEN_OK;
}

tensen_status
lists_make(listed_docs *out, tensen_searcher *searcher, const aspects *asked, const family *of,
    const tensen_filter *filter, uint64_t own, int keep, tensen_error *err)
{
	size_t room = asked->n * (size_t)ASPECT_DEPTH + 1;
	making m = {.s = searcher,
	    .x = asked,
	    .counts = arena_alloc(&searcher->mem, room * sizeof *m.counts),
	    .v = arena_alloc(&searcher->mem, room * sizeof *m.v)};
	tensen_status st;

	*out = (listed_docs){.v = m.v, .keep = keep};
	if (!m.counts || !m.v)
		return tensen_fail_nomem(err);
	if ((st = ask_all(&m, filter, own, err)) < 0)
		return st;
	if ((st = lists_unite(&m, err)) < 0 || (st = mark_family(&m, of, err)) < 0)
		return st;
	return keep_once(out, &m, err);
}

/* ---- what is said of the statements ---- */

tensen_status
lists_drop_silent(listed_docs *of, aspects *asked, tensen_searcher *searcher, tensen_error *err)
{
	uint32_t *now = arena_calloc(&searcher->mem, (asked->n + (size_t)1) * sizeof *now), n = 0;

	if (!now)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < of->n; i++)
		now[of->v[i].aspect] = 1;
	for (uint32_t i = 0; i < asked->n; i++) {
		const aspect *x = &asked->v[i];
		if (x->kind == TENSEN_ASPECT_ELSEWHERE && x->trades.n && !now[i])
			continue;
		asked->v[n] = *x;
		now[i] = n++;
	}
	asked->n = n;
	for (uint32_t i = 0; i < of->n; i++)
		of->v[i].aspect = now[of->v[i].aspect];
	return TENSEN_OK;
}
