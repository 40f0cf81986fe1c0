/* engine/searcher.c - the memory with which one thread asks an index. */
#include <stdlib.h>
#include "engine/late.h"
#include "engine/translate/translate.h"
#include "util/fail.h"
#include "util/memory.h"

static tensen_status
prepare(tensen_searcher *s, const tensen_index *ix, tensen_error *err)
{
	tensen_status st;

	s->ix = ix;
	s->no_synonyms = ix->no_synonyms;
	arena_init(&s->mem);
	st = index_ready(ix, err);
	for (int v = 0; v < N_VIEWS && st == TENSEN_OK; v++)
		st = vecset_scratch_new(&s->vectors[v], ix->store->views[v], err);
	if (st == TENSEN_OK && ix->store->embedded.v)
		st = vecset_scratch_new(&s->embedded, ix->store->embedded.v, err);
	if (st == TENSEN_OK)
		st = postings_scratch_new(&s->lexical, ix->store->lexical, err);
	if (st == TENSEN_OK)
		st = docstore_scratch_new(&s->docs, err);
	return st == TENSEN_OK ? docstore_scratch_new(&s->terms, err) : st;
}

tensen_status
tensen_searcher_new(tensen_searcher **out, const tensen_index *ix, tensen_error *err)
{
	tensen_searcher *s = *out = calloc(1, sizeof *s);
	tensen_status st = s ? prepare(s, ix, err) : tensen_fail_nomem(err);

	return KEEP_OR_FREE(st, out, tensen_searcher_free);
}

void
tensen_searcher_translate(tensen_searcher *s, int translate)
{
	s->untranslated = !translate;
}

void
tensen_searcher_synonyms(tensen_searcher *s, int synonyms)
{
	s->no_synonyms = !synonyms || s->ix->no_synonyms;
}

void
tensen_searcher_free(tensen_searcher *s)
{
	if (!s)
		return;
	translator_free(s->translator);
	analysis_free(s->analysis);
	for (int v = 0; v < N_VIEWS; v++)
		vecset_scratch_free(s->vectors[v]);
	vecset_scratch_free(s->embedded);
	postings_scratch_free(s->lexical);
	docstore_scratch_free(s->docs);
	docstore_scratch_free(s->terms);
	arena_clear(&s->mem);
	free(s);
}
