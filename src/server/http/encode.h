/* server/http/encode.h - the coding of a body: identity, gzip or zstd. */
#pragma once
#include <stddef.h>

typedef enum coding {
	CODING_IDENTITY = 0,
	CODING_GZIP,
	CODING_ZSTD,
	N_CODINGS,
	CODING_NONE = -1 /* the client refuses all of them */
} coding;

/* "gzip"; NULL for identity. */
const char *coding_name(coding codec);
/* Chooses by the weights of an Accept-Encoding header (NULL: no header); among equals the one
 * with the smaller body. */
coding coding_choose(const char *accept);
/* The compressed body, of malloc(); NULL: out of memory.  level 0: for a body that is sent
 * once, 1: for one that is kept. */
char *coding_apply(coding codec, int level, const char *str, size_t n, size_t *n_out);
