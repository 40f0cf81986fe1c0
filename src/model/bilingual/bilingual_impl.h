/* model/bilingual/bilingual_impl.h - the inside of a lexicon, shared by the files of this room. */
#ifndef MODEL_BILINGUAL_BILINGUAL_IMPL_H
#define MODEL_BILINGUAL_BILINGUAL_IMPL_H
#include <libstemmer.h>
#include <pthread.h>
#include <unicode/ucnv.h>
#include "model/bilingual/bilingual.h"
#include "model/bilingual/gloss.h"
#include "model/bilingual/keys.h"
#include "model/bilingual/pairs.h"
#include "model/bilingual/table.h"
#include "util/files/file.h"

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
	glosses glosses; /* of the entry at hand */
};

/* The table of a direction, made at the first call. */
tensen_status table_of(const table **out, bilingual_reader *r, tensen_lang from, tensen_error *err);
/* The line of an entry. */
span line_at(const bilingual *b, uint32_t at);
/* Bytes of `s` in the other charset in out[max]; empty if it does not fit. */
span to_euc(bilingual_reader *r, char *out, size_t max, span s);
span to_utf8(bilingual_reader *r, char *out, size_t max, span s);

#endif
