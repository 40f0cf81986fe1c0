/* engine/query/own.h - the query's own fields and classes.
 *
 * A document has class symbols.  A text has none: they are guessed from its nearest documents
 * of the fused search, which vote by 1 / place.  Every field and subclass with at least half of
 * the most votes counts, because a wrong guess would offer the query its own field as another
 * one: with one field, the first idea lay in a real own field for 56 of 100 pasted texts.
 * Fields that the user gives replace both; the subclasses in these fields remain. */
#pragma once
#include "engine/base/query.h"

#define OWN_CLASSES_MAX 16 /* subclasses; patents with more are rare, and the first ones count */

#define OWN_GROUPS_MAX 8

typedef struct own_classes {
	uint64_t fields;
	char subclass[OWN_CLASSES_MAX][5]; /* "A63F"; the first is the main one */
	uint32_t n;
	uint32_t
	    group[OWN_GROUPS_MAX]; /* main groups of a text (store/rows.h), of its nearest first */
	uint32_t n_groups;
	int guessed; /* 1: from neighbours */
	int given;   /* 1: the user gave the fields */
	/* 1: a text that is no description of a technical thing that the index knows: half of its
	 * words are unknown, or it is a list of words that no document has together. */
	int unfamiliar;
	/* 1: sentences of known words, but no document has more of them in common than random words
	 * would: everyday inventions are like that, and so is talk of other things. */
	int weak;
} own_classes;

tensen_status own_classes_of(
    own_classes *out, tensen_searcher *searcher, const query *q, tensen_error *err);
/* The same kept with the query: a text's guess is a search. */
tensen_status own_classes_keep(query *q, tensen_searcher *searcher, tensen_error *err);
/* Their fields alone; 0 when nothing is near. */
tensen_status query_fields(
    uint64_t *out, tensen_searcher *searcher, const query *q, tensen_error *err);
