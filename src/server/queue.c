/* server/queue.c - see queue.h. */
#include "server/queue.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "server/work.h"

typedef struct list {
	request *first, *last;
	unsigned n;
} list;

struct queue {
	pthread_mutex_t lock;
	pthread_cond_t news; /* a request, a new index, or the end */
	list waiting, running;
	current *ix;
	queue_opts opts;
	int ending;
	unsigned n_threads;
	pthread_t threads[];
};

static void
list_add(list *l, request *r)
{
	r->next = NULL;
	r->prev = l->last;
	if (l->last)
		l->last->next = r;
	else
		l->first = r;
	l->last = r;
	l->n++;
}

static void
list_remove(list *l, request *r)
{
	*(r->prev ? &r->prev->next : &l->first) = r->next;
	*(r->next ? &r->next->prev : &l->last) = r->prev;
	l->n--;
}

void
queue_release(queue *q, request *r)
{
	unsigned left;

	pthread_mutex_lock(&q->lock);
	left = --r->holders;
	pthread_mutex_unlock(&q->lock);
	if (left == 0)
		request_free(r);
}

int
queue_add(queue *q, request *r)
{
	int room;

	pthread_mutex_lock(&q->lock);
	room = q->waiting.n < q->opts.room && !q->ending;
	if (room) {
		/* suspend first: a worker may resume the connection before this function ends */
		MHD_suspend_connection(r->connection);
		r->phase = PHASE_QUEUED;
		r->queued = clock_ns();
		r->holders++;
		list_add(&q->waiting, r);
		pthread_cond_signal(&q->news);
	}
	pthread_mutex_unlock(&q->lock);
	return room;
}

/* Under the lock: `a` becomes the answer of r. */
static void
settle(request *r, answer *a)
{
	r->answer = *a;
	*a = (answer){.status = 0};
	r->phase = PHASE_ANSWERED;
}

/* Stores a worker's answer; drops it if queue_expire() answered first. */
static void
deliver(queue *q, request *r, answer *a)
{
	int mine;

	pthread_mutex_lock(&q->lock);
	mine = r->phase == PHASE_RUNNING;
	if (mine) {
		list_remove(&q->running, r);
		settle(r, a);
	}
	pthread_mutex_unlock(&q->lock);
	answer_clear(a);
	if (mine)
		MHD_resume_connection(r->connection);
	queue_release(q, r);
}

/* The next request; NULL when the index was replaced or the queue stops. */
static request *
take(queue *q, uint64_t generation, int *ending)
{
	request *r;

	pthread_mutex_lock(&q->lock);
	while (!q->waiting.first && !q->ending && current_generation(q->ix) == generation)
		pthread_cond_wait(&q->news, &q->lock);
	if ((r = q->waiting.first)) {
		list_remove(&q->waiting, r);
		list_add(&q->running, r);
		r->phase = PHASE_RUNNING;
		r->started = clock_ns();
	}
	*ending = q->ending;
	pthread_mutex_unlock(&q->lock);
	return r;
}

static void *
work(void *payload)
{
	queue *q = payload;
	worker w = {.ix = q->ix, .models = q->opts.models, .model = q->opts.model};
	request *r;
	int ending = 0;

	while ((r = take(q, w.generation, &ending)) || !ending) {
		answer a = {.status = 0};
		tensen_error err = {0};
		worker_refresh(&w, &err);
		if (!r)
			continue;
		worker_answer(&w, r, &a, &err);
		if (err.code == TENSEN_E_CORRUPT || err.code == TENSEN_E_IO)
			q->opts.failed(q->opts.payload, &err);
		deliver(q, r, &a);
	}
	worker_clear(&w);
	return NULL;
}

tensen_status
queue_new(queue **out, current *ix, const queue_opts *opts, tensen_error *err)
{
	long cores = sysconf(_SC_NPROCESSORS_ONLN);
	unsigned n = opts->workers ? opts->workers : cores > 0 ? (unsigned)cores : 1;
	queue *q = calloc(1, sizeof *q + n * sizeof q->threads[0]);

	*out = q;
	*err = (tensen_error){.code = TENSEN_E_NOMEM, .message = "no thread for a worker"};
	if (!q)
		return TENSEN_E_NOMEM;
	pthread_mutex_init(&q->lock, NULL);
	pthread_cond_init(&q->news, NULL);
	q->ix = ix;
	q->opts = *opts;
	for (; q->n_threads < n; q->n_threads++)
		if (pthread_create(&q->threads[q->n_threads], NULL, work, q) != 0)
			break;
	if (q->n_threads == n)
		return TENSEN_OK;
	queue_stop(q);
	queue_free(q);
	*out = NULL;
	return TENSEN_E_NOMEM;
}

/* Answer 503 to the first request of a list that was added before `time`; 0: none. */
static int
give_up(queue *q, list *l, uint64_t time, const char *code, const char *message)
{
	answer a = {.status = 0};
	problem p;
	request *r;
	int waits;

	problem_set(&p, 503, code, "%s", message);
	answer_problem(&a, &p);
	pthread_mutex_lock(&q->lock);
	for (r = l->first; r && r->queued > time; r = r->next)
		;
	waits = r && r->phase == PHASE_QUEUED;
	if (r) {
		list_remove(l, r);
		settle(r, &a);
		r->holders += !waits; /* a running request keeps its worker's hold */
	}
	pthread_mutex_unlock(&q->lock);
	answer_clear(&a);
	if (!r)
		return 0;
	MHD_resume_connection(r->connection);
	queue_release(q, r);
	return 1;
}

void
queue_expire(queue *q)
{
	uint64_t now = clock_ns();
	const char *why = "not answered within the time of one request";

	if (now < q->opts.limit_ns)
		return;
	while (give_up(q, &q->waiting, now - q->opts.limit_ns, "timeout", why))
		;
	while (give_up(q, &q->running, now - q->opts.limit_ns, "timeout", why))
		;
}

void
queue_refresh(queue *q)
{
	pthread_mutex_lock(&q->lock);
	pthread_cond_broadcast(&q->news);
	pthread_mutex_unlock(&q->lock);
}

void
queue_count(queue *q, unsigned *waiting, unsigned *running)
{
	pthread_mutex_lock(&q->lock);
	*waiting = q->waiting.n;
	*running = q->running.n;
	pthread_mutex_unlock(&q->lock);
}

void
queue_stop(queue *q)
{
	pthread_mutex_lock(&q->lock);
	q->ending = 1;
	pthread_cond_broadcast(&q->news);
	pthread_mutex_unlock(&q->lock);
	while (give_up(q, &q->waiting, UINT64_MAX, "stopping", "the server stops"))
		;
	for (unsigned i = 0; i < q->n_threads; i++)
		pthread_join(q->threads[i], NULL);
	q->n_threads = 0;
}

void
queue_free(queue *q)
{
	if (!q)
		return;
	pthread_cond_destroy(&q->news);
	pthread_mutex_destroy(&q->lock);
	free(q);
}
