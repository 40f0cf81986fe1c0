/* index/postings/fieldsets.c - see fieldsets.h. */
#include "index/postings/fieldsets.h"
#include <stdlib.h>
#include "util/fail.h"

#define SLOTS (4u * FIELDSETS) /* a power of two */

typedef struct numbering {
	uint64_t key[SLOTS];    /* of numbers given: the first three fields */
	uint16_t number[SLOTS]; /* + 1; 0: the slot is free */
} numbering;

static uint64_t
first_three(uint64_t mask)
{
	uint64_t left = mask;

	for (int i = 0; i < 3; i++)
		left &= left - 1;
	return mask & ~left;
}

/* The number of a key; a new one while there are any, then the last. */
static uint16_t
number_of(fieldsets *s, numbering *n, uint64_t key)
{
	uint32_t i = (uint32_t)(key * 0x9e3779b97f4a7c15u >> 32) % SLOTS;

	while (n->number[i] && n->key[i] != key)
		i = (i + 1) % SLOTS;
	if (n->number[i])
		return (uint16_t)(n->number[i] - 1);
	if (s->n == FIELDSETS)
		return FIELDSETS - 1;
	n->key[i] = key;
	n->number[i] = (uint16_t)++s->n;
	return (uint16_t)(s->n - 1);
}

tensen_status
fieldsets_new(fieldsets **out, const uint64_t *masks, uint32_t n_rows, tensen_error *err)
{
	fieldsets *s = calloc(1, sizeof *s);
	numbering *given = calloc(1, sizeof *given);

	*out = NULL;
	if (s)
		s->of = malloc((n_rows + (size_t)1) * sizeof *s->of);
	if (!s || !given || !s->of) {
		fieldsets_free(s);
		free(given);
		return tensen_fail_nomem(err);
	}
	for (uint32_t i = 0; i < n_rows; i++) {
		s->of[i] = i && masks[i] == masks[i - 1]
			       ? s->of[i - 1]
			       : number_of(s, given, first_three(masks[i]));
		s->mask[s->of[i]] |= masks[i];
	}
	free(given);
	*out = s;
	return TENSEN_OK;
}

void
fieldsets_free(fieldsets *s)
{
	if (!s)
		return;
	free(s->of);
	free(s);
}
