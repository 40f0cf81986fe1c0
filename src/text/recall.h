/* text/recall.h - the terms of a whole sentence, packed for the memo. */
#ifndef TEXT_RECALL_H
#define TEXT_RECALL_H
#include "text/emit.h"

/* What else a sentence added to an analysis. */
typedef struct tally {
	uint64_t unknown, words;
} tally;

/* Pack what was emitted since the emitter held `terms` and `bytes` bytes. */
void recall_pack(buf *out, const emitter *e, size_t terms, size_t bytes, uint32_t base, tally t);
/* Emit it again for a sentence that starts at `base`. */
tally recall_emit(emitter *e, span packed, uint32_t base);

#endif
