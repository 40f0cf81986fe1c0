/* engine/readings/tail.c - see tail.h. */
#include "engine/readings/tail.h"
#include <stdlib.h>
#include <string.h>
#include "util/memory.h"

/* The slot of a name, or the free one where it belongs; there is always a free one. */
static uint32_t *
slot_of(const tail *rest, uint32_t *slots, uint64_t name, int by_query)
{
	uint32_t i = (uint32_t)name & (rest->size - 1);

	while (slots[i] != TAIL_NONE &&
	       (by_query ? rest->v[slots[i]].query : rest->v[slots[i]].key) != name)
		i = (i + 1) & (rest->size - 1);
	return &slots[i];
}

static void
link_line(tail *rest, uint32_t line)
{
	uint32_t *key = slot_of(rest, rest->keys, rest->v[line].key, 0),
		 *query = slot_of(rest, rest->queries, rest->v[line].query, 1);

	rest->v[line].before_key = *key;
	rest->v[line].before_query = *query;
	*key = *query = line;
}

static int
tail_grow(tail *t)
{
	uint32_t size = t->size ? 2 * t->size : 256;
	uint32_t *keys = malloc(size * sizeof *keys), *queries = malloc(size * sizeof *queries);

	if (!keys || !queries || size > UINT32_MAX / 4) {
		free_all(keys, queries);
		return 0;
	}
	memset(keys, 0xFF, size * sizeof *keys);
	memset(queries, 0xFF, size * sizeof *queries);
	free_all(t->keys, t->queries);
	t->keys = keys;
	t->queries = queries;
	t->size = size;
	for (uint32_t i = 0; i < t->n; i++)
		link_line(t, i);
	return 1;
}

int
tail_add(tail *rest, uint64_t key, uint64_t query, uint64_t at, uint32_t n)
{
	tail_line *v;

	if (2 * ((uint64_t)rest->n + 1) > rest->size && !tail_grow(rest))
		return 0;
	if (!(v = array_room(rest->v, rest->n, &rest->cap, 64, sizeof *v)))
		return 0;
	rest->v = v;
	v[rest->n] = (tail_line){.key = key, .query = query, .at = at, .n = n};
	link_line(rest, rest->n++);
	return 1;
}

void
tail_clear(tail *t)
{
	free_all(t->v, t->keys, t->queries);
	memset(t, 0, sizeof *t);
}

uint64_t
tail_memory(const tail *rest)
{
	return (uint64_t)rest->cap * sizeof *rest->v +
	       (uint64_t)rest->size * 2 * sizeof *rest->keys;
}

uint32_t
tail_last_of_key(const tail *rest, uint64_t key)
{
	return rest->size ? *slot_of(rest, rest->keys, key, 0) : TAIL_NONE;
}

uint32_t
tail_before_of_key(const tail *rest, uint32_t line)
{
	return rest->v[line].before_key;
}

uint32_t *
tail_of_query(const tail *rest, uint64_t query, uint32_t *n)
{
	uint32_t last = rest->size ? *slot_of(rest, rest->queries, query, 1) : TAIL_NONE, *out;

	*n = 0;
	for (uint32_t i = last; i != TAIL_NONE; i = rest->v[i].before_query)
		(*n)++;
	if (!*n || !(out = malloc(*n * sizeof *out)))
		return NULL;
	*n = 0;
	for (uint32_t i = last; i != TAIL_NONE; i = rest->v[i].before_query)
		out[(*n)++] = i;
	return out;
}

void
tail_copy(const tail *rest, line_place *by_key, line_place *by_query)
{
	for (uint32_t i = 0; i < rest->n; i++) {
		by_key[i] = (line_place){rest->v[i].key, rest->v[i].at, rest->v[i].n, 0};
		by_query[i] = (line_place){rest->v[i].query, rest->v[i].at, rest->v[i].n, 0};
	}
}
