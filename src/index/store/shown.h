/* index/store/shown.h - how a stemmed term is shown to people.
 *
 * English terms are stems ("purg"), loanwords are without the long vowel mark at their end (ホッパ);
 * this keeps, for each such term, the word it was first read as ("purge", ホッパー).  Terms that
 * read well as they are have no entry.
 * SECTION  show (optional): per entry, terms ascending: varint delta to the previous
 *          term + 1 (the first: term + 1), varint length, bytes. */
#pragma once
#include <stdint.h>
#include <tensen/status.h>
#include "model/vocab.h"
#include "util/buf.h"

typedef struct shown {
	span *words; /* [n_terms], empty: as the term is; owned; NULL: no section */
	buf bytes;   /* the bytes they point into */
	uint32_t n_terms;
} shown;

/* Append one entry; before: the last term written + 1, 0 at first. */
void shown_add(buf *out, uint32_t term_id, uint32_t *before, span word);
/* Takes over `bytes` (the unpacked section). */
tensen_status shown_open(shown *out, buf *bytes, uint32_t n_terms, tensen_error *err);
void shown_close(shown *view_of);
/* The term as people read it: words in the form in which they were read, functions with their
 * object as it was read. */
void shown_write(buf *out, const shown *view_of, const vocab *terms, uint32_t term_id);
