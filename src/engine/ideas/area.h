/* engine/ideas/area.h - the product areas in which a query's means may be useful. */
#ifndef ENGINE_IDEAS_AREA_H
#define ENGINE_IDEAS_AREA_H
#include "engine/query/own.h"

#define AREAS_MAX 96   /* a bound of memory */
#define SOURCES_MAX 16 /* classes of a query that areas and scenes are taken from */

/* A class of the query with its weight; the main class stands first. */
typedef struct class_source {
	char symbol[12]; /* "A63F" or "A63F5", as models/ writes it */
	float weight;
} class_source;

/* Main groups and subclasses of a row (ROW_NONE: a text) and of the query, each once, at most
 * SOURCES_MAX. */
uint32_t class_sources(
    class_source v[SOURCES_MAX], const tensen_searcher *s, uint32_t row, const own_classes *own);

/* A class outside the query's own subclasses, and how sure it is that the means are useful
 * there. */
typedef struct area {
	char symbol[12]; /* "A63F" or "A63F 5", as rows name groups */
	float strength;  /* 0 .. 1 */
} area;

typedef struct area_list {
	area v[AREAS_MAX];       /* strongest first */
	uint32_t key[AREAS_MAX]; /* their subclasses as numbers: compared before their symbols */
	uint32_t n;
} area_list;

/* By models/transfers.tsv, from the first AREA_SOURCES of n classes.  Empty without classes. */
void areas_of(area_list *out, const tensen_searcher *s, const class_source *v, uint32_t n);

/* The strength of the strongest area that a main group ("A63F 5") belongs to, 0 if none. */
float area_strength(const area_list *l, span group);

/* One bit per row: the rows of these areas.  In s->mem. */
tensen_status area_rows(uint64_t **out, tensen_searcher *s, const area_list *l, tensen_error *err);

#endif
