/* server/queue.h - the requests that wait for the engine, and the workers that answer them.
 *
 * The network thread must never wait for the engine, because one slow query would stop every
 * other connection.  It suspends the connection and puts the request here; a worker answers it
 * and resumes the connection.  queue_expire() answers 503 to a request that takes too long,
 * waiting or running; the worker's late answer is dropped. */
#pragma once
#include "server/current.h"
#include "server/http/request.h"

typedef struct queue queue;

typedef struct queue_opts {
	unsigned workers;  /* 0: one for each core */
	unsigned room;     /* requests that may wait */
	uint64_t limit_ns; /* from queue_add() to the answer */
	const char *models;
	const server_model *model; /* NULL: none */
	/* called when the index fails during a query */
	void (*failed)(void *payload, const tensen_error *err);
	void *payload;
} queue_opts;

tensen_status queue_new(queue **out, current *ix, const queue_opts *opts, tensen_error *err);
/* Stops the queue: waiting requests are answered 503, running ones are waited for.  To be
 * called before MHD_stop_daemon(), which requires that no connection is suspended. */
void queue_stop(queue *jobs);
void queue_free(
    queue *jobs); /* after MHD_stop_daemon(), because requests are released until then */

/* 1: the connection is suspended and will be resumed with req->answer; 0: no room. */
int queue_add(queue *jobs, request *req);
/* Answers requests that are too old; called twice a second. */
void queue_expire(queue *jobs);
/* Makes workers release old snapshots, after the index was replaced. */
void queue_refresh(queue *jobs);
/* Requests waiting and running. */
void queue_count(queue *jobs, unsigned *waiting, unsigned *running);
/* Drops one holder; the last one frees the request. */
void queue_release(queue *jobs, request *req);
