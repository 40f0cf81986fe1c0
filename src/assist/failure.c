/* assist/failure.c - see failure.h. */
#include "assist/failure.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

tensen_status
failure(tensen_error *err, tensen_status st, const char *where, const char *fmt, ...)
{
	va_list ap;

	if (!err)
		return st;
	memset(err, 0, sizeof *err);
	err->code = st;
	memcpy(err->where, where, strnlen(where, sizeof err->where - 1));
	va_start(ap, fmt);
	vsnprintf(err->message, sizeof err->message, fmt, ap);
	va_end(ap);
	return st;
}

tensen_status
failure_nomem(tensen_error *err)
{
	return failure(err, TENSEN_E_NOMEM, "", "out of memory");
}
