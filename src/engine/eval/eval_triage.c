/* engine/eval/eval_triage.c - triage simulated on graded pairs.
 *
 * A person reads the candidates from the top and grades ten; the rest is ranked anew with all
 * the grades so far, and so on.  The grade of the file is the answer, 0 where it has none. */
#include <math.h>
#include <stdlib.h>
#include "engine/eval/judged_queries.h"
#include "engine/ideas/triage.h"
#include "util/fail.h"

#define BATCH 10
#define ANSWERS 60
#define MARKS 3 /* counted after 20, 40, 60 answers */

enum { FIXED, RANKED_ANEW, N_WAYS };

typedef struct task {
	const judged_queries *q;
	float (*found)[N_WAYS][MARKS]; /* good documents, by query */
} task;

/* Answers given so far. */
typedef struct answers {
	tensen_judgement v[ANSWERS];
	uint32_t row[ANSWERS], n;
} answers;

static int
was_answered(const answers *x, uint32_t row)
{
	for (uint32_t i = 0; i < x->n; i++)
		if (x->row[i] == row)
			return 1;
	return 0;
}

/* Grade the next ten of the list; 0: there are none. */
static int
answer(
    answers *x, float found[MARKS], const triage *t, const judged_query *q, const tensen_index *ix)
{
	uint32_t before = x->n;

	for (uint32_t i = 0; i < t->n && x->n < before + BATCH && x->n < ANSWERS; i++) {
		uint32_t row = t->v[i].pair->found->row;
		const judged_doc *d = judged_doc_of(q, row);
		int grade = d ? d->grade : 0;
		if (was_answered(x, row))
			continue;
		for (uint32_t m = x->n / (ANSWERS / MARKS); m < MARKS; m++)
			found[m] += grade >= GOOD_GRADE;
		x->row[x->n] = row;
		x->v[x->n++] =
		    (tensen_judgement){.id = tensen_index_id(ix, row), .grade = grade, .shelf = -1};
	}
	return x->n > before && x->n < ANSWERS;
}

static tensen_status
simulate(void *ctx, uint32_t i, tensen_searcher *s, tensen_error *err)
{
	task *all = ctx;
	const judged_query *q = &all->q->v[i];
	const tensen_query of = {.id = tensen_index_id(s->ix, q->row)};
	query a;
	tensen_status st = query_understand(&a, s, &of, err);

	for (int way = 0; way < N_WAYS && st == TENSEN_OK && a.n_terms; way++) {
		answers x = {.n = 0};
		triage t;
		tensen_candidates_opts o = {.n = ANSWERS, .asking.aspects = q->aspects};
		int more = 1;
		st = triage_make(&t, s, &a, &o, err);
		while (st == TENSEN_OK && more) {
			more = answer(&x, all->found[i][way], &t, q, s->ix);
			o.asking.judgements = x.v;
			o.asking.n_judgements = x.n;
			if (more && way == RANKED_ANEW)
				st = triage_make(&t, s, &a, &o, err);
		}
	}
	return st;
}

/* Share of the known good documents that were found in one way after some answers. */
static tensen_status
add_figure(const evaluation *e, const task *t, eval_figure *f, int way, int mark, float *values,
    tensen_error *err)
{
	uint32_t n = t->q->n;
	double sum = 0;
	tensen_status st;

	for (uint32_t i = 0; i < n; i++) {
		values[i] = t->found[i][way][mark];
		values[n + i] = (float)t->q->v[i].n_good;
		sum += (double)values[i];
	}
	for (int l = 0; l < 2; l++)
		f->name[l] = eval_text(e->r, "%s: %.0f", f->name[l], sum);
	f->chance = f->real = NAN;
	st = interval_of_ratio(&f->x, values, values + n, n, e->r->bootstrap, e->r->seed, err);
	if (st == TENSEN_OK && f->x.n)
		eval_figure_add(e->r, eval_section_add(e->r, EVAL_TRIAGE), f);
	return st;
}

static tensen_status
fill(const evaluation *e, const task *t, tensen_error *err)
{
	static const char *const ways[N_WAYS][3] = {{"fixed", "並べ直しなし", "not ranked anew"},
	    {"ranked-anew", "並べ直しあり", "ranked anew"}};
	float *values = malloc(2 * (t->q->n + (size_t)1) * sizeof *values);
	tensen_status st = values ? TENSEN_OK : tensen_fail_nomem(err);

	for (int c = 0; c < MARKS * N_WAYS && st == TENSEN_OK; c++) {
		int m = c / N_WAYS, way = c % N_WAYS;
		unsigned n = (unsigned)(m + 1) * (ANSWERS / MARKS);
		eval_figure f = {.scope = ways[way][0], .key = eval_text(e->r, "good-after-%u", n)};
		f.name[0] = eval_text(e->r, "%u 件評価、%s", n, ways[way][1]);
		f.name[1] = eval_text(e->r, "after %u answers, %s", n, ways[way][2]);
		st = add_figure(e, t, &f, way, m, values, err);
	}
	free(values);
	return st;
}

tensen_status
eval_triage(const evaluation *e, tensen_error *err)
{
	judged_queries q;
	task t = {.q = &q};
	tensen_status st = judged_queries_read(&q, e, err);

	if (st == TENSEN_OK) {
		t.found = calloc(q.n + (size_t)1, sizeof *t.found);
		st = t.found ? eval_each(e,
				   &(eval_pieces){.n = q.n,
				       .fn = simulate,
				       .ctx = &t,
				       .out = {{t.found, sizeof *t.found}}},
				   err)
			     : tensen_fail_nomem(err);
	}
	if (st == TENSEN_OK) {
		judged_about(e, eval_section_add(e->r, EVAL_TRIAGE), &q);
		st = fill(e, &t, err);
	}
	free(t.found);
	judged_queries_clear(&q);
	return st;
}
