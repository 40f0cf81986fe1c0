/* assist/reader/reader.h - a language model as a reader of patents, asked narrowly.
 *
 * Two roles: state a patent in short statements (which become aspects), and judge a patent with
 * each of several documents.  Every answer is checked against the documents; wrong parts are
 * dropped and counted.  If a model does not answer, one line says so and the result stays that of
 * the engine: only mistakes of the caller, the journal's file and a cancellation are failures.
 *
 * No text is sent without `url`, nor to another machine without `remote`; a message says first how
 * much text goes where. `kept` works from the journal alone. */
#ifndef ASSIST_READER_READER_H
#define ASSIST_READER_READER_H
#include <tensen/ideas.h>

#define READER_STATEMENTS 8 /* as many as models/prompts/ asks for */
#define READER_BATCH 8      /* documents in one question */

typedef struct reader_opts {
	const char *url;      /* NULL: only `kept` */
	const char *name;     /* of the model, as its server calls it */
	const char *key_file; /* NULL: no key */
	int remote, kept;
	int grades_only;    /* 1: no statements, the caller's aspects stand as they are */
	uint32_t calls;     /* HTTP requests at most */
	uint32_t documents; /* judged per patent at most */
	uint32_t seconds, parallel;
	const char *journal;     /* NULL: beside the index */
	struct answers *answers; /* an open journal to share; NULL: its own */
	const char *models;      /* folder of --models, NULL: built in */
	tensen_lang lang;        /* of the prompts and of the model's answers */
	void (*report)(const char *line, void *payload); /* a message for people */
	void *report_payload;
	tensen_progress_fn progress; /* stage "model", in questions */
	void *progress_payload;
} reader_opts;
#define READER_OPTS_INIT                                                                           \
	{                                                                                          \
		.calls = 24, .documents = 40, .seconds = 300, .parallel = 2                        \
	}

typedef struct reader reader;

/* `index`: the file, beside which the journal lies as FILE.model.jsonl.  E_ARG: options that
 * do not go together. */
tensen_status reader_open(
    reader **out, const reader_opts *opts, const char *index, tensen_error *err);
void reader_close(reader *r); /* NULL is allowed */

/* Statements of the query, which end with NULL; none if the model has none.  Borrowed until
 * the next call. */
tensen_status reader_say(reader *r, tensen_searcher *s, const tensen_query *q,
    const char *const **statements, tensen_error *err);

/* Judgements of the first opts->documents of `ids`, less those that `known` has: a person's
 * judgement stands.  *out: the known ones first; borrowed until the next call. */
typedef struct reader_pairs {
	const char *const *ids;
	size_t n;
	const tensen_judgement *known;
	size_t n_known;
} reader_pairs;
tensen_status reader_judge(reader *r, tensen_searcher *s, const tensen_query *q,
    const reader_pairs *pairs, const tensen_judgement **out, size_t *n, tensen_error *err);

/* Both for one query: asking gets the statements behind its own aspects, and the judgements of
 * the candidates that are found with them.  Borrowed until the next call. */
tensen_status reader_help(reader *r, tensen_searcher *s, const tensen_query *q,
    const tensen_filter *filter, tensen_asking *asking, tensen_error *err);

/* The answers that the last query lacks, and the amount of text to be sent for them. */
typedef struct reader_lack {
	int statements;         /* 1: it has no statements yet */
	size_t documents;       /* not judged, or dropped */
	size_t requests, bytes; /* with the patent in each request */
	size_t judged;          /* judgements of a model that stand */
} reader_lack;
reader_lack reader_lacking(const reader *r);
/* HTTP requests that were made. */
unsigned long reader_requests(const reader *r);
/* The last query lacks answers, and the model gives no more: its budget or its server ended. */
int reader_ended(const reader *r);
/* The model and the version of its prompts, as judgements name it; of the reader. */
const char *reader_name(const reader *r);

/* One line: calls, tokens, judgements, answers from the journal, dropped and unanswered ones. */
void reader_account(const reader *r);

#endif
