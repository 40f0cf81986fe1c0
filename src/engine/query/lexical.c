/* engine/query/lexical.c - see lexical.h. */
#include "engine/base/query.h"
#include "engine/query/lexical.h"
#include <math.h>
#include "text/analyzer.h"
#include "util/fail.h"

#define COMPOUND 0.5f /* of a word, when fused: bench/text/fusion.txt */

/* The weighted count of a term.  Scores damp a count; the worth of a translated term is a factor of
 * the damped value, so it is converted to a factor of the count. */
static float
count_of(const query *q, uint32_t i)
{
	float tf = term_weighted(&q->terms[i], view_section_weights[VIEW_TOPIC]);

	if (q->share)
		tf *= q->share[i];
	if (!q->worth)
		return tf;
	tf = tf_damped(tf) * q->worth[i];
	return tf > 1 ? expf(tf - 1) : tf;
}

tensen_status
lexical_query(
    weighted_term **out, uint32_t *n, tensen_searcher *searcher, const query *q, tensen_error *err)
{
	*out = arena_alloc(&searcher->mem, (q->n_terms + (size_t)1) * sizeof **out);
	*n = 0;
	if (!*out)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < q->n_terms; i++) {
		float tf = count_of(q, i);
		if (tf > 0 && searcher->ix->store->vocab.kind[q->terms[i].term] != TERM_FUNCTION)
			(*out)[(*n)++] = (weighted_term){q->terms[i].term, tf};
	}
	return TENSEN_OK;
}

tensen_status
lexical_words(
    lex_query *out, tensen_searcher *searcher, const query *q, tensen_side side, tensen_error *err)
{
	int share = side == TENSEN_FUSED || side == TENSEN_DENSE || side == TENSEN_EMBEDDINGS;
	weighted_term *terms;
	uint32_t n;
	tensen_status st = lexical_query(&terms, &n, searcher, q, err);

	if (st < 0)
		return st;
	for (uint32_t i = 0; share && i < n; i++)
		if (searcher->ix->store->vocab.kind[terms[i].term] == TERM_COMPOUND)
			terms[i].weight *= COMPOUND;
	*out = (lex_query){.terms = terms, .n_terms = n, .share = share};
	return TENSEN_OK;
}
