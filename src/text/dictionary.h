/* text/dictionary.h - a compiled MeCab dictionary, mapped and checked.
 *
 * WHAT    sys.dic with its companions (matrix.bin, char.bin, unk.dic) and at most one
 *         user dictionary, for text/lattice.  Immutable; shared by threads.
 * FORMAT  of MeCab 0.996 (docs in its dictionary.cpp): *.dic is 72 bytes of header, a
 *         double array (darts) over the bytes of the words, 16-byte tokens, NUL-ended
 *         feature strings; matrix.bin the cost of every pair of neighbours; char.bin
 *         a category for every character of the basic plane. */
#pragma once
#include <stdint.h>
#include <mecab.h>
#include <tensen/status.h>
#include "util/buf.h"
#include "util/bytes.h"
#include "util/files/file.h"

typedef struct dic_unit {
	int32_t base;
	uint32_t check;
} dic_unit;

/* One sense of a word: part of speech, cost, feature string. */
typedef struct dic_token {
	uint16_t left, right; /* ids in the matrix, as the right and the left neighbour */
	uint16_t pos;
	int16_t cost;
	uint32_t feature;
	uint32_t compound;
} dic_token;

/* The parts of a token that the lattice needs for every candidate. */
typedef struct dic_entry {
	uint16_t left, right; /* places in the matrix, not ids */
	int16_t cost;
	uint32_t feature;
} dic_entry;

typedef struct dic_words {
	filemap map;
	dic_unit *units; /* a copy: pages.h */
	const dic_token *tokens;
	const char *features;
	dic_entry *entries; /* by token */
	uint32_t n_units, n_tokens;
	uint32_t
	    *behind; /* [65536] the unit that a character of three bytes leads to, 0: no word */
} dic_words;

#define DIC_MAX 2        /* system and user */
#define DIC_CHARS 65535u /* in char.bin */

typedef struct char_kind {
	uint32_t types; /* bit set of categories */
	uint8_t main, length, group, invoke;
} char_kind;

typedef struct dictionary {
	dic_words words[DIC_MAX], unknown;
	unsigned n_words;
	filemap char_map;
	uint32_t n_left, n_right; /* ids in the matrix */
	/* By id of the file, its place in the matrix.  Frequent ids have neighbouring places, so
	 * that the part of the matrix in use stays in the cache. */
	uint16_t *left_place, *right_place;
	int16_t
	    *matrix; /* [place of the right word's left id][place of the left word's right id] */
	const uint8_t *chars; /* uint32_t[DIC_CHARS] */
	uint32_t n_categories;
	uint32_t unknown_value[32]; /* by category, as dic_value() gives; 0: none */
	uint32_t space;             /* categories of the blank */
} dictionary;

/* Open a dictionary by MeCab (identity.c); dir NULL: Debian's ipadic.  E_IO with the name of the
 * package when there is none; E_INPUT when it is no UTF-8 dictionary with IPADIC's columns. */
tensen_status dictionary_open(
    mecab_model_t **out, const char *dir, const char *user_dic, tensen_error *err);
/* The JSON object of analyzer_identity(). */
tensen_status identity_write(
    buf *out, mecab_model_t *model, uint64_t lists_hash, tensen_error *err);

/* Map the files of an opened and checked MeCab model.  E_CORRUPT: a file is broken. */
tensen_status dictionary_map(dictionary *dict, mecab_model_t *model, tensen_error *err);
void dictionary_unmap(dictionary *dict);

/* The categories of a character, packed; a character beyond the table has those of NUL. */
static inline uint32_t
dictionary_kind(const dictionary *dict, uint32_t c)
{
	return le32(dict->chars + 4 * (size_t)(c < DIC_CHARS ? c : 0));
}

static inline uint32_t
kind_types(uint32_t v)
{
	return v & 0x3ffff;
}

static inline char_kind
kind_unpack(uint32_t v)
{
	return (char_kind){kind_types(v), (uint8_t)(v >> 18 & 0xff), (uint8_t)(v >> 26 & 15),
	    (uint8_t)(v >> 30 & 1), (uint8_t)(v >> 31)};
}

/* One byte further in the double array: 1 and *unit moved, 0 if no word continues with it. */
static inline int
dic_step(const dic_words *words, uint32_t *unit, unsigned char byte)
{
	uint64_t p = (uint64_t)*unit + byte + 1;

	if (p >= words->n_units || words->units[p].check != *unit || words->units[p].base < 0)
		return 0;
	*unit = (uint32_t)words->units[p].base;
	return 1;
}

/* The value of the bytes that lead to `unit`, 0: no word. */
static inline uint32_t
dic_value(const dic_words *words, uint32_t unit)
{
	return unit < words->n_units && words->units[unit].check == unit &&
		       words->units[unit].base < 0
		   ? ~(uint32_t)words->units[unit].base
		   : 0;
}

/* A value of the double array: the number of tokens in the low byte, the first token above it. */
static inline uint32_t
word_tokens(uint32_t value)
{
	return value & 0xff;
}

static inline uint32_t
word_first(uint32_t value)
{
	return value >> 8;
}
