/* tests/support.c - see support.h. */
#include "support.h"
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "util/file.h"

static char folder[32];
tensen_index *demo;

int
place_make(void **state)
{
	(void)state;
	strcpy(folder, "/tmp/tensen-test-XXXXXX");
	return mkdtemp(folder) ? 0 : -1;
}

int
place_remove(void **state)
{
	char command[64];

	(void)state;
	snprintf(command, sizeof command, "rm -rf %s", folder);
	return system(command);
}

const char *
place(const char *name)
{
	static char path[8][160];
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

int
demo_make(void **state)
{
	if (place_make(state) < 0)
		return -1;
	demo = index_of("data/demo");
	return 0;
}

int
demo_remove(void **state)
{
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
	char made_in[] = "/tmp/tensen-test-XXXXXX", command[400];
	int made;

	assert_non_null(mkdtemp(made_in));
	snprintf(command, sizeof command,
	    "cd %s && printf 'LC_NUMERIC\\ndecimal_point \",\"\\nthousands_sep \"\"\\n"
	    "grouping -1\\nEND LC_NUMERIC\\n' >comma.src && "
	    "localedef -c -i ./comma.src -f ANSI_X3.4-1968 ./comma >/dev/null 2>&1; test -d comma",
	    made_in);
	made = system(command) == 0 && setenv("LOCPATH", made_in, 1) == 0 &&
	       setlocale(LC_NUMERIC, "comma") && localeconv()->decimal_point[0] == ',';
	snprintf(command, sizeof command, "rm -rf %s", made_in);
	assert_int_equal(system(command), 0);
	if (!made)
		skip();
}

void
comma_end(void)
{
	setlocale(LC_NUMERIC, "C");
}
