/* engine/base/searcher.h - the inside of tensen_searcher. */
#pragma once
#include "engine/base/document_terms.h"
#include "engine/base/index.h"

/* The vectors of a view, and the memory to ask them with. */
typedef struct searcher_vectors {
	const vecset *v;
	vecset_scratch *scratch;
} searcher_vectors;

struct tensen_searcher {
	const tensen_index *ix;
	analysis *analysis;                /* searcher_analysis(): NULL until a text is cut */
	searcher_vectors vectors[N_VIEWS]; /* searcher_view(): empty until a view is asked */
	vecset_scratch *embedded;          /* NULL: the index has no vectors of a model */
	postings_scratch *lexical;
	docstore_scratch *docs, *terms;
	int untranslated;   /* 1: queries are not translated */
	int no_synonyms;    /* 1: asked with the words as they are */
	float embed_weight; /* of vectors of a model beside the words; 0: none are asked */
	struct translator *translator; /* made when first wanted: engine/translate */
	arena mem;                     /* of the query being answered; reset at its start */
};

tensen_status searcher_view(
    searcher_vectors *out, tensen_searcher *searcher, view which, tensen_error *err);
/* What cuts text for this searcher.  E_MISMATCH: index_analyzer(). */
tensen_status searcher_analysis(analysis **out, tensen_searcher *searcher, tensen_error *err);

/* The stored terms of a row in searcher->mem, ascending (engine/base/document_terms.c). */
tensen_status row_terms(
    tensen_searcher *searcher, uint32_t row, term_count **count, uint32_t *n, tensen_error *err);
