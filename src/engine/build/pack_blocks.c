/* engine/build/pack_blocks.c - see pack_blocks.h. */
#include "engine/build/pack_blocks.h"
#include <stdlib.h>
#include "util/fail.h"
#include "util/threads/threads.h"

typedef struct slot {
	block_room room;
	buf packed;
	tensen_error error;
} slot;

typedef struct work {
	const block_list *list;
	docstore_writer *writer;
	docstore_packer **packers; /* by worker */
	slot *slots;
	tensen_error *err;
} work;

static void
pack_make(void *ctx, size_t block, unsigned at, unsigned worker)
{
	work *w = ctx;
	slot *s = &w->slots[at];
	buf *raw = &s->room.raw;

	s->error.code = TENSEN_OK;
	buf_reset(raw);
	buf_reset(&s->packed);
	if (w->list->fill(w->list->ctx, block, &s->room, &s->error) < 0)
		return;
	if (raw->failed)
		tensen_fail_nomem(&s->error);
	else if (raw->n)
		docstore_pack(w->packers[worker], (span){raw->p, raw->n}, &s->packed, &s->error);
}

static int
pack_take(void *ctx, size_t block, unsigned at)
{
	work *w = ctx;
	const slot *s = &w->slots[at];
	docstore_block b = {{s->packed.p, s->packed.n}, (uint32_t)s->room.raw.n, 0};
	tensen_status st;

	if (tensen_fail_first(w->err, &s->error, 1) < 0)
		return s->error.code;
	st = w->list->place(w->list->ctx, block, &b, w->err);
	return st < 0 ? st : docstore_writer_block(w->writer, &b, w->err);
}

static void
work_clear(work *w, unsigned threads)
{
	for (unsigned i = 0; w->packers && i < threads; i++)
		docstore_packer_free(w->packers[i]);
	for (unsigned i = 0; w->slots && i < threads_slots(threads); i++) {
		docstore_scratch_free(w->slots[i].room.old);
		bufs_clear(&w->slots[i].room.raw, &w->slots[i].room.one, &w->slots[i].packed);
	}
	free(w->packers);
	free(w->slots);
}

tensen_status
pack_blocks(const block_list *list, docstore_writer *writer, unsigned threads, tensen_error *err)
{
	work w = {.list = list, .writer = writer, .err = err};
	threads_line line = {&w, list->n, pack_make, pack_take};
	tensen_status st = TENSEN_OK;

	w.packers = calloc(threads, sizeof(docstore_packer *));
	w.slots = calloc(threads_slots(threads), sizeof *w.slots);
	if (!w.packers || !w.slots)
		st = tensen_fail_nomem(err);
	for (unsigned i = 0; i < threads && st == TENSEN_OK; i++)
		st = docstore_packer_new(&w.packers[i], writer, err);
	for (unsigned i = 0; i < threads_slots(threads) && st == TENSEN_OK; i++)
		st = docstore_scratch_new(&w.slots[i].room.old, err);
	if (st == TENSEN_OK)
		st = (tensen_status)threads_in_line(threads, &line);
	work_clear(&w, threads);
	return st;
}
