/* cli/suggest.h - the word that was probably meant. */
#ifndef CLI_SUGGEST_H
#define CLI_SUGGEST_H
#include <tensen/tensen.h>

/* The nearest of a list to a word so far. */
typedef struct suggestion {
	const char *word; /* as it was written */
	const char *best; /* borrowed; NULL: none is near */
	unsigned cost;    /* letters to change, add, leave out or swap */
} suggestion;
void suggestion_begin(suggestion *s, const char *word);
void suggestion_offer(suggestion *s, const char *candidate);
/* " (did you mean --boldness?)", or "" when nothing is near; n: bytes of out; before: "--" of
 * an option. */
void suggestion_say(char *out, size_t n, const suggestion *s, const char *before, tensen_lang lang);

/* The id of the index nearest to one that it does not have. */
void suggest_id(suggestion *s, const tensen_index *ix, const char *word);

#endif
