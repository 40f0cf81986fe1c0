/* model/bilingual/bilingual.c - opening a lexicon, and its tables; see bilingual.h. */
#include "model/bilingual/bilingual.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#define XXH_INLINE_ALL
#include <xxhash.h>
#include "model/bilingual/bilingual_impl.h"
#include "util/fail.h"

/* ---- opening ---- */

/* A dictionary that is not installed is empty; one that cannot be read is an error. */
static tensen_status
open_dictionary(filemap *out, const char *path, tensen_error *err)
{
	struct stat sb;
	tensen_status st;

	if (stat(path, &sb) < 0 && (errno == ENOENT || errno == ENOTDIR))
		return TENSEN_OK;
	if ((st = filemap_open(out, path, err)) < 0)
		return st;
	if (out->n > AT_OFFSET)
		return tensen_fail(err, TENSEN_E_INPUT, SAY_DICTIONARY_MB_TOO, out->n >> 20);
	return TENSEN_OK;
}

static const char *const names[N_FILES] = {"edict", "compdic"};

static uint64_t
stamp_of(const char *path, uint64_t before)
{
	struct stat st;
	int64_t v[3] = {-1, 0, 0};

	if (stat(path, &st) == 0) {
		v[0] = st.st_size;
		v[1] = st.st_mtim.tv_sec;
		v[2] = st.st_mtim.tv_nsec;
	}
	return XXH3_64bits_withSeed(v, sizeof v, before);
}

uint64_t
bilingual_stamp(const bilingual_opts *opts)
{
	const char *folder = opts->folder ? opts->folder : BILINGUAL_DEFAULT_FOLDER;
	uint64_t stamp = 0;
	char path[4096];

	for (int i = 0; i < N_FILES; i++) {
		snprintf(path, sizeof path, "%s/%s", folder, names[i]);
		stamp = stamp_of(path, stamp);
	}
	return opts->pairs ? stamp_of(opts->pairs, stamp) : stamp;
}

static tensen_status
open_files(bilingual *pairs_model, const char *folder, tensen_error *err)
{
	char path[4096];
	tensen_status st;

	folder = folder ? folder : BILINGUAL_DEFAULT_FOLDER;
	for (int i = 0; i < N_FILES; i++) {
		snprintf(path, sizeof path, "%s/%s", folder, names[i]);
		if ((st = open_dictionary(&pairs_model->files[i], path, err)) < 0)
			return st;
		if (pairs_model->files[i].n)
			pairs_model->hash = XXH3_64bits_withSeed(
			    pairs_model->files[i].p, pairs_model->files[i].n, pairs_model->hash);
	}
	pairs_model->hash =
	    XXH3_64bits_withSeed(pairs_model->builtin.p, pairs_model->builtin.n, pairs_model->hash);
	if (!pairs_model->files[0].n && !pairs_model->files[1].n && !pairs_model->pairs.own) {
		tensen_fail(err, TENSEN_E_NOTFOUND, SAY_NO_JAPANESE_ENGLISH);
		tensen_fail_at(err, folder, 0);
		return TENSEN_E_NOTFOUND;
	}
	return TENSEN_OK;
}

tensen_status
bilingual_open(bilingual **out, const bilingual_opts *opts, tensen_error *err)
{
	bilingual_opts o = opts ? *opts : (bilingual_opts){.folder = NULL};
	bilingual *b = calloc(1, sizeof *b);
	tensen_status st;

	*out = NULL;
	if (!b)
		return tensen_fail_nomem(err);
	b->builtin = o.builtin.p ? o.builtin : (span){"", 0};
	pthread_mutex_init(&b->lock, NULL);
	if ((st = pairs_read(&b->pairs, &o, err)) < 0 || (st = open_files(b, o.folder, err)) < 0) {
		bilingual_close(b);
		if (st == TENSEN_E_NOTFOUND && o.folder) {
			st = TENSEN_E_IO;
			if (err)
				err->code = st;
		}
		return st;
	}
	*out = b;
	return TENSEN_OK;
}

void
bilingual_close(bilingual *pairs_model)
{
	if (!pairs_model)
		return;
	for (int i = 0; i < N_FILES; i++)
		filemap_close(&pairs_model->files[i]);
	bufs_clear(&pairs_model->pairs.text, &pairs_model->pairs.v);
	table_clear(&pairs_model->by[TENSEN_JA]);
	table_clear(&pairs_model->by[TENSEN_EN]);
	pthread_mutex_destroy(&pairs_model->lock);
	free(pairs_model);
}

void
bilingual_identity(char out[BILINGUAL_IDENTITY], const bilingual *pairs_model)
{
	snprintf(out, BILINGUAL_IDENTITY, "%016llx.%016llx", (unsigned long long)pairs_model->hash,
	    (unsigned long long)pairs_model->pairs.hash);
}

/* ---- readers ---- */

tensen_status
bilingual_reader_new(bilingual_reader **out, bilingual *pairs_model, tensen_error *err)
{
	bilingual_reader *r = calloc(1, sizeof *r);
	UErrorCode status = U_ZERO_ERROR;

	*out = NULL;
	if (!r)
		return tensen_fail_nomem(err);
	r->b = pairs_model;
	r->utf8 = ucnv_open("UTF-8", &status);
	r->euc = ucnv_open("EUC-JP", &status);
	r->stemmer = sb_stemmer_new("english", "UTF_8");
	if (U_FAILURE(status) || !r->stemmer) {
		bilingual_reader_free(r);
		return tensen_fail(err, TENSEN_E_IO, SAY_NO_CONVERTER_EUC, u_errorName(status));
	}
	*out = r;
	return TENSEN_OK;
}

void
bilingual_reader_free(bilingual_reader *in)
{
	if (!in)
		return;
	if (in->utf8)
		ucnv_close(in->utf8);
	if (in->euc)
		ucnv_close(in->euc);
	if (in->stemmer)
		sb_stemmer_delete(in->stemmer);
	free(in);
}

/* Bytes of `s` in the other charset in out[max]; empty if it does not fit. */
static span
bilingual_converted(UConverter *to, UConverter *from, char *out, size_t max, span text)
{
	UErrorCode status = U_ZERO_ERROR;
	UChar pivot[256], *begin = pivot, *end = pivot;
	const char *in = text.p;
	char *p = out;

	ucnv_convertEx(to, from, &p, out + max, &in, text.p + text.n, pivot, &begin, &end,
	    pivot + sizeof pivot / sizeof *pivot, 1, 1, &status);
	return U_FAILURE(status) ? (span){"", 0} : (span){out, (size_t)(p - out)};
}

span
to_euc(bilingual_reader *in, char *out, size_t max, span text)
{
	return bilingual_converted(in->euc, in->utf8, out, max, text);
}

span
to_utf8(bilingual_reader *in, char *out, size_t max, span text)
{
	return bilingual_converted(in->utf8, in->euc, out, max, text);
}

/* ---- tables ---- */

span
line_at(const bilingual *pairs_model, uint32_t at)
{
	const filemap *f = &pairs_model->files[(at & AT_SECOND) != 0];
	const char *p = (const char *)f->p + (at & AT_OFFSET), *end = (const char *)f->p + f->n;
	const char *stop = memchr(p, '\n', (size_t)(end - p));

	return (span){p, (size_t)((stop ? stop : end) - p)};
}

static void
add_heads(table *columns, span line, uint32_t at)
{
	entry_line e;
	uint32_t key;

	if (!entry_parse(&e, line))
		return;
	if ((key = japanese_key(e.head)) != 0)
		table_add(columns, key, at, 0);
	if (e.reading.n && (key = japanese_key(e.reading)) != 0)
		table_add(columns, key, at | AT_READING, 0);
}

/* 1 if a gloss may begin with another word than its key says: "a light", "(un)lit". */
static int
is_unsure(span text)
{
	span word = span_sub(text, 0, span_find(text, SPAN_LIT(" "), 0));

	for (size_t i = 0; i < word.n; i++)
		if (gloss_bracket(word.p[i]))
			return 1;
	return gloss_article(word);
}

#define KEYS_OF_LINE 32 /* that are told apart; of later ones nothing is known */

/* NEXT is by the first letter: a short stem has words of several keys (move, moving). */
typedef struct line_keys {
	uint32_t key[KEYS_OF_LINE], letter[KEYS_OF_LINE], n;
	uint32_t next[27];
	int unsure;
} line_keys;

static void
add_key(table *columns, line_keys *keys, span text, uint32_t at)
{
	uint32_t key = english_key(text), letter, i;

	if (text.n == 0 || key == 0)
		return;
	letter = english_letter(text.p[0]);
	keys->unsure |= is_unsure(text);
	keys->next[letter] |= english_next(text);
	for (i = 0; i < keys->n && keys->key[i] != key; i++)
		;
	if (i == KEYS_OF_LINE)
		table_add(columns, key, at, UINT32_MAX);
	else if (i == keys->n) {
		keys->key[keys->n] = key;
		keys->letter[keys->n++] = letter;
	}
}

/* The first word of every gloss, with little parsing: a wrong word is noticed when the entry is
 * read. */
static void
add_glosses(table *columns, span line, uint32_t at)
{
	line_keys keys;
	entry_line e;

	if (!entry_parse(&e, line))
		return;
	keys.n = 0;
	keys.unsure = 0;
	memset(keys.next, 0, sizeof keys.next);
	for (size_t i = 0; i < e.glosses.n;) {
		size_t end = i;
		span g;
		while (end < e.glosses.n && e.glosses.p[end] != '/' && e.glosses.p[end] != ';')
			end++;
		g = span_trim(span_sub(e.glosses, i, end));
		i = end + 1;
		while (g.n && g.p[0] == '(') {
			keys.unsure |= span_find(g, SPAN_LIT(")"), 0) == (size_t)-1;
			cut_at(&g, ')');
			g = span_trim(g);
		}
		add_key(columns, &keys, gloss_without_to(g), at);
	}
	for (uint32_t i = 0; i < keys.n; i++)
		table_add(
		    columns, keys.key[i], at, keys.unsure ? UINT32_MAX : keys.next[keys.letter[i]]);
}

static void
add_pairs(bilingual_reader *in, table *columns, tensen_lang from)
{
	const pairs *p = &in->b->pairs;
	char word[WORD_MAX];

	for (uint32_t i = 0; i < p->n; i++) {
		span s = pairs_at(p, i)->japanese, rest = pairs_at(p, i)->english;
		if (from == TENSEN_JA)
			table_add(columns, japanese_key(to_euc(in, word, sizeof word, s)),
			    AT_PAIR | i, 0);
		while (from == TENSEN_EN && rest.n)
			table_add(
			    columns, english_key(span_trim(cut_at(&rest, ';'))), AT_PAIR | i, 0);
	}
}

static int
make_table(bilingual_reader *in, tensen_lang from)
{
	bilingual *b = in->b;
	table *t = &b->by[from];

	add_pairs(in, t, from);
	for (uint32_t f = 0; f < N_FILES; f++) {
		const char *p = (const char *)b->files[f].p, *end = p + b->files[f].n, *line = p;
		while (line && line < end) {
			const char *stop = memchr(line, '\n', (size_t)(end - line));
			span s = {line, (size_t)((stop ? stop : end) - line)};
			uint32_t at = (uint32_t)(line - p) | (f ? AT_SECOND : 0);
			if (from == TENSEN_JA)
				add_heads(t, s, at);
			else
				add_glosses(t, s, at);
			line = stop ? stop + 1 : end;
		}
	}
	return table_sort(t);
}

tensen_status
table_of(const table **out, bilingual_reader *in, tensen_lang from, tensen_error *err)
{
	bilingual *b = in->b;
	int made = 0;

	*out = &b->by[from];
	if (__atomic_load_n(&b->ready[from], __ATOMIC_ACQUIRE))
		return TENSEN_OK;
	pthread_mutex_lock(&b->lock);
	if (!b->ready[from]) {
		made = make_table(in, from);
		if (made < 0)
			table_clear(&b->by[from]);
		else
			__atomic_store_n(&b->ready[from], 1, __ATOMIC_RELEASE);
	}
	pthread_mutex_unlock(&b->lock);
	return made < 0 ? tensen_fail_nomem(err) : TENSEN_OK;
}
