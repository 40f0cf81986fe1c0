/* server/accesslog.h - one JSON line for every request.
 *
 * Lines are written by a thread of their own: a full disk or a stopped reader of the
 * pipe must not stop the server.  What does not fit while the writer is stuck is lost
 * and counted. */
#ifndef SERVER_ACCESSLOG_H
#define SERVER_ACCESSLOG_H
#include <stdint.h>
#include <tensen/status.h>

typedef struct accesslog accesslog;

typedef struct access_line {
	const char *remote, *method, *target, *route, *agent; /* NULL: not known */
	unsigned status;      /* 0: the connection ended without an answer */
	uint64_t bytes;       /* of the body, as sent */
	uint64_t ns, wait_ns; /* the whole request; of it, waiting for a worker */
} access_line;

/* path "-": standard error.  E_IO, E_NOMEM. */
tensen_status accesslog_open(accesslog **out, const char *path, tensen_error *err);
void accesslog_close(accesslog *l); /* writes what is left; NULL is allowed, in the next ones too */
void accesslog_write(accesslog *l, const access_line *line);
/* Open the file by its name again: it was moved away (log rotation). */
void accesslog_reopen(accesslog *l);
uint64_t accesslog_lost(accesslog *l);

#endif
