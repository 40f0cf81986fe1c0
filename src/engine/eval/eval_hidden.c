/* engine/eval/eval_hidden.c - hidden-field recovery on the documents of an index.
 *
 * For every document with two or more fields, in the order of its class
 * symbols, the first is known, the others are the truth.  The document is left
 * out of its own neighbours and of every count.  All methods rank the same 34
 * fields of the same documents.  NEAR and FAR restrict candidates and truth to the five fields
 * that the co-class prior puts first, and to the others. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "engine/late.h"
#include "engine/eval/eval_parts.h"
#include "engine/build/train_weights.h"
#include "engine/fieldmodel/field_signals.h"
#include "util/fail.h"

enum { BY_SIZE, BY_PRIOR, BY_TFIDF, BY_LSA, BY_ENGINE, N_METHODS, BY_NOTHING = N_METHODS };

static const char *const names[N_METHODS][2] = {{"分野の大きさ", "field popularity"},
    {"共分類の事前確率", "co-class prior"}, {"tf-idf近傍の投票", "tf-idf neighbour votes"},
    {"LSA近傍の投票", "LSA neighbour votes"}, {"tensen（適合）", "tensen (fit)"}};

/* The measures of one document; value < 0: no truth in this bucket. */
typedef struct outcome {
	uint64_t buckets[N_BUCKETS]; /* fields that may be ranked */
	float value[N_METHODS + 1][N_BUCKETS][N_MEASURES];
	float chance[N_BUCKETS][N_MEASURES]; /* of a random order; MEASURE_MRR: not computed */
} outcome;

typedef struct task {
	const uint32_t *docs;
	uint32_t n;
	uint64_t seed;
	fieldmap map; /* without the shipped prior */
	outcome *outcomes;
	examples e; /* of all documents: the engine's weights are fitted without the judged */
} task;

/* Rank of field f among `allowed` by score, 1-based, ties by field number. */
static unsigned
rank_of(const double score[N_FIELDS + 1], uint64_t allowed, unsigned f)
{
	unsigned rank = 1;

	for (unsigned g = 1; g <= N_FIELDS; g++)
		if (g != f && (allowed & FIELD_BIT(g)) &&
		    (score[g] > score[f] || (!(score[g] < score[f]) && g < f)))
			rank++;
	return rank;
}

static void
judge(float out[N_MEASURES], const double score[N_FIELDS + 1], uint64_t allowed, uint64_t truth)
{
	unsigned best = N_FIELDS + 1, in5 = 0, n = 0;

	for (uint64_t m = truth & allowed; m; m &= m - 1) {
		unsigned r = rank_of(score, allowed, (unsigned)__builtin_ctzll(m) + 1);
		best = r < best ? r : best;
		in5 += r <= 5;
		n++;
	}
	out[MEASURE_HIT1] = n ? best == 1 : -1;
	out[MEASURE_RECALL5] = n ? (float)in5 / (float)n : -1;
	out[MEASURE_MRR] = n ? 1.0f / (float)best : -1;
}

static uint64_t
near_fields(const field_signals *g)
{
	uint64_t near = 0;

	for (unsigned f = 1; f <= N_FIELDS; f++)
		if (field_is_candidate(g, f) && !field_is_far(g, f))
			near |= FIELD_BIT(f);
	return near;
}

/* The expected measures of a random order of the candidates: a true field comes first as often as
 * fields are true, and each is among five of c candidates 5 times in c. */
static void
judge_chance(float out[N_MEASURES], uint64_t allowed, uint64_t truth)
{
	float c = (float)__builtin_popcountll(allowed),
	      n = (float)__builtin_popcountll(truth & allowed);

	out[MEASURE_HIT1] = n / c;
	out[MEASURE_RECALL5] = fminf(1, 5 / c);
	out[MEASURE_MRR] = 0;
}

#define ORDERS 16 /* random orders of a document; one alone would have a large variance */

static void
judge_random(float out[N_MEASURES], uint64_t allowed, uint64_t truth, uint64_t seed)
{
	memset(out, 0, N_MEASURES * sizeof *out);
	for (uint64_t k = 0; k < ORDERS; k++) {
		double score[N_FIELDS + 1];
		float one[N_MEASURES];
		for (unsigned f = 1; f <= N_FIELDS; f++)
			score[f] = (double)rng_at(seed, k * N_FIELDS + f);
		judge(one, score, allowed, truth);
		for (int m = 0; m < N_MEASURES; m++)
			out[m] += one[m] / ORDERS;
	}
}

static tensen_status
evaluate(void *ctx, uint32_t i, tensen_searcher *s, tensen_error *err)
{
	task *t = ctx;
	uint32_t row = t->docs[i];
	const rows *r = &s->ix->store->rows;
	uint64_t known = FIELD_BIT(r->primary[row]), truth = r->mask[row] & ~known;
	outcome *o = &t->outcomes[i];
	query a;
	field_signals g;
	field_votes votes;
	tensen_status st = query_of_row(&a, s, row, err);

	if (st < 0 || (st = field_signals_measure(&g, s, &a, known, r->mask[row], err)) < 0 ||
	    (st = field_votes_measure(&votes, s, &a, err)) < 0)
		return st;
	examples_set(&t->e, i, &g, truth);
	o->buckets[BUCKET_ALL] = (((uint64_t)1 << N_FIELDS) - 1) & ~known;
	o->buckets[BUCKET_NEAR] = near_fields(&g);
	o->buckets[BUCKET_FAR] = o->buckets[BUCKET_ALL] & ~o->buckets[BUCKET_NEAR];
	for (int b = 0; b < N_BUCKETS; b++) {
		judge(o->value[BY_SIZE][b], g.size, o->buckets[b], truth);
		judge(o->value[BY_PRIOR][b], g.prior, o->buckets[b], truth);
		judge(o->value[BY_TFIDF][b], votes.lexical, o->buckets[b], truth);
		judge(o->value[BY_LSA][b], votes.dense, o->buckets[b], truth);
		judge_random(o->value[BY_NOTHING][b], o->buckets[b], truth, rng_at(~t->seed, row));
		judge_chance(o->chance[b], o->buckets[b], truth);
	}
	return TENSEN_OK;
}

#define SPLITS 10

/* The engine judged on documents that its weights have not seen. */
static tensen_status
judge_engine(task *t, uint64_t seed, double mean_weights[N_FIT], tensen_error *err)
{
	uint8_t *pick = malloc(t->n + (size_t)1);

	if (!pick)
		return tensen_fail_nomem(err);
	memset(mean_weights, 0, N_FIT * sizeof *mean_weights);
	for (unsigned fold = 0; fold < SPLITS; fold++) {
		double w[N_FIT];
		for (uint32_t i = 0; i < t->n; i++)
			pick[i] = rng_at(seed, i) % SPLITS != fold;
		examples_fit(&t->e, pick, w);
		for (int k = 0; k < N_FIT; k++)
			mean_weights[k] += w[k] / SPLITS;
		for (uint32_t i = 0; i < t->n; i++) {
			double fit[N_FIELDS + 1];
			uint64_t truth = 0;
			if (pick[i])
				continue;
			for (unsigned f = 1; f <= N_FIELDS; f++) {
				const float *x = t->e.x + ((size_t)i * N_FIELDS + f - 1) * N_FIT;
				uint8_t state = t->e.state[(size_t)i * N_FIELDS + f - 1];
				fit[f] = state ? 0 : -HUGE_VAL;
				for (int k = 0; state && k < N_FIT; k++)
					fit[f] += w[k] * (double)x[k];
				truth |= state == 2 ? FIELD_BIT(f) : 0;
			}
			for (int b = 0; b < N_BUCKETS; b++)
				judge(t->outcomes[i].value[BY_ENGINE][b], fit,
				    t->outcomes[i].buckets[b], truth);
		}
	}
	free(pick);
	return TENSEN_OK;
}

/* The documents' values of one cell, less those of another method (-1: as they are), NaN where
 * a document has no truth in the bucket. */
static void
column(float *out, const task *t, int method, int less, int b, int m)
{
	for (uint32_t i = 0; i < t->n; i++) {
		const outcome *o = &t->outcomes[i];
		float x = o->value[method][b][m];
		out[i] = x < 0 ? NAN : less < 0 ? x : x - o->value[less][b][m];
	}
}

static tensen_status
fill_methods(const evaluation *e, const task *t, float *values, tensen_error *err)
{
	eval_row *out = arena_calloc(&e->r->base.mem, N_METHODS * sizeof *out);
	tensen_status st = out ? TENSEN_OK : tensen_fail_nomem(err);
	interval x;

	for (int c = 0; c < N_METHODS * N_BUCKETS * N_MEASURES && st == TENSEN_OK; c++) {
		int k = c / (N_BUCKETS * N_MEASURES), b = c / N_MEASURES % N_BUCKETS,
		    m = c % N_MEASURES;
		for (int l = 0; l < 2; l++)
			out[k].name[l] = names[k][l];
		column(values, t, k, -1, b, m);
		st = eval_mean(e, &x, values, t->n, err);
		out[k].value[b][m] = x.value;
		out[k].low[b][m] = x.low;
		out[k].high[b][m] = x.high;
		e->r->in_bucket[b] = x.n;
	}
	e->r->rows = out;
	e->r->n_rows = st == TENSEN_OK ? N_METHODS : 0;
	return st;
}

static const char *const keys[N_METHODS] = {"popularity", "prior", "tfidf", "lsa", "tensen"};
static const char *const measures[N_MEASURES] = {"hit@1", "recall@5", "MRR"};
static const char *const buckets[N_BUCKETS][3] = {
    {"all", "全", "all"}, {"near", "近", "near"}, {"far", "遠", "far"}};

/* The difference between the engine and each baseline, document by document. */
static tensen_status
add_paired_figures(const evaluation *e, const task *t, float *values, tensen_error *err)
{
	static const int of[2] = {BUCKET_ALL, BUCKET_FAR};
	eval_section *s = eval_section_add(e->r, EVAL_PAIRED);
	tensen_status st = s ? TENSEN_OK : tensen_fail_nomem(err);

	for (int c = 0; c < 4 * BY_ENGINE && st == TENSEN_OK; c++) {
		int b = of[c / (2 * BY_ENGINE)], m = c / BY_ENGINE % 2, k = c % BY_ENGINE;
		eval_figure f = {.scope = buckets[b][0], .real = NAN, .chance = NAN};
		f.key = eval_text(e->r, "%s-%s", measures[m], keys[k]);
		for (int l = 0; l < 2; l++)
			f.name[l] = eval_text(
			    e->r, "%s %s − %s", measures[m], buckets[b][1 + l], names[k][l]);
		column(values, t, BY_ENGINE, k, b, m);
		if ((st = eval_mean(e, &f.x, values, t->n, err)) == TENSEN_OK && f.x.n)
			eval_figure_add(e->r, s, &f);
	}
	return st;
}

/* Null test: fields in a random order find what chance finds. */
static tensen_status
add_null_tests(const evaluation *e, const task *t, float *values, tensen_error *err)
{
	eval_section *s = eval_section_add(e->r, EVAL_NULL);
	tensen_status st = s ? TENSEN_OK : tensen_fail_nomem(err);

	for (int m = MEASURE_HIT1; m <= MEASURE_RECALL5 && st == TENSEN_OK; m++) {
		eval_figure f = {.key = eval_text(e->r, "random-%s", measures[m]),
		    .scope = "all",
		    .real = e->r->rows[BY_ENGINE].value[BUCKET_ALL][m]};
		f.name[0] = eval_text(e->r, "無作為な順 %s", measures[m]);
		f.name[1] = eval_text(e->r, "random order, %s", measures[m]);
		for (uint32_t i = 0; i < t->n; i++)
			f.chance += (double)t->outcomes[i].chance[BUCKET_ALL][m] / t->n;
		column(values, t, BY_NOTHING, -1, BUCKET_ALL, m);
		st = eval_mean(e, &f.x, values, t->n, err);
		if (f.x.n)
			eval_figure_add(e->r, s, &f);
	}
	return st;
}

static tensen_status
add_figures(const evaluation *e, const task *t, tensen_error *err)
{
	float *values = malloc((t->n + (size_t)1) * sizeof *values);
	tensen_status st = values ? TENSEN_OK : tensen_fail_nomem(err);

	if (st == TENSEN_OK)
		st = fill_methods(e, t, values, err);
	if (st == TENSEN_OK && t->n)
		st = add_paired_figures(e, t, values, err);
	if (st == TENSEN_OK && t->n)
		st = add_null_tests(e, t, values, err);
	free(values);
	return st;
}

tensen_status
eval_hidden(const evaluation *e, tensen_error *err)
{
	task t = {.seed = e->opts->seed, .map = *index_map(e->ix)};
	uint32_t *docs =
	    rows_with_two_fields(&e->ix->store->rows, e->opts->max_docs, t.seed, &t.n, &e->r->of);
	tensen_status st = docs ? examples_new(&t.e, t.n, err) : tensen_fail_nomem(err);

	fieldmap_flatten(&t.map);
	t.docs = docs;
	e->r->hidden = 1;
	if (st == TENSEN_OK) {
		t.outcomes = calloc(t.n + (size_t)1, sizeof *t.outcomes);
		st = t.outcomes ? eval_each(e,
				      &(eval_pieces){.n = t.n,
					  .map = &t.map,
					  .fn = evaluate,
					  .ctx = &t,
					  .out = {{t.outcomes, sizeof *t.outcomes},
					      {t.e.x, N_FIELDS * N_FIT * sizeof *t.e.x},
					      {t.e.state, N_FIELDS}}},
				      err)
				: tensen_fail_nomem(err);
	}
	if (st == TENSEN_OK)
		st = judge_engine(&t, t.seed, e->r->weights, err);
	if (st == TENSEN_OK)
		st = add_figures(e, &t, err);
	e->r->documents = st == TENSEN_OK ? t.n : 0;
	examples_clear(&t.e);
	free(t.outcomes);
	free(docs);
	return st;
}
