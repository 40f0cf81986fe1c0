/* engine/distributed/shard_write.c - writes one shard: the documents of this rank, with the model
 * of all ranks.
 *
 * The search data of all documents is in the joint file (joint.h), so a shard has no vectors, lists
 * or sums of its own; opened alone, it gets them while it is opened. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include "engine/build/build_write.h"
#include "engine/distributed/joint.h"
#include "engine/distributed/shard.h"
#include "util/fail.h"

/* arrv: u64 by row, the number of its record, so that merging restores the order of one process. */
static tensen_status
put_arrival(const shard *of, tensen_error *err)
{
	buf out = BUF_INIT;

	for (uint32_t r = 0; r < of->b.n_rows; r++)
		buf_u64(&out, of->arrival[of->b.slots[r].document]);
	if (!out.failed)
		container_put(of->b.writer, "arrv", CODEC_ZSTD, out.p, out.n);
	buf_clear(&out);
	return out.failed ? tensen_fail_nomem(err) : TENSEN_OK;
}

tensen_status
shard_write(shard *of, tensen_error *err)
{
	builder *b = &of->b;
	tensen_status st;

	if ((st = put_user_dictionary(b, err)) < 0 || (st = put_model(b, err)) < 0 ||
	    (st = put_arrival(of, err)) < 0 || (st = put_rows(b, err)) < 0 ||
	    (st = put_records(b, "DOCS", b->docs, err)) < 0 ||
	    (st = put_records(b, "TERM", b->terms, err)) < 0 || (st = put_rare(b, err)) < 0)
		return st;
	return build_commit(b, err);
}

/* ---- the joint file ---- */

/* Free the data that the shard was made from. */
static void
forget_documents(shard *of)
{
	builder kept = {.path = of->path,
	    .opts = of->b.opts,
	    .threads = of->b.threads,
	    .account = of->b.account};

	build_clear(&of->b);
	of->b = kept;
}

/* 1 on all ranks if each sees all shards, 2 if a joint file of these is there, too. */
static tensen_status
look_around(shard *of, parts *files, const char *folder, uint64_t *seen, tensen_error *err)
{
	uint64_t fits, all = 0;
	tensen_status st;

	all = parts_open(files, &folder, 1, NULL) == TENSEN_OK && files->n == of->team.size &&
	      strcmp(files->v[0].build, of->build_id) == 0;
	fits = all && joint_fits(files);
	if ((st = team_sum_u64(&of->team, &all, 1, err)) < 0 ||
	    (st = team_sum_u64(&of->team, &fits, 1, err)) < 0)
		return st;
	*seen = (all == of->team.size) + (fits == of->team.size);
	return TENSEN_OK;
}

tensen_status
shard_join(shard *of, const char *folder, uint64_t *bytes, tensen_error *err)
{
	char path[sizeof of->path];
	struct stat sb;
	parts p;
	uint64_t seen;
	tensen_status st;

	*bytes = 0;
	forget_documents(of);
	snprintf(path, sizeof path, "%s/joint.tensen", folder);
	if ((st = look_around(of, &p, folder, &seen, err)) == TENSEN_OK && seen == 1 &&
	    of->team.rank == 0)
		st = joint_make(path, &p, of->b.opts, err);
	parts_close(&p);
	if (st == TENSEN_OK && (st = team_wait(&of->team, err)) == TENSEN_OK && seen &&
	    stat(path, &sb) == 0)
		*bytes = (uint64_t)sb.st_size;
	return st;
}
