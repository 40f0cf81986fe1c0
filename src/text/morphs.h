/* text/morphs.h - the words of a sentence with the properties that later steps need.
 *
 * Written for the columns of IPADIC and NAIST-jdic, which are the same. */
#pragma once
#include <stdint.h>
#include <tensen/status.h>
#include "text/dictionary.h"
#include "text/lattice.h"
#include "text/lexicon.h"
#include "util/buf.h"

typedef enum morph_kind {
	M_OTHER = 0, /* conjunctions, adnominals, interjections, fillers */
	M_NOUN,      /* common, proper, unknown */
	M_SAHEN,     /* takes する */
	M_STATE,     /* 形容動詞語幹 */
	M_NUMBER,
	M_COUNTER, /* 接尾,助数詞 */
	M_SUFFIX,
	M_WHEN,      /* 副詞可能 */
	M_DEPENDENT, /* こと, もの, ため, pronouns: nouns without content */
	M_PREFIX,
	M_VERB,
	M_VERB_TAIL, /* 動詞 非自立, 接尾: られる, いる */
	M_ADJECTIVE,
	M_ADJECTIVE_TAIL, /* にくい */
	M_ADVERB,
	M_PARTICLE,
	M_AUXILIARY,
	M_SYMBOL
} morph_kind;

enum {
	MORPH_GAP = 1,     /* a blank, or a removed reference sign, stands before it */
	MORPH_UNKNOWN = 2, /* not in the dictionary */
	MORPH_STEM = 4,    /* verb in 連用形, which may be part of a compound */
	MORPH_SURU = 8,    /* する and its variants */
	MORPH_JOINED = 16  /* a compound verb */
};

typedef struct morph {
	span surface;         /* in the sentence */
	span base;            /* base form in canonical spelling */
	const lex_entry *lex; /* of base */
	uint8_t kind, flags;
} morph;

typedef struct known_word known_word;

/* The morphs of one sentence and the memory for reading them; belongs to one thread. */
typedef struct morphs {
	lattice *lattice;
	const lexicon *words; /* borrowed */
	known_word *known;    /* by hash of the feature's address */
	morph *v;
	size_t n;
	buf mem;     /* morph[] */
	buf swapped; /* scratch: a clause with stand-ins */
	buf made;    /* base forms of the compound verbs of this sentence */
	uint64_t n_unknown, n_words;
} morphs;

tensen_status morphs_init(
    morphs *morph_list, const dictionary *dict, const lexicon *lex, tensen_error *err);
void morphs_clear(morphs *words);

/* Read a sentence.  0; -1: out of memory.  The spans lie in the sentence, in the dictionary or in
 * the lexicon. */
int morphs_read(morphs *words, span sentence);

/* Morph i; beyond the last one a symbol without content. */
static inline const morph *
morph_at(const morphs *words, size_t i)
{
	static const lex_entry nothing = {0, LEX_NONE, LEX_NONE, LEX_NONE};
	static const morph end = {{"", 0}, {"", 0}, &nothing, M_SYMBOL, 0};

	return i < words->n ? &words->v[i] : &end;
}

static inline int
morph_is(const morph *one_morph, const char *base)
{
	return span_eq(one_morph->base, span_of(base));
}

static inline int
morph_is_particle(const morph *one_morph, const char *str)
{
	return one_morph->kind == M_PARTICLE && span_eq(one_morph->surface, span_of(str));
}
