/* model/bilingual/gloss.h - the lines of EDICT: headword, reading, English glosses.
 *
 *   制御 [せいぎょ] /(n,vs) control (e.g. of a machine, device, etc.)/(P)/
 *
 * Bytes are those of the file (EUC-JP); glosses are nearly all ASCII.  What is in parentheses is
 * left out, as is the "to" of a verb; a gloss is cut at ";". */
#ifndef MODEL_BILINGUAL_GLOSS_H
#define MODEL_BILINGUAL_GLOSS_H
#include "util/span.h"

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

#endif
