/* util/threads.h - one shape of parallelism: numbered pieces, no order.
 *
 * Work is cut into pieces whose borders do not depend on the thread count;
 * each piece writes only its own output, and sums are reduced by piece number.
 * That is how the same input gives the same bytes with 1 and with 64 threads. */
#ifndef UTIL_THREADS_H
#define UTIL_THREADS_H
#include <stddef.h>

#define THREADS_MAX 256

/* piece: 0 .. n_pieces-1; worker: 0 .. n_threads-1 (for per-thread scratch). */
typedef void (*threads_fn)(void *ctx, size_t piece, unsigned worker);

/* Run fn for every piece and return when all are done.  n_threads 0 or 1 runs
 * in the calling thread.  If a thread cannot be started the others do its work. */
void threads_run(unsigned n_threads, size_t n_pieces, threads_fn fn, void *ctx);

/* Cores this process may use, at least 1. */
unsigned threads_cores(void);
/* How many threads `asked` means: 0 all cores, at most THREADS_MAX. */
unsigned threads_wanted(unsigned asked);

#endif
