/* result/ideas/ideas_say.h - parts of an idea as people read them, the same in every form. */
#ifndef RESULT_IDEAS_IDEAS_SAY_H
#define RESULT_IDEAS_IDEAS_SAY_H
#include "result/ideas/ideas_result.h"

/* The shelves that ideas stand on, in the order they are shown, and how each is headed. */
#define N_IDEA_SHELVES 2
const char *shelf_heading(tensen_shelf s, tensen_lang lang);
/* A sentence that describes a shelf. */
const char *shelf_note(tensen_shelf s, tensen_lang lang);

/* "確度 中（24%）", "confidence middle (24%)". */
void confidence_say(buf *out, tensen_band b, float share, tensen_lang lang);
/* Explains the percentage. */
const char *confidence_note(tensen_lang lang);
/* "B60N 車両の座席"; nothing without a class. */
void subclass_say(buf *out, const char *symbol, const char *name);
/* "DEMO-26-002 名称（2014年・存続・開放）". */
void document_say(buf *out, const tensen_candidate *x, tensen_lang lang);
/* "2014年・存続・開放": those of the three that are known. */
void facts_say(buf *out, uint32_t date, uint8_t status, int open, tensen_lang lang);
/* The text of an aspect; for the whole among other areas a phrase instead of the classes. */
const char *aspect_say(const tensen_aspect *a, tensen_lang lang);
/* 最も近い文献, or 既にある. */
const char *nearest_word(const tensen_nearest *x, tensen_lang lang);
/* A sentence that explains it. */
const char *nearest_note(const tensen_nearest *x, tensen_lang lang);
/* "評点 2（人の評価、2026-11-21）". */
void judged_say(buf *out, const tensen_judgement *x, tensen_lang lang);

/* Name of a signal (ideas/pair_weights.h) for people. */
const char *signal_word(const char *name, tensen_lang lang);
/* How many of a candidate's signals, from the first, are worth showing. */
size_t signals_shown(const tensen_candidate *c);

/* A query, or a document, known by its title alone. */
const char *title_only_say(tensen_lang lang);
const char *document_title_only_say(tensen_lang lang);
/* Why there is no idea and what would help: sentences, the first of them the answer; text that
 * is made up stands in *keep. */
#define NOTHING_LINES 6
size_t nothing_say(
    const char *lines[NOTHING_LINES], buf *keep, const ideas_result *r, tensen_lang lang);

/* State, open or not, date of a patent. */
void state_say(buf *out, const idea_source *x, tensen_lang lang);
/* Who stands behind a document: the owner of a patent in force, else the applicant, because a grant
 * is not known. */
const char *owner_word(uint8_t status, tensen_lang lang);
void licence_say(buf *out, const char *id, const char *terms);

#endif
