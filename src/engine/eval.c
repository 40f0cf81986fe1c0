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
	float value[N_METHODS][N_BUCKETS][N_MEASURES];
} outcome;

typedef struct task {
	const tensen_index *ix;
	const uint32_t *docs;
	uint32_t n;
	fieldmap map; /* without the shipped prior */
	tensen_searcher **searchers;
	outcome *outcomes;
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
	double fit[N_FIELDS + 1];
	asked a;
	probe p;

	if (asked_row(&a, s, row, err) < 0 || probe_votes(&p, s, &a, known, r->mask[row], err) < 0)
		return;
	score_fit(&p.signals, fit);
	buckets[BUCKET_ALL] = (((uint64_t)1 << N_FIELDS) - 1) & ~known;
	buckets[BUCKET_NEAR] = nearest_by_prior(&p.signals);
	buckets[BUCKET_FAR] = buckets[BUCKET_ALL] & ~buckets[BUCKET_NEAR];
	for (int b = 0; b < N_BUCKETS; b++) {
		outcome *o = &t->outcomes[i];
		judge(o->value[BY_SIZE][b], p.signals.size, buckets[b], truth);
		judge(o->value[BY_PRIOR][b], p.signals.prior, buckets[b], truth);
		judge(o->value[BY_TFIDF][b], p.lexical_votes, buckets[b], truth);
		judge(o->value[BY_LSA][b], p.dense_votes, buckets[b], truth);
		judge(o->value[BY_ENGINE][b], fit, buckets[b], truth);
	}
}

static void
work(void *ctx, size_t piece, unsigned worker)
{
	task *t = ctx;

	evaluate(t, t->searchers[worker], (uint32_t)piece, &t->errors[piece]);
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

/* Rows with two or more fields; if there are more than max, a seeded sample in row order. */
static uint32_t *
choose(const rows *r, uint32_t max, uint64_t seed, uint32_t *n, uint32_t *of)
{
	uint32_t *docs = malloc((r->n + (size_t)1) * sizeof *docs), left, k = 0;

	*n = *of = 0;
	for (uint32_t i = 0; docs && i < r->n; i++)
		if (r->primary[i] && (r->mask[i] & (r->mask[i] - 1)))
			docs[(*of)++] = i;
	if (!docs)
		return NULL;
	left = max && max < *of ? max : *of;
	for (uint32_t i = 0; i < *of && left; i++)
		if (rng_at(seed, i) % (*of - i) < left) { /* selection sampling, Knuth 3.4.2 S */
			docs[k++] = docs[i];
			left--;
		}
	*n = k;
	return docs;
}

#define CHUNK 512

static tensen_status
run_all(task *t, const tensen_eval_opts *o, unsigned threads, tensen_error *err)
{
	task part = *t;

	for (uint32_t at = 0; at < t->n; at += CHUNK) {
		part.n = t->n - at < CHUNK ? t->n - at : CHUNK;
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
	unsigned threads = o->threads ? o->threads : threads_cores();
	eval_result *r = eval_result_new();
	task t = {.ix = ix};
	uint32_t *docs = NULL;
	tensen_status st = r ? TENSEN_OK : tensen_fail_nomem(err);

	*out = NULL;
	if (st == TENSEN_OK) {
		t.map = ix->map;
		fieldmap_flatten(&t.map);
		r->seed = o->seed;
		r->bootstrap = o->bootstrap ? o->bootstrap : BOOTSTRAP;
		t.docs = docs = choose(&ix->store->rows, o->max_docs, o->seed, &t.n, &r->of);
		t.searchers = calloc(threads, sizeof *t.searchers);
		t.outcomes = calloc(t.n + (size_t)1, sizeof *t.outcomes);
		t.errors = calloc(t.n + (size_t)1, sizeof *t.errors);
		if (!docs || !t.searchers || !t.outcomes || !t.errors)
			st = tensen_fail_nomem(err);
	}
	for (unsigned i = 0; i < threads && st == TENSEN_OK; i++)
		if ((st = tensen_searcher_new(&t.searchers[i], ix, err)) == TENSEN_OK)
			t.searchers[i]->map = &t.map;
	if (st == TENSEN_OK)
		st = run_all(&t, o, threads, err);
	if (st == TENSEN_OK)
		st = summarize(r, &t, err);
	for (unsigned i = 0; t.searchers && i < threads; i++)
		tensen_searcher_free(t.searchers[i]);
	free(t.searchers);
	free(t.outcomes);
	free(t.errors);
	free(docs);
	if (st < 0)
		tensen_result_free(r ? &r->base : NULL);
	else
		*out = &r->base;
	return st;
}
