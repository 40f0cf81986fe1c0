/* tensen/vectors.h - vectors of a model of the user's own in an index, one for each document.
 *
 * The library speaks to no model: the caller has the vectors, from files or from a server.  They
 * become one more view of the documents with codes of their own, beside the LSA views, and are what
 * a short question is compared with (tensen/index.h: embed, TENSEN_EMBEDDINGS). */
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <tensen/index.h>

/* The text by whose vector two models are told apart. */
#define TENSEN_PROBE "曇らない鏡。A mirror that does not fog: 0123456789."

typedef struct tensen_vectors {
	size_t size;
	const char *model; /* its name, which the index keeps; NULL: "" */
	uint32_t given;    /* numbers of each vector, at most TENSEN_VECTOR_DIMS_MAX */
	uint32_t dim; /* the first so many of them count (nested vectors); 0: all; at least 8 */
	uint64_t n;
	/* The document of vector i, an id as in tensen_query; a document named twice has the later
	 * one.  Copies vector i to out[given].  Called by one thread at a time. */
	const char *(*id)(void *payload, uint64_t i);
	void (*get)(void *payload, uint64_t i, float *out);
	void *payload;
	const float *probe;  /* [given] of TENSEN_PROBE; NULL: not known */
	uint32_t characters; /* of each text that the model was given, at most; 0: not known */
	unsigned threads;    /* 0: all cores.  The bytes do not depend on it */
} tensen_vectors;
#define TENSEN_VECTORS_INIT TENSEN_SIZED(tensen_vectors)

typedef struct tensen_vectors_kept {
	uint32_t dim;       /* of the vectors as they are compared */
	uint32_t documents; /* that have one */
	uint64_t unknown;   /* vectors of no document of the index */
} tensen_vectors_kept;

/* Give documents of the index `path` their vectors; those that have one of the same model keep it
 * or get the new one, those without one are found by words and LSA.  The new file replaces the old
 * one when it is complete and on disk.
 * E_INPUT: a vector that is zero or holds no number, its number from 0 in err->at; no vector of a
 * document of the index.  E_MISMATCH: the index has vectors of another model: another name or
 * dimension, or another vector of the probe. */
TENSEN_API tensen_status tensen_put_vectors(
    tensen_vectors_kept *out, const char *path, const tensen_vectors *v, tensen_error *err);

/* 1: row `row` has a vector. */
TENSEN_API int tensen_index_has_vector(const tensen_index *ix, uint32_t row);
/* The text of row `row` for a model: title, problem, means, effect, a line each, cut at so many
 * characters. */
TENSEN_API tensen_status tensen_vector_text(
    tensen_text *out, tensen_searcher *s, uint32_t row, uint32_t characters, tensen_error *err);
