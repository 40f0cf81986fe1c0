/* engine/lexical.c - see lexical.h. */
#include "engine/lexical.h"
#include "util/fail.h"

tensen_status
lexical_query(
    lex_term **out, uint32_t *n, tensen_searcher *s, const asked *a, view v, tensen_error *err)
{
	*out = arena_alloc(&s->mem, (a->n_terms + (size_t)1) * sizeof **out);
	*n = 0;
	if (!*out)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < a->n_terms; i++) {
		float tf = a->words[v] ? a->words[v][i]
				       : term_weighted(&a->terms[i], view_section_weights[v]);
		if (tf > 0 && s->ix->store->vocab.kind[a->terms[i].term] != TERM_FUNCTION)
			(*out)[(*n)++] = (lex_term){a->terms[i].term, tf};
	}
	return TENSEN_OK;
}
