/* engine/base/document_terms.h - the straight path from a document to counted terms.
 *
 *   document -> pieces (section, text) -> analysis -> terms counted by section
 *
 * Indexing, queries by text and `show` all go through here, so a text is cut
 * and counted in one way only. */
#pragma once
#include "corpus/document/document.h"
#include "model/vocab.h"
#include "text/analyzer.h"
#include "text/sections.h"
#include "util/arena.h"

/* A document cut into pieces; spans borrow from the document. */
typedef struct document_sections {
	section_piece *v;
	size_t n;
} document_sections;

tensen_status document_sections_of(document_sections *out, const document *doc,
    const sectioner *sect, arena *mem, tensen_error *err);

/* One term of a document, counted. */
typedef struct local_term {
	span s;     /* canonical form, in the arena */
	span shown; /* the word as it was read, when the form is a stem; else empty */
	uint8_t kind;
	uint16_t in[N_SECTIONS];
} local_term;

typedef struct local_terms {
	local_term *v; /* by first occurrence, no form twice */
	size_t n;
} local_terms;

/* As people read it. */
static inline span
local_term_shown(const local_term *local)
{
	return local->shown.n ? local->shown : local->s;
}
/* The weight of an occurrence in any section; id VOCAB_NONE: as if no document had the word.  A
 * function weighs nothing. */
double local_term_weight(const local_term *local, const vocab *words, uint32_t id);

/* Analyse every piece.  Results lie in `mem`. */
tensen_status document_terms_of(local_terms *out, const document_sections *sections,
    analysis *tokens, arena *mem, tensen_error *err);
