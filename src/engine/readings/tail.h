/* engine/readings/tail.h - places of the lines that the side file does not cover, in memory. */
#pragma once
#include <stdint.h>
#include "engine/readings/side.h"

#define TAIL_NONE UINT32_MAX

typedef struct tail_line {
	uint64_t key, query, at; /* names of role and key, and of the query */
	uint32_t n;
	uint32_t before_key, before_query; /* the line before under the same name, TAIL_NONE */
} tail_line;

typedef struct tail {
	tail_line *v;
	uint32_t n, cap;
	uint32_t *keys, *queries; /* slots: the last line of a name, TAIL_NONE: free */
	uint32_t size;            /* of both, a power of two, at least twice n */
} tail;

int tail_add(tail *rest, uint64_t key, uint64_t query, uint64_t at, uint32_t n); /* 0: no memory */
void tail_clear(tail *rest);
uint64_t tail_memory(const tail *rest);
uint32_t tail_last_of_key(const tail *rest, uint64_t key);
uint32_t tail_before_of_key(const tail *rest, uint32_t line);
/* The lines of a query, the last one first; free().  NULL: none. */
uint32_t *tail_of_query(const tail *rest, uint64_t query, uint32_t *n);
/* All lines as places. */
void tail_copy(const tail *rest, line_place *by_key, line_place *by_query);
