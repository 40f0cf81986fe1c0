/* bench/text/bilingual.c - questions in one language, documents in the other.
 *
 *   bilingual fields INDEX FILES...   documents of the files asked of an index in the other
 * language: is an own field first, in the top three, by the votes of 20 neighbours (1 / place)?
 * Whole documents, and titles alone. bilingual mixed INDEX [JA EN]     an index with both
 * languages, 200 of its documents of each: the share of each language in the top ten; the order
 * within a language against a search of that language alone, and against indexes JA and EN of one
 * language; processor time of a question with and without translation. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include "engine/query/understand.h"
#include "corpus/reader.h"
#include "engine/query/rank.h"
#include "engine/translate/lexicon.h"
#include "util/threads/sort.h"

#define NEIGHBOURS 20
#define QUERIES 200
#define TOP 10

static void
must(tensen_status st, const tensen_error *err)
{
	if (st == TENSEN_OK)
		return;
	fprintf(stderr, "bilingual: %s\n", err->message);
	exit(1);
}

typedef struct opened {
	tensen_index *ix;
	tensen_searcher *s;
} opened;

static opened
open_index(const char *path)
{
	opened x = {NULL, NULL};
	tensen_error err;

	must(tensen_index_open(&x.ix, path, NULL, &err), &err);
	must(tensen_searcher_new(&x.s, x.ix, &err), &err);
	return x;
}

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* ---- fields ---- */

typedef struct tally {
	opened of;
	unsigned n[2], first[2], top3[2]; /* whole, titles */
} tally;

/* The number of other fields with more votes than the best own one. */
static unsigned
place_of(const double votes[N_FIELDS], uint64_t own)
{
	double best = 0;
	unsigned before = 0, first = N_FIELDS;

	for (unsigned f = 0; f < N_FIELDS; f++)
		if (own >> f & 1 && votes[f] > best)
			best = votes[f];
	for (unsigned f = 0; f < N_FIELDS && first == N_FIELDS; f++)
		if (own >> f & 1 && votes[f] >= best)
			first = f;
	for (unsigned f = 0; f < N_FIELDS; f++) /* the lower number of equal ones goes first */
		before += !(own >> f & 1) && (votes[f] > best || (f < first && votes[f] >= best));
	return best > 0 ? before : N_FIELDS;
}

static void
ask_fields(tally *t, const document *d, int titles)
{
	const rows *r = &t->of.ix->store->rows;
	double votes[N_FIELDS] = {0};
	unsigned primary, place;
	uint64_t own = fields_mask(t->of.ix->fields, d, &primary);
	filter_set all = {.self = d->id.n ? rows_find(r, d->id) : ROW_NONE};
	candidates c = {NULL, 0};
	tensen_error err;
	query a;

	if (!own)
		return;
	arena_reset(&t->of.s->mem);
	must(query_of_document(&a, t->of.s, d, &err), &err);
	if (a.n_terms)
		must(rank_rows(&c, t->of.s, &a, &all, TENSEN_FUSED, NEIGHBOURS, &err), &err);
	for (uint32_t i = 0; i < c.n && i < NEIGHBOURS; i++)
		for (uint64_t m = r->mask[c.v[i].hit.row]; m; m &= m - 1)
			votes[__builtin_ctzll(m)] += 1.0 / (i + 1);
	place = place_of(votes, own);
	t->n[titles]++;
	t->first[titles] += place == 0;
	t->top3[titles] += place < 3;
}

static tensen_status
take_document(void *payload, const document *d, tensen_error *err)
{
	document title = *d;

	(void)err;
	ask_fields(payload, d, 0);
	title.abstract = title.problem = title.means = title.effect = title.description =
	    title.products = (span){"", 0};
	title.claims.n = 0;
	if (title.title.n)
		ask_fields(payload, &title, 1);
	return TENSEN_OK;
}

static int
fields_main(char **argv, int n)
{
	tally t = {.of = open_index(argv[0])};
	corpus_opts o = {.strict = 0};
	corpus_sink sink = {.document = take_document, .payload = &t};
	tensen_error err;

	must(corpus_read((const char *const *)argv + 1, (size_t)n - 1, &o, &sink, &err), &err);
	for (int k = 0; k < 2; k++)
		if (t.n[k])
			printf("%s: own field first %.3f, in the top three %.3f of %u\n",
			    k ? "titles" : "whole", (double)t.first[k] / t.n[k],
			    (double)t.top3[k] / t.n[k], t.n[k]);
	return 0;
}

/* ---- mixed ---- */

/* The first TOP of a list in one language. */
static uint32_t
of_language(uint32_t out[TOP], const opened *x, const candidates *c, tensen_lang lang)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < c->n && n < TOP; i++)
		if (lexicon_language_of(x->ix->lexicon, c->v[i].hit.row) == lang)
			out[n++] = c->v[i].hit.row;
	return n;
}

static void
ask_row(candidates *out, const opened *x, uint32_t row, uint32_t want)
{
	filter_set all = {.self = row};
	tensen_error err;
	query a;

	arena_reset(&x->s->mem);
	must(query_of_stored_row(&a, x->s, row, &err), &err);
	must(rank_rows(out, x->s, &a, &all, TENSEN_FUSED, want, &err), &err);
}

/* The number of the first TOP of a language that an index of that language alone has too. */
static unsigned
common_with_alone(
    const opened *x, const opened *alone, uint32_t row, const uint32_t *in, uint32_t n)
{
	uint32_t there = rows_find(&alone->ix->store->rows, rows_id(&x->ix->store->rows, row));
	unsigned common = 0;
	candidates c;

	if (there == ROW_NONE)
		return 0;
	ask_row(&c, alone, there, TOP);
	for (uint32_t i = 0; i < n; i++)
		for (uint32_t k = 0; k < c.n && k < TOP; k++)
			common += span_eq(rows_id(&x->ix->store->rows, in[i]),
			    rows_id(&alone->ix->store->rows, c.v[k].hit.row));
	return common;
}

/* 1 if the merged list has the documents of a language in the order of that language alone. */
static int
same_order(const opened *x, uint32_t row, tensen_lang lang, const uint32_t *in, uint32_t n)
{
	filter_set only = {
	    .allow = (uint64_t *)(uintptr_t)lexicon_rows(x->ix->lexicon, lang), .self = ROW_NONE};
	tensen_error err;
	candidates c;
	uint32_t k = 0;
	query a;

	arena_reset(&x->s->mem);
	must(query_of_stored_row(&a, x->s, row, &err), &err);
	if (lang != a.language && a.other)
		a = *a.other;
	a.other = NULL;
	must(rank_rows(&c, x->s, &a, &only, TENSEN_FUSED, TOP + 1, &err), &err);
	for (uint32_t i = 0; i < c.n && k < n; i++) {
		if (c.v[i].hit.row == row)
			continue;
		if (c.v[i].hit.row != in[k++])
			return 0;
	}
	return 1;
}

/* Processor time of a search with this text, as a server answers it, milliseconds; the second time,
 * when words that were looked up are kept. */
static double
time_text(const opened *x, uint32_t row, int translated)
{
	double begin = 0;

	for (int round = 0; round < 2; round++) {
		tensen_search_opts o = {.size = sizeof o, .k = TOP, .quote = 1};
		tensen_result *r;
		tensen_error err;
		document d;
		buf text = BUF_INIT;
		arena_reset(&x->s->mem);
		must(stored_document(x->s, row, &d, &err), &err);
		buf_span(&text, d.title);
		buf_char(&text, '\n');
		buf_span(&text, d.abstract);
		begin = now();
		x->s->untranslated = !translated;
		must(tensen_search(
			 x->s, &(tensen_query){.text = text.p, .text_len = text.n}, &o, &r, &err),
		    &err);
		x->s->untranslated = 0;
		tensen_result_free(r);
		buf_clear(&text);
	}
	return 1000 * (now() - begin);
}

static void
mixed_language(const opened *x, const opened *alone, tensen_lang lang)
{
	uint32_t all = x->ix->store->rows.n, n = 0, found = 0, other = 0, kept = 0, overlap = 0,
		 same_field[2] = {0};
	double with[QUERIES] = {0}, without[QUERIES] = {0};
	uint32_t of = 0;

	for (uint32_t r = 0; r < all; r++)
		of += lexicon_language_of(x->ix->lexicon, r) == lang;
	for (uint32_t r = 0, seen = 0; r < all && n < QUERIES; r++) {
		uint32_t in[2][TOP], k[2];
		candidates c;
		if (lexicon_language_of(x->ix->lexicon, r) != lang ||
		    seen++ % (of / QUERIES ? of / QUERIES : 1))
			continue;
		ask_row(&c, x, r, all);
		for (uint32_t i = 0; i < c.n && i < TOP; i++) {
			found++;
			int is_other = lexicon_language_of(x->ix->lexicon, c.v[i].hit.row) != lang;
			int good = (x->ix->store->rows.mask[c.v[i].hit.row] &
				       x->ix->store->rows.mask[r]) != 0;
			other += is_other;
			same_field[is_other] += good;
		}
		for (int l = 0; l < 2; l++)
			k[l] = of_language(in[l], x, &c, (tensen_lang)l);
		kept += same_order(x, r, TENSEN_JA, in[0], k[0]) &&
			same_order(x, r, TENSEN_EN, in[1], k[1]);
		if (alone->ix)
			overlap += common_with_alone(x, alone, r, in[lang], k[lang]);
		with[n] = time_text(x, r, 1);
		without[n++] = time_text(x, r, 0);
	}
	qsort(with, n, sizeof *with, sort_double);
	qsort(without, n, sizeof *without, sort_double);
	printf(
	    "%s: %u queries; in the top ten %.1f %% of the other language; with a field in common "
	    "%.3f of these, %.3f of the rest, %.3f of all; order of a language kept in %u; ",
	    lang ? "English" : "Japanese", n, 100.0 * other / found,
	    (double)same_field[1] / (other ? other : 1),
	    (double)same_field[0] / (found - other ? found - other : 1),
	    (double)(same_field[0] + same_field[1]) / found, kept);
	if (alone->ix)
		printf("%.2f of ten common with the index of that language; ", (double)overlap / n);
	printf("median %.2f ms, without translation %.2f ms, %.2f times\n", with[n / 2],
	    without[n / 2], with[n / 2] / without[n / 2]);
}

static int
mixed_main(char **argv, int n)
{
	opened x = open_index(argv[0]), none = {NULL, NULL};
	opened ja = n > 2 ? open_index(argv[1]) : none, en = n > 2 ? open_index(argv[2]) : none;

	mixed_language(&x, &ja, TENSEN_JA);
	mixed_language(&x, &en, TENSEN_EN);
	return 0;
}

int
main(int argc, char **argv)
{
	if (argc > 3 && strcmp(argv[1], "fields") == 0)
		return fields_main(argv + 2, argc - 2);
	if (argc > 2 && strcmp(argv[1], "mixed") == 0)
		return mixed_main(argv + 2, argc - 2);
	fprintf(stderr, "usage: bilingual fields INDEX FILES... | bilingual mixed INDEX [JA EN]\n");
	return 2;
}
