/* engine/eval/eval.c - tensen_eval(): the parts that were asked for, in one report. */
#include "engine/options.h"
#include "engine/eval/eval_keep.h"
#include "util/fail.h"
#include "util/threads.h"

#define BOOTSTRAP 1000

static tensen_status
null_tests(const evaluation *e, tensen_error *err)
{
	eval_section *s = eval_section_add(e->r, EVAL_NULL);
	eval_figure f;
	tensen_status st;

	if (!s)
		return tensen_fail_nomem(err);
	if ((st = eval_pairing(e, 1, &f, err)) == TENSEN_OK)
		eval_figure_add(e->r, s, &f);
	return st;
}

tensen_status
tensen_eval(
    const tensen_index *ix, const tensen_eval_opts *opts, tensen_result **out, tensen_error *err)
{
	tensen_eval_opts o;
	evaluation e = {.ix = ix, .opts = &o};
	team ranks;
	eval_keep keep = {.file = NULL};
	tensen_status st = eval_options(&o, opts, err);
	unsigned parts = o.parts ? o.parts : TENSEN_EVAL_HIDDEN_FIELD;

	if (st == TENSEN_OK && !(e.r = eval_result_new()))
		st = tensen_fail_nomem(err);
	if (st == TENSEN_OK && parts & TENSEN_EVAL_RETRIEVAL &&
	    (!e.opts->queries || !e.opts->qrels))
		st = tensen_fail(err, TENSEN_E_ARG, "retrieval takes queries and qrels, both");
	if (st == TENSEN_OK && parts & (TENSEN_EVAL_JUDGED | TENSEN_EVAL_TRIAGE) && !e.opts->judged)
		st =
		    tensen_fail(err, TENSEN_E_ARG, "judged and triage take a file of graded pairs");
	*out = NULL;
	e.threads = threads_wanted(e.opts->threads);
	if (o.team) {
		team_init(&ranks, o.team);
		e.team = &ranks;
	}
	if (st == TENSEN_OK)
		st = eval_keep_open(&keep, &e, err);
	if (st == TENSEN_OK) {
		engine_sign(&e.r->base, ix);
		e.r->seed = e.opts->seed;
		e.r->bootstrap = e.opts->bootstrap ? e.opts->bootstrap : BOOTSTRAP;
	}
	if (st == TENSEN_OK && parts & TENSEN_EVAL_HIDDEN_FIELD &&
	    (st = eval_hidden(&e, err)) == TENSEN_OK)
		st = null_tests(&e, err);
	if (st == TENSEN_OK && parts & TENSEN_EVAL_RETRIEVAL)
		st = eval_qrels(&e, err);
	if (st == TENSEN_OK && parts & TENSEN_EVAL_LISTS)
		st = eval_lists(&e, err);
	if (st == TENSEN_OK && parts & TENSEN_EVAL_JUDGED)
		st = eval_judged(&e, err);
	if (st == TENSEN_OK && parts & TENSEN_EVAL_TRIAGE)
		st = eval_triage(&e, err);
	eval_keep_close(&keep, &e, st == TENSEN_OK);
	return result_end(e.r ? &e.r->base : NULL, st, out, err);
}
