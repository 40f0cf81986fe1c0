/* server/work_model.c - see work.h. */
#include "server/work.h"
#include "server/http/said.h"
#include <stdlib.h>

/* A request that the model's own thread keeps afterwards, with everything it points to. */
typedef struct order {
	model_order m;
	params p;
	ask a;
	tensen_query q;
	current *ix;
	snapshot *held; /* NULL: none */
} order;

static void
order_release(model_order *model)
{
	order *o = (order *)model; /* m is its first member */

	current_put(o->ix, o->held);
	params_clear(&o->p);
	free(o);
}

static int
order_read(order *ordering, const worker *wk, const request *req, problem *why)
{
	int ok = req->body ? params_json(&ordering->p, req->body, req->body_n, why)
			   : params_query(&ordering->p, req->query, why);

	if (!ok ||
	    !ask_parse(&ordering->a, req->route->op, TENSEN_JSON, &ordering->p, wk->models, why))
		return 0;
	if (!req->body && ask_written(&ordering->a))
		return problem_set(
		    why, 400, "bad_query", SAY_HTTP_INTO_POST, ask_written(&ordering->a));
	ordering->q = ask_query(&ordering->a);
	ordering->m.question =
	    (model_question){&ordering->q, &ordering->a.filter, ask_asking(&ordering->a)};
	ordering->m.release = order_release;
	return 1;
}

/* Give the order to the model's thread.  1: it took the order and releases it later; 0: *why says
 * the reason, and the order still belongs to the caller. */
static int
order_place(order *ordering, const worker *wk, tensen_error *err, problem *why)
{
	tensen_result *r = NULL;

	/* an id that the index lacks is refused at once */
	if (tensen_show(wk->searcher, &ordering->q, &r, err) < 0)
		return problem_of(why, err);
	tensen_result_free(r);
	ordering->ix = wk->ix;
	ordering->held = current_get(wk->ix);
	ordering->m.ix = ordering->held->ix;
	switch (wk->model->ask(wk->model->of, &ordering->m)) {
	case MODEL_TAKEN:
		return 1;
	case MODEL_USED_UP:
		return problem_set(why, 403, "model_used_up", SAY_HTTP_MODEL_USED_UP);
	case MODEL_BUSY:
		break;
	}
	return problem_set(why, 503, "busy", SAY_HTTP_MODEL_BUSY);
}

static int
write_state(
    const worker *wk, const model_question *one, tensen_text *out, tensen_error *err, problem *why)
{
	return wk->model->state(wk->model->of, wk->searcher, one, out, err) == TENSEN_OK ||
	       problem_of(why, err);
}

/* Do what the request asks.  1: the answer is in *out.  The order is released here, unless the
 * model's thread took it. */
static int
work_run(order *ordering, const worker *wk, tensen_text *out, tensen_error *err, problem *why)
{
	int about = ordering->a.ids[0] || ordering->a.text, ok = 1;

	switch (ordering->a.op) {
	case OP_MODEL_ASK:
		if (order_place(ordering, wk, err, why))
			return write_state(wk, NULL, out, err, why);
		ok = 0;
		break;
	case OP_MODEL_STOP:
		wk->model->stop(wk->model->of, &ordering->q);
		ok = write_state(wk, NULL, out, err, why);
		break;
	default:
		ok = write_state(wk, about ? &ordering->m.question : NULL, out, err, why);
	}
	order_release(&ordering->m);
	return ok;
}

/* The answer of a server without a model: its state is null, every other request is an error. */
static void
answer_none(answer *reply, operation op)
{
	static const char none[] = "{\"kind\":\"model\",\"version\":1,\"model\":null}\n";
	problem why;

	if (op == OP_MODEL) {
		answer_fixed(reply, 200, "application/json", none, sizeof none - 1);
		return;
	}
	problem_set(&why, 400, "no_model", SAY_HTTP_NO_MODEL);
	answer_problem(reply, &why);
}

void
work_model(worker *wk, request *req, answer *reply, tensen_error *err)
{
	order *o = calloc(1, sizeof *o);
	tensen_text text = {.p = NULL};
	problem why;
	int ok =
	    o ? order_read(o, wk, req, &why) : problem_set(&why, 503, "no_memory", SAY_OUT_MEMORY);

	if (ok && !wk->model) {
		answer_none(reply, req->route->op);
		order_release(&o->m);
		return;
	}
	if (ok && !wk->searcher)
		ok = problem_of(&why, err);
	if (!ok && o)
		order_release(&o->m);
	ok = ok && work_run(o, wk, &text, err, &why);
	if (ok)
		answer_take(reply, 200, "application/json", text.p, text.n);
	else
		answer_problem(reply, &why);
}
