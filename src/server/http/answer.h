/* server/http/answer.h - what goes back: status, body and the headers that depend on it. */
#ifndef SERVER_HTTP_ANSWER_H
#define SERVER_HTTP_ANSWER_H
#include <stddef.h>
#include <stdint.h>
#include "server/http/encode.h"
#include "server/http/problem.h"

typedef struct answer {
	unsigned status;
	const char *type; /* of the body; a constant */
	const char *body;
	size_t n;
	char *owned;       /* the body if it is to be freed, else NULL */
	coding coding;     /* that the body is in */
	char etag[48];     /* with its quotes; "": none */
	const char *cache; /* Cache-Control */
	const char *allow; /* methods, for 405; NULL: no such header */
	int is_page;       /* HTML of the library: with styles inside it, and nothing that runs */
	int is_file;       /* to be kept rather than shown */
} answer;

void answer_clear(answer *a);
/* {"error":{"code":"…","message":"…"}}; without memory a body that says just that. */
void answer_problem(answer *a, const problem *p);
/* Take over a body of malloc(). */
void answer_take(answer *a, unsigned status, const char *type, char *body, size_t n);
/* A constant body. */
void answer_fixed(answer *a, unsigned status, const char *type, const char *body, size_t n);

#endif
