/* cli/terminal/report.h - exit codes, error lines and output of the command. */
#pragma once
#include <stddef.h>
#include <stdio.h>
#include <tensen/build.h>
#include <tensen/index.h>

/* Exit codes: a contract that scripts rely on. */
typedef enum exit_code {
	EXIT_OK = 0,
	EXIT_NOTHING = 1, /* it worked and found nothing, or no such document */
	EXIT_USAGE = 2,
	EXIT_INPUT = 3,   /* a corpus, query or text file is missing or malformed */
	EXIT_INDEX = 4,   /* not an index, damaged, newer, of another dictionary, missing */
	EXIT_SYSTEM = 5,  /* disk, memory, dictionary, a closed pipe */
	EXIT_GAPS = 6,    /* written, without the bad files that --skip-bad leaves out */
	EXIT_SIGNAL = 128 /* and the number of the signal: 130 by Ctrl-C */
} exit_code;

/* The files that a command was given: E_IO at one of them is the user's mistake, elsewhere it
 * is the system's.  Either may be NULL; inputs ends with NULL. */
typedef struct report_files {
	const char *index;
	const char *const *inputs;
} report_files;

/* A file or folder that an option names for reading: an E_IO there is `code`, EXIT_INPUT or
 * EXIT_INDEX. */
void report_names(const char *path, exit_code code);
/* The language of error lines; English until it is set. */
void report_language(tensen_lang lang);
/* The words of an error in that language. */
const char *report_words(const tensen_error *err);

/* 1: every failure is also {"kind":"error","code","message","where","at"} on stdout, unless a
 * result was written there. */
void report_json(int on);
/* What came of bad files. */
typedef enum bad_outcome {
	BAD_STOPPED,  /* nothing is written */
	BAD_LEFT_OUT, /* the rest, if there is any, is written */
	BAD_ALONE     /* they were to be left out, and nothing remained to write */
} bad_outcome;
bad_outcome report_bad_outcome(int failed, int skip_bad);
/* The bad files of an account: one line each for the first twenty, and what to do.  How many there
 * are. */
size_t report_bad_files(const tensen_result *account, bad_outcome outcome);

/* "tensen: WHERE: message", said in both languages, of what is no failure. */
void report_said(const char *where, const char *said);
/* "tensen: COMMAND: message"; EXIT_USAGE. */
__attribute__((format(printf, 2, 3))) exit_code report_usage(
    const char *command, const char *fmt, ...);
/* "tensen: WHERE:AT: message" and the code that the status means. */
exit_code report_error(const tensen_error *err, const report_files *files);
/* That code, without a line. */
exit_code report_code(const tensen_error *err, const report_files *files);
/* "tensen: WHERE: strerror(number)"; `code` is passed through. */
exit_code report_errno(const char *where, int number, exit_code code);

/* "tensen: WHERE: MESSAGE"; `code` is passed through. */
exit_code report_refusal(exit_code code, const char *where, const char *message);

/* Flushes stdio, with the same codes. */
exit_code report_flush(void);
/* Checks, before the work, the file `path` (NULL: none) that will be renamed into place: it may
 * be neither a device nor the index itself. */
exit_code report_target(const char *path, const char *index);
/* Render r and write it to the file `path`, NULL: stdout; EXIT_NOTHING if it is empty. */
exit_code report_result(const tensen_result *result, const tensen_style *style, const char *path);

/* suggest.c: the word that was probably meant. */

/* The nearest of a list to a word so far. */
typedef struct suggestion {
	const char *word; /* as it was written */
	const char *best; /* borrowed; NULL: none is near */
	unsigned cost;    /* letters to change, add, leave out or swap */
} suggestion;
void suggestion_begin(suggestion *hint, const char *word);
void suggestion_offer(suggestion *hint, const char *candidate);
/* " (did you mean --boldness?)", or "" when nothing is near; n: bytes of out; before: "--" of
 * an option. */
void suggestion_say(
    char *out, size_t n, const suggestion *hint, const char *before, tensen_lang lang);

/* A string of JSON, with its quotation marks: a file name may hold any byte. */
void report_json_string(FILE *out, const char *str);
