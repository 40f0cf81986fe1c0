/* result/ideas/idea_words.h - kinds of aspects and shelves: their names in JSON and their words for
 * people. */
#ifndef RESULT_IDEAS_IDEA_WORDS_H
#define RESULT_IDEAS_IDEA_WORDS_H
#include <tensen/ideas.h>

typedef struct idea_word {
	const char *name;  /* in JSON */
	const char *of[2]; /* [TENSEN_JA], [TENSEN_EN] */
} idea_word;

extern const idea_word aspect_words[]; /* by tensen_aspect_kind */
extern const idea_word shelf_words[];  /* by tensen_shelf */

#endif
