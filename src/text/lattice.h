/* text/lattice.h - the best reading of a text by a MeCab dictionary.
 *
 * WHAT    MeCab's own search (Kudo, Yamamoto, Matsumoto, EMNLP 2004): every word of the
 *         dictionary that begins where another ends, unknown words by the category of
 *         their characters, and of all paths the one of least cost.  The result is
 *         libmecab's, node by node (tests/property/test_lattice.c).
 * WHY     Cutting is most of the time of building an index.  libmecab clears 112 bytes
 *         for each candidate, compares each pair of neighbours, and waits for the
 *         word list at every character; see lattice.c for what is done instead.
 *         A text needs no NUL behind it. */
#ifndef TEXT_LATTICE_H
#define TEXT_LATTICE_H
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
tensen_status lattice_new(lattice **out, const dictionary *d, tensen_error *err);
void lattice_free(lattice *l); /* NULL allowed */
/* The words of s, borrowed until the next call.  0; -1: out of memory, or a text of more
 * than 16 million candidates (some 5 MB: sentences are a thousandth of it). */
int lattice_cut(lattice *l, span s, const cut_word **words, size_t *n);

#endif
