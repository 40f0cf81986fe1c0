/* engine/query/question_impl.h - a question being made; private to question.c and question_gone.c. */
#pragma once
#include "engine/query/question.h"

#define NOT_ASKED UINT32_MAX

/* A question being made: of the words that `read` has, in its language or in the other one. */
typedef struct making {
	question *q;
	tensen_searcher *s;
	const query *read;
	const query *of;     /* whose corrections hold */
	const uint8_t *gone; /* for each word read: 1 if it is one that no document has */
	uint32_t *asked;     /* for each word read: which word of the question, or NOT_ASKED */
	int translated;
} making;

int question_has_word(const local_terms *terms, span word);
/* gone[i]: 1 if word i of those read is one that no document has. */
tensen_status question_find_gone(uint8_t *gone, const making *make, tensen_error *err);
/* 1 if a word is a part of one that no document has. */
int question_is_part(const making *make, const local_term *local);
/* The words that were asked of a phrase, if they are all of it. */
tensen_status question_find_parts(
    asked_word *phrase, const making *make, span whole, tensen_error *err);
