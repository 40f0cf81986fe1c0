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
	arena_init(&s->mem);
	st = index_ready(ix, err);
	for (int v = 0; v < N_VIEWS && st == TENSEN_OK; v++)
		st = vecset_scratch_new(&s->vectors[v], ix->store->views[v], err);
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

const fieldmap *
searcher_map(const tensen_searcher *s)
{
	return s->map ? s->map : index_map(s->ix);
}

tensen_status
searcher_analysis(analysis **out, tensen_searcher *s, tensen_error *err)
{
	const analyzer *a;
	tensen_status st = TENSEN_OK;

	if (!s->analysis && (st = index_analyzer(&a, s->ix, err)) == TENSEN_OK)
		st = analysis_new(&s->analysis, a, err);
	*out = s->analysis;
	return st;
}

void
tensen_searcher_translate(tensen_searcher *s, int translate)
{
	s->untranslated = !translate;
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
	postings_scratch_free(s->lexical);
	docstore_scratch_free(s->docs);
	docstore_scratch_free(s->terms);
	arena_clear(&s->mem);
	free(s);
}
