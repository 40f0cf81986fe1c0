/* assist/reader/verdict.h - one judgement that a model gave, checked. */
#pragma once
#include "assist/reader/reader_impl.h"

/* What was read. */
typedef struct pair_read {
	const passage *patent, *document;
	json_object *first;  /* the line of the first reading; NULL: there is none */
	tensen_lang lang;    /* of the prompts */
	const char *product; /* the patent's own; "": not said */
	double scale;        /* verdict_scale() */
} pair_read;

/* A role that reads several documents in one question. */
typedef struct verdict_kind {
	role role;
	const char *list; /* the key of the list in its answer */
	size_t batch;     /* documents in one question */
	size_t room;      /* bytes of a document */
	/* Check `given` against the two texts and write the valid parts into `line`.  N_DROPS: it is
	 * valid, else the reason why not. */
	drop (*check)(json_object *line, json_object *given, const pair_read *pair);
	int (*accepts)(json_object *given); /* 1: it takes this document for a use */
} verdict_kind;
extern const verdict_kind verdict_judge; /* a number: how many of 100 readers would use it */
extern const verdict_kind verdict_doubt; /* the use, quoted, and the number once more */
extern const verdict_kind verdict_meet;  /* the patents are the documents, the need is the query */

/* 1: the first reading of a pair is worth a second one. */
int verdict_asks_again(json_object *line, tensen_lang lang, double scale);
/* What is taken off the numbers of a patent, whose first readings are `judged` (by document): readers
 * differ in how high their numbers are. */
double verdict_scale(json_object *judged, tensen_lang lang);
/* The grade of an entry, 0..3; -1: none of these. */
int verdict_grade(json_object *given);
