/* engine/distributed/shard_write.c - writes one shard: an index of this rank's documents, with the
 * model of all ranks.
 *
 * The weights of fit are not trained on a part of the documents: a shard has none, so the default
 * weights apply until tensen_merge() trains them. */
#include <stdlib.h>
#include "engine/build/build_write.h"
#include "engine/distributed/shard.h"
#include "util/fail.h"

/* arrv: u64 by row, the number of its record, so that merging restores the order of one process. */
static tensen_status
put_arrival(const shard *s, tensen_error *err)
{
	buf out = BUF_INIT;

	for (uint32_t r = 0; r < s->b.n_rows; r++)
		buf_u64(&out, s->arrival[s->b.slots[r].document]);
	if (!out.failed)
		container_put(s->b.writer, "arrv", CODEC_ZSTD, out.p, out.n);
	buf_clear(&out);
	return out.failed ? tensen_fail_nomem(err) : TENSEN_OK;
}

tensen_status
shard_write(shard *s, tensen_error *err)
{
	builder *b = &s->b;
	container_writer *w = b->writer;
	tensen_status st;

	if ((st = put_user_dictionary(b, err)) < 0 || (st = put_model(b, err)) < 0 ||
	    (st = put_arrival(s, err)) < 0 || (st = put_rows(b, err)) < 0 ||
	    (st = put_groups(b, err)) < 0 || (st = put_records(b, "DOCS", b->docs, err)) < 0 ||
	    (st = put_records(b, "TERM", b->terms, err)) < 0 ||
	    (st = put_postings(b, NULL, err)) < 0)
		return st;
	put_centroids(&s->views);
	put_ridge(&s->views, s->ridge);
	if ((st = put_vectors(&s->views, err)) < 0)
		return st;
	container_put(w, "FBGR", CODEC_STORED, s->background, sizeof s->background);
	b->writer = NULL;
	return container_commit(w, err);
}
