/* server/http/problem.h - why a request is refused: {"error":{"code","message","message_ja","meant"}}. */
#pragma once
#include <tensen/status.h>

typedef struct problem {
	unsigned status;      /* of HTTP; 0: none */
	const char *code;     /* a short fixed word for programs */
	char message[320];    /* one line for people; UTF-8, without control characters */
	char message_ja[400]; /* the same in Japanese */
	char meant[64];       /* the number of a document that was probably meant, or "" */
} problem;

/* fmt: of one language or of both (tensen/messages.h).  Fills *p; always 0, so that a parser can `return problem_set(...)`. */
__attribute__((format(printf, 4, 5))) int problem_set(
    problem *trouble, unsigned status, const char *code, const char *fmt, ...);
/* The problem that a failed call of the library is for a client. */
int problem_of(problem *trouble, const tensen_error *err);
