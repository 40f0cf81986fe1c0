/* engine/translate/lexicon.c - see lexicon.h. */
#include "engine/base/query.h"
#include "engine/translate/lexicon.h"
#include <json-c/json.h>
#include <pthread.h>
#include "util/fail.h"
#include "util/memory.h"

struct lexicon_slot {
	const store *store;
	pthread_mutex_t lock;
	bilingual *b;
	int tried, off;
	int missed; /* 1: a question had to be translated, and there is no lexicon */
	char *folder, *pairs;
	bilingual_opts opts;
	uint64_t stamp;       /* bilingual_stamp() when the index was opened */
	tensen_error missing; /* why there is none */
	int other;            /* 1: the index was made with another lexicon */
	buf trouble;          /* of tensen_index_translation() */
	tensen_lang language;
	uint64_t *rows[2]; /* by tensen_lang, of an index with both */
	uint64_t *bilingual;
	uint32_t n_bilingual;
};

/* ---- languages ---- */

static tensen_status
find_languages(lexicon_slot *lex_of, tensen_error *err)
{
	const rows *r = &lex_of->store->rows;
	uint32_t english = 0;
	size_t words = r->n / 64 + (size_t)1;

	for (uint32_t i = 0; i < r->n; i++)
		english += (r->flags[i] & ROW_ENGLISH) != 0;
	lex_of->language = 2 * (uint64_t)english > r->n ? TENSEN_EN : TENSEN_JA;
	if (english == 0 || english == r->n)
		return TENSEN_OK;
	for (int k = 0; k < 2; k++)
		if (!(lex_of->rows[k] = calloc(words, sizeof *lex_of->rows[k])))
			return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < r->n; i++)
		lex_of->rows[r->flags[i] & ROW_ENGLISH ? TENSEN_EN : TENSEN_JA][i / 64] |=
		    (uint64_t)1 << (i % 64);
	return TENSEN_OK;
}

static tensen_status
find_bilingual(lexicon_slot *lex_of, tensen_error *err)
{
	const rows *r = &lex_of->store->rows;

	for (uint32_t i = 0; i < r->n; i++)
		lex_of->n_bilingual += (r->flags[i] & ROW_BILINGUAL) != 0;
	if (!lex_of->n_bilingual)
		return TENSEN_OK;
	if (!(lex_of->bilingual = calloc(r->n / 64 + (size_t)1, sizeof *lex_of->bilingual)))
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < r->n; i++)
		if (r->flags[i] & ROW_BILINGUAL)
			lex_of->bilingual[i / 64] |= (uint64_t)1 << (i % 64);
	return TENSEN_OK;
}

const uint64_t *
lexicon_bilingual_rows(const lexicon_slot *lex_of, uint32_t *n)
{
	*n = lex_of->n_bilingual;
	return lex_of->bilingual;
}

tensen_lang
lexicon_language(const lexicon_slot *lex_of)
{
	return lex_of->language;
}

const uint64_t *
lexicon_rows(const lexicon_slot *lex_of, tensen_lang lang)
{
	return lex_of->rows[lang];
}

tensen_lang
lexicon_language_of(const lexicon_slot *lex_of, uint32_t row)
{
	if (!lex_of->rows[TENSEN_EN])
		return lex_of->language;
	return lex_of->rows[TENSEN_EN][row / 64] >> (row % 64) & 1 ? TENSEN_EN : TENSEN_JA;
}

const query *
query_for_row(const query *q, const tensen_searcher *searcher, uint32_t row)
{
	if (!q->other || lexicon_language_of(searcher->ix->lexicon, row) == q->language)
		return q;
	return q->other;
}

/* ---- the slot ---- */

/* 1 if META names another lexicon; an index that was made without one names none. */
static int
is_other(const lexicon_slot *lex_of)
{
	json_object *meta = json_tokener_parse(lex_of->store->meta.json.p), *name;
	char here[BILINGUAL_IDENTITY];
	int other;

	bilingual_identity(here, lex_of->b);
	other = meta && json_object_object_get_ex(meta, "lexicon", &name) &&
		strcmp(json_object_get_string(name), here) != 0;
	json_object_put(meta);
	return other;
}

/* Under the lock. */
static tensen_status
open_once(lexicon_slot *lex_of, tensen_error *err)
{
	tensen_status st;

	if (lex_of->tried)
		return TENSEN_OK;
	st = bilingual_open(&lex_of->b, &lex_of->opts, &lex_of->missing);
	if (st < 0 && st != TENSEN_E_NOTFOUND) {
		if (err)
			*err = lex_of->missing;
		return st;
	}
	lex_of->tried = 1;
	lex_of->other = lex_of->b && is_other(lex_of);
	return TENSEN_OK;
}

tensen_status
lexicon_slot_new(
    lexicon_slot **out, const tensen_index *ix, const tensen_open_opts *one, tensen_error *err)
{
	lexicon_slot *l = calloc(1, sizeof *l);
	tensen_status st;

	*out = l;
	if (!l)
		return tensen_fail_nomem(err);
	pthread_mutex_init(&l->lock, NULL);
	l->store = ix->store;
	l->off = one->no_translation;
	l->folder = one->lexicon ? strdup(one->lexicon) : NULL;
	l->pairs = one->pairs ? strdup(one->pairs) : NULL;
	if ((one->lexicon && !l->folder) || (one->pairs && !l->pairs))
		return tensen_fail_nomem(err);
	l->opts = (bilingual_opts){.folder = l->folder, .pairs = l->pairs};
	l->stamp = l->off ? 0 : bilingual_stamp(&l->opts);
	st = models_get(ix->models, "patent-words.tsv", &l->opts.builtin, err);
	if (st == TENSEN_OK && (l->folder || l->pairs))
		st = open_once(
		    l, err); /* what was asked for must be there, also if no question needs it */
	if (st == TENSEN_OK && (st = find_languages(l, err)) == TENSEN_OK)
		st = find_bilingual(l, err);
	return st;
}

void
lexicon_slot_free(lexicon_slot *l)
{
	if (!l)
		return;
	bilingual_close(l->b);
	pthread_mutex_destroy(&l->lock);
	free_all(l->rows[0], l->rows[1], l->bilingual, l->folder, l->pairs);
	buf_clear(&l->trouble);
	free(l);
}

tensen_status
lexicon_ready(int *ready, lexicon_slot *lex_of, int to_translate, tensen_error *err)
{
	tensen_status st;

	*ready = 0;
	if (!lex_of || lex_of->off)
		return TENSEN_OK;
	pthread_mutex_lock(&lex_of->lock);
	st = open_once(lex_of, err);
	*ready = lex_of->b != NULL;
	lex_of->missed |= st == TENSEN_OK && to_translate && !lex_of->b;
	pthread_mutex_unlock(&lex_of->lock);
	return st;
}

const char *
lexicon_trouble(lexicon_slot *lex_of)
{
	const char *what;

	pthread_mutex_lock(&lex_of->lock);
	what = lex_of->missed ? "no_dictionary" : lex_of->other ? "other_dictionary" : NULL;
	pthread_mutex_unlock(&lex_of->lock);
	return what;
}

bilingual *
lexicon_opened(const lexicon_slot *lex_of)
{
	return lex_of->b;
}

static void
say_missing(buf *out, const lexicon_slot *lex_of, int ja)
{
	buf_printf(out,
	    ja ? "%s: 和英辞書がないため、問いの言語の文献だけで答える"
		 "（Debian: apt-get install edict）\n"
	       : "%s: no Japanese-English dictionary, so only documents in the language of "
		 "the question answer (Debian: apt-get install edict)\n",
	    lex_of->missing.where);
}

uint64_t
tensen_index_dictionary(const tensen_index *ix)
{
	return ix->lexicon->stamp;
}

const char *
tensen_index_translation(const tensen_index *ix, tensen_lang lang)
{
	lexicon_slot *l = ix->lexicon;
	int ja = lang == TENSEN_JA;

	pthread_mutex_lock(&l->lock);
	buf_reset(&l->trouble);
	if (l->missed)
		say_missing(&l->trouble, l, ja);
	if (l->other)
		buf_str(&l->trouble,
		    ja ? "索引を作ったときと違う和英辞書か対訳で訳している\n"
		       : "the dictionary or the pairs that translate are not those that the index "
			 "was made with\n");
	pthread_mutex_unlock(&l->lock);
	return l->trouble.n ? buf_cstr(&l->trouble) : NULL;
}
