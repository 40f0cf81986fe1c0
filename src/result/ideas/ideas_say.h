/* result/ideas/ideas_say.h - parts of an answer as people read them, the same in every form. */
#pragma once
#include "result/ideas/ideas_result.h"

/* Two readers graded the first ten documents of the lists of 144 patents that no method had seen: 2 or
 * 3 for .083 of them, .062 of the last 72 patents' (bench/ideas/read-24.md, eleventh to sixteenth draw).  To
 * be measured again whenever the list changes. */
#define UNREAD_ONE_IN 10

/* "車両用座席（B60N 車両の座席）". */
void idea_heading_say(buf *out, const tensen_idea *idea, tensen_lang lang);
/* "DEMO-26-002 名称（2014年・存続・開放）". */
void document_say(buf *out, const tensen_document_ref *ref, tensen_lang lang);
/* "［効果］座面の…　見た 12・読んだ 3・良い 1". */
void asked_say(buf *out, const tensen_aspect *one_aspect, tensen_lang lang);
/* 1: an aspect that the asker gave or a model said, and no sentence of the patent. */
int aspect_is_said(const tensen_aspect *one_aspect);
/* "評点 2・新しい用途（人の評価、2026-11-21）". */
void judged_say(buf *out, const tensen_judgement *judged, tensen_lang lang);
void idea_judged_say(buf *out, const tensen_idea *idea, tensen_lang lang);

/* What stands for both texts: the quotations, "" : there is none on that side. */
const char *idea_query_side(const tensen_idea *idea);
const char *idea_document_side(const tensen_idea *idea);

/* What an unread list is, and how many of it are worth a look. */
void unread_say(buf *out, const ideas_result *result, tensen_lang lang);
/* How to grade it. */
const char *grading_say(tensen_lang lang);
/* Heads the documents of a list that have no sentence of trouble. */
const char *titles_say(tensen_lang lang);
/* 1: candidate i is the first of that part. */
int begins_titles(const candidate_list *cands, size_t i);

/* A query, or a document, known by its title alone. */
const char *title_only_say(tensen_lang lang);
const char *document_title_only_say(tensen_lang lang);
/* Why there is no idea and what would help: sentences, the first of them the answer. */
#define NOTHING_LINES 5
size_t nothing_say(const char *lines[NOTHING_LINES], const ideas_result *result, tensen_lang lang);

/* State, open or not, date of a patent. */
void state_say(buf *out, const idea_source *source, tensen_lang lang);
/* Who stands behind a document: the owner of a patent in force, else the applicant, because a grant
 * is not known. */
const char *owner_word(uint8_t status, tensen_lang lang);
void licence_say(buf *out, const char *id, const char *terms);

/* In a terminal: what was asked, and one document to be read (ideas_table.c). */
void asked_table(
    buf *out, const tensen_aspect *one_aspect, size_t n, tensen_lang lang, unsigned columns);
void candidate_table(
    buf *out, const candidate_list *cands, size_t i, tensen_lang lang, unsigned columns);
