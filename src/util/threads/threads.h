/* util/threads/threads.h - numbered pieces of work on all cores.
 *
 * Work is cut into pieces whose borders do not depend on the number of threads.  Each piece writes
 * only its own output, and sums are added by piece number.  So the same input gives the same bytes
 * with 1 and with 64 threads. */
#pragma once
#include <stddef.h>

#define THREADS_MAX 256

/* piece: 0 .. n_pieces-1; worker: 0 .. n_threads-1 (for per-thread scratch). */
typedef void (*threads_fn)(void *ctx, size_t piece, unsigned worker);

/* Run fn for every piece and return when all are done.  n_threads 0 or 1 runs
 * in the calling thread.  If a thread cannot be started the others do its work. */
void threads_run(unsigned n_threads, size_t n_pieces, threads_fn fn, void *ctx);

/* Pieces are made on all threads and taken one by one in their order: the threads go on while one
 * of them does the work that must be in order (numbering, writing). */
typedef struct threads_line {
	void *ctx;
	size_t n_pieces;
	/* Make a piece into its slot (0 .. threads_slots()-1), which is its own until it is taken.
	 */
	void (*make)(void *ctx, size_t piece, unsigned slot, unsigned worker);
	/* Called for piece 0, 1, 2 ... by the thread that called threads_in_line(); a negative
	 * answer ends the work. */
	int (*take)(void *ctx, size_t piece, unsigned slot);
} threads_line;

/* The first negative answer of take(), else 0.  n_threads as in threads_run(). */
int threads_in_line(unsigned n_threads, const threads_line *line);
/* Slots that threads_in_line() uses with so many threads. */
unsigned threads_slots(unsigned n_threads);

/* Cores this process may use, at least 1. */
unsigned threads_cores(void);
/* The number of threads for an option: 0 means all cores; at most THREADS_MAX. */
unsigned threads_wanted(unsigned option);
