/* tensen/build.h - make an index file from patents. */
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <tensen/limits.h>
#include <tensen/result.h>
#include <tensen/status.h>

typedef struct tensen_build_opts {
	size_t size;
	/* "jsonl", "jplatpat", "plidb", "gazette", "table" or "text"; NULL, "auto": by content */
	const char *format;
	const char *encoding; /* NULL: by content */
	/* For tables: "id=Publication Number" and so on, ending with NULL; or NULL */
	const char *const *columns;
	const char *dictionary; /* MeCab system dictionary folder; NULL: mecab-ipadic-utf8 */
	const char *user_dic;   /* compiled MeCab user dictionary, kept in the index; NULL: none */
	const char *models;     /* folder whose files replace the built-in models/; NULL: none */
	const char *report;     /* file for the reading account as JSONL; NULL: none */
	int strict;             /* 1: the first bad record ends the build */
	uint32_t dims; /* LSA dimensions, at most TENSEN_DIMS_MAX; 0: chosen from the corpus size */
	uint32_t min_df;  /* drop terms of fewer documents; 0: chosen from the corpus size */
	uint64_t seed;    /* 0: 1 */
	unsigned threads; /* 0: all cores.  The bytes of the index do not depend on it */
	uint64_t memory;  /* bytes that may be allocated; 0: 4 GiB.  Less memory is slower; far less
			     means fewer terms and fewer rows to train the model */
	uint32_t
	    max_terms; /* size of the vocabulary, without the rarest terms; 0: 500,000, or what the
			  memory holds.  More than the memory holds is TENSEN_E_ARG, at once */
	tensen_progress_fn progress;
	void *progress_payload;
	/* As in tensen_open_opts; the index keeps what identifies them, not their words. */
	const char *lexicon, *pairs;
	/* A file is bad if it cannot be opened, is cut or damaged, or passes for data and is none.
	 * 0: bad files are TENSEN_E_INPUT and nothing is written; 1: they are left out.  In both
	 * cases tensen_bad_files() names them. */
	int skip_bad;
	/* Of records with the same id: "last" or "first" counts alone, or they are put together,
	 * "merge".  NULL: by format; exports of J-PlatPat, gazettes and licences merge, the last
	 * record of others counts, also across files. */
	const char *on_duplicate;
} tensen_build_opts;
#define TENSEN_BUILD_OPTS_INIT TENSEN_SIZED(tensen_build_opts)

/* Read `inputs` (files, folders, "-") and write the index `path`.  An old index is replaced when
 * the new one is complete and on disk.
 * *out (may be NULL) is the account: a table of files with their records read, merged, linked,
 * without text and refused, with the first reasons and places, and the totals of the index.
 * With TENSEN_E_INPUT it is given when possible. */
TENSEN_API tensen_status tensen_build(tensen_result **out, const char *path,
    const char *const *inputs, size_t n_inputs, const tensen_build_opts *opts, tensen_error *err);

/* How many bad files the account of a build or an update has.  *out (may be NULL): number i, its
 * place and what is wrong with it. */
TENSEN_API size_t tensen_bad_files(const tensen_result *account, size_t i, tensen_error *out);
