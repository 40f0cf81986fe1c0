/* corpus/document/fold.h - folds widths, dashes, blanks and case of numbers, dates and column
 * names, so that their spellings compare equal.  text/normalize folds texts. */
#pragma once
#include <stddef.h>
#include <stdint.h>
#include "util/arena.h"
#include "util/span.h"

/* Copy s into out (at most max bytes; SIZE_MAX when it does not fit) with
 * full-width ASCII made half-width, every kind of dash made '-', blanks dropped
 * and Latin letters in capitals: 特開２０１０－０３５９１３ -> 特開2010-035913. */
size_t fold_key(span text, char *out, size_t max);

/* A copy of an id without blanks at the ends, full-width ASCII made half-width. */
span fold_id(span text, arena *mem);

/* A copy in which every run of blanks (U+3000 too) is one blank, without blanks at the ends. */
span fold_blanks(span text, arena *mem);

/* 1 if a word is one of several, each followed by a blank. */
int is_listed(span word, const char *words);

/* The length of the entity (&amp; &#39; and their like, which some sources leave in their texts) that
 * a text begins with, 0 if it is none; *n bytes of its character in out. */
#define ENTITY_MAX 4 /* bytes of a character; never more than its entity has */
size_t entity_read(span bytes, char out[ENTITY_MAX], size_t *n);
