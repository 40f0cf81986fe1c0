/* text/lexicon.h - the word lists of models/ as one table.
 *
 * A word has one entry for all lists, found by one hash lookup.  Immutable once loaded; shared by
 * threads. */
#pragma once
#include <stdint.h>
#include <tensen/status.h>
#include "util/files/models.h"
#include "util/strtab.h"

#define LEX_NONE STRTAB_NONE

enum {
	LEX_STOP = 1,  /* no term by itself; may be part of a compound */
	LEX_BREAK = 2, /* no term, and no compound goes through it (前記, 該) */
	LEX_TAIL = 4,  /* not the end of a compound (基板側, 処理後) */
	LEX_LEAD = 8,  /* not the beginning of a compound (各, 第, 複数) */
	LEX_ACTION = 16, /* an action noun that makes a function inside a compound (振動抑制装置) */
	LEX_LIGHT = 32,    /* verb without content: its object is the action (抑制を図る) */
	LEX_NOT_DONE = 64, /* verb or noun that never makes a function (備える, 用いる) */
	LEX_ARISE = 128,   /* to happen (生じる): prevented if denied */
	LEX_UNIT = 256,    /* unit of measure */
	LEX_EVENT = 512,   /* intransitive: が marks its object */
	LEX_LINK = 1024,   /* verb that only links phrases (に沿って): never the predicate */
	LEX_EFFECT = 2048, /* action noun whose object stands before の: 精度の確保 */
	LEX_WORD = 4096,   /* noun that the dictionary splits */
	LEX_VERBAL = 8192, /* the same, takes する */
	LEX_PERSON = 16384 /* suffix or word for people: 作業者 */
};

typedef struct lex_entry {
	uint16_t flags;
	uint32_t canonical; /* variant of this word, or LEX_NONE */
	uint32_t action;    /* verb class, or LEX_NONE */
	uint32_t thing;     /* class of an object of actions, or LEX_NONE */
} lex_entry;

typedef struct lexicon {
	strtab words;
	lex_entry *v; /* by word number */
	uint32_t cap;
	uint64_t hash; /* of the lists, for the analyzer's identity */
	int nomem;     /* set while loading */
} lexicon;

tensen_status lexicon_load(lexicon *lex, const models *tables, tensen_error *err);
void lexicon_clear(lexicon *lex);

/* The entry of a word in canonical spelling, an empty entry for an unknown word; never NULL. */
const lex_entry *lexicon_get(const lexicon *lex, span word);
/* Replace *w by its canonical spelling, if it has another one, and return the entry of that. */
const lex_entry *lexicon_resolve(const lexicon *lex, span *text);
/* The class of an action (抑える -> 抑制) and of a thing (ビビリ -> 振動), or w itself. */
span lexicon_action(const lexicon *lex, span text);
span lexicon_thing(const lexicon *lex, span text);
