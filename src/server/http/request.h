/* server/http/request.h - one request from its first line to its last byte.
 *
 * WHO OWNS IT  The network thread, from MHD's first callback to its last.  A worker holds it
 *               too while the engine works on it: `holders` counts, and phase and answer, which
 *               both touch, change only under the lock of the queue. */
#pragma once
#include <microhttpd.h>
#include <stdint.h>
#include "server/http/answer.h"
#include "server/routes.h"

typedef enum phase {
	PHASE_HEADERS, /* the request line is known */
	PHASE_BODY,    /* headers are good, the body is coming */
	PHASE_QUEUED,  /* suspended: waits for a worker */
	PHASE_RUNNING, /* suspended: a worker has it */
	PHASE_ANSWERED /* `answer` is complete */
} phase;

typedef struct request {
	struct server *server;
	struct MHD_Connection *connection;
	struct conn *conn; /* NULL: not known */
	char method[12];
	char *target;       /* as sent, for the log and the ETag */
	char *path;         /* of the target, not decoded: routes need no escapes */
	char *query;        /* after the "?", "" if there is none */
	const route *route; /* NULL: none matched */
	char *body;
	size_t body_n, body_max; /* body_max: the Content-Length, checked before the body is read */
	coding coding;           /* coding that the client prefers */
	answer answer;
	uint64_t begun, queued, started; /* ns of the monotonic clock; 0: not yet */
	phase phase;
	unsigned holders;
	struct request *next, *prev; /* of the queue's list */
} request;

request *request_new(struct server *server, struct MHD_Connection *connection, const char *target);
void request_free(request *req);

uint64_t clock_ns(void);
