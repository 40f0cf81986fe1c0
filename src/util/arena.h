/* util/arena.h - memory that is freed all at once.
 *
 * WHY   A document has dozens of small strings with one lifetime: one reset per document
 *       replaces dozens of frees, any of which could be forgotten.
 * Under AddressSanitizer every allocation is a malloc of its own, so that a read one byte too far
 * is seen. */
#pragma once
#include <stddef.h>
#include "util/span.h"

typedef struct arena_block arena_block;
typedef struct arena {
	arena_block *head;
	size_t used; /* bytes handed out since the last reset */
} arena;

void arena_init(arena *mem);
void *arena_alloc(arena *mem, size_t n);  /* 16-byte aligned, NULL when out of memory */
void *arena_calloc(arena *mem, size_t n); /* zeroed */
/* A copy with a NUL behind it (not counted in .n); .p is NULL when out of memory. */
span arena_copy(arena *mem, const char *str, size_t n);
void arena_reset(arena *mem); /* everything handed out is invalid; keeps one block */
void arena_clear(arena *mem); /* frees all */
