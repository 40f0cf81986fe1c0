/* bench/data/corpus_words.h - the sources of the generator's words. */
#pragma once
#include <stdint.h>
#include "fields/fields.h"
#include "util/buf.h"
#include "util/rng.h"
#include "util/strtab.h"

typedef enum language { LANG_JA, LANG_EN, N_LANGS } language;

/* A class symbol's rule: any of these main groups belongs to the field. */
typedef struct class_rule {
	char subclass[5];
	uint32_t from, to; /* 0 0: the subclass as a whole */
} class_rule;

typedef struct words {
	strtab common[N_LANGS];  /* nouns of every field, the usual ones first */
	strtab harms[N_LANGS];   /* things to be prevented */
	strtab actions[N_LANGS]; /* actions on things */
	strtab things[N_LANGS];  /* objects of the subclasses, all of them */
	class_rule *rules;       /* by field, ascending */
	uint32_t rule_end[N_FIELDS + 1];
	double share[N_FIELDS + 1]; /* cumulative share of the fields */
	fields *fields;
	models *models;
} words;

/* Exits with a message when something is missing: a bench is no library. */
void words_open(words *w, const char *ipadic);
void words_close(words *w);

/* A rank 1.. n of Zipf and Mandelbrot's law p(r) ~ (r + q)^-s, s > 1 or < 1. */
uint32_t zipf(rng *r, double s, double q, double n);
/* The noun with this rank in the tongue of one topic: always the same for
 * (topic, rank), so that the vocabulary grows with the text and needs no table. */
void noun_add(buf *out, const words *w, language l, uint64_t topic, uint32_t rank);
