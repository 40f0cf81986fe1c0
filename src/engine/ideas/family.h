/* engine/ideas/family.h - the query's own product family, by one rule for all commands.
 *
 * RULE  A document belongs to it that has the query's title, or a title with the same head noun, or
 *       one that names a rare product of the query anywhere (a paper for postcards, where postcards
 *       are the product), or one of the query's main groups, or a topic so near that it is the same text or series.
 *       Such a document is never a candidate or an idea unless it is asked for. */
#pragma once
#include "engine/base/query.h"
#include "engine/ideas/titles.h"

typedef struct family {
	const query *of;
	title_head head;
	span key;         /* of the title, empty without */
	int rare;         /* 1: few documents have the word of the head */
	uint32_t *groups; /* numbers of main groups, "A63F 5" */
	uint32_t n_groups;
} family;

/* In searcher->mem. */
tensen_status family_of(family *out, tensen_searcher *searcher, const query *q, tensen_error *err);
/* is[i]: 1 if row i of n belongs to it, the rows being members of structs of `size` bytes.  Values
 * that are 1 already stay. */
tensen_status family_mark(uint8_t *is, const family *kin, tensen_searcher *searcher,
    const uint32_t *row, size_t size, uint32_t n, tensen_error *err);
