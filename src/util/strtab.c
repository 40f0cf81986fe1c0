/* util/strtab.c - see strtab.h. */
#include "util/strtab.h"
#include "util/memory.h"
#include <stdlib.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

#define TOGETHER 16 /* strings whose cache misses strtab_expect() overlaps */

/* Half of the hash lies beside the number, so that the slot of another string is passed without a
 * look at the string. */
typedef struct strtab_slot {
	uint32_t hash, next; /* next: number + 1, 0 free */
} slot;

void
strtab_init(strtab *t)
{
	memset(t, 0, sizeof *t);
}

void
strtab_clear(strtab *t)
{
	free_all(t->bytes, t->offsets, t->slots);
	strtab_init(t);
}

span
strtab_get(const strtab *t, uint32_t i)
{
	return (span){t->bytes + t->offsets[i], (size_t)(t->offsets[i + 1] - t->offsets[i])};
}

static uint32_t
hash_of(span s)
{
	return (uint32_t)XXH3_64bits(s.p, s.n);
}

/* The slot that holds s, or the free slot where it belongs. */
static uint32_t
slot_of(const strtab *t, span s, uint32_t hash)
{
	uint32_t mask = t->n_slots - 1, at = hash & mask;

	while (t->slots[at].next) {
		if (t->slots[at].hash == hash && span_eq(strtab_get(t, t->slots[at].next - 1), s))
			break;
		at = (at + 1) & mask;
	}
	return at;
}

uint32_t
strtab_find(const strtab *t, span s)
{
	if (t->n == 0)
		return STRTAB_NONE;
	return t->slots[slot_of(t, s, hash_of(s))].next - 1; /* 0 - 1 is STRTAB_NONE */
}

static void
expect_some(const strtab *t, const span *s, uint32_t n)
{
	uint32_t at[TOGETHER];

	for (uint32_t i = 0; i < n; i++) {
		at[i] = hash_of(s[i]) & (t->n_slots - 1);
		__builtin_prefetch(&t->slots[at[i]]);
	}
	for (uint32_t i = 0; i < n; i++) {
		at[i] = t->slots[at[i]].next;
		__builtin_prefetch(&t->offsets[at[i] ? at[i] - 1 : 0]);
	}
	for (uint32_t i = 0; i < n; i++)
		__builtin_prefetch(t->bytes + t->offsets[at[i] ? at[i] - 1 : 0]);
}

void
strtab_expect(const strtab *t, const span *s, uint32_t n)
{
	for (uint32_t i = 0; t->n && i < n; i += TOGETHER)
		expect_some(t, s + i, n - i < TOGETHER ? n - i : TOGETHER);
}

static int
grow_slots(strtab *t)
{
	uint32_t n_slots = t->n_slots ? t->n_slots * 2 : 1024, mask = n_slots - 1;
	slot *slots = n_slots ? calloc(n_slots, sizeof *slots) : NULL;

	if (!slots)
		return -1;
	for (uint32_t i = 0; i < t->n_slots; i++) {
		uint32_t at = t->slots[i].hash & mask;
		if (!t->slots[i].next)
			continue;
		while (slots[at].next)
			at = (at + 1) & mask;
		slots[at] = t->slots[i];
	}
	free(t->slots);
	t->slots = slots;
	t->n_slots = n_slots;
	return 0;
}

static int
grow_strings(strtab *t)
{
	uint32_t cap = t->cap ? t->cap + t->cap / 2 : 512;
	uint64_t *offsets = realloc(t->offsets, (cap + (size_t)1) * sizeof *offsets);

	if (!offsets)
		return -1;
	t->offsets = offsets;
	t->cap = cap;
	if (t->n == 0)
		t->offsets[0] = 0;
	return 0;
}

static int
grow_bytes(strtab *t, size_t extra)
{
	size_t cap = t->cap_bytes ? t->cap_bytes : 4096;
	char *p;

	while (cap < t->n_bytes + extra)
		cap += cap / 2;
	p = realloc(t->bytes, cap);
	if (!p)
		return -1;
	t->bytes = p;
	t->cap_bytes = cap;
	return 0;
}

uint32_t
strtab_add(strtab *t, span s)
{
	uint32_t hash = hash_of(s), at;

	if (t->n >= t->n_slots / 4 * 3 && grow_slots(t) < 0)
		return STRTAB_NONE;
	at = slot_of(t, s, hash);
	if (t->slots[at].next)
		return t->slots[at].next - 1;
	if (t->n >= STRTAB_NONE - 1 || (t->n == t->cap && grow_strings(t) < 0))
		return STRTAB_NONE;
	if (!t->bytes || t->cap_bytes - t->n_bytes < s.n)
		if (grow_bytes(t, s.n) < 0)
			return STRTAB_NONE;
	if (s.n)
		memcpy(t->bytes + t->n_bytes, s.p, s.n);
	t->n_bytes += s.n;
	t->offsets[t->n + 1] = t->n_bytes;
	t->slots[at] = (slot){hash, ++t->n};
	return t->n - 1;
}
