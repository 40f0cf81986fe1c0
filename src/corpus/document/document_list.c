/* corpus/document/document_list.c - lists of strings that hold each string once.
 *
 * WHY     Nearly all lists have fewer than ten strings, so a string is compared with each of
 *         them.  A cell may have a hundred thousand, which would take minutes; a long list
 *         therefore has a hash set. */
#include <string.h>
#include <xxhash.h>
#include "corpus/document/document.h"

#define SHORT 32 /* up to so many strings are compared one by one */

/* Places in the list, counted from 1, by the hash of the string; 0: free.  At most half of the
 * set is in use. */
struct span_set {
	uint32_t known; /* strings of the list that are in the set */
	uint32_t room;  /* a power of two */
	uint32_t place[];
};

tensen_status
span_list_add(arena *mem, span_list *spans, span text)
{
	if (spans->n == spans->cap) {
		uint32_t cap = spans->cap ? spans->cap * 2 : 4;
		span *v = cap > spans->cap ? arena_alloc(mem, cap * sizeof *v) : NULL;
		if (!v)
			return TENSEN_E_NOMEM;
		if (spans->n)
			memcpy(v, spans->v, spans->n * sizeof *v);
		spans->v = v;
		spans->cap = cap;
	}
	spans->v[spans->n++] = text;
	return TENSEN_OK;
}

tensen_status
span_list_add_all(arena *mem, span_list *spans, const span_list *from)
{
	for (uint32_t i = 0; i < from->n; i++)
		if (span_list_add(mem, spans, from->v[i]) < 0)
			return TENSEN_E_NOMEM;
	return TENSEN_OK;
}

int
span_list_has(const span_list *spans, span text)
{
	for (uint32_t i = 0; i < spans->n; i++)
		if (span_eq(spans->v[i], text))
			return 1;
	return 0;
}

/* The place of s in the list, or the free one where it belongs. */
static uint32_t *
place_of(const span_list *spans, span text)
{
	struct span_set *set = spans->set;
	uint32_t i = (uint32_t)XXH3_64bits(text.p, text.n) & (set->room - 1);

	while (set->place[i] && !span_eq(spans->v[set->place[i] - 1], text))
		i = (i + 1) & (set->room - 1);
	return &set->place[i];
}

/* Add to the set the strings that the list got since the last call. */
static tensen_status
update_set(arena *mem, span_list *spans)
{
	if (!spans->set || spans->n >= spans->set->room / 2) {
		uint32_t room = 4 * SHORT;
		while (room / 4 < spans->n && room < UINT32_MAX / 2)
			room *= 2;
		spans->set =
		    arena_calloc(mem, sizeof *spans->set + room * sizeof *spans->set->place);
		if (!spans->set)
			return TENSEN_E_NOMEM;
		spans->set->room = room;
	}
	for (; spans->set->known < spans->n; spans->set->known++) {
		uint32_t *place = place_of(spans, spans->v[spans->set->known]);
		if (!*place)
			*place = spans->set->known + 1;
	}
	return TENSEN_OK;
}

tensen_status
span_list_add_once(arena *mem, span_list *spans, span text)
{
	if (spans->n < SHORT)
		return span_list_has(spans, text) ? TENSEN_OK : span_list_add(mem, spans, text);
	if (update_set(mem, spans) < 0)
		return TENSEN_E_NOMEM;
	return *place_of(spans, text) ? TENSEN_OK : span_list_add(mem, spans, text);
}

void
span_list_remove(span_list *spans, span text)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < spans->n; i++)
		if (!span_eq(spans->v[i], text))
			spans->v[n++] = spans->v[i];
	spans->n = n;
	spans->set = NULL;
}
