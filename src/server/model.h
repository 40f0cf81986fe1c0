/* server/model.h - the calls by which the server uses a language model.
 *
 * The server contains no model: the program that starts it with one fills these calls in
 * (assist/desk).  Its answers become readings beside the index, which every later answer of the
 * library counts with (tensen/readings.h); a thread of the model asks, so that no worker waits. */
#pragma once
#include <tensen/tensen.h>

typedef struct model_question {
	const tensen_query *q;
	const tensen_filter *filter;
	tensen_asking asking; /* the caller's own aspects and judgements */
} model_question;

/* A question that is asked later, and the index it is about. release() frees the memory that
 * `question` borrows from and ends the hold on the index. */
typedef struct model_order {
	model_question question;
	const tensen_index *ix;
	void (*release)(struct model_order *o);
} model_order;

typedef enum model_refusal {
	MODEL_TAKEN,   /* no refusal: it is asked now or soon, or was already */
	MODEL_USED_UP, /* the requests of this server are used up */
	MODEL_BUSY     /* too many patents wait */
} model_refusal;

typedef struct server_model {
	void *of; /* the first argument of every call */
	/* JSON about the model, and about one question if there is one (else q is NULL). */
	tensen_status (*state)(void *of, tensen_searcher *s, const model_question *q,
	    tensen_text *out, tensen_error *err);
	/* MODEL_TAKEN: the order belongs to the model; else it stays the caller's. */
	model_refusal (*ask)(void *of, model_order *order);
	/* Stop asking about this patent or text. */
	void (*stop)(void *of, const tensen_query *q);
	/* Stop all jobs; no order is held afterwards. */
	void (*end)(void *of);
} server_model;
