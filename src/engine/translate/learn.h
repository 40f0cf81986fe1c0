/* engine/translate/learn.h - what documents with text in both languages say of a word.
 *
 * A gazette with its English abstract says the same twice, so a word and its translation stand in
 * the same documents: the terms of the other language are ranked by Dice's coefficient among the
 * documents in both languages (Smadja et al. 1996), from the postings and the stored terms that
 * every index has.  Nothing is learned from an index without such documents. */
#pragma once
#include "engine/base/index.h"

#define LEARNED_MAX 4

typedef struct learned_term {
	uint32_t term;
	float dice; /* 1: always together, never apart */
} learned_term;

/* The terms of the other language that go with a term of the index, best first; *n may be 0. */
tensen_status learned_terms(learned_term out[LEARNED_MAX], uint32_t *n, tensen_searcher *searcher,
    uint32_t id, tensen_error *err);
