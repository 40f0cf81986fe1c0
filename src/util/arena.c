/* util/arena.c - a list of blocks, the newest first. */
#include "util/arena.h"
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK_SIZE ((size_t)64 * 1024)

#if defined(__SANITIZE_ADDRESS__)
#define ONE_EACH 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ONE_EACH 1
#endif
#endif
#ifndef ONE_EACH
#define ONE_EACH 0
#endif

struct arena_block {
	arena_block *next;
	size_t size, used;
	_Alignas(16) unsigned char data[];
};

void
arena_init(arena *a)
{
	a->head = NULL;
	a->used = 0;
}

static arena_block *
block_new(arena *a, size_t size)
{
	arena_block *b;

	if (size > SIZE_MAX - sizeof *b || !(b = malloc(sizeof *b + size)))
		return NULL;
	b->size = size;
	b->used = 0;
	b->next = a->head;
	a->head = b;
	return b;
}

void *
arena_alloc(arena *a, size_t n)
{
	arena_block *b = a->head;
	size_t want = ONE_EACH ? n : (n + 15) & ~(size_t)15;
	void *p;

	if (want < n)
		return NULL;
	if (ONE_EACH || !b || b->size - b->used < want) {
		b = block_new(a, ONE_EACH || want > BLOCK_SIZE ? want : BLOCK_SIZE);
		if (!b)
			return NULL;
	}
	p = b->data + b->used;
	b->used += want;
	a->used += n;
	return p;
}

void *
arena_calloc(arena *a, size_t n)
{
	void *p = arena_alloc(a, n);

	return p ? memset(p, 0, n) : NULL;
}

span
arena_copy(arena *a, const char *p, size_t n)
{
	char *q = n < SIZE_MAX ? arena_alloc(a, n + 1) : NULL;

	if (!q)
		return (span){NULL, 0};
	if (n)
		memcpy(q, p, n);
	q[n] = '\0';
	return (span){q, n};
}

void
arena_reset(arena *a)
{
	arena_block *b = a->head, *keep = NULL, *next;

	for (; b; b = next) {
		next = b->next;
		if (!ONE_EACH && !keep && b->size == BLOCK_SIZE) {
			keep = b;
			keep->used = 0;
			keep->next = NULL;
		} else {
			free(b);
		}
	}
	a->head = keep;
	a->used = 0;
}

void
arena_clear(arena *a)
{
	arena_block *b = a->head, *next;

	for (; b; b = next) {
		next = b->next;
		free(b);
	}
	a->head = NULL;
	a->used = 0;
}
