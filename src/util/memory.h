/* util/memory.h - what constructors and destructors share. */
#pragma once
#include <stdint.h>
#include <stdlib.h>

/* free() of each pointer given: free_all(x->ids, x->names, x).  All are read before the first is
 * freed, so the struct that holds them may be the last. */
#define free_all(...)                                                                              \
	free_each((void *[]){__VA_ARGS__}, sizeof((void *[]){__VA_ARGS__}) / sizeof(void *))
void free_each(void *const *ctx, size_t n);

/* Room for item n of the array v, of *cap items of `size` bytes: v itself, or v moved to where half
 * as many more and `least` fit.  NULL: out of memory, v stays as it is. */
void *array_room(void *ctx, size_t n, uint32_t *cap, uint32_t least, size_t size);

/* How a constructor ends: *out stays if st is OK; after a failure free_it(*out) is called and *out
 * is NULL.  The value is st. */
#define KEEP_OR_FREE(st, out, free_it) ((st) < 0 ? (free_it(*(out)), *(out) = NULL, (st)) : (st))
