/* model/bilingual/bilingual_impl.h - the inside of a lexicon, shared by the files of this room. */
#pragma once
#include <libstemmer.h>
#include <pthread.h>
#include <stdint.h>
#include <unicode/ucnv.h>
#include "model/bilingual/bilingual.h"
#include "util/buf.h"
#include "util/files/file.h"
#include "util/span.h"

/* ---- gloss.c: the lines of EDICT: headword, reading, English glosses. ----
 *
 *   制御 [せいぎょ] /(n,vs) control (e.g. of a machine, device, etc.)/(P)/
 *
 * Bytes are those of the file (EUC-JP); glosses are nearly all ASCII.  Text in parentheses and the
 * "to" of a verb are left out; a gloss is cut at ";". */

typedef struct entry_line {
	span head, reading, glosses; /* reading: empty if the head is kana */
} entry_line;

/* 0 for a line that is no entry (the first line of EDICT names its makers). */
int entry_parse(entry_line *out, span line);

#define GLOSS_MAX 96   /* bytes of a gloss; longer ones are definitions */
#define GLOSSES_MAX 24 /* of an entry */

typedef struct gloss {
	char s[GLOSS_MAX];
	size_t n;
	unsigned sense; /* 0: the first sense of the entry */
	int marginal;   /* archaic, vulgar or of a game only */
} gloss;

typedef struct glosses {
	gloss v[GLOSSES_MAX];
	size_t n;
	int common;    /* (P): marked as a common word */
	int kana_word; /* (uk): usually written in kana, so the reading is a headword too */
} glosses;

void glosses_read(glosses *out, span field);
/* 0 if no gloss of the field has these stems: told by letters alone, without what reading
 * the entry takes. */
int glosses_may_have(span field, span term);
/* A gloss without the "to" or "to be" of a verb. */
span gloss_without_to(span text);

static inline int
gloss_article(span word)
{
	return span_eq(word, SPAN_LIT("a")) || span_eq(word, SPAN_LIT("an")) ||
	       span_eq(word, SPAN_LIT("the"));
}

/* The text before the first `c`, and *rest behind it; all of it if there is none. */
static inline span
cut_at(span *rest, char c)
{
	const size_t end = span_find(*rest, (span){&c, 1}, 0);
	const span before = span_sub(*rest, 0, end);

	*rest = span_sub(*rest, before.n + 1, rest->n);
	return before;
}

/* What stands between these is no part of a gloss. */
static inline int
gloss_bracket(char c)
{
	return c == '(' || c == ')' || c == '{' || c == '}' || c == '"';
}

/* ---- pairs.c: the user's own pairs of words: a TSV file, Japanese then English. ---- */

typedef struct word_pair {
	span japanese, english; /* UTF-8, of the text */
} word_pair;

typedef struct pairs {
	buf text;
	buf v;           /* word_pair[]: the user's, then the program's */
	uint32_t n, own; /* all; the user's */
	uint64_t hash;
} pairs;

tensen_status pairs_read(pairs *out, const bilingual_opts *opts, tensen_error *err);

static inline const word_pair *
pairs_at(const pairs *pair_list, uint32_t i)
{
	return (const word_pair *)(const void *)pair_list->v.p + i;
}

/* ---- keys.c: the spellings of one word under one key. ----
 *
 * A key is a hash of EUC-JP bytes without long vowel marks, middle dots, hyphens and blanks, Latin
 * letters in lower case and of single width: サーバー, サーバ; ガラス・セラミックス. */

/* Bytes of the EUC-JP character at p, at most to the end. */
size_t euc_length(const char *str, const char *end);
/* 0 for a word without a letter of its own. */
uint32_t japanese_key(span euc);
/* The key of the first word of an English phrase: the upper 17 bits are a hash of its first four
 * letters (y is i: batteri, battery), the others its three next ones. */
uint32_t english_key(span word);
/* The bits of a key in which those of the first stem and of its words are equal; with all 0 without
 * its last letter. */
uint32_t english_key_mask(span term, int all);
/* 0 if a word cannot have this stem, by letters alone. */
int stem_begins(span stem, span word);
/* How a gloss goes on behind its first word, for place.next: one bit for the first letter of the
 * next word, articles aside, NEXT_NONE if there is none, all bits if a bracket hides it. */
#define NEXT_NONE 0x80000000u
uint32_t english_next(span gloss);
unsigned english_letter(char c); /* 1 to 26; 0 for any other byte */
/* The bits of which a gloss with these stems has one. */
uint32_t english_next_of(span term);

/* ---- table.c: keys to places in a text, made once and looked up often. ----
 *
 * Pairs of key and place, sorted by the upper bits of the key in one counting pass: 550,000
 * places take about 10 ms and 12 bytes each. */

/* NEXT of an English word: english_next() of the line's glosses with its first letter. */
typedef struct place {
	uint32_t key, at, next;
} place;

typedef struct table {
	buf given;       /* place[], in order of the text; empty once sorted */
	place *v;        /* by bucket, within it in order of the text */
	uint32_t *start; /* of every bucket and one more */
	uint32_t n;
} table;

static inline void
table_add(table *columns, uint32_t key, uint32_t at, uint32_t next)
{
	place *p = buf_more(&columns->given, sizeof *p);

	if (p)
		*p = (place){key, at, next};
}

int table_sort(table *columns); /* -1: out of memory */
void table_clear(table *columns);
/* The places of the bucket of a key; those of other keys are among them. */
const place *table_bucket(const table *columns, uint32_t key, uint32_t *n);

/* ---- bilingual.c, find.c, cut.c ---- */

#define N_FILES 2
#define WORD_MAX 160 /* bytes of a word in EUC-JP */

/* Where an equivalent stands: offset of the line, and these bits. */
#define AT_READING 0x80000000u /* found by its reading */
#define AT_SECOND 0x40000000u  /* in the second file */
#define AT_PAIR 0x20000000u    /* number of a pair */
#define AT_OFFSET 0x1fffffffu

struct bilingual {
	filemap files[N_FILES];
	pairs pairs;
	span builtin;
	uint64_t hash;
	pthread_mutex_t lock; /* of the tables while they are made */
	table by[2];          /* by tensen_lang of the word that is looked up */
	int ready[2];
};

struct bilingual_reader {
	bilingual *b;
	UConverter *utf8, *euc;
	struct sb_stemmer *stemmer;
	glosses glosses; /* of the current entry */
};

/* The table of a direction, made at the first call. */
tensen_status table_of(
    const table **out, bilingual_reader *in, tensen_lang from, tensen_error *err);
/* The line of an entry. */
span line_at(const bilingual *pairs_model, uint32_t at);
/* Bytes of `s` in the other charset in out[max]; empty if it does not fit. */
span to_euc(bilingual_reader *in, char *out, size_t max, span text);
span to_utf8(bilingual_reader *in, char *out, size_t max, span text);
