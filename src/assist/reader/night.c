/* assist/reader/night.c - many documents of an index, read side by side.
 *
 * Each of some threads reads one document at a time; the gate (assist/chat) lets as many questions
 * through at once as the model takes, and searchers are lent.  There are more threads than
 * questions, so that lists are made while others wait for the model. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "assist/failure.h"
#include "assist/reader/lender.h"
#include "assist/reader/reading.h"

#define THREADS_MOST 112
#define STEP_SECONDS 0.2

static void
reader_stop(reader *r)
{
	pthread_mutex_lock(&r->lock);
	r->stopping = 1;
	pthread_mutex_unlock(&r->lock);
	gate_end(r->gate, "stopped");
}

typedef struct night {
	reader *r;
	const tensen_index *ix;
	const char *const *ids; /* NULL: all that are open */
	reader_lack *lack;      /* NULL: they are read; else what that would take */
	lender *lender;
	pthread_mutex_t lock;
	pthread_cond_t done_one;
	size_t next, done, total;
	unsigned running;
	int stop;
	tensen_status st; /* the first failure */
	tensen_error first;
} night;

/* The next document; NULL: there is none. */
static const char *
next_id(night *n)
{
	const char *id = NULL;

	pthread_mutex_lock(&n->lock);
	if (n->ids && !n->stop)
		id = n->ids[n->next] ? n->ids[n->next++] : NULL;
	while (!n->ids && !n->stop && !id && n->next < tensen_index_count(n->ix)) {
		uint32_t row = (uint32_t)n->next++;
		if (tensen_index_open_to_licence(n->ix, row))
			id = tensen_index_id(n->ix, row);
	}
	pthread_mutex_unlock(&n->lock);
	return id;
}

static tensen_status
read_one(night *n, chat *c, const char *id, reader_lack *lack, tensen_error *err)
{
	const tensen_query q = {.size = sizeof q, .id = id};
	tensen_searcher *s = lender_take(n->lender);
	reading x;
	tensen_status st = reading_open(&x, n->r, s, &q, err);

	x.s = s;
	x.lender = n->lender;
	x.chat = c;
	if (st == TENSEN_OK)
		st = n->lack ? reading_lacks(&x, lack) : reading_steps(&x);
	lender_give(n->lender, x.s);
	reading_close(&x);
	return st;
}

static void
add_lack(reader_lack *to, const reader_lack *from)
{
	to->patents += from->patents;
	to->of += from->of;
	to->requests += from->requests;
	to->tokens += from->tokens;
	to->statements += from->statements;
	to->pairs += from->pairs;
}

static void
end_one(night *n, const reader_lack *lack, tensen_status st, const tensen_error *err)
{
	pthread_mutex_lock(&n->lock);
	n->done++;
	if (n->lack)
		add_lack(n->lack, lack);
	if (st < 0 && n->st == TENSEN_OK) {
		n->st = st;
		n->first = *err;
		n->stop = 1;
	}
	if (!n->lack && reader_ended(n->r))
		n->stop = 1;
	pthread_cond_signal(&n->done_one);
	pthread_mutex_unlock(&n->lock);
}

static void *
work(void *payload)
{
	night *n = payload;
	tensen_error err = {0};
	chat *c = NULL;
	const char *id;
	tensen_status st = n->lack ? TENSEN_OK : chat_new(&c, &n->r->chat_opts, &err);

	if (st < 0)
		end_one(n, &(reader_lack){.of = 0}, st, &err);
	while (st == TENSEN_OK && (id = next_id(n))) {
		reader_lack lack = {.of = 0};
		st = read_one(n, c, id, &lack, &err);
		end_one(n, &lack, st, &err);
	}
	chat_free(c);
	pthread_mutex_lock(&n->lock);
	n->running--;
	pthread_cond_signal(&n->done_one);
	pthread_mutex_unlock(&n->lock);
	return NULL;
}

/* Draw the progress until all threads are at their end. */
static void
wait_for(night *n)
{
	const reader_opts *o = &n->r->o;

	pthread_mutex_lock(&n->lock);
	while (n->running > 0) {
		struct timespec until;
		double end = gate_now() + STEP_SECONDS;
		size_t done = n->done;
		until.tv_sec = (time_t)end;
		until.tv_nsec = (long)((end - (double)until.tv_sec) * 1e9);
		pthread_mutex_unlock(&n->lock);
		if (o->progress && o->progress("patents", done, n->total, o->progress_payload)) {
			pthread_mutex_lock(&n->lock);
			n->stop = 1;
			pthread_mutex_unlock(&n->lock);
			reader_stop(n->r);
		}
		pthread_mutex_lock(&n->lock);
		if (n->running > 0)
			pthread_cond_timedwait(&n->done_one, &n->lock, &until);
	}
	pthread_mutex_unlock(&n->lock);
}

static unsigned
threads_of(const night *n)
{
	unsigned all = n->lack ? (unsigned)sysconf(_SC_NPROCESSORS_ONLN)
			       : n->r->o.parallel + n->r->o.parallel / 2 + 2;

	all = all > THREADS_MOST ? THREADS_MOST : all;
	return all > n->total ? (unsigned)n->total : all;
}

static tensen_status
run(night *n, tensen_error *err)
{
	pthread_t threads[THREADS_MOST];
	unsigned wanted = threads_of(n), started = 0;

	pthread_mutex_lock(&n->lock);
	while (started < wanted && pthread_create(&threads[started], NULL, work, n) == 0)
		started++;
	n->running = started;
	pthread_mutex_unlock(&n->lock);
	if (wanted && !started)
		return failure(err, TENSEN_E_NOMEM, "", "no thread for reading");
	wait_for(n);
	for (unsigned i = 0; i < started; i++)
		pthread_join(threads[i], NULL);
	if (n->st < 0 && err)
		*err = n->first;
	return n->st;
}

static tensen_status
start(night *n, tensen_error *err)
{
	pthread_condattr_t attributes;
	long cores = sysconf(_SC_NPROCESSORS_ONLN);
	tensen_status st =
	    lender_new(&n->lender, n->ix, (unsigned)(cores > 0 ? cores : 1) + 1, err);

	if (st < 0)
		return st;
	if (n->ids)
		while (n->ids[n->total])
			n->total++;
	else
		for (uint32_t row = 0; row < tensen_index_count(n->ix); row++)
			n->total += (size_t)tensen_index_open_to_licence(n->ix, row);
	pthread_mutex_init(&n->lock, NULL);
	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_cond_init(&n->done_one, &attributes);
	pthread_condattr_destroy(&attributes);
	st = run(n, err);
	pthread_cond_destroy(&n->done_one);
	pthread_mutex_destroy(&n->lock);
	lender_free(n->lender);
	return st;
}

tensen_status
reader_night(reader *r, const tensen_index *ix, const char *const *ids, tensen_error *err)
{
	night n = {.r = r, .ix = ix, .ids = ids};
	char why[160];
	tensen_status st = start(&n, err);

	if (st == TENSEN_OK)
		st = tensen_readings_settle(r->readings, err);
	if (st == TENSEN_OK && n.done < n.total && gate_ended(r->gate, why))
		return failure(
		    err, TENSEN_E_CANCELLED, "", "%s: the same command goes on from here", why);
	return st;
}

tensen_status
reader_estimate(
    reader *r, const tensen_index *ix, const char *const *ids, reader_lack *out, tensen_error *err)
{
	night n = {.r = r, .ix = ix, .ids = ids, .lack = out};

	*out = (reader_lack){.of = 0};
	return start(&n, err);
}
