/* index/vectors/vecset_calibrate.c - chooses reach and slack of a set and measures its recall.
 *
 * WHAT    For each true neighbour of the sample (vecset_sample.c) the codes give the reach and the
 *         slack that a search needs to find it.  Quantiles of these become the reach and slack of
 *         the set.  The sample is then asked with them: that is the recall in the header.  If it
 *         misses the goal, the quantiles move towards one and the sample is asked again; for
 *         large sets, whose searches take time, those that cost least are looked for.
 * WHY     Residuals differ between corpora more than any fixed number allows for: in short
 *         Japanese texts the errors of estimates differ by a factor of 40 between rows, in US
 *         abstracts by 2.  One reach and 40 + 8 k candidates for every set lost .08 of the
 *         recall on the former (FORMAT-vectors.md, "Recall").
 * RULES   A hit whose own cosine equals that of the tenth neighbour is right. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "index/vectors/vecset_builder.h"
#include "index/vectors/vecset_pass.h"
#include "util/fail.h"
#include "util/threads/sort.h"
#include "util/threads/threads.h"
#include "util/memory.h"

#define K VEC_SAMPLE_K
/* The recall wanted of the sample, and the share of neighbours that reach and slack together may
 * lose at first: with rest codes.  Without them the recall wanted is what the codes allow, less
 * SPARED.  A search loses most of a few queries instead of a little of each: titles of a word or
 * two, whose equals lie in clusters of rows without neighbours. */
#define GOAL 0.998
#define GOAL_LOSS 0.0015
#define MOST_LOSS 0.1
#define SPARED 0.0006 /* of recall; chosen, not tuned */
/* With rest codes the loss is lowered by STEP at most TRIES times.  Without them each share of the
 * rows costs more time: bisection finds the loss that just comes up to the goal. */
#define TRIES 9
#define STEP 0.7
#define HALVINGS 6
#define LEAST_LOSS 0.0005 /* at which recall is the greatest that the codes allow */
/* Shares of the loss that reaches may take, the rest is for slack: of those that come up to the
 * goal the one whose searches cost least is kept. */
static const double shares[] = {0.4, 0.7}, more_shares[] = {0.45, 0.65, 0.8};
#define N_SHARES (sizeof shares / sizeof *shares)
#define N_MORE (sizeof more_shares / sizeof *more_shares)
/* The share of the loss by reaches that parents may cause which are not opened. */
static const double wide_shares[] = {0.15, 0.35, 0.55};
#define N_WIDE (sizeof wide_shares / sizeof *wide_shares)
/* A row scored by fine codes takes as long as reading so many bytes more of blocks. */
#define SCORED_COST 400
#define LEAST 0.1 /* of reach and slack: below it a search saves nothing more */
/* Factors of a search of all rows, whose rare queries a sample of 256 misses; it costs at most a
 * fifth of the time of such a search.  SLACK_SAMPLE is on the slack before the sample is asked;
 * without rest codes the others are on the chosen values (other queries on a million rows had a
 * recall of .9662 without them, .9670 with them, .9682 by all codes). */
#define SLACK_SAMPLE 1.6f
#define REACH_OTHERS 1.15f
#define SLACK_OTHERS 1.1f
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
	double *wide, *reach, *slack; /* needed for each neighbour that pruning may lose */
	size_t n_needs;
	double wanted; /* neighbours in all */
	double *cost;  /* [n] of the searches of the sample */
} calibration;

/* ---- needs ---- */

/* The reaches and the slack needed to find the neighbours of one query. */
static void
add_needs(calibration *c, const vec_prep *p, const vec_truth *t)
{
	const float last = t->score[t->n - 1];

	for (uint32_t i = 0; i < t->n; i++, c->n_needs++) {
		uint32_t k = vecset_cluster_of(c->v, t->pos[i]), parent = vec_parent_of(c->v, k);
		float around = vec_prep_parent(p, c->v, parent);
		float centre = vec_prep_centre(p, c->v, k);
		float estimate = vec_prep_estimate(p, c->v, k, t->pos[i]);

		c->wide[c->n_needs] = (double)((last - around) / (c->v->wide[parent] + 1e-9f));
		c->reach[c->n_needs] =
		    (double)((last - centre) / (vec_cluster_radius(&c->v->a.cluster[k]) + 1e-9f));
		c->slack[c->n_needs] = (double)(last - estimate);
	}
}

static tensen_status
find_needs(calibration *c, tensen_error *err)
{
	vec_prep *p = &c->scratch[0]->prep;

	c->n_needs = 0;
	c->wanted = 0;
	for (uint32_t i = 0; i < c->s->n; i++) {
		int ok = vec_prep_set(p, c->v, c->s->q + (size_t)i * c->s->dim, err);
		if (ok < 0)
			return (tensen_status)ok;
		c->wanted += c->s->all[i].n;
		if (ok && c->s->all[i].n && !vec_is_whole(&c->v->h))
			add_needs(c, p, &c->s->all[i]);
		if (i % GROUP == GROUP - 1)
			filemap_drop_pages(c->pages);
	}
	qsort(c->wide, c->n_needs, sizeof *c->wide, sort_double);
	qsort(c->reach, c->n_needs, sizeof *c->reach, sort_double);
	qsort(c->slack, c->n_needs, sizeof *c->slack, sort_double);
	return TENSEN_OK;
}

/* The least value that loses at most `share` of the neighbours wanted. */
static float
quantile(const calibration *c, const double *needs, double share, double least)
{
	size_t lost = (size_t)(share * c->wanted);
	double x = lost < c->n_needs ? needs[c->n_needs - 1 - lost] : 0;

	return (float)(x > least ? x * (1 + 1e-6) : least);
}

/* ---- the sample asked ---- */

static void
ask(void *ctx, size_t piece, unsigned worker)
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
ask_all(calibration *c, tensen_error *err)
{
	tensen_status st = TENSEN_OK;

	for (c->first = 0; c->first < c->s->n && st == TENSEN_OK; c->first += GROUP) {
		uint32_t n = c->s->n - c->first;
		n = n < GROUP ? n : GROUP;
		threads_run(c->threads, n, ask, c);
		st = tensen_fail_first(err, c->errors, n);
		filemap_drop_pages(c->pages);
	}
	return st;
}

/* 1 if the row at pos is as near to the query as the last of its neighbours; negative: failure. */
static int
is_tied(calibration *c, uint32_t query, uint32_t pos, float last, tensen_error *err)
{
	const float *q = c->s->q + (size_t)query * c->s->dim;
	float *x, sum = 0;
	tensen_status st = vec_builder_load(c->m, pos, 1, &x, err);

	for (uint32_t d = 0; d < c->s->dim && st == TENSEN_OK; d++)
		sum += q[d] * x[d];
	return st < 0 ? (int)st : sum >= last - TIED;
}

/* How many of the hits of a query are right; negative: failure. */
static int
count_right(calibration *c, uint32_t query, tensen_error *err)
{
	const vec_truth *t = &c->s->all[query];
	const hit *hits = c->hits + (size_t)query * (K + 1);
	int right = 0;
	uint32_t kept = 0;

	for (uint32_t h = 0; h < c->counts[query] && kept < t->n; h++) {
		uint32_t pos = vec_pos_of(c->v, hits[h].row), i = 0;
		int ok = 1;

		if (pos == c->s->pos[query])
			continue;
		kept++;
		while (i < t->n && t->pos[i] != pos)
			i++;
		if (i == t->n && (ok = is_tied(c, query, pos, t->score[t->n - 1], err)) < 0)
			return ok;
		right += ok;
	}
	return right;
}

static tensen_status
measure(calibration *c, double *recall, tensen_error *err)
{
	tensen_status st = ask_all(c, err);
	double right = 0;

	for (uint32_t i = 0; i < c->s->n && st == TENSEN_OK; i++) {
		int n = c->s->all[i].n ? count_right(c, i, err) : 0;
		if (n < 0)
			return (tensen_status)n;
		right += n;
	}
	*recall = c->wanted > 0 ? right / c->wanted : 0;
	return st;
}

/* ---- settings ---- */

/* The parameters of a search, and its result. */
typedef struct setting {
	float wide, reach, slack;
	double recall, cost;
} setting;

static void
set_values(calibration *c, const setting *x)
{
	vec_head *heads[2] = {&c->v->h, &c->m->h};

	for (int i = 0; i < 2; i++) {
		heads[i]->wide = x->wide;
		heads[i]->reach = x->reach;
		heads[i]->slack = x->slack;
		heads[i]->recall = (float)x->recall;
	}
}

/* Ask the sample so that about `loss` of the neighbours are lost. */
static tensen_status
try_loss(calibration *c, double loss, double share, double wide, setting *x, tensen_error *err)
{
	tensen_status st;

	*x = (setting){.wide = quantile(c, c->wide, wide * share * loss, LEAST),
	    .reach = quantile(c, c->reach, (1 - wide) * share * loss, LEAST),
	    .slack = SLACK_SAMPLE * quantile(c, c->slack, (1 - share) * loss, LEAST)};
	if (c->v->h.rest_bits) /* a parent is its cluster */
		x->wide = x->reach = quantile(c, c->reach, share * loss, LEAST);
	set_values(c, x);
	st = measure(c, &x->recall, err);
	for (uint32_t i = 0; i < c->s->n; i++)
		x->cost += c->cost[i];
	return st;
}

/* From *loss on, lower it until the goal is reached, at most `tries` times. */
static tensen_status
reach_goal(calibration *c, double *loss, double share, int tries, setting *x, tensen_error *err)
{
	tensen_status st = try_loss(c, *loss, share, 0, x, err);

	for (int i = 1; i < tries && st == TENSEN_OK && x->recall < GOAL; i++)
		st = try_loss(c, *loss *= STEP, share, 0, x, err);
	return st;
}

static tensen_status
calibrate_exact(calibration *c, setting *best, tensen_error *err)
{
	double loss = GOAL_LOSS;
	tensen_status st = reach_goal(c, &loss, shares[0], TRIES, best, err);
	setting x;

	for (size_t i = 1; i < N_SHARES && st == TENSEN_OK; i++) {
		double from = loss / STEP;
		if (best->recall < GOAL)
			break;
		st = reach_goal(c, &from, shares[i], 3, &x, err);
		if (x.recall >= GOAL && x.cost < best->cost)
			*best = x;
	}
	return st;
}

/* Bisect the loss: x->cost of the largest that comes up to the goal, if less than that of *best. */
static tensen_status
bisect(calibration *c, double share, double wide, double goal, setting *best, tensen_error *err)
{
	double least = log(LEAST_LOSS), most = log(MOST_LOSS);
	tensen_status st = TENSEN_OK;
	setting x;

	for (int i = 0; i < HALVINGS && st == TENSEN_OK; i++) {
		double loss = (least + most) / 2;
		st = try_loss(c, exp(loss), share, wide, &x, err);
		*(x.recall >= goal ? &least : &most) = loss;
		if (x.recall >= goal && x.cost < best->cost)
			*best = x;
	}
	return st;
}

static tensen_status
calibrate_large(calibration *c, setting *best, tensen_error *err)
{
	tensen_status st = try_loss(c, LEAST_LOSS, more_shares[0], wide_shares[0], best, err);
	double goal = best->recall - SPARED;

	for (size_t i = 0; i < N_MORE * N_WIDE && st == TENSEN_OK; i++)
		st = bisect(c, more_shares[i / N_WIDE], wide_shares[i % N_WIDE], goal, best, err);
	return st;
}

/* Allow for queries that are unlike those of the sample, and measure with that. */
static tensen_status
allow_for_others(calibration *c, setting *x, tensen_error *err)
{
	x->reach *= REACH_OTHERS;
	x->slack *= SLACK_OTHERS;
	set_values(c, x);
	return measure(c, &x->recall, err);
}

static tensen_status
calibrate(calibration *c, tensen_error *err)
{
	setting best = {0};
	tensen_status st = find_needs(c, err);

	if (st == TENSEN_OK)
		st = (c->v->h.rest_bits ? calibrate_exact : calibrate_large)(c, &best, err);
	if (st == TENSEN_OK && !c->v->h.rest_bits)
		st = allow_for_others(c, &best, err);
	if (st == TENSEN_OK)
		set_values(c, &best);
	return st;
}

static tensen_status
reserve(calibration *c, tensen_error *err)
{
	size_t n = c->s->n + (size_t)1;
	tensen_status st = TENSEN_OK;

	c->threads = c->m->opts->threads ? c->m->opts->threads : 1;
	c->scratch = calloc(c->threads, sizeof(vecset_scratch *));
	c->hits = malloc(n * (K + 1) * sizeof *c->hits);
	c->counts = calloc(n, sizeof *c->counts);
	c->cost = malloc(n * sizeof *c->cost);
	c->wide = malloc(n * K * sizeof *c->wide);
	c->reach = malloc(n * K * sizeof *c->reach);
	c->slack = malloc(n * K * sizeof *c->slack);
	if (!c->scratch || !c->hits || !c->counts || !c->cost || !c->wide || !c->reach || !c->slack)
		return tensen_fail_nomem(err);
	for (unsigned i = 0; i < c->threads && st == TENSEN_OK; i++)
		st = vecset_scratch_new(&c->scratch[i], c->v, err);
	return st;
}

tensen_status
vec_calibrate(
    const vec_sample *s, vec_builder *m, vecset *v, const filemap *pages, tensen_error *err)
{
	calibration c = {.s = s, .m = m, .v = v, .pages = pages};
	tensen_status st = reserve(&c, err);

	m->h.n_sample = s->n;
	if (st == TENSEN_OK)
		st = calibrate(&c, err);
	for (unsigned i = 0; c.scratch && i < c.threads; i++)
		vecset_scratch_free(c.scratch[i]);
	free_all(c.scratch, c.hits, c.counts, c.cost, c.wide, c.reach, c.slack);
	return st;
}
