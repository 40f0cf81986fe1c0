/* server/ask.h - a request as an operation with its options.
 *
 * Parameters have the names of the command's options (src/server/API.md); a value that the
 * command refuses is refused here, by the same limits (tensen/limits.h). */
#pragma once
#include <tensen/tensen.h>
#include "server/http/params.h"
#include "server/model.h"

typedef enum operation {
	OP_INFO,
	OP_FIELDS,
	OP_IDEAS,
	OP_CANDIDATES,
	OP_SEARCH,
	OP_MATCH,
	OP_COMBINE,
	OP_SHOW,
	OP_MODEL,     /* the state of the language model, and its answers about a patent */
	OP_MODEL_ASK, /* have the model asked about a patent */
	OP_MODEL_STOP,
	OP_WORKBOOK /* a table of the caller's own as a workbook */
} operation;

/* Where the server takes less than the library (tensen/limits.h), so that one request does not
 * hold a worker for long. */
#define ASK_K 1000         /* hits, ideas, offers */
#define ASK_PER_K 20       /* hits of each group: IPC has about 650 subclasses */
#define ASK_GROUPS 1000    /* more than there are subclasses, so it limits no answer */
#define ASK_OFFSET 1000000 /* hits skipped */
#define ASK_IDS 64
#define ASK_GRADES 400        /* ten times as many as a person grades in two minutes */
#define ASK_GRADE_BYTES 16384 /* of their ids */
#define ASK_NOTE_BYTES 4000   /* of the id and what was written beside its grade */
_Static_assert(
    ASK_K <= TENSEN_HITS_MAX && ASK_K <= TENSEN_IDEAS_MAX && ASK_K <= TENSEN_OFFERS_MAX &&
	ASK_GROUPS <= TENSEN_GROUPS_MAX && ASK_IDS <= TENSEN_TOGETHER_MAX &&
	ASK_K <= TENSEN_CANDIDATES_MAX && ASK_GRADES <= TENSEN_JUDGEMENTS_MAX &&
	ASK_IDS + 2 * ASK_GRADES + TENSEN_ASPECTS_MAX + 2 * TENSEN_WORDS_MAX < PARAMS_BODY_MAX,
    "the library takes what the server accepts");

typedef struct ask {
	operation op;
	const char *ids[ASK_IDS]; /* borrowed from the parameters, like every pointer here */
	size_t n_ids;
	uint64_t own_fields;
	const char *drop_words[TENSEN_WORDS_MAX + 1],
	    *add_words[TENSEN_WORDS_MAX + 1]; /* end with NULL */
	const char *text;
	size_t text_len;
	const char *csv, *title;                     /* a table of the caller's own, and its name */
	const char *aspects[TENSEN_ASPECTS_MAX + 1]; /* end with NULL */
	tensen_judgement judgements[ASK_GRADES];
	size_t n_judgements;
	char graded_bytes[ASK_GRADE_BYTES]; /* ids of judgements, graded_n bytes of them */
	size_t graded_n;
	const char *notes[ASK_GRADES + 1]; /* "ID=text", end with NULL */
	uint32_t k, offset, groups, candidates;
	float boldness;
	int side, explain, quote, closed, family, aspects_only, no_translation, no_synonyms, varied;
	tensen_per per;
	tensen_filter filter;
	tensen_style style;
} ask;

/* 1 if the operation has a parameter of this name. */
int ask_takes(operation op, const char *name);
/* form: of the answer when the parameters name none.  models: the folder of --models, or NULL.
 * 1, or 0 with the problem. */
int ask_parse(ask *out, operation op, tensen_format form, const params *par, const char *models,
    problem *why);
/* The parameter that a person wrote, which stays out of addresses; NULL: none. */
const char *ask_written(const ask *req);
/* The id or the text of the ask. */
tensen_query ask_query(const ask *req);
tensen_asking ask_asking(const ask *req);

/* The index and the model that answer an ask. */
typedef struct ask_to {
	const tensen_index *ix;
	tensen_searcher *s;
	const server_model *model; /* NULL: none */
} ask_to;
/* Asks the index and renders the answer; 1: *out is the caller's.  err: the library's error,
 * for the log. */
int ask_run(const ask *req, const ask_to *to, tensen_text *out, tensen_error *err, problem *why);
