/* server/queue.c - see queue.h. */
#include "server/queue.h"
#include <stdlib.h>
#include <unistd.h>
#include "server/work.h"
#include "server/http/said.h"

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
list_add(list *lines, request *req)
{
	req->next = NULL;
	req->prev = lines->last;
	if (lines->last)
		lines->last->next = req;
	else
		lines->first = req;
	lines->last = req;
	lines->n++;
}

static void
list_remove(list *lines, request *req)
{
	*(req->prev ? &req->prev->next : &lines->first) = req->next;
	*(req->next ? &req->next->prev : &lines->last) = req->prev;
	lines->n--;
}

void
queue_release(queue *jobs, request *req)
{
	unsigned left;

	pthread_mutex_lock(&jobs->lock);
	left = --req->holders;
	pthread_mutex_unlock(&jobs->lock);
	if (left == 0)
		request_free(req);
}

int
queue_add(queue *jobs, request *req)
{
	int room;

	pthread_mutex_lock(&jobs->lock);
	room = jobs->waiting.n < jobs->opts.room && !jobs->ending;
	if (room) {
		/* suspend first: a worker may resume the connection before this function ends */
		MHD_suspend_connection(req->connection);
		req->phase = PHASE_QUEUED;
		req->queued = clock_ns();
		req->holders++;
		list_add(&jobs->waiting, req);
		pthread_cond_signal(&jobs->news);
	}
	pthread_mutex_unlock(&jobs->lock);
	return room;
}

/* Under the lock: `a` becomes the answer of r. */
static void
queue_settle(request *req, answer *reply)
{
	req->answer = *reply;
	*reply = (answer){.status = 0};
	req->phase = PHASE_ANSWERED;
}

/* Stores a worker's answer; drops it if queue_expire() answered first. */
static void
queue_deliver(queue *jobs, request *req, answer *reply)
{
	int mine;

	pthread_mutex_lock(&jobs->lock);
	mine = req->phase == PHASE_RUNNING;
	if (mine) {
		list_remove(&jobs->running, req);
		queue_settle(req, reply);
	}
	pthread_mutex_unlock(&jobs->lock);
	answer_clear(reply);
	if (mine)
		MHD_resume_connection(req->connection);
	queue_release(jobs, req);
}

/* The next request; NULL when the index was replaced or the queue stops. */
static request *
queue_take(queue *jobs, const snapshot *held, int *ending)
{
	request *r;

	pthread_mutex_lock(&jobs->lock);
	while (!jobs->waiting.first && !jobs->ending && current_is(jobs->ix, held))
		pthread_cond_wait(&jobs->news, &jobs->lock);
	if ((r = jobs->waiting.first)) {
		list_remove(&jobs->waiting, r);
		list_add(&jobs->running, r);
		r->phase = PHASE_RUNNING;
		r->started = clock_ns();
	}
	*ending = jobs->ending;
	pthread_mutex_unlock(&jobs->lock);
	return r;
}

static void *
queue_work(void *payload)
{
	queue *q = payload;
	worker w = {.ix = q->ix, .models = q->opts.models, .model = q->opts.model};
	request *r;
	int ending = 0;

	while ((r = queue_take(q, w.held, &ending)) || !ending) {
		answer a = {.status = 0};
		tensen_error err = {0};
		worker_refresh(&w, &err);
		if (!r)
			continue;
		worker_answer(&w, r, &a, &err);
		if (err.code == TENSEN_E_CORRUPT || err.code == TENSEN_E_IO)
			q->opts.failed(q->opts.payload, &err);
		queue_deliver(q, r, &a);
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
		if (pthread_create(&q->threads[q->n_threads], NULL, queue_work, q) != 0)
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
give_up(queue *jobs, list *lines, uint64_t time, const char *code, const char *message)
{
	answer a = {.status = 0};
	problem p;
	request *r;
	int waits;

	problem_set(&p, 503, code, "%s", message);
	answer_problem(&a, &p);
	pthread_mutex_lock(&jobs->lock);
	for (r = lines->first; r && r->queued > time; r = r->next)
		;
	waits = r && r->phase == PHASE_QUEUED;
	if (r) {
		list_remove(lines, r);
		queue_settle(r, &a);
		r->holders += !waits; /* a running request keeps its worker's hold */
	}
	pthread_mutex_unlock(&jobs->lock);
	answer_clear(&a);
	if (!r)
		return 0;
	MHD_resume_connection(r->connection);
	queue_release(jobs, r);
	return 1;
}

void
queue_expire(queue *jobs)
{
	uint64_t now = clock_ns();
	const char *why = SAY_HTTP_TIME;

	if (now < jobs->opts.limit_ns)
		return;
	while (give_up(jobs, &jobs->waiting, now - jobs->opts.limit_ns, "timeout", why))
		;
	while (give_up(jobs, &jobs->running, now - jobs->opts.limit_ns, "timeout", why))
		;
}

void
queue_refresh(queue *jobs)
{
	pthread_mutex_lock(&jobs->lock);
	pthread_cond_broadcast(&jobs->news);
	pthread_mutex_unlock(&jobs->lock);
}

void
queue_count(queue *jobs, unsigned *waiting, unsigned *running)
{
	pthread_mutex_lock(&jobs->lock);
	*waiting = jobs->waiting.n;
	*running = jobs->running.n;
	pthread_mutex_unlock(&jobs->lock);
}

void
queue_stop(queue *jobs)
{
	pthread_mutex_lock(&jobs->lock);
	jobs->ending = 1;
	pthread_cond_broadcast(&jobs->news);
	pthread_mutex_unlock(&jobs->lock);
	while (give_up(jobs, &jobs->waiting, UINT64_MAX, "stopping", SAY_HTTP_STOPS))
		;
	for (unsigned i = 0; i < jobs->n_threads; i++)
		pthread_join(jobs->threads[i], NULL);
	jobs->n_threads = 0;
}

void
queue_free(queue *jobs)
{
	if (!jobs)
		return;
	pthread_cond_destroy(&jobs->news);
	pthread_mutex_destroy(&jobs->lock);
	free(jobs);
}
