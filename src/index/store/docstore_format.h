/* index/store/docstore_format.h - sizes shared by the writer and the reader. */
#pragma once

#define DOCSTORE_PLAIN 1   /* versions */
#define DOCSTORE_ORDERED 2 /* with an order: some records belong to no document */
#define DOCSTORE_ENTRY 16
#define DOCSTORE_TAIL 32
#define DOCSTORE_BLOCK_TARGET ((size_t)8 * 1024)
#define DOCSTORE_MAX_RAW ((uint32_t)1 << 30) /* of a block: one record may be a whole book */
