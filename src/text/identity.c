/* text/identity.c - opens the dictionary and writes its identity.
 *
 * WHY  A query analyzed with another dictionary finds plausible but wrong neighbours, so an index
 *      stores the identity of its analyzer.  Dictionaries are identified by their bytes, not by
 *      their paths; hashing the 50 MB of ipadic takes 10 ms.
 */
#include "text/dictionary.h"
#include <libstemmer.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <tensen/index.h>
#include <unicode/uversion.h>
#define XXH_INLINE_ALL
#include <xxhash.h>
#include "util/fail.h"
#include "util/files/file.h"

/* Raised with every change of this floor that changes the terms of some text. */
#define CODE_REVISION 3
#define MAX_ARGS 8

/* A word that every dictionary has shows the columns of this dictionary. */
static int
has_ipadic_columns(mecab_model_t *model)
{
	mecab_lattice_t *lattice = mecab_model_new_lattice(model);
	mecab_t *tagger = mecab_model_new_tagger(model);
	static const char water[] = "名詞,一般,*,*,*,*,水";
	int ok = 0;

	if (lattice && tagger) {
		const mecab_node_t *node;
		mecab_lattice_set_sentence2(lattice, "水", 3);
		if (mecab_parse_lattice(tagger, lattice) &&
		    (node = mecab_lattice_get_bos_node(lattice)) && (node = node->next))
			ok = strncmp(node->feature, water, sizeof water - 1) == 0;
	}
	if (tagger)
		mecab_destroy(tagger);
	if (lattice)
		mecab_lattice_destroy(lattice);
	return ok;
}

static tensen_status
identity_check(mecab_model_t *model, const char *dir, tensen_error *err)
{
	const mecab_dictionary_info_t *d = mecab_model_dictionary_info(model);

	for (; d; d = d->next)
		if (strcasecmp(d->charset, "UTF-8") != 0 && strcasecmp(d->charset, "UTF8") != 0)
			return tensen_fail_in(
			    err, TENSEN_E_INPUT, dir, SAY_DICTIONARY_IN_UTF, d->charset);
	return has_ipadic_columns(model)
		   ? TENSEN_OK
		   : tensen_fail_in(err, TENSEN_E_INPUT, dir, SAY_DICTIONARY_DOES_NOT);
}

static tensen_status
cannot_open(const char *dir, const char *user_dic, tensen_error *err)
{
	filemap f;
	char path[4096];

	/* MeCab gives no reason: distinguish a missing dictionary from a bad one */
	snprintf(path, sizeof path, "%s/sys.dic", dir);
	if (filemap_open(&f, path, NULL) == TENSEN_OK) {
		filemap_close(&f);
		return user_dic
			   ? tensen_fail_in(err, TENSEN_E_IO, user_dic, SAY_NOT_COMPILED_MECAB, dir)
			   : tensen_fail_in(err, TENSEN_E_IO, dir, SAY_MECAB_REFUSED_THIS);
	}
	return tensen_fail_in(err, TENSEN_E_IO, dir, SAY_NO_MECAB_DICTIONARY);
}

tensen_status
dictionary_open(mecab_model_t **out, const char *dir, const char *user_dic, tensen_error *err)
{
	/* -r /dev/null: the mecabrc of the user has no effect */
	const char *args[MAX_ARGS] = {"tensen", "-r", "/dev/null", "-d"};
	int n = 4;
	filemap file;
	tensen_status st;

	dir = dir ? dir : TENSEN_DEFAULT_DICTIONARY;
	args[n++] = dir;
	if (user_dic) {
		/* MeCab says nothing of a file that is not there, and loses memory over it */
		if ((st = filemap_open(&file, user_dic, err)) < 0)
			return st;
		filemap_close(&file);
		args[n++] = "-u";
		args[n++] = user_dic;
	}
	*out = mecab_model_new(n,
	    (char **)(uintptr_t)args); /* MeCab only reads them, though its prototype lacks const */
	if (!*out)
		return cannot_open(dir, user_dic, err);
	if ((st = identity_check(*out, dir, err)) < 0) {
		mecab_model_destroy(*out);
		*out = NULL;
	}
	return st;
}

static tensen_status
hash_file(uint64_t *hash, const char *path, tensen_error *err)
{
	filemap f;
	tensen_status st = filemap_open(&f, path, err);

	if (st < 0)
		return st;
	*hash = XXH3_64bits_withSeed(f.p ? (const void *)f.p : "", f.n, *hash);
	filemap_close(&f);
	return TENSEN_OK;
}

/* Hashes sys.dic with the other files of its folder, or a user dictionary alone. */
static tensen_status
hash_dictionary(uint64_t *hash, const mecab_dictionary_info_t *mecab, tensen_error *err)
{
	static const char *const companions[] = {"matrix.bin", "char.bin", "unk.dic"};
	char path[4096];
	const char *slash = strrchr(mecab->filename, '/');
	int folder = slash ? (int)(slash - mecab->filename) : 0;
	tensen_status st = hash_file(hash, mecab->filename, err);

	for (size_t i = 0; mecab->type == MECAB_SYS_DIC && st == TENSEN_OK && i < 3; i++) {
		snprintf(path, sizeof path, "%.*s/%s", folder, mecab->filename, companions[i]);
		st = hash_file(hash, path, err);
	}
	return st;
}

tensen_status
identity_write(buf *out, mecab_model_t *model, uint64_t lists_hash, tensen_error *err)
{
	const mecab_dictionary_info_t *d = mecab_model_dictionary_info(model);
	uint64_t system = 0, user = 0;
	unsigned version = 0, words = 0;
	UVersionInfo icu;
	tensen_status st;

	for (; d; d = d->next) {
		int is_user = d->type == MECAB_USR_DIC;
		if ((st = hash_dictionary(is_user ? &user : &system, d, err)) < 0)
			return st;
		version = is_user ? version : d->version;
		words += d->size;
	}
	u_getVersion(icu);
	buf_printf(out,
	    "{\"dictionary\":\"%016llx\",\"charset\":\"UTF-8\",\"version\":%u,\"words\":%u,"
	    "\"user_dictionary\":\"%016llx\",\"mecab\":\"%s\",\"icu\":\"%u.%u\","
	    "\"snowball\":\"english\",\"lists\":\"%016llx\",\"code\":%d}",
	    (unsigned long long)system, version, words, (unsigned long long)user, mecab_version(),
	    icu[0], icu[1], (unsigned long long)lists_hash, CODE_REVISION);
	return out->failed ? tensen_fail_nomem(err) : TENSEN_OK;
}
