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
table_sort(table *t)
{
	const place *from = (const place *)(const void *)t->given.p;

	t->n = (uint32_t)(t->given.n / sizeof *from);
	t->v = malloc((t->n + (size_t)1) * sizeof *t->v);
	t->start = calloc(BUCKETS + 2, sizeof *t->start);
	if (!t->v || !t->start || t->given.failed)
		return -1;
	/* start[b + 2] counts, then start[b + 1] moves from the first to behind the last of b */
	for (uint32_t i = 0; i < t->n; i++)
		t->start[bucket_of(from[i].key) + 2]++;
	for (uint32_t b = 2; b < BUCKETS + 2; b++)
		t->start[b] += t->start[b - 1];
	for (uint32_t i = 0; i < t->n; i++)
		t->v[t->start[bucket_of(from[i].key) + 1]++] = from[i];
	buf_clear(&t->given);
	return 0;
}

void
table_clear(table *t)
{
	buf_clear(&t->given);
	free(t->v);
	free(t->start);
	*t = (table){.given = BUF_INIT};
}

const place *
table_bucket(const table *t, uint32_t key, uint32_t *n)
{
	uint32_t b = bucket_of(key);

	*n = t->start ? t->start[b + 1] - t->start[b] : 0;
	return *n ? t->v + t->start[b] : NULL;
}
