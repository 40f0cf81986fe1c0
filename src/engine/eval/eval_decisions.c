/* engine/eval/eval_decisions.c - what a team's judgements say of the ranking.
 *
 * Every judged idea is looked up in the ranking that its patent has now: its rank and its
 * parts.  Good is what was called plausible and not called known.
 *
 * ADVICE  Regularised logistic regression of good on the two scores that boldness mixes,
 *         pulled to the mix in use, so that few judgements change little.  It is judged on
 *         patents it has not seen (ten folds by patent) beside the mix in use, rescaled in
 *         the same way; only if it does better it is told.  A conditional logit between an
 *         idea and nothing is the same thing as a logistic regression: model/logit. */
#include <math.h>
#include <stdlib.h>
#include <tensen/eval.h>
#include "engine/options.h"
#include "engine/eval/decisions.h"
#include "engine/ideas/probe.h"
#include "result/eval/decisions_result.h"
#include "model/logit.h"
#include "util/fail.h"
#include "util/rng.h"

#define NEEDED 15 /* good ones, and others: fewer say nothing of two weights */
#define FOLDS 10
#define L2 1.0
#define UNKNOWN_NAMED 5

/* A judgement with what the ranking says of it. */
typedef struct judged {
	const decision *d;
	unsigned rank;
	double fit, bold; /* log-odds */
	double parts[N_PARTS];
	int good; /* JUDGED_*, NOT_JUDGED when only novelty was judged, as new */
} judged;

static int
good_of(const decision *d)
{
	if (d->plausible == JUDGED_NO || d->is_new == JUDGED_NO)
		return JUDGED_NO;
	return d->plausible == JUDGED_YES ? JUDGED_YES : NOT_JUDGED;
}

static double
log_odds(double p)
{
	p = p < 1e-6 ? 1e-6 : p > 1 - 1e-6 ? 1 - 1e-6 : p;
	return log(p / (1 - p));
}

/* The judgements of one patent, found in its ranking. */
static tensen_status
look_up(judged *out, uint32_t *n, decisions_result *r, tensen_searcher *s, uint32_t row,
    const decision *d, uint32_t n_d, tensen_error *err)
{
	uint64_t own = s->ix->store->rows.mask[row];
	field_score scores[N_FIELDS];
	size_t candidates = 0;
	asked a;
	probe p;
	tensen_status st = asked_row(&a, s, row, err);

	if (st < 0 || (st = probe_query(&p, s, &a, own, own, NULL, err)) < 0)
		return st;
	candidates = score_fields(&p.signals, s->ix->weights, -1, scores);
	for (uint32_t i = 0; i < n_d; i++) {
		size_t k = 0;
		while (k < candidates && scores[k].field != d[i].field)
			k++;
		if (k == candidates) {
			r->not_proposed++;
			continue;
		}
		out[(*n)++] = (judged){&d[i], (unsigned)k + 1, log_odds(scores[k].fit),
		    log_odds(scores[k].surprise),
		    {log_odds(scores[k].fit), scores[k].need, scores[k].precedent,
			scores[k].whitespace, scores[k].distance},
		    good_of(&d[i])};
	}
	return TENSEN_OK;
}

static tensen_status
look_up_all(judged *out, uint32_t *n, decisions_result *r, tensen_searcher *s, const decisions *d,
    tensen_error *err)
{
	const char **names = arena_calloc(&r->base.mem, UNKNOWN_NAMED * sizeof *names);
	tensen_status st = names ? TENSEN_OK : tensen_fail_nomem(err);

	r->unknown_ids = names;
	for (uint32_t i = 0, end; i < d->n && st == TENSEN_OK; i = end) {
		span id = strtab_get(&d->ids, d->v[i].id);
		uint32_t row = rows_find(&s->ix->store->rows, id);
		for (end = i; end < d->n && d->v[end].id == d->v[i].id;)
			end++;
		if (row != ROW_NONE) {
			st = look_up(out, n, r, s, row, d->v + i, end - i, err);
			continue;
		}
		r->unknown += end - i;
		if (r->n_unknown_ids < UNKNOWN_NAMED)
			names[r->n_unknown_ids++] = result_copy(&r->base, id);
	}
	return st;
}

static void
count(decisions_row *row, const judged *v, uint32_t n)
{
	uint32_t yes[3] = {0}, of[3] = {0};

	for (uint32_t i = 0; i < n; i++) {
		const decision *d = v[i].d;
		const int answers[3] = {d->plausible, d->is_new,
		    d->plausible == NOT_JUDGED || d->is_new == NOT_JUDGED
			? NOT_JUDGED
			: d->plausible && d->is_new};
		if ((row->field && d->field != row->field) ||
		    (row->from && v[i].rank < row->from) || (row->to && v[i].rank > row->to))
			continue;
		for (int k = 0; k < 3; k++) {
			of[k] += answers[k] != NOT_JUDGED;
			yes[k] += answers[k] == JUDGED_YES;
		}
	}
	row->plausible = share_of(yes[0], of[0]);
	row->fresh = share_of(yes[1], of[1]);
	row->both = share_of(yes[2], of[2]);
}

/* All, by rank, by field; told without a judgement are left out. */
static tensen_status
fill_precision(
    decisions_result *r, const tensen_index *ix, const judged *v, uint32_t n, tensen_error *err)
{
	static const decisions_row ranks[] = {{.name = {"すべて", "all"}},
	    {.name = {"1 位", "rank 1"}, .from = 1, .to = 1},
	    {.name = {"2～3 位", "ranks 2-3"}, .from = 2, .to = 3},
	    {.name = {"4～5 位", "ranks 4-5"}, .from = 4, .to = 5},
	    {.name = {"6～10 位", "ranks 6-10"}, .from = 6, .to = 10},
	    {.name = {"11 位以下", "rank 11 on"}, .from = 11, .to = N_FIELDS}};
	const size_t n_ranks = sizeof ranks / sizeof *ranks;
	decisions_row *told = arena_calloc(&r->base.mem, (n_ranks + N_FIELDS) * sizeof *told);

	if (!told)
		return tensen_fail_nomem(err);
	for (size_t i = 0; i < n_ranks + N_FIELDS; i++) {
		decisions_row x = {.field = (unsigned)(i - n_ranks) + 1};
		if (i < n_ranks)
			x = ranks[i];
		else
			for (int l = 0; l < 2; l++)
				x.name[l] = result_copy(
				    &r->base, fields_info(ix->fields, x.field)->short_name[l]);
		count(&x, v, n);
		if (x.plausible.n + x.fresh.n)
			told[r->n_rows++] = x;
	}
	r->rows = told;
	return TENSEN_OK;
}

/* n examples of k features for model/logit: the idea against nothing. */
typedef struct task {
	float *x;       /* [n][2][k] */
	uint8_t *state; /* [n][2] */
	uint32_t n, k;
} task;

static double
log_loss(const task *t, uint32_t i, const double *w)
{
	double z = 0;

	for (uint32_t k = 0; k < t->k; k++)
		z += w[k] * (double)t->x[(size_t)i * 2 * t->k + k];
	z = t->state[(size_t)i * 2] == 2 ? z : -z;
	return z > 0 ? log1p(exp(-z)) : log1p(exp(z)) - z;
}

static void
fit(const task *t, const uint8_t *pick, const double *w0, double *w)
{
	const logit_data d = {t->n, 2, t->k, t->x, t->state};

	logit_fit(w, w0, &d, pick, L2);
}

/* Mean log loss on patents that were left out, ten folds by patent. */
static double
cross_validate(
    const task *t, const judged *const *v, const double *w0, uint64_t seed, uint8_t *pick)
{
	double sum = 0, w[LOGIT_MAX_FEATURES];

	for (unsigned fold = 0; fold < FOLDS; fold++) {
		for (uint32_t i = 0; i < t->n; i++)
			pick[i] = rng_at(seed, v[i]->d->id) % FOLDS != fold;
		fit(t, pick, w0, w);
		for (uint32_t i = 0; i < t->n; i++)
			sum += pick[i] ? 0 : log_loss(t, i, w);
	}
	return sum / t->n;
}

enum { ONLY_RATE = 1, AS_IT_IS = 2, BOTH_SCORES = 3, ALL_PARTS = 1 + N_PARTS };

/* Features of one of the four regressions; returns how many: its own number. */
static uint32_t
features(uint32_t which, const judged *v, double boldness, double out[ALL_PARTS])
{
	out[0] = 1;
	if (which == AS_IT_IS)
		out[1] = (1 - boldness) * v->fit + boldness * v->bold;
	if (which == BOTH_SCORES) {
		out[1] = v->fit;
		out[2] = v->bold;
	}
	for (int k = 0; which == ALL_PARTS && k < N_PARTS; k++)
		out[1 + k] = v->parts[k];
	return which;
}

static void
fill(task *t, uint32_t which, const judged *const *v, double boldness)
{
	t->k = which;
	memset(t->x, 0, (size_t)t->n * 2 * which * sizeof *t->x);
	for (uint32_t i = 0; i < t->n; i++) {
		double f[ALL_PARTS];
		features(which, v[i], boldness, f);
		for (uint32_t k = 0; k < which; k++)
			t->x[(size_t)i * 2 * which + k] = (float)f[k];
		t->state[(size_t)i * 2] = v[i]->good == JUDGED_YES ? 2 : 1;
		t->state[(size_t)i * 2 + 1] = v[i]->good == JUDGED_YES ? 1 : 2;
	}
}

/* Each part less its mean, over its spread, so that weights compare. */
static void
standardise(task *t)
{
	for (uint32_t k = 1; k < t->k; k++) {
		double sum = 0, square = 0, mean;
		for (uint32_t i = 0; i < t->n; i++)
			sum += (double)t->x[(size_t)i * 2 * t->k + k];
		mean = sum / t->n;
		for (uint32_t i = 0; i < t->n; i++) {
			double x = (double)t->x[(size_t)i * 2 * t->k + k] - mean;
			square += x * x;
		}
		square = square > 1e-12 ? sqrt(square / t->n) : 1;
		for (uint32_t i = 0; i < t->n; i++) {
			float *x = &t->x[(size_t)i * 2 * t->k + k];
			*x = (float)(((double)*x - mean) / square);
		}
	}
}

static void
advise(decisions_result *r, task *t, const judged *const *v, uint64_t seed, uint8_t *pick)
{
	const double b = (double)BOLDNESS_DEFAULT;
	const double rate0[] = {0}, now0[] = {0, 1}, both0[] = {0, 1 - b, b}, none[ALL_PARTS] = {0};
	double w[ALL_PARTS], sum;

	fill(t, ONLY_RATE, v, b);
	r->loss_rate = cross_validate(t, v, rate0, seed, pick);
	fill(t, AS_IT_IS, v, b);
	r->loss_now = cross_validate(t, v, now0, seed, pick);
	fill(t, BOTH_SCORES, v, b);
	r->loss = cross_validate(t, v, both0, seed, pick);
	fit(t, NULL, both0, w);
	w[1] = w[1] > 0 ? w[1] : 0;
	w[2] = w[2] > 0 ? w[2] : 0;
	sum = w[1] + w[2];
	r->boldness = sum > 0 ? w[2] / sum : b;
	r->advice = sum > 0 && r->loss < r->loss_now && r->loss < r->loss_rate ? ADVICE_BOLDNESS
									       : ADVICE_KEEP;
	fill(t, ALL_PARTS, v, b);
	standardise(t);
	fit(t, NULL, none, w);
	memcpy(r->weights, w + 1, sizeof r->weights);
	r->weighed = 1;
}

static tensen_status
fill_advice(decisions_result *r, const judged *v, uint32_t n, uint64_t seed, tensen_error *err)
{
	const judged **used = malloc((n + (size_t)1) * sizeof *used);
	uint8_t *pick = malloc(n + (size_t)1);
	task t = {.x = malloc((n + (size_t)1) * 2 * ALL_PARTS * sizeof(float)),
	    .state = malloc((n + (size_t)1) * 2)};
	uint32_t yes = 0;
	tensen_status st = used && pick && t.x && t.state ? TENSEN_OK : tensen_fail_nomem(err);

	r->needed = NEEDED;
	r->boldness_now = (double)BOLDNESS_DEFAULT;
	r->advice = ADVICE_TOO_FEW;
	for (uint32_t i = 0; i < n && st == TENSEN_OK; i++)
		if (v[i].good != NOT_JUDGED) {
			used[t.n++] = &v[i];
			yes += v[i].good == JUDGED_YES;
		}
	if (st == TENSEN_OK && yes >= NEEDED && t.n - yes >= NEEDED)
		advise(r, &t, used, seed, pick);
	free(used);
	free(pick);
	free(t.x);
	free(t.state);
	return st;
}

static tensen_status
fill_file_account(decisions_result *r, const decisions *d, const char *path, tensen_error *err)
{
	uint64_t *at = arena_calloc(&r->base.mem, DECISIONS_NAMED * sizeof *at);

	if (!at)
		return tensen_fail_nomem(err);
	r->path = result_copy(&r->base, span_of(path));
	r->lines = d->lines;
	r->broken = d->broken;
	r->replaced = d->replaced;
	r->n_broken_at = d->broken < DECISIONS_NAMED ? d->broken : DECISIONS_NAMED;
	memcpy(at, d->broken_at, r->n_broken_at * sizeof *at);
	r->broken_at = at;
	return TENSEN_OK;
}

tensen_status
tensen_eval_decisions(const tensen_index *ix, const char *path, const tensen_eval_opts *opts,
    tensen_result **out, tensen_error *err)
{
	tensen_eval_opts o;
	decisions_result *r;
	tensen_searcher *s = NULL;
	decisions d = {.n = 0};
	judged *v = NULL;
	tensen_status st = eval_options(&o, opts, err);

	*out = NULL;
	if (st < 0)
		return st;
	r = decisions_result_new();
	st = r ? decisions_read(&d, path, err) : tensen_fail_nomem(err);
	if (r)
		result_sign(&r->base, container_signature(&ix->store->file));
	if (st == TENSEN_OK && (st = fill_file_account(r, &d, path, err)) == TENSEN_OK) {
		v = malloc((d.n + (size_t)1) * sizeof *v);
		st = v ? tensen_searcher_new(&s, ix, err) : tensen_fail_nomem(err);
	}
	if (st == TENSEN_OK)
		st = look_up_all(v, &r->used, r, s, &d, err);
	if (st == TENSEN_OK)
		st = fill_precision(r, ix, v, r->used, err);
	if (st == TENSEN_OK)
		st = fill_advice(r, v, r->used, o.seed, err);
	tensen_searcher_free(s);
	free(v);
	decisions_clear(&d);
	return result_end(r ? &r->base : NULL, st, out, err);
}
