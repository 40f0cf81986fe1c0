/* server/http/problem.c - see problem.h. */
#include "server/http/problem.h"
#include <stdarg.h>
#include <stdio.h>
#include "server/http/utf8.h"

int
problem_set(problem *trouble, unsigned status, const char *code, const char *fmt, ...)
{
	va_list ap;

	trouble->status = status;
	trouble->code = code;
	va_start(ap, fmt);
	vsnprintf(trouble->message, sizeof trouble->message, fmt, ap);
	va_end(ap);
	utf8_tidy(trouble->message);
	return 0;
}

int
problem_of(problem *trouble, const tensen_error *err)
{
	switch (err->code) {
	case TENSEN_E_NOTFOUND:
		return problem_set(trouble, 404, "not_found", "%s", err->message);
	case TENSEN_E_ARG:
	case TENSEN_E_INPUT:
		return problem_set(trouble, 400, "bad_request", "%s", err->message);
	case TENSEN_E_NOMEM:
		return problem_set(trouble, 503, "no_memory", "out of memory");
	default:
		/* place and reason are in the log, for the operator */
		return problem_set(trouble, 500, tensen_status_name(err->code), "the index failed");
	}
}
