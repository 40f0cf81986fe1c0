/* assist/reader/reader.h - a language model as a reader of patents, asked narrowly.
 *
 * ROLES  say: a patent in short statements.  screen: of a list of titles, the numbers worth
 *        reading.  judge: grade, kind, transfer, quotations, objection of pairs.  say again,
 *        having seen what the statements brought.  doubt: a second reading of what was graded
 *        well, by a conversation that saw nothing of the first.  meet: does a patent answer a need.
 * Every answer is checked against what was asked and the texts, wrong parts are dropped and
 * counted, and what is left becomes lines of the readings beside the index (tensen/readings.h),
 * from where the library takes them.  A question whose answer is there is not asked again.  If a
 * model does not answer, a line says so: only mistakes of the caller, the file of readings and a
 * cancellation are failures.
 *
 * No text is sent without `url`, nor to another machine without `remote`; a message says first
 * where the texts go. */
#pragma once
#include <tensen/tensen.h>

#define READER_ROUNDS 3 /* of statements, at most */

typedef struct reader_opts {
	const char *url;
	const char *name;     /* of the model, as its server calls it; NULL: its first model */
	const char *key_file; /* NULL: no key */
	int remote;
	uint64_t calls, tokens; /* HTTP requests, tokens at most; 0: no bound */
	double hours;           /* 0: no bound */
	uint32_t rounds;        /* of statements, 1 to READER_ROUNDS */
	uint32_t seconds, parallel;
	uint32_t context;            /* tokens that the model takes at once; 0: any number */
	const char *rerank;          /* URL of a reranker of one's own, NULL: none */
	const char *rerank_name;     /* its model; NULL: the server's only one */
	const char *rerank_key_file; /* NULL: no key */
	/* What a measurement leaves out. */
	int no_screen, no_doubt, no_whole;
	tensen_readings *readings;                       /* open, to share; NULL: those at `path` */
	const char *path;                                /* NULL: beside the index */
	const char *models;                              /* folder of --models, NULL: built in */
	tensen_lang lang;                                /* of messages */
	void (*report)(const char *line, void *payload); /* a message for people */
	void *report_payload;
	tensen_progress_fn progress; /* stage "model" */
	void *progress_payload;
} reader_opts;
#define READER_OPTS_INIT                                                                           \
	{                                                                                          \
		.rounds = 3, .seconds = 300, .parallel = 4                                         \
	}

typedef struct reader reader;

/* `index`: the file, beside which the readings lie.  E_ARG: options that do not go together. */
tensen_status reader_open(
    reader **out, const reader_opts *opts, const char *index, tensen_error *err);
void reader_close(reader *by); /* NULL is allowed */

/* All steps for one query: what it lacks is asked.  E_NOTFOUND. */
tensen_status reader_read(
    reader *by, tensen_searcher *searcher, const tensen_query *q, tensen_error *err);

/* The query is a need: the first READER_OFFERS patents that tensen_match() offers for it are read
 * with it, best offers first as if nothing had been read. */
#define READER_OFFERS 20
tensen_status reader_match(reader *by, tensen_searcher *searcher, const tensen_query *q,
    const tensen_match_opts *opts, tensen_error *err);

/* reader_read() for many documents of an index, side by side.  ids end with NULL; NULL: all that are
 * open.  E_IO: the model cannot be reached, nothing was done.  E_CANCELLED: the budget or the server ended, or `progress` asked for it; the same call
 * goes on from there. */
tensen_status reader_night(
    reader *by, const tensen_index *ix, const char *const *ids, tensen_error *err);

/* What a query, or these documents, lack, and about what that takes. */
typedef struct reader_lack {
	uint64_t patents;           /* not read to the end */
	uint64_t of;                /* patents in all */
	uint64_t requests, tokens;  /* about */
	uint64_t statements, pairs; /* that stand, of this model */
} reader_lack;
tensen_status reader_lacks(reader *by, tensen_searcher *searcher, const tensen_query *q,
    reader_lack *out, tensen_error *err);
tensen_status reader_estimate(reader *by, const tensen_index *ix, const char *const *ids,
    reader_lack *out, tensen_error *err);

unsigned long reader_requests(reader *by);
unsigned long reader_tokens(reader *by);
/* The model gives no more answers: its budget or its server ended. */
int reader_ended(reader *by);
/* The model, as its server calls it; of the reader. */
const char *reader_name(const reader *by);
const char *reader_address(const reader *by);

/* What a server's model can do. */
typedef struct reader_probed {
	char models[400];                 /* names, commas between */
	int local;                        /* it is this machine */
	int answers, structured, control; /* 1: yes */
	uint32_t context;                 /* tokens; 0: the server does not say */
	double seconds;                   /* of one question */
	unsigned long prompt_tokens, completion_tokens;
	char why[160]; /* why it does not answer, "" */
} reader_probed;
tensen_status reader_probe(reader *by, reader_probed *out, tensen_error *err);

/* Lines: requests and tokens by role, what was picked, graded, held, dropped. */
void reader_account(reader *by);
