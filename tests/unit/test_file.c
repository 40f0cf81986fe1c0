/* Files: a reader of a target sees the old bytes or the new ones; every fault of the system is
 * reported once, with the name of the file. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
#include "../support.h"
#include "util/files/file.h"
#include "util/files/models.h"
#include "util/files/spill.h"

/* Makes a fresh folder for every test and enters it. */
static int
enter(void **state)
{
	return place_make(state) == 0 ? chdir(place("")) : -1;
}

static int
leave(void **state)
{
	return chdir("/") == 0 ? place_remove(state) : -1;
}

static void
assert_holds(const char *path, const char *text)
{
	buf b = BUF_INIT;

	assert_int_equal(file_slurp(&b, path, NULL), TENSEN_OK);
	assert_string_equal(buf_cstr(&b), text);
	buf_clear(&b);
}

static int
exists(const char *path)
{
	return access(path, F_OK) == 0;
}

static void
a_commit_replaces_the_target_and_leaves_no_temporary_file(void **state)
{
	filewriter *w;

	(void)state;
	file_text("x", "old");
	assert_int_equal(filewriter_open(&w, "x", NULL), TENSEN_OK);
	filewriter_add(w, "new bytes", 9);
	assert_holds("x", "old"); /* until the commit */
	assert_true(exists("x.tmp"));
	assert_int_equal(filewriter_commit(w, NULL), TENSEN_OK);
	assert_holds("x", "new bytes");
	assert_false(exists("x.tmp"));
}

static void
an_abort_leaves_the_old_file_and_no_temporary_one(void **state)
{
	filewriter *w;

	(void)state;
	file_text("x", "old");
	assert_int_equal(filewriter_open(&w, "x", NULL), TENSEN_OK);
	filewriter_add(w, "new", 3);
	filewriter_abort(w);
	assert_holds("x", "old");
	assert_false(exists("x.tmp"));
	filewriter_abort(NULL);
}

static void
a_second_writer_on_one_target_is_refused(void **state)
{
	filewriter *first, *second;
	tensen_error err;

	(void)state;
	assert_int_equal(filewriter_open(&first, "x", NULL), TENSEN_OK);
	assert_int_equal(filewriter_open(&second, "x", &err), TENSEN_E_IO);
	assert_null(second);
	assert_non_null(strstr(err.message, "another process"));
	assert_string_equal(err.where, "x");
	filewriter_add(first, "1", 1);
	assert_int_equal(filewriter_commit(first, NULL), TENSEN_OK);
	assert_holds("x", "1");
	assert_int_equal(filewriter_open(&second, "x", NULL), TENSEN_OK);
	filewriter_abort(second);
}

static void
what_a_killed_writer_left_is_overwritten(void **state)
{
	filewriter *w;

	(void)state;
	file_text("x.tmp", "half of a much longer file");
	assert_int_equal(filewriter_open(&w, "x", NULL), TENSEN_OK);
	filewriter_add(w, "whole", 5);
	assert_int_equal(filewriter_commit(w, NULL), TENSEN_OK);
	assert_holds("x", "whole");
	assert_false(exists("x.tmp"));
}

static void
bytes_of_any_size_arrive_in_order_and_may_be_overwritten(void **state)
{
	size_t big = (size_t)3 << 20, at = 0;
	char *piece = malloc(big);
	filewriter *w;
	filemap m;

	(void)state;
	memset(piece, 'p', big);
	assert_int_equal(filewriter_open(&w, "x", NULL), TENSEN_OK);
	filewriter_add(w, "head", 4);
	filewriter_pad(w, 64);
	assert_int_equal(filewriter_pos(w), 64);
	filewriter_pad(w, 64);
	assert_int_equal(filewriter_pos(w), 64);
	filewriter_add(w, piece, big);
	for (int i = 0; i < 3000; i++)
		filewriter_add(w, "0123456789", 10);
	filewriter_at(w, 0, "HEAD", 4);
	filewriter_add(w, "end", 3);
	assert_int_equal(filewriter_commit(w, NULL), TENSEN_OK);
	assert_int_equal(filemap_open(&m, "x", NULL), TENSEN_OK);
	assert_int_equal(m.n, 64 + big + 30000 + 3);
	assert_memory_equal(m.p, "HEAD", 4);
	for (at = 4; at < 64; at++)
		assert_int_equal(m.p[at], 0);
	assert_memory_equal(m.p + 64, piece, big);
	assert_memory_equal(m.p + 64 + big + 29990, "0123456789end", 13);
	filemap_close(&m);
	filemap_close(&m); /* twice is harmless */
	free(piece);
}

/* A page of 2 MB holds what one call wrote from a multiple of 2 MB (file.c). */
static void
whole_pieces_of_2_MB_are_written_whatever_lengths_are_added(void **state)
{
	const size_t piece = (size_t)2 << 20, all = 13 * piece / 2;
	unsigned char *bytes = malloc(all);
	size_t at = 0, n = 1;
	struct stat sb;
	filewriter *w;
	filemap m;

	(void)state;
	for (size_t i = 0; i < all; i++)
		bytes[i] = (unsigned char)(i * 2654435761u >> 24);
	assert_int_equal(filewriter_open(&w, "x", NULL), TENSEN_OK);
	for (; at < all; at += n, n = n * 3 + 1) {
		n = n < all - at ? n : all - at;
		filewriter_add(w, bytes + at, n);
		assert_int_equal(stat("x.tmp", &sb), 0);
		assert_int_equal(sb.st_size, (at + n) / piece * piece);
	}
	assert_int_equal(filewriter_commit(w, NULL), TENSEN_OK);
	assert_int_equal(filemap_open(&m, "x", NULL), TENSEN_OK);
	assert_int_equal(m.n, all);
	assert_memory_equal(m.p, bytes, all);
	filemap_close(&m);
	free(bytes);
}

static void
the_first_error_of_writing_is_kept_until_the_commit(void **state)
{
	struct rlimit old, small;
	char piece[100000] = {0};
	filewriter *w;
	tensen_error err;
	tensen_status st;

	(void)state;
	file_text("x", "old");
	signal(SIGXFSZ, SIG_IGN);
	getrlimit(RLIMIT_FSIZE, &old);
	small = old;
	small.rlim_cur = 4096;
	assert_int_equal(filewriter_open(&w, "x", NULL), TENSEN_OK);
	setrlimit(RLIMIT_FSIZE, &small);
	for (int i = 0; i < 30; i++)
		filewriter_add(w, piece, sizeof piece);
	setrlimit(RLIMIT_FSIZE, &old); /* there is room again, but the error stays */
	filewriter_add(w, "more", 4);
	filewriter_at(w, 0, "HEAD", 4);
	st = filewriter_commit(w, &err);
	assert_int_equal(st, TENSEN_E_IO);
	assert_non_null(strstr(err.message, strerror(EFBIG)));
	assert_string_equal(err.where, "x");
	assert_holds("x", "old");
	assert_false(exists("x.tmp"));
}

static void
a_target_that_cannot_be_written_is_refused_before_the_work(void **state)
{
	filewriter *w;
	tensen_error err;

	(void)state;
	assert_int_equal(filewriter_open(&w, "no/such/folder/x", &err), TENSEN_E_IO);
	assert_null(w);
	assert_non_null(strstr(err.message, strerror(ENOENT)));
	assert_string_equal(err.where, "no/such/folder/x");
}

static void
only_a_regular_file_is_replaced(void **state)
{
	filewriter *w;
	tensen_error err;
	struct stat sb;

	(void)state;
	assert_int_equal(mkdir("folder", 0777), 0);
	assert_int_equal(filewriter_open(&w, "folder", &err), TENSEN_E_IO);
	assert_non_null(strstr(err.message, "regular file"));
	assert_int_equal(mkfifo("pipe", 0600), 0);
	assert_int_equal(filewriter_open(&w, "pipe", &err), TENSEN_E_IO);
	assert_int_equal(filewriter_open(&w, "/dev/full", &err), TENSEN_E_IO);
	assert_int_equal(stat("/dev/full", &sb), 0);
	assert_true(S_ISCHR(sb.st_mode));
	assert_false(exists("folder.tmp"));
}

static void
a_temporary_name_that_is_a_symbolic_link_is_not_followed(void **state)
{
	filewriter *w;

	(void)state;
	file_text("precious", "kept");
	assert_int_equal(symlink("precious", "x.tmp"), 0);
	assert_int_equal(filewriter_open(&w, "x", NULL), TENSEN_E_IO);
	assert_holds("precious", "kept");
}

static void
an_empty_file_maps_to_no_bytes(void **state)
{
	filemap m = {(const uint8_t *)"x", 1};

	(void)state;
	file_text("empty", "");
	assert_int_equal(filemap_open(&m, "empty", NULL), TENSEN_OK);
	assert_null(m.p);
	assert_int_equal(m.n, 0);
	filemap_close(&m);
}

static void
what_cannot_be_mapped_is_named(void **state)
{
	filemap m;
	tensen_error err;

	(void)state;
	assert_int_equal(filemap_open(&m, "absent", &err), TENSEN_E_IO);
	assert_string_equal(err.where, "absent");
	assert_non_null(strstr(err.message, strerror(ENOENT)));
	assert_int_equal(filemap_open(&m, ".", &err), TENSEN_E_IO);
	assert_string_equal(err.message, "not a regular file");
}

static void
slurping_reads_all_of_a_file_and_refuses_a_folder(void **state)
{
	buf b = BUF_INIT;
	tensen_error err;
	filewriter *w;

	(void)state;
	assert_int_equal(filewriter_open(&w, "x", NULL), TENSEN_OK);
	for (int i = 0; i < 50000; i++)
		filewriter_add(w, "abcdefg", 7);
	assert_int_equal(filewriter_commit(w, NULL), TENSEN_OK);
	assert_int_equal(file_slurp(&b, "x", NULL), TENSEN_OK);
	assert_int_equal(b.n, 350000);
	assert_memory_equal(b.p + 349993, "abcdefg", 7);
	assert_int_equal(file_slurp(&b, "absent", &err), TENSEN_E_IO);
	assert_string_equal(err.where, "absent");
	assert_int_equal(file_slurp(&b, ".", &err), TENSEN_E_IO);
	assert_non_null(strstr(err.message, strerror(EISDIR)));
	buf_clear(&b);
}

/* --- spill --- */

static void
spilled_records_come_back_by_number_and_leave_no_file(void **state)
{
	spill *s;
	char text[32];
	arena mem;
	buf run = BUF_INIT;

	(void)state;
	arena_init(&mem);
	assert_int_equal(spill_new(&s, "target", NULL), TENSEN_OK);
	for (int i = 0; i < 2000; i++) {
		int n = snprintf(text, sizeof text, "record %d", i);
		assert_int_equal(spill_add(s, text, i % 5 ? (size_t)n : 0, NULL), TENSEN_OK);
	}
	assert_int_equal(spill_count(s), 2000);
	assert_int_equal(spill_finish(s, NULL), TENSEN_OK);
	for (int i = 0; i < 2000; i++) {
		int n = snprintf(text, sizeof text, "record %d", i);
		span got;
		assert_int_equal(spill_get(s, (uint64_t)i, &mem, &got, NULL), TENSEN_OK);
		assert_int_equal(got.n, i % 5 ? n : 0);
		assert_int_equal(got.n, spill_size(s, (uint64_t)i));
		assert_memory_equal(got.p, text, got.n);
	}
	arena_clear(&mem);
	assert_int_equal(spill_run(s, 6, 5, &run, NULL), TENSEN_OK);
	assert_string_equal(buf_cstr(&run), "record 6record 7record 8record 9");
	buf_clear(&run);
	assert_int_equal(rmdir(place("")), 0); /* the folder holds nothing */
	spill_free(s);
	spill_free(NULL);
}

static void
a_spill_of_nothing_has_nothing(void **state)
{
	spill *s;

	(void)state;
	assert_int_equal(spill_new(&s, "target", NULL), TENSEN_OK);
	assert_int_equal(spill_add(s, NULL, 0, NULL), TENSEN_OK);
	assert_int_equal(spill_finish(s, NULL), TENSEN_OK);
	assert_int_equal(spill_size(s, 0), 0);
	spill_free(s);
}

static void
a_spill_without_room_says_so(void **state)
{
	struct rlimit old, small;
	char piece[10000] = {0};
	spill *s;
	tensen_error err;
	tensen_status st = TENSEN_OK;

	(void)state;
	signal(SIGXFSZ, SIG_IGN);
	getrlimit(RLIMIT_FSIZE, &old);
	small = old;
	small.rlim_cur = 4096;
	assert_int_equal(spill_new(&s, "target", NULL), TENSEN_OK);
	setrlimit(RLIMIT_FSIZE, &small);
	for (int i = 0; i < 10 && st == TENSEN_OK; i++)
		st = spill_add(s, piece, sizeof piece, &err);
	if (st == TENSEN_OK)
		st = spill_finish(s, &err);
	setrlimit(RLIMIT_FSIZE, &old);
	assert_int_equal(st, TENSEN_E_IO);
	assert_non_null(strstr(err.message, strerror(EFBIG)));
	spill_free(s);
	assert_int_equal(spill_new(&s, "no/such/folder/x", &err), TENSEN_E_IO);
	assert_null(s);
}

/* --- models --- */

static void
a_folder_of_models_replaces_the_files_it_holds(void **state)
{
	models *m;
	span s;
	tensen_error err;

	(void)state;
	file_text("fields.tsv", "# mine\n");
	assert_int_equal(models_open(&m, ".", NULL), TENSEN_OK);
	assert_int_equal(models_get(m, "fields.tsv", &s, NULL), TENSEN_OK);
	assert_int_equal(s.n, 7);
	assert_int_equal(models_get(m, "ipc-fields.tsv", &s, NULL), TENSEN_OK);
	assert_true(s.n > 1000);
	assert_int_equal(models_get(m, "nothing.tsv", &s, &err), TENSEN_E_NOTFOUND);
	models_close(m);
	models_close(NULL);
}

static void
an_empty_model_file_replaces_too(void **state)
{
	models *m;
	span s = {"x", 1};

	(void)state;
	file_text("fields.tsv", "");
	assert_int_equal(models_open(&m, ".", NULL), TENSEN_OK);
	assert_int_equal(models_get(m, "fields.tsv", &s, NULL), TENSEN_OK);
	assert_int_equal(s.n, 0);
	models_close(m);
}

static void
a_model_file_that_is_there_but_cannot_be_read_is_an_error(void **state)
{
	models *m;
	tensen_error err;

	(void)state;
	assert_int_equal(mkdir("fields.tsv", 0777), 0);
	assert_int_equal(models_open(&m, ".", &err), TENSEN_E_IO);
	assert_null(m);
	assert_non_null(strstr(err.where, "fields.tsv"));
}

static void
a_folder_without_model_files_is_refused(void **state)
{
	models *m;
	tensen_error err;

	(void)state;
	assert_int_equal(models_open(&m, ".", &err), TENSEN_E_IO);
	assert_null(m);
	assert_string_equal(err.where, ".");
	assert_int_equal(models_open(&m, "absent", &err), TENSEN_E_IO);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, enter, leave)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_commit_replaces_the_target_and_leaves_no_temporary_file),
	    TEST(an_abort_leaves_the_old_file_and_no_temporary_one),
	    TEST(a_second_writer_on_one_target_is_refused),
	    TEST(what_a_killed_writer_left_is_overwritten),
	    TEST(bytes_of_any_size_arrive_in_order_and_may_be_overwritten),
	    TEST(whole_pieces_of_2_MB_are_written_whatever_lengths_are_added),
	    TEST(the_first_error_of_writing_is_kept_until_the_commit),
	    TEST(a_target_that_cannot_be_written_is_refused_before_the_work),
	    TEST(only_a_regular_file_is_replaced),
	    TEST(a_temporary_name_that_is_a_symbolic_link_is_not_followed),
	    TEST(an_empty_file_maps_to_no_bytes),
	    TEST(what_cannot_be_mapped_is_named),
	    TEST(slurping_reads_all_of_a_file_and_refuses_a_folder),
	    TEST(spilled_records_come_back_by_number_and_leave_no_file),
	    TEST(a_spill_of_nothing_has_nothing),
	    TEST(a_spill_without_room_says_so),
	    TEST(a_folder_of_models_replaces_the_files_it_holds),
	    TEST(an_empty_model_file_replaces_too),
	    TEST(a_model_file_that_is_there_but_cannot_be_read_is_an_error),
	    TEST(a_folder_without_model_files_is_refused),
	};
	return cmocka_run_group_tests_name("file", tests, NULL, NULL);
}
