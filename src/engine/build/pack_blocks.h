/* engine/build/pack_blocks.h - blocks of a store, filled and packed on all threads, written in
 * order. */
#ifndef ENGINE_BUILD_PACK_BLOCKS_H
#define ENGINE_BUILD_PACK_BLOCKS_H
#include "index/store/docstore.h"

/* Where a block is filled; reused for others. */
typedef struct block_room {
	buf raw; /* its records, by docstore_put_record(); comes empty */
	buf one; /* for whoever fills it */
	docstore_scratch *old;
} block_room;

typedef struct block_list {
	size_t n;
	void *ctx;
	/* Called by several threads at once.  What is left empty is not packed. */
	tensen_status (*fill)(void *ctx, size_t block, block_room *room, tensen_error *err);
	/* Called in order: say how many records *b has; one that was left empty comes from
	 * elsewhere, whole. */
	tensen_status (*place)(void *ctx, size_t block, docstore_block *b, tensen_error *err);
} block_list;

/* Add all blocks to the writer. */
tensen_status pack_blocks(
    const block_list *list, docstore_writer *writer, unsigned threads, tensen_error *err);

#endif
