/* server/routes.c - see routes.h. */
#include "server/routes.h"
#include <string.h>
#include "server/assets.h"

#define API "/api/v1/"

#define ASK(path, name, op, post)                                                                  \
	{                                                                                          \
		path, name, ROUTE_ENGINE, op, TENSEN_JSON, post, 0, 0                              \
	}
static const route routes[] = {
    {NULL, "asset", ROUTE_ASSET, 0, 0, 0, 0, 1},
    {"/healthz", "healthz", ROUTE_HEALTH, 0, 0, 0, 0, 1},
    {"/metrics", "metrics", ROUTE_METRICS, 0, 0, 0, 0, 0},
    {"/sheet", "sheet", ROUTE_ENGINE, OP_IDEAS, TENSEN_HTML, 1, 0, 0},
    ASK(API "info", "info", OP_INFO, 0),
    ASK(API "fields", "fields", OP_FIELDS, 0),
    ASK(API "ideas", "ideas", OP_IDEAS, 1),
    ASK(API "candidates", "candidates", OP_CANDIDATES, 1),
    ASK(API "search", "search", OP_SEARCH, 1),
    ASK(API "match", "match", OP_MATCH, 1),
    ASK(API "combine", "combine", OP_COMBINE, 1),
    ASK(API "show", "show", OP_SHOW, 1),
    {API "workbook", "workbook", ROUTE_ENGINE, OP_WORKBOOK, TENSEN_XLSX, 1, 1, 0},
    {API "model", "model", ROUTE_MODEL, OP_MODEL, TENSEN_JSON, 1, 0, 0},
    {API "model/ask", "model-ask", ROUTE_MODEL, OP_MODEL_ASK, TENSEN_JSON, 1, 1, 0},
    {API "model/stop", "model-stop", ROUTE_MODEL, OP_MODEL_STOP, TENSEN_JSON, 1, 1, 0},
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
route_number(const route *way)
{
	return (size_t)(way - routes);
}

const route *
route_at(size_t number)
{
	return number < N ? &routes[number] : NULL;
}

const char *
route_methods(const route *way)
{
	if (way->only_post)
		return "POST";
	return way->takes_post ? "GET, HEAD, POST" : "GET, HEAD";
}
