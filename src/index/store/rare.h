/* index/store/rare.h - the words of so few documents that the vocabulary does not have them.
 *
 * WHY     A word of one document joins no two, so neither LSA nor key words want it; but whoever
 *         asks for it wants that document.  Most different words of a corpus are such words, and
 *         nobody ever reads them here: a question brings the word.  So the section has no strings,
 *         only the hash of each word (36 bits) and the row, some five bytes together.  That a word
 *         of nobody has the hash of another one happens once in 2^36 / n questions.
 * WHAT    Words and compounds, no functions.  A row lists a word once.
 * SEE     index/FORMAT.md, `rare`. */
#pragma once
#include <stdint.h>
#include <tensen/status.h>
#include "util/buf.h"

#define RARE_ROW_BITS 26 /* of a key; the hash above it */
/* A word of more rows is not rare: the vocabulary lacks it because too many documents have it.  All
 * its rows are listed like others, so that the section does not depend on how the documents were
 * divided, and an update does not make it rare. */
#define RARE_FEW 64

typedef struct rare {
	uint64_t n; /* pairs of word and row */
	uint32_t n_rows, n_blocks;
	unsigned row_bits;
	const uint8_t *first, *at; /* by block: u64 hash of its first pair, u32 place */
	const uint8_t *blocks;
	size_t bytes; /* of the blocks */
} rare;

/* The key of a word, by its hash, in a row; sorted keys are what the writer takes. */
uint64_t rare_key_of(uint64_t hash, uint32_t row);
uint64_t rare_hash(span form);
static inline uint32_t
rare_row(uint64_t key)
{
	return (uint32_t)(key & ((1u << RARE_ROW_BITS) - 1));
}

/* Sort n keys and append the section; pairs that are there twice are written once. */
tensen_status rare_write(
    buf *out, uint64_t *keys, size_t n, uint32_t n_rows, unsigned threads, tensen_error *err);
/* bytes: borrowed, stays. */
tensen_status rare_open(rare *out, span bytes, uint32_t n_rows, tensen_error *err);
/* The rows that have a word, ascending, at most max. */
uint32_t rare_find(const rare *rares, span form, uint32_t *ids, uint32_t max);
/* Append the keys of all pairs, uint64_t; E_CORRUPT if a block is damaged. */
tensen_status rare_keys(const rare *rares, buf *out, tensen_error *err);
/* Append keys with other rows: row_of[row], UINT32_MAX for a row that is gone. */
void rare_renumber(buf *to, const buf *keys, const uint32_t *row_of);
