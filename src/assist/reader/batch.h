/* assist/reader/batch.h - several documents judged in one question. */
#pragma once
#include "assist/reader/reading.h"
#include "assist/reader/verdict.h"

#define BATCH_HANDLE 7      /* bytes of a handle with its NUL */
#define BATCH_MOST 22       /* documents: what a list of titles brings at most */
#define DOCUMENT_TOKENS 320 /* of a document that is judged, as most take (bench/ideas) */

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
	char key[33], hash[TENSEN_HASH_BYTES];
	int statement; /* that found it, -1: none */
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
	reading *x;
	const verdict_kind *kind;
	item *items;
	size_t n;
	size_t controls[N_CONTROL_RESULTS]; /* answers by their control */
} judging;

/* One question: documents items[at[0..n)], of which slot `control` stands in for a record. */
typedef struct batch {
	size_t at[BATCH_MOST + 1], n, control;
	char handles[BATCH_MOST + 1][BATCH_HANDLE];
	char *system, *user; /* free() */
} batch;

/* Documents of one question: fewer where half of the model's context holds fewer, at least one. */
size_t batch_room(const reader *by, const verdict_kind *kind);
/* Write system and user of a batch whose items are dealt.  0: out of memory. */
int batch_write(const judging *now, batch *lot);
/* NULL: the answer has the form asked for; else the reason why not. */
const char *batch_form(const judging *now, const char *answer);
/* Check an answer and keep its valid and its dropped judgements; sets the state of the items. */
tensen_status batch_take(judging *now, const batch *lot, const char *answer);

/* How an answer of the right form treats the control. */
control_result batch_control(const judging *now, const batch *lot, const char *answer);
