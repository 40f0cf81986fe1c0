/* model/bilingual/bilingual.h - a Japanese-English lexicon, read where it lies.
 *
 * WHAT    Debian's package edict: EDICT (general words) and compdic (computing), EUC-JP, mapped
 *         and never copied; pairs of the user's own, which go first.  A word gives equivalents in
 *         the other language with weights: early glosses and senses, and words marked as common,
 *         weigh more.
 * COST    Opening maps the files and hashes them.  The table of a direction is made when that
 *         direction is asked for the first time, and kept.
 * THREADS A lexicon is shared; a bilingual_reader belongs to one thread at a time. */
#pragma once
#include <stdint.h>
#include <tensen/result.h>
#include <tensen/status.h>
#include "util/arena.h"
#include "util/span.h"

#define BILINGUAL_DEFAULT_FOLDER "/usr/share/edict"

typedef struct bilingual bilingual;
typedef struct bilingual_reader bilingual_reader;

typedef struct bilingual_opts {
	const char *folder; /* NULL: BILINGUAL_DEFAULT_FOLDER */
	const char *pairs;  /* NULL, or a TSV file: Japanese word, English words with ";" between */
	span builtin; /* the same of the program's own (models/patent-words.tsv), behind the user's
		       */
} bilingual_opts;

/* E_NOTFOUND: no dictionary in the default folder (the message says which package has it), and no
 * pairs.  E_IO: none in the folder that was asked for, or a file that cannot be read.  E_INPUT: a
 * line of the user's pairs is no pair. */
tensen_status bilingual_open(bilingual **out, const bilingual_opts *opts, tensen_error *err);
void bilingual_close(bilingual *pairs_model); /* NULL allowed */
/* What identifies a lexicon: a hash of both dictionaries and the program's pairs, a dot, a hash of
 * the user's pairs (0 without), and a NUL. */
#define BILINGUAL_IDENTITY 34
void bilingual_identity(char out[BILINGUAL_IDENTITY], const bilingual *pairs_model);

/* A number for the current state of the files that these options name, by size and time of change;
 * no file is opened.  It changes when a dictionary is installed. */
uint64_t bilingual_stamp(const bilingual_opts *opts);

tensen_status bilingual_reader_new(
    bilingual_reader **out, bilingual *pairs_model, tensen_error *err);
void bilingual_reader_free(bilingual_reader *in); /* NULL allowed */

typedef struct equivalent {
	span s; /* UTF-8; several words are possible */
	float weight;
} equivalent;

#define EQUIVALENTS_MAX 64 /* a bound of memory; the weights of later ones are small */

/* The equivalents of a Japanese word (base form) or of an English term (stems with blanks
 * between), at most EQUIVALENTS_MAX; none is *n 0.  In mem. */
tensen_status bilingual_find(equivalent **out, uint32_t *n, bilingual_reader *in, tensen_lang from,
    span term, arena *mem, tensen_error *err);

typedef struct word_piece {
	span s;    /* of the word that was cut */
	int known; /* 1: the lexicon has it */
} word_piece;

#define PIECES_MAX 16 /* a compound of more words is cut no further */

/* Cut a Japanese compound into as few words of the lexicon as possible; *n pieces, 0 if the word
 * is too long. */
tensen_status bilingual_cut(
    word_piece out[PIECES_MAX], uint32_t *n, bilingual_reader *in, span word, tensen_error *err);
