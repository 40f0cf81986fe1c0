/* util/threads.c - threads that take the next piece until none is left. */
#include "util/threads.h"
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

typedef struct job {
	threads_fn fn;
	void *ctx;
	size_t n_pieces;
	atomic_size_t next;
} job;

typedef struct seat {
	job *job;
	unsigned worker;
} seat;

static void *
work(void *arg)
{
	seat *s = arg;
	job *j = s->job;
	size_t piece;

	while ((piece = atomic_fetch_add_explicit(&j->next, 1, memory_order_relaxed)) < j->n_pieces)
		j->fn(j->ctx, piece, s->worker);
	return NULL;
}

void
threads_run(unsigned n_threads, size_t n_pieces, threads_fn fn, void *ctx)
{
	job j = {fn, ctx, n_pieces, 0};
	seat seats[THREADS_MAX];
	pthread_t ids[THREADS_MAX];
	unsigned started = 0;

	if (n_threads > THREADS_MAX)
		n_threads = THREADS_MAX;
	if (n_threads > n_pieces)
		n_threads = (unsigned)n_pieces;
	for (unsigned i = 1; i < n_threads; i++) {
		seats[started] = (seat){&j, i};
		if (pthread_create(&ids[started], NULL, work, &seats[started]) != 0)
			break;
		started++;
	}
	work(&(seat){&j, 0});
	for (unsigned i = 0; i < started; i++)
		pthread_join(ids[i], NULL);
}

unsigned
threads_cores(void)
{
	cpu_set_t set;
	int n = 0;

	if (sched_getaffinity(0, sizeof set, &set) == 0)
		n = CPU_COUNT(&set);
	return n > 0 ? (unsigned)n : 1;
}

unsigned
threads_wanted(unsigned asked)
{
	if (asked == 0)
		asked = threads_cores();
	return asked < THREADS_MAX ? asked : THREADS_MAX;
}
