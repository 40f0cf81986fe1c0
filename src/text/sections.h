/* text/sections.h - cuts a text into problem, means, effect and other sections.
 *
 * Labelled text (【課題】…【解決手段】…, 【目的】…【構成】…【効果】) is cut at its headings.  In
 * text without headings (old abstracts, English, licence records, free text) cue phrases decide the
 * section of each sentence. */
#pragma once
#include <stdint.h>
#include <tensen/status.h>
#include "util/files/models.h"
#include "util/span.h"

typedef enum section {
	SEC_TITLE,
	SEC_PROBLEM, /* 課題, 目的, drawbacks of the background */
	SEC_MEANS,   /* 解決手段, 構成, technical outline */
	SEC_EFFECT,  /* 効果 */
	SEC_CLAIMS,
	SEC_DESCRIPTION,
	SEC_PRODUCTS, /* 適用製品 */
	SEC_OTHER,    /* text without a heading or cue */
	N_SECTIONS
} section;

extern const char
    *const section_names[N_SECTIONS]; /* "problem", ...: in models/cues.tsv and for programs */

/* A piece of the text and its section.  The pieces are in order and cover the text except headings,
 * (57)【要約】, （修正有） and 【選択図】…. */
typedef struct section_piece {
	section what;
	span text;
	uint8_t cued; /* 1: placed by a cue sentence, 0: by a heading */
} section_piece;

typedef struct sectioner sectioner; /* immutable, shared */
tensen_status sectioner_new(sectioner **out, const models *tables, tensen_error *err);
void sectioner_free(sectioner *sect);
/* Cut `text` (an abstract or free text); pieces borrow from it; at most max. */
size_t sectioner_cut(const sectioner *sect, span text, section_piece *pieces, size_t max);

#define SENTENCE_MAX 3000 /* bytes; a longer sentence is cut at a comma or blank */

/* Cuts a text into sentences, at 。．！？ and newlines, or by English rules (a full stop before a
 * blank, not behind an abbreviation).  Returns their number; ends[i] is the offset behind sentence
 * i.  If there are more than `max`, the last one takes the rest: call again behind ends[max - 2].
 */
size_t text_sentences(span text, uint32_t *ends, size_t max);
