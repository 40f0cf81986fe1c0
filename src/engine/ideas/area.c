/* engine/ideas/area.c - see area.h. */
#include "engine/ideas/area.h"
#include <stdlib.h>
#include "engine/query/class_rows.h"
#include "fields/class_notes.h"
#include "util/fail.h"

#define AREA_SOURCES 8 /* classes of a query that areas come from; chosen, not tuned */
/* The target on place r of its line counts 1 / (1 + r / PLACE_HALF); the first class of a patent is
 * its main one, later ones say less. */
#define PLACE_HALF 7.0f
#define LATER_CLASS 0.8f

static int
in_own(const class_source *v, uint32_t n, span symbol)
{
	for (uint32_t i = 0; i < n; i++)
		if (symbol.n >= 4 && !memcmp(v[i].symbol, symbol.p, 4))
			return 1;
	return 0;
}

/* "A63F5" to "A63F 5". */
static int
spaced(char out[12], span symbol)
{
	if (symbol.n < 4 || symbol.n > 10)
		return 0;
	memcpy(out, symbol.p, 4);
	out[4] = '\0';
	if (symbol.n == 4)
		return 1;
	out[4] = ' ';
	memcpy(out + 5, symbol.p + 4, symbol.n - 4);
	out[symbol.n + 1] = '\0';
	return 1;
}

static void
add_area(area_list *l, span symbol, float strength)
{
	char name[12];

	if (!spaced(name, symbol))
		return;
	for (uint32_t i = 0; i < l->n; i++)
		if (!strcmp(l->v[i].symbol, name)) {
			l->v[i].strength =
			    l->v[i].strength > strength ? l->v[i].strength : strength;
			return;
		}
	if (l->n < AREAS_MAX) {
		memcpy(l->v[l->n].symbol, name, sizeof name);
		l->v[l->n++].strength = strength;
	}
}

static void
add_targets(area_list *l, span targets, float weight, const class_source *own, uint32_t n_own)
{
	size_t from = 0;
	uint32_t place = 0;

	while (from < targets.n) {
		size_t to = from;
		span one;
		while (to < targets.n && targets.p[to] != ' ')
			to++;
		one = span_sub(targets, from, to);
		from = to + 1;
		if (one.n && !in_own(own, n_own, one))
			add_area(l, one, weight / (1 + (float)place++ / PLACE_HALF));
	}
}

static void
add_source(class_source *v, uint32_t *n, span symbol, float weight)
{
	size_t k = 0;

	if (*n >= SOURCES_MAX || symbol.n < 4 || symbol.n > 10)
		return;
	for (size_t i = 0; i < symbol.n; i++)
		if (symbol.p[i] != ' ')
			v[*n].symbol[k++] = symbol.p[i];
	v[*n].symbol[k] = '\0';
	for (uint32_t i = 0; i < *n; i++)
		if (!strcmp(v[i].symbol, v[*n].symbol))
			return;
	v[(*n)++].weight = weight;
}

/* Groups of a row; each with its subclass behind it. */
static void
add_row_sources(class_source *v, uint32_t *n, const rows *r, uint32_t row, float weight)
{
	uint32_t n_groups;
	const uint32_t *g = rows_groups(r, row, &n_groups);

	for (uint32_t i = 0; i < n_groups; i++) {
		span name = rows_group_name(r, g[i]);
		float w = i ? weight * LATER_CLASS : weight;
		add_source(v, n, name, w);
		add_source(v, n, span_sub(name, 0, name.n < 4 ? name.n : 4), w);
	}
}

static int
strongest_first(const void *a, const void *b)
{
	const area *x = a, *y = b;

	if (x->strength > y->strength || x->strength < y->strength)
		return x->strength > y->strength ? -1 : 1;
	return strcmp(x->symbol, y->symbol);
}

uint32_t
class_sources(
    class_source v[SOURCES_MAX], const tensen_searcher *s, uint32_t row, const own_classes *own)
{
	uint32_t n = 0;

	if (row != ROW_NONE)
		add_row_sources(v, &n, &s->ix->store->rows, row, 1);
	for (uint32_t i = 0; i < own->n; i++)
		add_source(v, &n, span_of(own->subclass[i]), i ? LATER_CLASS : 1);
	return n;
}

static uint32_t
subclass_key(const char *symbol)
{
	uint32_t key;

	memcpy(&key, symbol, sizeof key);
	return key;
}

void
areas_of(area_list *out, const tensen_searcher *s, const class_source *v, uint32_t n)
{
	out->n = 0;
	n = n < AREA_SOURCES ? n : AREA_SOURCES;
	for (uint32_t i = 0; i < n; i++) {
		span targets = class_notes_of(s->ix->transfers, span_of(v[i].symbol));
		add_targets(out, targets, v[i].weight, v, n);
	}
	if (out->n)
		qsort(out->v, out->n, sizeof *out->v, strongest_first);
	for (uint32_t i = 0; i < out->n; i++)
		out->key[i] = subclass_key(out->v[i].symbol);
}

/* Whether a main group ("A63F 5") lies in an area of its subclass. */
static int
is_in(const area *x, span group)
{
	return x->symbol[4] == '\0' || span_eq(group, span_of(x->symbol));
}

float
area_strength(const area_list *l, span group)
{
	uint32_t key;

	if (group.n < 4)
		return 0;
	key = subclass_key(group.p);
	for (uint32_t i = 0; i < l->n; i++) /* strongest first */
		if (l->key[i] == key && is_in(&l->v[i], group))
			return l->v[i].strength;
	return 0;
}

tensen_status
area_rows(uint64_t **out, tensen_searcher *s, const area_list *l, tensen_error *err)
{
	const rows *r = &s->ix->store->rows;
	uint8_t *wanted = arena_calloc(&s->mem, r->n_groups + (size_t)1);
	tensen_status st = class_rows_ready(s->ix->class_rows, err);

	if (st < 0)
		return st;
	*out = arena_calloc(&s->mem, (r->n / 64 + (size_t)1) * sizeof **out);
	if (!wanted || !*out)
		return tensen_fail_nomem(err);
	for (uint32_t g = 0; g < r->n_groups; g++)
		wanted[g] = area_strength(l, rows_group_name(r, g)) > 0;
	class_rows_set(s->ix->class_rows, wanted, *out);
	return TENSEN_OK;
}
