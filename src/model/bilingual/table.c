/* model/bilingual/table.c - see bilingual_impl.h. */
#include "model/bilingual/bilingual_impl.h"
#include <stdlib.h>

#define BUCKET_BITS 17 /* 131,072 buckets of about four of 550,000 places */
#define BUCKETS (1u << BUCKET_BITS)

static uint32_t
bucket_of(uint32_t key)
{
	return key >> (32 - BUCKET_BITS);
}

int
table_sort(table *columns)
{
	const place *from = (const place *)(const void *)columns->given.p;

	columns->n = (uint32_t)(columns->given.n / sizeof *from);
	columns->v = malloc((columns->n + (size_t)1) * sizeof *columns->v);
	columns->start = calloc(BUCKETS + 2, sizeof *columns->start);
	if (!columns->v || !columns->start || columns->given.failed)
		return -1;
	/* start[b + 2] counts, then start[b + 1] moves from the first to behind the last of b */
	for (uint32_t i = 0; i < columns->n; i++)
		columns->start[bucket_of(from[i].key) + 2]++;
	for (uint32_t b = 2; b < BUCKETS + 2; b++)
		columns->start[b] += columns->start[b - 1];
	for (uint32_t i = 0; i < columns->n; i++)
		columns->v[columns->start[bucket_of(from[i].key) + 1]++] = from[i];
	buf_clear(&columns->given);
	return 0;
}

void
table_clear(table *columns)
{
	buf_clear(&columns->given);
	free(columns->v);
	free(columns->start);
	*columns = (table){.given = BUF_INIT};
}

const place *
table_bucket(const table *columns, uint32_t key, uint32_t *n)
{
	uint32_t b = bucket_of(key);

	*n = columns->start ? columns->start[b + 1] - columns->start[b] : 0;
	return *n ? columns->v + columns->start[b] : NULL;
}
