#include "util/memory.h"

void
free_each(void *const *ctx, size_t n)
{
	for (size_t i = 0; i < n; i++)
		free(ctx[i]);
}

void *
array_room(void *ctx, size_t n, uint32_t *cap, uint32_t least, size_t size)
{
	uint32_t more = *cap + *cap / 2 + least;
	void *moved = n < *cap ? ctx : realloc(ctx, more * size);

	if (moved && n >= *cap)
		*cap = more;
	return moved;
}
