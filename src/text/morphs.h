/* text/morphs.h - MeCab's words as a plain array of what later steps ask for.
 *
 * Written for the columns of IPADIC and NAIST-jdic, which agree. */
#ifndef TEXT_MORPHS_H
#define TEXT_MORPHS_H
#include <stdint.h>
#include <tensen/status.h>
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
	MORPH_GAP = 1,     /* a blank, or a sign taken out, stands before it */
	MORPH_UNKNOWN = 2, /* not in the dictionary */
	MORPH_STEM = 4,    /* verb in 連用形, which may be part of a compound */
	MORPH_SURU = 8,    /* the verb する and its kin */
	MORPH_JOINED = 16  /* a verb of two verbs */
};

typedef struct morph {
	span surface;         /* in the sentence */
	span base;            /* base form in canonical spelling */
	const lex_entry *lex; /* of base */
	uint8_t kind, flags;
} morph;

typedef struct known_word known_word;

/* The morphs of one sentence, and what reading needs; belongs to one thread. */
typedef struct morphs {
	lattice *lattice;
	const lexicon *words; /* borrowed */
	known_word *known;    /* by hash of the feature's address */
	morph *v;
	size_t n;
	buf mem;     /* morph[] */
	buf swapped; /* scratch: what the lattice gets for a clause */
	buf made;    /* base forms made here, of this sentence */
	uint64_t n_unknown, n_words;
} morphs;

tensen_status morphs_init(morphs *m, const dictionary *d, const lexicon *x, tensen_error *err);
void morphs_clear(morphs *m);

/* 0, or -1 when out of memory.  The spans lie in the
 * sentence, in the dictionary or in the lexicon. */
int morphs_read(morphs *m, span sentence);

/* Morph i; behind the last one a symbol that is nothing. */
static inline const morph *
morph_at(const morphs *m, size_t i)
{
	static const lex_entry nothing = {0, LEX_NONE, LEX_NONE, LEX_NONE};
	static const morph end = {{"", 0}, {"", 0}, &nothing, M_SYMBOL, 0};

	return i < m->n ? &m->v[i] : &end;
}

static inline int
morph_is(const morph *m, const char *base)
{
	return span_eq(m->base, span_of(base));
}

static inline int
morph_is_particle(const morph *m, const char *s)
{
	return m->kind == M_PARTICLE && span_eq(m->surface, span_of(s));
}

#endif
