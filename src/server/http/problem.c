/* server/http/problem.c - see problem.h. */
#include "server/http/problem.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include "server/http/utf8.h"
#include "server/http/said.h"

int
problem_set(problem *trouble, unsigned status, const char *code, const char *fmt, ...)
{
	char said[SAID_MAX];
	va_list ap;

	trouble->status = status;
	trouble->code = code;
	trouble->meant[0] = '\0';
	va_start(ap, fmt);
	vsnprintf(said, sizeof said, fmt, ap);
	va_end(ap);
	tensen_message(trouble->message, sizeof trouble->message, said, TENSEN_EN);
	tensen_message(trouble->message_ja, sizeof trouble->message_ja, said, TENSEN_JA);
	utf8_tidy(trouble->message);
	utf8_tidy(trouble->message_ja);
	return 0;
}

int
problem_of(problem *trouble, const tensen_error *err)
{
	switch (err->code) {
	case TENSEN_E_NOTFOUND:
		problem_set(
		    trouble, 404, "not_found", SAID("%1$s", "%2$s"), err->message, err->message_ja);
		memcpy(trouble->meant, err->meant, sizeof trouble->meant);
		utf8_tidy(trouble->meant);
		return 0;
	case TENSEN_E_ARG:
	case TENSEN_E_INPUT:
		return problem_set(trouble, 400, "bad_request", SAID("%1$s", "%2$s"), err->message,
		    err->message_ja);
	case TENSEN_E_NOMEM:
		return problem_set(trouble, 503, "no_memory", SAY_OUT_MEMORY);
	default:
		/* place and reason are in the log, for the operator */
		return problem_set(
		    trouble, 500, tensen_status_name(err->code), SAY_HTTP_INDEX_FAILED);
	}
}
