/* util/pages.c - see pages.h. */
#include "util/pages.h"
#include <stdlib.h>
#include <sys/mman.h>

#define LARGE ((size_t)2 << 20)

void *
pages_alloc(size_t n)
{
	size_t unit = n < LARGE ? 64 : LARGE, room = n / unit * unit + unit;
	void *p = aligned_alloc(unit, room);

	if (p && unit == LARGE)
		madvise(p, room, MADV_HUGEPAGE); /* a hint: if it fails, the pages are small */
	return p;
}
