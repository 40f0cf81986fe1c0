/* engine/build/term_counts_impl.h - shared by counting and merging of terms; private. */
#pragma once
#include "engine/build/term_counts.h"
#include "util/files/spool.h"
#include "util/strtab.h"

typedef struct term_counts_block_head {
	uint32_t first, n; /* first document, terms */
	spool *entries;    /* terms ascending: entry_head, form, shown word */
	spool *numbers;    /* uint32_t by entry: the term's number in the block; NULL: none */
	spool *kept;       /* uint32_t by entry: its place among the kept, or VOCAB_NONE */
} term_counts_block_head;

typedef struct entry_head {
	uint32_t df, form_n, shown_n;
	uint8_t kind, zero[3];
	uint64_t first; /* the first document that holds the term */
} entry_head;

struct term_counts {
	const char *target;
	size_t room;
	unsigned threads;
	uint32_t documents, block_first; /* documents counted here */
	uint64_t n_docs; /* of the corpus: documents, and those that others counted */
	/* the open block */
	strtab terms;
	buf df, kind, first;  /* uint32_t, uint8_t, uint32_t by term */
	buf shown, shown_end; /* words as read, uint64_t ends, by term */
	term_counts_block_head *blocks;
	uint32_t n_blocks;
	uint32_t *final; /* place among the kept -> term or VOCAB_NONE */
	/* after merging */
	spool *kept;
	uint32_t n_kept;
	uint64_t *tally; /* [TERM_COUNTS_TALLY + 1] kept terms by df; the last: that and more */
};

tensen_status term_counts_put(
    spool *spooled, const entry_head *head_of, span form, span shown, tensen_error *err);
