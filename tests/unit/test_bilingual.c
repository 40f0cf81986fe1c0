/* A lexicon made by the test in the form of EDICT, and pairs: the equivalents of a word in both
 * directions. */
#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include "../support.h"
#include "model/bilingual/bilingual.h"

static const char entries[] =
    "　？？？ /a line that names the makers/\n"
    "振動 [しんどう] /(n,vs) (1) vibration/(2) oscillation/(P)/\n"
    "振動 [しんどう] /(n) (arch) trembling of the heart/\n"
    "容器 [ようき] /(n) container/vessel/\n"
    "セラミックス /(n) ceramics/\n"
    "ガラス [ガラス] /(n) (uk) glass/pane/(P)/\n"
    "抑える [おさえる] /(v1,vt) to suppress (a thing)/to hold back; to check/\n"
    "熱 [ねつ] /(n) heat/\n"
    "処理 [しょり] /(n,vs) processing/treatment/\n"
    "熱処理 [ねつしょり] /(n) heat treatment/\n"
    "電池 [でんち] /(n) (dry) Batteries/\n"
    "通気 [つうき] /(n) one/two/three/four/five/six/seven/eight/vent/vent hole/vent pipe/\n"
    "震音 [しんおん] /(n) vibrato/\n";

static char folder[] = "/tmp/bilingual-XXXXXX";
static char pairs_path[64];

static void
write_file(const char *path, const char *bytes, size_t n)
{
	FILE *f = fopen(path, "wb");

	assert_non_null(f);
	assert_int_equal(fwrite(bytes, 1, n, f), n);
	assert_int_equal(fclose(f), 0);
}

static int
make_folder(void **state)
{
	char path[64], out[4096], *to = out, *in = (char *)(uintptr_t)entries;
	size_t left = sizeof out, n = sizeof entries - 1;
	iconv_t cd = iconv_open("EUC-JP", "UTF-8");

	(void)state;
	assert_non_null(mkdtemp(folder));
	assert_int_not_equal(iconv(cd, &in, &n, &to, &left), (size_t)-1);
	iconv_close(cd);
	snprintf(path, sizeof path, "%s/edict", folder);
	write_file(path, out, (size_t)(to - out));
	snprintf(pairs_path, sizeof pairs_path, "%s/pairs.tsv", folder);
	return 0;
}

static int
remove_folder(void **state)
{
	char path[64];

	(void)state;
	snprintf(path, sizeof path, "%s/edict", folder);
	unlink(path);
	unlink(pairs_path);
	return rmdir(folder);
}

typedef struct opened {
	bilingual *b;
	bilingual_reader *r;
	arena mem;
	equivalent *v;
	uint32_t n;
} opened;

static void
open_it(opened *x, const bilingual_opts *o)
{
	tensen_error err;

	arena_init(&x->mem);
	assert_int_equal(bilingual_open(&x->b, o, &err), TENSEN_OK);
	assert_int_equal(bilingual_reader_new(&x->r, x->b, &err), TENSEN_OK);
}

static void
close_it(opened *x)
{
	bilingual_reader_free(x->r);
	bilingual_close(x->b);
	arena_clear(&x->mem);
}

/* The equivalents of a word, with blanks and bars between. */
static const char *
joined(opened *x, tensen_lang from, const char *word)
{
	static char all[1024];
	size_t n = 0;

	assert_int_equal(
	    bilingual_find(&x->v, &x->n, x->r, from, span_of(word), &x->mem, NULL), TENSEN_OK);
	all[0] = '\0';
	for (uint32_t i = 0; i < x->n; i++)
		n += (size_t)snprintf(
		    all + n, sizeof all - n, "%s%.*s", i ? "|" : "", (int)x->v[i].s.n, x->v[i].s.p);
	return all;
}

static void
a_word_gives_its_glosses_and_early_ones_weigh_more(void **state)
{
	opened x;

	(void)state;
	open_it(&x, &(bilingual_opts){.folder = folder});
	assert_string_equal(joined(&x, TENSEN_JA, "振動"), "vibration|oscillation");
	assert_true(x.v[0].weight > x.v[1].weight);
	assert_string_equal(joined(&x, TENSEN_JA, "抑える"), "suppress|hold back|check");
	assert_string_equal(joined(&x, TENSEN_JA, "ない語"), "");
	close_it(&x);
}

static void
spellings_of_a_loanword_meet(void **state)
{
	opened x;

	(void)state;
	open_it(&x, &(bilingual_opts){.folder = folder});
	assert_string_equal(joined(&x, TENSEN_JA, "セラミックス"), "ceramics");
	assert_string_equal(joined(&x, TENSEN_JA, "ガラス"), "glass|pane");
	close_it(&x);
}

static void
an_english_stem_finds_its_japanese(void **state)
{
	opened x;

	(void)state;
	open_it(&x, &(bilingual_opts){.folder = folder});
	assert_string_equal(joined(&x, TENSEN_EN, "vibrat"), "振動");
	assert_string_equal(joined(&x, TENSEN_EN, "heat treatment"), "熱処理");
	assert_string_equal(joined(&x, TENSEN_EN, "suppress"), "抑える");
	close_it(&x);
}

/* Words of a bucket of the table begin with the same four letters; the stem decides. */
static void
a_stem_finds_words_with_other_endings_and_no_other_words(void **state)
{
	opened x;

	(void)state;
	open_it(&x, &(bilingual_opts){.folder = folder});
	assert_string_equal(joined(&x, TENSEN_EN, "batteri"), "電池");
	assert_string_equal(joined(&x, TENSEN_EN, "vibrato"), "震音");
	assert_string_equal(joined(&x, TENSEN_EN, "vibrating"), "");
	assert_string_equal(joined(&x, TENSEN_EN, "heat pump"), "");
	close_it(&x);
}

static void
an_entry_counts_once_however_many_of_its_glosses_begin_alike(void **state)
{
	opened x;

	(void)state;
	open_it(&x, &(bilingual_opts){.folder = folder});
	assert_string_equal(joined(&x, TENSEN_EN, "vent"), "通気");
	assert_true(x.v[0].weight < 1);
	close_it(&x);
}

static void
a_compound_is_cut_into_words_of_the_lexicon(void **state)
{
	opened x;
	word_piece p[PIECES_MAX];
	uint32_t n;

	(void)state;
	open_it(&x, &(bilingual_opts){.folder = folder});
	assert_int_equal(
	    bilingual_cut(p, &n, x.r, SPAN_LIT("ガラスセラミックス容器"), NULL), TENSEN_OK);
	assert_int_equal(n, 3);
	assert_true(span_eq(p[0].s, SPAN_LIT("ガラス")) && p[0].known);
	assert_true(span_eq(p[1].s, SPAN_LIT("セラミックス")) && p[1].known);
	assert_true(span_eq(p[2].s, SPAN_LIT("容器")) && p[2].known);
	close_it(&x);
}

static void
pairs_of_the_user_go_first_and_a_wrong_line_is_the_error(void **state)
{
	static const char text[] = "# my words\n容器\tbottle;jar\n新語\tneologism\n";
	static const char wrong[] = "# my words\n容器\tbottle;jar\nonly one column\n\n新語\t\na\n";
	const bilingual_opts opts = {.folder = folder, .pairs = pairs_path};
	tensen_error err = {0};
	bilingual *b;
	opened x;

	(void)state;
	write_file(pairs_path, text, sizeof text - 1);
	open_it(&x, &opts);
	assert_string_equal(joined(&x, TENSEN_JA, "容器"), "bottle|jar");
	assert_string_equal(joined(&x, TENSEN_JA, "新語"), "neologism");
	assert_string_equal(joined(&x, TENSEN_JA, "熱"), "heat");
	assert_string_equal(joined(&x, TENSEN_EN, "jar"), "容器");
	close_it(&x);
	write_file(pairs_path, wrong, sizeof wrong - 1);
	assert_int_equal(bilingual_open(&b, &opts, &err), TENSEN_E_INPUT);
	assert_string_equal(err.where, pairs_path);
	assert_int_equal(err.at, 3);
	assert_non_null(strstr(err.message, "not two columns"));
	assert_non_null(strstr(err.message, "; also lines 5, 6"));
}

static void
another_lexicon_has_another_identity(void **state)
{
	char with[BILINGUAL_IDENTITY], without[BILINGUAL_IDENTITY];
	opened x;

	(void)state;
	write_file(pairs_path, "新語\tneologism\n", 17);
	open_it(&x, &(bilingual_opts){.folder = folder, .pairs = pairs_path});
	bilingual_identity(with, x.b);
	close_it(&x);
	open_it(&x, &(bilingual_opts){.folder = folder});
	bilingual_identity(without, x.b);
	close_it(&x);
	assert_string_not_equal(with, without);
}

static void
a_folder_without_dictionary_names_the_package(void **state)
{
	bilingual *b;
	tensen_error err;

	(void)state;
	assert_int_equal(
	    bilingual_open(&b, &(bilingual_opts){.folder = "/nowhere"}, &err), TENSEN_E_IO);
	assert_non_null(strstr(err.message, "apt-get install edict"));
}

static void
a_dictionary_that_cannot_be_read_is_an_error(void **state)
{
	char other[] = "/tmp/bilingual-XXXXXX", path[64];
	tensen_error err;
	bilingual *b;

	(void)state;
	assert_non_null(mkdtemp(other));
	snprintf(path, sizeof path, "%s/edict", other);
	assert_int_equal(mkdir(path, 0700), 0); /* root may read every file, but no folder as one */
	assert_int_equal(bilingual_open(&b, &(bilingual_opts){.folder = other}, &err), TENSEN_E_IO);
	assert_string_equal(err.where, path);
	rmdir(path);
	rmdir(other);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_word_gives_its_glosses_and_early_ones_weigh_more),
	    cmocka_unit_test(spellings_of_a_loanword_meet),
	    cmocka_unit_test(an_english_stem_finds_its_japanese),
	    cmocka_unit_test(a_stem_finds_words_with_other_endings_and_no_other_words),
	    cmocka_unit_test(an_entry_counts_once_however_many_of_its_glosses_begin_alike),
	    cmocka_unit_test(a_compound_is_cut_into_words_of_the_lexicon),
	    cmocka_unit_test(pairs_of_the_user_go_first_and_a_wrong_line_is_the_error),
	    cmocka_unit_test(another_lexicon_has_another_identity),
	    cmocka_unit_test(a_folder_without_dictionary_names_the_package),
	    cmocka_unit_test(a_dictionary_that_cannot_be_read_is_an_error),
	};
	return cmocka_run_group_tests_name("bilingual", tests, make_folder, remove_folder);
}
