/* An update keeps unchanged documents and changes the others. */
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "../support.h"
#include "engine/engine.h"
#include "model/lsa.h"
#include "util/sort.h"

#define MAX_DOCS 600
#define N_NEW 30     /* the last lines of the demo come with the update */
#define STEP_EDIT 23 /* one in so many of the others is changed */
#define STEP_GONE 41 /* and so many are deleted */

static char *lines[MAX_DOCS];
static char *ids[MAX_DOCS];
static size_t n_lines;
static store *before, *after, *anew; /* old index; updated; built over the new corpus */

/* ---- the corpora ---- */

static int
is_gone(size_t i)
{
	return i < n_lines - N_NEW && i % STEP_GONE == 7;
}

static int
is_edited(size_t i)
{
	return i < n_lines - N_NEW && i % STEP_EDIT == 3 && !is_gone(i);
}

static void
put_line(FILE *f, size_t i, int edited)
{
	static const char head[] = "\"abstract\": \"【課題】";
	const char *at = strstr(lines[i], head);

	assert_non_null(at);
	at += strlen(head);
	fprintf(f, "%.*s%s%s\n", (int)(at - lines[i]), lines[i],
	    edited ? "冷却水が漏れて騒音が生じる。" : "", at);
}

static void
read_demo(void)
{
	glob_t found;
	char line[65536];

	assert_int_equal(glob("data/demo/*.jsonl", 0, NULL, &found), 0);
	for (size_t i = 0; i < found.gl_pathc; i++) {
		FILE *f = fopen(found.gl_pathv[i], "r");
		assert_non_null(f);
		while (fgets(line, sizeof line, f) && n_lines < MAX_DOCS) {
			char *id = strstr(line, "\"id\": \"");
			line[strcspn(line, "\n")] = '\0';
			assert_non_null(id);
			lines[n_lines] = strdup(line);
			ids[n_lines++] = strndup(id + 7, strcspn(id + 7, "\""));
		}
		fclose(f);
	}
	globfree(&found);
}

enum corpus { OLD, CHANGES, NEW };

static const char *
write_corpus(const char *name, enum corpus which)
{
	FILE *f = fopen(place(name), "w");

	assert_non_null(f);
	for (size_t i = 0; i < n_lines; i++) {
		int late = i >= n_lines - N_NEW;
		if ((which == OLD && late) || (which == NEW && is_gone(i)) ||
		    (which == CHANGES && !late && !is_edited(i)))
			continue;
		put_line(f, i, which != OLD && is_edited(i));
	}
	assert_int_equal(fclose(f), 0);
	return place(name);
}

static void
build(const char *name, const char *input)
{
	const char *inputs[] = {input};
	tensen_build_opts o = TENSEN_BUILD_OPTS_INIT;

	o.dims = 32;
	build_index(place(name), inputs, 1, &o);
}

static void
copy(const char *from, const char *to)
{
	char command[840];

	snprintf(command, sizeof command, "cp %s %s", place(from), place(to));
	assert_int_equal(system(command), 0);
}

static tensen_status
update(const char *name, const char *input, const tensen_update_opts *o, tensen_error *err)
{
	const char *inputs[] = {input};

	return tensen_update(NULL, place(name), inputs, input ? 1 : 0, o, err);
}

static void
update_all(const char *name, unsigned threads)
{
	const char *gone[MAX_DOCS];
	tensen_update_opts o = TENSEN_UPDATE_OPTS_INIT;
	tensen_error err = {.code = TENSEN_OK};

	for (size_t i = 0; i < n_lines; i++)
		if (is_gone(i))
			gone[o.n_delete++] = ids[i];
	o.delete_ids = gone;
	o.threads = threads;
	if (update(name, place("changes.jsonl"), &o, &err) != TENSEN_OK)
		fail_msg("%s: %s", err.where, err.message);
}

static int
make_all(void **state)
{
	if (place_make(state) < 0)
		return -1;
	read_demo();
	write_corpus("changes.jsonl", CHANGES);
	build("before", write_corpus("old.jsonl", OLD));
	build("anew", write_corpus("new.jsonl", NEW));
	copy("before", "after");
	update_all("after", 1);
	return store_open(&before, place("before"), NULL) ||
	       store_open(&after, place("after"), NULL) || store_open(&anew, place("anew"), NULL);
}

static int
free_all(void **state)
{
	store_close(before);
	store_close(after);
	store_close(anew);
	for (size_t i = 0; i < n_lines; i++) {
		free(lines[i]);
		free(ids[i]);
	}
	return place_remove(state);
}

/* ---- equal to a build ---- */

static span
section_of(const store *s, const char *tag)
{
	span bytes;

	assert_int_equal(container_get(&s->file, tag, 1, &bytes, NULL, NULL), TENSEN_OK);
	return bytes;
}

static void
an_update_lists_the_documents_as_a_build_over_the_new_corpus_does(void **state)
{
	span a = section_of(after, "ROWS"), b = section_of(anew, "ROWS");
	(void)state;

	assert_int_equal(a.n, b.n);
	assert_memory_equal(a.p, b.p, a.n);
}

static uint32_t
terms_of(const store *s, docstore_scratch *d, uint32_t row, term_count *out, uint32_t max)
{
	span record;
	uint32_t n;

	assert_int_equal(docstore_get(s->terms, d, row, &record, NULL), TENSEN_OK);
	assert_int_equal(termrec_read(record, out, max, &n, s->vocab.terms.n, NULL), TENSEN_OK);
	return n;
}

/* Every term of x that y's vocabulary knows is in y's record, counted alike. */
static void
assert_terms_within(const store *x, const term_count *t, uint32_t n, const store *y,
    const term_count *u, uint32_t m, uint32_t row)
{
	for (uint32_t i = 0; i < n; i++) {
		span form = vocab_term(&x->vocab, t[i].term);
		uint32_t id = vocab_find(&y->vocab, form), k = 0;
		if (id == VOCAB_NONE)
			continue;
		while (k < m && u[k].term != id)
			k++;
		if (k == m || memcmp(u[k].in, t[i].in, sizeof t[i].in) != 0)
			fail_msg("row %u: %.*s is counted differently", row, (int)form.n, form.p);
	}
}

static void
an_update_counts_terms_as_a_build_does(void **state)
{
	static term_count t[4096], u[4096];
	docstore_scratch *a, *b;
	(void)state;

	assert_int_equal(docstore_scratch_new(&a, NULL), TENSEN_OK);
	assert_int_equal(docstore_scratch_new(&b, NULL), TENSEN_OK);
	for (uint32_t r = 0; r < after->rows.n; r++) {
		uint32_t n = terms_of(after, a, r, t, 4096), m = terms_of(anew, b, r, u, 4096);
		assert_terms_within(after, t, n, anew, u, m, r);
		assert_terms_within(anew, u, m, after, t, n, r);
	}
	docstore_scratch_free(a);
	docstore_scratch_free(b);
}

/* Lists, counted from the stored terms of the updated index. */
static void
lists_are_those_of_the_documents_that_are_there(void **state)
{
	static term_count t[4096];
	uint32_t n_terms = after->vocab.terms.n, *df = calloc(n_terms, sizeof *df);
	uint32_t col[4096];
	float val[4096];
	docstore_scratch *s;
	(void)state;

	assert_int_equal(docstore_scratch_new(&s, NULL), TENSEN_OK);
	for (uint32_t r = 0; r < after->rows.n; r++) {
		uint32_t n = terms_of(after, s, r, t, 4096);
		uint32_t k = view_row(&after->vocab, VIEW_TOPIC, t, n, col, val);
		for (uint32_t i = 0; i < k; i++)
			df[col[i]]++;
	}
	for (uint32_t i = 0; i < n_terms; i++)
		assert_int_equal(postings_df(after->lexical, i), df[i]);
	docstore_scratch_free(s);
	free(df);
}

/* ---- documents that stay ---- */

/* The row in `after` of a document that was not touched; ROW_NONE. */
static uint32_t
untouched(size_t i)
{
	return i >= n_lines - N_NEW || is_gone(i) || is_edited(i)
		   ? ROW_NONE
		   : rows_find(&after->rows, span_of(ids[i]));
}

static void
vectors_of_untouched_documents_are_the_same_to_the_bit(void **state)
{
	float a[1024], b[1024];
	size_t n = 0;
	(void)state;

	for (size_t i = 0; i < n_lines; i++) {
		uint32_t row = untouched(i), old;
		if (row == ROW_NONE)
			continue;
		old = rows_find(&before->rows, span_of(ids[i]));
		for (int v = 0; v < N_VIEWS; v++) {
			vecset_get(before->views[v], old, a);
			vecset_get(after->views[v], row, b);
			assert_memory_equal(a, b, before->meta.dims * sizeof *a);
		}
		n++;
	}
	assert_true(n > 300);
}

/* The untouched among all documents, nearest first, with their scores. */
static size_t
ranking(const store *s, view v, const float *q, uint32_t *line_of, hit *out)
{
	vecset_scratch *scratch;
	hit hits[MAX_DOCS];
	vecset_query near = {.q = q, .k = MAX_DOCS, .exact = 1};
	uint32_t n;
	size_t k = 0;

	assert_int_equal(vecset_scratch_new(&scratch, s->views[v], NULL), TENSEN_OK);
	assert_int_equal(vecset_search(s->views[v], scratch, &near, hits, &n, NULL), TENSEN_OK);
	for (uint32_t i = 0; i < n; i++)
		if (line_of[hits[i].row] != ROW_NONE)
			out[k++] = (hit){line_of[hits[i].row], hits[i].score};
	vecset_scratch_free(scratch);
	return k;
}

static void
a_search_ranks_untouched_documents_as_before_with_the_same_scores(void **state)
{
	static uint32_t old_line[MAX_DOCS], new_line[MAX_DOCS];
	static hit a[MAX_DOCS], b[MAX_DOCS];
	float q[1024];
	(void)state;

	memset(old_line, 0xff, sizeof old_line);
	memset(new_line, 0xff, sizeof new_line);
	for (size_t i = 0; i < n_lines; i++)
		if (untouched(i) != ROW_NONE) {
			old_line[rows_find(&before->rows, span_of(ids[i]))] = (uint32_t)i;
			new_line[untouched(i)] = (uint32_t)i;
		}
	for (uint32_t row = 0; row < before->rows.n; row += 17)
		for (int v = 0; v < N_VIEWS; v++) {
			size_t n, m;
			vecset_get(before->views[v], row, q);
			n = ranking(before, (view)v, q, old_line, a);
			m = ranking(after, (view)v, q, new_line, b);
			assert_int_equal(n, m);
			qsort(a, n, sizeof *a, hit_compare); /* ties are broken by row */
			qsort(b, n, sizeof *b, hit_compare);
			for (size_t i = 0; i < n; i++) {
				assert_int_equal(a[i].row, b[i].row);
				assert_true(a[i].score == b[i].score);
			}
		}
}

static void
changed_and_new_documents_are_found_by_what_they_say_now(void **state)
{
	float x[1024], y[1024];
	size_t n = 0;
	(void)state;

	for (size_t i = 0; i < n_lines; i++) {
		uint32_t row = rows_find(&after->rows, span_of(ids[i])), old;
		float dot = 0;
		if (!is_edited(i))
			continue;
		old = rows_find(&before->rows, span_of(ids[i]));
		vecset_get(before->views[VIEW_PROBLEM], old, x);
		vecset_get(after->views[VIEW_PROBLEM], row, y);
		for (uint32_t d = 0; d < before->meta.dims; d++)
			dot += x[d] * y[d];
		assert_true(dot < 0.999f); /* it moved */
		assert_true(before->rows.hash[old] != after->rows.hash[row]);
		n++;
	}
	assert_true(n > 5);
}

static int
is_gone_id(const char *id)
{
	for (size_t i = 0; i < n_lines; i++)
		if (is_gone(i) && strcmp(id, ids[i]) == 0)
			return 1;
	return 0;
}

/* The hits of every fifth document, by words and by vectors. */
static void
assert_finds_none_that_is_gone(tensen_searcher *s, const tensen_index *ix)
{
	for (uint32_t row = 0; row < tensen_index_count(ix); row += 5)
		for (int side = TENSEN_FUSED; side <= TENSEN_LEXICAL; side++) {
			tensen_search_opts o = {.k = MAX_DOCS, .side = side};
			tensen_result *r = search_of(s, tensen_index_id(ix, row), NULL, &o);
			size_t n;
			const tensen_hit *h = tensen_result_hits(r, &n);
			assert_true(n > 0);
			for (size_t i = 0; i < n; i++)
				assert_false(is_gone_id(h[i].id));
			tensen_result_free(r);
		}
}

static void
deleted_documents_are_gone_from_every_way_to_them(void **state)
{
	tensen_index *ix;
	tensen_searcher *s;
	tensen_error err = {.code = TENSEN_OK};
	(void)state;

	assert_int_equal(tensen_index_open(&ix, place("after"), NULL, &err), TENSEN_OK);
	assert_int_equal(tensen_searcher_new(&s, ix, &err), TENSEN_OK);
	for (size_t i = 0; i < n_lines; i++) {
		tensen_query q = {.id = ids[i]};
		tensen_result *r = NULL;
		if (!is_gone(i))
			continue;
		assert_int_equal(tensen_show(s, &q, &r, &err), TENSEN_E_NOTFOUND);
		tensen_result_free(r);
	}
	for (uint32_t row = 0; row < tensen_index_count(ix); row++)
		assert_false(is_gone_id(tensen_index_id(ix, row)));
	assert_finds_none_that_is_gone(s, ix);
	tensen_searcher_free(s);
	tensen_index_free(ix);
}

/* ---- bytes ---- */

static void
an_updated_index_verifies(void **state)
{
	tensen_result *r = NULL;
	tensen_error err = {.code = TENSEN_OK};
	(void)state;

	if (tensen_index_verify(place("after"), &r, &err) != TENSEN_OK)
		fail_msg("%s: %s", err.where, err.message);
	tensen_result_free(r);
}

static void
the_bytes_do_not_depend_on_threads_and_a_second_time_changes_nothing(void **state)
{
	(void)state;
	copy("before", "three");
	update_all("three", 3);
	assert_same_file(place("after"), place("three"));
	update_all("three", 2);
	assert_same_file(place("after"), place("three"));
}

static void
an_update_from_the_same_corpus_leaves_the_file_as_it_is(void **state)
{
	tensen_update_opts o = TENSEN_UPDATE_OPTS_INIT;
	(void)state;

	copy("before", "same");
	/* a file name does not change the content */
	copy("old.jsonl", "renamed.jsonl");
	assert_int_equal(update("same", place("renamed.jsonl"), &o, NULL), TENSEN_OK);
	assert_same_file(place("before"), place("same"));
}

static void
training_an_unchanged_index_again_gives_the_same_file(void **state)
{
	tensen_update_opts o = TENSEN_UPDATE_OPTS_INIT;
	tensen_error err = {.code = TENSEN_OK};
	(void)state;

	o.retrain = 1;
	copy("before", "again");
	if (update("again", NULL, &o, &err) != TENSEN_OK)
		fail_msg("%s: %s", err.where, err.message);
	assert_same_file(place("before"), place("again"));
}

static void
a_retrained_index_weighs_its_words_by_the_documents_that_are_there(void **state)
{
	tensen_update_opts o = TENSEN_UPDATE_OPTS_INIT;
	store *s;
	(void)state;

	o.retrain = 1;
	copy("after", "retrained");
	assert_int_equal(update("retrained", NULL, &o, NULL), TENSEN_OK);
	assert_int_equal(store_open(&s, place("retrained"), NULL), TENSEN_OK);
	assert_int_equal(s->vocab.n_docs, s->rows.n);
	assert_int_equal(s->vocab.terms.n, after->vocab.terms.n);
	for (uint32_t i = 0; i < s->vocab.terms.n; i++) {
		uint32_t id = vocab_find(&anew->vocab, vocab_term(&s->vocab, i));
		if (id != VOCAB_NONE)
			assert_int_equal(s->vocab.df[i], anew->vocab.df[id]);
	}
	store_close(s);
}

/* ---- records of deleted documents ---- */

#define NIGHTS 6

/* Of all documents every NIGHTS-th, edited. */
static const char *
write_night(int night)
{
	FILE *f = fopen(place("night.jsonl"), "w");

	assert_non_null(f);
	for (size_t i = 0; i < n_lines; i++)
		if ((int)(i % NIGHTS) == night)
			put_line(f, i, 1);
	assert_int_equal(fclose(f), 0);
	return place("night.jsonl");
}

static uint32_t
assert_few_are_nobodys(const docstore *d)
{
	uint8_t *used = calloc(docstore_records(d) + 1, 1);
	uint32_t first, n, gone, all = 0;

	for (uint32_t i = 0; i < docstore_count(d); i++) {
		uint32_t record = docstore_record_of(d, i);
		assert_true(record < docstore_records(d) && !used[record]);
		used[record] = 1;
	}
	for (uint32_t b = 0; b < docstore_blocks(d); b++, all += gone) {
		n = docstore_block_at(d, b, &first).n_records;
		gone = 0;
		for (uint32_t i = first; i < first + n; i++)
			gone += !used[i];
		assert_true(gone <= n / 4);
	}
	free(used);
	return all;
}

static void
assert_documents_are_those_of_the_rows(const store *s)
{
	docstore_scratch *scratch;
	span record;

	assert_int_equal(docstore_scratch_new(&scratch, NULL), TENSEN_OK);
	for (uint32_t row = 0; row < s->rows.n; row++) {
		assert_int_equal(docstore_get(s->docs, scratch, row, &record, NULL), TENSEN_OK);
		assert_true(document_hash(record) == s->rows.hash[row]);
	}
	docstore_scratch_free(scratch);
}

static void
no_block_is_more_than_a_quarter_of_records_that_went_and_training_drops_them_all(void **state)
{
	tensen_update_opts o = TENSEN_UPDATE_OPTS_INIT;
	uint32_t most = 0, gone;
	store *s;
	(void)state;

	copy("anew", "nights");
	for (int night = 0; night < NIGHTS; night++) {
		assert_int_equal(update("nights", write_night(night), &o, NULL), TENSEN_OK);
		assert_int_equal(store_open(&s, place("nights"), NULL), TENSEN_OK);
		gone = assert_few_are_nobodys(s->docs) + assert_few_are_nobodys(s->terms);
		most = gone > most ? gone : most;
		assert_documents_are_those_of_the_rows(s);
		store_close(s);
	}
	assert_true(most > 0);
	o.retrain = 1;
	assert_int_equal(update("nights", NULL, &o, NULL), TENSEN_OK);
	assert_int_equal(store_open(&s, place("nights"), NULL), TENSEN_OK);
	assert_int_equal(assert_few_are_nobodys(s->docs) + assert_few_are_nobodys(s->terms), 0);
	assert_documents_are_those_of_the_rows(s);
	store_close(s);
}

/* ---- others at work ---- */

static void
who_has_the_old_file_open_goes_on_with_it(void **state)
{
	tensen_index *ix;
	tensen_searcher *s;
	tensen_query q = {.id = ids[7]}; /* to be deleted */
	tensen_result *r = NULL;
	tensen_error err = {.code = TENSEN_OK};
	(void)state;

	copy("before", "live");
	assert_int_equal(tensen_index_open(&ix, place("live"), NULL, &err), TENSEN_OK);
	assert_int_equal(tensen_searcher_new(&s, ix, &err), TENSEN_OK);
	update_all("live", 2);
	assert_int_equal(tensen_index_count(ix), before->rows.n);
	assert_int_equal(tensen_show(s, &q, &r, &err), TENSEN_OK);
	tensen_result_free(r);
	tensen_searcher_free(s);
	tensen_index_free(ix);
}

static void
other_word_lists_are_refused_and_the_index_is_unharmed(void **state)
{
	tensen_update_opts o = TENSEN_UPDATE_OPTS_INIT;
	tensen_error err = {.code = TENSEN_OK};
	char words[400];
	FILE *f;
	(void)state;

	snprintf(words, sizeof words, "%s", place("models"));
	assert_int_equal(mkdir(words, 0777), 0);
	f = fopen(place("models/stopwords-ja.txt"), "w");
	assert_non_null(f);
	fprintf(f, "装置\n");
	fclose(f);
	o.models = words;
	copy("before", "other");
	assert_int_equal(update("other", place("changes.jsonl"), &o, &err), TENSEN_E_MISMATCH);
	assert_true(strlen(err.message) > 0);
	assert_same_file(place("before"), place("other"));
	assert_int_not_equal(access(place("other.tmp"), F_OK), 0);
}

static void
deleting_everything_is_refused_and_unknown_ids_are_no_error(void **state)
{
	tensen_update_opts o = TENSEN_UPDATE_OPTS_INIT;
	tensen_error err = {.code = TENSEN_OK};
	static const char *const nobody[] = {"NO-SUCH-DOCUMENT", "NO-SUCH-DOCUMENT"};
	(void)state;

	copy("before", "empty");
	o.delete_ids = (const char *const *)ids;
	o.n_delete = n_lines;
	assert_int_equal(update("empty", NULL, &o, &err), TENSEN_E_INPUT);
	assert_same_file(place("before"), place("empty"));
	o.delete_ids = nobody;
	o.n_delete = 2;
	assert_int_equal(update("empty", NULL, &o, &err), TENSEN_OK);
	assert_same_file(place("before"), place("empty"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(an_updated_index_verifies),
	    cmocka_unit_test(an_update_lists_the_documents_as_a_build_over_the_new_corpus_does),
	    cmocka_unit_test(an_update_counts_terms_as_a_build_does),
	    cmocka_unit_test(lists_are_those_of_the_documents_that_are_there),
	    cmocka_unit_test(vectors_of_untouched_documents_are_the_same_to_the_bit),
	    cmocka_unit_test(a_search_ranks_untouched_documents_as_before_with_the_same_scores),
	    cmocka_unit_test(changed_and_new_documents_are_found_by_what_they_say_now),
	    cmocka_unit_test(deleted_documents_are_gone_from_every_way_to_them),
	    cmocka_unit_test(the_bytes_do_not_depend_on_threads_and_a_second_time_changes_nothing),
	    cmocka_unit_test(an_update_from_the_same_corpus_leaves_the_file_as_it_is),
	    cmocka_unit_test(training_an_unchanged_index_again_gives_the_same_file),
	    cmocka_unit_test(a_retrained_index_weighs_its_words_by_the_documents_that_are_there),
	    cmocka_unit_test(
		no_block_is_more_than_a_quarter_of_records_that_went_and_training_drops_them_all),
	    cmocka_unit_test(who_has_the_old_file_open_goes_on_with_it),
	    cmocka_unit_test(other_word_lists_are_refused_and_the_index_is_unharmed),
	    cmocka_unit_test(deleting_everything_is_refused_and_unknown_ids_are_no_error),
	};
	return cmocka_run_group_tests_name("update", tests, make_all, free_all);
}
