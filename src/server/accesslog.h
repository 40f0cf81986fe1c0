/* server/accesslog.h - one JSON line for every request.
 *
 * A thread of its own writes the lines: a full disk or a stopped reader of the pipe must not
 * stop the server.  Lines that do not fit while the writer waits are dropped and counted. */
#pragma once
#include <stdint.h>
#include <tensen/status.h>

typedef struct accesslog accesslog;

typedef struct access_line {
	const char *remote, *method, *target, *route, *agent; /* NULL: not known */
	unsigned status;      /* 0: the connection ended without an answer */
	uint64_t bytes;       /* of the body, as sent */
	uint64_t ns, wait_ns; /* time of the request; time waiting for a worker */
} access_line;

/* path "-": standard error.  E_IO, E_NOMEM. */
tensen_status accesslog_open(accesslog **out, const char *path, tensen_error *err);
void accesslog_close(
    accesslog *alog); /* writes the lines that wait; NULL is allowed, here and below */
void accesslog_write(accesslog *alog, const access_line *line);
/* Opens the file by its name again, after log rotation moved it. */
void accesslog_reopen(accesslog *alog);
uint64_t accesslog_lost(accesslog *alog);
