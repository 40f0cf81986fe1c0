/* assist/embed/kept.h - a file of answers of an embeddings model, so that nothing is asked twice.
 *
 * FILE     A head of 256 bytes: "TEMB\r\n\032\n", u32 version 1, u32 numbers of a vector, the name
 *          of the model with zeros behind it.  Then records: u64 XXH3-64 of the text, u64 XXH3-64 of
 *          the vector with that as the seed, the vector as f32.  It is only appended to; a torn end
 *          is cut off when it is opened.
 * THREADS  One at a time. */
#pragma once
#include <stddef.h>
#include <stdint.h>
#include <tensen/status.h>

typedef struct kept kept;

#define KEPT_NONE UINT64_MAX

/* Open the file of this model, or make it; nobody else may have it open.  E_MISMATCH: it is of
 * another model; E_INPUT: it is no such file; E_IO. */
tensen_status kept_open(kept **out, const char *path, const char *model, tensen_error *err);
void kept_close(kept *k);         /* NULL is allowed */
uint32_t kept_dim(const kept *k); /* 0: it has no vector yet */
uint64_t kept_key(const char *text, size_t n);
/* The place of a text, or KEPT_NONE. */
uint64_t kept_find(const kept *k, uint64_t key);
/* The vector at a place; 0: it cannot be read. */
int kept_read(const kept *k, uint64_t place, float *out);
/* Append; the first vector says of how many numbers all are. */
tensen_status kept_add(kept *k, uint64_t key, const float *vector, uint32_t dim, tensen_error *err);
/* What was added is on disk. */
tensen_status kept_sync(kept *k, tensen_error *err);
