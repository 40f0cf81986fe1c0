/* Documents marked as wanted or not wanted move a query: on the demonstration corpus. */
#include <stdio.h>
#include <string.h>
#include "../support.h"

#define QUERIES 20
#define DEPTH 60

/* The list of a query as ids; caller frees the result. */
static tensen_result *
ask(const tensen_query *q, int side, const tensen_hit **hits, size_t *n)
{
	const tensen_search_opts o = {.k = DEPTH, .side = side};
	tensen_result *r = NULL;

	assert_int_equal(tensen_search(demo_searcher, q, &o, &r, NULL), TENSEN_OK);
	*hits = tensen_result_hits(r, n);
	return r;
}

static size_t
rank_of(const tensen_hit *h, size_t n, const char *id)
{
	size_t i = 0;

	while (i < n && strcmp(h[i].id, id) != 0)
		i++;
	return i;
}

static void
a_seed_far_down_the_list_comes_to_its_top(void **state)
{
	(void)state;
	for (uint32_t i = 0; i < QUERIES; i++)
		for (int side = TENSEN_FUSED; side <= TENSEN_LEXICAL; side++) {
			const tensen_hit *before, *after;
			size_t n, m;
			tensen_query q = {.id = demo_id(i, QUERIES)};
			tensen_result *r = ask(&q, side, &before, &n), *moved;
			assert_true(n > 30);
			q.seed = (const char *const[]){before[30].id, NULL};
			moved = ask(&q, side, &after, &m);
			if (rank_of(after, m, before[30].id) > 2)
				fail_msg("query %s, side %d: seed at place %zu", q.id, side,
				    rank_of(after, m, before[30].id));
			tensen_result_free(moved);
			tensen_result_free(r);
		}
}

/* The documents most similar to the noise, of the upper half of the list, fall on average. */
static void
noise_is_never_found_again_and_its_likes_fall(void **state)
{
	long fallen = 0;
	(void)state;
	for (uint32_t i = 0; i < QUERIES; i++) {
		const tensen_hit *before, *after, *likes;
		size_t n, m, l;
		tensen_query q = {.id = demo_id(i, QUERIES)}, bad = {.id = NULL};
		tensen_result *r = ask(&q, TENSEN_FUSED, &before, &n), *moved, *near;
		assert_true(n > 30);
		bad.id = before[1].id;
		near = ask(&bad, TENSEN_FUSED, &likes, &l);
		q.noise = (const char *const[]){bad.id, NULL};
		moved = ask(&q, TENSEN_FUSED, &after, &m);
		assert_int_equal(rank_of(after, m, bad.id), m);
		for (size_t k = 0, seen = 0; k < l && seen < 3; k++) {
			size_t was = rank_of(before, n, likes[k].id);
			if (was >= n)
				continue; /* the query itself, or far */
			seen++;
			/* the noise document is gone, so every document below it moved up by one
			 * without any merit */
			fallen += (long)rank_of(after, m, likes[k].id) - (long)was + (was > 1);
		}
		tensen_result_free(near);
		tensen_result_free(moved);
		tensen_result_free(r);
	}
	assert_true(fallen > 0);
}

static void
empty_lists_change_nothing(void **state)
{
	static const char *const none[] = {NULL};
	(void)state;
	for (uint32_t i = 0; i < QUERIES; i++) {
		const tensen_hit *a, *b;
		size_t n, m;
		tensen_query q = {.id = demo_id(i, QUERIES)},
			     e = {.id = q.id, .seed = none, .noise = none};
		tensen_result *x = ask(&q, TENSEN_FUSED, &a, &n),
			      *y = ask(&e, TENSEN_FUSED, &b, &m);
		assert_int_equal(n, m);
		for (size_t k = 0; k < n; k++) {
			assert_string_equal(a[k].id, b[k].id);
			assert_true(a[k].score == b[k].score);
		}
		tensen_result_free(x);
		tensen_result_free(y);
	}
}

/* How many of the first twenty candidates stand in a field. */
static size_t
in_field(const tensen_query *q, unsigned field)
{
	const tensen_candidates_opts o = {.n = 20};
	const tensen_candidate *v;
	tensen_result *r = NULL;
	size_t n, in = 0;

	assert_int_equal(tensen_candidates(demo_searcher, q, &o, &r, NULL), TENSEN_OK);
	v = tensen_result_candidates(r, &n);
	for (size_t i = 0; i < n; i++)
		in += v[i].document.field == field;
	tensen_result_free(r);
	return in;
}

static void
candidates_follow_a_seed_into_its_field(void **state)
{
	unsigned more = 0, fewer = 0;
	(void)state;
	for (uint32_t i = 0; i < QUERIES; i++) {
		const tensen_candidates_opts o = {.n = 60};
		tensen_query q = {.id = demo_id(i, QUERIES)};
		const tensen_candidate *v;
		tensen_result *r = NULL;
		size_t n, before, after;
		assert_int_equal(tensen_candidates(demo_searcher, &q, &o, &r, NULL), TENSEN_OK);
		v = tensen_result_candidates(r, &n);
		assert_true(n > 40);
		before = in_field(&q, v[40].document.field);
		q.seed = (const char *const[]){v[40].document.id, NULL};
		after = in_field(&q, v[40].document.field);
		more += after > before;
		fewer += after < before;
		tensen_result_free(r);
	}
	assert_true(more > 3 * fewer);
	assert_true(more >= QUERIES / 2);
}

static void
an_unknown_or_one_too_many_is_refused(void **state)
{
	const char *many[34], *const gone[] = {"no such patent", NULL};
	tensen_query q = {.id = demo_id(0, QUERIES), .noise = gone};
	tensen_result *r = NULL;
	tensen_error err = {0};
	(void)state;
	assert_int_equal(tensen_search(demo_searcher, &q, NULL, &r, &err), TENSEN_E_NOTFOUND);
	assert_non_null(strstr(err.message, "no such patent"));
	for (size_t i = 0; i < 33; i++)
		many[i] = demo_id(1, QUERIES);
	many[33] = NULL;
	q.noise = NULL;
	q.seed = many;
	assert_int_equal(tensen_search(demo_searcher, &q, NULL, &r, &err), TENSEN_E_ARG);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_seed_far_down_the_list_comes_to_its_top),
	    cmocka_unit_test(noise_is_never_found_again_and_its_likes_fall),
	    cmocka_unit_test(empty_lists_change_nothing),
	    cmocka_unit_test(candidates_follow_a_seed_into_its_field),
	    cmocka_unit_test(an_unknown_or_one_too_many_is_refused)};
	return cmocka_run_group_tests_name("feedback", tests, demo_make, demo_remove);
}
