/* assist/embed/embed_impl.h - shared by the files that ask an embeddings server. */
#pragma once
#include <pthread.h>
#include "assist/chat/chat.h"
#include "assist/embed/embed.h"
#include "assist/embed/kept.h"

#define BATCH 32 /* texts of a request */
#define TRIES 4  /* of a request for documents */

struct embed {
	embed_opts o;
	char *index, *url, *name;
	char *key_file, *key; /* NULL: none; the path is kept, the key never */
	endpoint to;
	pthread_mutex_t lock; /* of questions */
	kept *documents, *questions;
	float *probe; /* [n_probe] of the model that the documents were given to */
	uint32_t n_probe;
	int checked;     /* 1: the server answers, as this model */
	int weight_kept; /* 0: that of the library counts */
	double weight;
	double not_before; /* of the next question */
	tensen_error why;  /* of the last failure */
};

typedef struct text {
	char *p; /* free() */
	size_t n;
	uint64_t key;
} text;

/* One request: texts whose vectors go into `to`. */
typedef struct batch {
	kept *to;
	text v[BATCH];
	uint32_t n;
	tensen_error *err; /* of writing */
	float *probe;      /* [room] where the first vector goes instead; or NULL */
	uint32_t dim;      /* of its vectors; 0: not known before the answer */
} batch;

/* A line for people. */
__attribute__((format(printf, 3, 4))) void embed_report(
    const embed *e, const char *ja, const char *en, ...);
/* *out, unless it is open already: FILE.suffix. */
tensen_status embed_kept(kept **out, const embed *e, const char *suffix, tensen_error *err);
/* Ask for n batches; the reason of the first that has no answer is in *err. */
tensen_status embed_ask(const embed *e, batch *v, size_t n, gate *g, uint32_t seconds,
    uint32_t tries, tensen_error *err);
