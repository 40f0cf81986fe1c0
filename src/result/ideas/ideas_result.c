/* result/ideas/ideas_result.c - the two kinds of result that hold ideas, and the forms they have.
 */
#include "result/ideas/ideas_result.h"
#include "result/ideas/unread.h"

#define VERSION 3 /* of JSON */

static int
ideas_empty(const tensen_result *r)
{
	const ideas_result *x = RESULT_AS(ideas_result, r);

	return x->n_ideas == 0 && x->list.n == 0;
}

static void
to_csv(const tensen_result *res, const tensen_style *style, buf *out)
{
	const ideas_result *r = RESULT_AS(ideas_result, res);

	pairs_csv(out, r->id, r->ideas, r->n_ideas, &r->list, res, style);
}

static const result_class ideas_class = {"ideas", ideas_empty, ideas_json, ideas_table, ideas_jsonl,
    to_csv, ideas_markdown, ideas_html, NULL, VERSION};

static const result_class combine_class = {"combine", ideas_empty, ideas_json, ideas_table,
    ideas_jsonl, to_csv, ideas_markdown, ideas_html, NULL, VERSION};

ideas_result *
combine_result_new(void)
{
	ideas_result *r = result_new(&combine_class, sizeof *r);

	if (r)
		r->combined = 1;
	return r;
}

ideas_result *
ideas_result_new(void)
{
	return result_new(&ideas_class, sizeof(ideas_result));
}

static const ideas_result *
ideas_of(const tensen_result *r)
{
	return r->cls == &ideas_class || r->cls == &combine_class ? RESULT_AS(ideas_result, r)
								  : NULL;
}

const tensen_idea *
tensen_result_ideas(const tensen_result *result, size_t *n)
{
	const ideas_result *x = ideas_of(result);

	*n = x ? x->n_ideas : 0;
	return *n ? x->ideas : NULL;
}

const tensen_candidate *
tensen_result_unread(const tensen_result *result, size_t *n)
{
	const ideas_result *x = ideas_of(result);

	*n = x ? x->list.n : 0;
	return *n ? x->list.v : NULL;
}

const tensen_candidate *
tensen_result_candidates(const tensen_result *result, size_t *n)
{
	const candidate_list *l = candidates_of(result);

	*n = l ? l->n : 0;
	return *n ? l->v : NULL;
}

static const candidate_list *
list_of(const tensen_result *result)
{
	const ideas_result *x = ideas_of(result);

	return x ? &x->list : candidates_of(result);
}

const tensen_aspect *
tensen_result_aspects(const tensen_result *result, size_t *n)
{
	const candidate_list *l = list_of(result);

	*n = l ? l->n_aspects : 0;
	return *n ? l->aspects : NULL;
}
