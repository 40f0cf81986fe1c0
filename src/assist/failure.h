/* assist/failure.h - filling a tensen_error outside the library; with it come the messages. */
#pragma once
#include <tensen/messages.h>

/* Fills *err (NULL: the caller wants no message) and gives `st` back; a name that is too long is
 * cut. */
__attribute__((format(printf, 4, 5))) tensen_status failure(
    tensen_error *err, tensen_status st, const char *where, const char *fmt, ...);

/* Out of memory, always in the same words. */
tensen_status failure_nomem(tensen_error *err);
