/* server/model.h - what the server needs of a language model.
 *
 * The server knows none: whoever starts it with one fills these calls in (assist/desk).  What
 * was answered before is taken from the journal at once; new answers come from a thread that
 * belongs to the model, so that no worker waits for it. */
#ifndef SERVER_MODEL_H
#define SERVER_MODEL_H
#include <tensen/tensen.h>

typedef struct model_question {
	const tensen_query *q;
	const tensen_filter *filter;
	tensen_asking asking; /* the caller's own aspects and judgements */
} model_question;

/* A question that is asked later, and the index it is about.  release() ends what the pointers
 * of `question` borrow from, and the hold on the index. */
typedef struct model_order {
	model_question question;
	const tensen_index *ix;
	void (*release)(struct model_order *o);
} model_order;

typedef enum model_refusal {
	MODEL_TAKEN,   /* no refusal: it is asked now or soon, or was already */
	MODEL_KEPT,    /* the server works from the journal alone */
	MODEL_USED_UP, /* the requests of this server are used up */
	MODEL_BUSY     /* too many patents wait */
} model_refusal;

typedef struct server_model {
	void *of; /* the first argument of every call */
	/* Add to *asking what the journal has; grades_only: no statements.  *held: what *asking
	 * borrows from, until give_back(). */
	tensen_status (*help)(void *of, tensen_searcher *s, const model_question *q,
	    int grades_only, tensen_asking *asking, void **held, tensen_error *err);
	void (*give_back)(void *of, void *held);
	/* JSON about the model, and about one question if there is one (else q is NULL). */
	tensen_status (*state)(void *of, tensen_searcher *s, const model_question *q,
	    tensen_text *out, tensen_error *err);
	/* Takes the order if it is taken, else it stays the caller's. */
	model_refusal (*ask)(void *of, model_order *order);
	/* Stop asking about this patent or text. */
	void (*stop)(void *of, const tensen_query *q);
	/* Stop everything; no order is held afterwards. */
	void (*end)(void *of);
} server_model;

#endif
