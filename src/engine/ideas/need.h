/* engine/ideas/need.h - who has the query's problem: documents of every other field.
 *
 * LIKENESS  A document's problem is as like the query's as the mean of two shares:
 *           its LSA cosine in the problem view against the best of all fields, and the
 *           BM25 of the query's problem words in all it says, against the best.
 *           LSA hears the same trouble in other words, the words keep what few
 *           dimensions blur; either alone finds fewer planted analogies (bench/ablation).
 *           BM25 and not the tf-idf cosine: of that a title of one word (車両) has most.
 * SILENCE   A document that states no problem (a record that is only a title) is heard in all
 *           it says, and counts less.  Where it counted by its words alone, the few documents
 *           of a field that do state one were everybody's need: of J-PlatPat's titles,
 *           1 % of the documents had 59 % of all first needs, now 40 % (tensen eval --lists).
 * FIELDS    A document speaks for its first field; for its others at half weight: else
 *           one document in two fields makes two ideas of one. */
#ifndef ENGINE_IDEAS_NEED_H
#define ENGINE_IDEAS_NEED_H
#include "engine/query/filter.h"

#define NEED_K 12             /* documents kept per field and side */
#define NEED_MAX (2 * NEED_K) /* kept per field */
#define NEED_OTHER_FIELD 0.5f /* weight of a document in a field that is not its first */
#define NEED_UNSTATED 0.6f    /* of one that states no problem */

typedef struct need_doc {
	uint32_t row;
	float likeness; /* 0 .. 1, weighted for the field */
} need_doc;

typedef struct need_lists {
	lex_query words; /* the query's problem words */
	float best_cosine, best_words;
	need_doc *docs; /* [N_FIELDS * NEED_MAX], best first, ties by row; in s->mem */
	uint32_t n[N_FIELDS];
} need_lists;

/* The documents of every field but those of `skip` that `allowed` (NULL: all) lets through.
 * dense: the NEED_K nearest of each field in the problem view, found already ([64 * NEED_K],
 * NULL: the query is silent there). */
tensen_status needs_find(need_lists *out, tensen_searcher *s, const asked *a, uint64_t skip,
    const filter_set *allowed, const vec_hit *dense, const uint32_t n_dense[64], tensen_error *err);
/* The likeness of n given rows on the same scale, as documents of `field`. */
tensen_status needs_score(const need_lists *d, tensen_searcher *s, const asked *a, unsigned field,
    const uint32_t *rows_in, uint32_t n, float *likeness, tensen_error *err);

#endif
