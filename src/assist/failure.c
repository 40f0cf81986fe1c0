/* assist/failure.c - see failure.h. */
#include "assist/failure.h"
#include <stdarg.h>
#include <stdio.h>

tensen_status
failure(tensen_error *err, tensen_status st, const char *where, const char *fmt, ...)
{
	char said[SAID_MAX];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(said, sizeof said, fmt, ap);
	va_end(ap);
	return tensen_error_say(err, st, where, said);
}

tensen_status
failure_nomem(tensen_error *err)
{
	return failure(err, TENSEN_E_NOMEM, "", SAY_OUT_MEMORY);
}
