/* engine/distributed/parts.c - see parts.h. */
#include "engine/distributed/parts.h"
#include <dirent.h>
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include "util/bytes.h"
#include "util/fail.h"

static void
close_part(part *p)
{
	store_close(p->store);
	buf_clear(&p->arrival);
	free(p->path);
}

void
parts_close(parts *p)
{
	for (uint32_t i = 0; i < p->n; i++)
		close_part(&p->v[i]);
	free(p->v);
	*p = (parts){NULL, 0, 0};
}

/* The place of the part in its build, from META. */
static void
read_place(part *p)
{
	json_object *root = json_tokener_parse(p->store->meta.json.p), *at, *x;

	if (root && json_object_object_get_ex(root, "shard", &at)) {
		if (json_object_object_get_ex(at, "number", &x))
			p->number = (uint32_t)json_object_get_int64(x);
		if (json_object_object_get_ex(at, "of", &x))
			p->of = (uint32_t)json_object_get_int64(x);
		if (json_object_object_get_ex(at, "documents", &x))
			p->documents = (uint64_t)json_object_get_int64(x);
	}
	json_object_put(root);
}

static tensen_status
read_arrival(part *p, tensen_error *err)
{
	buf owned = BUF_INIT;
	span bytes;
	tensen_status st;

	if (!container_find(&p->store->file, "arrv"))
		return TENSEN_OK;
	if ((st = container_get(&p->store->file, "arrv", 1, &bytes, &owned, err)) < 0)
		return st;
	if (bytes.n != p->store->rows.n * (size_t)8)
		st = tensen_fail(err, TENSEN_E_CORRUPT, "section arrv holds %zu bytes for %u rows",
		    bytes.n, p->store->rows.n);
	for (size_t i = 0; i < bytes.n && st == TENSEN_OK; i += 8) {
		uint64_t number = le64(bytes.p + i);
		buf_add(&p->arrival, &number, sizeof number);
	}
	buf_clear(&owned);
	return st == TENSEN_OK && p->arrival.failed ? tensen_fail_nomem(err) : st;
}

static tensen_status
open_file(parts *p, const char *path, tensen_error *err)
{
	part *x;
	tensen_status st;

	if (p->n == p->cap) {
		part *grown = realloc(p->v, (2 * p->cap + 8) * sizeof *grown);
		if (!grown)
			return tensen_fail_nomem(err);
		p->v = grown;
		p->cap = 2 * p->cap + 8;
	}
	x = &p->v[p->n++];
	*x = (part){.path = strdup(path)};
	if (!x->path)
		return tensen_fail_nomem(err);
	if ((st = store_open(&x->store, path, err)) < 0 || (st = read_arrival(x, err)) < 0) {
		tensen_fail_at(err, path, 0);
		return st;
	}
	read_place(x);
	return TENSEN_OK;
}

static int
is_index(const struct dirent *e)
{
	size_t n = strlen(e->d_name);

	return n > 7 && e->d_name[0] != '.' && strcmp(e->d_name + n - 7, ".tensen") == 0;
}

static tensen_status
open_folder(parts *p, const char *path, tensen_error *err)
{
	struct dirent **list = NULL;
	int n = scandir(path, &list, is_index, alphasort);
	tensen_status st = TENSEN_OK;

	if (n <= 0) {
		st = tensen_fail(err, TENSEN_E_IO, "no index file (.tensen) in this folder");
		tensen_fail_at(err, path, 0);
	}
	for (int i = 0; i < n; i++) {
		buf name = BUF_INIT;
		buf_printf(&name, "%s/%s", path, list[i]->d_name);
		if (st == TENSEN_OK)
			st = name.failed ? tensen_fail_nomem(err)
					 : open_file(p, buf_cstr(&name), err);
		buf_clear(&name);
		free(list[i]);
	}
	free(list);
	return st;
}

static int
same_section(const part *a, const part *b, const char *tag)
{
	const container_entry *x = container_find(&a->store->file, tag);
	const container_entry *y = container_find(&b->store->file, tag);

	return x && y && x->raw_size == y->raw_size && x->raw_hash == y->raw_hash;
}

static tensen_status
check_model(const part *first, const part *p, tensen_error *err)
{
	static const char *const tags[] = {"VOCB", "LSAB"};

	for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
		if (!same_section(first, p, tags[i])) {
			tensen_fail(err, TENSEN_E_MISMATCH,
			    "has another model than %s: only shards of one build fit together",
			    first->path);
			tensen_fail_at(err, p->path, 0);
			return TENSEN_E_MISMATCH;
		}
	return TENSEN_OK;
}

/* All shards of the build, each once. */
static tensen_status
check_shards(const parts *p, tensen_error *err)
{
	uint32_t of = p->v[0].of, found = 0;
	char *seen = calloc(of + (size_t)1, 1);

	if (!seen)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < p->n; i++) {
		const part *x = &p->v[i];
		if (x->of != of || (of && (x->number == 0 || x->number > of))) {
			free(seen);
			tensen_fail(
			    err, TENSEN_E_INPUT, "is not a shard of the build of %s", p->v[0].path);
			tensen_fail_at(err, x->path, 0);
			return TENSEN_E_INPUT;
		}
		if (of && !seen[x->number]++)
			found++;
	}
	free(seen);
	if (of && (found != of || p->n != of))
		return tensen_fail(err, TENSEN_E_INPUT,
		    "%u of %u shards are there, each is needed once (tensen-mpi --resume finishes "
		    "a "
		    "build)",
		    found, of);
	return TENSEN_OK;
}

tensen_status
parts_open(parts *p, const char *const *paths, size_t n, tensen_error *err)
{
	tensen_status st = TENSEN_OK;

	*p = (parts){NULL, 0, 0};
	for (size_t i = 0; i < n && st == TENSEN_OK; i++) {
		struct stat sb;
		st = stat(paths[i], &sb) == 0 && S_ISDIR(sb.st_mode) ? open_folder(p, paths[i], err)
								     : open_file(p, paths[i], err);
	}
	for (uint32_t i = 1; i < p->n && st == TENSEN_OK; i++)
		st = check_model(&p->v[0], &p->v[i], err);
	if (st == TENSEN_OK && p->n)
		st = check_shards(p, err);
	if (st < 0)
		parts_close(p);
	return st;
}
