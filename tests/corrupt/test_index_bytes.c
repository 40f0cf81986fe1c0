/* A damaged index is refused with a message, or the damage is in a gap and every
 * answer stays the same; never a crash.
 *
 * Three kinds of damage to one tiny index:
 *   any     bytes changed or missing, as by disks and copies: checksums notice it
 *   signed  bytes changed and the checksums made to fit: the checks behind the checksums
 *           must notice it alone (large sections are not hashed at opening)
 *   mixed   sound sections that do not belong together */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xxhash.h>
#include "../support.h"
#include "engine/base/late.h"
#include "util/bytes.h"
#include "util/rng.h"

#define SEED 20260101ull
#define N_ANSWERS 6
#define N_NUMBERS 24 /* of a vector of a model */

static uint8_t *good;
static size_t good_n;
static tensen_index *ix;
static char *answers[N_ANSWERS];

/* --- the index --- */

static const struct {
	const char *ipc, *object, *trouble, *means;
} inventions[] = {
    {"A63F 5/04", "遊技機の回転体", "振動による騒音", "粘性流体を封入した緩衝室を設ける"},
    {"F16F 15/02", "工作機械の主軸", "高速回転時の振動", "磁性流体で減衰力を変える"},
    {"B01D 53/14", "排ガス処理塔", "吸収液の飛散", "多孔質の充填材に液膜を保持する"},
    {"G01N 21/27", "水質測定装置", "光学窓の汚れ", "超音波で付着物を剥離する"},
    {"A61K 9/20", "口腔内崩壊錠", "搬送中の欠け", "崩壊剤を表層に偏在させる"},
    {"H01L 21/67", "ウエハ搬送装置", "微細な粒子の付着", "気流で粒子を排出する"},
    {"E04B 1/98", "建物の床構造", "歩行による騒音", "粘弾性体を挟んだ二重床とする"},
    {"A01G 9/24", "温室の換気装置", "結露による病害", "吸湿材で空気を乾燥する"},
    {"B60N 2/70", "自動車の座席", "長時間着座の疲労", "空気室の圧力を周期的に変える"},
    {"C08L 23/04", "包装用樹脂フィルム", "低温での割れ", "弾性粒子を分散させる"},
    {"H04N 5/232", "撮像装置", "手振れによる画像の劣化", "角速度を検出して光学系を動かす"},
    {"G06Q 10/08", "倉庫の在庫管理", "棚卸しの手間", "無線タグを一括で読み取る"},
};
#define N_DOCS (sizeof inventions / sizeof *inventions)

/* Every main group is used three times: enough to be a group of its own. */
static void
write_corpus(const char *path, size_t from, size_t to)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	for (size_t i = from; i < to; i++)
		fprintf(f,
		    "{\"id\":\"TEST-%02zu\",\"title\":\"%s\",\"abstract\":\"【課題】%sの%"
		    "sを抑制する。"
		    "【解決手段】%s。\",\"ipc\":[\"%s\",\"%s\",\"%s\"],\"applicants\":["
		    "\"甲社（架空）\"],"
		    "\"date\":\"2020-01-%02zu\",\"open\":%s}\n",
		    i, inventions[i].object, inventions[i].object, inventions[i].trouble,
		    inventions[i].means, inventions[i].ipc, inventions[(i * 5 + 1) % N_DOCS].ipc,
		    inventions[(i * 7 + 3) % N_DOCS].ipc, i + 1, i % 3 ? "false" : "true");
	assert_int_equal(fclose(f), 0);
}

static const char *
id_of(void *payload, uint64_t i)
{
	static char id[16];

	snprintf(id, sizeof id, "TEST-%02u", (unsigned)i + *(unsigned *)payload);
	return id;
}

static void
vector_of(void *payload, uint64_t i, float *out)
{
	(void)payload;
	for (uint32_t d = 0; d < N_NUMBERS; d++)
		out[d] = rng_gauss_at(SEED + 7, i * N_NUMBERS + d);
}

/* The index as if a model had answered. */
static void
give_vectors(const char *path, unsigned from, unsigned to)
{
	tensen_vectors v = TENSEN_VECTORS_INIT;
	tensen_vectors_kept kept;
	float probe[N_NUMBERS];
	tensen_error err;

	vector_of(NULL, 1000, probe);
	v.model = "invented";
	v.given = N_NUMBERS;
	v.n = to - from;
	v.id = id_of;
	v.get = vector_of;
	v.payload = &from;
	v.probe = probe;
	if (tensen_put_vectors(&kept, path, &v, &err) < 0)
		fail_msg("%s: %s", err.where, err.message);
	assert_int_equal(kept.documents, to - from);
}

static void
build(const char *name, size_t from, size_t to)
{
	tensen_build_opts o = TENSEN_BUILD_OPTS_INIT;
	const char *input = place("corpus.jsonl");

	write_corpus(input, from, to);
	o.dims = 8;
	build_index(place(name), &input, 1, &o);
	give_vectors(place(name), (unsigned)from, (unsigned)to);
}

/* --- asking --- */

/* JSON without the signature of the index, which any change to its table changes. */
static char *
rendered(tensen_result *r, tensen_status st)
{
	static const tensen_style as_json = {.format = TENSEN_JSON};
	static const char key[] = "\"index\": \"";
	tensen_text text = {NULL, 0, 0};
	char *signature;

	if (st == TENSEN_OK) {
		assert_int_equal(tensen_result_render(r, &as_json, &text, NULL), TENSEN_OK);
		signature = strstr(text.p, key);
		assert_non_null(signature);
		memset(signature + sizeof key - 1, '-', 16);
	}
	tensen_result_free(r);
	return text.p;
}

/* The answers to all questions; NULL for a refused one, and for the text without texts: only that
 * opens a dictionary. */
static void
ask(const tensen_index *index, char *out[N_ANSWERS], int texts)
{
	static const char words[] = "騒音と振動を抑制する粘弾性体の床";
	tensen_query by_id = {.id = "TEST-01"},
		     by_text = {.text = words, .text_len = sizeof words - 1};
	tensen_ideas_opts all = {.k = 35, .boldness = 0.5f};
	tensen_search_opts explain = {.k = 20, .explain = 1},
			   vectors = {.k = 20, .side = TENSEN_EMBEDDINGS};
	tensen_searcher *s;
	tensen_result *r = NULL;
	tensen_status st;

	memset(out, 0, N_ANSWERS * sizeof *out);
	if (tensen_searcher_new(&s, index, NULL) < 0)
		return;
	st = tensen_search(s, &by_id, &explain, &r, NULL);
	out[0] = rendered(r, st);
	if (texts) {
		st = tensen_search(s, &by_text, NULL, &r, NULL);
		out[1] = rendered(r, st);
	}
	st = tensen_ideas(s, &by_id, &all, &r, NULL);
	out[2] = rendered(r, st);
	st = tensen_show(s, &by_id, &r, NULL);
	out[3] = rendered(r, st);
	st = tensen_index_fields(index, &r, NULL);
	out[4] = rendered(r, st);
	st = tensen_search(s, &by_id, &vectors, &r, NULL);
	out[5] = rendered(r, st);
	tensen_searcher_free(s);
}

static void
forget(char *v[N_ANSWERS])
{
	for (int i = 0; i < N_ANSWERS; i++)
		free(v[i]);
}

static int
make_all(void **state)
{
	buf whole = BUF_INIT;

	if (place_make(state) < 0)
		return -1;
	build("good", 0, N_DOCS);
	build("other", 0, N_DOCS - 3);
	file_get(&whole, place("good"));
	good = (uint8_t *)whole.p;
	good_n = whole.n;
	assert_int_equal(tensen_index_open(&ix, place("good"), NULL, NULL), TENSEN_OK);
	ask(ix, answers, 1);
	for (int i = 0; i < N_ANSWERS; i++)
		assert_non_null(answers[i]);
	return 0;
}

static int
free_all(void **state)
{
	forget(answers);
	tensen_index_free(ix);
	free(good);
	return place_remove(state);
}

/* --- any damage --- */

/* The content of the bad file is refused with a message, or answers like the good index. */
static int
is_refused(const char *how, size_t at)
{
	tensen_index *bad = NULL;
	tensen_result *r = NULL;
	tensen_error err = {.code = TENSEN_OK};
	char *got[N_ANSWERS];
	tensen_status st = tensen_index_verify(place("bad"), &r, &err);

	tensen_result_free(r);
	if (st < 0) {
		if (!err.message[0] || strcmp(err.where, place("bad")) != 0 ||
		    (st != TENSEN_E_CORRUPT && st != TENSEN_E_VERSION))
			fail_msg("%s at %zu: status %d, \"%s\" at \"%s\"", how, at, st, err.message,
			    err.where);
		return 1;
	}
	if (tensen_index_open(&bad, place("bad"), NULL, &err) < 0)
		fail_msg("%s at %zu: verified, not opened: %s", how, at, err.message);
	ask(bad, got, 1);
	for (int i = 0; i < N_ANSWERS; i++)
		if (!got[i] || strcmp(got[i], answers[i]) != 0)
			fail_msg("%s at %zu: verified, but answer %d differs", how, at, i);
	forget(got);
	tensen_index_free(bad);
	return 0;
}

static void
assert_cut_is_refused(size_t n)
{
	file_put(place("bad"), good, n);
	if (!is_refused("cut", n))
		fail_msg("an index cut at %zu of %zu is taken for whole", n, good_n);
}

static void
every_truncation_is_refused(void **state)
{
	container c;
	rng r = {SEED};

	(void)state;
	assert_int_equal(container_parse(&c, good, good_n, NULL), TENSEN_OK);
	for (uint32_t i = 0; i < c.n_entries; i++) {
		uint64_t from = c.entries[i].offset, to = from + c.entries[i].stored_size;
		for (int d = -1; d <= 1; d++) {
			assert_cut_is_refused((size_t)from + (size_t)d);
			if (to + (uint64_t)d < good_n)
				assert_cut_is_refused((size_t)to + (size_t)d);
		}
	}
	for (int i = 0; i < 200; i++)
		assert_cut_is_refused(rng_below(&r, (uint32_t)good_n));
	for (size_t n = 0; n < 100; n++)
		assert_cut_is_refused(n);
}

static void
bytes_behind_the_end_are_refused(void **state)
{
	uint8_t *longer = calloc(1, good_n + 64);

	(void)state;
	memcpy(longer, good, good_n);
	for (size_t n = 1; n <= 64; n += 21) {
		file_put(place("bad"), longer, good_n + n);
		assert_true(is_refused("longer by", n));
	}
	free(longer);
}

/* Overwrite bytes of the bad file where it lies: a whole file each time is slow. */
static void
patch(size_t at, const void *p, size_t n)
{
	int fd = open(place("bad"), O_WRONLY);

	assert_true(fd >= 0);
	assert_int_equal(pwrite(fd, p, n, (off_t)at), n);
	close(fd);
}

/* The bad file holds the good index, before and after. */
static int
change_is_refused(size_t at, uint8_t change)
{
	uint8_t byte = good[at] ^ change;
	int refused;

	patch(at, &byte, 1);
	refused = is_refused("changed", at);
	patch(at, &good[at], 1);
	return refused;
}

static void
every_changed_byte_of_header_and_table_is_refused(void **state)
{
	size_t table = 32 + 48 * (size_t)le32(good + 12);

	(void)state;
	file_put(place("bad"), good, good_n);
	for (size_t at = 0; at < table; at++)
		if (!change_is_refused(at, (uint8_t)(1 << at % 8)) && at / 2 != 5) /* minor */
			fail_msg("byte %zu may change", at);
}

static void
a_changed_byte_anywhere_is_refused_or_harmless(void **state)
{
	rng r = {SEED + 1};
	container c;

	(void)state;
	file_put(place("bad"), good, good_n);
	assert_int_equal(container_parse(&c, good, good_n, NULL), TENSEN_OK);
	for (int i = 0; i < 2000; i++) {
		size_t at = rng_below(&r, (uint32_t)good_n);
		int inside = 0, refused;
		for (uint32_t k = 0; k < c.n_entries; k++)
			inside |= at >= c.entries[k].offset &&
				  at < c.entries[k].offset + c.entries[k].stored_size;
		refused = change_is_refused(at, (uint8_t)(1 + rng_below(&r, 255)));
		if (inside && !refused)
			fail_msg("byte %zu of a section may change", at);
	}
}

/* --- signed damage --- */

/* Make the checksums of entry k and of the table fit, in the bad file. */
static void
sign(uint8_t *file, const container *c, uint32_t k)
{
	const container_entry *e = &c->entries[k];
	size_t table = 32 + 48 * (size_t)c->n_entries;

	if (e->codec == CODEC_STORED)
		put_u64(
		    file + 32 + 48 * (size_t)k + 32, XXH3_64bits(file + e->offset, e->stored_size));
	sign_table(file);
	patch(0, file, table);
}

/* Open the content of the bad file with the tools of the good index and ask all questions; the text
 * not always: opening a dictionary three thousand times would take two minutes. */
static int
survives(int texts)
{
	tensen_index bad = *ix;
	tensen_error err = {.code = TENSEN_OK};
	tensen_result *r = NULL;
	const tensen_open_opts none = {0};
	char *got[N_ANSWERS];
	int opened;

	if (tensen_index_verify(place("bad"), &r, &err) < 0)
		assert_true(err.message[0] != '\0');
	tensen_result_free(r);
	if (store_begin(&bad.store, place("bad"), &err) < 0) {
		assert_true(err.message[0] != '\0');
		return 0;
	}
	assert_int_equal(index_late_new(&bad.late, place("bad"), &none, NULL), TENSEN_OK);
	ask(&bad, got, texts);
	forget(got);
	opened = bad.store->finished;
	index_late_free(bad.late);
	store_close(bad.store);
	return opened;
}

/* Half of the changes are in the heads of sections, where the sizes are. */
static void
damage_behind_right_checksums_never_crashes(void **state)
{
	size_t table = 32 + 48 * (size_t)le32(good + 12);
	uint8_t *bad = malloc(good_n);
	rng r = {SEED + 2};
	container c;
	int lived = 0;

	(void)state;
	file_put(place("bad"), good, good_n);
	memcpy(bad, good, good_n);
	assert_int_equal(container_parse(&c, good, good_n, NULL), TENSEN_OK);
	for (int i = 0; i < 3000; i++) {
		uint32_t k = rng_below(&r, c.n_entries);
		const container_entry *e = &c.entries[k];
		uint32_t reach =
		    (uint32_t)(rng_below(&r, 2) && e->stored_size > 256 ? 256 : e->stored_size);
		size_t at = (size_t)e->offset + rng_below(&r, reach);
		memcpy(bad, good, table);
		bad[at] ^= (uint8_t)(rng_below(&r, 3) ? 1 + rng_below(&r, 255) : 0xff);
		patch(at, &bad[at], 1);
		sign(bad, &c, k);
		lived += survives(i % 32 == 0);
		bad[at] = good[at];
		patch(at, &good[at], 1);
	}
	free(bad);
	assert_true(lived > 100); /* the changes do reach what is behind the checksums */
}

/* --- mixed sections --- */

/* Copy the sections of good (or of `from` for `tag`), by the real writer. */
typedef struct mix {
	const char *drop;  /* left out */
	const char *swap;  /* taken from the other index */
	const char *pack;  /* compressed */
	const char *extra; /* added */
} mix;

static void
write_mix(const mix *m)
{
	container a, b;
	container_writer *w;
	buf owned = BUF_INIT, other = BUF_INIT;

	file_get(&other, place("other"));
	assert_int_equal(container_parse(&a, good, good_n, NULL), TENSEN_OK);
	assert_int_equal(container_parse(&b, (const uint8_t *)other.p, other.n, NULL), TENSEN_OK);
	assert_int_equal(container_create(&w, place("bad"), NULL), TENSEN_OK);
	for (uint32_t i = 0; i < a.n_entries; i++) {
		const char *tag = a.entries[i].tag;
		int packed = a.entries[i].codec == CODEC_ZSTD || (m->pack && !strcmp(m->pack, tag));
		span s;
		if (m->drop && !strcmp(m->drop, tag))
			continue;
		assert_int_equal(container_get(m->swap && !strcmp(m->swap, tag) ? &b : &a, tag, 1,
				     &s, &owned, NULL),
		    TENSEN_OK);
		container_put(w, tag, packed ? CODEC_ZSTD : CODEC_STORED, s.p, s.n);
	}
	if (m->extra)
		container_put(w, m->extra, CODEC_STORED, "extra", 5);
	assert_int_equal(container_commit(w, NULL), TENSEN_OK);
	buf_clear(&owned);
	buf_clear(&other);
}

static void
sections_copied_by_another_writer_are_the_same_index(void **state)
{
	(void)state;
	write_mix(&(mix){0});
	assert_false(is_refused("copied", 0));
}

static void
an_unknown_section_is_skipped_if_small_and_refused_if_capital(void **state)
{
	tensen_error err;
	store *s;

	(void)state;
	write_mix(&(mix){.extra = "xtra"});
	assert_false(is_refused("with xtra", 0));
	write_mix(&(mix){.extra = "XTRA"});
	assert_int_equal(store_open(&s, place("bad"), &err), TENSEN_E_VERSION);
	assert_non_null(strstr(err.message, "XTRA"));
}

static void
every_missing_section_is_named_unless_it_is_optional(void **state)
{
	container c;

	(void)state;
	assert_int_equal(container_parse(&c, good, good_n, NULL), TENSEN_OK);
	for (uint32_t i = 0; i < c.n_entries; i++) {
		tensen_error err = {.code = TENSEN_OK};
		const int optional = c.entries[i].tag[0] >= 'a';
		store *s;
		write_mix(&(mix){.drop = c.entries[i].tag});
		if (strcmp(c.entries[i].tag, STORE_EMBEDDED) == 0) {
			/* nothing but the question by vectors misses them */
			assert_int_equal(store_open(&s, place("bad"), &err), TENSEN_OK);
			assert_null(s->embedded.v);
			store_close(s);
			continue;
		}
		if (optional) {
			assert_false(is_refused(c.entries[i].tag, 0));
			continue;
		}
		assert_int_equal(store_open(&s, place("bad"), &err), TENSEN_E_CORRUPT);
		if (!strstr(err.message, c.entries[i].tag))
			fail_msg("without %s: %s", c.entries[i].tag, err.message);
	}
}

static void
a_section_of_another_index_is_refused(void **state)
{
	/* their sizes agree, or they have none */
	static const char *const harmless[] = {"LSAS"};
	container c;

	(void)state;
	assert_int_equal(container_parse(&c, good, good_n, NULL), TENSEN_OK);
	for (uint32_t i = 0; i < c.n_entries; i++) {
		const char *tag = c.entries[i].tag;
		store *s = NULL;
		int listed = tag[0] >= 'a', taken;
		for (size_t k = 0; k < sizeof harmless / sizeof *harmless; k++)
			listed |= !strcmp(tag, harmless[k]);
		write_mix(&(mix){.swap = tag});
		taken = store_open(&s, place("bad"), NULL) == TENSEN_OK;
		store_close(s);
		if (taken && !listed)
			fail_msg("%s of another index is taken", tag);
		assert_int_equal(survives(1), taken);
	}
}

static void
a_packed_section_is_refused_where_bytes_are_used_in_place(void **state)
{
	container c;

	(void)state;
	assert_int_equal(container_parse(&c, good, good_n, NULL), TENSEN_OK);
	for (uint32_t i = 0; i < c.n_entries; i++) {
		tensen_error err = {.code = TENSEN_OK};
		store *s = NULL;
		if (c.entries[i].codec == CODEC_ZSTD || c.entries[i].stored_size == 0)
			continue;
		write_mix(&(mix){.pack = c.entries[i].tag});
		if (store_open(&s, place("bad"), &err) != TENSEN_E_CORRUPT)
			fail_msg("packed %s: %d %s", c.entries[i].tag, err.code, err.message);
		assert_non_null(strstr(err.message, c.entries[i].tag));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_truncation_is_refused),
	    cmocka_unit_test(bytes_behind_the_end_are_refused),
	    cmocka_unit_test(every_changed_byte_of_header_and_table_is_refused),
	    cmocka_unit_test(a_changed_byte_anywhere_is_refused_or_harmless),
	    cmocka_unit_test(damage_behind_right_checksums_never_crashes),
	    cmocka_unit_test(sections_copied_by_another_writer_are_the_same_index),
	    cmocka_unit_test(an_unknown_section_is_skipped_if_small_and_refused_if_capital),
	    cmocka_unit_test(every_missing_section_is_named_unless_it_is_optional),
	    cmocka_unit_test(a_section_of_another_index_is_refused),
	    cmocka_unit_test(a_packed_section_is_refused_where_bytes_are_used_in_place),
	};
	return cmocka_run_group_tests_name("index bytes", tests, make_all, free_all);
}
