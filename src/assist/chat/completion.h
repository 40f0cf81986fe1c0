/* assist/chat/completion.h - what is sent to a chat-completions server, and what comes back. */
#ifndef ASSIST_CHAT_COMPLETION_H
#define ASSIST_CHAT_COMPLETION_H
#include <stddef.h>

/* One question and its answer. */
typedef struct chat_request {
	const char *system, *user; /* borrowed until the answer is there */
	const char *schema;        /* JSON Schema of the answer, as text */
	void *asker;               /* for the check */
	char *answer;              /* the JSON object in what the model wrote, NULL: none; free() */
	char why[160];             /* why there is none */
} chat_request;

/* The body of a POST; plain: without a schema and settings, for servers that refuse them.
 * free(); NULL: out of memory. */
char *completion_body(const chat_request *r, const char *model, int plain);

typedef struct completion {
	char *content; /* free(); NULL: none, and why */
	const char *why;
	unsigned long prompt_tokens, completion_tokens; /* as the server counts; 0: it does not */
} completion;
/* From the body of an answer.  What the model thought aloud and what it put around its JSON
 * object is left out. */
void completion_read(completion *out, const char *body, size_t n);

#endif
