/* server/request.c - see request.h. */
#include "server/request.h"
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
	size_t n = strlen(target);
	request *r = calloc(1, sizeof *r);
	char *query;

	if (!r || !(r->target = malloc(n + 1)) || !(r->path = malloc(n + 1))) {
		request_free(r);
		return NULL;
	}
	memcpy(r->target, target, n + 1);
	memcpy(r->path, target, n + 1);
	query = strchr(r->path, '?');
	r->query = query ? query + 1 : r->path + n;
	if (query)
		*query = '\0';
	r->server = server;
	r->connection = connection;
	r->begun = clock_ns();
	r->holders = 1;
	return r;
}

void
request_free(request *r)
{
	if (!r)
		return;
	answer_clear(&r->answer);
	free(r->body);
	free(r->target);
	free(r->path);
	free(r);
}
