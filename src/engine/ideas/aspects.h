/* engine/ideas/aspects.h - short statements of a query, each asked by itself.
 *
 * WHY      A query with the whole text of a patent finds its own product family.  A query with one
 *          effect or need at a time finds documents of other product areas (bench/ideas/judged.txt
 * has the figures). SOURCES  whole: title, problem, means and effect, without the description,
 * which drowns them; sentences of the problem and the effect; uses that the text names; the whole
 * again among the product areas of models/transfers.tsv; scenes of models/scenes.tsv that the
 * classes of the query name; the caller's own. WEIGHT   How many places among the candidates an
 * aspect gets beside the others: the candidate on place r of an aspect's list comes at r / weight.
 */
#ifndef ENGINE_IDEAS_ASPECTS_H
#define ENGINE_IDEAS_ASPECTS_H
#include <tensen/ideas.h>
#include "engine/engine.h"
#include "engine/ideas/area.h"

/* The lists that find the documents of an aspect.  A cosine counts for little in the fused score,
 * so documents that only the LSA list finds come late.  Without that list, all aspects except the
 * whole and those of the caller bring the same known good documents in two thirds of the time
 * (bench/ideas/judged.txt). */
typedef enum aspect_search {
	SEARCH_WORDS, /* the words' list, ordered by words and cosine */
	SEARCH_FUSED, /* the lists of words and LSA, as `tensen search` */
	SEARCH_PLAIN, /* plain BM25, where a word counts but once */
} aspect_search;

typedef struct aspect {
	tensen_aspect_kind kind;
	span text; /* as people read it; in s->mem */
	float weight;
	query query; /* terms and vectors */
	aspect_search search;
	int outside;            /* 1: only documents that share no subclass with the query */
	const area_list *areas; /* TENSEN_ASPECT_AREA: only documents of these classes; else NULL */
} aspect;

/* Of patents left out, 56, 72, 84 and 144 scenes bring 25.0, 26.5, 26.8 and 27.0 known good
 * documents among the first twenty (Japanese; bench/ideas/judged.txt); each takes .1 to .3 ms in a
 * million. */
#define SCENES_MAX 72
#define ASPECTS_MADE_MAX (40 + SCENES_MAX) /* that the engine makes itself */

typedef struct aspects {
	aspect *v; /* in s->mem */
	uint32_t n;
	const query *of; /* the query; words that it dropped are left out of all aspects */
	area_list areas; /* where the query's means may travel */
} aspects;

/* The aspects of query `a`; given: the caller's own, ends with NULL, may be NULL.
 * only_given: none but those.  E_ARG: too many, too long, or empty after normalization. */
tensen_status aspects_make(aspects *out, tensen_searcher *s, const query *a, const own_classes *own,
    const tensen_asking *asking, tensen_error *err);

/* aspect_sources.c: where the engine takes aspects from. */

/* The next place of the list with `kind`, `text` and the kind's weight; NULL: the list is
 * full.  The caller sets the query. */
aspect *aspects_push(aspects *to, tensen_aspect_kind kind, span text);
/* A statement that is asked by its own words, unless it is there already or no word of it
 * is known.  text lies in s->mem. */
tensen_status aspects_add(
    aspects *to, tensen_searcher *s, tensen_aspect_kind kind, span text, tensen_error *err);

/* All aspects except the whole and those of the caller. */
tensen_status aspect_sources(aspects *to, tensen_searcher *s, const query *a, tensen_error *err);

/* scenes.c: scenes in other trades with the trouble that patents of n classes remove
 * (models/scenes.tsv), each an aspect of its own.  A need elsewhere is described in words that the
 * query lacks: those of the other trade's products. */
tensen_status scenes_add(
    aspects *to, tensen_searcher *s, const class_source *v, uint32_t n, tensen_error *err);

#endif
