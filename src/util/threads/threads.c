/* util/threads/threads.c - threads that take the next piece until none is left. */
#include "util/threads/threads.h"
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdint.h>
#include "util/fail.h"
#include "util/memory.h"

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

typedef struct attempt {
	threads_try_fn fn;
	void *ctx;
	size_t failed; /* the first piece that did; SIZE_MAX: none */
	tensen_error error;
	pthread_mutex_t lock;
} attempt;

static void
try_piece(void *ctx, size_t piece, unsigned worker)
{
	attempt *a = ctx;
	tensen_error error = {.code = TENSEN_OK};

	if (a->fn(a->ctx, piece, worker, &error) == TENSEN_OK)
		return;
	pthread_mutex_lock(&a->lock);
	if (piece < a->failed) {
		a->failed = piece;
		a->error = error;
	}
	pthread_mutex_unlock(&a->lock);
}

tensen_status
threads_try(unsigned n_threads, size_t n_pieces, threads_try_fn fn, void *ctx, tensen_error *err)
{
	attempt a = {.fn = fn, .ctx = ctx, .failed = SIZE_MAX};

	pthread_mutex_init(&a.lock, NULL);
	threads_run(n_threads, n_pieces, try_piece, &a);
	pthread_mutex_destroy(&a.lock);
	return a.failed < SIZE_MAX ? tensen_fail_first(err, &a.error, 1) : TENSEN_OK;
}

/* ---- pieces in order ---- */

#define SLOTS_PER_THREAD 4 /* pieces take unequal time: so many may be made before their turn */

typedef struct queue_slot {
	int ready;
	tensen_status made;
	tensen_error error; /* of making it */
} queue_slot;

typedef struct queue {
	const threads_line *line;
	size_t made, taken; /* pieces begun, pieces taken */
	unsigned n_slots;
	queue_slot *slots;
	char *bytes; /* of the slots of the line */
	tensen_status answer;
	tensen_error *err;
	pthread_mutex_t lock;
	pthread_cond_t changed;
} queue;

static void *
bytes_of(const queue *jobs, size_t piece)
{
	return jobs->bytes + piece % jobs->n_slots * jobs->line->slot_size;
}

/* Called locked; unlocks while it works. */
static void
make_next(queue *jobs, unsigned worker)
{
	size_t piece = jobs->made++;
	queue_slot *slot = &jobs->slots[piece % jobs->n_slots];

	pthread_mutex_unlock(&jobs->lock);
	slot->made =
	    jobs->line->make(jobs->line->ctx, piece, bytes_of(jobs, piece), worker, &slot->error);
	pthread_mutex_lock(&jobs->lock);
	slot->ready = 1;
	pthread_cond_broadcast(&jobs->changed);
}

static void
take_next(queue *jobs)
{
	size_t piece = jobs->taken;
	queue_slot *slot = &jobs->slots[piece % jobs->n_slots];
	tensen_status st;

	pthread_mutex_unlock(&jobs->lock);
	st = slot->made < 0
		 ? tensen_fail_first(jobs->err, &slot->error, 1)
		 : jobs->line->take(jobs->line->ctx, piece, bytes_of(jobs, piece), jobs->err);
	pthread_mutex_lock(&jobs->lock);
	slot->ready = 0;
	jobs->taken++;
	jobs->answer = st;
	pthread_cond_broadcast(&jobs->changed);
}

static void
stand_in_line(void *ctx, size_t piece, unsigned worker)
{
	queue *q = ctx;

	(void)piece;
	pthread_mutex_lock(&q->lock);
	while (q->answer == TENSEN_OK && q->taken < q->line->n_pieces) {
		if (worker == 0 && q->slots[q->taken % q->n_slots].ready)
			take_next(q);
		else if (q->made < q->line->n_pieces && q->made - q->taken < q->n_slots)
			make_next(q, worker);
		else
			pthread_cond_wait(&q->changed, &q->lock);
	}
	pthread_mutex_unlock(&q->lock);
}

/* Every thread stands in line once: a place is free only when all is done. */
tensen_status
threads_in_line(unsigned n_threads, const threads_line *line, tensen_error *err)
{
	const unsigned most = n_threads > THREADS_MAX ? THREADS_MAX : n_threads ? n_threads : 1;
	queue q = {.line = line, .n_slots = SLOTS_PER_THREAD * most, .err = err};

	q.slots = calloc(q.n_slots, sizeof *q.slots);
	q.bytes = calloc(q.n_slots, line->slot_size);
	pthread_mutex_init(&q.lock, NULL);
	pthread_cond_init(&q.changed, NULL);
	if (q.slots && q.bytes)
		threads_run(most, line->n_pieces < most ? line->n_pieces : most, stand_in_line, &q);
	else
		q.answer = tensen_fail_nomem(err);
	for (unsigned i = 0; q.bytes && i < q.n_slots; i++)
		line->clear(bytes_of(&q, i));
	pthread_cond_destroy(&q.changed);
	pthread_mutex_destroy(&q.lock);
	free_all(q.slots, q.bytes);
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
