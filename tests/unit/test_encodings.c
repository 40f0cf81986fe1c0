/* The same records in every encoding and packing give the same documents. */
#include <sys/stat.h>
#include <unicode/ucnv.h>
#include <zlib.h>
#include <zstd.h>
#include "../support.h"
#include "corpus/input/encoding.h"
#include "read_outcome.h"

static const char csv_text[] =
    "\"文献番号\",\"発明の名称\",\"出願人/権利者\",\"要約\"\r\n"
    "\"特開2099-000001\",\"①乾く棚、ソート表\",\"架空㈱\",\"(57)【要約】\r\n【課題】湿気を防ぐ。"
    "ー能力の噂を申す\r\n【解決手段】棚に穴をあけ、ファンの風を通す。\"\r\n"
    "\"特開2099-000002\",\"ﾊﾝｶｸの表示\",\"甲,乙\",\"センサで検知する。\"\r\n";

static const char xml_text[] =
    "<?xml version=\"1.0\" encoding=\"EUC-JP\"?>\n<jp-official-gazette kind-of-jp=\"A\">"
    "<bibliographic-data><publication-reference><document-id><doc-number>2099000003</doc-number>"
    "</document-id></publication-reference><invention-title>乾く棚とソート表</invention-title>"
    "</bibliographic-data><abstract><p>【課題】湿気を防ぐ。</p></abstract></jp-official-gazette>";

static const struct {
	const char *name, *converter, *mark;
	size_t n_mark;
	int has_half_width; /* ISO-2022-JP has no half-width katakana */
} encodings[] = {{"CP932", "ibm-943_P15A-2003", "", 0, 1}, {"EUC-JP", "euc-jp-2007", "", 0, 1},
    {"UTF-16LE", "UTF-16LE", "", 0, 1}, {"UTF-16BE", "UTF-16BE", "", 0, 1},
    {"UTF-16", "UTF-16LE", "\xff\xfe", 2, 1}, {"UTF-16", "UTF-16BE", "\xfe\xff", 2, 1},
    {"UTF-8", "UTF-8", "\xef\xbb\xbf", 3, 1}, {"ISO-2022-JP", "ISO-2022-JP-2", "", 0, 0}};
#define N_ENCODINGS (sizeof encodings / sizeof *encodings)

static size_t
encode(size_t i, const char *text, char *out, size_t max)
{
	UErrorCode e = U_ZERO_ERROR;
	int32_t n;

	memcpy(out, encodings[i].mark, encodings[i].n_mark);
	n = ucnv_convert(encodings[i].converter, "UTF-8", out + encodings[i].n_mark,
	    (int32_t)(max - encodings[i].n_mark), text, -1, &e);
	if (U_FAILURE(e))
		fail_msg("%s: %s", encodings[i].name, u_errorName(e));
	return encodings[i].n_mark + (size_t)n;
}

static void
assert_same(const outcome *a, const outcome *b, const char *what)
{
	if (a->n != b->n)
		fail_msg("%s: %zu documents, not %zu", what, b->n, a->n);
	for (size_t i = 0; i < a->n; i++) {
		document x = a->d[i], y = b->d[i];
		buf p = BUF_INIT, q = BUF_INIT;
		x.source = y.source = (span){"", 0};
		document_write(&p, &x);
		document_write(&q, &y);
		if (!span_eq((span){p.p, p.n}, (span){q.p, q.n}))
			fail_msg("%s: %.*s differs", what, (int)y.id.n, y.id.p);
		buf_clear(&p);
		buf_clear(&q);
	}
}

static void
every_encoding_is_recognised_and_gives_the_same(void **state)
{
	const char *texts[] = {csv_text, xml_text};
	(void)state;
	for (size_t t = 0; t < 2; t++) {
		outcome *plain = read_string(texts[t]);
		assert_true(plain->n > 0);
		for (size_t i = 0; i < N_ENCODINGS; i++) {
			char bytes[8192];
			outcome *o;
			if (!encodings[i].has_half_width && t == 0)
				continue;
			o = read_bytes(bytes, encode(i, texts[t], bytes, sizeof bytes), NULL);
			assert_same(plain, o, encodings[i].name);
			outcome_free(o);
		}
		outcome_free(plain);
	}
}

static void
the_users_word_overrides_detection(void **state)
{
	/* half-width katakana alone do not distinguish Shift_JIS from another 8-bit encoding */
	static const char bytes[] = "id,title\n1,\xca\xdd\xb6\xb8\n";
	corpus_opts opts = {.encoding = "cp932"}, bad = {.encoding = "no-such-code"};
	outcome *o = read_bytes(bytes, sizeof bytes - 1, &opts);
	(void)state;
	assert_int_equal(o->n, 1);
	assert_true(is(o->d[0].title, "ﾊﾝｶｸ"));
	outcome_free(o);
	o = read_bytes(bytes, sizeof bytes - 1, &bad);
	assert_int_equal(o->st, TENSEN_E_ARG);
	assert_non_null(strstr(o->err.message, "no-such-code"));
	outcome_free(o);
}

static void
ill_formed_bytes_refuse_their_record_in_any_encoding(void **state)
{
	/* a lead byte without its second in Shift_JIS; a byte that EUC-JP does not have */
	static const char *const bad[] = {
	    "\"x\",\"\x82 \",\"y\",\"z\"\n", "\"x\",\"\xff \",\"y\",\"z\"\n"};
	char bytes[8192];
	size_t n;
	outcome *o;
	(void)state;
	for (size_t i = 0; i < 2; i++) {
		n = encode(i, csv_text, bytes, sizeof bytes - 20);
		strcpy(bytes + n, bad[i]);
		o = read_bytes(bytes, n + strlen(bad[i]), NULL);
		assert_int_equal(o->n, 2);
		assert_int_equal(o->n_refused, 1);
		assert_non_null(strstr(o->refused[0], "bytes that are not "));
		outcome_free(o);
	}
}

static void
a_lone_surrogate_in_utf16_is_told(void **state)
{
	static const char bytes[] = "\xff\xfei\0d\0,\0t\0i\0t\0l\0e\0\n\0"
				    "1\0,\0\x00\xd8x\0\n\0"
				    "2\0,\0y\0\n\0";
	outcome *o = read_bytes(bytes, sizeof bytes - 1, NULL);
	(void)state;
	assert_int_equal(o->n, 1);
	assert_true(is(o->d[0].id, "2"));
	assert_int_equal(o->n_refused, 1);
	outcome_free(o);
}

static void
one_bad_byte_does_not_turn_utf8_into_another_encoding(void **state)
{
	static const char *const utf8 = "{\"title\":\"湿気を防ぐ棚の構造に関する。\"}\n\xe3\x81";
	(void)state;
	assert_string_equal(encoding_detect(span_of(utf8)).name, "UTF-8");
	assert_string_equal(encoding_detect(SPAN_LIT("plain words, caf\xe9 and so")).name, "UTF-8");
	assert_string_equal(encoding_detect(SPAN_LIT("")).name, "UTF-8");
}

static void
old_macintosh_line_ends_are_lines(void **state)
{
	outcome *o = read_string("id,title\r1,a\r2,b\r");
	(void)state;
	assert_int_equal(o->n, 2);
	assert_true(is(o->d[1].title, "b"));
	outcome_free(o);
}

static size_t
pack_gzip(const char *text, size_t n, unsigned char *out, size_t max)
{
	z_stream z = {0};

	assert_int_equal(deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
	z.next_in = (unsigned char *)(uintptr_t)text;
	z.avail_in = (unsigned)n;
	z.next_out = out;
	z.avail_out = (unsigned)max;
	assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
	deflateEnd(&z);
	return max - z.avail_out;
}

static void
packed_files_give_the_same_and_cut_ones_are_told(void **state)
{
	unsigned char packed[2][8192];
	size_t n[2], first;
	outcome *plain = read_string(csv_text), *o;
	(void)state;
	/* Two gzip members one after another are one file. */
	first = pack_gzip(csv_text, 100, packed[0], sizeof packed[0]);
	n[0] = first + pack_gzip(csv_text + 100, sizeof csv_text - 101, packed[0] + first,
			   sizeof packed[0] - first);
	n[1] = ZSTD_compress(packed[1], sizeof packed[1], csv_text, sizeof csv_text - 1, 3);
	for (int i = 0; i < 2; i++) {
		o = read_bytes(packed[i], n[i], NULL);
		assert_same(plain, o, i ? "zstd" : "gzip");
		outcome_free(o);
		for (size_t cut = 5; cut < n[i]; cut += 7) {
			if (i == 0 && cut == first)
				continue; /* whole members are a whole file */
			o = read_bytes(packed[i], cut, NULL);
			assert_true(o->n_refused > 0 || o->st < 0);
			outcome_free(o);
		}
	}
	outcome_free(plain);
}

/* --- folders ------------------------------------------------------------------------ */

static void
folders_are_walked_in_order_and_strange_files_counted(void **state)
{
	const char *paths[] = {place("")};
	corpus_opts strict = {.strict = 1};
	outcome *o;
	(void)state;
	assert_int_equal(mkdir(place("b"), 0777), 0);
	file_text(place("c.jsonl"), "{\"id\":\"3\",\"title\":\"t\"}\n");
	file_text(place("a.jsonl"), "{\"id\":\"1\",\"title\":\"t\"}\n");
	file_text(place("b/x.csv"), "id,title\n2,t\n");
	file_text(place("notes.md"), "# nothing of ours\n");
	file_text(place(".hidden"), "{\"id\":\"9\",\"title\":\"t\"}\n");
	o = read_paths(paths, 1, NULL);
	assert_int_equal(o->st, TENSEN_OK);
	assert_int_equal(o->n, 3);
	assert_true(is(o->d[0].id, "1"));
	assert_true(is(o->d[1].id, "2"));
	assert_true(is(o->d[2].id, "3"));
	assert_int_equal(o->files, 4);
	assert_int_equal(o->n_refused, 1);
	assert_string_equal(o->refused[0], "0: no format we know");
	outcome_free(o);
	o = read_paths(paths, 1, &strict); /* a file that the user did not name is no error */
	assert_int_equal(o->st, TENSEN_OK);
	outcome_free(o);
	assert_int_equal(unlink(place("a.jsonl")), 0);
	assert_int_equal(unlink(place("b/x.csv")), 0);
	assert_int_equal(unlink(place("c.jsonl")), 0);
	o = read_paths(paths, 1, NULL);
	assert_int_equal(o->st, TENSEN_E_INPUT); /* nothing readable */
	outcome_free(o);
}

/* Each file left out is a line of the account; those that may hide documents are bad. */
static void
what_a_walk_leaves_out_is_named_with_its_reason(void **state)
{
	const char *paths[] = {place("")};
	corpus_opts skip = {.skip_bad = 1};
	char deep[400];
	outcome *o;

	(void)state;
	file_text(place("a.jsonl"), "{\"id\":\"1\",\"title\":\"t\"}\n");
	assert_int_equal(symlink("nowhere", place("b")), 0);
	assert_int_equal(symlink(".", place("c")), 0);
	assert_int_equal(mkfifo(place("d"), 0666), 0);
	snprintf(deep, sizeof deep, "%s", place("e"));
	for (int i = 0; i < 65; i++) {
		assert_int_equal(mkdir(deep, 0777), 0);
		snprintf(deep + strlen(deep), sizeof deep - strlen(deep), "/f");
	}
	file_text(deep, "{\"id\":\"2\",\"title\":\"t\"}\n");
	o = read_paths(paths, 1, NULL);
	assert_int_equal(o->st, TENSEN_E_INPUT);
	assert_string_equal(o->err.where, place("b"));
	outcome_free(o);
	o = read_paths(paths, 1, &skip);
	assert_int_equal(o->st, TENSEN_OK);
	assert_int_equal(o->n, 1);
	assert_int_equal(o->files, 5);
	assert_int_equal(o->n_refused, 4);
	assert_string_equal(o->refused[0], "0: a link to a file that is not there");
	assert_string_equal(
	    o->refused[1], "0: a link to a folder, not followed: name the folder itself");
	assert_string_equal(o->refused[2], "0: neither a file nor a folder");
	assert_string_equal(o->refused[3], "0: a folder nested too deep, not read");
	outcome_free(o);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_encoding_is_recognised_and_gives_the_same),
	    cmocka_unit_test(the_users_word_overrides_detection),
	    cmocka_unit_test(ill_formed_bytes_refuse_their_record_in_any_encoding),
	    cmocka_unit_test(a_lone_surrogate_in_utf16_is_told),
	    cmocka_unit_test(one_bad_byte_does_not_turn_utf8_into_another_encoding),
	    cmocka_unit_test(old_macintosh_line_ends_are_lines),
	    cmocka_unit_test(packed_files_give_the_same_and_cut_ones_are_told),
	    cmocka_unit_test_setup_teardown(
		folders_are_walked_in_order_and_strange_files_counted, place_make, place_remove),
	    cmocka_unit_test_setup_teardown(
		what_a_walk_leaves_out_is_named_with_its_reason, place_make, place_remove),
	};
	return cmocka_run_group_tests_name("encodings", tests, NULL, NULL);
}
