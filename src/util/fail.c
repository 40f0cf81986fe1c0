/* util/fail.c - recording a failure in the caller's tensen_error. */
#include "util/fail.h"
#include <stdarg.h>
#include <stdio.h>

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
tensen_fail_in(tensen_error *err, tensen_status code, const char *where, const char *fmt, ...)
{
	char said[SAID_MAX];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(said, sizeof said, fmt, ap);
	va_end(ap);
	return tensen_error_say(err, code, where, said);
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

void
wrong_line(wrong_lines *lines, unsigned long long at, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	if (lines->n == 0)
		vsnprintf(lines->why, sizeof lines->why, fmt, ap);
	va_end(ap);
	if (lines->n < WRONG_LINES_NAMED)
		lines->at[lines->n] = at;
	lines->n++;
}

tensen_status
tensen_fail_lines(tensen_error *err, const wrong_lines *lines, const char *path)
{
	unsigned long long named = lines->n < WRONG_LINES_NAMED ? lines->n : WRONG_LINES_NAMED;
	char also[256] = "";
	size_t n = 0;

	if (lines->n == 0)
		return TENSEN_OK;
	for (unsigned long long i = 1; i < named && n < sizeof also; i++)
		n += (size_t)snprintf(
		    also + n, sizeof also - n, "%s%llu", i == 1 ? "" : ", ", lines->at[i]);
	if (lines->n == 1)
		tensen_fail(err, TENSEN_E_INPUT, "%s", lines->why);
	else if (lines->n == named)
		tensen_fail(err, TENSEN_E_INPUT, SAY_ALSO_LINES, lines->why, also);
	else
		tensen_fail(
		    err, TENSEN_E_INPUT, SAY_ALSO_LINES_MORE, lines->why, also, lines->n - named);
	tensen_fail_at(err, path, lines->at[0]);
	return TENSEN_E_INPUT;
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
