/* text/memo.c - see memo.h.
 *
 * Keys are 128-bit hashes of the text, not the text: two texts of
 * one hash are as likely as a memory error, and the memo is half the size.
 * A half is one block for values and one open-addressing table. */
#include "text/memo.h"
#include <stdlib.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

#define SLOT_SHARE 160 /* bytes of values for one slot: about the mean of what is kept */
#define MIN_BYTES 65536
#define MAX_VALUE 65535

typedef struct slot {
	XXH128_hash_t key; /* both zero: free */
	uint32_t at, n;
} slot;

typedef struct half {
	slot *slots;
	char *values;
	uint32_t used, entries;
} half;

struct memo {
	half young, old;
	uint32_t mask, cap; /* of slots; of values, in bytes */
	uint64_t asked, hits;
};

static int
half_new(half *h, uint32_t n_slots, uint32_t cap)
{
	h->slots = calloc(n_slots, sizeof *h->slots);
	h->values = malloc(cap);
	return h->slots && h->values;
}

memo *
memo_new(uint32_t bytes)
{
	memo *m;
	uint32_t n = 64;

	if (bytes < MIN_BYTES || !(m = calloc(1, sizeof *m)))
		return NULL;
	/* Per half: values and slots, the table at most half full. */
	while ((uint64_t)n * 2 * (sizeof(slot) * 2 + SLOT_SHARE) <= bytes)
		n *= 2;
	m->mask = n - 1;
	m->cap = bytes / 2 - n * (uint32_t)sizeof(slot);
	if (half_new(&m->young, n, m->cap) && half_new(&m->old, n, m->cap))
		return m;
	memo_free(m);
	return NULL;
}

void
memo_free(memo *m)
{
	if (!m)
		return;
	free(m->young.slots);
	free(m->young.values);
	free(m->old.slots);
	free(m->old.values);
	free(m);
}

static XXH128_hash_t
key_of(span s)
{
	XXH128_hash_t h = XXH3_128bits(s.p, s.n);

	h.low64 += h.low64 == 0 && h.high64 == 0;
	return h;
}

/* The slot of the key, or the free one where it belongs. */
static slot *
slot_of(const memo *m, const half *h, XXH128_hash_t key)
{
	uint32_t i = (uint32_t)key.low64 & m->mask;

	while ((h->slots[i].key.low64 || h->slots[i].key.high64) &&
	       !XXH128_isEqual(h->slots[i].key, key))
		i = (i + 1) & m->mask;
	return &h->slots[i];
}

static int
is_free(const slot *s)
{
	return s->key.low64 == 0 && s->key.high64 == 0;
}

static void
keep(memo *m, XXH128_hash_t key, span value)
{
	slot *s;

	if (value.n > MAX_VALUE || value.n > m->cap)
		return;
	if (value.n > m->cap - m->young.used || m->young.entries > m->mask / 2) {
		half h = m->old;
		m->old = m->young;
		m->young = h;
		memset(h.slots, 0, ((size_t)m->mask + 1) * sizeof *h.slots);
		m->young.used = m->young.entries = 0;
	}
	s = slot_of(m, &m->young, key);
	if (!is_free(s))
		return;
	*s = (slot){key, m->young.used, (uint32_t)value.n};
	memcpy(m->young.values + m->young.used, value.p, value.n);
	m->young.used += (uint32_t)value.n;
	m->young.entries++;
}

int
memo_find(memo *m, span key, span *value)
{
	XXH128_hash_t k = key_of(key);
	const slot *s = slot_of(m, &m->young, k);

	m->asked++;
	if (is_free(s)) {
		const slot *old = slot_of(m, &m->old, k);
		if (is_free(old))
			return 0;
		*value = (span){m->old.values + old->at, old->n};
		/* Moving it would drop the half it lies in when the young one is full:
		 * then it is only used. */
		if (old->n <= m->cap - m->young.used && m->young.entries <= m->mask / 2)
			keep(m, k, *value);
	} else
		*value = (span){m->young.values + s->at, s->n};
	m->hits++;
	return 1;
}

void
memo_keep(memo *m, span key, span value)
{
	keep(m, key_of(key), value);
}

uint64_t
memo_asked(const memo *m)
{
	return m->asked;
}

uint64_t
memo_hits(const memo *m)
{
	return m->hits;
}

uint64_t
memo_bytes(const memo *m)
{
	return 2 * ((uint64_t)m->cap + ((uint64_t)m->mask + 1) * sizeof(slot));
}
