/* engine/query/variety.c - see variety.h. */
#include "engine/base/query.h"
#include "engine/query/variety.h"
#include "text/utf8.h"
#include "util/fail.h"

#define TEN 10
#define OF_GROUP 2
#define TITLE_SURE 4 /* characters: a shorter title is a kind of thing, not the name of a family */

typedef struct traits {
	uint32_t group; /* number of the first main group, ROW_NONE: none */
	span title;     /* without what is written in several ways */
	int long_title;
} traits;

/* Kanji, katakana, letters and digits of a title, in lower case. */
static tensen_status
title_of(traits *trait_of, arena *mem, span title, tensen_error *err)
{
	const char *p = title.p, *end = title.p + title.n;
	uint32_t n = 0;
	buf b = BUF_INIT;

	while (p < end) {
		size_t k;
		uint32_t c = utf8_get(p, end, &k);
		char low = (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
		if (c < 0x80 ? (low >= 'a' && low <= 'z') || (low >= '0' && low <= '9')
			     : c >= 0x30a0 && c < 0xff00) {
			buf_add(&b, c < 0x80 ? &low : p, c < 0x80 ? 1 : k);
			n++;
		}
		p += k;
	}
	trait_of->title = arena_copy(mem, b.p ? b.p : "", b.n);
	trait_of->long_title = n >= TITLE_SURE;
	buf_clear(&b);
	return trait_of->title.p ? TENSEN_OK : tensen_fail_nomem(err);
}

static tensen_status
find_traits(traits *trait_of, const candidates *cands, uint32_t n, tensen_searcher *searcher,
    tensen_error *err)
{
	const rows *r = &searcher->ix->store->rows;
	tensen_status st = TENSEN_OK;

	for (uint32_t i = 0; i < n && st == TENSEN_OK; i++) {
		uint32_t k;
		const uint32_t *g = rows_groups(r, cands->v[i].hit.row, &k);
		trait_of[i].group = k ? g[0] : ROW_NONE;
		st =
		    title_of(&trait_of[i], &searcher->mem, rows_title(r, cands->v[i].hit.row), err);
	}
	return st;
}

/* One may stand in the ten that has `n` hits already: picked[]. */
static int
has_place(const void *list, uint32_t i, const uint32_t *picked, uint32_t n)
{
	const traits *v = list;
	uint32_t group = 0;

	for (uint32_t k = 0; k < n; k++) {
		const traits *x = &v[picked[k]];
		group += v[i].group != ROW_NONE && x->group == v[i].group;
		if (v[i].long_title && span_eq(x->title, v[i].title))
			return 0;
	}
	return group < OF_GROUP * (1 + n / TEN);
}

uint32_t
variety_pick(uint32_t *picked, uint32_t want, uint8_t *taken, uint32_t n, variety_rule may_follow,
    const void *list)
{
	uint32_t n_picked = 0;

	while (n_picked < want) {
		uint32_t first = n, i = 0;

		while (i < n && (taken[i] || !may_follow(list, i, picked, n_picked))) {
			if (first == n && !taken[i])
				first = i;
			i++;
		}
		if (i == n && (i = first) == n)
			break;
		taken[i] = 1;
		picked[n_picked++] = i;
	}
	return n_picked;
}

tensen_status
variety_order(candidates *cands, tensen_searcher *searcher, tensen_error *err)
{
	uint32_t n = cands->n < VARIETY_DEPTH ? cands->n : VARIETY_DEPTH;
	traits *v = arena_calloc(&searcher->mem, (n + (size_t)1) * sizeof *v);
	uint32_t *picked = arena_alloc(&searcher->mem, (n + (size_t)1) * sizeof *picked);
	uint8_t *taken = arena_calloc(&searcher->mem, n + (size_t)1);
	candidate *ordered = arena_alloc(&searcher->mem, (n + (size_t)1) * sizeof *ordered);
	tensen_status st;

	if (!v || !picked || !taken || !ordered)
		return tensen_fail_nomem(err);
	if ((st = find_traits(v, cands, n, searcher, err)) < 0)
		return st;
	variety_pick(picked, n, taken, n, has_place, v);
	for (uint32_t i = 0; i < n; i++)
		ordered[i] = cands->v[picked[i]];
	if (n)
		memcpy(cands->v, ordered, n * sizeof *ordered);
	return TENSEN_OK;
}

tensen_status
variety_rows(candidates *out, tensen_searcher *searcher, const query *q, const filter_set *filter,
    const tensen_search_opts *opts, uint64_t want, tensen_error *err)
{
	tensen_status st;

	if (opts->varied && want < VARIETY_DEPTH)
		want = VARIETY_DEPTH;
	st = rank_rows(out, searcher, q, filter, (tensen_side)opts->side, want, err);
	return st == TENSEN_OK && opts->varied ? variety_order(out, searcher, err) : st;
}
