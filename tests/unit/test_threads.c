/* The promises of util: work in pieces on threads, sorting, errors. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <pthread.h>
#include <sched.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "util/fail.h"
#include "util/rng.h"
#include "util/threads/sort.h"
#include "util/threads/threads.h"

/* --- threads --- */

typedef struct marks {
	unsigned char done[5000];
	unsigned n_threads;
	int bad_worker;
} marks;

static void
mark(void *ctx, size_t piece, unsigned worker)
{
	marks *m = ctx;

	m->done[piece]++;
	if (worker >= m->n_threads)
		m->bad_worker = 1; /* set even if two threads write it at once */
}

static void
every_piece_is_done_once_by_a_worker_below_the_thread_count(void **state)
{
	static const unsigned counts[] = {1, 2, 7, 64, 256};

	(void)state;
	for (size_t k = 0; k < sizeof counts / sizeof *counts; k++) {
		marks m = {{0}, counts[k], 0};
		threads_run(counts[k], sizeof m.done, mark, &m);
		for (size_t i = 0; i < sizeof m.done; i++)
			assert_int_equal(m.done[i], 1);
		assert_false(m.bad_worker);
	}
}

static void
no_threads_means_the_calling_one_and_no_pieces_means_no_work(void **state)
{
	marks m = {{0}, 1, 0};

	(void)state;
	threads_run(0, 10, mark, &m);
	for (size_t i = 0; i < 10; i++)
		assert_int_equal(m.done[i], 1);
	assert_int_equal(m.done[10], 0);
	threads_run(8, 0, mark, &m);
	assert_int_equal(m.done[0], 1);
	assert_true(threads_cores() >= 1);
}

/* Pieces are made into slots in any order and must be taken in order.  A slot holds its piece + 1;
 * 0: it is free. */
typedef struct queue {
	size_t n_taken, stop_at, spoilt;
	int out_of_order, slot_in_use, other_thread;
	size_t cleared;
	pthread_t caller;
} queue;

static size_t *cleared;

static tensen_status
make_piece(void *ctx, size_t piece, void *slot, unsigned worker, tensen_error *err)
{
	queue *q = ctx;
	size_t *holds = slot;

	(void)worker;
	if (*holds)
		q->slot_in_use = 1;
	*holds = piece + 1;
	if (piece % 37 == 0)
		sched_yield();
	return q->spoilt && piece >= q->spoilt
		   ? tensen_fail(err, TENSEN_E_IO, "piece %zu is spoilt", piece)
		   : TENSEN_OK;
}

static tensen_status
take_piece(void *ctx, size_t piece, void *slot, tensen_error *err)
{
	queue *q = ctx;
	size_t *holds = slot;

	(void)err;
	q->other_thread |= !pthread_equal(q->caller, pthread_self());
	q->out_of_order |= piece != q->n_taken++ || *holds != piece + 1;
	*holds = 0;
	return q->stop_at && piece == q->stop_at ? TENSEN_E_MISMATCH : TENSEN_OK;
}

static void
clear_slot(void *slot)
{
	(void)slot;
	++*cleared;
}

static threads_line
line_of(queue *q)
{
	cleared = &q->cleared;
	return (threads_line){q, 3000, make_piece, take_piece, sizeof(size_t), clear_slot};
}

static void
a_line_is_taken_in_order_by_the_caller_whoever_made_it(void **state)
{
	static const unsigned counts[] = {0, 1, 2, 7, 64};

	(void)state;
	for (size_t k = 0; k < sizeof counts / sizeof *counts; k++) {
		queue q = {.caller = pthread_self()};
		threads_line line = line_of(&q);
		assert_int_equal(threads_in_line(counts[k], &line, NULL), TENSEN_OK);
		assert_int_equal(q.n_taken, 3000);
		assert_false(q.out_of_order || q.slot_in_use || q.other_thread);
		assert_int_equal(q.cleared, 4 * (counts[k] ? counts[k] : 1));
	}
}

static void
a_line_ends_where_taking_fails(void **state)
{
	(void)state;
	for (unsigned threads = 1; threads < 9; threads++) {
		queue q = {.caller = pthread_self(), .stop_at = 100};
		threads_line line = line_of(&q);
		assert_int_equal(threads_in_line(threads, &line, NULL), TENSEN_E_MISMATCH);
		assert_int_equal(q.n_taken, 101);
	}
}

static void
a_line_ends_before_the_first_piece_that_cannot_be_made(void **state)
{
	(void)state;
	for (unsigned threads = 1; threads < 9; threads++) {
		queue q = {.caller = pthread_self(), .spoilt = 100};
		threads_line line = line_of(&q);
		tensen_error err;
		assert_int_equal(threads_in_line(threads, &line, &err), TENSEN_E_IO);
		assert_string_equal(err.message, "piece 100 is spoilt");
		assert_int_equal(q.n_taken, 100);
	}
}

static tensen_status
odd_fails(void *ctx, size_t piece, unsigned worker, tensen_error *err)
{
	(void)worker;
	((unsigned char *)ctx)[piece] = 1;
	return piece % 2 && piece > 50 ? tensen_fail(err, TENSEN_E_IO, "piece %zu", piece)
				       : TENSEN_OK;
}

static void
of_pieces_that_fail_the_first_is_reported_and_all_are_run(void **state)
{
	(void)state;
	for (unsigned threads = 1; threads < 9; threads++) {
		unsigned char done[200] = {0};
		tensen_error err;
		assert_int_equal(threads_try(threads, 51, odd_fails, done, &err), TENSEN_OK);
		assert_int_equal(threads_try(threads, 200, odd_fails, done, &err), TENSEN_E_IO);
		assert_string_equal(err.message, "piece 51");
		assert_null(memchr(done, 0, sizeof done));
	}
}

/* --- sort --- */

typedef struct item {
	uint32_t key, place;
} item;

static int
by_key(const void *a, const void *b, void *ctx)
{
	const item *x = a, *y = b;

	(void)ctx;
	return ORDER(x->key, y->key);
}

static void
large_arrays_are_sorted_and_equals_keep_their_order(void **state)
{
	static const size_t sizes[] = {0, 1, 100, 4097, 100003};

	(void)state;
	for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++) {
		size_t n = sizes[k];
		item *v = malloc((n + 1) * sizeof *v);
		for (uint32_t i = 0; i < n; i++)
			v[i] = (item){(uint32_t)(rng_at(3, i) % 1000), i};
		assert_int_equal(sort_large(v, n, sizeof *v, by_key, NULL, 3, NULL), TENSEN_OK);
		for (size_t i = 1; i < n; i++)
			assert_true(v[i - 1].key < v[i].key ||
				    (v[i - 1].key == v[i].key && v[i - 1].place < v[i].place));
		free(v);
	}
}

static void
copies_are_in_the_order_of_keys_and_the_largest_number_has_the_first_key(void **state)
{
	const float numbers[] = {3.5f, 1e30f, 0, -0.0f, -2, -1e-20f, 0.25f};
	const uint32_t expected[] = {1, 0, 6, 2, 3, 5, 4};
	uint32_t keys[1000], at[1000], *sorted;
	arena mem;

	(void)state;
	arena_init(&mem);
	for (uint32_t i = 0; i < 1000; i++)
		at[i] = i;
	for (uint32_t i = 0; i < 7; i++)
		keys[i] = sort_descending(numbers[i]);
	sorted = sort_by_keys(at, sizeof *at, keys, 7, &mem);
	assert_memory_equal(sorted, expected, sizeof expected);
	assert_non_null(sort_by_keys(at, sizeof *at, keys, 0, &mem));
	for (uint32_t i = 0; i < 1000; i++)
		keys[i] = (uint32_t)rng_at(4, i) % 500 << (i % 3 * 11);
	sorted = sort_by_keys(at, sizeof *at, keys, 1000, &mem);
	for (uint32_t i = 1; i < 1000; i++)
		assert_true(keys[sorted[i - 1]] < keys[sorted[i]] ||
			    (keys[sorted[i - 1]] == keys[sorted[i]] && sorted[i - 1] < sorted[i]));
	arena_clear(&mem);
}

/* --- fail --- */

static void
an_error_keeps_the_first_place_and_cuts_long_messages(void **state)
{
	tensen_error err;
	char big[2000];

	(void)state;
	memset(big, 'm', sizeof big - 1);
	big[sizeof big - 1] = '\0';
	assert_int_equal(tensen_fail(NULL, TENSEN_E_IO, "nobody listens"), TENSEN_E_IO);
	tensen_fail_at(NULL, "nowhere", 1);
	assert_int_equal(tensen_fail(&err, TENSEN_E_INPUT, "%s", big), TENSEN_E_INPUT);
	assert_int_equal(err.code, TENSEN_E_INPUT);
	assert_int_equal(strlen(err.message), sizeof err.message - 1);
	assert_string_equal(err.where, "");
	tensen_fail_at(&err, "first.csv", 7);
	tensen_fail_at(&err, "second.csv", 8);
	assert_string_equal(err.where, "first.csv");
	assert_int_equal(err.at, 7);
}

static void
every_status_has_a_name_of_its_own(void **state)
{
	(void)state;
	for (int a = TENSEN_E_CANCELLED; a <= TENSEN_OK; a++) {
		const char *x = tensen_status_name((tensen_status)a);
		assert_string_not_equal(x, "unknown");
		for (int b = TENSEN_E_CANCELLED; b < a; b++)
			assert_string_not_equal(x, tensen_status_name((tensen_status)b));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_piece_is_done_once_by_a_worker_below_the_thread_count),
	    cmocka_unit_test(no_threads_means_the_calling_one_and_no_pieces_means_no_work),
	    cmocka_unit_test(a_line_is_taken_in_order_by_the_caller_whoever_made_it),
	    cmocka_unit_test(a_line_ends_where_taking_fails),
	    cmocka_unit_test(a_line_ends_before_the_first_piece_that_cannot_be_made),
	    cmocka_unit_test(of_pieces_that_fail_the_first_is_reported_and_all_are_run),
	    cmocka_unit_test(large_arrays_are_sorted_and_equals_keep_their_order),
	    cmocka_unit_test(
		copies_are_in_the_order_of_keys_and_the_largest_number_has_the_first_key),
	    cmocka_unit_test(an_error_keeps_the_first_place_and_cuts_long_messages),
	    cmocka_unit_test(every_status_has_a_name_of_its_own),
	};
	return cmocka_run_group_tests_name("threads", tests, NULL, NULL);
}
