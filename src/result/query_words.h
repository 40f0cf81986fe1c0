/* result/query_words.h - how many words of a query an index knows; the same in every result. */
#ifndef RESULT_QUERY_WORDS_H
#define RESULT_QUERY_WORDS_H
#include <tensen/result.h>
#include "util/json/json.h"

typedef struct query_words {
	uint32_t known, unknown;     /* distinct terms */
	const char *const *examples; /* the first of the unknown ones */
	uint32_t n_examples;
	/* The translations of the heaviest words of a translated query. */
	const struct translated_word *translated;
	uint32_t n_translated;
	/* Why documents in the other language are missing or judged by other words: a static text
	 * of engine/translate/lexicon.h; NULL: nothing to say. */
	const char *translation;
} query_words;

#define TRANSLATED_SHOWN 40 /* heaviest words of a query */

typedef struct translated_word {
	const char *from, *to;
	float share; /* of the word's count */
} translated_word;

/* The keys known_terms, unknown_terms and unknown_examples; translated and translation if there is
 * something to say. */
void query_words_json(json *j, const query_words *w);
/* Why the result is empty: "none" if the index knows a word of the query; else a sentence that
 * lists the unknown words, or says that the query has no words. */
void query_words_say(buf *out, const query_words *w, tensen_lang lang);
/* The same sentence as lines of a terminal, as a Markdown paragraph, as an HTML paragraph. */
void query_words_table(buf *out, const query_words *w, tensen_lang lang, size_t columns);
void query_words_markdown(buf *out, const query_words *w, tensen_lang lang);
void query_words_html(buf *out, const query_words *w, tensen_lang lang);

#endif
