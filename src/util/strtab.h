/* util/strtab.h - byte strings to dense numbers 0, 1, 2 ... in order of arrival.
 *
 * Open addressing over XXH3 hashes; the strings lie one after another in one buffer.  Threads may
 * share it when no more strings are added. */
#pragma once
#include <stddef.h>
#include <stdint.h>
#include "util/span.h"

#define STRTAB_NONE UINT32_MAX

typedef struct strtab {
	char *bytes;
	size_t n_bytes, cap_bytes;
	uint64_t *offsets; /* n + 1 of them */
	uint32_t n, cap;
	struct strtab_slot *slots;
	uint32_t n_slots;
} strtab;

void strtab_init(strtab *names);
void strtab_clear(strtab *names);
/* The number of s, added if new; STRTAB_NONE when out of memory. */
uint32_t strtab_add(strtab *names, span text);
/* Prefetch the memory that adding or finding these n strings will touch, several strings at a
 * time.  In a large table each string would otherwise wait for three places of memory in turn. */
void strtab_expect(const strtab *names, const span *text, uint32_t n);
/* The number of s, STRTAB_NONE if absent. */
uint32_t strtab_find(const strtab *names, span text);
/* Borrowed until the next strtab_add(); i < names->n. */
span strtab_get(const strtab *names, uint32_t i);
