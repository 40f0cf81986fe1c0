/* tensen/shards.h - one index built by several processes, and index files united.
 *
 * Every process (rank) of a team calls tensen_build_shard() with the same arguments and writes
 * one shard, its own share of the documents; all shards carry the same model.  One more file, the
 * joint file, has everything that a search reads, for all documents.  This library does not know
 * how ranks reach each other: the caller gives a function that exchanges bytes (tensen-mpi gives
 * one of MPI). */
#pragma once

#include <tensen/build.h>

typedef struct tensen_team {
	unsigned rank, size;
	/* Called by all ranks at the same time.  Send send_n[r] bytes at send[r] to every other
	 * rank r, and receive recv_n[r] bytes of it at recv[r]; those sizes agree already.  Entries
	 * of the rank itself are 0.  Non-zero: failed. */
	int (*exchange)(void *payload, const void *const *send, const size_t *send_n,
	    void *const *recv, const size_t *recv_n);
	void *payload;
} tensen_team;

/* The cost of one step for this rank. */
typedef struct tensen_shard_step {
	const char *name;
	double seconds, processor; /* on the clock; of all threads, waiting for others included */
	uint64_t sent;             /* bytes to other ranks */
} tensen_shard_step;

#define TENSEN_SHARD_STEPS 16

typedef struct tensen_shard_report {
	/* of all ranks */
	uint64_t documents, records, refused;
	uint32_t terms, dims;
	double energy;
	uint32_t kept;        /* shards that an earlier run had finished */
	uint64_t joint_bytes; /* of the joint file; 0: not every rank saw all shards */
	/* of this rank */
	uint64_t shard_documents, shard_bytes;
	char path[4096];
	tensen_result *account; /* names the bad files of all ranks; the caller frees it */
	uint32_t n_steps;
	tensen_shard_step steps[TENSEN_SHARD_STEPS];
} tensen_shard_report;

/* Write this rank's shard of `inputs` into the folder, as shard-0001-of-0004.tensen and so on, and
 * with the other ranks the joint file of all, joint.tensen, if every rank sees all shards there.
 * resume 1: shards that an earlier run of the same inputs, options and number of ranks finished
 * are kept.  *out may be NULL.  After a failure of one rank the others wait for it: the caller
 * must end the whole team. */
TENSEN_API tensen_status tensen_build_shard(tensen_shard_report *out, const char *folder,
    const char *const *inputs, size_t n_inputs, const tensen_build_opts *opts, int resume,
    const tensen_team *team, tensen_error *err);

/* Unite the index files `parts`, which must carry the same model, into the index `path`.
 * Documents of shards come in the order of a build by one process.  *out (may be NULL): the
 * account of the new index. */
TENSEN_API tensen_status tensen_merge(tensen_result **out, const char *path,
    const char *const *parts, size_t n_parts, const tensen_build_opts *opts, tensen_error *err);

/* Write the joint file of several files of one model.  With it the files answer like the file that
 * tensen_merge() would make of them, and stay where they are: `parts` may be given to
 * tensen_index_open(), or `path` itself, which names them.  If there is none, every opening of the
 * files makes one.  A folder with its joint file joint.tensen is opened as one index. progress,
 * memory, threads, dictionary, user_dic and models of opts are used. */
TENSEN_API tensen_status tensen_join(const char *path, const char *const *parts, size_t n_parts,
    const tensen_build_opts *opts, tensen_error *err);
