/* An update keeps unchanged documents and changes the others. */
#include "update_corpora.h"

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
				assert_false(is_gone_id(h[i].document.id));
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

/* Cosine of the mean vectors of two fields (from 0) of a view, from its codes. */
static double
field_cosine(const store *s, const double *means, unsigned a, unsigned b)
{
	double ab = 0, aa = 0, bb = 0;

	for (uint32_t d = 0; d < s->meta.dims; d++) {
		double x = means[a * s->meta.dims + d], y = means[b * s->meta.dims + d];
		ab += x * y;
		aa += x * x;
		bb += y * y;
	}
	return aa > 0 && bb > 0 ? ab / sqrt(aa * bb) : 0;
}

static void
assert_fields_are_as_near_as_their_vectors(const store *s)
{
	double *means = calloc(N_FIELDS * (size_t)s->meta.dims, sizeof *means);
	float x[TENSEN_DIMS_MAX];
	nearness near;
	int found, related = 0;

	assert_int_equal(store_nearness(s, &near, &found, NULL), TENSEN_OK);
	assert_true(found);
	for (uint32_t row = 0; row < s->rows.n; row++) {
		vecset_get(s->views[VIEW_TOPIC], row, x);
		for (unsigned f = 0; f < N_FIELDS; f++)
			for (uint32_t d = 0; d < s->meta.dims && s->rows.mask[row] >> f & 1; d++)
				means[f * s->meta.dims + d] += (double)x[d];
	}
	for (unsigned a = 0; a < N_FIELDS; a++)
		for (unsigned b = 0; b < a; b++) {
			double cosine = field_cosine(s, means, a, b);
			assert_float_equal(near.cosine[a][b], cosine, 0.01);
			related += cosine > 0.2;
		}
	assert_true(related > 20);
	free(means);
}

static void
fields_are_as_near_as_the_vectors_of_a_build_and_of_an_update(void **state)
{
	(void)state;
	assert_fields_are_as_near_as_their_vectors(before);
	assert_fields_are_as_near_as_their_vectors(after);
	assert_fields_are_as_near_as_their_vectors(anew);
}

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
	    cmocka_unit_test(fields_are_as_near_as_the_vectors_of_a_build_and_of_an_update),
	    cmocka_unit_test(deleted_documents_are_gone_from_every_way_to_them),
	    cmocka_unit_test(the_bytes_do_not_depend_on_threads_and_a_second_time_changes_nothing),
	};
	return cmocka_run_group_tests_name("update", tests, make_all, free_all);
}
