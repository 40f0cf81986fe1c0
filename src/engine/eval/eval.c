/* engine/eval/eval.c - tensen_eval(): the parts that were asked for, in one report. */
#include "engine/base/index.h"
#include "engine/eval/eval_parts.h"
#include "engine/base/options.h"
#include "engine/readings/readings.h"
#include "util/fail.h"
#include "util/threads/threads.h"

#define BOOTSTRAP 1000

/* What is evaluated is what files are given for. */
static tensen_status
check_files(const tensen_eval_opts *opts, tensen_error *err)
{
	if (!opts->queries != !opts->qrels)
		return tensen_fail(err, TENSEN_E_ARG, SAY_RETRIEVAL_TAKES_QUERIES);
	if ((!opts->queries || opts->weight) && !opts->judged)
		return tensen_fail(err, TENSEN_E_ARG, SAY_EVALUATION_TAKES_QUERIES);
	return TENSEN_OK;
}

tensen_status
tensen_eval(
    const tensen_index *ix, const tensen_eval_opts *opts, tensen_result **out, tensen_error *err)
{
	tensen_eval_opts o;
	evaluation e = {.ix = ix, .opts = &o};
	tensen_status st = eval_options(&o, opts, err);

	*out = NULL;
	if (st == TENSEN_OK)
		st = check_files(&o, err);
	if (st == TENSEN_OK && !(e.r = result_new(&eval_class)))
		st = tensen_fail_nomem(err);
	if (st == TENSEN_OK &&
	    (st = crew_begin(&e.crew, ix, threads_wanted(o.threads), err)) == TENSEN_OK) {
		e.crew.stage = "evaluate";
		e.crew.progress = o.progress;
		e.crew.payload = o.progress_payload;
		engine_sign(&e.r->base, ix);
		readings_agreed(&e.r->agreed, ix);
		e.r->seed = o.seed;
		e.r->bootstrap = o.bootstrap ? o.bootstrap : BOOTSTRAP;
	}
	if (st == TENSEN_OK && o.queries)
		st = eval_qrels(&e, err);
	if (st == TENSEN_OK && o.judged)
		st = eval_judged(&e, err);
	if (st == TENSEN_OK && o.weight)
		st = eval_weight(&e, err);
	crew_end(&e.crew);
	return result_end(e.r ? &e.r->base : NULL, st, out, err);
}
