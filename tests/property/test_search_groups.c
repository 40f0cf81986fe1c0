/* Search by field, class and subclass over a random small corpus: every group equals the result of
 * brute force over the one list. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "engine/base/index.h"
#include "random_search.h"
#include "util/rng.h"
#include "util/threads/sort.h"

#define DOCS 600 /* more than the first tier of engine/query/rank.h */
#define WORDS 300
#define SEED 20261122
#define ALL 1000000 /* k: more than there are */
#define MOST 3      /* classes of a document */

/* Two main groups of one subclass, two subclasses of one class; the last is in one
 * document only. */
static const char *const classes[] = {"F16F 15/02", "F16F 9/10", "F16H 1/00", "F16C 3/00",
    "A01B 1/00", "A01B 33/00", "A61K 8/00", "B65G 65/40", "C09J 163/00", "H01L 21/02", "G06F 3/01",
    "B60J 1/00"};
#define CLASSES (sizeof classes / sizeof *classes)

typedef struct fact {
	char id[16];
	unsigned class_of[MOST], n_classes, open;
	uint32_t row;
	uint64_t mask;
} fact;

static fact facts[DOCS];
static tensen_index *ix;
static tensen_searcher *s;

static void
put_document(FILE *f, rng *r, fact *d, uint32_t i)
{
	snprintf(d->id, sizeof d->id, "G-%03u", i);
	d->n_classes = i == 7 ? 1 : rng_below(r, MOST + 1);
	d->open = rng_below(r, 3) == 0;
	fprintf(f, "{\"id\":\"%s\",\"title\":\"thing\",\"abstract\":\"device", d->id);
	for (unsigned k = 0; k < d->n_classes; k++)
		d->class_of[k] = i == 7 ? CLASSES - 1 : rng_below(r, CLASSES - 1);
	/* some have only the words of all topics */
	for (uint32_t n = i % 50 == 13 ? 0 : 5 + rng_below(r, 25); n > 0; n--)
		fprintf(f, " w%cord%ux", 'a' + (int)(rng_below(r, 2) ? d->class_of[0] : 25),
		    rng_below(r, WORDS));
	fprintf(f, "\",\"open\":%s,\"ipc\":[", d->open ? "true" : "false");
	for (unsigned k = 0; k < d->n_classes; k++)
		fprintf(f, "%s\"%s\"", k ? "," : "", classes[d->class_of[k]]);
	fputs("]}\n", f);
}

static int
set_up(void **state)
{
	rng r = {SEED};
	FILE *f;

	if (place_make(state) < 0 || !(f = fopen(place("g.jsonl"), "w")))
		return -1;
	for (uint32_t i = 0; i < DOCS; i++)
		put_document(f, &r, &facts[i], i);
	fclose(f);
	ix = index_of(place("g.jsonl"));
	assert_int_equal(tensen_searcher_new(&s, ix, NULL), TENSEN_OK);
	for (uint32_t i = 0; i < DOCS; i++) {
		facts[i].row = rows_find(&ix->store->rows, span_of(facts[i].id));
		facts[i].mask = ix->store->rows.mask[facts[i].row];
	}
	return 0;
}

static int
tear_down(void **state)
{
	tensen_searcher_free(s);
	tensen_index_free(ix);
	return place_remove(state);
}

static const fact *
fact_of(const char *id)
{
	return &facts[atoi(id + 2)];
}

static size_t
letters_of(tensen_per per)
{
	return per == TENSEN_PER_IPC3 ? 3 : 4;
}

/* 1 if a document is in the group of this symbol. */
static int
is_in(const fact *d, tensen_per per, const char *symbol)
{
	if (per == TENSEN_PER_WIPO35)
		return (d->mask & FIELD_BIT(atoi(symbol))) != 0;
	for (unsigned k = 0; k < d->n_classes; k++)
		if (strlen(symbol) == letters_of(per) &&
		    strncmp(classes[d->class_of[k]], symbol, letters_of(per)) == 0)
			return 1;
	return 0;
}

static int
share_group(const fact *a, const fact *b, size_t letters)
{
	return share_letters((some_classes){classes, a->class_of, a->n_classes},
	    (some_classes){classes, b->class_of, b->n_classes}, letters);
}

static int
should_pass(const fact *d, const fact *from, uint64_t own, const tensen_filter *f)
{
	if (d == from || (f->open && !d->open) || (f->field && !(d->mask & f->field)))
		return 0;
	switch (f->out_of_field) {
	case TENSEN_OUT_WIPO35:
		return !(d->mask & own);
	case TENSEN_OUT_IPC3:
		return !share_group(d, from, 3);
	case TENSEN_OUT_IPC4:
		return !share_group(d, from, 4);
	case TENSEN_ANY_FIELD:
		break;
	}
	return 1;
}

/* ---- brute force: the one list, taken apart ---- */

static int
by_score_and_row(const void *a, const void *b)
{
	const tensen_hit *x = *(const tensen_hit *const *)a, *y = *(const tensen_hit *const *)b;
	uint32_t i = fact_of(x->document.id)->row, k = fact_of(y->document.id)->row;

	return x->score != y->score ? ORDER(y->score, x->score) : ORDER(i, k);
}

static size_t
best_of(const tensen_hit *out[DOCS], const search_result *all, tensen_per per, const char *symbol)
{
	size_t n = 0;

	for (size_t i = 0; i < all->n_hits; i++)
		if (is_in(fact_of(all->hits[i].document.id), per, symbol))
			out[n++] = &all->hits[i];
	if (n)
		qsort(out, n, sizeof *out, by_score_and_row);
	return n;
}

static uint64_t
count_of(const search_result *r, const fact *from, const tensen_search_opts *o, const char *symbol)
{
	uint64_t n = 0;

	for (uint32_t i = 0; i < DOCS; i++)
		n += is_in(&facts[i], o->per, symbol) &&
		     should_pass(&facts[i], from, r->query_fields, &o->filter);
	return n;
}

static void
check_group(const search_result *r, const tensen_hit_group *g, const search_result *all,
    const fact *from, const tensen_search_opts *o)
{
	const tensen_hit *best[DOCS];
	size_t n = best_of(best, all, o->per, g->symbol);

	assert_int_equal(g->n, n < o->k ? n : o->k);
	assert_int_equal(g->documents, count_of(r, from, o, g->symbol));
	for (size_t i = 0; i < g->n; i++) {
		const tensen_hit *h = &g->hits[i];
		if (strcmp(h->document.id, best[i]->document.id) || h->score != best[i]->score ||
		    h->dense != best[i]->dense || h->lexical != best[i]->lexical)
			fail_msg("%s, side %d, group %s, place %zu: %s %.9g, brute force has %s "
				 "%.9g",
			    from->id, o->side, g->symbol, i, h->document.id, (double)h->score,
			    best[i]->document.id, (double)best[i]->score);
	}
}

/* Groups that have a hit by brute force: as many as r has, if r has none twice. */
static size_t
groups_of(const search_result *all, tensen_per per)
{
	const tensen_hit *best[DOCS];
	char symbol[8];
	size_t n = 0;

	for (unsigned f = 1; per == TENSEN_PER_WIPO35 && f <= N_FIELDS; f++) {
		snprintf(symbol, sizeof symbol, "%u", f);
		n += best_of(best, all, per, symbol) > 0;
	}
	for (size_t c = 0; per != TENSEN_PER_WIPO35 && c < CLASSES; c++) {
		size_t before = 0;
		while (strncmp(classes[before], classes[c], letters_of(per)) != 0)
			before++;
		snprintf(symbol, sizeof symbol, "%.*s", (int)letters_of(per), classes[c]);
		n += before == c && best_of(best, all, per, symbol) > 0;
	}
	return n;
}

static void
check(const fact *from, tensen_search_opts o)
{
	tensen_search_opts plain = o;
	search_result *r = found_by(s, from->id, NULL, &o), *all;
	size_t at = 0;

	plain.per = TENSEN_PER_NONE;
	plain.groups = 0;
	plain.k = ALL;
	all = found_by(s, from->id, NULL, &plain);
	assert_int_equal(r->total, all->total);
	assert_int_equal(r->all_groups, groups_of(all, o.per));
	assert_int_equal(
	    r->n_groups, o.groups && o.groups < r->all_groups ? o.groups : r->all_groups);
	for (size_t i = 0; i < r->n_groups; i++) {
		const tensen_hit_group *g = &r->groups[i];
		assert_ptr_equal(g->hits, r->hits + at);
		assert_true(g->n > 0);
		at += g->n;
		check_group(r, g, all, from, &o);
		for (size_t k = 0; k < i; k++)
			assert_string_not_equal(r->groups[k].symbol, g->symbol);
		if (i)
			assert_true(g[-1].hits[0].score >= g->hits[0].score);
	}
	assert_int_equal(at, r->n_hits);
	done(all);
	done(r);
}

static void
groups_equal_brute_force(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= 150; seed++) {
		rng r = {seed};
		tensen_search_opts o = {.k = rng_below(&r, 4) ? 1 + rng_below(&r, 9) : ALL,
		    .side = (int)rng_below(&r, 3),
		    .per = (tensen_per)(1 + rng_below(&r, 3))};
		const fact *from = &facts[rng_below(&r, DOCS)];

		if (rng_below(&r, 2))
			o.filter.open = 1;
		if (rng_below(&r, 3) == 0)
			o.filter.field = facts[rng_below(&r, DOCS)].mask;
		o.filter.out_of_field = (tensen_out_of_field)rng_below(&r, 4);
		o.groups = rng_below(&r, 6);
		check(from, o);
	}
}

static void
an_out_of_field_search_has_no_group_of_the_query(void **state)
{
	(void)state;
	for (uint32_t i = 0; i < DOCS; i += 7)
		for (int per = TENSEN_PER_WIPO35; per <= TENSEN_PER_IPC4; per++) {
			tensen_search_opts o = {.per = (tensen_per)per,
			    .filter = {.out_of_field = (tensen_out_of_field)per}};
			search_result *r = found_by(s, facts[i].id, NULL, &o);

			for (size_t k = 0; k < r->n_groups && facts[i].n_classes; k++)
				assert_false(is_in(&facts[i], o.per, r->groups[k].symbol));
			done(r);
		}
}

static void
k_of_zero_is_three_and_a_group_may_have_one_document(void **state)
{
	tensen_search_opts o = {.per = TENSEN_PER_IPC4};
	search_result *r = found_by(s, facts[0].id, NULL, &o);
	int alone = 0;

	(void)state;
	for (size_t i = 0; i < r->n_groups; i++) {
		const tensen_hit_group *g = &r->groups[i];
		assert_int_equal(g->n, g->documents < 3 ? g->documents : 3);
		alone += strcmp(g->symbol, "B60J") == 0 && g->documents == 1;
	}
	assert_int_equal(alone, 1);
	done(r);
}

static void
nothing_that_passes_or_is_known_gives_no_group(void **state)
{
	tensen_search_opts o = {.per = TENSEN_PER_IPC4, .filter = {.since = 29990101}};
	search_result *r = found_by(s, facts[0].id, NULL, &o);

	(void)state;
	assert_int_equal(r->n_groups, 0);
	assert_int_equal(r->n_hits, 0);
	done(r);
	o.filter.since = 0;
	r = found_by(s, NULL, "qwrtzpx", &o);
	assert_int_equal(r->n_groups, 0);
	assert_int_equal(r->words.n_examples, 1);
	done(r);
}

static void
what_makes_no_sense_with_groups_is_refused(void **state)
{
	const tensen_query q = {.id = facts[0].id};
	const tensen_search_opts wrong[] = {{.per = TENSEN_PER_IPC4, .offset = 1},
	    {.per = (tensen_per)4}, {.per = (tensen_per)-1}, {.groups = 1}};
	tensen_result *r;

	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		assert_int_equal(tensen_search(s, &q, &wrong[i], &r, NULL), TENSEN_E_ARG);
		assert_null(r);
	}
	assert_int_equal(tensen_search_run(ix, place("g.jsonl"), place("run"),
			     &(tensen_search_opts){.per = TENSEN_PER_IPC3}, 1, NULL),
	    TENSEN_E_ARG);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(groups_equal_brute_force),
	    cmocka_unit_test(an_out_of_field_search_has_no_group_of_the_query),
	    cmocka_unit_test(k_of_zero_is_three_and_a_group_may_have_one_document),
	    cmocka_unit_test(nothing_that_passes_or_is_known_gives_no_group),
	    cmocka_unit_test(what_makes_no_sense_with_groups_is_refused),
	};
	return cmocka_run_group_tests_name("search_groups", tests, set_up, tear_down);
}
