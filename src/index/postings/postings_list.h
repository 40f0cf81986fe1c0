/* index/postings/postings_list.h - one list of postings, block by block. */
#pragma once
#include "index/postings/postings_format.h"

/* A list as it lies in the file; df 0 for a term without one. */
typedef struct list_view {
	uint32_t df;
	uint32_t n_blocks;      /* with entries; 0 for a short list, which is one block without */
	const uint8_t *entries; /* n_blocks entries */
	const uint8_t *payload; /* blocks one after another */
	size_t payload_size;
	unsigned row_bits, code_bits; /* of a short list */
	uint16_t max; /* no impact is greater; a short list has POSTINGS_IMPACT here */
} list_view;

/* A block entry, decoded. */
typedef struct block_entry {
	uint32_t last; /* row of its last posting */
	unsigned row_bits, code_bits;
	uint16_t max; /* no impact in the block is greater */
} block_entry;

tensen_status list_read(
    list_view *out, const postings *posting_lists, uint32_t term, tensen_error *err);
void block_entry_read(block_entry *one, const uint8_t *bytes);

/* A place in a list: between blocks. */
typedef struct list_cursor {
	list_view list;
	uint32_t block;    /* the next one */
	uint32_t before;   /* the row before it, UINT32_MAX at the start */
	size_t offset;     /* of its payload */
	uint32_t n;        /* postings in it, 0 at the end of the list */
	block_entry entry; /* its entry; in a short list only the bits and maxima mean something */
} list_cursor;

tensen_status list_cursor_init(
    list_cursor *cur, const postings *lists, uint32_t term, tensen_error *err);
/* How many postings the next block has, 0 at the end; fills cur->entry. */
uint32_t list_cursor_peek(list_cursor *cur, const postings *lists);
/* Decode the block that was peeked at, checking that its rows rise and stay below
 * n_rows; rows and codes have room for POSTINGS_BLOCK.  Does not move. */
tensen_status list_cursor_decode(
    list_cursor *cur, const postings *lists, uint32_t *rows, uint8_t *codes, tensen_error *err);
/* Go past the block that was peeked at. */
void list_cursor_skip(list_cursor *cur);
