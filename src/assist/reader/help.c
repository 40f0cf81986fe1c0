/* assist/reader/help.c - both roles for one query: statements, candidates, judgements. */
#include <stdlib.h>
#include <string.h>
#include "assist/failure.h"
#include "assist/reader/reader_impl.h"

/* The model's statements behind the caller's aspects. */
static tensen_status
add_statements(
    reader *r, tensen_searcher *s, const tensen_query *q, tensen_asking *asking, tensen_error *err)
{
	const char *const *given = asking->aspects, *const * statements;
	tensen_status st = reader_say(r, s, q, &statements, err);
	size_t n = 0;

	if (st < 0)
		return st;
	for (; given && *given && n < TENSEN_ASPECTS_MAX; given++)
		r->aspects[n++] = *given;
	asking->n_said = 0;
	for (; *statements && n < TENSEN_ASPECTS_MAX; statements++, asking->n_said++)
		r->aspects[n++] = *statements;
	r->aspects[n] = NULL;
	asking->aspects = n ? r->aspects : NULL;
	return TENSEN_OK;
}

/* Ids of the candidates; the result owns them. */
static const char **
ids_of(const tensen_result *found, size_t *n)
{
	const tensen_candidate *v = tensen_result_candidates(found, n);
	const char **ids = calloc(*n ? *n : 1, sizeof *ids);

	for (size_t i = 0; ids && i < *n; i++)
		ids[i] = v[i].document.id;
	return ids;
}

static tensen_status
judge_candidates(reader *r, tensen_searcher *s, const tensen_query *q, const tensen_result *found,
    tensen_asking *asking, tensen_error *err)
{
	size_t n = 0;
	const char **ids = ids_of(found, &n);
	const reader_pairs pairs = {ids, n, asking->judgements, asking->n_judgements};
	tensen_status st;

	if (!ids)
		return failure_nomem(err);
	st = reader_judge(r, s, q, &pairs, &asking->judgements, &asking->n_judgements, err);
	free(ids);
	return st;
}

tensen_status
reader_help(reader *r, tensen_searcher *s, const tensen_query *q, const tensen_filter *filter,
    tensen_asking *asking, tensen_error *err)
{
	tensen_candidates_opts o = TENSEN_CANDIDATES_OPTS_INIT;
	tensen_result *found = NULL;
	tensen_status st;

	r->lack = (reader_lack){.statements = 0};
	r->lacking = 0;
	st = r->o.grades_only ? TENSEN_OK : add_statements(r, s, q, asking, err);

	if (st < 0)
		return st;
	o.n = r->o.documents;
	o.filter = *filter;
	o.asking = *asking;
	st = tensen_candidates(s, q, &o, &found, err);
	if (st == TENSEN_OK)
		st = judge_candidates(r, s, q, found, asking, err);
	tensen_result_free(found);
	reader_account(r);
	return st;
}
