/* assist/reader/reader_impl.h - the inside of a reader, for the files of this room.
 *
 * A reader is shared by threads; a `reading` is one query being read by one of them. */
#pragma once
#include <json-c/json.h>
#include <pthread.h>
#include "assist/chat/chat.h"
#include "assist/json.h"
#include "assist/prompts.h"
#include "assist/reader/passage.h"
#include "assist/reader/reader.h"
#include "assist/reader/stock.h"

typedef enum role {
	ROLE_SAY,
	ROLE_AGAIN,
	ROLE_SCREEN,
	ROLE_JUDGE,
	ROLE_DOUBT,  /* what was liked, read by another conversation among other pairs */
	ROLE_MEET,   /* a need with patents that are offered for it */
	ROLE_RERANK, /* scores of lines; it has no prompt */
	N_ROLES
} role;
/* As in the readings, and as the prompt's file; AGAIN writes lines of "say". */
const char *role_name(role which);

/* Why an answer, or a part of one, is not used. */
typedef enum drop {
	DROP_FOREIGN,   /* an id or a number that was not asked */
	DROP_TWICE,     /* two judgements of one document */
	DROP_GRADE,     /* none of 0, 1, 2, 3 */
	DROP_KIND,      /* none of N, P, F */
	DROP_QUOTATION, /* it does not stand in the text */
	DROP_EMPTY,     /* a high grade without its reasons */
	DROP_CONTROL,   /* the control of its question was taken for a good document */
	DROP_OWN_WORDS, /* a statement in the product's own words */
	N_DROPS
} drop;
/* The word for it in the readings and in the account. */
const char *drop_name(drop why);

typedef struct prompt {
	char *system, *task; /* the beginning of all roles; what this one does */
	char version[13];
} prompt;

/* What came out, of all threads. */
typedef struct tallies {
	unsigned long requests[N_ROLES], prompt_tokens[N_ROLES], completion_tokens[N_ROLES];
	unsigned long patents, statements, looked, picked, judged, good, held, kept, unanswered;
	unsigned long cut; /* texts that were too long */
	unsigned long dropped[N_DROPS];
	unsigned long reranked_not; /* lists that the reranker did not score */
	char why[160];              /* the last reason of a question without an answer */
} tallies;

struct reader {
	reader_opts o;
	endpoint to;
	chat_opts chat_opts;
	gate *gate;
	char *key, *name;
	endpoint rerank_to; /* with --rerank */
	gate *rerank_gate;
	char *rerank_key;
	tensen_readings *readings;
	stock stock;
	prompt prompts[2][N_ROLES]; /* by tensen_lang of the patent */
	char *controls[2];          /* by tensen_lang of the documents */
	char date[11];
	char *subjects[2];    /* by tensen_lang: reading_subjects() */
	pthread_mutex_t lock; /* of the following, and of messages */
	int stopping;
	tallies n;
};

#define READER_TOKEN 13 /* bytes of a delimiter with its NUL */

/* One query being read. */
typedef struct reading {
	reader *r;
	chat *chat;         /* NULL: nothing is asked */
	tensen_searcher *s; /* lent, but for one that reads alone (lender NULL): given back while
			       the model is asked */
	struct lender *lender;
	const tensen_query *q;
	tensen_lang lang; /* of the patent's text, of its prompts and answers */
	passage patent;
	char *name, hash[TENSEN_HASH_BYTES]; /* in the readings */
	char token
	    [READER_TOKEN]; /* the same in all questions: their beginnings are then the same bytes,
				     which servers read once */
	json_object *said;  /* lines of "say", a round each */
	json_object *screens;  /* lines of "screen" */
	json_object *judged;   /* by document, the line of "judge" */
	size_t judged_before;  /* so many when it was opened, the first */
	json_object *doubted;  /* by document, the line of "doubt" */
	int enough;            /* the model has nothing more to ask */
	int blind;             /* no control stopped it: it is not asked to judge again */
	marks seen;            /* lines of lists that were looked through */
	char stock[STOCK_KEY]; /* what the index had when those lists were made; "": not known */
	size_t old_rounds;     /* whose lists were made before */
	size_t looked;    /* rounds whose lists hold nothing more in this run, from the first */
	int whole_looked; /* the list of the whole text, too */
	tensen_error *err;
} reading;

/* A line for people, in the language of the reader; fmt_ja and fmt_en take the same arguments. */
__attribute__((format(printf, 3, 4))) void reader_report(
    reader *by, const char *fmt_ja, const char *fmt_en, ...);
void reader_count(reader *by, unsigned long *tally, unsigned long n);
void reader_count_drop(reader *by, drop why);
/* A new line of the readings, with the members that all have. */
json_object *reading_line(const reading *now, role which, const char *key);
/* Takes the line; it is kept when the call returns. */
tensen_status reading_keep(const reading *now, json_object *line);
/* 32 hexadecimal digits of the model, the prompt, the patent and `parts`, which end with NULL. */
void reading_key(char out[33], const reading *now, role which, const char *const *parts);
/* One question of a role: the patent, the task with its blanks filled, and what follows.  NULL:
 * out of memory. */
char *reading_question(
    const reading *now, role which, const prompt_blank *blanks, const char *more);
/* Send questions of a role, counted as such. */
tensen_status reading_ask(reading *now, role which, chat_request *req, size_t n, chat_take take);
/* A delimiter that stands in none of the texts and that no author of a text could know: 48 random
 * bits, twelve hexadecimal digits, for it stands twice around each document. */
void reader_token(char out[READER_TOKEN]);
/* The reranker gave no answer: said once. */
void reader_note_rerank(reader *by, const char *why);
/* A number below `most`, from the system's random source. */
unsigned reader_random(unsigned most);
/* A line of the controls of a language, chosen at random; *n: its bytes. */
const char *reader_control(const reader *by, tensen_lang lang, size_t *n);
/* n bytes of text with control characters as blanks and at most `most` bytes; a new object. */
json_object *reader_tidy(const char *text, size_t n, size_t most);
