/* text/steps.h - the steps that analyzer.c runs for every sentence.
 *
 *   Japanese   signs_strip() -> morphs_read() (text/morphs.h) -> runs_emit() (text/runs.h)
 *              -> functions_emit()
 *   English    english_emit() */
#ifndef TEXT_STEPS_H
#define TEXT_STEPS_H
#include <stdint.h>
#include <tensen/status.h>
#include "text/emit.h"
#include "text/lexicon.h"
#include "text/runs.h"
#include "util/buf.h"

/* ---- signs.c ---- */

/* A sentence and, for each byte and for its end, the offset in the original text. */
typedef struct mapped {
	span text;
	const uint32_t *map;
} mapped;

/* Scratch for signs_strip(); owned by the caller. */
typedef struct signs {
	buf text, map;
} signs;

/* Remove the reference signs from a Japanese sentence.  `in` is normalized.  The result is `in`,
 * or lies in *scratch until the next call; its map is NULL when out of memory. */
mapped signs_strip(signs *scratch, mapped in);
void signs_clear(signs *scratch);

/* ---- functions.c ---- */

/* Emit the functions ("what is done to what") of the morphs and runs of one sentence. */
void functions_emit(const morphs *m, const runs *r, const lexicon *x, emitter *e);

/* ---- english.c ---- */

typedef struct english english; /* belongs to one thread */

tensen_status english_new(english **out, tensen_error *err);
void english_free(english *g);
/* Emit the terms of a normalized English sentence.  0, or -1 when out of memory. */
int english_emit(english *g, span s, const lexicon *x, emitter *e);

#endif
