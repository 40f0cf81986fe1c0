/* The notes on classes of models/: read from a folder, and the tables that ship. */
#include <string.h>
#include "../support.h"
#include "fields/class_notes.h"
#include "fields/fields.h"
#include "util/fail.h"

static void
a_note_is_found_by_its_symbol_and_nothing_else_is(void **state)
{
	models *m;
	class_notes *t = NULL;

	(void)state;
	assert_int_equal(models_open(&m, NULL, NULL), TENSEN_OK);
	assert_int_equal(class_notes_open(&t, m, "scenes.tsv", NULL), TENSEN_OK);
	assert_true(class_notes_of(t, SPAN_LIT("A61B")).n > 0);
	assert_int_equal(class_notes_of(t, SPAN_LIT("A61")).n, 0);
	assert_int_equal(class_notes_of(t, SPAN_LIT("Z99Z")).n, 0);
	class_notes_close(t);
	models_close(m);
}

/* The columns of a table of models/, or fail. */
static void
each_line(const char *file, void (*check)(span symbol, span note, unsigned line))
{
	models *m;
	tsv in;
	span cols[2];
	size_t n;
	unsigned lines = 0;

	assert_int_equal(models_open(&m, NULL, NULL), TENSEN_OK);
	assert_int_equal(tsv_open(&in, m, file, NULL), TENSEN_OK);
	while ((n = tsv_next(&in, cols, 2)) > 0) {
		assert_int_equal(n, 2);
		check(cols[0], cols[1], in.line);
		lines++;
	}
	assert_true(lines > 50);
	models_close(m);
}

static void
is_symbol(span s, unsigned line)
{
	class_symbol c;

	if (!class_symbol_parse(&c, s) || s.n < 4)
		fail_msg("line %u: %.*s is no class symbol", line, (int)s.n, s.p);
}

/* Every scene: words, "=", words; at least eight scenes. */
static void
has_scenes_in_both_languages(span symbol, span note, unsigned line)
{
	size_t scenes = 0, at = 0;

	is_symbol(symbol, line);
	while (at < note.n) {
		size_t to = at, marks = 0;
		while (to < note.n && note.p[to] != '|')
			marks += note.p[to++] == '=';
		if (marks != 1 || note.p[at] == '=' || note.p[to - 1] == '=')
			fail_msg("line %u: scene %zu lacks a language", line, scenes + 1);
		scenes++;
		at = to + 1;
	}
	assert_in_range(scenes, 8, 12);
}

static void
has_symbols(span symbol, span note, unsigned line)
{
	size_t at = 0;

	is_symbol(symbol, line);
	while (at < note.n) {
		size_t to = at;
		while (to < note.n && note.p[to] != ' ')
			to++;
		is_symbol(span_sub(note, at, to), line);
		at = to + 1;
	}
}

static void
every_scene_has_words_in_both_languages(void **state)
{
	(void)state;
	each_line("scenes.tsv", has_scenes_in_both_languages);
}

static void
every_area_is_a_class_symbol(void **state)
{
	(void)state;
	each_line("transfers.tsv", has_symbols);
}

static void
a_line_of_one_column_is_named(void **state)
{
	models *m;
	class_notes *t = NULL;
	tensen_error err = {0};

	(void)state;
	file_text(place("scenes.tsv"), "A61B\ta b=c d\nA61F\n");
	assert_int_equal(models_open(&m, place(""), NULL), TENSEN_OK);
	assert_int_equal(class_notes_open(&t, m, "scenes.tsv", &err), TENSEN_E_INPUT);
	assert_non_null(strstr(err.message, "scenes.tsv line 2"));
	assert_null(t);
	models_close(m);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_note_is_found_by_its_symbol_and_nothing_else_is),
	    cmocka_unit_test(every_scene_has_words_in_both_languages),
	    cmocka_unit_test(every_area_is_a_class_symbol),
	    cmocka_unit_test(a_line_of_one_column_is_named),
	};
	return cmocka_run_group_tests_name("class_notes", tests, place_make, place_remove);
}
