/* An index file written by an earlier version is read today as it was then.
 *
 * tests/corrupt/kept/MAJOR.MINOR.tensen is a small index written by the first program of that
 * format; the .txt beside it lists the content of its sections, as this test writes it.  Every file
 * there is read by every later version of the same major number.
 *
 * WHEN THE FORMAT CHANGES: raise CONTAINER_MINOR (a section was added that an old
 * reader may skip) or CONTAINER_MAJOR (anything else), describe it in FORMAT.md, and write the new
 * version's file with
 *
 *     KEEP=1 make check ONE=test_kept_index
 *
 * which writes the file of the current version, and no other.  Never rewrite the file
 * of a version that was released. */
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "../support.h"
#include "corpus/document/document.h"
#include "index/container.h"
#include "index/store/store.h"

#define TOP 3
#define UNRELATED 0.005f /* cosines below: their order is rounding */

static char home[512]; /* of the kept files */

static const char *const corpus[] = {
    "{\"id\":\"K-1\",\"title\":\"振動を抑える架台\",\"problem\":\"精密機器に床の振動が伝わる。\","
    "\"means\":\"空気ばねと粘性ダンパーで架台を支える。\",\"ipc\":[\"F16F 15/02\"],"
    "\"applicants\":[\"架空防振\"],\"date\":\"2011-04-01\",\"status\":\"alive\",\"open\":true}",
    "{\"id\":\"K-2\",\"title\":\"騒音の低い送風機\",\"problem\":"
    "\"羽根の後流で渦が生じ騒音が出る。\","
    "\"means\":\"羽根の後縁に鋸歯状の突起を設ける。\",\"ipc\":[\"F04D 29/66\",\"F16F 15/00\"],"
    "\"date\":\"2014-07-30\"}",
    "{\"id\":\"K-3\",\"title\":\"歩行を補助する装具\",\"problem\":\"膝に大きな衝撃が加わる。\","
    "\"means\":\"速さに応じて硬さの変わる粘性ダンパーを膝に設ける。\",\"ipc\":[\"A61F 5/01\"],"
    "\"license\":{\"id\":\"L-3\",\"terms\":\"可\"},\"open\":true}",
    "{\"id\":\"K-4\",\"title\":\"Anti-vibration mount\",\"problem\":\"Vibration reaches the "
    "floor.\","
    "\"means\":\"A viscous damper carries the mount.\",\"cpc\":[\"F16F 9/00\"],\"lang\":\"en\"}",
};
#define N_DOCS (sizeof corpus / sizeof *corpus)

/* ---- the content of an index as text ---- */

static void
write_document(buf *out, const store *s, docstore_scratch *scratch, uint32_t row)
{
	arena mem;
	document d;
	span record;

	arena_init(&mem);
	assert_int_equal(docstore_get(s->docs, scratch, row, &record, NULL), TENSEN_OK);
	assert_int_equal(document_read(&d, &mem, record, NULL), TENSEN_OK);
	buf_printf(out, "row %u: %.*s | %.*s | %.*s | open %u date %u fields %llx\n", row,
	    (int)d.id.n, d.id.p, (int)d.title.n, d.title.p, (int)d.means.n, d.means.p, d.open,
	    d.date, (unsigned long long)s->rows.mask[row]);
	assert_int_equal(rows_find(&s->rows, d.id), row);
	assert_true(s->rows.hash[row] == document_hash(record));
	arena_clear(&mem);
}

static void
write_terms(buf *out, const store *s, docstore_scratch *scratch, uint32_t row)
{
	term_count t[256];
	weighted_term q[256];
	hit hits[TOP];
	postings_scratch *ps;
	uint32_t n, k = 0;
	span record;

	assert_int_equal(docstore_get(s->terms, scratch, row, &record, NULL), TENSEN_OK);
	assert_int_equal(termrec_read(record, t, 256, &n, s->vocab.terms.n, NULL), TENSEN_OK);
	buf_printf(out, "  terms:");
	for (uint32_t i = 0; i < n; i++) {
		span form = vocab_term(&s->vocab, t[i].term);
		float tf = term_weighted(&t[i], view_section_weights[VIEW_TOPIC]);
		buf_printf(out, " %.*s", (int)form.n, form.p);
		if (s->vocab.kind[t[i].term] != 2 && tf > 0)
			q[k++] = (weighted_term){t[i].term, tf};
	}
	buf_printf(out, "\n  by words:");
	lex_query lq = {.terms = q, .n_terms = k, .k = TOP};
	assert_int_equal(postings_scratch_new(&ps, s->lexical, NULL), TENSEN_OK);
	assert_int_equal(postings_search(s->lexical, ps, &lq, hits, &n, NULL), TENSEN_OK);
	for (uint32_t i = 0; i < n; i++)
		buf_printf(out, " %u (%.3f)", hits[i].row, (double)hits[i].score);
	postings_scratch_free(ps);
	buf_printf(out, "\n");
}

static void
write_neighbours(buf *out, const store *s, uint32_t row)
{
	for (int v = 0; v < N_VIEWS; v++) {
		float x[1024];
		hit hits[TOP];
		uint32_t n;
		vecset_scratch *scratch;
		vecset_query q = {.q = x, .k = TOP};
		vecset_get(s->views[v], row, x);
		assert_int_equal(vecset_scratch_new(&scratch, s->views[v], NULL), TENSEN_OK);
		assert_int_equal(
		    vecset_search(s->views[v], scratch, &q, hits, &n, NULL), TENSEN_OK);
		buf_printf(out, "  %s:", view_name((view)v));
		for (uint32_t i = 0; i < n && hits[i].score >= UNRELATED; i++)
			buf_printf(out, " %u (%.2f)", hits[i].row, (double)hits[i].score);
		buf_printf(out, "\n");
		vecset_scratch_free(scratch);
	}
}

static void
put_answers(buf *out, const char *path)
{
	store *s;
	docstore_scratch *scratch;
	tensen_error err = {.code = TENSEN_OK};

	if (store_open(&s, path, &err) != TENSEN_OK)
		fail_msg("%s: %s", err.where, err.message);
	assert_int_equal(docstore_scratch_new(&scratch, NULL), TENSEN_OK);
	buf_printf(
	    out, "%u rows, %u terms, %u dimensions\n", s->rows.n, s->vocab.terms.n, s->meta.dims);
	for (uint32_t i = 0; i < s->file.n_entries; i++)
		buf_printf(out, "%s ", s->file.entries[i].tag);
	buf_printf(out, "\n");
	for (uint32_t r = 0; r < s->rows.n; r++) {
		write_document(out, s, scratch, r);
		write_terms(out, s, scratch, r);
		write_neighbours(out, s, r);
	}
	docstore_scratch_free(scratch);
	store_close(s);
}

/* ---- files ---- */

/* The file of the current version, if KEEP is set. */
static void
write_kept(void)
{
	char path[600], text[640];
	const char *input = place("corpus.jsonl");
	tensen_build_opts o = TENSEN_BUILD_OPTS_INIT;
	buf b = BUF_INIT;

	for (size_t i = 0; i < N_DOCS; i++)
		buf_printf(&b, "%s\n", corpus[i]);
	file_put(input, b.p, b.n);
	snprintf(path, sizeof path, "%s/%d.%d.tensen", home, CONTAINER_MAJOR, CONTAINER_MINOR);
	snprintf(text, sizeof text, "%.*s.txt", (int)(strlen(path) - 7), path);
	o.dims = 8;
	o.format = "jsonl";
	build_index(path, &input, 1, &o);
	buf_reset(&b);
	put_answers(&b, path);
	file_put(text, b.p, b.n);
	buf_clear(&b);
}

static void
every_kept_file_says_what_it_said(void **state)
{
	char pattern[600];
	glob_t found;
	(void)state;

	snprintf(pattern, sizeof pattern, "%s/%d.*.tensen", home, CONTAINER_MAJOR);
	assert_int_equal(glob(pattern, 0, NULL, &found), 0);
	for (size_t i = 0; i < found.gl_pathc; i++) {
		const char *path = found.gl_pathv[i];
		char text[640];
		buf told = BUF_INIT, kept = BUF_INIT;
		snprintf(text, sizeof text, "%.*s.txt", (int)(strlen(path) - 7), path);
		file_get(&kept, text);
		put_answers(&told, path);
		assert_string_equal(buf_cstr(&told), buf_cstr(&kept));
		buf_clear(&told);
		buf_clear(&kept);
	}
	globfree(&found);
}

static void
the_current_version_has_a_kept_file(void **state)
{
	char path[600];
	(void)state;

	snprintf(path, sizeof path, "%s/%d.%d.tensen", home, CONTAINER_MAJOR, CONTAINER_MINOR);
	assert_int_equal(access(path, R_OK), 0);
}

/* The newest kept file with another version and a checksum that fits. */
static void
with_version(const char *path, unsigned major, unsigned minor)
{
	char kept[600];
	buf b = BUF_INIT;

	snprintf(kept, sizeof kept, "%s/%d.%d.tensen", home, CONTAINER_MAJOR, CONTAINER_MINOR);
	file_get(&b, kept);
	b.p[8] = (char)major;
	b.p[10] = (char)minor;
	sign_table((uint8_t *)b.p);
	file_put(path, b.p, b.n);
	buf_clear(&b);
}

static void
a_newer_minor_version_is_read_and_a_newer_major_refused(void **state)
{
	const char *path = place("version");
	char kept[600];
	buf old = BUF_INIT, newer = BUF_INIT;
	store *s;
	tensen_error err = {.code = TENSEN_OK};
	(void)state;

	snprintf(kept, sizeof kept, "%s/%d.%d.tensen", home, CONTAINER_MAJOR, CONTAINER_MINOR);
	put_answers(&old, kept);
	with_version(path, CONTAINER_MAJOR, CONTAINER_MINOR + 1);
	put_answers(&newer, path);
	assert_string_equal(buf_cstr(&newer), buf_cstr(&old));
	with_version(path, CONTAINER_MAJOR + 1, 0);
	assert_int_equal(store_open(&s, path, &err), TENSEN_E_VERSION);
	assert_null(s);
	buf_clear(&old);
	buf_clear(&newer);
}

static void
an_older_major_version_asks_for_another_build(void **state)
{
	const char *path = place("version");
	store *s;
	tensen_error err = {.code = TENSEN_OK};
	(void)state;

	with_version(path, CONTAINER_MAJOR - 1, 0);
	assert_int_equal(store_open(&s, path, &err), TENSEN_E_VERSION);
	assert_null(s);
	assert_non_null(strstr(err.message, "build the index again"));
}

static int
begin(void **state)
{
	const char *root = getenv("ROOT");

	snprintf(home, sizeof home, "%s/tests/corrupt/kept", root ? root : ".");
	if (place_make(state) < 0)
		return -1;
	if (getenv("KEEP"))
		write_kept();
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_current_version_has_a_kept_file),
	    cmocka_unit_test(every_kept_file_says_what_it_said),
	    cmocka_unit_test(a_newer_minor_version_is_read_and_a_newer_major_refused),
	    cmocka_unit_test(an_older_major_version_asks_for_another_build),
	};

	return cmocka_run_group_tests_name("kept_index", tests, begin, place_remove);
}
