/* Lists added to those of an older section are the lists of all rows built at once. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "index/postings/postings_list.h"
#include "util/bytes.h"
#include "util/rng.h"
#include "../in_memory.h"

enum { N_TERMS = 700, MAX_ROWS = 6000 };

typedef struct corpus {
	uint32_t n;
	uint64_t start[MAX_ROWS + 1];
	buf term, tf; /* uint32_t, float */
} corpus;

static term_rows
rows_of(const corpus *c)
{
	return (term_rows){c->n, N_TERMS, c->start, (const uint32_t *)(const void *)c->term.p,
	    (const float *)(const void *)c->tf.p};
}

static void
add_term(corpus *c, uint32_t term, float tf)
{
	buf_add(&c->term, &term, sizeof term);
	buf_add(&c->tf, &tf, sizeof tf);
}

static void
end_row(corpus *c)
{
	c->start[++c->n] = c->term.n / sizeof(uint32_t);
}

static void
copy_row(corpus *to, const corpus *from, uint32_t row)
{
	term_rows r = rows_of(from);

	for (uint64_t i = r.start[row]; i < r.start[row + 1]; i++)
		add_term(to, r.term[i], r.tf[i]);
	end_row(to);
}

/* Some terms in every second row, most in few; `steps` different counts or so. */
static void
random_row(corpus *c, rng *r, unsigned steps)
{
	int empty = rng_next(r) % 50 == 0;

	for (uint32_t t = 0; t < N_TERMS && !empty; t++)
		if (rng_unit(r) < 0.5 / (1 + t))
			add_term(c, t, 0.25f * (float)(1 + rng_next(r) % steps));
	end_row(c);
}

static corpus *
random_corpus(uint32_t n, uint64_t seed, unsigned steps)
{
	corpus *c = calloc(1, sizeof *c);
	rng r = {seed};

	for (uint32_t i = 0; i < n; i++)
		random_row(c, &r, steps);
	return c;
}

static void
free_corpus(corpus *c)
{
	buf_clear(&c->term);
	buf_clear(&c->tf);
	free(c);
}

/* The rows as a section holds them: its counts are those of its codes. */
static corpus *
read_back(const postings *p, uint32_t n_rows)
{
	corpus *c = calloc(1, sizeof *c);
	float *tf = calloc((size_t)n_rows * N_TERMS + 1, sizeof *tf);
	uint32_t rows[POSTINGS_BLOCK];
	uint8_t codes[POSTINGS_BLOCK];
	list_cursor at;

	for (uint32_t t = 0; t < N_TERMS; t++) {
		assert_int_equal(list_cursor_init(&at, p, t, NULL), TENSEN_OK);
		for (uint32_t n; (n = list_cursor_peek(&at, p)) > 0; list_cursor_skip(&at)) {
			assert_int_equal(list_cursor_decode(&at, p, rows, codes, NULL), TENSEN_OK);
			for (uint32_t i = 0; i < n; i++)
				tf[(size_t)rows[i] * N_TERMS + t] =
				    lef32(p->head + HEAD_LEVELS + 4 * (size_t)codes[i]);
		}
	}
	for (uint32_t row = 0; row < n_rows; row++) {
		for (uint32_t t = 0; t < N_TERMS; t++)
			if (tf[(size_t)row * N_TERMS + t] > 0)
				add_term(c, t, tf[(size_t)row * N_TERMS + t]);
		end_row(c);
	}
	free(tf);
	return c;
}

static void
build(buf *out, const corpus *c, const postings_opts *o)
{
	term_rows rows = rows_of(c);
	tensen_error err;

	if (postings_build(out, &rows, o, &err) < 0)
		fail_msg("%s", err.message);
}

/* ---- an update ---- */

typedef struct update {
	uint32_t row_of[MAX_ROWS], row_at[MAX_ROWS];
	corpus *fresh;
	postings_kept kept;
} update;

/* A share of the rows is removed; new rows stand in their places, between others, behind all. */
static update *
random_update(const postings *old, uint64_t seed, double gone, double added, unsigned steps)
{
	update *u = calloc(1, sizeof *u);
	uint32_t n = 0, n_old = postings_rows(old);
	rng r = {seed};

	u->fresh = calloc(1, sizeof *u->fresh);
	for (uint32_t i = 0; i <= n_old; i++) {
		while (rng_unit(&r) < added) {
			u->row_at[u->fresh->n] = n++;
			random_row(u->fresh, &r, steps);
		}
		if (i < n_old)
			u->row_of[i] = rng_unit(&r) < gone ? POSTINGS_GONE : n++;
	}
	u->kept = (postings_kept){old, u->row_of, u->row_at, n};
	return u;
}

static void
free_update(update *u)
{
	free_corpus(u->fresh);
	free(u);
}

/* All rows afterwards: the kept ones from `old`. */
static corpus *
corpus_after(const update *u, const corpus *old)
{
	corpus *c = calloc(1, sizeof *c);
	uint32_t fresh = 0, from = 0;

	while (c->n < u->kept.n_rows) {
		if (fresh < u->fresh->n && u->row_at[fresh] == c->n) {
			copy_row(c, u->fresh, fresh++);
			continue;
		}
		while (u->row_of[from] == POSTINGS_GONE)
			from++;
		assert_int_equal(u->row_of[from], c->n);
		copy_row(c, old, from++);
	}
	return c;
}

static tensen_status
apply(buf *out, const update *u, const postings_opts *o, tensen_error *err)
{
	term_rows rows = rows_of(u->fresh);
	postings_source source = {rows.n_rows, N_TERMS, term_rows_get, &rows};

	return postings_build_from(sink_to_buf, out, &source, &u->kept, o, err);
}

static void
assert_same(const buf *a, const buf *b)
{
	assert_int_equal(a->n, b->n);
	assert_memory_equal(a->p, b->p, a->n);
}

typedef struct section {
	corpus *rows;
	buf bytes;
	postings *p;
} section;

static section
new_section(uint32_t n, uint64_t seed, unsigned steps)
{
	section s = {.rows = random_corpus(n, seed, steps)};

	build(&s.bytes, s.rows, NULL);
	assert_int_equal(postings_open(&s.p, s.bytes.p, s.bytes.n, NULL), TENSEN_OK);
	return s;
}

static void
free_section(section *s)
{
	postings_close(s->p);
	buf_clear(&s->bytes);
	free_corpus(s->rows);
}

static const postings_opts ways[] = {
    {.threads = 1}, {.threads = 3}, {.threads = 2, .memory = 20000}};

static void
check_update(
    const section *s, const corpus *told, uint64_t seed, double gone, double added, unsigned steps)
{
	update *u = random_update(s->p, seed, gone, added, steps);
	corpus *all = corpus_after(u, told);
	buf want = BUF_INIT, got = BUF_INIT;
	tensen_error err;

	build(&want, all, NULL);
	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
		buf_reset(&got);
		if (apply(&got, u, &ways[i], &err) < 0)
			fail_msg("%s", err.message);
		assert_same(&got, &want);
	}
	buf_clear(&want);
	buf_clear(&got);
	free_corpus(all);
	free_update(u);
}

static void
few_counts_stay_exact_as_if_all_rows_were_built_anew(void **state)
{
	section s = new_section(3000, 1, 12);

	(void)state;
	check_update(&s, s.rows, 2, 0.01, 0.01, 12);
	check_update(&s, s.rows, 3, 0.4, 0.3, 30); /* counts that were not there before */
	check_update(&s, s.rows, 4, 0, 0.3, 3);
	check_update(&s, s.rows, 5, 0.3, 0, 12);
	free_section(&s);
}

static void
many_counts_stay_as_they_were_coded(void **state)
{
	section s = new_section(3000, 11, 400);
	corpus *told = read_back(s.p, s.rows->n);

	(void)state;
	check_update(&s, told, 12, 0.01, 0.01, 400);
	check_update(&s, told, 13, 0.5, 0.4, 900);
	free_corpus(told);
	free_section(&s);
}

static void
nothing_kept_nothing_new_and_nothing_there_are_legal(void **state)
{
	section s = new_section(500, 21, 12), none = new_section(0, 22, 12);

	(void)state;
	check_update(&s, s.rows, 23, 1, 0.3, 12);
	check_update(&s, s.rows, 24, 0, 0, 12);
	check_update(&s, s.rows, 25, 1, 0, 12);
	check_update(&none, none.rows, 26, 0, 0.9, 12);
	free_section(&s);
	free_section(&none);
}

static void
an_update_of_nothing_gives_the_same_bytes_however_often(void **state)
{
	section s = new_section(2000, 31, 400);
	update *u = random_update(s.p, 0, 0, 0, 1);
	buf once = BUF_INIT;

	(void)state;
	assert_int_equal(apply(&once, u, NULL, NULL), TENSEN_OK);
	assert_same(&once, &s.bytes);
	buf_clear(&once);
	free_update(u);
	free_section(&s);
}

static void
damaged_lists_are_refused_or_harmless(void **state)
{
	section s = new_section(1500, 41, 40);
	size_t lists = (size_t)((const char *)s.p->lists - s.bytes.p);
	rng r = {42};
	int refused = 0;

	(void)state;
	for (int i = 0; i < 300; i++) {
		size_t at = lists + rng_next(&r) % (s.bytes.n - lists);
		char was = s.bytes.p[at];
		update *u = random_update(s.p, 43 + (uint64_t)i, 0.1, 0.1, 40);
		buf out = BUF_INIT;
		s.bytes.p[at] = (char)(was ^ (1 + (int)(rng_next(&r) % 255)));
		refused += apply(&out, u, &ways[i % 3], NULL) == TENSEN_E_CORRUPT;
		s.bytes.p[at] = was;
		buf_clear(&out);
		free_update(u);
	}
	assert_true(refused > 30);
	free_section(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(few_counts_stay_exact_as_if_all_rows_were_built_anew),
	    cmocka_unit_test(many_counts_stay_as_they_were_coded),
	    cmocka_unit_test(nothing_kept_nothing_new_and_nothing_there_are_legal),
	    cmocka_unit_test(an_update_of_nothing_gives_the_same_bytes_however_often),
	    cmocka_unit_test(damaged_lists_are_refused_or_harmless),
	};
	return cmocka_run_group_tests_name("postings_kept", tests, NULL, NULL);
}
