/* result/query_words.h - how many words of a query an index knows; the same in every result. */
#pragma once
#include <tensen/result.h>
#include "result/write/columns.h"

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
	/* Of a short question (engine/query/question.h): words that were asked with other words for
	 * the same thing, too; the weightiest word, if no document has it, else NULL; 1 if no document
	 * found has two of its words (of a match: none that is shown). */
	const struct other_words *others;
	uint32_t n_others;
	const char *missing;
	int nothing_here;
} query_words;

typedef struct other_words {
	const char *word;
	const char *const *also;
	uint32_t n_also;
} other_words;

#define TRANSLATED_SHOWN 40 /* heaviest words of a query */

typedef struct translated_word {
	const char *from, *to;
	float share; /* of the word's count */
} translated_word;

/* The keys known_terms, unknown_terms and unknown_examples; translated, translation, others, missing
 * and nothing_here if there is something to say. */
extern const column query_words_columns[];
/* What is said where nothing_here is set, in every form of a search and of a match. */
const char *nothing_here_say(tensen_lang lang);
/* What was not understood, and with which other words was asked: lines of a terminal, a warning
 * first; nothing if there is nothing to say. */
void query_words_note(buf *out, const query_words *words, tensen_lang lang, size_t columns);
/* Why the result is empty: "none" if the index knows a word of the query; else a sentence that
 * lists the unknown words, or says that the query has no words. */
void query_words_say(buf *out, const query_words *words, tensen_lang lang);
/* The same sentence as lines of a terminal, as a Markdown paragraph, as an HTML paragraph. */
void query_words_table(buf *out, const query_words *words, tensen_lang lang, size_t columns);
void query_words_markdown(buf *out, const query_words *words, tensen_lang lang);
void query_words_html(buf *out, const query_words *words, tensen_lang lang);
