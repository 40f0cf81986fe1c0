/* engine/distributed/parts.c - see parts.h. */
#include "engine/distributed/parts.h"
#include <dirent.h>
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include "util/bytes.h"
#include "util/fail.h"
#include "util/json/json_read.h"

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
	free(p->joint);
	*p = (parts){NULL, 0, 0, NULL, 0, 0};
}

static int64_t
integer(json_object *of, const char *key)
{
	json_object *x;

	return of && json_object_object_get_ex(of, key, &x) ? json_object_get_int64(x) : 0;
}

static const char *
string(json_object *of, const char *key)
{
	json_object *x;

	return of && json_object_object_get_ex(of, key, &x) ? json_object_get_string(x) : "";
}

/* META of a file; *out is NULL in a damaged file.  The caller puts it.  E_IO: the file cannot be
 * read. */
static tensen_status
read_meta(json_object **out, const char *path, tensen_error *err)
{
	filemap map = {NULL, 0};
	container file;
	span meta;
	tensen_status st = filemap_open(&map, path, err);

	*out = NULL;
	if (st == TENSEN_OK && container_parse(&file, map.p, map.n, NULL) == TENSEN_OK &&
	    container_get(&file, "META", 1, &meta, NULL, NULL) == TENSEN_OK)
		*out = json_read_object(meta);
	filemap_close(&map);
	return st;
}

static int
is_folder(const char *path)
{
	struct stat sb;

	return stat(path, &sb) == 0 && S_ISDIR(sb.st_mode);
}

tensen_status
parts_is_alone(int *alone, const char *path, tensen_error *err)
{
	json_object *meta, *x;
	tensen_status st;

	*alone = 0;
	if (is_folder(path))
		return TENSEN_OK;
	if ((st = read_meta(&meta, path, err)) < 0)
		return st;
	*alone = !meta || (!json_object_object_get_ex(meta, "shard", &x) &&
			      !json_object_object_get_ex(meta, "joint", &x));
	json_object_put(meta);
	return TENSEN_OK;
}

/* The place of the part in its build, from META. */
static void
read_place(part *p)
{
	json_object *root = json_tokener_parse(p->store->meta.json.p), *at;

	if (root && json_object_object_get_ex(root, "shard", &at)) {
		p->number = (uint32_t)integer(at, "number");
		p->of = (uint32_t)integer(at, "of");
		p->documents = (uint64_t)integer(at, "documents");
		snprintf(p->build, sizeof p->build, "%s", string(at, "build"));
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
open_part(parts *p, const char *path, tensen_error *err)
{
	part *x;
	tensen_status st;

	if (p->n == PARTS_MAX)
		return tensen_fail(err, TENSEN_E_INPUT, "more than %u files", PARTS_MAX);
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
	if ((st = store_open_documents(&x->store, path, err)) < 0 ||
	    (st = read_arrival(x, err)) < 0) {
		tensen_fail_at(err, path, 0);
		return st;
	}
	read_place(x);
	return TENSEN_OK;
}

/* Take note of a joint file, the first one found. */
static tensen_status
note_joint(parts *p, const char *path, json_object *joint, tensen_error *err)
{
	json_object *files;

	if (p->joint)
		return TENSEN_OK;
	if (!(p->joint = strdup(path)))
		return tensen_fail_nomem(err);
	p->documents = (uint64_t)integer(joint, "documents");
	if (json_object_object_get_ex(joint, "files", &files))
		p->n_named = (uint32_t)json_object_array_length(files);
	return TENSEN_OK;
}

/* Open the files that a joint file names, those that are there; names without a slash are of its
 * own folder. */
static tensen_status
open_named(parts *p, const char *path, json_object *joint, tensen_error *err)
{
	const char *slash = strrchr(path, '/');
	int folder = slash ? (int)(slash - path + 1) : 0;
	json_object *files;
	tensen_status st = TENSEN_OK;

	if (!json_object_object_get_ex(joint, "files", &files))
		return TENSEN_OK;
	for (size_t i = 0; i < json_object_array_length(files) && st == TENSEN_OK; i++) {
		const char *name = string(json_object_array_get_idx(files, i), "file");
		buf at = BUF_INIT;
		if (name[0] != '/')
			buf_printf(&at, "%.*s", folder, path);
		buf_str(&at, name);
		if (at.failed)
			st = tensen_fail_nomem(err);
		else if (access(buf_cstr(&at), F_OK) == 0)
			st = open_part(p, at.p, err);
		buf_clear(&at);
	}
	return st;
}

/* A part, or a joint file, whose parts are opened too if it alone is named. */
static tensen_status
open_file(parts *p, const char *path, int named, tensen_error *err)
{
	json_object *meta, *joint;
	tensen_status st = read_meta(&meta, path, err);

	if (st < 0)
		return st;
	if (meta && json_object_object_get_ex(meta, "joint", &joint)) {
		st = note_joint(p, path, joint, err);
		if (st == TENSEN_OK && named)
			st = open_named(p, path, joint, err);
	} else {
		st = open_part(p, path, err);
	}
	json_object_put(meta);
	return st;
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

	for (int i = 0; i < n; i++) {
		buf name = BUF_INIT;
		buf_printf(&name, "%s/%s", path, list[i]->d_name);
		if (st == TENSEN_OK)
			st = name.failed ? tensen_fail_nomem(err)
					 : open_file(p, buf_cstr(&name), 0, err);
		buf_clear(&name);
		free(list[i]);
	}
	free(list);
	if (st == TENSEN_OK && p->n == 0) {
		st = tensen_fail(err, TENSEN_E_IO, "no index file (.tensen) in this folder");
		tensen_fail_at(err, path, 0);
	}
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

static int
same_shard(const part *a, const part *b)
{
	return container_signature(&a->store->file) == container_signature(&b->store->file) ||
	       (a->of && a->number == b->number);
}

/* Shards of one build, or files that are no shards; none of them twice. */
static tensen_status
check_builds(const parts *p, tensen_error *err)
{
	for (uint32_t i = 0; i < p->n; i++) {
		const part *x = &p->v[i];
		const char *why = NULL;
		if (x->of != p->v[0].of || strcmp(x->build, p->v[0].build) != 0 ||
		    (x->of && (x->number == 0 || x->number > x->of)))
			why = "is not of the same build as";
		for (uint32_t k = 0; k < i && !why; k++)
			if (same_shard(x, &p->v[k]))
				why = "is there twice, beside";
		if (!why)
			continue;
		tensen_fail(err, TENSEN_E_INPUT, "%s %s", why, p->v[0].path);
		tensen_fail_at(err, x->path, 0);
		return TENSEN_E_INPUT;
	}
	return TENSEN_OK;
}

void
part_signature(char out[PART_SIGNATURE], const part *p)
{
	snprintf(out, PART_SIGNATURE, "%016llx",
	    (unsigned long long)container_signature(&p->store->file));
}

void
parts_expected(const parts *p, uint32_t *files, uint64_t *documents)
{
	*files = p->n;
	*documents = parts_documents(p);
	if (p->n && p->v[0].of) {
		*files = p->v[0].of;
		*documents = p->v[0].documents;
	} else if (p->n_named > p->n) {
		*files = p->n_named;
		*documents = p->documents;
	}
}

uint64_t
parts_documents(const parts *p)
{
	uint64_t n = 0;

	for (uint32_t i = 0; i < p->n; i++)
		n += p->v[i].store->rows.n;
	return n;
}

tensen_status
parts_complete(const parts *p, tensen_error *err)
{
	uint32_t files;
	uint64_t documents;

	parts_expected(p, &files, &documents);
	if (p->n < files)
		return tensen_fail(err, TENSEN_E_INPUT,
		    "%u of %u shards are there, %llu of %llu documents", p->n, files,
		    (unsigned long long)parts_documents(p), (unsigned long long)documents);
	return TENSEN_OK;
}

tensen_status
parts_open(parts *p, const char *const *paths, size_t n, tensen_error *err)
{
	tensen_status st = TENSEN_OK;

	*p = (parts){NULL, 0, 0, NULL, 0, 0};
	for (size_t i = 0; i < n && st == TENSEN_OK; i++)
		st = is_folder(paths[i]) ? open_folder(p, paths[i], err)
					 : open_file(p, paths[i], n == 1, err);
	for (uint32_t i = 1; i < p->n && st == TENSEN_OK; i++)
		st = check_model(&p->v[0], &p->v[i], err);
	if (st == TENSEN_OK)
		st = check_builds(p, err);
	if (st == TENSEN_OK && p->n == 0)
		st = tensen_fail(err, TENSEN_E_IO, "%s: none of its files is there", paths[0]);
	if (st < 0)
		parts_close(p);
	return st;
}
