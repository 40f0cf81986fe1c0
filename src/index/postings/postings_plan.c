/* index/postings/postings_plan.c - a query as fixed-point weights of lists.
 *
 * WHY     Integer sums do not depend on their order: pruned, exhaustive, batched
 *         and explained scores are equal to the last bit, and tests compare with ==.
 *         With all maxima together below 2^24 units every sum is a float exactly. */
#include "index/postings/postings_scratch.h"
#include <math.h>
#include <stdlib.h>
#include "util/bytes.h"
#include "util/fail.h"

#define MAX_SUM ((1u << 24) - 1)
#define MAX_TERMS 65536u

static double
lexical_idf(uint32_t n_rows, uint32_t df)
{
	return log(1.0 + (n_rows - (double)df + 0.5) / (df + 0.5));
}

static double
log_count(double tf)
{
	return tf < 1 ? tf : 1 + log(tf);
}

static tensen_status
postings_reserve(lex_plan *plan, uint32_t n, tensen_error *err)
{
	lex_weight *t;

	if (n <= plan->cap)
		return TENSEN_OK;
	if (n > MAX_TERMS)
		return tensen_fail(
		    err, TENSEN_E_ARG, "query of %u terms, at most %u", n, MAX_TERMS);
	if (!(t = realloc(plan->terms, n * sizeof *t)))
		return tensen_fail_nomem(err);
	plan->terms = t;
	plan->cap = n;
	return TENSEN_OK;
}

/* Short lists do not store their maximum: it costs less to look than 4 bytes a list. */
static tensen_status
list_max(const postings *lists, uint32_t term, uint16_t *max, tensen_error *err)
{
	uint32_t rows[POSTINGS_BLOCK];
	uint8_t codes[POSTINGS_BLOCK];
	list_cursor c;
	tensen_status st = list_cursor_init(&c, lists, term, err);

	*max = 0;
	if (st < 0 || c.list.n_blocks > 0) {
		*max = c.list.max;
		return st;
	}
	if (list_cursor_peek(&c, lists) == 0)
		return TENSEN_OK;
	if ((st = list_cursor_decode(&c, lists, rows, codes, err)) < 0)
		return st;
	for (uint32_t i = 0; i < c.n; i++) {
		uint16_t x = lists->impact.of[codes[i]][lists->norm[rows[i]]];
		*max = x > *max ? x : *max;
	}
	return TENSEN_OK;
}

static tensen_status
add_terms(lex_plan *plan, const postings *lists, const lex_query *q, tensen_error *err)
{
	double sum = 0, idf, whole = 1;
	tensen_status st;

	for (uint32_t i = 0; i < q->n_terms; i++) {
		uint32_t df = postings_df(lists, q->terms[i].term);
		lex_weight *t = &plan->terms[plan->n];

		if (df == 0 || !(q->terms[i].weight > 0) || !isfinite(q->terms[i].weight))
			continue;
		idf = lexical_idf(lists->n_rows, df);
		*t = (lex_weight){.index = i,
		    .term = q->terms[i].term,
		    .value = log_count(q->terms[i].weight) * idf};
		if (q->share)
			t->value *= idf;
		sum += t->value;
		if ((st = list_max(lists, t->term, &t->max_impact, err)) < 0)
			return st;
		plan->n++;
	}
	if (q->share)
		whole = sum * (lef32(lists->head + HEAD_K1) + 1);
	for (uint32_t i = 0; i < plan->n; i++)
		plan->terms[i].value /= whole;
	return TENSEN_OK;
}

/* The finest power of two at which the maxima together stay below 2^24. */
static void
set_units(lex_plan *plan, const postings *lists)
{
	double per_code = lists->max_impact / (double)POSTINGS_IMPACT, sum = 0;
	int e;

	for (uint32_t i = 0; i < plan->n; i++)
		sum += plan->terms[i].value * per_code * plan->terms[i].max_impact;
	if (!(sum > 0)) {
		plan->n = 0;
		return;
	}
	e = (int)floor(log2((MAX_SUM - 2.0 * plan->n) / sum));
	e = e > 100 ? 100 : e < -100 ? -100 : e;
	plan->unit = (float)ldexp(1.0, -e);
	for (uint32_t i = 0; i < plan->n; i++) {
		lex_weight *t = &plan->terms[i];
		t->w = (uint64_t)(ldexp(t->value * per_code, e + 16) + 0.5);
		t->max = lex_contribution(t->w, t->max_impact);
	}
}

tensen_status
lex_plan_make(lex_plan *plan, const postings *lists, const lex_query *lq, tensen_error *err)
{
	tensen_status st;

	plan->n = 0;
	plan->unit = 1;
	if ((st = postings_reserve(plan, lq->n_terms, err)) < 0 ||
	    (st = add_terms(plan, lists, lq, err)) < 0)
		return st;
	set_units(plan, lists);
	return TENSEN_OK;
}
