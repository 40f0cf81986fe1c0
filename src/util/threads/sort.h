/* util/threads/sort.h - sorting a large array on all cores. */
#pragma once
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <tensen/status.h>
#include "util/arena.h"

typedef int (*sort_order)(const void *a, const void *b, void *ctx);

/* Stable, so the result does not depend on the threads.  Needs n * size bytes more during the
 * call. */
tensen_status sort_large(void *base, size_t n, size_t size, sort_order order, void *ctx,
    unsigned threads, tensen_error *err);

/* Copies of the n elements in the order of their keys, smallest first, equal keys as they stand;
 * NULL: no memory.  For the some hundred rows of a list: a radix sort, in a third of the time of
 * qsort(). */
void *sort_by_keys(const void *v, size_t size, const uint32_t *keys, uint32_t n, arena *mem);
/* The key by which the largest number comes first. */
uint32_t sort_descending(float value);

/* What a comparison returns: -1, 0 or 1. */
#define ORDER(x, y) (((x) > (y)) - ((x) < (y)))

/* A function of one's own for qsort() and bsearch(), by one member of a struct or by several, of which
 * the next counts where those before are equal: COMPARE2(by_weight, entry, DOWN(weight), UP(row)). */
#define UP(member) ORDER(x->member, y->member)
#define DOWN(member) ORDER(y->member, x->member)
#define TEXT(member) strcmp(x->member, y->member)
#define COMPARE(name, type, key) COMPARE3(name, type, key, 0, 0)
#define COMPARE2(name, type, key, then) COMPARE3(name, type, key, then, 0)
#define COMPARE3(name, type, key, then, last)                                                      \
	static int name(const void *a, const void *b)                                              \
	{                                                                                          \
		const type *x = a, *y = b;                                                         \
		int c = (key);                                                                     \
		c = c ? c : (then);                                                                \
		return c ? c : (last);                                                             \
	}

/* For qsort() and bsearch(): numbers, smallest first. */
int sort_double(const void *a, const void *b);
int sort_u32(const void *a, const void *b);
int sort_u64(const void *a, const void *b);
