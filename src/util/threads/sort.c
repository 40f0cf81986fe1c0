/* util/threads/sort.c - parts sorted side by side, then merged two by two.
 *
 * The number of parts is fixed, so the result does not depend on the threads.  qsort_r() of glibc
 * is a merge sort, stable as long as it gets memory. */
#include "util/threads/sort.h"
#include <stdint.h>
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
