/* engine/build/pack_blocks.h - threads fill and compress the blocks of a docstore; one writes them
 * in order. */
#pragma once
#include "index/store/docstore.h"

/* Buffers of one block, reused for later blocks. */
typedef struct block_room {
	buf raw; /* empty at first; fill() adds records by docstore_put_record() */
	buf one; /* scratch for fill() */
	docstore_scratch *old;
} block_room;

typedef struct block_list {
	size_t n;
	void *ctx;
	/* Called by several threads at once.  An empty block is not compressed. */
	tensen_status (*fill)(void *ctx, size_t block, block_room *room, tensen_error *err);
	/* Called in order: sets b->n_records.  For an empty block it sets all of *b: a block copied
	 * from another store. */
	tensen_status (*place)(void *ctx, size_t block, docstore_block *b, tensen_error *err);
} block_list;

/* Add all blocks to the writer. */
tensen_status pack_blocks(
    const block_list *list, docstore_writer *writer, unsigned threads, tensen_error *err);
