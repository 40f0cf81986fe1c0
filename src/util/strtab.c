/* util/strtab.c - see strtab.h. */
#include "util/strtab.h"
#include "util/memory.h"
#define XXH_INLINE_ALL
#include <xxhash.h>

#define TOGETHER 16 /* strings whose cache misses strtab_expect() overlaps */

/* Half of the hash lies beside the number, so that the slot of another string is passed without a
 * look at the string. */
typedef struct strtab_slot {
	uint32_t hash, next; /* next: number + 1, 0 free */
} slot;

void
strtab_init(strtab *names)
{
	memset(names, 0, sizeof *names);
}

void
strtab_clear(strtab *t)
{
	free_all(t->bytes, t->offsets, t->slots);
	strtab_init(t);
}

span
strtab_get(const strtab *names, uint32_t i)
{
	return (span){
	    names->bytes + names->offsets[i], (size_t)(names->offsets[i + 1] - names->offsets[i])};
}

static uint32_t
hash_of(span text)
{
	return (uint32_t)XXH3_64bits(text.p, text.n);
}

/* The slot that holds s, or the free slot where it belongs. */
static uint32_t
slot_of(const strtab *names, span text, uint32_t hash)
{
	uint32_t mask = names->n_slots - 1, at = hash & mask;

	while (names->slots[at].next) {
		if (names->slots[at].hash == hash &&
		    span_eq(strtab_get(names, names->slots[at].next - 1), text))
			break;
		at = (at + 1) & mask;
	}
	return at;
}

uint32_t
strtab_find(const strtab *names, span text)
{
	if (names->n == 0)
		return STRTAB_NONE;
	return names->slots[slot_of(names, text, hash_of(text))].next -
	       1; /* 0 - 1 is STRTAB_NONE */
}

static void
expect_some(const strtab *names, const span *text, uint32_t n)
{
	uint32_t at[TOGETHER];

	for (uint32_t i = 0; i < n; i++) {
		at[i] = hash_of(text[i]) & (names->n_slots - 1);
		__builtin_prefetch(&names->slots[at[i]]);
	}
	for (uint32_t i = 0; i < n; i++) {
		at[i] = names->slots[at[i]].next;
		__builtin_prefetch(&names->offsets[at[i] ? at[i] - 1 : 0]);
	}
	for (uint32_t i = 0; i < n; i++)
		__builtin_prefetch(names->bytes + names->offsets[at[i] ? at[i] - 1 : 0]);
}

void
strtab_expect(const strtab *names, const span *text, uint32_t n)
{
	for (uint32_t i = 0; names->n && i < n; i += TOGETHER)
		expect_some(names, text + i, n - i < TOGETHER ? n - i : TOGETHER);
}

static int
grow_slots(strtab *names)
{
	uint32_t n_slots = names->n_slots ? names->n_slots * 2 : 1024, mask = n_slots - 1;
	slot *slots = n_slots ? calloc(n_slots, sizeof *slots) : NULL;

	if (!slots)
		return -1;
	for (uint32_t i = 0; i < names->n_slots; i++) {
		uint32_t at = names->slots[i].hash & mask;
		if (!names->slots[i].next)
			continue;
		while (slots[at].next)
			at = (at + 1) & mask;
		slots[at] = names->slots[i];
	}
	free(names->slots);
	names->slots = slots;
	names->n_slots = n_slots;
	return 0;
}

static int
grow_strings(strtab *names)
{
	uint32_t cap = names->cap ? names->cap + names->cap / 2 : 512;
	uint64_t *offsets = realloc(names->offsets, (cap + (size_t)1) * sizeof *offsets);

	if (!offsets)
		return -1;
	names->offsets = offsets;
	names->cap = cap;
	if (names->n == 0)
		names->offsets[0] = 0;
	return 0;
}

static int
grow_bytes(strtab *names, size_t extra)
{
	size_t cap = names->cap_bytes ? names->cap_bytes : 4096;
	char *p;

	while (cap < names->n_bytes + extra)
		cap += cap / 2;
	p = realloc(names->bytes, cap);
	if (!p)
		return -1;
	names->bytes = p;
	names->cap_bytes = cap;
	return 0;
}

uint32_t
strtab_add(strtab *names, span text)
{
	uint32_t hash = hash_of(text), at;

	if (names->n >= names->n_slots / 4 * 3 && grow_slots(names) < 0)
		return STRTAB_NONE;
	at = slot_of(names, text, hash);
	if (names->slots[at].next)
		return names->slots[at].next - 1;
	if (names->n >= STRTAB_NONE - 1 || (names->n == names->cap && grow_strings(names) < 0))
		return STRTAB_NONE;
	if (!names->bytes || names->cap_bytes - names->n_bytes < text.n)
		if (grow_bytes(names, text.n) < 0)
			return STRTAB_NONE;
	if (text.n)
		memcpy(names->bytes + names->n_bytes, text.p, text.n);
	names->n_bytes += text.n;
	names->offsets[names->n + 1] = names->n_bytes;
	names->slots[at] = (slot){hash, ++names->n};
	return names->n - 1;
}
