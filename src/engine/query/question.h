/* engine/query/question.h - a short text as a question: what it asks for, word by word.
 *
 * WHY     A whole patent is asked with many words that nobody chose, and their sum finds what is
 *         like it.  In a short statement every word was chosen: the rarest must not win alone, and
 *         a document that has most of the words comes before one that has one of them.
 * WORDS   An asked word is met by its own term, by rarer ones of one document (index/store/rare.h),
 *         or by another word for the same thing (synonyms), which counts for less; the best of them
 *         counts, once.  A compound of one word and an ending (高齢者) is a spelling of that word.
 *         In the other language a word is met by the best of its senses, the likeliest of which
 *         counts as the word itself; how rare it is, is told by the documents of all of them.
 *         A word that the index lacks altogether stays in the question: its parts say little, and
 *         only a document that has all words of such a phrase meets it.
 * SCORE   sum of weight times how well each word is met, over the sum of weights, times the share
 *         of the question that is met to the power COVERED: 0 .. 1.  It depends on question and document
 *         only, never on the filter. */
#pragma once
#include "engine/base/query.h"
#include "engine/query/rank.h"
#include "index/postings/postings.h"
#include "result/query_words.h"
#include "result/result.h"

/* A term of the index that stands for a word. */
typedef struct asked_form {
	uint32_t term;
	float factor; /* 1: the word itself; less: another word for it */
} asked_form;

typedef struct asked_word {
	span shown; /* the word as it was read */
	uint8_t kind;
	float weight; /* in the score */
	float cover;  /* in the share that is met */
	asked_form *forms;
	uint32_t n_forms, n_own; /* the first n_own are the word itself */
	const uint32_t *rows;    /* of a word of so few documents that it has no list; ascending */
	uint32_t n_rows;
	int translated;                  /* 1: the forms are what it may be in the other language */
	int too_common;                  /* 1: nearly every document has it, so it says nothing */
	int is_part;                     /* 1: of a word that no document has */
	const struct asked_word **parts; /* of a phrase that no document has: all of its words */
	uint32_t n_parts;
} asked_word;

typedef struct question {
	asked_word *v;
	uint32_t n;
	double weight, cover; /* sums */
} question;

/* The question of a short text, NULL in asked->question for anything else.  Called when the terms of
 * the query are final. */
tensen_status question_make(query *asked, tensen_searcher *searcher, tensen_error *err);

/* Of idf in the weight of a word: 1 lets common words win, 2 the rarest one. */
#define QUESTION_RARITY 1.5f
/* How rare a word of so many documents is: the idf of BM25. */
double question_rarity(const tensen_searcher *searcher, double df);

/* Which rows may meet it: the words with their other words, for the postings. */
tensen_status question_terms(
    lex_query *out, tensen_searcher *searcher, const query *asked, tensen_error *err);

/* Rows of words that have no list, in all; q NULL: 0. */
uint32_t question_rare(const question *asked);
/* Scores of n rows, ascending. */
tensen_status question_score(float *scores, tensen_searcher *searcher, const question *asked,
    const uint32_t *rows, uint32_t n, tensen_error *err);
/* The same as a need (tensen_match()): 0 .. 1. */
tensen_status question_need(float *scores, tensen_searcher *searcher, const question *asked,
    const uint32_t *rows, uint32_t n, tensen_error *err);

/* How one row meets a word. */
typedef struct word_met {
	span shown;        /* as it was asked */
	float how, weight; /* 0: not at all; in the question */
	float share;       /* of the word that is met: the factor of its surest form */
	uint32_t term;     /* the best of its forms; VOCAB_NONE: none, or a word without a list */
	int is_word;    /* 0: a compound, whose parts are words of the question, too; or a part */
	int is_other;   /* 1: the term is another word for the same thing */
	int translated; /* 1: the term is a word of the other language */
} word_met;

/* For each word of the question: out[asked->n]. */
tensen_status question_met(word_met *out, tensen_searcher *searcher, const question *asked,
    uint32_t row, tensen_error *err);

/* The addend of each word to the score of the row: out[asked->n], how they are met in met[]. */
tensen_status question_explain(float *out, word_met *met, tensen_searcher *searcher,
    const question *asked, uint32_t row, tensen_error *err);
/* A word that is met, with the other word that stands there for it: 転ぶ→転倒; vehicle (車両). */
const char *question_met_word(tensen_result *result, const store *kept, const word_met *word);

/* 1 if a word of the question is met by documents, itself or by another word; asked may be NULL. */
int question_has(const question *asked, span word);
/* Note in *out that no document found has two words of the question. */
tensen_status question_note(query_words *out, tensen_searcher *searcher, const query *q,
    const candidates *found, tensen_error *err);
/* Note what was not understood and with which other words is asked; in the result's arena. */
tensen_status question_words(query_words *out, tensen_result *result, const store *kept,
    const query *asked, tensen_error *err);
/* 1 if a person took this term out of the query. */
int question_dropped(const query *of, uint32_t id);
