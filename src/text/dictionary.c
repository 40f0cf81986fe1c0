/* text/dictionary.c - see dictionary.h. */
#include "text/dictionary.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "text/utf8.h"
#include "util/fail.h"
#include "util/pages.h"
#include "util/memory.h"
#include "util/threads/sort.h"

#define HEADER 72         /* bytes before the double array of a *.dic */
#define MAGIC 0xef718f77u /* xor of the file's size and its first number */
#define CATEGORY_NAME 32  /* bytes of a name in char.bin */

static tensen_status
broken(const char *path, const char *what, tensen_error *err)
{
	tensen_fail(err, TENSEN_E_CORRUPT, "%s", what);
	tensen_fail_at(err, path, 0);
	return TENSEN_E_CORRUPT;
}

/* Ids and feature offsets of tokens are used unchecked later, so all are checked here. */
static int
tokens_are_sound(const dictionary *d, const dic_words *w, uint32_t feature_bytes)
{
	for (uint32_t i = 0; i < w->n_tokens; i++) {
		const dic_token *t = &w->tokens[i];
		if (t->left >= d->n_left || t->right >= d->n_right || t->feature >= feature_bytes)
			return 0;
	}
	return 1;
}

static tensen_status
map_words(dic_words *w, const dictionary *d, const char *path, tensen_error *err)
{
	tensen_status st = filemap_open(&w->map, path, err);
	uint32_t units, tokens, features;
	const uint8_t *p = w->map.p;

	if (st < 0)
		return st;
	if (w->map.n < HEADER || (le32(p) ^ MAGIC) != w->map.n)
		return broken(path, "not a compiled MeCab dictionary", err);
	units = le32(p + 24);
	tokens = le32(p + 28);
	features = le32(p + 32);
	if (units % sizeof *w->units || tokens % sizeof *w->tokens ||
	    (uint64_t)HEADER + units + tokens + features != w->map.n || features == 0 ||
	    p[w->map.n - 1] != 0)
		return broken(path, "the parts of this dictionary do not fill it", err);
	if (!(w->units = pages_alloc(units)))
		return tensen_fail_nomem(err);
	memcpy(w->units, p + HEADER, units);
	w->tokens = (const dic_token *)(const void *)(p + HEADER + units);
	w->features = (const char *)p + HEADER + units + tokens;
	w->n_units = units / (uint32_t)sizeof *w->units;
	w->n_tokens = tokens / (uint32_t)sizeof *w->tokens;
	return tokens_are_sound(d, w, features)
		   ? TENSEN_OK
		   : broken(path, "a word of this dictionary points outside of it", err);
}

/* Most characters of a Japanese text have three bytes; this table takes their three steps at once.
 */
static tensen_status
index_characters(dic_words *w, tensen_error *err)
{
	uint32_t root = w->n_units ? (uint32_t)w->units[0].base : 0;

	if (!(w->behind = calloc(65536, sizeof *w->behind)))
		return tensen_fail_nomem(err);
	for (uint32_t c = 0x800; c < 65536; c++) {
		char bytes[4];
		uint32_t at = root;
		utf8_put(bytes, c);
		if (dic_step(w, &at, (unsigned char)bytes[0]) &&
		    dic_step(w, &at, (unsigned char)bytes[1]) &&
		    dic_step(w, &at, (unsigned char)bytes[2]))
			w->behind[c] = at;
	}
	return TENSEN_OK;
}

/* How often an id occurs, roughly.  The cost of a word is -800 times the natural logarithm of its
 * probability: cost-factor in ipadic's dicrc. */
typedef struct id_weight {
	double weight;
	uint16_t id;
} id_weight;

static int
heavier(const void *a, const void *b)
{
	const id_weight *x = a, *y = b;
	int c = ORDER(y->weight, x->weight);

	return c ? c : ORDER(x->id, y->id);
}

/* Gives ids their places by weight, the heaviest first: place[id]. */
static uint16_t *
places_of(id_weight *w, uint32_t n)
{
	uint16_t *place = malloc(n * sizeof *place);

	qsort(w, n, sizeof *w, heavier);
	for (uint32_t i = 0; place && i < n; i++)
		place[w[i].id] = (uint16_t)i;
	return place;
}

static int
place_ids(dictionary *d)
{
	id_weight *left = calloc(d->n_left, sizeof *left);
	id_weight *right = calloc(d->n_right, sizeof *right);
	const dic_words *w = &d->words[0];

	for (uint32_t i = 0; left && i < d->n_left; i++)
		left[i].id = (uint16_t)i;
	for (uint32_t i = 0; right && i < d->n_right; i++)
		right[i].id = (uint16_t)i;
	for (uint32_t i = 0; left && right && i < w->n_tokens; i++) {
		double met = exp2(w->tokens[i].cost * (-1.0 / 555));
		left[w->tokens[i].left].weight += met;
		right[w->tokens[i].right].weight += met;
	}
	d->left_place = left ? places_of(left, d->n_left) : NULL;
	d->right_place = right ? places_of(right, d->n_right) : NULL;
	free(left);
	free(right);
	return d->left_place && d->right_place ? 0 : -1;
}

/* Copies the costs of neighbours into the order of places: the row is the left id of a word, the
 * column the right id of the word before it. */
static tensen_status
arrange_matrix(dictionary *d, const filemap *file, tensen_error *err)
{
	const uint8_t *p = file->p + 4;
	int failed = place_ids(d) < 0;

	d->matrix = pages_alloc((size_t)d->n_left * d->n_right * sizeof *d->matrix);
	if (failed || !d->matrix)
		return tensen_fail_nomem(err);
	for (uint32_t l = 0; l < d->n_left; l++) {
		int16_t *row = d->matrix + (size_t)d->n_right * d->left_place[l];
		for (uint32_t r = 0; r < d->n_right; r++, p += 2)
			row[d->right_place[r]] = (int16_t)le16(p);
	}
	return TENSEN_OK;
}

static int
place_tokens(dic_words *w, const dictionary *d)
{
	if (!(w->entries = pages_alloc(((size_t)w->n_tokens + 1) * sizeof *w->entries)))
		return -1;
	for (uint32_t i = 0; i < w->n_tokens; i++) {
		const dic_token *t = &w->tokens[i];
		w->entries[i] = (dic_entry){
		    d->left_place[t->left], d->right_place[t->right], t->cost, t->feature};
	}
	return 0;
}

static tensen_status
open_matrix(dictionary *d, filemap *file, const char *path, tensen_error *err)
{
	tensen_status st = filemap_open(file, path, err);

	if (st < 0)
		return st;
	if (file->n >= 4) {
		d->n_right = le16(file->p);
		d->n_left = le16(file->p + 2);
	}
	if (!d->n_right || !d->n_left || 4 + 2 * (uint64_t)d->n_right * d->n_left != file->n)
		return broken(path, "not a matrix of connection costs", err);
	return TENSEN_OK;
}

static tensen_status
map_chars(dictionary *d, const char *path, tensen_error *err)
{
	tensen_status st = filemap_open(&d->char_map, path, err);

	if (st < 0)
		return st;
	d->n_categories = d->char_map.n >= 4 ? le32(d->char_map.p) : 0;
	if (d->n_categories == 0 || d->n_categories > 18 ||
	    4 + (uint64_t)CATEGORY_NAME * d->n_categories + 4 * DIC_CHARS != d->char_map.n)
		return broken(path, "not a table of character categories", err);
	d->chars = d->char_map.p + 4 + (size_t)CATEGORY_NAME * d->n_categories;
	for (uint32_t c = 0; c < DIC_CHARS; c++)
		if ((le32(d->chars + 4 * (size_t)c) >> 18 & 0xff) >= d->n_categories)
			return broken(path, "a character of no category", err);
	return TENSEN_OK;
}

/* The value of a key in a double array, 0: none. */
static uint32_t
value_of(const dic_words *w, const char *key)
{
	uint32_t at = w->n_units ? (uint32_t)w->units[0].base : 0;

	for (; *key; key++)
		if (!dic_step(w, &at, (unsigned char)*key))
			return 0;
	return dic_value(w, at);
}

static tensen_status
map_unknown(dictionary *d, const char *path, tensen_error *err)
{
	tensen_status st = map_words(&d->unknown, d, path, err);

	for (uint32_t i = 0; i < d->n_categories && st == TENSEN_OK; i++) {
		char name[CATEGORY_NAME + 1] = "";
		uint32_t v;
		memcpy(name, d->char_map.p + 4 + (size_t)CATEGORY_NAME * i, CATEGORY_NAME);
		v = value_of(&d->unknown, name);
		d->unknown_value[i] = v;
		if (!word_tokens(v) ||
		    (uint64_t)word_first(v) + word_tokens(v) > d->unknown.n_tokens)
			st = broken(path, "a category without a word for what is unknown", err);
	}
	return st;
}

static tensen_status
map_lists(dictionary *d, const char *system, const char *user, tensen_error *err)
{
	tensen_status st = TENSEN_OK;

	d->n_words = user ? 2 : 1;
	for (unsigned i = 0; i < d->n_words && st == TENSEN_OK; i++)
		if ((st = map_words(&d->words[i], d, i ? user : system, err)) == TENSEN_OK)
			st = index_characters(&d->words[i], err);
	return st;
}

static tensen_status
map_all(dictionary *d, const char *system, const char *user, filemap *matrix, tensen_error *err)
{
	const char *slash = strrchr(system, '/');
	int folder = slash ? (int)(slash - system) + 1 : 0;
	char path[4096];
	tensen_status st;

	snprintf(path, sizeof path, "%.*smatrix.bin", folder, system);
	if ((st = open_matrix(d, matrix, path, err)) < 0)
		return st;
	snprintf(path, sizeof path, "%.*schar.bin", folder, system);
	if ((st = map_chars(d, path, err)) < 0)
		return st;
	snprintf(path, sizeof path, "%.*sunk.dic", folder, system);
	if ((st = map_unknown(d, path, err)) < 0 || (st = map_lists(d, system, user, err)) < 0)
		return st;
	d->space = kind_types(dictionary_kind(d, ' '));
	if ((st = arrange_matrix(d, matrix, err)) < 0)
		return st;
	for (unsigned i = 0; i < d->n_words; i++)
		if (place_tokens(&d->words[i], d) < 0)
			return tensen_fail_nomem(err);
	return place_tokens(&d->unknown, d) < 0 ? tensen_fail_nomem(err) : TENSEN_OK;
}

tensen_status
dictionary_map(dictionary *d, mecab_model_t *model, tensen_error *err)
{
	const mecab_dictionary_info_t *info = mecab_model_dictionary_info(model);
	const char *system = NULL, *user = NULL;
	filemap matrix = {NULL, 0};
	tensen_status st;

	memset(d, 0, sizeof *d);
	for (; info; info = info->next)
		*(info->type == MECAB_USR_DIC ? &user : &system) = info->filename;
	if (!system)
		return tensen_fail(err, TENSEN_E_IO, "a MeCab model without a dictionary");
	st = map_all(d, system, user, &matrix, err);
	filemap_close(&matrix);
	if (st < 0)
		dictionary_unmap(d);
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
