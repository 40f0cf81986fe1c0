/* server/ask_values.h - the value of one parameter, read into an ask.
 *
 * Every function returns 1, or 0 with the problem, which names the parameter. */
#pragma once
#include "server/ask.h"

typedef struct reader {
	ask *a;
	const char *models; /* the folder of --models, or NULL */
	problem *why;
} reader;

typedef struct word {
	const char *word;
	int value;
} word;

int value_bad(const reader *by, const param *arg, const char *expected);
/* One of words, which end with NULL. */
int value_word(
    const reader *by, const param *arg, const word *words, int *out, const char *expected);
/* Digits only: no sign, no blank, no exponent. */
int value_u32(const reader *by, const param *arg, uint32_t least, uint32_t most, uint32_t *out);
int value_boldness(const reader *by, const param *arg, float *out);
int value_id(const reader *by, const param *arg);
/* A word that corrects the query. */
#define KEY_WORD_BYTES 200
int value_key_word(const reader *by, const param *arg, const char *words[TENSEN_WORDS_MAX + 1]);
int value_text(const reader *by, const param *arg);
int value_aspect(const reader *by, const param *arg);
/* "ID=3", "ID=3N", "ID=3@2026-11-24": the grade, then the shelf (N new use, P precedent, F own family)
 * and the day. */
int value_grade(const reader *by, const param *arg);
/* The id is copied, because the parameter must not be changed in place. */
int add_grade(const reader *by, const char *id, size_t n, const tensen_judgement *graded);
/* "ID=text": what a person wrote beside a grade. */
int value_note(const reader *by, const param *arg);
/* A field by number or name. */
int value_field(const reader *by, const param *arg, uint64_t *bits);
