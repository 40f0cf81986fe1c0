/* assist/reader/batch.h - several documents judged in one question. */
#ifndef ASSIST_READER_BATCH_H
#define ASSIST_READER_BATCH_H
#include "assist/reader/reader_impl.h"

#define BATCH_HANDLE 7 /* bytes of a handle with its NUL */

/* The state of a document. */
typedef enum item_state {
	ITEM_OPEN,     /* to be asked about, with others */
	ITEM_MISSING,  /* its answer left it out: to be asked about once more, with others */
	ITEM_ALONE,    /* the answer about it and others was refused: to be asked about alone */
	ITEM_ANSWERED, /* in the journal, judged or dropped */
	ITEM_SILENT    /* no answer has it */
} item_state;

/* A document that is to be judged. */
typedef struct item {
	passage p;
	char key[33];
	size_t place; /* among the ids asked */
	item_state state;
} item;

/* The control in an answer. */
typedef enum control_result {
	CONTROL_PASSED,
	CONTROL_ABSENT, /* documents of the question are judged, the control is not */
	CONTROL_FAILED,
	N_CONTROL_RESULTS
} control_result;

typedef struct judging {
	reader *r;
	const passage *patent;
	char token[33]; /* one for all questions about a patent: their beginnings are then the same,
			   and servers cache a beginning that they have read */
	item *items;
	size_t n;
	size_t controls[N_CONTROL_RESULTS]; /* answers by their control */
	tensen_error *err;
} judging;

/* One question: documents items[at[0..n)], of which slot `control` stands in for a record. */
typedef struct batch {
	size_t at[READER_BATCH + 1], n, control;
	char handles[READER_BATCH + 1][BATCH_HANDLE];
	char *system, *user; /* free() */
} batch;

/* Write system and user of a batch whose items are dealt.  0: out of memory. */
int batch_write(const judging *j, batch *q);
/* Check an answer and keep its valid and its dropped judgements; sets the state of the items. */
tensen_status batch_take(judging *j, const batch *q, const char *answer);

#endif
