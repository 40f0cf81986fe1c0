/* engine/build/pack_blocks.c - see pack_blocks.h. */
#include "engine/build/pack_blocks.h"
#include <stdlib.h>
#include "util/fail.h"
#include "util/threads/threads.h"

typedef struct slot {
	block_room room;
	buf packed;
} slot;

typedef struct work {
	const block_list *list;
	docstore_writer *writer;
	docstore_packer **packers; /* by worker */
} work;

static tensen_status
pack_make(void *ctx, size_t block, void *at, unsigned worker, tensen_error *err)
{
	const work *w = ctx;
	slot *s = at;
	buf *raw = &s->room.raw;
	tensen_status st = s->room.old ? TENSEN_OK : docstore_scratch_new(&s->room.old, err);

	buf_reset(raw);
	buf_reset(&s->packed);
	if (st < 0 || (st = w->list->fill(w->list->ctx, block, &s->room, err)) < 0)
		return st;
	if (raw->failed)
		return tensen_fail_nomem(err);
	return raw->n ? docstore_pack(w->packers[worker], (span){raw->p, raw->n}, &s->packed, err)
		      : TENSEN_OK;
}

static tensen_status
pack_take(void *ctx, size_t block, void *at, tensen_error *err)
{
	const work *w = ctx;
	const slot *s = at;
	docstore_block b = {{s->packed.p, s->packed.n}, (uint32_t)s->room.raw.n, 0};
	tensen_status st = w->list->place(w->list->ctx, block, &b, err);

	return st < 0 ? st : docstore_writer_block(w->writer, &b, err);
}

static void
slot_clear(void *at)
{
	slot *s = at;

	docstore_scratch_free(s->room.old);
	bufs_clear(&s->room.raw, &s->room.one, &s->packed);
}

tensen_status
pack_blocks(const block_list *list, docstore_writer *writer, unsigned threads, tensen_error *err)
{
	work w = {list, writer, calloc(threads, sizeof *w.packers)};
	threads_line line = {&w, list->n, pack_make, pack_take, sizeof(slot), slot_clear};
	tensen_status st = w.packers ? TENSEN_OK : tensen_fail_nomem(err);

	for (unsigned i = 0; i < threads && st == TENSEN_OK; i++)
		st = docstore_packer_new(&w.packers[i], writer, err);
	if (st == TENSEN_OK)
		st = threads_in_line(threads, &line, err);
	for (unsigned i = 0; w.packers && i < threads; i++)
		docstore_packer_free(w.packers[i]);
	free(w.packers);
	return st;
}
