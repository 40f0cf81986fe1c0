/* engine/query/asked_query.c - what a caller asks: an id or a text, moved by marked documents. */
#include "engine/engine.h"
#include "engine/options.h"
#include "engine/query/feedback.h"
#include "text/utf8.h"
#include "util/fail.h"

static tensen_status
by_id(asked *out, tensen_searcher *s, const char *id, tensen_error *err)
{
	uint32_t row;
	tensen_status st = row_of_id(&row, s->ix, id, err);

	if (st < 0)
		return st;
	arena_reset(&s->mem);
	return asked_beside(out, s, row, err);
}

static tensen_status
by_id_or_text(asked *out, tensen_searcher *s, const tensen_query *q, tensen_error *err)
{
	document d;
	size_t bad;

	if (!q->id == !q->text)
		return tensen_fail(err, TENSEN_E_ARG, "a query is an id or a text, one of them");
	if (q->id)
		return by_id(out, s, q->id, err);
	bad = utf8_bad_at((span){q->text, q->text_len});
	if (bad < q->text_len)
		return tensen_fail(
		    err, TENSEN_E_INPUT, "query text is not UTF-8: byte %zu does not fit", bad);
	arena_reset(&s->mem);
	document_init(&d, &s->mem);
	d.abstract = (span){q->text, q->text_len};
	return asked_document(out, s, &d, err);
}

tensen_status
asked_query(asked *out, tensen_searcher *s, const tensen_query *q, tensen_error *err)
{
	tensen_query known;
	tensen_status st = query_options(&known, q, err);

	if (st == TENSEN_OK)
		st = by_id_or_text(out, s, &known, err);
	return st < 0 ? st : feedback_move(out, s, known.seed, known.noise, err);
}
