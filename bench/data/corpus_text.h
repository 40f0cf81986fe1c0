/* bench/data/corpus_text.h - invented sentences of a patent's sections. */
#pragma once
#include "corpus_words.h"

#define MAX_CONCEPTS 24
#define OWN_ACTIONS 5
#define OWN_HARMS 2

/* The topics of one document. */
typedef struct subject {
	const words *w;
	rng r;
	language lang;
	uint64_t topics[4]; /* everything (0), field, subclass, main group */
	int signed_parts;   /* parts carry reference signs */
	uint32_t n_concepts;
	span concepts[MAX_CONCEPTS]; /* nouns that are repeated, in `mem` */
	buf mem;
	span actions[OWN_ACTIONS], harms[OWN_HARMS];
} subject;

/* Choose the concepts of a document; the topics, the language and the generator are set. */
void subject_choose(subject *s);
void text_title(buf *out, subject *s);
/* Sentences until the section is about `chars` characters long. */
void text_problem(buf *out, subject *s, uint32_t chars);
void text_means(buf *out, subject *s, uint32_t chars);
void text_effect(buf *out, subject *s, uint32_t chars);
void text_claim(buf *out, subject *s, uint32_t chars);
