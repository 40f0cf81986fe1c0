/* cli/steps/vectors.h - shared by index and update: vectors of a model of the user's own, from
 * files or from a server. */
#pragma once
#include "assist/embed/embed.h"
#include "cli/steps/common.h"

typedef struct vectors_args {
	const char *file, *ids; /* --vectors, --vector-ids */
	embed_opts embed;       /* --embeddings */
	int kept;               /* 1: without --embeddings the server that was kept is asked */
} vectors_args;
extern const opt vectors_table[];
#define VECTORS_GROUP(v) {"ベクトル", "Vectors"}, vectors_table, (v)

/* The files, opened and every vector looked at, before an index is written. */
typedef struct vectors_files {
	const char *path;
	const uint8_t *map; /* of the .npy file */
	size_t map_size;
	const uint8_t *numbers; /* in it */
	uint32_t half;          /* 1: of 2 bytes, 0: of 4 */
	uint32_t given;
	uint64_t n;
	char *lines; /* of the ids */
	char **ids;  /* [n] */
	embed *server;
} vectors_files;

/* What was asked for is there: the files, or the server, which answers.  E_INPUT, E_IO, E_ARG. */
tensen_status vectors_open(vectors_files *out, const vectors_args *a, const char *index,
    const common *c, progress *bar, tensen_error *err);
void vectors_close(vectors_files *f);
/* Put them into the index and say how many. */
tensen_status vectors_put(
    vectors_files *f, const vectors_args *a, const char *index, const common *c, tensen_error *err);
