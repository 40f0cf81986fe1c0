/* util/fail.h - how a function reports a failure; with it come the messages. */
#pragma once
#include <stddef.h>
#include <tensen/messages.h>
#include <tensen/status.h>

/* Record `code` and a printf-style message in err (if not NULL); return code.  What a user can
 * meet has an id in tensen/messages.h, and with it a Japanese text.
 *
 *     return tensen_fail(err, TENSEN_E_CORRUPT, "section count %u, at most %u", n, MAX);
 *
 * A caller that only passes a failure on must NOT call this: the user needs the message of the
 * function that found the fault. */
__attribute__((format(printf, 3, 4))) tensen_status tensen_fail(
    tensen_error *err, tensen_status code, const char *fmt, ...);

/* The same of a file or folder. */
__attribute__((format(printf, 4, 5))) tensen_status tensen_fail_in(
    tensen_error *err, tensen_status code, const char *where, const char *fmt, ...);

/* Out of memory, always in the same words. */
tensen_status tensen_fail_nomem(tensen_error *err);

/* Of work that the caller stopped, whose files appear only when they are complete. */
#define STOPPED_SAY SAY_STOPPED_NOTHING_WRITTEN

/* errors[n] of pieces of work that ran side by side: report the first failure in the order of the
 * pieces; TENSEN_OK if there is none. */
tensen_status tensen_fail_first(tensen_error *err, const tensen_error *errors, size_t n);

/* The lines of a file that mean nothing: all are counted, the first twenty are named. */
#define WRONG_LINES_NAMED 20
typedef struct wrong_lines {
	unsigned long long n, at[WRONG_LINES_NAMED];
	char why[400]; /* of the first, a message */
} wrong_lines;
__attribute__((format(printf, 3, 4))) void wrong_line(
    wrong_lines *lines, unsigned long long at, const char *fmt, ...);
/* "PATH:2: WHY; also lines 3, 7 and 4 more".  E_INPUT; TENSEN_OK: there are none. */
tensen_status tensen_fail_lines(tensen_error *err, const wrong_lines *lines, const char *path);
/* The message of an error as a message of both languages again. */
void fail_said(const tensen_error *err, char *out, size_t size);

/* Add a place to an error that has none yet: the reader knows the file and the line, the parser
 * below it does not. */
void tensen_fail_at(tensen_error *err, const char *where, unsigned long long at);
