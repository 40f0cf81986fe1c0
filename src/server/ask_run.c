/* server/ask_run.c - asks the index and renders the answer. */
#include <tensen/messages.h>
#include <string.h>
#include "server/ask.h"

const char *
ask_written(const ask *req)
{
	return req->text            ? "text"
	       : req->aspects[0]    ? "aspect"
	       : req->notes[0]      ? "note"
	       : req->drop_words[0] ? "drop-word"
	       : req->add_words[0]  ? "add-word"
				    : NULL;
}

tensen_query
ask_query(const ask *req)
{
	return (tensen_query){.size = sizeof(tensen_query),
	    .id = req->ids[0],
	    .text = req->text,
	    .text_len = req->text_len,
	    .own_fields = req->own_fields,
	    .drop_words = req->drop_words,
	    .add_words = req->add_words};
}

tensen_asking
ask_asking(const ask *req)
{
	return (tensen_asking){.aspects = req->aspects[0] ? req->aspects : NULL,
	    .only_given = req->aspects_only,
	    .judgements = req->judgements,
	    .n_judgements = req->n_judgements};
}

static tensen_status
call_ideas(const ask *req, tensen_searcher *searcher, const tensen_query *q,
    const tensen_asking *asking, tensen_result **result, tensen_error *err)
{
	const tensen_ideas_opts o = {.size = sizeof o,
	    .k = req->k,
	    .boldness = req->boldness,
	    .unread = req->candidates,
	    .asking = *asking,
	    .filter = req->filter};

	if (req->op == OP_COMBINE)
		return tensen_combine(searcher, req->ids, req->n_ids, &o, result, err);
	if (req->n_ids > 1)
		return tensen_ideas_together(searcher, req->ids, req->n_ids, &o, result, err);
	return tensen_ideas(searcher, q, &o, result, err);
}

static tensen_status
ask_call(const ask *req, const ask_to *to, const tensen_query *q, const tensen_asking *asking,
    tensen_result **result, tensen_error *err)
{
	const tensen_search_opts search = {.size = sizeof search,
	    .k = req->k,
	    .offset = req->offset,
	    .side = req->side,
	    .explain = req->explain,
	    .quote = req->quote,
	    .varied = req->varied,
	    .filter = req->filter,
	    .per = req->per,
	    .groups = req->groups};
	const tensen_match_opts match = {
	    .size = sizeof match, .k = req->k, .closed = req->closed, .filter = req->filter};
	const tensen_candidates_opts candidates = {.size = sizeof candidates,
	    .n = req->candidates,
	    .family = req->family,
	    .asking = *asking,
	    .filter = req->filter};

	switch (req->op) {
	case OP_CANDIDATES:
		return tensen_candidates(to->s, q, &candidates, result, err);
	case OP_INFO:
		return tensen_index_info(to->ix, result, err);
	case OP_FIELDS:
		return tensen_index_fields(to->ix, result, err);
	case OP_SEARCH:
		return tensen_search(to->s, q, &search, result, err);
	case OP_MATCH:
		return tensen_match(to->s, q, &match, result, err);
	case OP_SHOW:
		return tensen_show(to->s, q, result, err);
	case OP_IDEAS:
	case OP_COMBINE:
	case OP_WORKBOOK:
	case OP_MODEL: /* the last three are answered without an ask (work.c) */
	case OP_MODEL_ASK:
	case OP_MODEL_STOP:
		break;
	}
	return call_ideas(req, to->s, q, asking, result, err);
}

static int
ask_workbook(const ask *req, tensen_text *out, tensen_error *err, problem *why)
{
	const char *title = req->title ? req->title : "list";
	tensen_status st =
	    tensen_workbook(req->csv, strlen(req->csv), title, &req->style, out, err);

	if (st == TENSEN_E_ARG)
		return problem_set(
		    why, 400, "bad_value", SAID("%1$s", "%2$s"), err->message, err->message_ja);
	return st == TENSEN_OK || problem_of(why, err);
}

int
ask_run(const ask *req, const ask_to *to, tensen_text *out, tensen_error *err, problem *why)
{
	const tensen_query q = ask_query(req);
	const tensen_asking asking = ask_asking(req);
	tensen_result *r = NULL;
	tensen_status st;

	*out = (tensen_text){.p = NULL};
	if (req->op == OP_WORKBOOK)
		return ask_workbook(req, out, err, why);
	tensen_searcher_translate(to->s, !req->no_translation);
	tensen_searcher_synonyms(to->s, !req->no_synonyms);
	st = ask_call(req, to, &q, &asking, &r, err);
	tensen_searcher_translate(to->s, 1);
	tensen_searcher_synonyms(to->s, 1);
	if (st < 0)
		return problem_of(why, err);
	st = tensen_result_render(r, &req->style, out, err);
	tensen_result_free(r);
	if (st == TENSEN_E_ARG)
		return problem_set(
		    why, 406, "no_such_form", SAID("%1$s", "%2$s"), err->message, err->message_ja);
	return st == TENSEN_OK || problem_of(why, err);
}
