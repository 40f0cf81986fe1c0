/* server/work_model.c - see work.h. */
#include "server/work.h"
#include <stdlib.h>
#include <string.h>

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
order_release(model_order *m)
{
	order *o = (order *)m; /* m is its first member */

	current_put(o->ix, o->held);
	params_clear(&o->p);
	free(o);
}

static int
order_read(order *o, const worker *w, const request *r, problem *why)
{
	int ok = r->body ? params_json(&o->p, r->body, r->body_n, why)
			 : params_query(&o->p, r->query, why);

	if (!ok || !ask_parse(&o->a, r->route->op, TENSEN_JSON, &o->p, w->models, why))
		return 0;
	if (!r->body && ask_written(&o->a))
		return problem_set(why, 400, "bad_query", "\"%s\" goes into the body of a POST",
		    ask_written(&o->a));
	o->q = ask_query(&o->a);
	o->m.question = (model_question){&o->q, &o->a.filter, ask_asking(&o->a)};
	o->m.release = order_release;
	return 1;
}

/* Give the order to the model's thread.  1: it took the order and releases it later; 0: *why says
 * the reason, and the order still belongs to the caller. */
static int
order_place(order *o, const worker *w, tensen_error *err, problem *why)
{
	tensen_result *r = NULL;

	/* an id that the index lacks is refused at once */
	if (tensen_show(w->searcher, &o->q, &r, err) < 0)
		return problem_of(why, err);
	tensen_result_free(r);
	o->ix = w->ix;
	o->held = current_get(w->ix);
	o->m.ix = o->held->ix;
	switch (w->model->ask(w->model->of, &o->m)) {
	case MODEL_TAKEN:
		return 1;
	case MODEL_USED_UP:
		return problem_set(why, 403, "model_used_up",
		    "the requests to the model that this server may make are used up");
	case MODEL_BUSY:
		break;
	}
	return problem_set(why, 503, "busy", "too many patents wait for the model");
}

static int
write_state(
    const worker *w, const model_question *q, tensen_text *out, tensen_error *err, problem *why)
{
	return w->model->state(w->model->of, w->searcher, q, out, err) == TENSEN_OK ||
	       problem_of(why, err);
}

/* Do what the request asks.  1: the answer is in *out.  The order is released here, unless the
 * model's thread took it. */
static int
run(order *o, const worker *w, tensen_text *out, tensen_error *err, problem *why)
{
	int about = o->a.ids[0] || o->a.text, ok = 1;

	switch (o->a.op) {
	case OP_MODEL_ASK:
		if (order_place(o, w, err, why))
			return write_state(w, NULL, out, err, why);
		ok = 0;
		break;
	case OP_MODEL_STOP:
		w->model->stop(w->model->of, &o->q);
		ok = write_state(w, NULL, out, err, why);
		break;
	default:
		ok = write_state(w, about ? &o->m.question : NULL, out, err, why);
	}
	order_release(&o->m);
	return ok;
}

/* The answer of a server without a model: its state is null, every other request is an error. */
static void
answer_none(answer *a, operation op)
{
	static const char none[] = "{\"kind\":\"model\",\"version\":1,\"model\":null}\n";
	problem why;

	if (op == OP_MODEL) {
		answer_fixed(a, 200, "application/json", none, sizeof none - 1);
		return;
	}
	problem_set(&why, 400, "no_model", "this server was started without --model");
	answer_problem(a, &why);
}

void
work_model(worker *w, request *r, answer *a, tensen_error *err)
{
	order *o = calloc(1, sizeof *o);
	tensen_text text = {.p = NULL};
	problem why;
	int ok =
	    o ? order_read(o, w, r, &why) : problem_set(&why, 503, "no_memory", "out of memory");

	if (ok && !w->model) {
		answer_none(a, r->route->op);
		order_release(&o->m);
		return;
	}
	if (ok && !w->searcher)
		ok = problem_of(&why, err);
	if (!ok && o)
		order_release(&o->m);
	ok = ok && run(o, w, &text, err, &why);
	if (ok)
		answer_take(a, 200, "application/json", text.p, text.n);
	else
		answer_problem(a, &why);
}
