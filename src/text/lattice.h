/* text/lattice.h - the best path through a text by a MeCab dictionary.
 *
 * WHAT    MeCab's search (Kudo, Yamamoto, Matsumoto, EMNLP 2004).  Candidates are the words of the
 *         dictionary that begin where another candidate ends, and unknown words by the
 *         category of their characters; the result is the path of least cost.  It equals
 *         libmecab's, node by node (tests/property/test_lattice.c).
 * WHY     Building an index spends most of its time here.  libmecab clears 112 bytes for each
 *         candidate, compares each pair of neighbours, and waits for the word list at every
 *         character; lattice.c avoids all three.  A text needs no NUL behind it. */
#pragma once
#include "text/dictionary.h"
#include "util/buf.h"
#include "util/span.h"

/* A word of the path. */
typedef struct cut_word {
	const char *feature; /* in the dictionary */
	span surface;        /* in the text */
	uint8_t gap;         /* 1: blanks stand before it */
	uint8_t unknown;
} cut_word;

typedef struct lattice lattice; /* belongs to one thread */
tensen_status lattice_new(lattice **out, const dictionary *dict, tensen_error *err);
void lattice_free(lattice *graph); /* NULL allowed */
/* The words of s, borrowed until the next call.  0; -1: out of memory, or a text of more than 16
 * million candidates (some 5 MB, a thousand times SENTENCE_MAX). */
int lattice_cut(lattice *graph, span text, const cut_word **words, size_t *n);
