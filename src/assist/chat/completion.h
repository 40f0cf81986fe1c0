/* assist/chat/completion.h - the body of a question to a chat-completions server, and of its
 * answer. */
#pragma once
#include <json-c/json.h>
#include <stddef.h>

/* One question with its result. */
typedef struct chat_request {
	const char *system, *user;                      /* borrowed until the answer is there */
	const char *schema;                             /* JSON Schema of the answer, as text */
	void *asker;                                    /* for the function that takes the answer */
	int answered;                                   /* 1: an answer was taken */
	char why[160];                                  /* why none was */
	unsigned long prompt_tokens, completion_tokens; /* of all its tries */
} chat_request;

/* The body of a POST; plain: without a schema and settings, for servers that refuse them.
 * free(); NULL: out of memory. */
char *completion_body(const chat_request *req, const char *model, int plain);

typedef struct completion {
	char *content; /* the text of the model, free(); NULL: none, and why */
	const char *why;
	int cut;                                        /* it broke off at its greatest length */
	unsigned long prompt_tokens, completion_tokens; /* as the server counts; 0: it does not */
} completion;
/* From the body of an answer.  The thoughts of the model are left out. */
void completion_read(completion *out, const char *body, size_t n);

/* n bytes of JSON in UTF-8, at most `depth` deep; NULL: it is not JSON. */
json_object *completion_json(const char *text, size_t n, int depth);
