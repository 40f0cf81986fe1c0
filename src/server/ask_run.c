/* server/ask_run.c - asks the index and renders the answer. */
#include "server/ask.h"

const char *
ask_written(const ask *q)
{
	return q->text            ? "text"
	       : q->aspects[0]    ? "aspect"
	       : q->drop_words[0] ? "drop-word"
	       : q->add_words[0]  ? "add-word"
				  : NULL;
}

tensen_query
ask_query(const ask *a)
{
	return (tensen_query){.size = sizeof(tensen_query),
	    .id = a->ids[0],
	    .text = a->text,
	    .text_len = a->text_len,
	    .seed = a->seed,
	    .noise = a->noise,
	    .own_fields = a->own_fields,
	    .drop_words = a->drop_words,
	    .add_words = a->add_words};
}

tensen_asking
ask_asking(const ask *a)
{
	return (tensen_asking){.aspects = a->aspects[0] ? a->aspects : NULL,
	    .only_given = a->aspects_only,
	    .judgements = a->judgements,
	    .n_judgements = a->n_judgements};
}

static tensen_status
call_ideas(const ask *a, tensen_searcher *s, const tensen_query *q, const tensen_asking *asking,
    tensen_result **r, tensen_error *err)
{
	const tensen_ideas_opts o = {.size = sizeof o,
	    .k = a->k,
	    .boldness = a->boldness,
	    .unread = a->candidates,
	    .asking = *asking,
	    .filter = a->filter};

	if (a->op == OP_COMBINE)
		return tensen_combine(s, a->ids, a->n_ids, &o, r, err);
	if (a->n_ids > 1)
		return tensen_ideas_together(s, a->ids, a->n_ids, &o, r, err);
	return tensen_ideas(s, q, &o, r, err);
}

static tensen_status
call(const ask *a, const ask_to *to, const tensen_query *q, const tensen_asking *asking,
    tensen_result **r, tensen_error *err)
{
	const tensen_search_opts search = {.size = sizeof search,
	    .k = a->k,
	    .offset = a->offset,
	    .side = a->side,
	    .explain = a->explain,
	    .quote = a->quote,
	    .varied = a->varied,
	    .filter = a->filter,
	    .per = a->per,
	    .groups = a->groups};
	const tensen_match_opts match = {
	    .size = sizeof match, .k = a->k, .closed = a->closed, .filter = a->filter};
	const tensen_candidates_opts candidates = {.size = sizeof candidates,
	    .n = a->candidates,
	    .family = a->family,
	    .asking = *asking,
	    .filter = a->filter};

	switch (a->op) {
	case OP_CANDIDATES:
		return tensen_candidates(to->s, q, &candidates, r, err);
	case OP_INFO:
		return tensen_index_info(to->ix, r, err);
	case OP_FIELDS:
		return tensen_index_fields(to->ix, r, err);
	case OP_SEARCH:
		return tensen_search(to->s, q, &search, r, err);
	case OP_MATCH:
		return tensen_match(to->s, q, &match, r, err);
	case OP_SHOW:
		return tensen_show(to->s, q, r, err);
	case OP_IDEAS:
	case OP_COMBINE:
	case OP_MODEL: /* the last three are answered without an ask (work.c) */
	case OP_MODEL_ASK:
	case OP_MODEL_STOP:
		break;
	}
	return call_ideas(a, to->s, q, asking, r, err);
}

int
ask_run(const ask *a, const ask_to *to, tensen_text *out, tensen_error *err, problem *why)
{
	const tensen_query q = ask_query(a);
	const tensen_asking asking = ask_asking(a);
	tensen_result *r = NULL;
	tensen_status st;

	*out = (tensen_text){.p = NULL};
	tensen_searcher_translate(to->s, !a->no_translation);
	tensen_searcher_synonyms(to->s, !a->no_synonyms);
	st = call(a, to, &q, &asking, &r, err);
	tensen_searcher_translate(to->s, 1);
	tensen_searcher_synonyms(to->s, 1);
	if (st < 0)
		return problem_of(why, err);
	st = tensen_result_render(r, &a->style, out, err);
	tensen_result_free(r);
	if (st == TENSEN_E_ARG)
		return problem_set(why, 406, "no_such_form", "%s", err->message);
	return st == TENSEN_OK || problem_of(why, err);
}
