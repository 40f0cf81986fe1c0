/* engine/ideas/aspect_sources.h - where the engine takes aspects from. */
#ifndef ENGINE_IDEAS_ASPECT_SOURCES_H
#define ENGINE_IDEAS_ASPECT_SOURCES_H
#include "engine/ideas/aspects.h"

/* The next place of the list with `kind`, `text` and the kind's weight; NULL: the list is
 * full.  The caller sets the query. */
aspect *aspects_push(aspects *to, tensen_aspect_kind kind, span text);
/* A statement that is asked by its own words, unless it is there already or no word of it
 * is known.  text lies in s->mem. */
tensen_status aspects_add(
    aspects *to, tensen_searcher *s, tensen_aspect_kind kind, span text, tensen_error *err);

/* Everything but the whole and what the caller gave. */
tensen_status aspect_sources(aspects *to, tensen_searcher *s, const asked *a, tensen_error *err);

#endif
