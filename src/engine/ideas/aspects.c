/* engine/ideas/aspects.c - see aspects.h. */
#include "engine/base/document_ref.h"
#include "engine/base/query.h"
#include "engine/ideas/aspects.h"
#include "text/utf8.h"
#include "util/fail.h"

#define WHOLE_COLUMNS 600 /* of a text without a title, shown with every document found */

static tensen_status
add_given(aspects *to, tensen_searcher *searcher, const tensen_asking *asking, tensen_error *err)
{
	const char *const *given = asking->aspects;
	size_t n = 0;

	while (given && given[n])
		n++;
	for (size_t i = 0; i < n; i++) {
		span text = span_trim(span_of(given[i]));
		tensen_aspect_kind kind =
		    i + asking->n_said < n ? TENSEN_ASPECT_GIVEN : TENSEN_ASPECT_SAID;
		tensen_status st;
		if (!text.n)
			return tensen_fail(err, TENSEN_E_ARG, SAY_ASPECT_EMPTY, i + 1);
		if (text.n > TENSEN_ASPECT_BYTES)
			return tensen_fail(err, TENSEN_E_ARG, SAY_ASPECT_HAS_BYTES, i + 1, text.n,
			    TENSEN_ASPECT_BYTES);
		text = arena_copy(&searcher->mem, text.p, text.n);
		if (!text.p)
			return tensen_fail_nomem(err);
		if ((st = aspects_add(to, searcher, kind, text, err)) < 0)
			return st;
	}
	return TENSEN_OK;
}

/* The counts outside the description, where there is anything outside it: a description repeats its
 * examples, and the query would search for these. */
static int
leave_description(term_count *terms)
{
	uint32_t left = 0;

	terms->in[SEC_DESCRIPTION] = 0;
	for (int k = 0; k < N_SECTIONS; k++)
		left += terms->in[k];
	return left > 0;
}

static tensen_status
ask_whole(aspect *one_aspect, tensen_searcher *searcher, const query *q, tensen_error *err)
{
	term_count *t = arena_alloc(&searcher->mem, (q->n_terms + (size_t)1) * sizeof *t);
	uint32_t n = 0;

	if (!t)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < q->n_terms; i++) {
		t[n] = q->terms[i];
		n += leave_description(&t[n]) != 0;
	}
	one_aspect->query = *q;
	if (n == 0 || n == q->n_terms)
		return TENSEN_OK; /* only a description, or no text */
	one_aspect->query.terms = t;
	one_aspect->query.n_terms = n;
	return query_project(&one_aspect->query, searcher, err);
}

static tensen_status
trades_of_all(span *out, const aspects *to, tensen_searcher *searcher, tensen_error *err)
{
	buf b = BUF_INIT;
	tensen_status st;

	for (uint32_t i = 0; i < to->n; i++) {
		buf_str(&b, b.n && to->v[i].trades.n ? "," : "");
		buf_span(&b, to->v[i].trades);
	}
	*out = arena_copy(&searcher->mem, b.p ? b.p : "", b.n);
	st = b.failed || !out->p ? tensen_fail_nomem(err) : TENSEN_OK;
	buf_clear(&b);
	return st;
}

static tensen_status
add_whole(aspects *to, tensen_searcher *searcher, const query *q, tensen_error *err)
{
	span label = q->doc.title.n ? q->doc.title : utf8_clip(q->doc.abstract, WHOLE_COLUMNS);
	span trades;
	tensen_status st = trades_of_all(&trades, to, searcher, err);
	aspect *x = aspects_push(to, TENSEN_ASPECT_WHOLE, label);

	if (!x || st < 0)
		return st;
	x->trades = trades;
	return ask_whole(x, searcher, q, err);
}

int
aspect_is_of_trade(const aspect *one_aspect, const rows *rows_of, uint32_t row)
{
	const span subclass = row_subclass(rows_of, row);
	span left = one_aspect->trades;

	while (subclass.n && left.n)
		if (span_eq(span_cut(&left, ','), subclass))
			return 1;
	return 0;
}

tensen_status
aspects_make(aspects *out, tensen_searcher *searcher, const query *q, const tensen_asking *asking,
    tensen_error *err)
{
	tensen_status st;

	out->n = 0;
	out->of = q;
	out->v =
	    arena_calloc(&searcher->mem, (TENSEN_ASPECTS_MAX + ASPECTS_MADE_MAX) * sizeof *out->v);
	if (!out->v)
		return tensen_fail_nomem(err);
	if ((st = add_given(out, searcher, asking, err)) < 0 || (asking->only_given && out->n))
		return st;
	if ((st = aspect_sources(out, searcher, q, err)) < 0 ||
	    (st = aspects_elsewhere(out, searcher, q, err)) < 0)
		return st;
	return add_whole(out, searcher, q, err);
}
