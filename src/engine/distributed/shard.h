/* engine/distributed/shard.h - the state that the steps of tensen_build_shard() share.
 *
 * WHAT    Every rank runs the same steps on its documents with a builder of its own.  Steps that
 *         need the whole corpus exchange small data: terms, sums, samples.
 * ORDER   Every record has a number: its place among the records of all ranks, as one process
 *         would read them.  Ties are broken by these numbers, so vocabulary, training rows and
 *         random signs do not depend on the number of ranks. */
#pragma once
#include "engine/build/builder.h"
#include "util/threads/team.h"

typedef struct shard {
	builder b;
	team team;
	char path[4096];           /* of this rank's shard */
	char meta[160];            /* builder.shard */
	char build_id[17];         /* hash of inputs and options */
	uint64_t records, refused; /* of all ranks */
	uint64_t *arrival;         /* by document of the stage: number of its first record */
	uint32_t *row_number;      /* [b.n_rows] the row in the index of one process */
	int finished;              /* an earlier run wrote this shard */
	int has_model;             /* of an earlier run */
} shard;

/* Read this rank's share; records of one application meet on one rank.  Fills b.stage. */
tensen_status shard_read(shard *of, const char *const *inputs, size_t n_inputs, tensen_error *err);
/* Bad files are judged by all ranks (shard_bad.c), because a part of a file is bad or not by what the
 * ranks of its other parts read: the job fails, or goes on, as one process would.
 * Append what this rank knows of a file that is bad, or of a part of a file. */
void shard_note_bad(buf *out, const file_account *acct);
/* The bad files of all ranks into the account of each; parts of a file lie with neighbours.
 * E_INPUT: there are any, and they are not to be skipped. */
tensen_status shard_share_bad(shard *of, const buf *bad, tensen_error *err);
/* b.vocab of all ranks' documents, and b.n_all. */
tensen_status shard_vocab(shard *of, tensen_error *err);
/* The terms of this rank by a vocabulary that is there. */
tensen_status shard_number_terms(shard *of, tensen_error *err);
/* After build_rows(): row_number. */
tensen_status shard_rows(shard *of, tensen_error *err);
/* b.basis and b.lsa, trained by all ranks. */
tensen_status shard_model(shard *of, tensen_error *err);
/* Write and commit the shard. */
tensen_status shard_write(shard *of, tensen_error *err);
/* After all shards: the joint file, if every rank sees all of them.  *bytes 0: they do not. */
tensen_status shard_join(shard *of, const char *folder, uint64_t *bytes, tensen_error *err);

/* The model as a file in the folder, while shards are being written. */
tensen_status shard_keep_model(const shard *of, const char *path, tensen_error *err);
/* Read it on rank 0 and give it to all: of->has_model if it belongs to this build. */
tensen_status shard_find_model(shard *of, const char *path, tensen_error *err);
/* of->finished: this rank's shard is complete and of this build. */
void shard_find_own(shard *of);
