/* text/runs.h - words and compounds of one Japanese sentence.
 *
 * A run is a sequence of morphs that reads as one noun: 熱|硬化|性|樹脂|組成|物.  It is emitted as
 * a compound, directly followed by those of its parts that are words by themselves.  The objects of
 * functions are runs too. */
#ifndef TEXT_RUNS_H
#define TEXT_RUNS_H
#include "text/emit.h"
#include "text/morphs.h"

typedef struct run {
	uint32_t from, to; /* morphs of the compound, edges trimmed; from == to: none left */
	uint32_t stop;     /* the morph behind the whole run: its particle */
} run;

typedef struct runs {
	buf mem; /* run[] */
} runs;

static inline size_t
runs_n(const runs *r)
{
	return r->mem.n / sizeof(run);
}

static inline const run *
runs_v(const runs *r)
{
	return (const run *)(const void *)r->mem.p;
}

/* Find the runs and emit words and compounds in order of appearance. */
void runs_emit(runs *out, const morphs *m, const lexicon *x, emitter *e);
/* Append the canonical form of morphs [from, to) to the emitter's bytes. */
void runs_spell(emitter *e, const morphs *m, const lexicon *x, uint32_t from, uint32_t to);
/* 1 if the morph is a term by itself. */
int morph_is_term(const morph *m);

#endif
