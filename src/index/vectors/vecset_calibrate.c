/* index/vectors/vecset_calibrate.c - chooses reach and slack of a set and measures its recall.
 *
 * WHAT    For each true neighbour of the sample (vecset_sample.c) the codes give the reach and the
 *         slack that a search needs to find it.  Quantiles of these become the reach and slack of
 *         the set.  The sample is then asked with them: that is the recall in the header.  If it
 *         misses the goal, the quantiles move towards one and the sample is asked again.
 * WHY     Residuals differ between corpora more than any fixed number allows for: in short
 *         Japanese texts the errors of estimates differ by a factor of 40 between rows, in US
 *         abstracts by 2.  One reach and 40 + 8 k candidates for every set lost .08 of the
 *         recall on the former (FORMAT-vectors.md, "Recall").
 * RULES   A hit whose own cosine equals that of the tenth neighbour is right. */
#include <math.h>
#include "index/vectors/vecset_builder.h"
#include "index/vectors/vecset_pass.h"
#include "util/fail.h"
#include "util/threads/sort.h"
#include "util/threads/threads.h"
#include "util/memory.h"

#define K VEC_SAMPLE_K
/* The recall wanted of the sample, and the share of neighbours that reach and slack together may
 * lose at first; the loss is lowered by STEP at most TRIES times.  A search loses most of a few
 * queries instead of a little of each: titles of a word or two, whose equals lie in clusters of rows
 * without neighbours. */
#define GOAL 0.998
#define GOAL_LOSS 0.0015
#define TRIES 9
#define STEP 0.7
/* Shares of the loss that the reach may take, the rest is for slack: of those that come up to the
 * goal the one whose searches cost least is kept. */
static const double shares[] = {0.4, 0.7};
#define N_SHARES (sizeof shares / sizeof *shares)
/* A row scored by fine codes takes as long as reading so many bytes more of blocks. */
#define SCORED_COST 400
#define LEAST 0.1 /* of reach and slack: below it a search saves nothing more */
/* On the slack before the sample is asked: queries unlike those of a sample of 256. */
#define SLACK_SAMPLE 1.6f
#define TIED 1e-6f /* cosines of equal float32 vectors differ by less */
#define GROUP 16   /* queries after which pages of the section are given back */

typedef struct calibration {
	const vec_sample *s;
	vec_builder *m;
	vecset *v;
	const filemap *pages;
	vecset_scratch **scratch; /* by thread */
	unsigned threads;
	uint32_t first;   /* query of the group */
	hit *hits;        /* [n][K + 1] */
	uint32_t *counts; /* [n] */
	tensen_error errors[GROUP];
	double *reach, *slack; /* needed for each neighbour that pruning may lose */
	size_t n_needs;
	double wanted; /* neighbours in all */
	double *cost;  /* [n] of the searches of the sample */
} calibration;

/* ---- needs ---- */

/* The reach and the slack needed to find the neighbours of one query. */
static void
add_needs(calibration *fit, const vec_prep *prep, const vec_truth *truth)
{
	const float last = truth->score[truth->n - 1];

	for (uint32_t i = 0; i < truth->n; i++, fit->n_needs++) {
		uint32_t k = vecset_cluster_of(fit->v, truth->pos[i]);
		float centre = vec_prep_centre(prep, fit->v, k);
		float estimate = vec_prep_estimate(prep, fit->v, k, truth->pos[i]);
		fit->reach[fit->n_needs] =
		    (double)((last - centre) / (vec_cluster_radius(&fit->v->a.cluster[k]) + 1e-9f));
		fit->slack[fit->n_needs] = (double)(last - estimate);
	}
}

static tensen_status
find_needs(calibration *fit, tensen_error *err)
{
	vec_prep *p = &fit->scratch[0]->prep;

	fit->n_needs = 0;
	fit->wanted = 0;
	for (uint32_t i = 0; i < fit->s->n; i++) {
		int ok = vec_prep_set(p, fit->v, fit->s->q + (size_t)i * fit->s->dim, err);
		if (ok < 0)
			return (tensen_status)ok;
		fit->wanted += fit->s->all[i].n;
		if (ok && fit->s->all[i].n && !vec_is_whole(&fit->v->h))
			add_needs(fit, p, &fit->s->all[i]);
		if (i % GROUP == GROUP - 1)
			filemap_drop_pages(fit->pages);
	}
	qsort(fit->reach, fit->n_needs, sizeof *fit->reach, sort_double);
	qsort(fit->slack, fit->n_needs, sizeof *fit->slack, sort_double);
	return TENSEN_OK;
}

/* The least value that loses at most `share` of the neighbours wanted. */
static float
vecset_quantile(const calibration *fit, const double *needs, double share, double least)
{
	size_t lost = (size_t)(share * fit->wanted);
	double x = lost < fit->n_needs ? needs[fit->n_needs - 1 - lost] : 0;

	return (float)(x > least ? x * (1 + 1e-6) : least);
}

/* ---- the sample asked ---- */

static void
vecset_ask(void *ctx, size_t piece, unsigned worker)
{
	calibration *c = ctx;
	uint32_t i = c->first + (uint32_t)piece;
	vecset_query q = {.q = c->s->q + (size_t)i * c->s->dim, .k = K + 1};
	tensen_error *err = &c->errors[piece];
	vec_stats stats;

	err->code = TENSEN_OK;
	vecset_search(
	    c->v, c->scratch[worker], &q, c->hits + (size_t)i * (K + 1), &c->counts[i], err);
	vecset_scratch_stats(c->scratch[worker], &stats);
	c->cost[i] = (double)stats.bytes + (double)SCORED_COST * stats.scored;
}

static tensen_status
ask_all(calibration *fit, tensen_error *err)
{
	tensen_status st = TENSEN_OK;

	for (fit->first = 0; fit->first < fit->s->n && st == TENSEN_OK; fit->first += GROUP) {
		uint32_t n = fit->s->n - fit->first;
		n = n < GROUP ? n : GROUP;
		threads_run(fit->threads, n, vecset_ask, fit);
		st = tensen_fail_first(err, fit->errors, n);
		filemap_drop_pages(fit->pages);
	}
	return st;
}

/* 1 if the row at pos is as near to the query as the last of its neighbours; negative: failure. */
static int
is_tied(calibration *fit, uint32_t query, uint32_t pos, float last, tensen_error *err)
{
	const float *q = fit->s->q + (size_t)query * fit->s->dim;
	float *x, sum = 0;
	tensen_status st = vec_builder_load(fit->m, pos, 1, &x, err);

	for (uint32_t d = 0; d < fit->s->dim && st == TENSEN_OK; d++)
		sum += q[d] * x[d];
	return st < 0 ? (int)st : sum >= last - TIED;
}

/* How many of the hits of a query are right; negative: failure. */
static int
count_right(calibration *fit, uint32_t query, tensen_error *err)
{
	const vec_truth *t = &fit->s->all[query];
	const hit *hits = fit->hits + (size_t)query * (K + 1);
	int right = 0;
	uint32_t kept = 0;

	for (uint32_t h = 0; h < fit->counts[query] && kept < t->n; h++) {
		uint32_t pos = vec_pos_of(fit->v, hits[h].row), i = 0;
		int ok = 1;

		if (pos == fit->s->pos[query])
			continue;
		kept++;
		while (i < t->n && t->pos[i] != pos)
			i++;
		if (i == t->n && (ok = is_tied(fit, query, pos, t->score[t->n - 1], err)) < 0)
			return ok;
		right += ok;
	}
	return right;
}

static tensen_status
vecset_measure(calibration *fit, double *recall, tensen_error *err)
{
	tensen_status st = ask_all(fit, err);
	double right = 0;

	for (uint32_t i = 0; i < fit->s->n && st == TENSEN_OK; i++) {
		int n = fit->s->all[i].n ? count_right(fit, i, err) : 0;
		if (n < 0)
			return (tensen_status)n;
		right += n;
	}
	*recall = fit->wanted > 0 ? right / fit->wanted : 0;
	return st;
}

/* ---- settings ---- */

/* The parameters of a search, and its result. */
typedef struct setting {
	float reach, slack;
	double recall, cost;
} setting;

static void
set_values(calibration *fit, const setting *set_to)
{
	vec_head *heads[2] = {&fit->v->h, &fit->m->h};

	for (int i = 0; i < 2; i++) {
		heads[i]->wide = heads[i]->reach = set_to->reach;
		heads[i]->slack = set_to->slack;
		heads[i]->recall = (float)set_to->recall;
	}
}

/* Ask the sample so that about `loss` of the neighbours are lost. */
static tensen_status
try_loss(calibration *fit, double loss, double share, setting *set_to, tensen_error *err)
{
	tensen_status st;

	*set_to = (setting){.reach = vecset_quantile(fit, fit->reach, share * loss, LEAST),
	    .slack = SLACK_SAMPLE * vecset_quantile(fit, fit->slack, (1 - share) * loss, LEAST)};
	set_values(fit, set_to);
	st = vecset_measure(fit, &set_to->recall, err);
	for (uint32_t i = 0; i < fit->s->n; i++)
		set_to->cost += fit->cost[i];
	return st;
}

/* From *loss on, lower it until the goal is reached, at most `tries` times. */
static tensen_status
reach_goal(
    calibration *fit, double *loss, double share, int tries, setting *set_to, tensen_error *err)
{
	tensen_status st = try_loss(fit, *loss, share, set_to, err);

	for (int i = 1; i < tries && st == TENSEN_OK && set_to->recall < GOAL; i++)
		st = try_loss(fit, *loss *= STEP, share, set_to, err);
	return st;
}

static tensen_status
calibrate(calibration *fit, setting *best, tensen_error *err)
{
	double loss = GOAL_LOSS;
	tensen_status st = reach_goal(fit, &loss, shares[0], TRIES, best, err);
	setting x;

	for (size_t i = 1; i < N_SHARES && st == TENSEN_OK; i++) {
		double from = loss / STEP;
		if (best->recall < GOAL)
			break;
		st = reach_goal(fit, &from, shares[i], 3, &x, err);
		if (x.recall >= GOAL && x.cost < best->cost)
			*best = x;
	}
	return st;
}

static tensen_status
vecset_calibrate_fit(calibration *fit, tensen_error *err)
{
	setting best = {0};
	tensen_status st = find_needs(fit, err);

	if (st == TENSEN_OK)
		st = calibrate(fit, &best, err);
	if (st == TENSEN_OK)
		set_values(fit, &best);
	return st;
}

static tensen_status
vecset_reserve(calibration *fit, tensen_error *err)
{
	size_t n = fit->s->n + (size_t)1;
	tensen_status st = TENSEN_OK;

	fit->threads = fit->m->opts->threads ? fit->m->opts->threads : 1;
	fit->scratch = calloc(fit->threads, sizeof(vecset_scratch *));
	fit->hits = malloc(n * (K + 1) * sizeof *fit->hits);
	fit->counts = calloc(n, sizeof *fit->counts);
	fit->cost = malloc(n * sizeof *fit->cost);
	fit->reach = malloc(n * K * sizeof *fit->reach);
	fit->slack = malloc(n * K * sizeof *fit->slack);
	if (!fit->scratch || !fit->hits || !fit->counts || !fit->cost || !fit->reach || !fit->slack)
		return tensen_fail_nomem(err);
	for (unsigned i = 0; i < fit->threads && st == TENSEN_OK; i++)
		st = vecset_scratch_new(&fit->scratch[i], fit->v, err);
	return st;
}

tensen_status
vec_calibrate(
    const vec_sample *vec, vec_builder *maker, vecset *set, const filemap *pages, tensen_error *err)
{
	calibration c = {.s = vec, .m = maker, .v = set, .pages = pages};
	tensen_status st = vecset_reserve(&c, err);

	maker->h.n_sample = vec->n;
	if (st == TENSEN_OK)
		st = vecset_calibrate_fit(&c, err);
	for (unsigned i = 0; c.scratch && i < c.threads; i++)
		vecset_scratch_free(c.scratch[i]);
	free_all(c.scratch, c.hits, c.counts, c.cost, c.reach, c.slack);
	return st;
}
