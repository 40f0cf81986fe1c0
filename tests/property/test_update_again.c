/* Updates of the same file again, from the same corpus, by another model, of everything; what they
 * refuse. */
#include "update_corpora.h"

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
	o.build = &(tensen_build_opts){.models = words};
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
	    cmocka_unit_test(an_update_from_the_same_corpus_leaves_the_file_as_it_is),
	    cmocka_unit_test(training_an_unchanged_index_again_gives_the_same_file),
	    cmocka_unit_test(a_retrained_index_weighs_its_words_by_the_documents_that_are_there),
	    cmocka_unit_test(
		no_block_is_more_than_a_quarter_of_records_that_went_and_training_drops_them_all),
	    cmocka_unit_test(who_has_the_old_file_open_goes_on_with_it),
	    cmocka_unit_test(other_word_lists_are_refused_and_the_index_is_unharmed),
	    cmocka_unit_test(deleting_everything_is_refused_and_unknown_ids_are_no_error),
	};
	return cmocka_run_group_tests_name("update again", tests, make_all, free_all);
}
