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
#include "../small_index.h"
#include "engine/base/late.h"
#include "util/bytes.h"

#define SEED 20260101ull

static uint8_t *good;
static size_t good_n;
static tensen_index *ix;
static char *answers[N_ANSWERS];

static int
make_all(void **state)
{
	buf whole = BUF_INIT;

	if (place_make(state) < 0)
		return -1;
	small_index("good", 0, N_SMALL);
	small_index("other", 0, N_SMALL - 3);
	file_get(&whole, place("good"));
	good = (uint8_t *)whole.p;
	good_n = whole.n;
	assert_int_equal(tensen_index_open(&ix, place("good"), NULL, NULL), TENSEN_OK);
	small_ask(ix, answers, 1);
	for (int i = 0; i < N_ANSWERS; i++)
		assert_non_null(answers[i]);
	return 0;
}

static int
free_all(void **state)
{
	small_forget(answers);
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
	small_ask(bad, got, 1);
	for (int i = 0; i < N_ANSWERS; i++)
		if (!got[i] || strcmp(got[i], answers[i]) != 0)
			fail_msg("%s at %zu: verified, but answer %d differs", how, at, i);
	small_forget(got);
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
	small_ask(&bad, got, texts);
	small_forget(got);
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
assert_only_the_report_misses_it(void)
{
	tensen_index *bad = NULL;
	char *got[N_ANSWERS];

	assert_int_equal(tensen_index_open(&bad, place("bad"), NULL, NULL), TENSEN_OK);
	small_ask(bad, got, 1);
	for (int i = 0; i < N_ANSWERS - 1; i++)
		assert_string_equal(got[i], answers[i]);
	assert_non_null(strstr(got[N_ANSWERS - 1], "\"unmapped\": true"));
	small_forget(got);
	tensen_index_free(bad);
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
		if (strcmp(c.entries[i].tag, STORE_NEAR) == 0) {
			assert_only_the_report_misses_it();
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
		/* which a report alone reads */
		assert_int_equal(survives(1), taken || strcmp(tag, STORE_NEAR) == 0);
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
