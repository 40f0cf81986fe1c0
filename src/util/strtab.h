/* util/strtab.h - byte strings to dense numbers 0, 1, 2 ... in order of arrival.
 *
 * Open addressing over XXH3 hashes; the strings lie one after another in one
 * buffer.  Not thread-safe while strings are added; free to share afterwards. */
#ifndef UTIL_STRTAB_H
#define UTIL_STRTAB_H
#include <stddef.h>
#include <stdint.h>
#include "util/span.h"

#define STRTAB_NONE UINT32_MAX

typedef struct strtab {
	char *bytes;
	size_t n_bytes, cap_bytes;
	uint64_t *offsets; /* n + 1 of them */
	uint32_t *hashes;  /* low 32 bits, one per string */
	uint32_t n, cap;
	uint32_t *slots; /* string number + 1, 0 free */
	uint32_t n_slots;
} strtab;

void strtab_init(strtab *t);
void strtab_clear(strtab *t);
/* The number of s, added if new; STRTAB_NONE when out of memory. */
uint32_t strtab_add(strtab *t, span s);
/* The number of s, STRTAB_NONE if absent. */
uint32_t strtab_find(const strtab *t, span s);
/* Borrowed until the next strtab_add(); i < t->n. */
span strtab_get(const strtab *t, uint32_t i);

#endif
