/* tests/property/random_search.h - shared by the searches of random corpora. */
#pragma once
#include <string.h>
#include "../support.h"
#include "result/lists/search_result.h"

static inline search_result *
found_by(tensen_searcher *s, const char *id, const char *text, const tensen_search_opts *o)
{
	return (search_result *)(void *)search_of(s, id, text, o);
}

static inline void
done(search_result *r)
{
	tensen_result_free(&r->base);
}

/* Class symbols of a document, as places in a table of symbols. */
typedef struct some_classes {
	const char *const *symbols;
	const unsigned *v;
	unsigned n;
} some_classes;

/* 1 if two documents share the first `letters` letters of a class symbol. */
static inline int
share_letters(some_classes a, some_classes b, size_t letters)
{
	for (unsigned i = 0; i < a.n; i++)
		for (unsigned k = 0; k < b.n; k++)
			if (!strncmp(a.symbols[a.v[i]], b.symbols[b.v[k]], letters))
				return 1;
	return 0;
}
