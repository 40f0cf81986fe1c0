/* The lattice finds the same words as libmecab in every text. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <glob.h>
#include <mecab.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>
#include "text/lattice.h"
#include "util/files/file.h"
#include "util/rng.h"

#define NAIST "/var/lib/mecab/dic/naist-jdic"

static mecab_model_t *model;
static mecab_t *tagger;
static mecab_lattice_t *theirs;
static dictionary dict;
static lattice *ours;

static void
open_model(const char *dir, const char *user_dic)
{
	tensen_error err = {.code = TENSEN_OK};

	if (dictionary_open(&model, dir, user_dic, &err) < 0 ||
	    dictionary_map(&dict, model, &err) < 0 || lattice_new(&ours, &dict, &err) < 0)
		fail_msg("%s: %s", err.where, err.message);
	tagger = mecab_model_new_tagger(model);
	theirs = mecab_model_new_lattice(model);
	assert_non_null(tagger);
	assert_non_null(theirs);
}

static void
close_model(void)
{
	lattice_free(ours);
	dictionary_unmap(&dict);
	mecab_lattice_destroy(theirs);
	mecab_destroy(tagger);
	mecab_model_destroy(model);
}

/* text has a NUL behind its n bytes, because libmecab needs one. */
static void
compare(const char *text, size_t n)
{
	const mecab_node_t *node;
	const cut_word *w;
	size_t k, i = 0;

	mecab_lattice_set_sentence2(theirs, text, n);
	assert_true(mecab_parse_lattice(tagger, theirs));
	assert_int_equal(lattice_cut(ours, (span){text, n}, &w, &k), 0);
	node = mecab_lattice_get_bos_node(theirs)->next;
	for (; node && node->stat != MECAB_EOS_NODE; node = node->next, i++) {
		if (i >= k || w[i].surface.p != node->surface || w[i].surface.n != node->length ||
		    strcmp(w[i].feature, node->feature) != 0 ||
		    w[i].gap != (node->rlength > node->length) ||
		    w[i].unknown != (node->stat == MECAB_UNK_NODE))
			fail_msg("word %zu of: %.*s", i, (int)n, text);
	}
	assert_int_equal(i, k);
}

/* Lines of a file, JSON and all: words of every kind. */
static void
compare_file(const char *path)
{
	buf b = BUF_INIT;
	tensen_error err;

	assert_int_equal(file_slurp(&b, path, &err), TENSEN_OK);
	for (size_t at = 0; at < b.n;) {
		char *end = memchr(b.p + at, '\n', b.n - at);
		size_t n = (end ? (size_t)(end - b.p) : b.n - 1) - at;
		b.p[at + n] = '\0';
		compare(b.p + at, n);
		at += n + 1;
	}
	buf_clear(&b);
}

static void
compare_demo(void)
{
	glob_t g;

	assert_int_equal(glob("data/demo/*.jsonl", 0, NULL, &g), 0);
	for (size_t i = 0; i < g.gl_pathc; i++)
		compare_file(g.gl_pathv[i]);
	globfree(&g);
}

static const char *const scraps[] = {"振動", "の", "を", "抑制", "する", "、", "。", " ", "  ",
    "ア", "センサー", "ー", "a", "co2", "12", ".", "ﾊﾝｶｸ", "Ａ", "\xf0\xa0\xae\x9f", "α", "é", "々",
    "き", "り", "込み", "ず", "\n", "〜", "…", "\xef\xbf\xbd", "ん", "っ", "三", "千", "№", "\t",
    "が"};

static void
compare_random(void)
{
	rng random = {20261121};
	char text[600];

	for (int round = 0; round < 20000; round++) {
		size_t n = 0, pieces = rng_below(&random, 40);
		for (size_t i = 0; i < pieces; i++) {
			const char *s = scraps[rng_below(&random, sizeof scraps / sizeof *scraps)];
			size_t len = strlen(s);
			memcpy(text + n, s, len);
			n += len;
		}
		text[n] = '\0';
		compare(text, n);
	}
}

static void
the_lattice_cuts_as_libmecab_does(void **state)
{
	(void)state;
	open_model(NULL, NULL);
	compare("", 0);
	compare("   ", 3);
	compare_demo();
	compare_random();
	close_model();
}

static void
so_it_does_by_another_dictionary(void **state)
{
	(void)state;
	if (access(NAIST "/sys.dic", R_OK) != 0)
		skip();
	open_model(NAIST, NULL);
	compare_demo();
	compare_random();
	close_model();
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(the_lattice_cuts_as_libmecab_does),
	    cmocka_unit_test(so_it_does_by_another_dictionary)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
