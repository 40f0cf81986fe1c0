/* util/threads/threads.h - numbered pieces of work on all cores.
 *
 * Work is cut into pieces whose borders do not depend on the number of threads.  Each piece writes
 * only its own output, and sums are added by piece number.  So the same input gives the same bytes
 * with 1 and with 64 threads. */
#pragma once
#include <stddef.h>
#include <tensen/status.h>

#define THREADS_MAX 256

/* piece: 0 .. n_pieces-1; worker: 0 .. n_threads-1 (for per-thread scratch). */
typedef void (*threads_fn)(void *ctx, size_t piece, unsigned worker);

/* Run fn for every piece and return when all are done.  n_threads 0 or 1 runs
 * in the calling thread.  If a thread cannot be started the others do its work. */
void threads_run(unsigned n_threads, size_t n_pieces, threads_fn fn, void *ctx);

/* The same of pieces that may fail: all are run, and the first one that failed is what failed. */
typedef tensen_status (*threads_try_fn)(
    void *ctx, size_t piece, unsigned worker, tensen_error *err);
tensen_status threads_try(
    unsigned n_threads, size_t n_pieces, threads_try_fn fn, void *ctx, tensen_error *err);

/* Pieces are made on all threads and taken one by one in their order: the threads go on while one
 * of them does the work that must be in order (numbering, writing). */
typedef struct threads_line {
	void *ctx;
	size_t n_pieces;
	/* Make a piece into its slot, which is its own until it is taken.  A slot that was taken is
	 * used again as it was left. */
	tensen_status (*make)(
	    void *ctx, size_t piece, void *slot, unsigned worker, tensen_error *err);
	/* Called for piece 0, 1, 2 ... by the thread that called threads_in_line(). */
	tensen_status (*take)(void *ctx, size_t piece, void *slot, tensen_error *err);
	size_t slot_size; /* bytes of a slot, zero at first */
	void (*clear)(void *slot);
} threads_line;

/* Ends with the first piece that could not be made or taken.  n_threads as in threads_run(). */
tensen_status threads_in_line(unsigned n_threads, const threads_line *line, tensen_error *err);

/* Cores this process may use, at least 1. */
unsigned threads_cores(void);
/* The number of threads for an option: 0 means all cores; at most THREADS_MAX. */
unsigned threads_wanted(unsigned option);
