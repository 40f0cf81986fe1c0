/* engine/query/query_understand.c - reads a caller's query, an id or a text. */
#include <tensen/messages.h>
#include "engine/query/understand.h"
#include "engine/base/options.h"
#include "engine/query/corrections.h"
#include "engine/query/own.h"
#include "engine/query/question.h"
#include "text/utf8.h"
#include "util/fail.h"

static tensen_status
by_id(query *out, tensen_searcher *searcher, const char *id, tensen_error *err)
{
	uint32_t row;
	tensen_status st = row_of_id(&row, searcher->ix, id, err);

	if (st < 0)
		return st;
	arena_reset(&searcher->mem);
	return query_of_stored_row(out, searcher, row, err);
}

static tensen_status
by_id_or_text(query *out, tensen_searcher *searcher, const tensen_query *q, tensen_error *err)
{
	document d;
	size_t bad;

	if (!q->id == !q->text)
		return tensen_fail(err, TENSEN_E_ARG, SAY_QUERY_ID_OR);
	if (q->id)
		return by_id(out, searcher, q->id, err);
	bad = utf8_bad_at((span){q->text, q->text_len});
	if (bad < q->text_len)
		return tensen_fail(err, TENSEN_E_INPUT, SAY_QUERY_TEXT_NOT, bad);
	arena_reset(&searcher->mem);
	document_init(&d, &searcher->mem);
	d.abstract = (span){q->text, q->text_len};
	return query_of_document(out, searcher, &d, err);
}

tensen_status
query_understand(query *out, tensen_searcher *searcher, const tensen_query *q, tensen_error *err)
{
	tensen_query known;
	tensen_status st = query_options(&known, q, err);

	if (st == TENSEN_OK)
		st = by_id_or_text(out, searcher, &known, err);
	if (st == TENSEN_OK)
		st = corrections_apply(out, searcher, &known, err);
	if (st == TENSEN_OK)
		st = question_make(out, searcher, err);
	return st == TENSEN_OK ? own_classes_keep(out, searcher, err) : st;
}
