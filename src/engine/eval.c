/* engine/eval.c - hidden-field recovery on the documents of an index.
 *
 * For every document with two or more fields, in the order of its class
 * symbols, the first is known, the others are the truth.  The document is left
 * out of its own neighbours and of every count.  All methods rank the same 34
 * fields of the same documents.  NEAR and FAR restrict candidates and truth to the five fields
 * that the co-class prior puts first, and to the others. */
#include <math.h>
#include <stdlib.h>
#include <tensen/eval.h>
#include "engine/learn.h"
#include "engine/probe.h"
#include "ideas/eval_result.h"
#include "util/fail.h"
#include "util/rng.h"
#include "util/threads.h"

#define BOOTSTRAP 1000
#define NEAR_FIELDS 5

enum { BY_SIZE, BY_PRIOR, BY_TFIDF, BY_LSA, BY_ENGINE, N_METHODS };

static const char *const names[N_METHODS][2] = {{"分野の大きさ", "field popularity"},
    {"共分類の事前確率", "co-class prior"}, {"tf-idf近傍の投票", "tf-idf neighbour votes"},
    {"LSA近傍の投票", "LSA neighbour votes"}, {"tensen（適合）", "tensen (fit)"}};

/* What one document gave; value < 0: no truth in this bucket. */
typedef struct outcome {
	uint64_t buckets[N_BUCKETS]; /* fields that may be ranked */
	float value[N_METHODS][N_BUCKETS][N_MEASURES];
} outcome;

typedef struct task {
	const tensen_index *ix;
	const uint32_t *docs;
	uint32_t n, base; /* base: place of docs[0] among all */
	fieldmap map;     /* without the shipped prior */
	tensen_searcher **searchers;
	outcome *outcomes;
	examples e; /* of all documents: the engine's weights are fitted without the judged */
	tensen_error *errors;
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
nearest_by_prior(const signals *g)
{
	uint64_t all = (((uint64_t)1 << N_FIELDS) - 1) & ~g->known, near = 0;

	for (unsigned f = 1; f <= N_FIELDS; f++)
		if ((all & FIELD_BIT(f)) && rank_of(g->prior, all, f) <= NEAR_FIELDS)
			near |= FIELD_BIT(f);
	return near;
}

static void
evaluate(task *t, tensen_searcher *s, uint32_t i, tensen_error *err)
{
	uint32_t row = t->docs[i];
	const rows *r = &t->ix->store->rows;
	uint64_t known = FIELD_BIT(r->primary[row]), truth = r->mask[row] & ~known,
		 buckets[N_BUCKETS];
	asked a;
	probe p;

	if (asked_row(&a, s, row, err) < 0 || probe_votes(&p, s, &a, known, r->mask[row], err) < 0)
		return;
	examples_set(&t->e, t->base + i, &p.signals, truth);
	buckets[BUCKET_ALL] = (((uint64_t)1 << N_FIELDS) - 1) & ~known;
	buckets[BUCKET_NEAR] = nearest_by_prior(&p.signals);
	buckets[BUCKET_FAR] = buckets[BUCKET_ALL] & ~buckets[BUCKET_NEAR];
	for (int b = 0; b < N_BUCKETS; b++) {
		outcome *o = &t->outcomes[i];
		judge(o->value[BY_SIZE][b], p.signals.size, buckets[b], truth);
		judge(o->value[BY_PRIOR][b], p.signals.prior, buckets[b], truth);
		judge(o->value[BY_TFIDF][b], p.lexical_votes, buckets[b], truth);
		judge(o->value[BY_LSA][b], p.dense_votes, buckets[b], truth);
		o->buckets[b] = buckets[b];
	}
}

static void
work(void *ctx, size_t piece, unsigned worker)
{
	task *t = ctx;

	evaluate(t, t->searchers[worker], (uint32_t)piece, &t->errors[piece]);
}

#define FOLDS 10

/* The engine judged on documents that its weights have not seen. */
static tensen_status
judge_engine(task *t, uint64_t seed, double mean_weights[N_FIT], tensen_error *err)
{
	uint8_t *pick = malloc(t->n + (size_t)1);

	if (!pick)
		return tensen_fail_nomem(err);
	memset(mean_weights, 0, N_FIT * sizeof *mean_weights);
	for (unsigned fold = 0; fold < FOLDS; fold++) {
		double w[N_FIT];
		for (uint32_t i = 0; i < t->n; i++)
			pick[i] = rng_at(seed, i) % FOLDS != fold;
		examples_fit(&t->e, pick, w);
		for (int k = 0; k < N_FIT; k++)
			mean_weights[k] += w[k] / FOLDS;
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

/* Mean over the documents of `pick` (NULL: all) that have truth in the bucket. */
static double
mean(const task *t, int method, int b, int m, const uint32_t *pick)
{
	double sum = 0, n = 0;

	for (uint32_t i = 0; i < t->n; i++) {
		float x = t->outcomes[pick ? pick[i] : i].value[method][b][m];
		if (x >= 0) {
			sum += (double)x;
			n++;
		}
	}
	return n > 0 ? sum / n : 0;
}

static int
ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* 95 % percentile intervals; every method sees the same resamples. */
static tensen_status
intervals(const task *t, eval_row *out, uint32_t resamples, uint64_t seed, tensen_error *err)
{
	size_t cells = (size_t)N_METHODS * N_BUCKETS * N_MEASURES;
	uint32_t *pick = malloc((t->n + (size_t)1) * sizeof *pick);
	double *values = malloc(cells * resamples * sizeof *values);
	rng random = {seed};

	if (!pick || !values) {
		free(pick);
		free(values);
		return tensen_fail_nomem(err);
	}
	for (uint32_t k = 0; k < resamples; k++) {
		for (uint32_t i = 0; i < t->n; i++)
			pick[i] = rng_below(&random, t->n);
		for (size_t c = 0; c < cells; c++)
			values[c * resamples + k] = mean(t, (int)(c / (N_BUCKETS * N_MEASURES)),
			    (int)(c / N_MEASURES % N_BUCKETS), (int)(c % N_MEASURES), pick);
	}
	for (size_t c = 0; c < cells; c++) {
		double *v = values + c * resamples;
		eval_row *row = &out[c / (N_BUCKETS * N_MEASURES)];
		qsort(v, resamples, sizeof *v, ascending);
		row->low[c / N_MEASURES % N_BUCKETS][c % N_MEASURES] = v[resamples * 25 / 1000];
		row->high[c / N_MEASURES % N_BUCKETS][c % N_MEASURES] = v[resamples * 975 / 1000];
	}
	free(pick);
	free(values);
	return TENSEN_OK;
}

static tensen_status
summarize(eval_result *r, const task *t, tensen_error *err)
{
	eval_row *out = arena_calloc(&r->base.mem, N_METHODS * sizeof *out);

	if (!out)
		return tensen_fail_nomem(err);
	for (int k = 0; k < N_METHODS; k++) {
		out[k].name[TENSEN_JA] = names[k][TENSEN_JA];
		out[k].name[TENSEN_EN] = names[k][TENSEN_EN];
		for (int b = 0; b < N_BUCKETS; b++)
			for (int m = 0; m < N_MEASURES; m++)
				out[k].value[b][m] = mean(t, k, b, m, NULL);
	}
	for (int b = 0; b < N_BUCKETS; b++)
		for (uint32_t i = 0; i < t->n; i++)
			r->in_bucket[b] += t->outcomes[i].value[0][b][0] >= 0;
	r->rows = out;
	r->n_rows = N_METHODS;
	r->documents = t->n;
	return t->n ? intervals(t, out, r->bootstrap, r->seed, err) : TENSEN_OK;
}

#define CHUNK 512

static tensen_status
run_all(task *t, const tensen_eval_opts *o, unsigned threads, tensen_error *err)
{
	task part = *t;

	for (uint32_t at = 0; at < t->n; at += CHUNK) {
		part.n = t->n - at < CHUNK ? t->n - at : CHUNK;
		part.base = at;
		part.docs = t->docs + at;
		part.outcomes = t->outcomes + at;
		part.errors = t->errors + at;
		threads_run(threads, part.n, work, &part);
		for (uint32_t i = 0; i < part.n; i++)
			if (part.errors[i].code < 0) {
				if (err)
					*err = part.errors[i];
				return part.errors[i].code;
			}
		if (o->progress &&
		    o->progress("evaluate", at + part.n, t->n, o->progress_payload) != 0)
			return tensen_fail(err, TENSEN_E_CANCELLED, "cancelled");
	}
	return TENSEN_OK;
}

tensen_status
tensen_eval_hidden_field(
    const tensen_index *ix, const tensen_eval_opts *opts, tensen_result **out, tensen_error *err)
{
	static const tensen_eval_opts defaults = TENSEN_EVAL_OPTS_INIT;
	const tensen_eval_opts *o = opts ? opts : &defaults;
	unsigned threads = threads_wanted(o->threads);
	eval_result *r = eval_result_new();
	task t = {.ix = ix};
	uint32_t *docs = NULL;
	tensen_status st = r ? TENSEN_OK : tensen_fail_nomem(err);

	*out = NULL;
	if (st == TENSEN_OK) {
		t.map = ix->map;
		fieldmap_flatten(&t.map);
		result_sign(&r->base, container_signature(&ix->store->file));
		r->seed = o->seed;
		r->bootstrap = o->bootstrap ? o->bootstrap : BOOTSTRAP;
		t.docs = docs =
		    rows_with_two_fields(&ix->store->rows, o->max_docs, o->seed, &t.n, &r->of);
		t.searchers = calloc(threads, sizeof *t.searchers);
		t.outcomes = calloc(t.n + (size_t)1, sizeof *t.outcomes);
		t.errors = calloc(t.n + (size_t)1, sizeof *t.errors);
		if (!docs || !t.searchers || !t.outcomes || !t.errors)
			st = tensen_fail_nomem(err);
		else
			st = examples_new(&t.e, t.n, err);
	}
	for (unsigned i = 0; i < threads && st == TENSEN_OK; i++)
		if ((st = tensen_searcher_new(&t.searchers[i], ix, err)) == TENSEN_OK)
			t.searchers[i]->map = &t.map;
	if (st == TENSEN_OK)
		st = run_all(&t, o, threads, err);
	if (st == TENSEN_OK)
		st = judge_engine(&t, o->seed, r->weights, err);
	if (st == TENSEN_OK)
		st = summarize(r, &t, err);
	for (unsigned i = 0; t.searchers && i < threads; i++)
		tensen_searcher_free(t.searchers[i]);
	free(t.searchers);
	examples_clear(&t.e);
	free(t.outcomes);
	free(t.errors);
	free(docs);
	return result_end(r ? &r->base : NULL, st, out, err);
}
