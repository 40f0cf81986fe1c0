/* server/routes.c - see routes.h. */
#include "server/routes.h"
#include <string.h>
#include "server/assets.h"

#define API "/api/v1/"

static const route routes[] = {
    {NULL, "asset", ROUTE_ASSET, 0, 0, 1},
    {"/healthz", "healthz", ROUTE_HEALTH, 0, 0, 1},
    {"/metrics", "metrics", ROUTE_METRICS, 0, 0, 0},
    {API "info", "info", ROUTE_ENGINE, OP_INFO, 0, 0},
    {API "fields", "fields", ROUTE_ENGINE, OP_FIELDS, 0, 0},
    {API "ideas", "ideas", ROUTE_ENGINE, OP_IDEAS, 1, 0},
    {API "search", "search", ROUTE_ENGINE, OP_SEARCH, 1, 0},
    {API "match", "match", ROUTE_ENGINE, OP_MATCH, 1, 0},
    {API "combine", "combine", ROUTE_ENGINE, OP_COMBINE, 1, 0},
    {API "show", "show", ROUTE_ENGINE, OP_SHOW, 1, 0},
};
#define N (sizeof routes / sizeof *routes)
_Static_assert(N <= N_ROUTES, "tables by route have no room");

const route *
route_find(const char *path)
{
	for (size_t i = 1; i < N; i++)
		if (strcmp(routes[i].path, path) == 0)
			return &routes[i];
	return asset_find(path) ? &routes[0] : NULL;
}

size_t
route_number(const route *r)
{
	return (size_t)(r - routes);
}

const route *
route_at(size_t number)
{
	return number < N ? &routes[number] : NULL;
}

const char *
route_methods(const route *r)
{
	return r->takes_post ? "GET, HEAD, POST" : "GET, HEAD";
}
