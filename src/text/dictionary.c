/* text/dictionary.c - see dictionary.h. */
#include "text/dictionary.h"
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "text/utf8.h"
#include "util/fail.h"
#include "util/pages.h"
#include "util/memory.h"
#include "util/threads/sort.h"

#define HEADER 72         /* bytes before the double array of a *.dic */
#define MAGIC 0xef718f77u /* xor of the file's size and its first number */
#define CATEGORY_NAME 32  /* bytes of a name in char.bin */

/* Ids and feature offsets of tokens are used unchecked later, so all are checked here. */
static int
tokens_are_sound(const dictionary *dict, const dic_words *words, uint32_t feature_bytes)
{
	for (uint32_t i = 0; i < words->n_tokens; i++) {
		const dic_token *t = &words->tokens[i];
		if (t->left >= dict->n_left || t->right >= dict->n_right ||
		    t->feature >= feature_bytes)
			return 0;
	}
	return 1;
}

static tensen_status
map_words(dic_words *words, const dictionary *dict, const char *path, tensen_error *err)
{
	tensen_status st = filemap_open(&words->map, path, err);
	uint32_t units, tokens, features;
	const uint8_t *p = words->map.p;

	if (st < 0)
		return st;
	if (words->map.n < HEADER || (le32(p) ^ MAGIC) != words->map.n)
		return tensen_fail_in(err, TENSEN_E_CORRUPT, path, SAY_NOT_MECAB_DICTIONARY);
	units = le32(p + 24);
	tokens = le32(p + 28);
	features = le32(p + 32);
	if (units % sizeof *words->units || tokens % sizeof *words->tokens ||
	    (uint64_t)HEADER + units + tokens + features != words->map.n || features == 0 ||
	    p[words->map.n - 1] != 0)
		return tensen_fail_in(err, TENSEN_E_CORRUPT, path, SAY_DICTIONARY_PARTS);
	if (!(words->units = pages_alloc(units)))
		return tensen_fail_nomem(err);
	memcpy(words->units, p + HEADER, units);
	words->tokens = (const dic_token *)(const void *)(p + HEADER + units);
	words->features = (const char *)p + HEADER + units + tokens;
	words->n_units = units / (uint32_t)sizeof *words->units;
	words->n_tokens = tokens / (uint32_t)sizeof *words->tokens;
	return tokens_are_sound(dict, words, features)
		   ? TENSEN_OK
		   : tensen_fail_in(err, TENSEN_E_CORRUPT, path, SAY_DICTIONARY_OUTSIDE);
}

/* Most characters of a Japanese text have three bytes; this table takes their three steps at once.
 */
static tensen_status
index_characters(dic_words *words, tensen_error *err)
{
	uint32_t root = words->n_units ? (uint32_t)words->units[0].base : 0;

	if (!(words->behind = calloc(65536, sizeof *words->behind)))
		return tensen_fail_nomem(err);
	for (uint32_t c = 0x800; c < 65536; c++) {
		char bytes[4];
		uint32_t at = root;
		utf8_put(bytes, c);
		if (dic_step(words, &at, (unsigned char)bytes[0]) &&
		    dic_step(words, &at, (unsigned char)bytes[1]) &&
		    dic_step(words, &at, (unsigned char)bytes[2]))
			words->behind[c] = at;
	}
	return TENSEN_OK;
}

/* How often an id occurs, roughly.  The cost of a word is -800 times the natural logarithm of its
 * probability: cost-factor in ipadic's dicrc. */
typedef struct id_weight {
	double weight;
	uint16_t id;
} id_weight;

COMPARE2(dictionary_heavier, id_weight, DOWN(weight), UP(id))

/* Gives ids their places by weight, the heaviest first: place[id]. */
static uint16_t *
places_of(id_weight *weight, uint32_t n)
{
	uint16_t *place = malloc(n * sizeof *place);

	qsort(weight, n, sizeof *weight, dictionary_heavier);
	for (uint32_t i = 0; place && i < n; i++)
		place[weight[i].id] = (uint16_t)i;
	return place;
}

static int
place_ids(dictionary *dict)
{
	id_weight *left = calloc(dict->n_left, sizeof *left);
	id_weight *right = calloc(dict->n_right, sizeof *right);
	const dic_words *w = &dict->words[0];

	for (uint32_t i = 0; left && i < dict->n_left; i++)
		left[i].id = (uint16_t)i;
	for (uint32_t i = 0; right && i < dict->n_right; i++)
		right[i].id = (uint16_t)i;
	for (uint32_t i = 0; left && right && i < w->n_tokens; i++) {
		double met = exp2(w->tokens[i].cost * (-1.0 / 555));
		left[w->tokens[i].left].weight += met;
		right[w->tokens[i].right].weight += met;
	}
	dict->left_place = left ? places_of(left, dict->n_left) : NULL;
	dict->right_place = right ? places_of(right, dict->n_right) : NULL;
	free_all(left, right);
	return dict->left_place && dict->right_place ? 0 : -1;
}

/* Copies the costs of neighbours into the order of places: the row is the left id of a word, the
 * column the right id of the word before it. */
static tensen_status
arrange_matrix(dictionary *dict, const filemap *file, tensen_error *err)
{
	const uint8_t *p = file->p + 4;
	int failed = place_ids(dict) < 0;

	dict->matrix = pages_alloc((size_t)dict->n_left * dict->n_right * sizeof *dict->matrix);
	if (failed || !dict->matrix)
		return tensen_fail_nomem(err);
	for (uint32_t l = 0; l < dict->n_left; l++) {
		int16_t *row = dict->matrix + (size_t)dict->n_right * dict->left_place[l];
		for (uint32_t r = 0; r < dict->n_right; r++, p += 2)
			row[dict->right_place[r]] = (int16_t)le16(p);
	}
	return TENSEN_OK;
}

static int
place_tokens(dic_words *words, const dictionary *dict)
{
	if (!(words->entries = pages_alloc(((size_t)words->n_tokens + 1) * sizeof *words->entries)))
		return -1;
	for (uint32_t i = 0; i < words->n_tokens; i++) {
		const dic_token *t = &words->tokens[i];
		words->entries[i] = (dic_entry){
		    dict->left_place[t->left], dict->right_place[t->right], t->cost, t->feature};
	}
	return 0;
}

static tensen_status
open_matrix(dictionary *dict, filemap *file, const char *path, tensen_error *err)
{
	tensen_status st = filemap_open(file, path, err);

	if (st < 0)
		return st;
	if (file->n >= 4) {
		dict->n_right = le16(file->p);
		dict->n_left = le16(file->p + 2);
	}
	if (!dict->n_right || !dict->n_left ||
	    4 + 2 * (uint64_t)dict->n_right * dict->n_left != file->n)
		return tensen_fail_in(err, TENSEN_E_CORRUPT, path, SAY_CONNECTION_COSTS);
	return TENSEN_OK;
}

static tensen_status
map_chars(dictionary *dict, const char *path, tensen_error *err)
{
	tensen_status st = filemap_open(&dict->char_map, path, err);

	if (st < 0)
		return st;
	dict->n_categories = dict->char_map.n >= 4 ? le32(dict->char_map.p) : 0;
	if (dict->n_categories == 0 || dict->n_categories > 18 ||
	    4 + (uint64_t)CATEGORY_NAME * dict->n_categories + 4 * DIC_CHARS != dict->char_map.n)
		return tensen_fail_in(err, TENSEN_E_CORRUPT, path, SAY_CHARACTER_CATEGORIES);
	dict->chars = dict->char_map.p + 4 + (size_t)CATEGORY_NAME * dict->n_categories;
	for (uint32_t c = 0; c < DIC_CHARS; c++)
		if ((le32(dict->chars + 4 * (size_t)c) >> 18 & 0xff) >= dict->n_categories)
			return tensen_fail_in(
			    err, TENSEN_E_CORRUPT, path, SAY_CHARACTER_NO_CATEGORY);
	return TENSEN_OK;
}

/* The value of a key in a double array, 0: none. */
static uint32_t
value_of(const dic_words *words, const char *key)
{
	uint32_t at = words->n_units ? (uint32_t)words->units[0].base : 0;

	for (; *key; key++)
		if (!dic_step(words, &at, (unsigned char)*key))
			return 0;
	return dic_value(words, at);
}

static tensen_status
map_unknown(dictionary *dict, const char *path, tensen_error *err)
{
	tensen_status st = map_words(&dict->unknown, dict, path, err);

	for (uint32_t i = 0; i < dict->n_categories && st == TENSEN_OK; i++) {
		char name[CATEGORY_NAME + 1] = "";
		uint32_t v;
		memcpy(name, dict->char_map.p + 4 + (size_t)CATEGORY_NAME * i, CATEGORY_NAME);
		v = value_of(&dict->unknown, name);
		dict->unknown_value[i] = v;
		if (!word_tokens(v) ||
		    (uint64_t)word_first(v) + word_tokens(v) > dict->unknown.n_tokens)
			st = tensen_fail_in(err, TENSEN_E_CORRUPT, path, SAY_CATEGORY_NO_WORD);
	}
	return st;
}

static tensen_status
map_lists(dictionary *dict, const char *system, const char *user, tensen_error *err)
{
	tensen_status st = TENSEN_OK;

	dict->n_words = user ? 2 : 1;
	for (unsigned i = 0; i < dict->n_words && st == TENSEN_OK; i++)
		if ((st = map_words(&dict->words[i], dict, i ? user : system, err)) == TENSEN_OK)
			st = index_characters(&dict->words[i], err);
	return st;
}

static tensen_status
map_all(dictionary *dict, const char *system, const char *user, filemap *matrix, tensen_error *err)
{
	const char *slash = strrchr(system, '/');
	int folder = slash ? (int)(slash - system) + 1 : 0;
	char path[4096];
	tensen_status st;

	snprintf(path, sizeof path, "%.*smatrix.bin", folder, system);
	if ((st = open_matrix(dict, matrix, path, err)) < 0)
		return st;
	snprintf(path, sizeof path, "%.*schar.bin", folder, system);
	if ((st = map_chars(dict, path, err)) < 0)
		return st;
	snprintf(path, sizeof path, "%.*sunk.dic", folder, system);
	if ((st = map_unknown(dict, path, err)) < 0 ||
	    (st = map_lists(dict, system, user, err)) < 0)
		return st;
	dict->space = kind_types(dictionary_kind(dict, ' '));
	if ((st = arrange_matrix(dict, matrix, err)) < 0)
		return st;
	for (unsigned i = 0; i < dict->n_words; i++)
		if (place_tokens(&dict->words[i], dict) < 0)
			return tensen_fail_nomem(err);
	return place_tokens(&dict->unknown, dict) < 0 ? tensen_fail_nomem(err) : TENSEN_OK;
}

tensen_status
dictionary_map(dictionary *dict, mecab_model_t *model, tensen_error *err)
{
	const mecab_dictionary_info_t *info = mecab_model_dictionary_info(model);
	const char *system = NULL, *user = NULL;
	filemap matrix = {NULL, 0};
	tensen_status st;

	memset(dict, 0, sizeof *dict);
	for (; info; info = info->next)
		*(info->type == MECAB_USR_DIC ? &user : &system) = info->filename;
	if (!system)
		return tensen_fail(err, TENSEN_E_IO, SAY_MECAB_MODEL_WITHOUT);
	st = map_all(dict, system, user, &matrix, err);
	filemap_close(&matrix);
	if (st < 0)
		dictionary_unmap(dict);
	return st;
}

static void
unmap_words(dic_words *w)
{
	filemap_close(&w->map);
	free_all(w->behind, w->units, w->entries);
	w->behind = NULL;
	w->units = NULL;
	w->entries = NULL;
}

void
dictionary_unmap(dictionary *d)
{
	for (unsigned i = 0; i < DIC_MAX; i++)
		unmap_words(&d->words[i]);
	unmap_words(&d->unknown);
	filemap_close(&d->char_map);
	free_all(d->left_place, d->right_place, d->matrix);
	d->left_place = d->right_place = NULL;
	d->matrix = NULL;
}
