/* text/steps.h - the steps that analyzer.c runs for every sentence.
 *
 *   Japanese   signs_strip() -> morphs_read() (text/morphs.h) -> runs_emit()
 *              -> functions_emit()
 *   English    english_emit() */
#ifndef TEXT_STEPS_H
#define TEXT_STEPS_H
#include <stdint.h>
#include <tensen/status.h>
#include "text/analyzer.h"
#include "text/lexicon.h"
#include "text/morphs.h"
#include "util/buf.h"

/* ---- the terms that the steps find ---- */

/* Terms under construction.  Their strings lie in one growing buffer, so term.s.p is an offset
 * until analysis_run() turns it into a pointer. */
typedef struct emitter {
	buf terms; /* term[] */
	buf bytes;
	const char *from;    /* the normalized sentence */
	const uint32_t *map; /* for each of its bytes the offset in the sentence as written */
	uint32_t base;       /* offset of that sentence in the text */
} emitter;

static inline size_t
emit_begin(const emitter *e)
{
	return e->bytes.n;
}

/* Make a term of the bytes added to e->bytes since emit_begin(); it stands at [p, end) of the
 * sentence. */
static inline void
emit_end(emitter *e, size_t begin, term_kind kind, const char *p, const char *end)
{
	term *t = buf_more(&e->terms, sizeof *t);

	if (t)
		*t = (term){{(const char *)(uintptr_t)begin, e->bytes.n - begin}, (uint8_t)kind,
		    e->base + e->map[p - e->from], e->base + e->map[end - e->from]};
}

static inline void
emit_word(emitter *e, span s, const char *p, const char *end)
{
	size_t begin = emit_begin(e);

	buf_span(&e->bytes, s);
	emit_end(e, begin, TERM_WORD, p, end);
}

/* ---- signs.c ---- */

/* A sentence and, for each byte and for its end, the offset in the original text. */
typedef struct mapped {
	span text;
	const uint32_t *map;
} mapped;

/* Scratch for signs_strip(); owned by the caller. */
typedef struct signs {
	buf text, map;
} signs;

/* Remove the reference signs from a Japanese sentence.  `in` is normalized.  The result is `in`,
 * or lies in *scratch until the next call; its map is NULL when out of memory. */
mapped signs_strip(signs *scratch, mapped in);
void signs_clear(signs *scratch);

/* ---- runs.c: words and compounds of one Japanese sentence. ----
 *
 * A run is a sequence of morphs that reads as one noun: 熱|硬化|性|樹脂|組成|物.  It is emitted as
 * a compound, directly followed by those of its parts that are words by themselves.  The objects of
 * functions are runs too. */

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

/* ---- predicates.c: the verb that takes the noun before a particle, and how it is used. ----
 *
 *   振動を|効果的に|抑える     the verb behind を, across an adverb
 *   低減が|図られる            passive
 *   目詰まりが|生じにくい      denied
 *
 * Found in the morphs, without a parser. */

typedef struct predicate {
	span action;                   /* base form or noun; action.n 0: none found */
	uint16_t flags;                /* LEX_* of it */
	uint32_t at;                   /* its morph */
	uint8_t denied, hard, passive; /* hard: にくい */
} predicate;

/* 1 and *p if a predicate stands at morph i, else 0. */
int predicate_at(const morphs *s, size_t i, predicate *p);
/* The predicate of the noun whose particle ends before morph i.  を (wo = 1) reaches across commas
 * and states, が does not. */
predicate predicate_behind(const morphs *s, size_t i, int wo);
/* The morph behind する, できる, 可能 or し得る at i, which make the noun before them a verb; else
 * 0. */
size_t predicate_verbalized(const morphs *s, size_t i);
/* 1 if the を at i only links phrases (を介して, を用いて). */
int predicate_is_link(const morphs *s, size_t i);

/* ---- functions.c ---- */

/* Emit the functions ("what is done to what") of the morphs and runs of one sentence. */
void functions_emit(const morphs *m, const runs *r, const lexicon *x, emitter *e);

/* ---- english.c ---- */

typedef struct english english; /* belongs to one thread */

tensen_status english_new(english **out, tensen_error *err);
void english_free(english *g);
/* Emit the terms of a normalized English sentence.  0, or -1 when out of memory. */
int english_emit(english *g, span s, const lexicon *x, emitter *e);

#endif
