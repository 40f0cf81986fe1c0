/* A broken MeCab dictionary is refused, or its words still lie inside the text; nothing is read
 * outside its files (make MODE=asan check ONE=dictionary_bytes checks that).
 *
 * MeCab's tool compiles a small dictionary, so that each of its files can be changed thousands of
 * times.  libmecab reads the dictionary before the change: only text/dictionary.c and
 * text/lattice.c are tested. */
#include <mecab.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "../support.h"
#include "text/lattice.h"
#include "util/files/file.h"
#include "util/rng.h"

#define TOOL "/usr/lib/mecab/mecab-dict-index"
#define ROUNDS 1500 /* per file */

static mecab_model_t *model;
static const char *const parts[] = {"sys.dic", "unk.dic", "char.bin", "matrix.bin"};
#define N_PARTS (sizeof parts / sizeof *parts)

static const char text[] =
    "架台の振動を抑える Aダンパー12。\xe3\x81 未知の語が続く\xf0\xa0\xae\x9f";

static const char *const sources[][2] = {
    {"dicrc", "cost-factor = 800\nbos-feature = BOS/EOS,*\neval-size = 1\nunk-eval-size = 1\n"
	      "config-charset = UTF-8\n"},
    {"char.def", "DEFAULT 0 1 0\nSPACE 0 1 0\nKANJI 0 0 2\nHIRAGANA 0 1 2\nALPHA 1 1 0\n"
		 "0x0020 SPACE\n0x4E00..0x9FA5 KANJI\n0x3041..0x309F HIRAGANA\n"
		 "0x0041..0x005A ALPHA\n"},
    {"unk.def", "DEFAULT,1,1,4000,記号\nSPACE,0,0,100,空白\nKANJI,1,1,5000,名詞\n"
		"KANJI,2,2,6000,名詞\nHIRAGANA,2,2,7000,語\nALPHA,1,1,3000,名詞\n"},
    {"matrix.def",
	"3 3\n0 0 0\n0 1 -50\n0 2 10\n1 0 5\n1 1 300\n1 2 -200\n2 0 7\n2 1 -90\n2 2 40\n"},
    {"words.csv",
	"架台,1,1,500,名詞,架台\n振動,1,1,400,名詞,振動\n振,1,1,900,名詞,振\n"
	"の,2,2,10,助詞,の\nを,2,2,10,助詞,を\n抑える,1,2,300,動詞,抑える\n"
	"ダンパー,1,1,350,名詞,ダンパー\nダンパー,2,1,351,名詞,ダンパ\n。,1,1,1,記号,。\n"},
};

static void
write_file(const char *name, const void *p, size_t n)
{
	unlink(place(name)); /* libmecab has the old one mapped */
	file_put(place(name), p, n);
}

static int
compile(void **state)
{
	char command[512];

	if (access(TOOL, X_OK) < 0)
		return 0;
	if (place_make(state) < 0)
		return -1;
	for (size_t i = 0; i < sizeof sources / sizeof *sources; i++)
		write_file(sources[i][0], sources[i][1], strlen(sources[i][1]));
	snprintf(command, sizeof command, "%s -d %s -o %s -f UTF-8 -t UTF-8 >/dev/null 2>&1", TOOL,
	    place(""), place(""));
	if (system(command) != 0)
		return -1;
	snprintf(command, sizeof command, "-r /dev/null -d %s", place(""));
	model = mecab_model_new2(command);
	return model ? 0 : -1;
}

static int
clean(void **state)
{
	if (!model)
		return 0;
	mecab_model_destroy(model);
	return place_remove(state);
}

static void
need_tool(void)
{
	if (!model) {
		print_message("skipped: no %s\n", TOOL);
		skip();
	}
}

/* Refused with a reason: 0.  Taken: 1, and the words lie in the text in their order. */
static int
try(size_t *n_words)
{
	dictionary d;
	lattice *l;
	const cut_word *w;
	const char *at = text;
	tensen_error err = {.code = TENSEN_OK};

	*n_words = 0;
	if (dictionary_map(&d, model, &err) < 0) {
		assert_true(err.code == TENSEN_E_CORRUPT || err.code == TENSEN_E_IO);
		assert_true(err.message[0] != '\0');
		return 0;
	}
	assert_int_equal(lattice_new(&l, &d, NULL), TENSEN_OK);
	assert_int_equal(lattice_cut(l, (span){text, sizeof text - 1}, &w, n_words), 0);
	for (size_t i = 0; i < *n_words; i++) {
		assert_true(w[i].surface.p >= at);
		at = w[i].surface.p + w[i].surface.n;
		assert_true(at <= text + sizeof text - 1);
		assert_true(strlen(w[i].feature) < 65536);
	}
	lattice_free(l);
	dictionary_unmap(&d);
	return 1;
}

/* One change of bytes: a bit, a byte, or a number at one of its limits. */
static void
damage(buf *b, rng *random)
{
	static const uint32_t limits[] = {0, 1, 0x7fffffff, 0x80000000, 0xffffffff, 0xfffffffe};
	uint32_t at = (uint32_t)rng_below(random, (uint32_t)b->n), v;

	switch (rng_below(random, 3)) {
	case 0:
		b->p[at] = (char)(b->p[at] ^ 1 << rng_below(random, 8));
		break;
	case 1:
		b->p[at] = (char)rng_below(random, 256);
		break;
	default:
		at &= ~3u;
		v = limits[rng_below(random, sizeof limits / sizeof *limits)];
		for (uint32_t i = 0; i < 4 && at + i < b->n; i++)
			b->p[at + i] = (char)(v >> 8 * i);
	}
}

static void
a_changed_dictionary_is_refused_or_cuts_inside_the_text(void **state)
{
	rng random = {20261121};
	unsigned taken[N_PARTS] = {0};
	size_t n, sound;

	(void)state;
	need_tool();
	assert_int_equal(try(&sound), 1);
	assert_true(sound > 8);
	for (size_t i = 0; i < N_PARTS; i++) {
		buf whole = BUF_INIT, b = BUF_INIT;
		assert_int_equal(file_slurp(&whole, place(parts[i]), NULL), TENSEN_OK);
		for (int round = 0; round < ROUNDS; round++) {
			buf_reset(&b);
			buf_add(&b, whole.p, whole.n);
			for (uint64_t k = rng_below(&random, 4) + 1; k; k--)
				damage(&b, &random);
			write_file(parts[i], b.p, b.n);
			taken[i] += (unsigned)try(&n);
		}
		write_file(parts[i], whole.p, whole.n);
		assert_true(taken[i] > 0 && taken[i] < ROUNDS); /* both cases occur */
		buf_clear(&b);
		buf_clear(&whole);
	}
	assert_int_equal(try(&n), 1);
	assert_int_equal(n, sound);
}

/* Units of the double array are checked only when they are used. */
static void
so_does_one_with_any_unit_at_a_limit(void **state)
{
	static const uint32_t limits[] = {0, 0x7fffffff, 0x80000000, 0xffffffff};
	buf b = BUF_INIT;
	uint32_t units;
	size_t n;

	(void)state;
	need_tool();
	assert_int_equal(file_slurp(&b, place("sys.dic"), NULL), TENSEN_OK);
	units = le32((const uint8_t *)b.p + 24) / 8;
	for (uint32_t i = 0; i < units; i++) {
		char *base = b.p + 72 + 8 * (size_t)i, kept[4];
		if (le32((const uint8_t *)base) == 0)
			continue; /* not used */
		memcpy(kept, base, 4);
		for (size_t k = 0; k < sizeof limits / sizeof *limits; k++) {
			for (int byte = 0; byte < 4; byte++)
				base[byte] = (char)(limits[k] >> 8 * byte);
			write_file("sys.dic", b.p, b.n);
			assert_int_equal(try(&n), 1);
		}
		memcpy(base, kept, 4);
	}
	write_file("sys.dic", b.p, b.n);
	assert_int_equal(try(&n), 1);
	buf_clear(&b);
}

static void
a_dictionary_cut_short_is_refused(void **state)
{
	size_t n;

	(void)state;
	need_tool();
	for (size_t i = 0; i < N_PARTS; i++) {
		buf whole = BUF_INIT;
		assert_int_equal(file_slurp(&whole, place(parts[i]), NULL), TENSEN_OK);
		for (size_t cut = 0; cut < whole.n; cut += 1 + whole.n / 97) {
			write_file(parts[i], whole.p, cut);
			assert_int_equal(try(&n), 0);
		}
		write_file(parts[i], whole.p, whole.n);
		buf_clear(&whole);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_changed_dictionary_is_refused_or_cuts_inside_the_text),
	    cmocka_unit_test(so_does_one_with_any_unit_at_a_limit),
	    cmocka_unit_test(a_dictionary_cut_short_is_refused),
	};
	return cmocka_run_group_tests_name("dictionary bytes", tests, compile, clean);
}
