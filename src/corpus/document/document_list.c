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
span_list_add(arena *mem, span_list *l, span s)
{
	if (l->n == l->cap) {
		uint32_t cap = l->cap ? l->cap * 2 : 4;
		span *v = cap > l->cap ? arena_alloc(mem, cap * sizeof *v) : NULL;
		if (!v)
			return TENSEN_E_NOMEM;
		if (l->n)
			memcpy(v, l->v, l->n * sizeof *v);
		l->v = v;
		l->cap = cap;
	}
	l->v[l->n++] = s;
	return TENSEN_OK;
}

tensen_status
span_list_add_all(arena *mem, span_list *l, const span_list *from)
{
	for (uint32_t i = 0; i < from->n; i++)
		if (span_list_add(mem, l, from->v[i]) < 0)
			return TENSEN_E_NOMEM;
	return TENSEN_OK;
}

int
span_list_has(const span_list *l, span s)
{
	for (uint32_t i = 0; i < l->n; i++)
		if (span_eq(l->v[i], s))
			return 1;
	return 0;
}

/* The place of s in the list, or the free one where it belongs. */
static uint32_t *
place_of(const span_list *l, span s)
{
	struct span_set *set = l->set;
	uint32_t i = (uint32_t)XXH3_64bits(s.p, s.n) & (set->room - 1);

	while (set->place[i] && !span_eq(l->v[set->place[i] - 1], s))
		i = (i + 1) & (set->room - 1);
	return &set->place[i];
}

/* Add to the set the strings that the list got since the last call. */
static tensen_status
update_set(arena *mem, span_list *l)
{
	if (!l->set || l->n >= l->set->room / 2) {
		uint32_t room = 4 * SHORT;
		while (room / 4 < l->n && room < UINT32_MAX / 2)
			room *= 2;
		l->set = arena_calloc(mem, sizeof *l->set + room * sizeof *l->set->place);
		if (!l->set)
			return TENSEN_E_NOMEM;
		l->set->room = room;
	}
	for (; l->set->known < l->n; l->set->known++) {
		uint32_t *place = place_of(l, l->v[l->set->known]);
		if (!*place)
			*place = l->set->known + 1;
	}
	return TENSEN_OK;
}

tensen_status
span_list_add_once(arena *mem, span_list *l, span s)
{
	if (l->n < SHORT)
		return span_list_has(l, s) ? TENSEN_OK : span_list_add(mem, l, s);
	if (update_set(mem, l) < 0)
		return TENSEN_E_NOMEM;
	return *place_of(l, s) ? TENSEN_OK : span_list_add(mem, l, s);
}

void
span_list_remove(span_list *l, span s)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < l->n; i++)
		if (!span_eq(l->v[i], s))
			l->v[n++] = l->v[i];
	l->n = n;
	l->set = NULL;
}
