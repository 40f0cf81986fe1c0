/* util/fail.h - the one way to leave a function unhappily. */
#ifndef UTIL_FAIL_H
#define UTIL_FAIL_H
#include <stddef.h>
#include <tensen/status.h>

/* Record `code` and a printf-style message in err (if not NULL); return code.
 *
 *     return tensen_fail(err, TENSEN_E_CORRUPT, "section count %u, at most %u", n, MAX);
 *
 * Callers that only pass a failure on must NOT call this: the message of the
 * function that saw the fault is the one the user needs. */
__attribute__((format(printf, 3, 4))) tensen_status tensen_fail(
    tensen_error *err, tensen_status code, const char *fmt, ...);

/* Out of memory: the same words everywhere. */
tensen_status tensen_fail_nomem(tensen_error *err);

/* Of pieces of work that ran side by side the first one that failed, in their order, says
 * why; TENSEN_OK if none did. */
tensen_status tensen_fail_first(tensen_error *err, const tensen_error *errors, size_t n);

/* Add a place to an error that has none yet: the reader knows the file and
 * line, the parser below it does not.  A place already given is never replaced. */
void tensen_fail_at(tensen_error *err, const char *where, unsigned long long at);

#endif
