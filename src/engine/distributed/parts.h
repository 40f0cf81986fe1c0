/* engine/distributed/parts.h - index files of one model that are one index together. */
#ifndef ENGINE_DISTRIBUTED_PARTS_H
#define ENGINE_DISTRIBUTED_PARTS_H
#include "index/store/store.h"

typedef struct part {
	store *store;
	char *path;
	buf arrival;         /* uint64_t by row; empty: not known */
	uint32_t number, of; /* of a shard; of 0: a file of its own */
	uint64_t documents;  /* of all shards */
} part;

typedef struct parts {
	part *v;
	uint32_t n, cap;
} parts;

/* Open files; a folder stands for the index files in it.  E_MISMATCH unless all carry the same
 * model; E_INPUT if shards of their build are missing, twice there or of another build. */
tensen_status parts_open(parts *p, const char *const *paths, size_t n, tensen_error *err);
void parts_close(parts *p);

#endif
