/* tests/support.c - see support.h. */
#include "support.h"
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>
#include "index/container.h"
#include "util/bytes.h"
#include "util/files/file.h"

static char folder[300];
tensen_index *demo;
tensen_searcher *demo_searcher;

void
temporary_name(char *out, size_t size)
{
	const char *tmp = getenv("TMPDIR");

	snprintf(out, size, "%s/tensen-test-XXXXXX", tmp && *tmp ? tmp : "/tmp");
}

int
place_make(void **state)
{
	(void)state;
	temporary_name(folder, sizeof folder);
	return mkdtemp(folder) ? 0 : -1;
}

int
place_remove(void **state)
{
	char command[320];

	(void)state;
	snprintf(command, sizeof command, "rm -rf %s", folder);
	return system(command);
}

const char *
place(const char *name)
{
	static char path[8][400];
	static int turn;

	if (!*name)
		return folder;
	turn = (turn + 1) % 8;
	snprintf(path[turn], sizeof path[turn], "%s/%s", folder, name);
	return path[turn];
}

void
file_put(const char *path, const void *p, size_t n)
{
	FILE *f = fopen(path, "wb");

	if (!f)
		fail_msg("%s cannot be written", path);
	assert_int_equal(fwrite(p, 1, n, f), n);
	assert_int_equal(fclose(f), 0);
}

void
file_text(const char *path, const char *text)
{
	file_put(path, text, strlen(text));
}

void
file_get(buf *out, const char *path)
{
	tensen_error err = {.code = TENSEN_OK};

	if (file_slurp(out, path, &err) != TENSEN_OK)
		fail_msg("%s: %s", err.where, err.message);
}

void
assert_same_file(const char *a, const char *b)
{
	buf x = BUF_INIT, y = BUF_INIT;

	file_get(&x, a);
	file_get(&y, b);
	assert_true(x.n > 0);
	if (x.n != y.n)
		fail_msg("%s has %zu bytes, %s %zu", a, x.n, b, y.n);
	for (size_t i = 0; i < x.n; i++)
		if (x.p[i] != y.p[i])
			fail_msg("%s and %s differ first at byte %zu of %zu", a, b, i, x.n);
	buf_clear(&x);
	buf_clear(&y);
}

void
put_u64(uint8_t *p, uint64_t v)
{
	for (int i = 0; i < 8; i++)
		p[i] = (uint8_t)(v >> 8 * i);
}

void
sign_table(uint8_t *file)
{
	XXH3_state_t *s = XXH3_createState();

	XXH3_64bits_reset(s);
	XXH3_64bits_update(s, file, 24);
	XXH3_64bits_update(
	    s, file + CONTAINER_HEADER_SIZE, CONTAINER_ENTRY_SIZE * (size_t)le32(file + 12));
	put_u64(file + 24, XXH3_64bits_digest(s));
	XXH3_freeState(s);
}

void
build_index(const char *path, const char *const *inputs, size_t n, const tensen_build_opts *opts)
{
	tensen_error err = {.code = TENSEN_OK};

	if (tensen_build(NULL, path, inputs, n, opts, &err) != TENSEN_OK)
		fail_msg("%s: %s", err.where, err.message);
}

tensen_index *
index_of(const char *input)
{
	tensen_index *ix = NULL;
	tensen_error err = {.code = TENSEN_OK};

	build_index(place("index"), &input, 1, NULL);
	if (tensen_index_open(&ix, place("index"), NULL, &err) != TENSEN_OK)
		fail_msg("%s: %s", err.where, err.message);
	return ix;
}

const char *
demo_id(uint32_t i, uint32_t n)
{
	return tensen_index_id(demo, i * (tensen_index_count(demo) / n));
}

int
demo_make(void **state)
{
	if (place_make(state) < 0)
		return -1;
	demo = index_of("data/demo");
	return tensen_searcher_new(&demo_searcher, demo, NULL) < 0;
}

int
demo_remove(void **state)
{
	tensen_searcher_free(demo_searcher);
	tensen_index_free(demo);
	return place_remove(state);
}

tensen_result *
search_of(tensen_searcher *s, const char *id, const char *text, const tensen_search_opts *o)
{
	tensen_query q = {.id = id, .text = text, .text_len = text ? strlen(text) : 0};
	tensen_result *r = NULL;
	tensen_error err = {.code = TENSEN_OK};

	if (tensen_search(s, &q, o, &r, &err) != TENSEN_OK)
		fail_msg("%s: %s", id ? id : text, err.message);
	return r;
}

void
comma_begin(void)
{
	char command[800];

	snprintf(command, sizeof command,
	    "cd %s && printf 'LC_NUMERIC\\ndecimal_point \",\"\\nthousands_sep \"\"\\n"
	    "grouping -1\\nEND LC_NUMERIC\\n' >comma.src && "
	    "localedef -c -i ./comma.src -f ANSI_X3.4-1968 ./comma >/dev/null 2>&1; test -d comma",
	    place(""));
	if (system(command) != 0 || setenv("LOCPATH", place(""), 1) != 0 ||
	    !setlocale(LC_NUMERIC, "comma") || localeconv()->decimal_point[0] != ',')
		skip();
}

void
comma_end(void)
{
	setlocale(LC_NUMERIC, "C");
}
