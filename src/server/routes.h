/* server/routes.h - every path of the server.  A path is compared byte by byte with this table
 * and with the names of the embedded assets; it never reaches the file system. */
#pragma once
#include "server/ask.h"

typedef enum route_kind {
	ROUTE_ASSET,
	ROUTE_HEALTH,
	ROUTE_METRICS,
	ROUTE_ENGINE,
	ROUTE_MODEL
} route_kind;

typedef struct route {
	const char *path; /* NULL: the assets, which have names of their own */
	const char *name; /* for metrics and the log */
	route_kind kind;
	operation op;       /* of the engine */
	tensen_format form; /* form of the answer when the request names none */
	int takes_post;     /* 1: POST with a JSON body instead of a query string, too */
	int only_post;      /* 1: neither GET nor HEAD: it changes something, and a link must not,
				or its body is no question */
	int is_public;      /* 1: needs no token */
} route;

#define N_ROUTES 16

/* The route of a path, borrowed, constant; NULL: there is none. */
const route *route_find(const char *path);
/* 0 .. N_ROUTES-1, an index for tables by route. */
size_t route_number(const route *way);
const route *route_at(size_t number); /* NULL: beyond the end */
/* "GET, HEAD, POST". */
const char *route_methods(const route *way);
