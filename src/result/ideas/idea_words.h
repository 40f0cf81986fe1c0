/* result/ideas/idea_words.h - kinds of aspects and shelves: their names in JSON and their words for
 * people. */
#pragma once
#include <tensen/ideas.h>
#include "result/write/columns.h"

extern const column_word aspect_words[]; /* by tensen_aspect_kind */
extern const column_word shelf_words[];  /* by tensen_shelf */

/* A person among the readers, whose name nobody asks for; by tensen_lang. */
extern const char *const person_words[2];
