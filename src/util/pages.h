/* util/pages.h - memory for large tables that are read at random places.
 *
 * WHY     A table of 20 MB lies on 5,000 pages of 4 KB, and the processor caches the addresses of
 *         about 1,500 pages (its TLB).  Most reads at random places would wait for the address
 *         before they wait for the data, so pages of 2 MB are requested.  If the system has
 *         none, the memory is ordinary memory. */
#pragma once
#include <stddef.h>

/* At least n bytes, not cleared, aligned to 64; freed by free().  NULL: no memory. */
void *pages_alloc(size_t n);
