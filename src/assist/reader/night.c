/* assist/reader/night.c - many documents of an index, read side by side.
 *
 * Each of some threads reads one document at a time; the gate (assist/chat) lets as many questions
 * through at once as the model takes, and searchers are lent.  There are more threads than
 * questions, so that lists are made while others wait for the model. */
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>
#include <tensen/messages.h>
#include "assist/failure.h"
#include "assist/reader/lender.h"
#include "assist/reader/reading.h"

#define THREADS_MOST 112
#define STEP_SECONDS 0.2

static void
reader_stop(reader *by)
{
	pthread_mutex_lock(&by->lock);
	by->stopping = 1;
	pthread_mutex_unlock(&by->lock);
	gate_end(by->gate, "stopped");
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
next_id(night *batch)
{
	const char *id = NULL;

	pthread_mutex_lock(&batch->lock);
	if (batch->ids && !batch->stop)
		id = batch->ids[batch->next] ? batch->ids[batch->next++] : NULL;
	while (!batch->ids && !batch->stop && !id && batch->next < tensen_index_count(batch->ix)) {
		uint32_t row = (uint32_t)batch->next++;
		if (tensen_index_open_to_licence(batch->ix, row))
			id = tensen_index_id(batch->ix, row);
	}
	pthread_mutex_unlock(&batch->lock);
	return id;
}

static tensen_status
read_one(night *batch, chat *conn_to, const char *id, reader_lack *lack, tensen_error *err)
{
	const tensen_query q = {.size = sizeof q, .id = id};
	tensen_searcher *s = lender_take(batch->lender);
	reading x;
	tensen_status st = reading_open(&x, batch->r, s, &q, err);

	x.s = s;
	x.lender = batch->lender;
	x.chat = conn_to;
	if (st == TENSEN_OK)
		st = batch->lack ? reading_lacks(&x, lack) : reading_steps(&x);
	lender_give(batch->lender, x.s);
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
end_one(night *batch, const reader_lack *lack, tensen_status st, const tensen_error *err)
{
	pthread_mutex_lock(&batch->lock);
	batch->done++;
	if (batch->lack)
		add_lack(batch->lack, lack);
	if (st < 0 && batch->st == TENSEN_OK) {
		batch->st = st;
		batch->first = *err;
		batch->stop = 1;
	}
	if (!batch->lack && reader_ended(batch->r))
		batch->stop = 1;
	pthread_cond_signal(&batch->done_one);
	pthread_mutex_unlock(&batch->lock);
}

static void *
night_work(void *payload)
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
wait_for(night *batch)
{
	const reader_opts *o = &batch->r->o;

	pthread_mutex_lock(&batch->lock);
	while (batch->running > 0) {
		struct timespec until;
		double end = gate_now() + STEP_SECONDS;
		size_t done = batch->done;
		until.tv_sec = (time_t)end;
		until.tv_nsec = (long)((end - (double)until.tv_sec) * 1e9);
		pthread_mutex_unlock(&batch->lock);
		if (o->progress &&
		    o->progress("patents", done, batch->total, o->progress_payload)) {
			pthread_mutex_lock(&batch->lock);
			batch->stop = 1;
			pthread_mutex_unlock(&batch->lock);
			reader_stop(batch->r);
		}
		pthread_mutex_lock(&batch->lock);
		if (batch->running > 0)
			pthread_cond_timedwait(&batch->done_one, &batch->lock, &until);
	}
	pthread_mutex_unlock(&batch->lock);
}

static unsigned
threads_of(const night *batch)
{
	unsigned all = batch->lack ? (unsigned)sysconf(_SC_NPROCESSORS_ONLN)
				   : batch->r->o.parallel + batch->r->o.parallel / 2 + 2;

	all = all > THREADS_MOST ? THREADS_MOST : all;
	return all > batch->total ? (unsigned)batch->total : all;
}

static tensen_status
night_run(night *batch, tensen_error *err)
{
	pthread_t threads[THREADS_MOST];
	unsigned wanted = threads_of(batch), started = 0;

	pthread_mutex_lock(&batch->lock);
	while (started < wanted && pthread_create(&threads[started], NULL, night_work, batch) == 0)
		started++;
	batch->running = started;
	pthread_mutex_unlock(&batch->lock);
	if (wanted && !started)
		return failure(err, TENSEN_E_NOMEM, "", SAY_NO_THREAD_FOR_READING);
	wait_for(batch);
	for (unsigned i = 0; i < started; i++)
		pthread_join(threads[i], NULL);
	if (batch->st < 0 && err)
		*err = batch->first;
	return batch->st;
}

/* All ids are there, before anything is asked.  E_NOTFOUND: the first that is not; the others are
 * reported. */
static tensen_status
check_ids(night *batch, tensen_error *err)
{
	tensen_searcher *s = lender_take(batch->lender);
	tensen_status st = TENSEN_OK;

	for (; batch->ids[batch->total]; batch->total++) {
		const tensen_query q = {.size = sizeof q, .id = batch->ids[batch->total]};
		char *name = NULL, hash[TENSEN_HASH_BYTES];
		tensen_error why = {0};
		tensen_status one = tensen_query_name(s, &q, &name, hash, &why);
		free(name);
		if (one < 0 && st < 0)
			reader_report(batch->r, "文献 %s はこの索引にありません",
			    "no document %s in this index", q.id);
		else if (one < 0 && err)
			*err = why;
		st = st < 0 ? st : one;
	}
	lender_give(batch->lender, s);
	return st;
}

static tensen_status
night_start(night *batch, tensen_error *err)
{
	pthread_condattr_t attributes;
	long cores = sysconf(_SC_NPROCESSORS_ONLN);
	tensen_status st =
	    lender_new(&batch->lender, batch->ix, (unsigned)(cores > 0 ? cores : 1) + 1, err);

	if (st == TENSEN_OK && batch->ids)
		st = check_ids(batch, err);
	if (st < 0) {
		lender_free(batch->lender);
		return st;
	}
	if (!batch->ids)
		for (uint32_t row = 0; row < tensen_index_count(batch->ix); row++)
			batch->total += (size_t)tensen_index_open_to_licence(batch->ix, row);
	pthread_mutex_init(&batch->lock, NULL);
	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_cond_init(&batch->done_one, &attributes);
	pthread_condattr_destroy(&attributes);
	st = night_run(batch, err);
	pthread_cond_destroy(&batch->done_one);
	pthread_mutex_destroy(&batch->lock);
	lender_free(batch->lender);
	return st;
}

/* Before the work: a night whose model is away would make every list for nothing. */
static tensen_status
reach_model(reader *by, tensen_error *err)
{
	chat *c = NULL;
	tensen_status st = chat_new(&c, &by->chat_opts, err);

	if (st == TENSEN_OK)
		st = chat_reach(c, err);
	chat_free(c);
	return st;
}

tensen_status
reader_night(reader *by, const tensen_index *ix, const char *const *ids, tensen_error *err)
{
	night n = {.r = by, .ix = ix, .ids = ids};
	tensen_agreement agreed;
	char why[160];
	tensen_status st = reach_model(by, err);

	if (st < 0 || (st = night_start(&n, err)) < 0 ||
	    (st = tensen_readings_agree(by->readings, &agreed, err)) < 0)
		return st;
	st = tensen_readings_settle(by->readings, err);
	if (st == TENSEN_OK && (n.done < n.total || by->n.unanswered) && gate_ended(by->gate, why))
		return failure(err, TENSEN_E_CANCELLED, "", SAY_SAME_COMMAND_GOES, why);
	return st;
}

tensen_status
reader_estimate(
    reader *by, const tensen_index *ix, const char *const *ids, reader_lack *out, tensen_error *err)
{
	night n = {.r = by, .ix = ix, .ids = ids, .lack = out};

	*out = (reader_lack){.of = 0};
	return night_start(&n, err);
}
