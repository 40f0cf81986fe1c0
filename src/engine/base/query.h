/* engine/base/query.h - a query as every operation uses it. */
#pragma once
#include "engine/base/searcher.h"

/* What a word of a translated query may be. */
typedef struct query_sense {
	uint32_t word; /* its number in query.read */
	uint32_t term; /* of the index */
	float likely;  /* 0 .. 1 */
	float part;    /* of that, which the term has: less than 1 as a word of a phrase */
} query_sense;

/* A query as every operation uses it.  Lies in s->mem. */
typedef struct query {
	uint32_t row; /* ROW_NONE for a text */
	document doc;
	document_sections sections;
	term_count *terms; /* known terms, ascending */
	uint32_t n_terms;
	uint32_t unknown;    /* distinct terms the index does not know */
	span *unknown_terms; /* some of them */
	uint32_t n_unknown_terms;
	float known_share; /* share of the weight (count times idf) of its words that known words
			       have */
	uint64_t mask;     /* fields by its class symbols, 0 for a text without */
	float *topic;      /* [dims], unit or zero: the vector that it asks with */
	float norm;        /* 0: the index knows none of its words */
	/* Corrections by the user (engine/query/corrections.h): fields, 0 if none were said; terms
	 * that were taken out, ascending. */
	uint64_t own_fields;
	const uint32_t *dropped;
	uint32_t n_dropped;
	const struct query *added; /* a word that was added; the one before it is its .added */
	/* Of a translated query (engine/translate/translate.h), else NULL: the share of each term's
	 * count, and the factor of its weight. */
	const float *share, *worth;
	const span
	    *meant; /* the word of the query that each term stands for; NULL: not translated */
	const query_sense *senses; /* ascending by term, then by word */
	uint32_t n_senses;
	float kept; /* share of the score that a document with the same content reaches; 0: not
		       translated */
	/* Of an index in both languages: the language of the query, and its translation for
	 * documents in the other one; NULL: none. */
	tensen_lang language;
	struct query *other;
	const local_terms
	    *read; /* the words of a text, as they were read; NULL: a stored document */
	/* Its fields and classes, found once (engine/query/own.h); NULL: not asked yet. */
	const struct own_classes *own;
	const struct question *question; /* of a short text (engine/query/question.h), else NULL */
	int is_short;            /* a text of few words, whether it is asked word by word or not */
	const char *translation; /* lexicon_trouble(), if the query should have been translated */
} query;

#define UNKNOWN_TERMS_KEPT 20 /* as examples for people */

/* The unit tf-idf row of a query in a view: view_row() with its shares. */
uint32_t query_view_row(const query *q, const vocab *words, view which, uint32_t *col, float *val);

/* The vector again, after a change of the terms. */
tensen_status query_project(query *q, tensen_searcher *searcher, tensen_error *err);
