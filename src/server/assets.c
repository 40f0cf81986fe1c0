/* server/assets.c - finding and compressing the embedded files; util/embed.sh makes their
 * table. */
#include "server/assets.h"
#define XXH_INLINE_ALL
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

struct embedded {
	const char *name, *bytes;
	uint64_t size;
};
/* util/embed.sh writes this table with the layout of struct asset on 64-bit machines; it ends
 * with a NULL name. */
extern const asset assets_embedded[];
_Static_assert(sizeof(asset) == sizeof(struct embedded), "the table of embed.sh is another one");

#define OPENAPI "openapi.json"

const asset *
asset_find(const char *path)
{
	const char *name = strcmp(path, "/") == 0                  ? "index.html"
			   : strcmp(path, "/api/v1/" OPENAPI) == 0 ? OPENAPI
								   : path + 1;

	if (path[0] != '/' || (name == path + 1 && strcmp(name, OPENAPI) == 0))
		return NULL;
	for (const asset *a = assets_embedded; a->name; a++)
		if (strcmp(a->name, name) == 0)
			return a;
	return NULL;
}

const char *
asset_type(const asset *file)
{
	static const char *const types[][2] = {{".html", "text/html; charset=utf-8"},
	    {".css", "text/css; charset=utf-8"}, {".js", "text/javascript; charset=utf-8"},
	    {".json", "application/json"}, {".svg", "image/svg+xml"}, {".png", "image/png"},
	    {".tsv", "text/tab-separated-values; charset=utf-8"},
	    {".webmanifest", "application/manifest+json"}};
	const char *end = strrchr(file->name, '.');

	for (size_t i = 0; end && i < sizeof types / sizeof *types; i++)
		if (strcmp(types[i][0], end) == 0)
			return types[i][1];
	return "application/octet-stream";
}

typedef struct form {
	char *bytes; /* NULL: the coding does not make the asset smaller */
	size_t n;
} form;

struct asset_cache {
	size_t n;
	struct {
		uint64_t hash;
		form forms[N_CODINGS];
	} v[];
};

asset_cache *
asset_cache_new(void)
{
	asset_cache *c;
	size_t n = 0;

	while (assets_embedded[n].name)
		n++;
	if (!(c = calloc(1, sizeof *c + n * sizeof c->v[0])))
		return NULL;
	c->n = n;
	for (size_t i = 0; i < n; i++) {
		const asset *a = &assets_embedded[i];
		c->v[i].hash = XXH3_64bits(a->bytes, a->size);
		for (int k = CODING_GZIP; k < N_CODINGS; k++) {
			form *f = &c->v[i].forms[k];
			f->bytes = coding_apply((coding)k, 1, a->bytes, a->size, &f->n);
			if (f->bytes && f->n < a->size)
				continue;
			free(f->bytes);
			f->bytes = NULL;
		}
	}
	return c;
}

void
asset_cache_free(asset_cache *cache)
{
	for (size_t i = 0; cache && i < cache->n; i++)
		for (int k = 0; k < N_CODINGS; k++)
			free(cache->v[i].forms[k].bytes);
	free(cache);
}

const char *
asset_body(const asset_cache *cache, const asset *file, coding *codec, size_t *n, char etag[17])
{
	size_t i = (size_t)(file - assets_embedded);
	const form *f = &cache->v[i].forms[*codec];

	if (!f->bytes)
		*codec = CODING_IDENTITY;
	snprintf(etag, 17, "%016llx", (unsigned long long)(cache->v[i].hash + (uint64_t)*codec));
	*n = f->bytes ? f->n : file->size;
	return f->bytes ? f->bytes : file->bytes;
}
