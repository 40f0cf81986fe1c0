/* util/fail.c - recording a failure in the caller's tensen_error. */
#include "util/fail.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <tensen/messages.h>

tensen_status
tensen_fail(tensen_error *err, tensen_status code, const char *fmt, ...)
{
	char said[SAID_MAX];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(said, sizeof said, fmt, ap);
	va_end(ap);
	return tensen_error_say(err, code, "", said);
}

tensen_status
tensen_fail_nomem(tensen_error *err)
{
	return tensen_fail(err, TENSEN_E_NOMEM, SAY_OUT_MEMORY);
}

void
fail_said(const tensen_error *err, char *out, size_t size)
{
	snprintf(out, size, SAID("%1$s", "%2$s"), err->message, err->message_ja);
}

void
tensen_fail_at(tensen_error *err, const char *where, unsigned long long at)
{
	if (!err || err->where[0])
		return;
	snprintf(err->where, sizeof err->where, "%s", where);
	err->at = at;
}

const char *
tensen_status_name(tensen_status st)
{
	switch (st) {
	case TENSEN_OK:
		return "ok";
	case TENSEN_E_ARG:
		return "argument";
	case TENSEN_E_NOMEM:
		return "memory";
	case TENSEN_E_IO:
		return "io";
	case TENSEN_E_INPUT:
		return "input";
	case TENSEN_E_CORRUPT:
		return "corrupt";
	case TENSEN_E_VERSION:
		return "version";
	case TENSEN_E_MISMATCH:
		return "mismatch";
	case TENSEN_E_NOTFOUND:
		return "not-found";
	case TENSEN_E_CANCELLED:
		return "cancelled";
	}
	return "unknown";
}

tensen_status
tensen_fail_first(tensen_error *err, const tensen_error *errors, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (errors[i].code < 0) {
			if (err)
				*err = errors[i];
			return errors[i].code;
		}
	return TENSEN_OK;
}
