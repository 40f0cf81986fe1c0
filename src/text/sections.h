/* text/sections.h - which part of a document says what.
 *
 * Labelled text (【課題】…【解決手段】…, 【目的】…【構成】…【効果】) is cut at its headings;
 * text without headings (old abstracts, English, licence records, free text)
 * is cut by cue sentences: problem first, means the rest. */
#ifndef TEXT_SECTIONS_H
#define TEXT_SECTIONS_H
#include <stdint.h>
#include <tensen/status.h>
#include "util/models.h"
#include "util/span.h"

typedef enum section {
	SEC_TITLE,
	SEC_PROBLEM, /* 課題, 目的, what the background complains of */
	SEC_MEANS,   /* 解決手段, 構成, technical outline */
	SEC_EFFECT,  /* 効果 */
	SEC_CLAIMS,
	SEC_DESCRIPTION,
	SEC_PRODUCTS, /* 適用製品 */
	SEC_OTHER,    /* text that no heading or cue places */
	N_SECTIONS
} section;

const char *section_name(section s); /* "problem", ... : used in JSON */

/* A piece of the text and what it is; pieces follow each other and cover the
 * text but for its headings, (57)【要約】, （修正有） and 【選択図】…. */
typedef struct section_piece {
	section what;
	span text;
	uint8_t cued; /* 1: placed by a cue sentence, 0: by a heading */
} section_piece;

typedef struct sectioner sectioner; /* immutable, shared */
tensen_status sectioner_new(sectioner **out, const models *m, tensen_error *err);
void sectioner_free(sectioner *s);
/* Cut `text` (an abstract or free text); pieces borrow from it; at most max. */
size_t sectioner_cut(const sectioner *s, span text, section_piece *pieces, size_t max);

#define SENTENCE_MAX 3000 /* bytes; a longer sentence is cut at a comma or blank */

/* Sentences of a text: end offsets by 。．！？ and newline, or English rules (a
 * full stop before a blank, not behind an abbreviation).  Returns how many;
 * ends[i] is the byte offset just after sentence i.  When there are more than
 * `max`, the last takes the rest: call again behind ends[max - 2]. */
size_t text_sentences(span text, uint32_t *ends, size_t max);

#endif
