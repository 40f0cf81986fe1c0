/* text/steps.h - the steps that analyzer.c runs for every sentence.
 *
 *   Japanese   signs_strip() -> morphs_read() (text/morphs.h) -> runs_emit()
 *              -> functions_emit()
 *   English    english_emit() */
#pragma once
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
emit_begin(const emitter *out)
{
	return out->bytes.n;
}

/* Make a term of the bytes added to out->bytes since emit_begin(); it stands at [p, end) of the
 * sentence. */
static inline void
emit_end(emitter *out, size_t begin, term_kind kind, const char *str, const char *end)
{
	term *t = buf_more(&out->terms, sizeof *t);

	if (t)
		*t = (term){{(const char *)(uintptr_t)begin, out->bytes.n - begin}, (uint8_t)kind,
		    out->base + out->map[str - out->from], out->base + out->map[end - out->from]};
}

static inline void
emit_word(emitter *out, span text, const char *str, const char *end)
{
	size_t begin = emit_begin(out);

	buf_span(&out->bytes, text);
	emit_end(out, begin, TERM_WORD, str, end);
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
runs_n(const runs *sorted_runs)
{
	return sorted_runs->mem.n / sizeof(run);
}

static inline const run *
runs_v(const runs *sorted_runs)
{
	return (const run *)(const void *)sorted_runs->mem.p;
}

/* Find the runs and emit words and compounds in order of appearance. */
void runs_emit(runs *out, const morphs *words, const lexicon *lex, emitter *emit);
/* Append the canonical form of morphs [from, to) to the emitter's bytes. */
void runs_spell(emitter *out, const morphs *words, const lexicon *lex, uint32_t from, uint32_t to);
/* 1 if the morph is a term by itself. */
int morph_is_term(const morph *one_morph);

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
int predicate_at(const morphs *words, size_t i, predicate *verb);
/* The predicate of the noun whose particle ends before morph i.  を (wo = 1) reaches across commas
 * and states, が does not. */
predicate predicate_behind(const morphs *words, size_t i, int wo);
/* The morph behind する, できる, 可能 or し得る at i, which make the noun before them a verb; else
 * 0. */
size_t predicate_verbalized(const morphs *words, size_t i);
/* 1 if the を at i only links phrases (を介して, を用いて). */
int predicate_is_link(const morphs *words, size_t i);

/* ---- functions.c ---- */

/* Emit the functions ("what is done to what") of the morphs and runs of one sentence. */
void functions_emit(const morphs *words, const runs *sorted_runs, const lexicon *lex, emitter *out);

/* ---- english.c ---- */

typedef struct english english; /* belongs to one thread */

tensen_status english_new(english **out, tensen_error *err);
void english_free(english *rules);
/* Emit the terms of a normalized English sentence.  0, or -1 when out of memory. */
int english_emit(english *rules, span text, const lexicon *lex, emitter *out);
