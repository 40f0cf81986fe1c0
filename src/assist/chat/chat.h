/* assist/chat/chat.h - questions to a language model over HTTP, several at once, by one thread; the
 * chats of several threads share a gate.
 *
 * TRIED AGAIN  After growing pauses, or the pause that Retry-After asks for: no connection, no
 *              answer in time, 408, 429, 5xx.  At once: an answer that is cut off or rejected,
 *              and the first 400 or 422; all later requests are sent without a schema.
 * THE END      No more questions are sent after any other status, after a Retry-After longer than
 *              CHAT_WAIT_MAX, and after a question that fails all its tries when no server listens
 *              or none was answered before.
 *
 * Redirects are not followed, and an address on this machine is never asked through a proxy.  The
 * key is sent in one header and written nowhere else. */
#pragma once
#include <stdint.h>
#include "assist/chat/completion.h"
#include "assist/chat/endpoint.h"
#include "assist/chat/gate.h"

#define CHAT_ANSWER_MAX ((size_t)1 << 20)   /* bytes of one answer */
#define CHAT_VECTORS_MAX ((size_t)16 << 20) /* the same of a plain one */
#define CHAT_WAIT_MAX 60                    /* longest pause in seconds that a server may ask for */

typedef struct chat_opts {
	const endpoint *to;
	const char *model, *key; /* key NULL: none */
	uint32_t seconds;        /* for one answer */
	uint32_t tries;          /* of one question */
	gate *gate;              /* shared with other chats */
	int plain;               /* 1: `user` is the whole body, and the whole answer is taken */
} chat_opts;

typedef struct chat chat;
/* Called with an answer as soon as it is there: returns NULL, or the reason why it is rejected;
 * then the question is sent again. */
typedef const char *(*chat_take)(const char *answer, void *asker);

/* opts and the data that they point to must outlive the chat. */
tensen_status chat_new(chat **out, const chat_opts *opts, tensen_error *err);
void chat_free(chat *conn_to); /* NULL is allowed */
/* Send all questions; afterwards each is answered or has a reason.  E_CANCELLED: `progress` asked
 * for it; answers received before have been taken.  E_NOMEM. */
tensen_status chat_ask(chat *conn_to, chat_request *req, size_t n, chat_take take,
    tensen_progress_fn progress, void *payload, tensen_error *err);
/* Ask the server itself: GET of `path` behind /v1 ("/models").  *body: free(); NULL: no answer, or
 * another status than 200. */
tensen_status chat_get(chat *conn_to, const char *path, char **body, tensen_error *err);
/* Connect to the server and send nothing.  E_IO: nobody is there. */
tensen_status chat_reach(chat *conn_to, tensen_error *err);
