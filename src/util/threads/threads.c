/* util/threads/threads.c - threads that take the next piece until none is left. */
#include "util/threads/threads.h"
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdint.h>

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
threads_work(void *arg)
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
		if (pthread_create(&ids[started], NULL, threads_work, &seats[started]) != 0)
			break;
		started++;
	}
	threads_work(&(seat){&j, 0});
	for (unsigned i = 0; i < started; i++)
		pthread_join(ids[i], NULL);
}

/* ---- pieces in order ---- */

#define SLOTS_PER_THREAD 4 /* pieces take unequal time: so many may be made before their turn */

typedef struct queue {
	const threads_line *line;
	size_t made, taken; /* pieces begun, pieces taken */
	unsigned slots;
	int answer;
	uint8_t ready[SLOTS_PER_THREAD * THREADS_MAX];
	pthread_mutex_t lock;
	pthread_cond_t changed;
} queue;

unsigned
threads_slots(unsigned n_threads)
{
	n_threads = n_threads > THREADS_MAX ? THREADS_MAX : n_threads;
	return SLOTS_PER_THREAD * (n_threads ? n_threads : 1);
}

/* Called locked; unlocks while it works. */
static void
make_next(queue *jobs, unsigned worker)
{
	size_t piece = jobs->made++;
	unsigned slot = (unsigned)(piece % jobs->slots);

	pthread_mutex_unlock(&jobs->lock);
	jobs->line->make(jobs->line->ctx, piece, slot, worker);
	pthread_mutex_lock(&jobs->lock);
	jobs->ready[slot] = 1;
	pthread_cond_broadcast(&jobs->changed);
}

static void
take_next(queue *jobs)
{
	size_t piece = jobs->taken;
	unsigned slot = (unsigned)(piece % jobs->slots);
	int answer;

	pthread_mutex_unlock(&jobs->lock);
	answer = jobs->line->take(jobs->line->ctx, piece, slot);
	pthread_mutex_lock(&jobs->lock);
	jobs->ready[slot] = 0;
	jobs->taken++;
	if (answer < 0)
		jobs->answer = answer;
	pthread_cond_broadcast(&jobs->changed);
}

static void
stand_in_line(void *ctx, size_t piece, unsigned worker)
{
	queue *q = ctx;

	(void)piece;
	pthread_mutex_lock(&q->lock);
	while (q->answer >= 0 && q->taken < q->line->n_pieces) {
		if (worker == 0 && q->ready[q->taken % q->slots])
			take_next(q);
		else if (q->made < q->line->n_pieces && q->made - q->taken < q->slots)
			make_next(q, worker);
		else
			pthread_cond_wait(&q->changed, &q->lock);
	}
	pthread_mutex_unlock(&q->lock);
}

/* Every thread stands in line once: a place is free only when all is done. */
int
threads_in_line(unsigned n_threads, const threads_line *line)
{
	queue q = {.line = line, .slots = threads_slots(n_threads)};
	const unsigned most = q.slots / SLOTS_PER_THREAD;

	pthread_mutex_init(&q.lock, NULL);
	pthread_cond_init(&q.changed, NULL);
	threads_run(most, line->n_pieces < most ? line->n_pieces : most, stand_in_line, &q);
	pthread_cond_destroy(&q.changed);
	pthread_mutex_destroy(&q.lock);
	return q.answer;
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
threads_wanted(unsigned option)
{
	if (option == 0)
		option = threads_cores();
	return option < THREADS_MAX ? option : THREADS_MAX;
}
