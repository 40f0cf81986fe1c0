/* engine/query/class_words.c - see class_words.h. */
#include "engine/query/class_words.h"
#include <pthread.h>
#include <stdlib.h>
#include "util/fail.h"
#include "util/threads/sort.h"

struct class_words {
	const tensen_index *ix;
	pthread_mutex_t lock;
	int made;
	char (*symbols)[5]; /* of each subclass, ascending */
	uint32_t n;
	uint32_t *of_group; /* [groups]: the subclass */
	buf pairs;          /* uint64_t: term, subclass; ascending */
};

tensen_status
class_words_new(class_words **out, const tensen_index *ix, tensen_error *err)
{
	class_words *words = *out = calloc(1, sizeof *words);

	if (!words)
		return tensen_fail_nomem(err);
	words->ix = ix;
	if (pthread_mutex_init(&words->lock, NULL)) {
		free(words);
		*out = NULL;
		return tensen_fail_nomem(err);
	}
	return TENSEN_OK;
}

void
class_words_free(class_words *words)
{
	if (!words)
		return;
	pthread_mutex_destroy(&words->lock);
	free(words->symbols);
	free(words->of_group);
	buf_clear(&words->pairs);
	free(words);
}

static int
class_symbol_order(const void *a, const void *b)
{
	return strcmp(a, b);
}

static void
read_symbol(char out[5], span group)
{
	memset(out, 0, 5);
	memcpy(out, group.p, group.n < 4 ? group.n : 4);
}

/* The subclasses of the main groups that the index has. */
static tensen_status
list_subclasses(class_words *words, tensen_error *err)
{
	const rows *rows_of = &words->ix->store->rows;
	const size_t n = rows_of->n_groups;

	free(words->symbols);
	free(words->of_group);
	words->n = 0;
	words->symbols = malloc((n + 1) * sizeof *words->symbols);
	words->of_group = malloc((n + 1) * sizeof *words->of_group);
	if (!words->symbols || !words->of_group)
		return tensen_fail_nomem(err);
	for (uint32_t group = 0; group < n; group++)
		read_symbol(words->symbols[group], rows_group_name(rows_of, group));
	qsort(words->symbols, n, sizeof *words->symbols, class_symbol_order);
	for (uint32_t i = 0; i < n; i++)
		if (!words->n || strcmp(words->symbols[words->n - 1], words->symbols[i]) != 0)
			memmove(words->symbols[words->n++], words->symbols[i], 5);
	for (uint32_t group = 0; group < n; group++) {
		char symbol[5];
		read_symbol(symbol, rows_group_name(rows_of, group));
		words->of_group[group] =
		    (uint32_t)((char(*)[5])bsearch(symbol, words->symbols, words->n,
				   sizeof *words->symbols, class_symbol_order) -
			       words->symbols);
	}
	return TENSEN_OK;
}

static tensen_status
read_words(class_words *words, uint32_t subclass, analysis *tokens, span text, tensen_error *err)
{
	const term *terms;
	size_t n;
	tensen_status st = analysis_run(tokens, text, &terms, &n, err);

	for (size_t i = 0; st == TENSEN_OK && i < n; i++) {
		uint32_t id = vocab_find(&words->ix->store->vocab, terms[i].s);
		uint64_t pair = (uint64_t)id << 32 | subclass;
		if (id != VOCAB_NONE)
			buf_span(&words->pairs, (span){(const char *)&pair, sizeof pair});
	}
	return words->pairs.failed ? tensen_fail_nomem(err) : st;
}

static tensen_status
class_words_make(class_words *words, tensen_searcher *searcher, tensen_error *err)
{
	analysis *tokens;
	tensen_status st = list_subclasses(words, err);

	buf_clear(&words->pairs);
	if (st == TENSEN_OK)
		st = searcher_analysis(&tokens, searcher, err);
	for (uint32_t i = 0; i < words->n && st == TENSEN_OK; i++) {
		const subclass_info *info = fields_subclass(words->ix->fields, words->symbols[i]);
		for (int lang = 0; info && lang < 2 && st == TENSEN_OK; lang++) {
			st = read_words(words, i, tokens, info->name[lang], err);
			if (st == TENSEN_OK)
				st = read_words(words, i, tokens, info->products[lang], err);
		}
	}
	if (words->pairs.n)
		qsort(
		    words->pairs.p, words->pairs.n / sizeof(uint64_t), sizeof(uint64_t), sort_u64);
	words->made = st == TENSEN_OK;
	return st;
}

tensen_status
class_words_ready(class_words *words, tensen_searcher *searcher, tensen_error *err)
{
	tensen_status st = TENSEN_OK;

	pthread_mutex_lock(&words->lock);
	if (!words->made)
		st = class_words_make(words, searcher, err);
	pthread_mutex_unlock(&words->lock);
	return st;
}

uint32_t
class_words_count(const class_words *words)
{
	return words->n;
}

const char *
class_words_symbol(const class_words *words, uint32_t subclass)
{
	return words->symbols[subclass];
}

int
class_words_mark(const class_words *words, uint32_t id, float factor, float *factors)
{
	const uint64_t *pairs = (const uint64_t *)(const void *)words->pairs.p;
	const size_t n = words->pairs.n / sizeof *pairs;
	size_t low = 0, high = n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (pairs[middle] >> 32 < id)
			low = middle + 1;
		else
			high = middle;
	}
	for (high = low; high < n && pairs[high] >> 32 == id; high++)
		if (factors[(uint32_t)pairs[high]] < factor)
			factors[(uint32_t)pairs[high]] = factor;
	return high > low;
}

float
class_words_of_row(const class_words *words, uint32_t row, const float *factors, uint32_t *best)
{
	uint32_t n;
	const uint32_t *groups = rows_groups(&words->ix->store->rows, row, &n);
	float most = 0;

	for (uint32_t i = 0; i < n; i++)
		if (factors[words->of_group[groups[i]]] > most)
			most = factors[ *best = words->of_group[groups[i]]];
	return most;
}
