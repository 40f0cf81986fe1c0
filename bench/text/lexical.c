/* bench/text/lexical.c - postings: size, build time, time per query by length.
 *
 *     build/release/bench/text/lexical [--rows N] [--terms V] [--seed S] [--k K] [--queries Q]
 *
 * Makes a corpus of N rows in 35 fields: of the tokens of a row 60 % come from one
 * vocabulary of V terms with p(rank) ~ 1 / (rank + 10), 40 % from the same law over
 * the field's own order of it; lengths are log-normal, median 100 tokens.
 * Queries are terms of rows: 5 of one, 60 of one, 150 of three of one field.
 * "touched" is the sum of df over the query, over N: postings a row of the corpus.
 * Whole real documents as queries, stop words out: 33 terms of US abstracts touch
 * 1.10 (0.033 a term), 11 terms of Japanese ones, many titles alone, 0.70 (0.062 a
 * term); here about 0.03 a term, so Japanese queries of a length may cost twice as much.
 * Times are CPU time of the thread, for the machine is shared; a neighbour on the
 * same core still slows it.
 * Every search is run exhaustively too and must give the same hits. */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "index/postings/postings.h"
#include "util/clock.h"
#include "util/rng.h"
#include "util/threads/threads.h"
#include "util/memory.h"
#include "util/threads/sort.h"
#include "../../tests/in_memory.h"

enum { FIELDS = 35, MAX_ROW = 400, MAX_QUERY = 150 };

typedef struct settings {
	uint32_t rows, terms, k, queries;
	uint64_t seed;
} settings;

typedef struct made {
	term_rows rows;
	uint64_t *start;
	uint32_t *term;
	float *tf;
	uint64_t *masks;
} made;

/* p(rank) ~ 1 / (rank + 10): the integral of the law, inverted. */
static uint32_t
zipf(rng *r, uint32_t n)
{
	return (uint32_t)(10 * (pow((n + 10.0) / 10, rng_unit(r)) - 1)) % n;
}

static uint32_t
make_row(const settings *o, uint32_t row, uint32_t field, uint32_t *term, float *tf)
{
	uint32_t tokens[MAX_ROW], n = 0, len;
	rng r = {rng_at(o->seed, row)};

	len = (uint32_t)(100 * exp(0.5 * (double)rng_gauss_at(o->seed + 1, row)));
	len = len < 8 ? 8 : len > MAX_ROW ? MAX_ROW : len;
	for (uint32_t i = 0; i < len; i++) {
		tokens[i] = zipf(&r, o->terms);
		if (rng_next(&r) % 10 < 4)
			tokens[i] = (uint32_t)(rng_at(o->seed + 2 + field, tokens[i]) % o->terms);
	}
	/* cppcheck-suppress uninitvar ; the loop above fills len >= 8 of them */
	qsort(tokens, len, sizeof *tokens, sort_u32);
	for (uint32_t i = 0; i < len; i++) {
		if (n > 0 && term[n - 1] == tokens[i]) {
			tf[n - 1]++;
		} else {
			term[n] = tokens[i];
			tf[n++] = 1;
		}
	}
	return n;
}

static made
make_corpus(const settings *o)
{
	made m = {0};
	size_t cap = (size_t)o->rows * 120 + MAX_ROW;

	m.start = calloc((size_t)o->rows + 1, sizeof *m.start);
	m.term = malloc(cap * sizeof *m.term);
	m.tf = malloc(cap * sizeof *m.tf);
	m.masks = calloc(o->rows, sizeof *m.masks);
	if (!m.start || !m.term || !m.tf || !m.masks)
		errx(5, "out of memory");
	for (uint32_t row = 0; row < o->rows; row++) {
		uint32_t field = (uint32_t)((uint64_t)row * FIELDS / o->rows);
		uint64_t at = m.start[row];
		m.masks[row] = 2ull << field;
		if (rng_at(o->seed + 99, row) % 10 < 4)
			m.masks[row] |= 2ull << rng_at(o->seed + 98, row) % FIELDS;
		m.start[row + 1] = at + make_row(o, row, field, m.term + at, m.tf + at);
	}
	m.rows = (term_rows){o->rows, o->terms, m.start, m.term, m.tf};
	return m;
}

/* n different terms of `from` rows of the field of `row`. */
static uint32_t
make_query(const made *m, uint32_t row, uint32_t from, uint32_t n, weighted_term *out)
{
	uint32_t got = 0;
	rng r = {rng_mix(row)};

	for (int tries = 0; got < n && tries < 20000; tries++) {
		uint32_t d = (row + rng_below(&r, from)) % m->rows.n_rows, dup = 0;
		uint32_t len = (uint32_t)(m->start[d + 1] - m->start[d]);
		uint64_t i = m->start[d] + rng_below(&r, len);
		for (uint32_t j = 0; j < got; j++)
			dup |= out[j].term == m->term[i];
		if (!dup)
			out[got++] = (weighted_term){m->term[i], m->tf[i]};
	}
	return got;
}

typedef struct times {
	double *ms;
	uint32_t n;
} times;

static double
percentile(times *t, double p)
{
	qsort(t->ms, t->n, sizeof *t->ms, sort_double);
	return t->ms[(uint32_t)(p * (t->n - 1) + 0.5)];
}

typedef struct shape {
	uint32_t terms, from;
} shape;

static void
run_shape(const settings *o, const made *m, const postings *p, shape form, int share)
{
	weighted_term terms[MAX_QUERY];
	hit *hits = malloc((size_t)o->k * sizeof *hits),
	    *other = malloc((size_t)o->k * sizeof *hits);
	times t[3];
	double touched = 0;
	uint32_t n, n_other, wrong = 0;
	tensen_error err;
	postings_scratch *s;

	if (!hits || !other || postings_scratch_new(&s, p, &err) < 0)
		errx(5, "out of memory");
	for (int i = 0; i < 3; i++)
		t[i] = (times){calloc(o->queries, sizeof(double)), o->queries};
	for (uint32_t i = 0; i < o->queries; i++) {
		uint32_t row = (uint32_t)(rng_at(o->seed + 7, i) % o->rows);
		lex_query q = {.terms = terms, .share = share, .k = o->k};
		double t0, t1;
		q.n_terms = make_query(m, row, form.from, form.terms, terms);
		for (uint32_t j = 0; j < q.n_terms; j++)
			touched += postings_df(p, terms[j].term) / (double)o->rows / o->queries;
		for (int mode = 0; mode < 3; mode++) {
			q.exhaustive = mode == 0;
			q.masks = mode == 2 ? m->masks : NULL;
			q.skip = mode == 2 ? m->masks[row] : 0;
			for (int rep = 0; rep < 3; rep++) {
				t0 = clock_thread();
				if (postings_search(p, s, &q, mode ? hits : other,
					mode ? &n : &n_other, &err) < 0)
					errx(5, "search: %s", err.message);
				t1 = clock_thread();
				t[mode].ms[i] = rep && (t1 - t0) * 1e3 > t[mode].ms[i]
						    ? t[mode].ms[i]
						    : (t1 - t0) * 1e3;
			}
			if (mode == 1)
				wrong += n != n_other || memcmp(hits, other, n * sizeof *hits) != 0;
		}
	}
	printf("%-7s %5u %8.2f", share ? "share" : "BM25", form.terms, touched);
	for (int i = 0; i < 3; i++)
		printf("  %7.2f %7.2f", percentile(&t[i], 0.5), percentile(&t[i], 0.95));
	printf("  %s\n", wrong ? "DIFFERENT HITS" : "same hits");
	for (int i = 0; i < 3; i++)
		free(t[i].ms);
	free_all(hits, other);
	postings_scratch_free(s);
}

static void
usage(void)
{
	errx(2, "usage: lexical [--rows N] [--terms V] [--seed S] [--k K] [--queries Q]");
}

static settings
parse(int argc, char **argv)
{
	settings o = {100000, 200000, 200, 30, 1};

	for (int i = 1; i < argc; i += 2) {
		unsigned long long v = i + 1 < argc ? strtoull(argv[i + 1], NULL, 10) : 0;
		if (strcmp(argv[i], "--rows") == 0)
			o.rows = (uint32_t)v;
		else if (strcmp(argv[i], "--terms") == 0)
			o.terms = (uint32_t)v;
		else if (strcmp(argv[i], "--k") == 0)
			o.k = (uint32_t)v;
		else if (strcmp(argv[i], "--queries") == 0)
			o.queries = (uint32_t)v;
		else if (strcmp(argv[i], "--seed") == 0)
			o.seed = v;
		else
			usage();
	}
	if (o.rows < FIELDS || o.terms < 1000 || o.queries < 1 || o.k < 1)
		usage();
	return o;
}

int
main(int argc, char **argv)
{
	static const shape shapes[] = {{5, 1}, {60, 1}, {150, 3}};
	settings o = parse(argc, argv);
	double t0 = clock_thread(), t1, count = 0;
	made m = make_corpus(&o);
	postings_opts opts = {.threads = threads_cores()};
	buf bytes = BUF_INIT;
	postings *p;
	tensen_error err;

	t1 = clock_thread();
	printf("seed %llu, %u rows, %u terms, %.1f different terms a row, made in %.1f s\n",
	    (unsigned long long)o.seed, o.rows, o.terms, (double)m.start[o.rows] / o.rows, t1 - t0);
	if (postings_build(&bytes, &m.rows, &opts, &err) < 0 ||
	    postings_open(&p, bytes.p, bytes.n, &err) < 0)
		errx(5, "build: %s", err.message);
	for (uint32_t t = 0; t < postings_terms(p); t++)
		count += postings_df(p, t);
	printf("built in %.2f s: %zu bytes, %.3f a posting, %.1f a row; without row bytes and "
	       "directory %.3f a posting\n",
	    clock_thread() - t1, bytes.n, (double)bytes.n / count, (double)bytes.n / o.rows,
	    ((double)bytes.n - (double)o.rows - 4.0 * o.terms) / count);
	printf("top %u of %u queries, one thread, CPU time, best of 3, ms: median and p95\n", o.k,
	    o.queries);
	printf("score   terms  touched       exhaustive           skipping    out of field\n");
	for (int share = 0; share < 2; share++)
		for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
			run_shape(&o, &m, p, shapes[i], share);
	postings_close(p);
	buf_clear(&bytes);
	free_all(m.start, m.term, m.tf, m.masks);
	return 0;
}
