/* engine/distributed/parts.h - index files of one model that are one index together.
 *
 * A part is an index file or a shard of a build.  The joint file of parts has the search data of
 * all their documents (engine/distributed/joint.h); in a folder it lies beside them. */
#pragma once
#include <json-c/json.h>
#include "index/store/store.h"

#define PARTS_MAX 65535 /* PART numbers them with 16 bits */

typedef struct part {
	store *store; /* documents only: store_open_documents() */
	char *path;
	buf arrival;         /* uint64_t by row; empty: not known */
	uint32_t number, of; /* of a shard; of 0: a file of its own */
	uint64_t documents;  /* of all shards */
	char build[17];      /* of a shard */
} part;

typedef struct parts {
	part *v;
	uint32_t n, cap;
	char *joint;        /* path of a joint file that was found; NULL: none */
	uint32_t n_named;   /* files that it names, */
	uint64_t documents; /* and their documents */
} parts;

typedef enum part_kind {
	PART_ALONE,  /* a file that needs no other */
	PART_SHARD,  /* a file with documents of its own */
	PART_SEVERAL /* a folder or a joint file */
} part_kind;
/* E_IO: path cannot be read.  A damaged file counts as alone; opening it reports the damage. */
tensen_status parts_kind(part_kind *out, const char *path, tensen_error *err);
/* META of a file; *out is NULL in a damaged file.  The caller puts it.  E_IO: the file cannot be
 * read. */
tensen_status parts_meta(json_object **out, const char *path, tensen_error *err);

/* Open files; a folder stands for the files in it, a joint file alone for those it names.
 * E_MISMATCH unless all carry the same model; E_INPUT if one is there twice or shards are of
 * different builds. */
tensen_status parts_open(parts *files, const char *const *paths, size_t n, tensen_error *err);
void parts_close(parts *files);

#define PART_SIGNATURE 17 /* characters of one, with the NUL */
void part_signature(char out[PART_SIGNATURE], const part *pt);

/* How many files and documents there should be. */
void parts_expected(const parts *part_files, uint32_t *files, uint64_t *documents);
uint64_t parts_documents(const parts *files);
/* E_INPUT: a shard is missing. */
tensen_status parts_complete(const parts *part_files, tensen_error *err);
