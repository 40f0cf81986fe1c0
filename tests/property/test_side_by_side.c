/* Files read side by side give the same documents, refusals, notes and accounts, in the same order,
 * as files read by one thread. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include "../support.h"
#include "corpus/reader.h"
#include "corpus/record_log.h"
#include "util/fail.h"

typedef struct received {
	buf log;
	uint64_t documents, stop_at; /* stop_at: the document that the receiver refuses, 0 none */
	tensen_status st;
	tensen_error err;
} received;

static tensen_status
on_document(void *payload, const document *d, tensen_error *err)
{
	received *h = payload;

	if (++h->documents == h->stop_at)
		return tensen_fail(err, TENSEN_E_CANCELLED, "enough");
	buf_str(&h->log, "\ndocument ");
	document_write(&h->log, d);
	return TENSEN_OK;
}

static void
on_refused(void *payload, const char *path, unsigned long long at, const char *why)
{
	buf_printf(&((received *)payload)->log, "\nrefused %s %llu %s", path, at, why);
}

static void
on_noted(void *payload, const char *path, unsigned long long at, const char *what)
{
	buf_printf(&((received *)payload)->log, "\nnoted %s %llu %s", path, at, what);
}

static void
on_account(void *payload, const file_account *a)
{
	buf_printf(&((received *)payload)->log,
	    "\nfile %s %d %s %" PRIu64 " %" PRIu64 " %" PRIu64 " %" PRIu64 " %" PRIu64 " %s",
	    a->path, a->format, a->encoding, a->records, a->read, a->no_text, a->refused, a->noted,
	    a->problem ? a->problem : "-");
}

static received
receive(unsigned threads, int strict, uint64_t stop_at)
{
	const char *paths[] = {place("in"), place("in/03.jsonl")};
	received h = {.log = BUF_INIT, .stop_at = stop_at};
	corpus_sink sink = {on_document, on_refused, on_account, &h, on_noted, NULL};
	corpus_opts o = {.strict = strict, .skip_bad = 1, .threads = threads};

	h.st = corpus_read(paths, 2, &o, &sink, &h.err);
	assert_false(h.log.failed);
	return h;
}

static void
same_as_one_thread(int strict, uint64_t stop_at, tensen_status want)
{
	static const unsigned threads[] = {2, 5};
	received one = receive(1, strict, stop_at);

	assert_int_equal(one.st, want);
	assert_true(one.log.n > 0);
	for (size_t i = 0; i < 2; i++) {
		received many = receive(threads[i], strict, stop_at);
		assert_int_equal(many.st, one.st);
		assert_string_equal(many.err.message, one.err.message);
		assert_string_equal(many.err.where, one.err.where);
		assert_int_equal(many.log.n, one.log.n);
		assert_memory_equal(many.log.p, one.log.p, one.log.n);
		buf_clear(&many.log);
	}
	buf_clear(&one.log);
}

/* n records, of which every `bad`-th is wrong (0: none is). */
static void
put_file(const char *name, unsigned file, unsigned n, unsigned bad, size_t title)
{
	buf b = BUF_INIT;

	for (unsigned i = 1; i <= n; i++) {
		if (bad && i % bad == 0) {
			buf_str(&b, "{\"id\":\"X\",\n");
			continue;
		}
		buf_printf(&b, "{\"id\":\"F%u-%u\",\"date\":\"%s\",\"title\":\"", file, i % 50,
		    i % 7 ? "2010-02-18" : "2010-02-31");
		for (size_t k = 0; k < title; k += 3)
			buf_str(&b, "あ");
		buf_str(&b, "\"}\n");
	}
	file_put(place(name), b.p, b.n);
	buf_clear(&b);
}

static int
make_files(void **state)
{
	char name[32];

	if (place_make(state) < 0 || mkdir(place("in"), 0700) < 0)
		return -1;
	for (unsigned i = 0; i < 24; i++) {
		snprintf(name, sizeof name, "in/%02u.jsonl", i);
		put_file(name, i / 2, 30 + i, i < 8 || i % 3 ? 0 : 11, 30);
	}
	file_text(place("in/05.jsonl"), "");
	file_text(place("in/11.bin"), "\x01\x02 nothing that we know");
	file_text(place("in/12.csv"), "id,title\nA-1,棚\nA-2,棚,棚\nA-3,\"棚\n");
	file_text(place("in/13.txt"), "【書類名】明細書\n【発明の名称】棚\n【課題】湿気を防ぐ。\n");
	return 0;
}

static void
what_is_heard_does_not_depend_on_threads(void **state)
{
	(void)state;
	same_as_one_thread(0, 0, TENSEN_OK);
}

static void
files_too_large_to_keep_are_heard_in_their_turn(void **state)
{
	(void)state;
	put_file("in/04.jsonl", 40, 50, 0, RECORD_LOG_MAX / 40); /* larger than a record log */
	put_file("in/06.jsonl", 60, 40000, 0, 3);                /* and only when it is read */
	put_file("in/07.jsonl", 70, 200000, 1, 0);               /* refusals fill it too */
	same_as_one_thread(0, 0, TENSEN_OK);
	assert_int_equal(remove(place("in/04.jsonl")), 0);
	assert_int_equal(remove(place("in/06.jsonl")), 0);
	assert_int_equal(remove(place("in/07.jsonl")), 0);
}

static void
strict_names_the_first_fault_of_all_files(void **state)
{
	received one = receive(1, 1, 0);
	(void)state;
	assert_string_equal(one.err.where, place("in/09.jsonl"));
	buf_clear(&one.log);
	same_as_one_thread(1, 0, TENSEN_E_INPUT);
}

static void
a_receiver_that_stops_hears_no_more(void **state)
{
	(void)state;
	same_as_one_thread(0, 200, TENSEN_E_CANCELLED);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_is_heard_does_not_depend_on_threads),
	    cmocka_unit_test(files_too_large_to_keep_are_heard_in_their_turn),
	    cmocka_unit_test(strict_names_the_first_fault_of_all_files),
	    cmocka_unit_test(a_receiver_that_stops_hears_no_more),
	};
	return cmocka_run_group_tests_name("side_by_side", tests, make_files, place_remove);
}
