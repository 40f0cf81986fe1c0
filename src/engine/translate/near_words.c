/* engine/translate/near_words.c - see near_words.h. */
#include "engine/translate/near_words.h"
#include <string.h>

#define TABLE "near-words.tsv"
#define SINGULAR_MOST 64 /* bytes of an English word that is looked up without its s */

enum { COLUMN_WORD, COLUMN_NEAR, N_COLUMNS };

/* The singular of an English word, in `room`; the word itself if it is none. */
static span
singular(char room[SINGULAR_MOST], span word)
{
	size_t n = word.n;

	if (n < 4 || n > SINGULAR_MOST || (unsigned char)word.p[0] >= 0x80 ||
	    word.p[n - 1] != 's' || word.p[n - 2] == 's')
		return word;
	memcpy(room, word.p, n);
	if (memcmp(word.p + n - 3, "ies", 3) != 0)
		return (span){room, n - 1};
	room[n - 3] = 'y';
	return (span){room, n - 2};
}

void
near_words_find(near_words *out, const models *tables, span word)
{
	span column[N_COLUMNS];
	char room[SINGULAR_MOST];

	*out = (near_words){.n_near = 0};
	if (tsv_find(tables, TABLE, word, column, N_COLUMNS) != N_COLUMNS &&
	    tsv_find(tables, TABLE, singular(room, word), column, N_COLUMNS) != N_COLUMNS)
		return;
	while (column[COLUMN_NEAR].n && out->n_near < NEAR_WORDS_MAX)
		out->near[out->n_near++] = span_cut(&column[COLUMN_NEAR], ',');
}
