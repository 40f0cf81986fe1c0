/* util/threads/sort.c - parts sorted side by side, then merged two by two.
 *
 * The number of parts is fixed, so the result does not depend on the threads.  qsort_r() of glibc
 * is a merge sort, stable as long as it gets memory. */
#include "util/threads/sort.h"
#include <stdlib.h>
#include <string.h>
#include "util/fail.h"
#include "util/threads/threads.h"

#define PARTS 16   /* a power of two: merged two by two; enough pieces for 16 cores */
#define SMALL 4096 /* elements; a smaller array is sorted in one part */

typedef struct sorting {
	char *from, *to;
	size_t n, size, width; /* width: parts in each sorted run */
	sort_order order;
	void *ctx;
} sorting;

static size_t
part_at(const sorting *one, size_t part)
{
	return part >= PARTS ? one->n : one->n / PARTS * part;
}

static void
sort_part(void *ctx, size_t part, unsigned worker)
{
	const sorting *s = ctx;
	size_t at = part_at(s, part), n = part_at(s, part + 1) - at;

	(void)worker;
	if (n > 1)
		qsort_r(s->from + at * s->size, n, s->size, s->order, s->ctx);
}

static void
merge_pair(void *ctx, size_t pair, unsigned worker)
{
	const sorting *s = ctx;
	size_t size = s->size, at = part_at(s, pair * 2 * s->width);
	const char *a = s->from + at * size;
	const char *b = s->from + part_at(s, (pair * 2 + 1) * s->width) * size, *a_end = b;
	const char *b_end = s->from + part_at(s, (pair * 2 + 2) * s->width) * size;
	char *out = s->to + at * size;

	(void)worker;
	for (; a < a_end && b < b_end; out += size) {
		const char **least = s->order(b, a, s->ctx) < 0 ? &b : &a;
		memcpy(out, *least, size);
		*least += size;
	}
	memcpy(out, a, (size_t)(a_end - a));
	memcpy(out + (a_end - a), b, (size_t)(b_end - b));
}

tensen_status
sort_large(void *base, size_t n, size_t size, sort_order order, void *ctx, unsigned threads,
    tensen_error *err)
{
	sorting s = {base, NULL, n, size, 1, order, ctx};
	char *room, *old;

	if (n <= SMALL) {
		if (n > 1)
			qsort_r(base, n, size, order, ctx);
		return TENSEN_OK;
	}
	if (!(room = malloc(n * size)))
		return tensen_fail_nomem(err);
	s.to = room;
	threads_run(threads, PARTS, sort_part, &s);
	for (; s.width < PARTS; s.width *= 2) {
		threads_run(threads, PARTS / (2 * s.width), merge_pair, &s);
		old = s.from;
		s.from = s.to;
		s.to = old;
	}
	if (s.from != base)
		memcpy(base, s.from, n * size);
	free(room);
	return TENSEN_OK;
}

int
sort_double(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return ORDER(x, y);
}

int
sort_u32(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return ORDER(x, y);
}

int
sort_u64(const void *a, const void *b)
{
	return ORDER(*(const uint64_t *)a, *(const uint64_t *)b);
}

/* One pass by the byte at `shift`; 0 if all keys have the same one. */
static int
sort_by_byte(uint64_t *to, const uint64_t *from, uint32_t n, unsigned shift)
{
	uint32_t at[256] = {0}, sum = 0;

	for (uint32_t i = 0; i < n; i++)
		at[from[i] >> shift & 0xff]++;
	if (at[from[0] >> shift & 0xff] == n)
		return 0;
	for (unsigned b = 0; b < 256; b++) {
		uint32_t count = at[b];
		at[b] = sum;
		sum += count;
	}
	for (uint32_t i = 0; i < n; i++)
		to[at[from[i] >> shift & 0xff]++] = from[i];
	return 1;
}

void *
sort_by_keys(const void *v, size_t size, const uint32_t *keys, uint32_t n, arena *mem)
{
	uint64_t *from = arena_alloc(mem, (n + (size_t)1) * sizeof *from);
	uint64_t *to = arena_alloc(mem, (n + (size_t)1) * sizeof *to);
	char *out = arena_alloc(mem, (n + (size_t)1) * size);

	if (!from || !to || !out)
		return NULL;
	for (uint32_t i = 0; i < n; i++)
		from[i] = (uint64_t)keys[i] << 32 | i;
	for (unsigned shift = 32; n && shift < 64; shift += 8)
		if (sort_by_byte(to, from, n, shift)) {
			uint64_t *sorted = to;
			to = from;
			from = sorted;
		}
	for (uint32_t i = 0; i < n; i++)
		memcpy(out + i * size, (const char *)v + (uint32_t)from[i] * size, size);
	return out;
}

uint32_t
sort_descending(float value)
{
	uint32_t bits;

	value += 0.0f; /* -0 is 0 */
	memcpy(&bits, &value, sizeof bits);
	return bits >> 31 ? bits : ~bits & 0x7fffffff;
}
