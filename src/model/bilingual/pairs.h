/* model/bilingual/pairs.h - the user's own pairs of words: a TSV file, Japanese then English. */
#ifndef MODEL_BILINGUAL_PAIRS_H
#define MODEL_BILINGUAL_PAIRS_H
#include "model/bilingual/bilingual.h"
#include "util/buf.h"

typedef struct word_pair {
	span japanese, english; /* UTF-8, of the text */
} word_pair;

typedef struct pairs {
	buf text;
	buf v;           /* word_pair[]: the user's, then the program's */
	uint32_t n, own; /* all; the user's */
	uint64_t hash;
} pairs;

tensen_status pairs_read(pairs *out, const bilingual_opts *opts, tensen_error *err);
void pairs_clear(pairs *p);

static inline const word_pair *
pairs_at(const pairs *p, uint32_t i)
{
	return (const word_pair *)(const void *)p->v.p + i;
}

#endif
