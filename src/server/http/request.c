/* server/http/request.c - see request.h. */
#include "server/http/request.h"
#include <stdlib.h>
#include <string.h>
#include <time.h>

uint64_t
clock_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

request *
request_new(struct server *server, struct MHD_Connection *connection, const char *target)
{
	request *r = calloc(1, sizeof *r);
	char *query;

	if (!r || !(r->target = strdup(target)) || !(r->path = strdup(target))) {
		request_free(r);
		return NULL;
	}
	query = strchr(r->path, '?');
	r->query = query ? query + 1 : strchr(r->path, '\0');
	if (query)
		*query = '\0';
	r->server = server;
	r->connection = connection;
	r->begun = clock_ns();
	r->holders = 1;
	return r;
}

void
request_free(request *req)
{
	if (!req)
		return;
	answer_clear(&req->answer);
	free(req->body);
	free(req->target);
	free(req->path);
	free(req);
}
