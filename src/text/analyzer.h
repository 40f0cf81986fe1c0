/* text/analyzer.h - text to terms; no other function of the program makes terms.
 *
 *   normalize -> cut into sentences -> MeCab (Japanese) or ICU words + Snowball
 *   (English) -> part-of-speech filter, stop words, stop phrases, reference signs
 *   -> compounds, variants folded -> terms, and functions ("what is done to what")
 *
 * THREADS An analyzer is immutable and shared; an analysis (lattice, iterators,
 *         scratch, results) belongs to one thread at a time.
 */
#pragma once
#include <stdint.h>
#include <tensen/status.h>
#include "text/normalize.h"
#include "util/files/models.h"

typedef struct analyzer analyzer;
typedef struct analysis analysis;

typedef struct analyzer_opts {
	const char *dictionary; /* MeCab system dictionary folder; NULL: Debian's default ipadic */
	const char *user_dic;   /* compiled MeCab user dictionary, or NULL */
	const models *models;   /* borrowed until analyzer_new returns */
} analyzer_opts;

/* E_IO when the dictionary cannot be opened (message says which package has it). */
tensen_status analyzer_new(analyzer **out, const analyzer_opts *opts, tensen_error *err);
void analyzer_free(analyzer *tokenizer);
/* The identity of the analyzer: a short JSON object with everything that decides how text becomes
 * terms (hash of the dictionary's bytes, its charset and version, hash of the user dictionary,
 * versions of ICU and Snowball, hash of the word lists, revision of the code).  Two analyzers with
 * the same identity give the same terms.  Borrowed. */
span analyzer_identity(const analyzer *tokenizer);

tensen_status analysis_new(analysis **out, const analyzer *tokenizer, tensen_error *err);
void analysis_free(analysis *tokens);

typedef enum term_kind {
	TERM_WORD = 0,     /* base-form word */
	TERM_COMPOUND = 1, /* joined noun run or collocated phrase; its parts are listed too */
	TERM_FUNCTION = 2  /* "object>verb class", e.g. 振動>抑制 */
} term_kind;

typedef struct term {
	span s;       /* canonical form: the unit of the vocabulary; borrowed from the analysis */
	uint8_t kind; /* term_kind */
	uint32_t at, to; /* its bytes in the original text */
} term;

/* The terms of `text`, in order of appearance (a compound directly before its parts).
 * Language is decided per sentence: kana or kanji -> Japanese, else English.
 * *terms is borrowed until the next call on this analysis.  No content makes it fail. */
tensen_status analysis_run(
    analysis *tokens, span text, const term **terms, size_t *n, tensen_error *err);
/* Unknown words, and all words, of the Japanese text since analysis_new(). */
void analysis_unknown(const analysis *tokens, uint64_t *unknown, uint64_t *words);

/* Append the display form of a canonical term ("振動>抑制" -> 振動の抑制) to out: display.c. */
void term_display(buf *out, span canonical, int kind);
/* 1 for a function that a person is shown: its object is no half of a word (α産生 of TNF-α産生) and
 * has no reference sign, its action is more than one character (設 of 設ける) and needs no に. */
int term_is_whole(span function);
