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
arena_init(arena *mem)
{
	mem->head = NULL;
	mem->used = 0;
}

static arena_block *
block_new(arena *mem, size_t size)
{
	arena_block *b;

	if (size > SIZE_MAX - sizeof *b || !(b = malloc(sizeof *b + size)))
		return NULL;
	b->size = size;
	b->used = 0;
	b->next = mem->head;
	mem->head = b;
	return b;
}

void *
arena_alloc(arena *mem, size_t n)
{
	arena_block *b = mem->head;
	size_t want = ONE_EACH ? n : (n + 15) & ~(size_t)15;
	void *p;

	if (want < n)
		return NULL;
	if (ONE_EACH || !b || b->size - b->used < want) {
		b = block_new(mem, ONE_EACH || want > BLOCK_SIZE ? want : BLOCK_SIZE);
		if (!b)
			return NULL;
	}
	p = b->data + b->used;
	b->used += want;
	mem->used += n;
	return p;
}

void *
arena_calloc(arena *mem, size_t n)
{
	void *p = arena_alloc(mem, n);

	return p ? memset(p, 0, n) : NULL;
}

span
arena_copy(arena *mem, const char *str, size_t n)
{
	char *q = n < SIZE_MAX ? arena_alloc(mem, n + 1) : NULL;

	if (!q)
		return (span){NULL, 0};
	if (n)
		memcpy(q, str, n);
	q[n] = '\0';
	return (span){q, n};
}

void
arena_reset(arena *mem)
{
	arena_block *b = mem->head, *keep = NULL, *next;

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
	mem->head = keep;
	mem->used = 0;
}

void
arena_clear(arena *mem)
{
	arena_block *b = mem->head, *next;

	for (; b; b = next) {
		next = b->next;
		free(b);
	}
	mem->head = NULL;
	mem->used = 0;
}
