/* assist/chat/chat.h - questions to a language model over HTTP, several at once.
 *
 * What may pass is tried again with growing pauses (no connection, 408, 429, 5xx, an answer
 * that is cut off or fails the check); what will not ends the conversation (other 4xx), and
 * so does a first question that is never answered.
 * Nothing follows a redirect, and an address on this machine is never asked through a proxy.
 * The key goes into one header and nowhere else. */
#ifndef ASSIST_CHAT_CHAT_H
#define ASSIST_CHAT_CHAT_H
#include <stdint.h>
#include "assist/chat/completion.h"
#include "assist/chat/endpoint.h"

#define CHAT_ANSWER_MAX ((size_t)1 << 20) /* bytes of one answer */
#define CHAT_WAIT_MAX 60                  /* seconds a server may ask to be left alone */

typedef struct chat_opts {
	const endpoint *to;
	const char *model, *key; /* key NULL: none */
	uint32_t seconds;        /* for one answer */
	uint32_t tries;          /* of one question */
	uint32_t parallel;       /* questions at once */
	uint32_t calls;          /* HTTP requests in all, tries again counted */
} chat_opts;

typedef struct chat_counts {
	unsigned long calls, answers, failures;         /* failures: questions without an answer */
	unsigned long prompt_tokens, completion_tokens; /* as far as the server says */
} chat_counts;

typedef struct chat chat;
/* Called with an answer as soon as it is there: NULL, or why it does not serve, and then the
 * question is put again. */
typedef const char *(*chat_take)(const char *answer, void *asker);

/* opts and what they point to must outlive the chat. */
tensen_status chat_new(chat **out, const chat_opts *opts, tensen_error *err);
void chat_free(chat *c); /* NULL is allowed */
/* Put all questions; each was answered or has a reason afterwards.  E_CANCELLED: `progress`
 * said so; answers that were there have been taken.  E_NOMEM. */
tensen_status chat_ask(chat *c, chat_request *v, size_t n, chat_take take,
    tensen_progress_fn progress, void *payload, tensen_error *err);
chat_counts chat_counted(const chat *c);
/* HTTP requests that may still be made. */
uint32_t chat_left(const chat *c);

#endif
