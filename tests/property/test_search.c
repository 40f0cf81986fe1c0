/* Search over random small corpora: every filter gives what brute force over all
 * documents gives, pages are cuts of one list, a query never finds itself. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "engine/base/index.h"
#include "random_search.h"
#include "util/rng.h"

#define DOCS 700 /* more than the first tier of engine/query/rank.h */
#define WORDS 400
#define SEED 20261121
#define ALL 1000000 /* k: more than there are */

static const char *const classes[] = {"A01B 1/00", "A01B 33/00", "A01C 5/00", "A61F 2/00",
    "A61K 8/00", "B60J 1/00", "B65G 65/40", "C09J 163/00", "F04D 29/66", "F16F 15/02", "G06F 3/01",
    "H01L 21/02", "H04L 9/00"};
#define CLASSES (sizeof classes / sizeof *classes)
static const char *const owners[] = {"Kumo Optics", "KUMO Foods", "Hoshi Works", "Nami Chemicals"};
static const char *const states[] = {"unknown", "alive", "dead", "pending"};

/* The facts about a document that the test knows without the engine. */
typedef struct fact {
	char id[16];
	unsigned class_of[2], n_classes, owner, state, open;
	uint32_t date; /* 0: none */
	uint64_t mask; /* of the index: the way from symbols to fields is tested elsewhere */
} fact;

static fact facts[DOCS];
static tensen_index *ix;
static tensen_searcher *s;

static void
word(char out[8], uint32_t i)
{
	static const char c[] = "bdfgklmnprstvz", v[] = "aeiou";

	for (int k = 0; k < 6; k += 2) {
		out[k] = c[i % (sizeof c - 1)];
		i = i / (sizeof c - 1) + 7 * i;
		out[k + 1] = v[i % (sizeof v - 1)];
		i = i / (sizeof v - 1) + 3;
	}
	strcpy(out + 6, "x");
}

/* Words of a topic and words of all topics; one word is in every document. */
static void
put_text(FILE *f, rng *r, unsigned topic)
{
	char w[8];

	fputs("device", f);
	for (uint32_t n = 8 + rng_below(r, 30); n > 0; n--) {
		word(w,
		    rng_below(r, 2) ? topic * 20 % WORDS + rng_below(r, 20) : rng_below(r, WORDS));
		fprintf(f, " %s", w);
	}
}

static void
put_document(FILE *f, rng *r, fact *d, uint32_t i, int with_classes)
{
	d->n_classes = with_classes ? rng_below(r, 8) ? 1 + rng_below(r, 2) : 0 : 0;
	d->owner = rng_below(r, 4);
	d->state = rng_below(r, 4);
	d->open = rng_below(r, 3) == 0;
	d->date = rng_below(r, 6) ? 20000101 + 10000 * rng_below(r, 20) + 100 * rng_below(r, 12) +
					rng_below(r, 28)
				  : 0;
	snprintf(d->id, sizeof d->id, "S-%03u", i);
	fprintf(f, "{\"id\":\"%s\",\"title\":\"box\",\"abstract\":\"", d->id);
	for (unsigned k = 0; k < 2; k++)
		d->class_of[k] = rng_below(r, CLASSES);
	put_text(f, r, d->class_of[0]);
	fprintf(f, "\",\"ipc\":[");
	for (unsigned k = 0; k < d->n_classes; k++)
		fprintf(f, "%s\"%s\"", k ? "," : "", classes[d->class_of[k]]);
	fprintf(f, "],\"applicants\":[\"%s\"],\"status\":\"%s\",\"open\":%s", owners[d->owner],
	    states[d->state], d->open ? "true" : "false");
	if (d->date)
		fprintf(f, ",\"date\":\"%04u-%02u-%02u\"", d->date / 10000, d->date / 100 % 100,
		    d->date % 100);
	fputs("}\n", f);
}

static void
build(const char *name, int with_classes)
{
	rng r = {SEED};
	FILE *f = fopen(place(name), "w");

	assert_non_null(f);
	for (uint32_t i = 0; i < DOCS; i++)
		put_document(f, &r, &facts[i], i, with_classes);
	fclose(f);
	ix = index_of(place(name));
	assert_int_equal(tensen_searcher_new(&s, ix, NULL), TENSEN_OK);
	for (uint32_t i = 0; i < DOCS; i++)
		facts[i].mask =
		    ix->store->rows.mask[rows_find(&ix->store->rows, span_of(facts[i].id))];
}

static void
close_index(void)
{
	tensen_searcher_free(s);
	tensen_index_free(ix);
	s = NULL;
	ix = NULL;
}

static int
set_up(void **state)
{
	if (place_make(state) < 0)
		return -1;
	build("classes.jsonl", 1);
	return 0;
}

static int
tear_down(void **state)
{
	close_index();
	return place_remove(state);
}

static const fact *
fact_of(const char *id)
{
	return &facts[atoi(id + 2)];
}

static int
share_class(const fact *a, const fact *b, size_t letters)
{
	return share_letters((some_classes){classes, a->class_of, a->n_classes},
	    (some_classes){classes, b->class_of, b->n_classes}, letters);
}

/* A filter by its definition (tensen/index.h), one document at a time. */
static int
should_pass(const fact *d, const fact *from, uint64_t own, const tensen_filter *f)
{
	if (d == from || (f->field && !(d->mask & f->field)) || (d->mask & f->not_field) ||
	    (f->open && !d->open) || (f->alive && d->state != 1) ||
	    (f->since && d->date < f->since) || (f->until && (!d->date || d->date > f->until)))
		return 0;
	/* "kumo" is asked in another case and width than it is written */
	if (f->applicant && d->owner > 1)
		return 0;
	switch (f->out_of_field) {
	case TENSEN_OUT_WIPO35:
		return !(d->mask & own);
	case TENSEN_OUT_IPC3:
		return !from || !share_class(d, from, 3);
	case TENSEN_OUT_IPC4:
		return !from || !share_class(d, from, 4);
	case TENSEN_ANY_FIELD:
		break;
	}
	return 1;
}

static tensen_filter
random_filter(rng *r)
{
	tensen_filter f = {0};

	if (rng_below(r, 3) == 0)
		f.field = facts[rng_below(r, DOCS)].mask | facts[rng_below(r, DOCS)].mask;
	if (rng_below(r, 3) == 0)
		f.not_field = facts[rng_below(r, DOCS)].mask;
	f.out_of_field = (tensen_out_of_field)rng_below(r, 4);
	f.open = rng_below(r, 4) == 0;
	f.alive = rng_below(r, 4) == 0;
	if (rng_below(r, 4) == 0)
		f.applicant = "ｋＵＭＯ";
	if (rng_below(r, 4) == 0)
		f.since = 20000101 + 10000 * rng_below(r, 20);
	if (rng_below(r, 4) == 0)
		f.until = 20000101 + 10000 * rng_below(r, 20);
	return f;
}

/* Totals are those of brute force, and every hit passes. */
static void
check_counts(const search_result *r, const fact *from, const tensen_filter *f, uint64_t seed)
{
	uint64_t total = 0, per_field[N_FIELDS + 1] = {0};

	for (uint32_t i = 0; i < DOCS; i++) {
		uint64_t m = facts[i].mask;
		if (!should_pass(&facts[i], from, r->query_fields, f))
			continue;
		total++;
		per_field[0] += !m;
		for (; m; m &= m - 1)
			per_field[__builtin_ctzll(m) + 1]++;
	}
	if (r->total != total)
		fail_msg("round %llu: total %llu, brute force has %llu", (unsigned long long)seed,
		    (unsigned long long)r->total, (unsigned long long)total);
	assert_memory_equal(r->per_field, per_field, sizeof per_field);
	for (size_t i = 0; i < r->n_hits; i++)
		if (!should_pass(fact_of(r->hits[i].document.id), from, r->query_fields, f))
			fail_msg("round %llu: %s should not pass", (unsigned long long)seed,
			    r->hits[i].document.id);
}

/* One side: its list under a filter is its list of all documents, less those that do not pass. */
static void
check_side(const char *id, const fact *from, tensen_search_opts o, uint64_t seed)
{
	search_result *r = found_by(s, id, NULL, &o), *all;
	size_t n = 0;

	check_counts(r, from, &o.filter, seed);
	all = found_by(s, id, NULL, &(tensen_search_opts){.k = ALL, .side = o.side});
	for (size_t i = 0; i < all->n_hits; i++) {
		const tensen_hit *h = &all->hits[i];
		if (!should_pass(fact_of(h->document.id), from, r->query_fields, &o.filter))
			continue;
		assert_true(n < r->n_hits);
		if (strcmp(r->hits[n].document.id, h->document.id) || r->hits[n].score != h->score)
			fail_msg("round %llu side %d place %zu: %s %.9g, brute force has %s %.9g",
			    (unsigned long long)seed, o.side, n, r->hits[n].document.id,
			    (double)r->hits[n].score, h->document.id, (double)h->score);
		n++;
	}
	assert_int_equal(n, r->n_hits);
	done(all);
	done(r);
}

static const tensen_hit *
hit_of(const search_result *r, const char *id)
{
	for (size_t i = 0; i < r->n_hits; i++)
		if (!strcmp(r->hits[i].document.id, id))
			return &r->hits[i];
	return NULL;
}

/* Fused: all documents that pass are there, each with the score of the LSA list and with a share of
 * words that is above zero where tf-idf is. */
static void
check_fused(const char *id, const fact *from, tensen_search_opts o, uint64_t seed)
{
	search_result *r, *dense, *lexical;

	o.side = TENSEN_FUSED;
	r = found_by(s, id, NULL, &o);
	check_counts(r, from, &o.filter, seed);
	assert_int_equal(r->n_hits, r->total);
	dense = found_by(s, id, NULL, &(tensen_search_opts){.k = ALL, .side = TENSEN_DENSE});
	lexical = found_by(s, id, NULL, &(tensen_search_opts){.k = ALL, .side = TENSEN_LEXICAL});
	for (size_t i = 0; i < r->n_hits; i++) {
		const tensen_hit *h = &r->hits[i], *d = hit_of(dense, h->document.id),
				 *l = hit_of(lexical, h->document.id);
		assert_true(h->dense == (d ? d->score : 0));
		assert_true(!d || h->lexical == d->lexical);
		assert_true(h->lexical < 1 && (h->lexical > 0) == (l && l->score > 0));
	}
	done(lexical);
	done(dense);
	done(r);
}

/* Asked first, of an index that nothing has been asked yet. */
static void
vectors_are_opened_by_the_first_search_and_not_to_show_a_document(void **state)
{
	tensen_query q = {.id = "S-001"};
	tensen_search_opts o = TENSEN_SEARCH_OPTS_INIT;
	tensen_result *r;

	(void)state;
	assert_int_equal(tensen_show(s, &q, &r, NULL), TENSEN_OK);
	tensen_result_free(r);
	assert_null(ix->store->views[VIEW_TOPIC]);
	assert_int_equal(tensen_search(s, &q, &o, &r, NULL), TENSEN_OK);
	tensen_result_free(r);
	assert_non_null(ix->store->views[VIEW_TOPIC]);
	assert_null(ix->store->views[VIEW_PROBLEM]);
}

static void
filters_equal_brute_force(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= 60; seed++) {
		rng r = {seed};
		const fact *from = &facts[rng_below(&r, DOCS)];
		tensen_search_opts o = {.k = ALL, .filter = random_filter(&r)};
		for (o.side = TENSEN_DENSE; o.side <= TENSEN_LEXICAL; o.side++)
			check_side(from->id, from, o, seed);
		check_fused(from->id, from, o, seed);
	}
}

/* A short text is a question: its score of a document is one number, whatever else may pass. */
static void
a_question_gives_a_document_one_score_under_any_filter(void **state)
{
	size_t pairs = 0;

	(void)state;
	for (uint64_t seed = 1; seed <= 60; seed++) {
		rng r = {seed};
		char text[64], w[3][8];
		tensen_search_opts o = {.k = ALL, .filter = random_filter(&r)};
		search_result *all, *few;
		for (int k = 0; k < 3; k++)
			word(w[k], rng_below(&r, WORDS));
		snprintf(text, sizeof text, "%s %s %s", w[0], w[1], w[2]);
		all = found_by(s, NULL, text, &(tensen_search_opts){.k = ALL});
		few = found_by(s, NULL, text, &o);
		for (size_t i = 0; i < few->n_hits; i++) {
			const tensen_hit *h = hit_of(all, few->hits[i].document.id);
			assert_non_null(h);
			assert_true(
			    few->hits[i].score == h->score && few->hits[i].lexical == h->lexical);
			pairs++;
		}
		done(few);
		done(all);
	}
	assert_true(pairs > 300);
}

/* Pages of random sizes, laid end to end, are the one big page; the page behind its end is
 * empty. */
static void
pages_are_cuts_of_one_list(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= 40; seed++) {
		rng r = {seed};
		const char *id = facts[rng_below(&r, DOCS)].id;
		tensen_search_opts o = {.k = ALL, .side = (int)rng_below(&r, 3)};
		search_result *all, *page;
		uint32_t at = 0;

		if (rng_below(&r, 2))
			o.filter = random_filter(&r);
		all = found_by(s, id, NULL, &o);
		while (at < all->n_hits) {
			o.offset = at;
			o.k = 1 + rng_below(&r, rng_below(&r, 2) ? 20 : 400);
			page = found_by(s, id, NULL, &o);
			assert_int_equal(
			    page->n_hits, all->n_hits - at < o.k ? all->n_hits - at : o.k);
			for (size_t i = 0; i < page->n_hits; i++)
				if (strcmp(
					page->hits[i].document.id, all->hits[at + i].document.id) ||
				    page->hits[i].score != all->hits[at + i].score)
					fail_msg("round %llu: %s at %zu, the big page has %s",
					    (unsigned long long)seed, page->hits[i].document.id,
					    at + i, all->hits[at + i].document.id);
			at += o.k;
			done(page);
		}
		for (size_t i = 0; i < all->n_hits; i++)
			assert_ptr_equal(hit_of(all, all->hits[i].document.id), &all->hits[i]);
		done(all);
	}
}

static void
k_of_zero_is_ten_and_an_offset_past_the_end_is_empty(void **state)
{
	search_result *r = found_by(s, facts[0].id, NULL, &(tensen_search_opts){.k = 0});

	(void)state;
	assert_int_equal(r->n_hits, 10);
	done(r);
	r = found_by(s, facts[0].id, NULL,
	    &(tensen_search_opts){.k = TENSEN_HITS_MAX, .offset = UINT32_MAX});
	assert_int_equal(r->n_hits, 0);
	assert_int_equal(r->total, DOCS - 1);
	done(r);
	r = found_by(
	    s, facts[0].id, NULL, &(tensen_search_opts){.k = TENSEN_HITS_MAX, .offset = 3});
	assert_int_equal(r->n_hits, DOCS - 1 - 3);
	assert_int_equal(r->hits[0].rank, 4);
	done(r);
}

static void
a_query_never_returns_itself(void **state)
{
	(void)state;
	for (uint32_t i = 0; i < DOCS; i += 5)
		for (int side = TENSEN_FUSED; side <= TENSEN_LEXICAL; side++) {
			search_result *r = found_by(
			    s, facts[i].id, NULL, &(tensen_search_opts){.k = ALL, .side = side});
			assert_true(r->n_hits > 0);
			assert_null(hit_of(r, facts[i].id));
			done(r);
		}
}

static void
an_out_of_field_search_never_returns_the_querys_field(void **state)
{
	(void)state;
	for (uint32_t i = 0; i < DOCS; i += 7) {
		tensen_search_opts o = {.k = ALL, .filter = {.out_of_field = TENSEN_OUT_WIPO35}};
		search_result *r = found_by(s, facts[i].id, NULL, &o);
		assert_true(facts[i].mask == 0 || r->query_fields == facts[i].mask);
		for (size_t k = 0; k < r->n_hits; k++)
			assert_false(r->hits[k].document.fields & r->query_fields);
		done(r);
	}
}

static void
explained_parts_add_up_to_the_lexical_score(void **state)
{
	char a[8], b[8], text[40];
	search_result *r;

	(void)state;
	word(a, 21);
	word(b, 45);
	snprintf(text, sizeof text, "%s device %s %s", a, b, a);
	for (int side = TENSEN_FUSED; side <= TENSEN_LEXICAL; side++) {
		r = found_by(
		    s, NULL, text, &(tensen_search_opts){.k = 50, .side = side, .explain = 1});
		assert_int_equal(r->n_hits, 50);
		for (size_t i = 0; i < r->n_hits; i++) {
			float sum = 0;
			for (uint32_t k = 0; k < r->hits[i].n_terms; k++)
				sum += r->hits[i].terms[k].weight;
			assert_true(fabsf(sum - r->hits[i].lexical) <= 1e-6f * (1 + sum));
		}
		done(r);
	}
}

/* The lines of one query in a run, as its own search has them. */
static const char *
check_run(const char *lines, const char *id, const tensen_search_opts *o)
{
	search_result *r = found_by(s, id, NULL, o);

	for (size_t i = 0; i < r->n_hits; i++) {
		char want[80];
		size_t n = (size_t)snprintf(want, sizeof want, "%s Q0 %s %zu %.6f tensen\n", id,
		    r->hits[i].document.id, i + 1, (double)r->hits[i].score);
		if (strncmp(lines, want, n))
			fail_msg("side %d: %.*s, the search has %s", o->side,
			    (int)strcspn(lines, "\n"), lines, want);
		lines += n;
	}
	done(r);
	return lines;
}

/* A group of queries shares a pass over the codes, a search has its own. */
static void
a_run_has_the_hits_of_each_search(void **state)
{
	(void)state;
	for (int side = TENSEN_FUSED; side <= TENSEN_LEXICAL; side++)
		for (int filtered = 0; filtered < 2; filtered++) {
			tensen_search_opts o = {.k = 15, .side = side, .varied = filtered};
			buf run = BUF_INIT;
			const char *lines;
			o.filter.open = filtered;
			o.filter.out_of_field = filtered ? TENSEN_OUT_IPC3 : TENSEN_ANY_FIELD;
			assert_int_equal(tensen_search_run(
					     ix, place("classes.jsonl"), place("run"), &o, 3, NULL),
			    TENSEN_OK);
			file_get(&run, place("run"));
			lines = buf_cstr(&run);
			for (uint32_t i = 0; i < DOCS; i++)
				lines = check_run(lines, facts[i].id, &o);
			assert_string_equal(lines, "");
			buf_clear(&run);
		}
}

static void
a_corpus_without_classes_is_searched_all_the_same(void **state)
{
	search_result *r;

	(void)state;
	close_index();
	build("none.jsonl", 0);
	r = found_by(s, facts[1].id, NULL, &(tensen_search_opts){.k = ALL});
	assert_int_equal(r->total, DOCS - 1);
	assert_int_equal(r->per_field[0], DOCS - 1);
	assert_int_equal(r->n_hits, DOCS - 1);
	done(r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(vectors_are_opened_by_the_first_search_and_not_to_show_a_document),
	    cmocka_unit_test(filters_equal_brute_force),
	    cmocka_unit_test(a_question_gives_a_document_one_score_under_any_filter),
	    cmocka_unit_test(pages_are_cuts_of_one_list),
	    cmocka_unit_test(k_of_zero_is_ten_and_an_offset_past_the_end_is_empty),
	    cmocka_unit_test(a_query_never_returns_itself),
	    cmocka_unit_test(an_out_of_field_search_never_returns_the_querys_field),
	    cmocka_unit_test(explained_parts_add_up_to_the_lexical_score),
	    cmocka_unit_test(a_run_has_the_hits_of_each_search),
	    cmocka_unit_test(a_corpus_without_classes_is_searched_all_the_same), /* last: it
						closes the first index */
	};
	return cmocka_run_group_tests_name("search", tests, set_up, tear_down);
}
