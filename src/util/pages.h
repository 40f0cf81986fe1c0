/* util/pages.h - memory for large tables that are read all over.
 *
 * WHY     A table of 20 MB lies on 5,000 pages of 4 KB, of which the processor remembers the
 *         places of about 1,500: a read at random waits for the place before it waits for the
 *         number.  Pages of 2 MB are asked for; without them it is ordinary memory. */
#ifndef UTIL_PAGES_H
#define UTIL_PAGES_H
#include <stddef.h>

/* At least n bytes, not cleared, aligned to 64; freed by free().  NULL: no memory. */
void *pages_alloc(size_t n);

#endif
