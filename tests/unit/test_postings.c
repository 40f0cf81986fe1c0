/* Inverted lists: the stored counts are the given ones, and the best rows are those of a sum over
 * all contributions by brute force. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "index/postings/postings.h"
#include "index/postings/postings_scratch.h"
#include "index/postings/postings_format.h"
#include "util/bytes.h"
#include "util/rng.h"
#include "util/memory.h"
#include "util/threads/sort.h"
#include "../in_memory.h"

/* A corpus of Zipf-like terms, longer than one window, with repeated counts. */
typedef struct corpus {
	term_rows rows;
	uint64_t *start;
	uint32_t *term;
	float *tf;
	buf bytes;
	postings *p;
	postings_scratch *s;
} corpus;

enum { N_ROWS = 10000, N_TERMS = 3000, ROW_TERMS = 24 };

static void
make_rows(corpus *c, uint32_t n_rows, uint64_t seed, int fractions)
{
	static uint8_t count[N_TERMS];
	rng r = {seed};
	size_t n = 0;

	c->start = calloc(n_rows + 1, sizeof *c->start);
	c->term = calloc((size_t)n_rows * ROW_TERMS + 1, sizeof *c->term);
	c->tf = calloc((size_t)n_rows * ROW_TERMS + 1, sizeof *c->tf);
	for (uint32_t row = 0; row < n_rows; row++) {
		memset(count, 0, sizeof count);
		for (int i = 0; i < ROW_TERMS && row % 97 != 5; i++)
			count[(uint32_t)(pow(N_TERMS, rng_unit(&r))) - 1]++;
		for (uint32_t t = 0; t < N_TERMS; t++)
			if (count[t]) {
				c->term[n] = t;
				c->tf[n++] =
				    fractions ? count[t] * (0.25f + (float)rng_unit(&r)) : count[t];
			}
		c->start[row + 1] = n;
	}
	c->rows = (term_rows){n_rows, N_TERMS, c->start, c->term, c->tf};
}

static void
open_corpus(corpus *c, const postings_opts *o)
{
	tensen_error err = {0};

	c->bytes = (buf)BUF_INIT;
	assert_int_equal(postings_build(&c->bytes, &c->rows, o, &err), TENSEN_OK);
	if (postings_open(&c->p, c->bytes.p, c->bytes.n, &err) < 0)
		fail_msg("%s", err.message);
	assert_int_equal(postings_scratch_new(&c->s, c->p, NULL), TENSEN_OK);
}

static void
close_corpus(corpus *c)
{
	postings_scratch_free(c->s);
	postings_close(c->p);
	buf_clear(&c->bytes);
	free_all(c->start, c->term, c->tf);
}

static corpus
new_corpus(uint32_t n_rows, uint64_t seed, int fractions)
{
	corpus c = {0};

	make_rows(&c, n_rows, seed, fractions);
	open_corpus(&c, NULL);
	return c;
}

/* The row itself as a query, of at most max terms. */
static uint32_t
row_query(const corpus *c, uint32_t row, weighted_term *out, uint32_t max)
{
	uint32_t n = 0;

	for (uint64_t i = c->start[row]; i < c->start[row + 1] && n < max; i++)
		out[n++] = (weighted_term){c->term[i], c->tf[i]};
	return n;
}

/* The formulas of postings.h, in doubles, from the counts that were given. */
static double
formula_score(const corpus *c, const lex_query *q, uint32_t row, const uint32_t *df, double avgdl)
{
	double sum = 0, dl = 0, most = 0, n = c->rows.n_rows;

	for (uint64_t i = c->start[row]; i < c->start[row + 1]; i++)
		dl += c->tf[i];
	for (uint32_t j = 0; j < q->n_terms; j++) {
		double f = df[q->terms[j].term], tfq = q->terms[j].weight;
		double sq = tfq < 1 ? tfq : 1 + log(tfq);
		double idf = log(1 + (n - f + .5) / (f + .5));
		if (q->share)
			sq *= idf;
		most += f > 0 ? 2.2 * sq * idf : 0;
		for (uint64_t i = c->start[row]; i < c->start[row + 1]; i++) {
			double tf = c->tf[i];
			if (c->term[i] != q->terms[j].term)
				continue;
			sum += sq * idf * tf * 2.2 / (tf + 1.2 * (.25 + .75 * dl / avgdl));
		}
	}
	return q->share ? sum / most : sum;
}

static void
check_formulas(const corpus *c, double tolerance)
{
	uint32_t df[N_TERMS] = {0}, nonempty = 0, n;
	weighted_term terms[ROW_TERMS];
	hit hits[50];
	double total = 0;

	for (uint64_t i = 0; i < c->start[c->rows.n_rows]; i++) {
		df[c->term[i]]++;
		total += c->tf[i];
	}
	for (uint32_t r = 0; r < c->rows.n_rows; r++)
		nonempty += c->start[r + 1] > c->start[r];
	for (uint32_t i = 0; i < N_TERMS; i++)
		assert_int_equal(postings_df(c->p, i), df[i]);
	for (int share = 0; share < 2; share++)
		for (uint32_t row = 0; row < c->rows.n_rows; row += c->rows.n_rows / 7) {
			lex_query q = {.terms = terms, .k = 50, .share = share};
			q.n_terms = row_query(c, row, terms, ROW_TERMS);
			assert_int_equal(
			    postings_search(c->p, c->s, &q, hits, &n, NULL), TENSEN_OK);
			for (uint32_t h = 0; h < n; h++) {
				double want =
				    formula_score(c, &q, hits[h].row, df, total / nonempty);
				if (fabs(hits[h].score - want) > tolerance * want)
					fail_msg("score %d row %u: %g, by formula %g", share,
					    hits[h].row, (double)hits[h].score, want);
				assert_true(!q.share || hits[h].score < 1);
			}
		}
}

static void
scores_are_those_of_the_formulas(void **state)
{
	corpus c = new_corpus(3000, 11, 0), f = new_corpus(3000, 12, 1);

	(void)state;
	check_formulas(&c, 0.01); /* row bytes alone */
	check_formulas(&f, 0.06); /* and 4,096 counts and more in 32 codes */
	close_corpus(&c);
	close_corpus(&f);
}

typedef struct scored {
	uint32_t row;
	float score;
} scored;

static int
best_first(const void *a, const void *b)
{
	const scored *x = a, *y = b;
	int c = ORDER(y->score, x->score);

	return c ? c : x->row < y->row ? -1 : 1;
}

static int
passes(const lex_query *q, uint32_t row)
{
	int in = !q->ranges;

	for (uint32_t i = 0; q->ranges && i < q->n_ranges; i++)
		in |= row >= q->ranges[i].from && row < q->ranges[i].to;
	if (q->allow && !(q->allow[row / 64] >> row % 64 & 1))
		return 0;
	return in && !(q->masks && (q->masks[row] & q->skip));
}

/* All rows by postings_explain(), best first; scores above zero only. */
static uint32_t
brute_force(const corpus *c, const lex_query *q, scored *out)
{
	float part[ROW_TERMS * 8];
	uint32_t n = 0;

	for (uint32_t row = 0; row < c->rows.n_rows; row++) {
		float sum = 0;
		if (!passes(q, row))
			continue;
		assert_int_equal(postings_explain(c->p, c->s, q, row, part, NULL), TENSEN_OK);
		for (uint32_t i = 0; i < q->n_terms; i++)
			sum += part[i];
		if (sum > 0)
			out[n++] = (scored){row, sum};
	}
	qsort(out, n, sizeof *out, best_first);
	return n;
}

static void
check_query(const corpus *c, const lex_query *q)
{
	scored *all = malloc(c->rows.n_rows * sizeof *all);
	hit *hits = malloc(((size_t)q->k + 1) * sizeof *hits);
	uint32_t n = brute_force(c, q, all), got;
	lex_query x = *q;

	n = n < q->k ? n : q->k;
	for (x.exhaustive = 0; x.exhaustive < 2; x.exhaustive++) {
		assert_int_equal(postings_search(c->p, c->s, &x, hits, &got, NULL), TENSEN_OK);
		assert_int_equal(got, n);
		for (uint32_t i = 0; i < n; i++) {
			assert_int_equal(hits[i].row, all[i].row);
			assert_true(hits[i].score == all[i].score);
		}
	}
	free(all);
	free(hits);
}

/* Terms of several rows together: a long query. */
static uint32_t
long_query(const corpus *c, uint32_t row, weighted_term *out)
{
	uint32_t n = 0;

	for (uint32_t t = 0; t < N_TERMS && n < ROW_TERMS * 6; t++)
		for (uint32_t r = row; r < row + 6; r++) {
			uint64_t i = c->start[r];
			while (i < c->start[r + 1] && c->term[i] != t)
				i++;
			if (i == c->start[r + 1])
				continue;
			out[n++] = (weighted_term){t, c->tf[i]};
			break;
		}
	return n;
}

static void
hits_are_those_of_brute_force(void **state)
{
	static const uint32_t ks[] = {1, 10, 200, 20000};
	corpus c = new_corpus(N_ROWS, 21, 0);
	weighted_term terms[ROW_TERMS * 6];

	(void)state;
	for (int i = 0; i < 8; i++) {
		lex_query q = {.terms = terms, .k = ks[i / 2]};
		q.share = i % 2;
		q.n_terms = i < 4 ? row_query(&c, 1000u * (uint32_t)i + 17, terms, 5)
				  : long_query(&c, 900u * (uint32_t)i, terms);
		check_query(&c, &q);
	}
	close_corpus(&c);
}

/* Past the first window lists are put aside; of few words most windows are sparse. */
static void
hits_of_several_windows_are_those_of_brute_force(void **state)
{
	enum { WINDOWS = 3 };
	const uint32_t n = WINDOWS * POSTINGS_WINDOW + 700;
	corpus c = new_corpus(n, 31, 0);
	weighted_term terms[ROW_TERMS * 6];

	(void)state;
	for (uint32_t i = 0; i < 6; i++) {
		lex_query q = {.terms = terms, .k = i < 3 ? 3 : 40};
		q.share = i % 2;
		q.n_terms = i == 5 ? long_query(&c, 900, terms)
				   : row_query(&c, 7000u * i + 5, terms, i + 1);
		check_query(&c, &q);
	}
	close_corpus(&c);
}

static void
filters_leave_what_brute_force_with_the_same_filter_leaves(void **state)
{
	static const lex_range ranges[] = {{100, 100}, {120, 4200}, {4200, 4201}, {6000, 10000}};
	static uint64_t allow[N_ROWS / 64 + 1], masks[N_ROWS];
	corpus c = new_corpus(N_ROWS, 22, 0);
	weighted_term terms[ROW_TERMS * 6];

	(void)state;
	for (uint32_t i = 0; i < N_ROWS; i++) {
		masks[i] = 1ull << i / 500 | 1ull << rng_at(5, i) % 35;
		if (i / 1000 % 3 == 1 && rng_at(6, i) % 4)
			allow[i / 64] |= 1ull << i % 64;
	}
	for (int i = 0; i < 16; i++) {
		lex_query q = {.terms = terms, .k = 60, .share = i % 2};
		q.n_terms = long_query(&c, 500u * (uint32_t)i, terms);
		q.allow = i & 2 ? allow : NULL;
		q.masks = i & 4 ? masks : NULL;
		q.skip = 1ull << 3 | 1ull << 12;
		q.ranges = i & 8 ? ranges : NULL;
		q.n_ranges = 4;
		check_query(&c, &q);
	}
	memset(allow, 0, sizeof allow);
	lex_query none = {.terms = terms, .n_terms = 5, .k = 60, .allow = allow};
	check_query(&c, &none);
	close_corpus(&c);
}

static void
scores_of_given_rows_are_those_of_the_search(void **state)
{
	enum { N = 500 };
	static hit hits[N];
	corpus c = new_corpus(N_ROWS, 25, 0);
	weighted_term terms[ROW_TERMS * 6];
	uint32_t rows[N + 2], n;
	float scores[N + 2];

	(void)state;
	for (int i = 0; i < 4; i++) {
		lex_query q = {.terms = terms, .k = N, .share = i % 2};
		q.n_terms = long_query(&c, 77u * (uint32_t)i, terms);
		assert_int_equal(postings_search(c.p, c.s, &q, hits, &n, NULL), TENSEN_OK);
		assert_int_equal(n, N);
		for (uint32_t j = 0; j < n; j++)
			rows[j] = hits[j].row;
		rows[n] = rows[0]; /* twice is legal */
		rows[n + 1] = 5;   /* an empty row, see make_rows() */
		assert_int_equal(
		    postings_score(c.p, c.s, &q, rows, n + 2, scores, NULL), TENSEN_OK);
		for (uint32_t j = 0; j < n; j++)
			assert_true(scores[j] == hits[j].score);
		assert_true(scores[n] == scores[0] && scores[n + 1] == 0);
		rows[3] = N_ROWS;
		assert_int_equal(postings_score(c.p, c.s, &q, rows, n, scores, NULL), TENSEN_E_ARG);
	}
	close_corpus(&c);
}

static void
scores_of_all_rows_are_those_of_given_rows(void **state)
{
	static float all[N_ROWS], one[N_ROWS];
	static uint32_t rows[N_ROWS];
	corpus c = new_corpus(N_ROWS, 27, 0);
	weighted_term terms[ROW_TERMS * 6];

	(void)state;
	for (uint32_t i = 0; i < N_ROWS; i++)
		rows[i] = i;
	for (int i = 0; i < 4; i++) {
		lex_query q = {.terms = terms, .share = i % 2};
		q.n_terms = i < 2 ? long_query(&c, 77u, terms) : 0; /* then: no words */
		all[0] = all[N_ROWS - 1] = -1;
		assert_int_equal(postings_score_all(c.p, c.s, &q, all, NULL), TENSEN_OK);
		assert_int_equal(postings_score(c.p, c.s, &q, rows, N_ROWS, one, NULL), TENSEN_OK);
		assert_memory_equal(all, one, sizeof all);
	}
	close_corpus(&c);
}

static void
bytes_do_not_depend_on_threads_or_memory(void **state)
{
	corpus c = new_corpus(3000, 31, 1);
	const postings_opts opts[] = {
	    {.threads = 3}, {.memory = 1}, {.memory = 40000, .threads = 2}};

	(void)state;
	for (int i = 0; i < 3; i++) {
		buf b = BUF_INIT;
		assert_int_equal(postings_build(&b, &c.rows, &opts[i], NULL), TENSEN_OK);
		assert_int_equal(b.n, c.bytes.n);
		assert_memory_equal(b.p, c.bytes.p, b.n);
		buf_clear(&b);
	}
	close_corpus(&c);
}

static void
small_and_empty_corpora_are_legal(void **state)
{
	static const uint64_t start[] = {0, 0, 1};
	static const uint32_t term[] = {1};
	static const float tf[] = {2};
	static const term_rows none = {0, 0, start, term, tf}, blank = {1, 4, start, term, tf},
			       one = {2, 3, start, term, tf};
	const term_rows *cases[] = {&none, &blank, &one};
	weighted_term terms[] = {{1, 1}, {0, 1}, {99, 1}};

	(void)state;
	for (int i = 0; i < 3; i++) {
		corpus c = {.rows = *cases[i]};
		lex_query q = {.terms = terms, .n_terms = 3, .k = 10};
		hit hits[10];
		uint32_t n;
		open_corpus(&c, NULL);
		assert_int_equal(postings_verify(c.p, NULL), TENSEN_OK);
		assert_int_equal(postings_search(c.p, c.s, &q, hits, &n, NULL), TENSEN_OK);
		assert_int_equal(n, i == 2);
		if (n) {
			assert_int_equal(hits[0].row, 1);
			assert_true(fabs(hits[0].score - 0.6) < 0.5);
		}
		q.k = 0;
		assert_int_equal(postings_search(c.p, c.s, &q, hits, &n, NULL), TENSEN_OK);
		assert_int_equal(n, 0);
		q = (lex_query){.k = 10};
		assert_int_equal(postings_search(c.p, c.s, &q, hits, &n, NULL), TENSEN_OK);
		assert_int_equal(n, 0);
		close_corpus(&c);
	}
}

static void
rows_out_of_order_and_impossible_counts_are_refused(void **state)
{
	static const uint64_t start[] = {0, 2};
	static const uint32_t rising[] = {1, 2}, equal[] = {2, 2}, beyond[] = {1, 3};
	static const float good[] = {1, 1}, zero[] = {1, 0}, bad[] = {NAN, 1},
			   inf[] = {1, INFINITY};
	static const struct {
		const uint32_t *term;
		const float *tf;
	} cases[] = {{equal, good}, {beyond, good}, {rising, zero}, {rising, bad}, {rising, inf}};
	tensen_error err;

	(void)state;
	for (int i = 0; i < 5; i++) {
		term_rows r = {1, 3, start, cases[i].term, cases[i].tf};
		buf b = BUF_INIT;
		assert_int_equal(postings_build(&b, &r, NULL, &err), TENSEN_E_ARG);
		assert_true(err.message[0]);
		buf_clear(&b);
	}
}

static void
every_truncation_is_refused(void **state)
{
	corpus c = new_corpus(300, 41, 0);
	postings *p;

	(void)state;
	for (size_t n = 0; n < c.bytes.n; n += n < 3000 ? 1 : 97) {
		uint8_t *exact = malloc(n ? n : 1);
		memcpy(exact, c.bytes.p, n);
		assert_true(postings_open(&p, exact, n, NULL) < 0);
		assert_null(p);
		free(exact);
	}
	close_corpus(&c);
}

/* Open, verify and search bytes that may be damaged: they are refused, or the answer is in
 * form: rows that are there, the best first. */
static void
use_damaged(const uint8_t *bytes, size_t n, const lex_query *q)
{
	postings *p;
	postings_scratch *s;
	hit hits[20];
	uint32_t n_hits;
	tensen_status st = postings_open(&p, bytes, n, NULL);

	assert_true(st == TENSEN_OK || st == TENSEN_E_CORRUPT || st == TENSEN_E_VERSION);
	if (st < 0)
		return;
	postings_verify(p, NULL);
	assert_int_equal(postings_scratch_new(&s, p, NULL), TENSEN_OK);
	for (uint32_t i = 0; i < q->n_terms; i++)
		postings_df(p, q->terms[i].term);
	st = postings_search(p, s, q, hits, &n_hits, NULL);
	assert_true(st == TENSEN_OK || st == TENSEN_E_CORRUPT);
	for (uint32_t i = 0; st == TENSEN_OK && i < n_hits; i++) {
		assert_true(i < q->k && hits[i].row < postings_rows(p) && hits[i].score > 0);
		assert_true(i == 0 || hits[i].score <= hits[i - 1].score);
	}
	postings_scratch_free(s);
	postings_close(p);
}

static void
no_damaged_byte_does_harm(void **state)
{
	corpus c = new_corpus(400, 42, 0);
	weighted_term terms[ROW_TERMS * 6];
	lex_query q = {.terms = terms, .k = 20};
	uint8_t *copy = malloc(c.bytes.n);

	(void)state;
	q.n_terms = long_query(&c, 100, terms);
	for (size_t i = 0; i < 6000; i++) {
		size_t at =
		    i < 64 ? i : HEAD_SIZE + (size_t)(rng_at(9, i) % (c.bytes.n - HEAD_SIZE));
		memcpy(copy, c.bytes.p, c.bytes.n);
		copy[at] ^= (uint8_t)(1 + rng_at(10, i) % 255);
		q.share = i % 2;
		use_damaged(copy, c.bytes.n, &q);
	}
	free(copy);
	close_corpus(&c);
}

static void
a_sound_section_verifies_and_a_wrong_count_or_maximum_does_not(void **state)
{
	corpus c = new_corpus(3000, 43, 0);
	uint8_t *bytes = (uint8_t *)c.bytes.p, *list;
	tensen_error err;

	(void)state;
	assert_int_equal(postings_verify(c.p, &err), TENSEN_OK);
	postings_close(c.p);
	bytes[HEAD_N_POSTINGS]++;
	assert_int_equal(postings_open(&c.p, bytes, c.bytes.n, NULL), TENSEN_OK);
	assert_int_equal(postings_verify(c.p, &err), TENSEN_E_CORRUPT);
	bytes[HEAD_N_POSTINGS]--;
	list = (uint8_t *)(uintptr_t)c.p->lists; /* term 0 is in most rows: a long list */
	assert_int_equal(list[0], LIST_LONG);
	list[LIST_HEAD + 5] = 0; /* high byte of the maximum of its first block */
	assert_int_equal(postings_verify(c.p, &err), TENSEN_E_CORRUPT);
	close_corpus(&c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(scores_are_those_of_the_formulas),
	    cmocka_unit_test(hits_are_those_of_brute_force),
	    cmocka_unit_test(hits_of_several_windows_are_those_of_brute_force),
	    cmocka_unit_test(filters_leave_what_brute_force_with_the_same_filter_leaves),
	    cmocka_unit_test(scores_of_given_rows_are_those_of_the_search),
	    cmocka_unit_test(scores_of_all_rows_are_those_of_given_rows),
	    cmocka_unit_test(bytes_do_not_depend_on_threads_or_memory),
	    cmocka_unit_test(small_and_empty_corpora_are_legal),
	    cmocka_unit_test(rows_out_of_order_and_impossible_counts_are_refused),
	    cmocka_unit_test(every_truncation_is_refused),
	    cmocka_unit_test(no_damaged_byte_does_harm),
	    cmocka_unit_test(a_sound_section_verifies_and_a_wrong_count_or_maximum_does_not),
	};
	return cmocka_run_group_tests_name("postings", tests, NULL, NULL);
}
