/* engine/query/class_words.h - the words of the names and typical objects of subclasses.
 *
 * WHY     A bare title often lacks the words of a question, but its subclasses are named by them
 *         (監視: G08B), so that a short question can prefer it (bench/short.txt).
 * MEMORY  8 bytes for each term of each subclass that the index has, 4 for each main group.
 * THREADS Made when first wanted, under a lock; read freely afterwards. */
#pragma once
#include "engine/base/searcher.h"

typedef struct class_words class_words;

/* ix must outlive it. */
tensen_status class_words_new(class_words **out, const tensen_index *ix, tensen_error *err);
void class_words_free(class_words *words); /* NULL allowed */

/* Make the lists unless they are there.  Before the calls below. */
tensen_status class_words_ready(class_words *words, tensen_searcher *searcher, tensen_error *err);
/* Subclasses of the index, numbered from 0. */
uint32_t class_words_count(const class_words *words);
const char *class_words_symbol(const class_words *words, uint32_t subclass);
/* Raise factors[subclass] to `factor` where a subclass has term `id`; 1 if any has it. */
int class_words_mark(const class_words *words, uint32_t id, float factor, float *factors);
/* The largest factor of the subclasses of a row, 0 for none; *best: its subclass. */
float class_words_of_row(
    const class_words *words, uint32_t row, const float *factors, uint32_t *best);
