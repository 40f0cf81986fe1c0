/* server/queue.h - the requests that wait for the engine, and the workers that ask it.
 *
 * The network thread must never wait for the engine, or one slow question would stop
 * every other connection: it suspends the connection and puts the request here.  A
 * worker answers it and resumes the connection.  A request that is not answered in time
 * is answered 503 by queue_expire(), wherever it is; what a worker makes of it then is
 * thrown away. */
#ifndef SERVER_QUEUE_H
#define SERVER_QUEUE_H
#include "server/current.h"
#include "server/http/request.h"

typedef struct queue queue;

typedef struct queue_opts {
	unsigned workers;  /* 0: one for each core */
	unsigned room;     /* requests that may wait */
	uint64_t limit_ns; /* from queue_add() to the answer */
	const char *models;
	/* told of an index that fails while it is asked */
	void (*failed)(void *payload, const tensen_error *err);
	void *payload;
} queue_opts;

tensen_status queue_new(queue **out, current *ix, const queue_opts *opts, tensen_error *err);
/* Nothing may be added any more; what waits is answered 503, what runs is waited for.
 * Before MHD_stop_daemon(), which must find no suspended connection. */
void queue_stop(queue *q);
void queue_free(queue *q); /* after it: requests are released up to its end */

/* 1: the connection is suspended and will be resumed with r->answer; 0: no room. */
int queue_add(queue *q, request *r);
/* Answer what is too old; called now and then. */
void queue_expire(queue *q);
/* Let go of old snapshots: after the index was replaced. */
void queue_refresh(queue *q);
/* Requests waiting and running. */
void queue_count(queue *q, unsigned *waiting, unsigned *running);
/* One holder less; the last one frees it. */
void queue_release(queue *q, request *r);

#endif
