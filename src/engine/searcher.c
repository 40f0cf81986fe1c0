/* engine/searcher.c - the memory with which one thread asks an index. */
#include <stdlib.h>
#include "engine/base/searcher.h"
#include "engine/base/late.h"
#include "engine/translate/translate.h"
#include "util/fail.h"
#include "util/memory.h"

static tensen_status
searcher_prepare(tensen_searcher *searcher, const tensen_index *ix, tensen_error *err)
{
	tensen_status st;

	searcher->ix = ix;
	searcher->no_synonyms = ix->no_synonyms;
	searcher->embed_weight = ix->embed_weight;
	arena_init(&searcher->mem);
	st = index_ready(ix, err);
	if (st == TENSEN_OK && ix->store->embedded.v)
		st = vecset_scratch_new(&searcher->embedded, ix->store->embedded.v, err);
	if (st == TENSEN_OK)
		st = postings_scratch_new(&searcher->lexical, ix->store->lexical, err);
	if (st == TENSEN_OK)
		st = docstore_scratch_new(&searcher->docs, err);
	return st == TENSEN_OK ? docstore_scratch_new(&searcher->terms, err) : st;
}

tensen_status
tensen_searcher_new(tensen_searcher **out, const tensen_index *ix, tensen_error *err)
{
	tensen_searcher *s = *out = calloc(1, sizeof *s);
	tensen_status st = s ? searcher_prepare(s, ix, err) : tensen_fail_nomem(err);

	return KEEP_OR_FREE(st, out, tensen_searcher_free);
}

const tensen_index *
tensen_searcher_index(const tensen_searcher *searcher)
{
	return searcher->ix;
}

void
tensen_searcher_translate(tensen_searcher *searcher, int translate)
{
	searcher->untranslated = !translate;
}

void
tensen_searcher_synonyms(tensen_searcher *searcher, int synonyms)
{
	searcher->no_synonyms = !synonyms || searcher->ix->no_synonyms;
}

void
tensen_searcher_free(tensen_searcher *searcher)
{
	if (!searcher)
		return;
	translator_free(searcher->translator);
	analysis_free(searcher->analysis);
	for (int v = 0; v < N_VIEWS; v++)
		vecset_scratch_free(searcher->vectors[v].scratch);
	vecset_scratch_free(searcher->embedded);
	postings_scratch_free(searcher->lexical);
	docstore_scratch_free(searcher->docs);
	docstore_scratch_free(searcher->terms);
	arena_clear(&searcher->mem);
	free(searcher);
}
