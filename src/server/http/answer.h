/* server/http/answer.h - the answer to a request: status, body and the headers that depend on
 * it. */
#pragma once
#include <stddef.h>
#include <stdint.h>
#include "server/http/encode.h"
#include "server/http/problem.h"

typedef struct answer {
	unsigned status;
	const char *type; /* of the body; a constant */
	const char *body;
	size_t n;
	char *owned;       /* the body if it must be freed, else NULL */
	coding coding;     /* coding of the body */
	char etag[48];     /* with its quotes; "": none */
	const char *cache; /* Cache-Control */
	const char *allow; /* methods, for 405; NULL: no such header */
	int is_page;       /* 1: HTML of the library, with its styles inside and no script */
	const char *file;  /* how it is downloaded (Content-Disposition); NULL: it is shown */
} answer;

void answer_clear(answer *reply);
/* The body {"error":{"code":"…","message":"…"}}; when memory is short, a constant body. */
void answer_problem(answer *reply, const problem *trouble);
/* The answer becomes the owner of a body of malloc(). */
void answer_take(answer *reply, unsigned status, const char *type, char *body, size_t n);
/* A constant body. */
void answer_fixed(answer *reply, unsigned status, const char *type, const char *body, size_t n);
