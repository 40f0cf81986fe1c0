/* server/routes.h - every path there is.  A path is compared with this table and the
 * names of the embedded assets, byte by byte, and is never a path of the file system. */
#ifndef SERVER_ROUTES_H
#define SERVER_ROUTES_H
#include "server/ask.h"

typedef enum route_kind { ROUTE_ASSET, ROUTE_HEALTH, ROUTE_METRICS, ROUTE_ENGINE } route_kind;

typedef struct route {
	const char *path; /* NULL: of the assets, which have names of their own */
	const char *name; /* for metrics and the log */
	route_kind kind;
	operation op;       /* of the engine */
	tensen_format form; /* of the answer, if none is asked for */
	int takes_post;     /* a JSON body stands for the query string; GET and HEAD always work */
	int is_public;      /* 1: no token is asked for */
} route;

#define N_ROUTES 12

/* Borrowed, constant; NULL: nothing is there. */
const route *route_find(const char *path);
/* 0 .. N_ROUTES-1: for tables by route. */
size_t route_number(const route *r);
const route *route_at(size_t number); /* NULL: beyond the end */
/* "GET, HEAD, POST". */
const char *route_methods(const route *r);

#endif
