/* server/assets.h - the page: the embedded files of src/server/page/ and openapi.json. */
#pragma once
#include "server/http/encode.h"

typedef struct asset {
	const char *name; /* "index.html" */
	const char *bytes;
	size_t size;
} asset;

/* "/" is index.html, "/NAME" the file NAME, "/api/v1/openapi.json" the description; NULL: no
 * such asset.  Borrowed, constant. */
const asset *asset_find(const char *path);
/* "text/css; charset=utf-8", by the end of the name. */
const char *asset_type(const asset *file);

/* The assets in every coding that makes them smaller, compressed once at the start. */
typedef struct asset_cache asset_cache;
asset_cache *asset_cache_new(void); /* NULL: out of memory */
void asset_cache_free(asset_cache *cache);
/* The asset in the coding *c, or uncompressed when that is not larger (*c says which).  etag:
 * 16 hexadecimal digits that differ by coding. */
const char *asset_body(
    const asset_cache *cache, const asset *file, coding *codec, size_t *n, char etag[17]);
