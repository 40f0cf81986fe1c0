/* result/ideas/ideas_result.c - the two kinds of result that hold ideas, and the forms they have.
 */
#include "result/ideas/ideas_result.h"

static int
empty(const tensen_result *r)
{
	return RESULT_AS(ideas_result, r)->n_ideas == 0;
}

double
evidence_nearness(const tensen_evidence *e)
{
	return (double)(e->problem < e->means ? e->problem : e->means);
}

static const result_class ideas_class = {"ideas", empty, ideas_json, ideas_table, ideas_jsonl,
    ideas_csv, ideas_markdown, ideas_html, NULL};

static const result_class combine_class = {"combine", empty, ideas_json, ideas_table, ideas_jsonl,
    ideas_csv, ideas_markdown, ideas_html, NULL};

int
ideas_is_combine(const ideas_result *r)
{
	return r->base.cls == &combine_class;
}

ideas_result *
combine_result_new(void)
{
	return result_new(&combine_class, sizeof(ideas_result));
}

ideas_result *
ideas_result_new(void)
{
	return result_new(&ideas_class, sizeof(ideas_result));
}

const tensen_idea *
tensen_result_ideas(const tensen_result *r, size_t *n)
{
	const ideas_result *x = RESULT_AS(ideas_result, r);

	*n = r->cls == &ideas_class || r->cls == &combine_class ? x->n_ideas : 0;
	return *n ? x->ideas : NULL;
}
