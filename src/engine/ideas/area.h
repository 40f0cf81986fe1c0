/* engine/ideas/area.h - the product areas that a query's means may travel to. */
#ifndef ENGINE_IDEAS_AREA_H
#define ENGINE_IDEAS_AREA_H
#include "engine/query/own.h"

#define AREAS_MAX 96

/* A class outside the query's own subclasses, and how surely means travel there. */
typedef struct area {
	char symbol[12]; /* "A63F" or "A63F 5", as rows name groups */
	float strength;  /* 0 .. 1 */
} area;

typedef struct area_list {
	area v[AREAS_MAX]; /* strongest first */
	uint32_t n;
} area_list;

/* By models/transfers.tsv, from the classes of a row (ROW_NONE: a text) and of the query.
 * Empty without classes. */
void areas_of(area_list *out, const tensen_searcher *s, uint32_t row, const own_classes *own);

/* The strongest area that one of the n groups v of a row belongs to, 0 if none. */
float area_strength(const area_list *l, const rows *r, const uint32_t *v, uint32_t n);

/* One bit per row: the rows of these areas.  In s->mem. */
tensen_status area_rows(uint64_t **out, tensen_searcher *s, const area_list *l, tensen_error *err);

#endif
