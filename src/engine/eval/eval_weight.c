/* engine/eval/eval_weight.c - the weight of the vectors of a model in short questions
 * (engine/query/rank.h), fitted to graded pairs.
 *
 * QUESTIONS  Of a patent: the caller's aspects and what a model said of it, or its title if there are
 *            none.  Each is asked by itself of all documents; the patent's own place is closed up.
 * FIGURE     nDCG@25, the mean over the questions of a patent, then over patents: a document graded
 *            3 counts 2, one graded 2 counts 1.  FOUND: known good documents among the first 5, 10
 *            and 25 of any of its questions, each once.
 * LEFT OUT   Every patent by the weight that is best for all others.  One number is fitted, so this
 *            is near the figure of the best weight unless the pairs are few; it says whether fitting
 *            on so few pairs does harm.
 * EXACT      A figure is kept in millionths, so sums without a patent are exact and ties are ties:
 *            of these the weight nearest to the standard one wins. */
#include <math.h>
#include <stdlib.h>
#include "engine/eval/judged_queries.h"
#include "engine/ideas/triage.h"
#include "engine/query/embedded.h"
#include "engine/query/rank.h"
#include "engine/query/understand.h"
#include "engine/readings/readings.h"
#include "util/fail.h"

#define DEPTH 25
#define MILLION 1e6

/* The standard one first, then by their distance from it; `shown_order` sorts them for people. */
static const float weights[] = {EMBEDDED_WEIGHT, 0.25f, 0.75f, 0, 1, 1.5f, 2};
enum { N_WEIGHTS = sizeof weights / sizeof *weights, N_DEPTHS = 3 };
static const int shown_order[N_WEIGHTS] = {3, 1, 0, 2, 4, 5, 6};
static const uint32_t depths[N_DEPTHS] = {5, 10, 25};

typedef struct patent_figures {
	uint32_t ndcg[N_WEIGHTS]; /* in millionths */
	uint32_t found[N_WEIGHTS][N_DEPTHS];
	uint32_t questions, unknown; /* asked; without a vector */
	int best;                    /* weight that is best for the other patents */
} patent_figures;

typedef struct weight_task {
	const judged_queries *q;
	patent_figures *v;
	uint32_t n, questions, unknown; /* of the patents that count */
} weight_task;

/* One patent being asked. */
typedef struct weight_asking {
	const judged_query *judged;
	patent_figures *out;
	double ndcg[N_WEIGHTS], ideal;
	uint8_t *best_place[N_WEIGHTS]; /* [judged->n_docs]; DEPTH: not found */
} weight_asking;

/* ---- the questions of a patent ---- */

/* Copies in *mem, ended by NULL: searcher->mem goes with each question. */
static tensen_status
weight_questions(char ***out, arena *mem, tensen_searcher *searcher, const judged_query *judged,
    tensen_error *err)
{
	const tensen_query of = {.id = tensen_index_id(searcher->ix, judged->row)};
	tensen_asking asking = {.aspects = judged->aspects};
	const char *title[2] = {NULL, NULL}, *const * from;
	size_t n = 0;
	query q;
	tensen_status st = query_understand(&q, searcher, &of, err);

	if (st == TENSEN_OK)
		st = readings_join(&asking, searcher, &q, err);
	if (st < 0)
		return st;
	title[0] = q.doc.title.n ? arena_copy(mem, q.doc.title.p, q.doc.title.n).p : NULL;
	from = asking.aspects && asking.aspects[0] ? asking.aspects : title;
	while (from[n])
		n++;
	if (!(*out = arena_calloc(mem, (n + 1) * sizeof **out)))
		return tensen_fail_nomem(err);
	for (size_t i = 0; i < n; i++)
		if (!((*out)[i] = (char *)(uintptr_t)arena_copy(mem, from[i], strlen(from[i])).p))
			return tensen_fail_nomem(err);
	return TENSEN_OK;
}

/* ---- one question by every weight ---- */

static double
gain_of(const judged_doc *doc)
{
	return doc->grade >= GOOD_GRADE && doc->row != ROW_NONE ? doc->grade - GOOD_GRADE + 1 : 0;
}

/* Of the best order of the known good documents that the index has. */
static double
ideal_gain(const judged_query *judged)
{
	double sum = 0;
	uint32_t place = 0;

	for (int gain = BEST_GRADE - GOOD_GRADE + 1; gain > 0; gain--)
		for (uint32_t i = 0; i < judged->n_docs; i++)
			if (place < DEPTH && (int)gain_of(&judged->docs[i]) == gain)
				sum += gain / log2(place++ + 2.0);
	return sum;
}

static void
count_places(weight_asking *ask, int which, const candidates *cands)
{
	const judged_query *judged = ask->judged;
	double sum = 0;
	uint32_t place = 0;

	for (uint32_t i = 0; i < cands->n && place < DEPTH; i++) {
		const judged_doc *d = judged_doc_of(judged, cands->v[i].hit.row);
		if (cands->v[i].hit.row == judged->row)
			continue;
		if (d && gain_of(d) > 0) {
			uint8_t *best = &ask->best_place[which][d - judged->docs];
			sum += gain_of(d) / log2(place + 2.0);
			*best = place < *best ? (uint8_t)place : *best;
		}
		place++;
	}
	ask->ndcg[which] += sum / ask->ideal;
}

static tensen_status
weight_ask(weight_asking *ask, tensen_searcher *searcher, const char *text, tensen_error *err)
{
	static const tensen_filter any = {.field = 0};
	const tensen_query of = {.text = text, .text_len = strlen(text)};
	const float *embedded;
	candidates cands;
	filter_set set;
	query q;
	tensen_status st = query_understand(&q, searcher, &of, err);

	if (st < 0 || !q.is_short)
		return st;
	if ((st = filter_rows(&set, searcher, &q, q.mask, &any, err)) < 0 ||
	    (st = embedded_query(&embedded, searcher, &q, TENSEN_FUSED, err)) < 0)
		return st;
	ask->out->questions++;
	ask->out->unknown += !embedded;
	for (int w = 0; w < N_WEIGHTS && embedded && st == TENSEN_OK; w++) {
		searcher->embed_weight = weights[w];
		st = rank_rows(&cands, searcher, &q, &set, TENSEN_FUSED, DEPTH + 1, err);
		if (st == TENSEN_OK)
			count_places(ask, w, &cands);
	}
	searcher->embed_weight = EMBEDDED_WEIGHT;
	return st;
}

static void
patent_sum(weight_asking *ask)
{
	patent_figures *out = ask->out;

	for (int w = 0; w < N_WEIGHTS && out->questions; w++) {
		out->ndcg[w] = (uint32_t)(ask->ndcg[w] / out->questions * MILLION + 0.5);
		for (uint32_t i = 0; i < ask->judged->n_docs; i++)
			for (int k = 0; k < N_DEPTHS; k++)
				out->found[w][k] += ask->best_place[w][i] < depths[k];
	}
}

/* A crew_fn: one patent. */
static tensen_status
weight_patent(void *ctx, uint32_t i, tensen_searcher *searcher, tensen_error *err)
{
	weight_task *t = ctx;
	weight_asking ask = {.judged = &t->q->v[i], .out = &t->v[i]};
	char **questions = NULL;
	arena mem;
	tensen_status st = TENSEN_OK;

	if (!((ask.ideal = ideal_gain(ask.judged)) > 0))
		return TENSEN_OK;
	arena_init(&mem);
	for (int w = 0; w < N_WEIGHTS && st == TENSEN_OK; w++) {
		if (!(ask.best_place[w] = arena_alloc(&mem, ask.judged->n_docs)))
			st = tensen_fail_nomem(err);
		else
			memset(ask.best_place[w], DEPTH, ask.judged->n_docs);
	}
	/* the weight that is kept may be none, and then nobody would ask for a vector */
	searcher->embed_weight = EMBEDDED_WEIGHT;
	if (st == TENSEN_OK)
		st = weight_questions(&questions, &mem, searcher, ask.judged, err);
	for (size_t k = 0; st == TENSEN_OK && questions[k]; k++)
		st = weight_ask(&ask, searcher, questions[k], err);
	if (st == TENSEN_OK)
		patent_sum(&ask);
	searcher->embed_weight = searcher->ix->embed_weight;
	arena_clear(&mem);
	return st;
}

/* ---- all patents ---- */

/* Keep the patents that have a question. */
static void
keep_asked(weight_task *t)
{
	for (uint32_t i = 0; i < t->q->n; i++) {
		t->questions += t->v[i].questions;
		t->unknown += t->v[i].unknown;
		if (t->v[i].questions)
			t->v[t->n++] = t->v[i];
	}
}

/* The best weight for all patents but the one; NULL: for all. */
static int
best_weight(const uint64_t sums[N_WEIGHTS], const patent_figures *but)
{
	uint64_t most = 0;
	int best = 0;

	for (int w = 0; w < N_WEIGHTS; w++) {
		uint64_t sum = sums[w] - (but ? but->ndcg[w] : 0);
		if (w && sum <= most)
			continue;
		most = sum;
		best = w;
	}
	return best;
}

/* ---- the report ---- */

/* One line: of the weight `which` for all patents, or (-1) of the weights that the others chose. */
static tensen_status
add_line(const evaluation *eval, const weight_task *t, int which, int gain, tensen_error *err)
{
	const char *scope =
	    which < 0 ? "left-out" : eval_text(eval->r, "%g", (double)weights[which]);
	eval_figure f = {.scope = scope, .key = gain ? "gain-ndcg@25" : "ndcg@25"};
	uint32_t found[N_DEPTHS] = {0};
	float *v = malloc(2 * (t->n + (size_t)1) * sizeof *v);
	tensen_status st;

	if (!v)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < t->n; i++) {
		const patent_figures *p = &t->v[i];
		int w = which < 0 ? p->best : which;
		double x = (double)p->ndcg[w] - (gain ? p->ndcg[0] : 0);
		v[i] = (float)(x / MILLION);
		v[t->n + i] = 1;
		for (int k = 0; k < N_DEPTHS; k++)
			found[k] += p->found[w][k];
	}
	f.name[0] = gain ? "同、既定の重みとの差"
		    : which < 0 ? eval_text(eval->r, "他の特許で選んだ重み: %u/%u/%u 件", found[0],
				      found[1], found[2])
				: eval_text(eval->r, "重み %s: %u/%u/%u 件", scope, found[0],
				      found[1], found[2]);
	f.name[1] = gain        ? "the same, gain over the standard weight"
		    : which < 0 ? eval_text(eval->r, "chosen on other patents: %u/%u/%u found",
				      found[0], found[1], found[2])
				: eval_text(eval->r, "weight %s: %u/%u/%u found", scope, found[0],
				      found[1], found[2]);
	st = interval_of_ratio(&f.x, v, v + t->n, t->n, eval->r->bootstrap, eval->r->seed, err);
	if (st == TENSEN_OK)
		eval_figure_add(eval->r, eval_section_add(eval->r, EVAL_WEIGHT), &f);
	free(v);
	return st;
}

static void
weight_about(const evaluation *eval, const tensen_fitted_weight *fitted)
{
	eval_section *one = eval_section_add(eval->r, EVAL_WEIGHT);

	one->about[0] = eval_text(eval->r,
	    "特許 %u 件の短い問い %u 件。全体で最もよい重みは %g（既定は %g）。", fitted->patents,
	    fitted->questions, (double)fitted->weight, (double)EMBEDDED_WEIGHT);
	one->about[1] = eval_text(eval->r,
	    "%u short questions of %u patents. The best weight for all: %g (standard: %g).",
	    fitted->questions, fitted->patents, (double)fitted->weight, (double)EMBEDDED_WEIGHT);
}

static tensen_status
weight_fit(const evaluation *eval, weight_task *t, tensen_error *err)
{
	tensen_fitted_weight *fitted = eval->opts->weight;
	uint64_t sums[N_WEIGHTS] = {0}, left_out = 0;
	tensen_status st = TENSEN_OK;

	for (uint32_t i = 0; i < t->n; i++)
		for (int w = 0; w < N_WEIGHTS; w++)
			sums[w] += t->v[i].ndcg[w];
	for (uint32_t i = 0; i < t->n; i++) {
		t->v[i].best = best_weight(sums, &t->v[i]);
		left_out += t->v[i].ndcg[t->v[i].best];
	}
	*fitted = (tensen_fitted_weight){.weight = weights[best_weight(sums, NULL)],
	    .not_worse = left_out >= sums[0],
	    .patents = t->n,
	    .questions = t->questions,
	    .left_out = (double)left_out / t->n / MILLION,
	    .standard = (double)sums[0] / t->n / MILLION};
	weight_about(eval, fitted);
	for (int i = 0; i < N_WEIGHTS && st == TENSEN_OK; i++)
		st = add_line(eval, t, shown_order[i], 0, err);
	if (st == TENSEN_OK)
		st = add_line(eval, t, -1, 0, err);
	return st == TENSEN_OK ? add_line(eval, t, -1, 1, err) : st;
}

static tensen_status
check_vectors(const evaluation *eval, tensen_error *err)
{
	if (!eval->ix->store->embedded.v)
		return tensen_fail(err, TENSEN_E_ARG, SAY_INDEX_HAS_NO);
	return eval->ix->embed ? TENSEN_OK
			       : tensen_fail(err, TENSEN_E_ARG, SAY_WEIGHT_NEEDS_SERVER);
}

tensen_status
eval_weight(const evaluation *eval, tensen_error *err)
{
	judged_queries q;
	weight_task t = {.q = &q};
	tensen_status st = check_vectors(eval, err);

	if (st < 0)
		return st;
	if ((st = judged_queries_read(&q, eval, err)) == TENSEN_OK) {
		t.v = calloc(q.n + (size_t)1, sizeof *t.v);
		st = t.v ? crew_run(&eval->crew, q.n, weight_patent, &t, err)
			 : tensen_fail_nomem(err);
	}
	if (st == TENSEN_OK) {
		keep_asked(&t);
		if (t.unknown)
			st = tensen_fail(
			    err, TENSEN_E_IO, SAY_QUESTIONS_WITHOUT_VECTOR, t.unknown, t.questions);
		else if (t.n < TENSEN_WEIGHT_PATENTS)
			st = tensen_fail(err, TENSEN_E_INPUT, SAY_WEIGHT_NEEDS_PATENTS, t.n,
			    (unsigned)TENSEN_WEIGHT_PATENTS);
		else
			st = weight_fit(eval, &t, err);
	}
	free(t.v);
	judged_queries_clear(&q);
	return st;
}
