/* model/bilingual/table.h - keys to places in a text, made once and looked up often.
 *
 * Pairs of key and place, sorted by the upper bits of the key in one counting pass: 550,000
 * places take about 10 ms and 8 bytes each. */
#ifndef MODEL_BILINGUAL_TABLE_H
#define MODEL_BILINGUAL_TABLE_H
#include <stdint.h>
#include "util/buf.h"

typedef struct place {
	uint32_t key, at;
} place;

typedef struct table {
	buf given;       /* place[], in order of the text; empty once sorted */
	place *v;        /* by bucket, within it in order of the text */
	uint32_t *start; /* of every bucket and one more */
	uint32_t n;
} table;

static inline void
table_add(table *t, uint32_t key, uint32_t at)
{
	place *p = buf_more(&t->given, sizeof *p);

	if (p)
		*p = (place){key, at};
}

int table_sort(table *t); /* -1: out of memory */
void table_clear(table *t);
/* The places of the bucket of a key; those of other keys are among them. */
const place *table_bucket(const table *t, uint32_t key, uint32_t *n);

#endif
