/* engine/distributed/parts.c - see parts.h. */
#include "engine/distributed/parts.h"
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include "util/bytes.h"
#include "util/fail.h"
#include "util/json/json_read.h"
#include "util/memory.h"

static void
close_part(part *pt)
{
	store_close(pt->store);
	buf_clear(&pt->arrival);
	free(pt->path);
}

void
parts_close(parts *files)
{
	for (uint32_t i = 0; i < files->n; i++)
		close_part(&files->v[i]);
	free_all(files->v, files->joint);
	*files = (parts){NULL, 0, 0, NULL, 0, 0};
}

static const char *
parts_string(json_object *of, const char *key)
{
	json_object *x;

	return of && json_object_object_get_ex(of, key, &x) ? json_object_get_string(x) : "";
}

tensen_status
parts_meta(json_object **out, const char *path, tensen_error *err)
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
parts_kind(part_kind *out, const char *path, tensen_error *err)
{
	json_object *meta;
	tensen_status st;

	*out = PART_SEVERAL;
	if (is_folder(path))
		return TENSEN_OK;
	if ((st = parts_meta(&meta, path, err)) < 0)
		return st;
	if (!meta || !json_object_object_get_ex(meta, "joint", NULL))
		*out = meta && json_object_object_get_ex(meta, "shard", NULL) ? PART_SHARD
									      : PART_ALONE;
	json_object_put(meta);
	return TENSEN_OK;
}

/* The place of the part in its build, from META. */
static void
read_place(part *pt)
{
	json_object *root = json_tokener_parse(pt->store->meta.json.p), *at;

	if (root && json_object_object_get_ex(root, "shard", &at)) {
		pt->number = (uint32_t)json_read_number(at, "number", 0);
		pt->of = (uint32_t)json_read_number(at, "of", 0);
		pt->documents = (uint64_t)json_read_number(at, "documents", 0);
		snprintf(pt->build, sizeof pt->build, "%s", parts_string(at, "build"));
	}
	json_object_put(root);
}

static tensen_status
read_arrival(part *pt, tensen_error *err)
{
	buf owned = BUF_INIT;
	span bytes;
	tensen_status st;

	if (!container_find(&pt->store->file, "arrv"))
		return TENSEN_OK;
	if ((st = container_get(&pt->store->file, "arrv", 1, &bytes, &owned, err)) < 0)
		return st;
	if (bytes.n != pt->store->rows.n * (size_t)8)
		st = tensen_fail(err, TENSEN_E_CORRUPT, "section arrv holds %zu bytes for %u rows",
		    bytes.n, pt->store->rows.n);
	for (size_t i = 0; i < bytes.n && st == TENSEN_OK; i += 8) {
		uint64_t number = le64(bytes.p + i);
		buf_add(&pt->arrival, &number, sizeof number);
	}
	buf_clear(&owned);
	return st == TENSEN_OK && pt->arrival.failed ? tensen_fail_nomem(err) : st;
}

static tensen_status
open_part(parts *files, const char *path, tensen_error *err)
{
	part *x;
	tensen_status st;

	if (files->n == PARTS_MAX)
		return tensen_fail(err, TENSEN_E_INPUT, SAY_MORE_THAN_FILES, PARTS_MAX);
	if (!(x = array_room(files->v, files->n, &files->cap, 8, sizeof *x)))
		return tensen_fail_nomem(err);
	files->v = x;
	x += files->n++;
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
note_joint(parts *part_files, const char *path, json_object *joint, tensen_error *err)
{
	json_object *files;

	if (part_files->joint)
		return TENSEN_OK;
	if (!(part_files->joint = strdup(path)))
		return tensen_fail_nomem(err);
	part_files->documents = (uint64_t)json_read_number(joint, "documents", 0);
	if (json_object_object_get_ex(joint, "files", &files))
		part_files->n_named = (uint32_t)json_object_array_length(files);
	return TENSEN_OK;
}

/* Open the files that a joint file names, those that are there; names without a slash are of its
 * own folder. */
static tensen_status
open_named(parts *part_files, const char *path, json_object *joint, tensen_error *err)
{
	const char *slash = strrchr(path, '/');
	int folder = slash ? (int)(slash - path + 1) : 0;
	json_object *files;
	tensen_status st = TENSEN_OK;

	if (!json_object_object_get_ex(joint, "files", &files))
		return TENSEN_OK;
	for (size_t i = 0; i < json_object_array_length(files) && st == TENSEN_OK; i++) {
		const char *name = parts_string(json_object_array_get_idx(files, i), "file");
		char *at;
		if (asprintf(&at, "%.*s%s", name[0] == '/' ? 0 : folder, path, name) < 0)
			return tensen_fail_nomem(err);
		if (access(at, F_OK) == 0)
			st = open_part(part_files, at, err);
		free(at);
	}
	return st;
}

/* A part, or a joint file, whose parts are opened too if it alone is named. */
static tensen_status
open_file(parts *files, const char *path, int named, tensen_error *err)
{
	json_object *meta, *joint;
	tensen_status st = parts_meta(&meta, path, err);

	if (st < 0)
		return st;
	if (meta && json_object_object_get_ex(meta, "joint", &joint)) {
		st = note_joint(files, path, joint, err);
		if (st == TENSEN_OK && named)
			st = open_named(files, path, joint, err);
	} else {
		st = open_part(files, path, err);
	}
	json_object_put(meta);
	return st;
}

static int
is_index(const struct dirent *one)
{
	size_t n = strlen(one->d_name);

	return n > 7 && one->d_name[0] != '.' && strcmp(one->d_name + n - 7, ".tensen") == 0;
}

static tensen_status
open_folder(parts *files, const char *path, tensen_error *err)
{
	struct dirent **list = NULL;
	int n = scandir(path, &list, is_index, alphasort);
	tensen_status st = TENSEN_OK;

	for (int i = 0; i < n; i++) {
		char *name = NULL;
		if (st == TENSEN_OK)
			st = asprintf(&name, "%s/%s", path, list[i]->d_name) < 0
				 ? tensen_fail_nomem(err)
				 : open_file(files, name, 0, err);
		free_all(name, list[i]);
	}
	free(list);
	return st == TENSEN_OK && files->n == 0
		   ? tensen_fail_in(err, TENSEN_E_IO, path, SAY_NO_INDEX_FILE)
		   : st;
}

static int
same_section(const part *pt, const part *one, const char *tag)
{
	const container_entry *x = container_find(&pt->store->file, tag);
	const container_entry *y = container_find(&one->store->file, tag);

	return x && y && x->raw_size == y->raw_size && x->raw_hash == y->raw_hash;
}

static tensen_status
check_model(const part *first, const part *pt, tensen_error *err)
{
	static const char *const tags[] = {"VOCB", "LSAB"};

	for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
		if (!same_section(first, pt, tags[i]))
			return tensen_fail_in(
			    err, TENSEN_E_MISMATCH, pt->path, SAY_HAS_ANOTHER_MODEL, first->path);
	return TENSEN_OK;
}

static int
same_shard(const part *pt, const part *one)
{
	return container_signature(&pt->store->file) == container_signature(&one->store->file) ||
	       (pt->of && pt->number == one->number);
}

/* Shards of one build, or files that are no shards; none of them twice. */
static tensen_status
check_builds(const parts *files, tensen_error *err)
{
	for (uint32_t i = 0; i < files->n; i++) {
		const part *x = &files->v[i];
		const char *why = NULL;
		if (x->of != files->v[0].of || strcmp(x->build, files->v[0].build) != 0 ||
		    (x->of && (x->number == 0 || x->number > x->of)))
			why = SAY_NOT_SAME_BUILD;
		for (uint32_t k = 0; k < i && !why; k++)
			if (same_shard(x, &files->v[k]))
				why = SAY_THERE_TWICE_BESIDE;
		if (why)
			return tensen_fail_in(
			    err, TENSEN_E_INPUT, x->path, "%s %s", why, files->v[0].path);
	}
	return TENSEN_OK;
}

void
part_signature(char out[PART_SIGNATURE], const part *pt)
{
	snprintf(out, PART_SIGNATURE, "%016llx",
	    (unsigned long long)container_signature(&pt->store->file));
}

void
parts_expected(const parts *part_files, uint32_t *files, uint64_t *documents)
{
	*files = part_files->n;
	*documents = parts_documents(part_files);
	if (part_files->n && part_files->v[0].of) {
		*files = part_files->v[0].of;
		*documents = part_files->v[0].documents;
	} else if (part_files->n_named > part_files->n) {
		*files = part_files->n_named;
		*documents = part_files->documents;
	}
}

uint64_t
parts_documents(const parts *files)
{
	uint64_t n = 0;

	for (uint32_t i = 0; i < files->n; i++)
		n += files->v[i].store->rows.n;
	return n;
}

tensen_status
parts_complete(const parts *part_files, tensen_error *err)
{
	uint32_t files;
	uint64_t documents;

	parts_expected(part_files, &files, &documents);
	if (part_files->n < files)
		return tensen_fail(err, TENSEN_E_INPUT, SAY_SHARDS_ARE_THERE, part_files->n, files,
		    (unsigned long long)parts_documents(part_files), (unsigned long long)documents);
	return TENSEN_OK;
}

tensen_status
parts_open(parts *files, const char *const *paths, size_t n, tensen_error *err)
{
	tensen_status st = TENSEN_OK;

	*files = (parts){NULL, 0, 0, NULL, 0, 0};
	for (size_t i = 0; i < n && st == TENSEN_OK; i++)
		st = is_folder(paths[i]) ? open_folder(files, paths[i], err)
					 : open_file(files, paths[i], n == 1, err);
	for (uint32_t i = 1; i < files->n && st == TENSEN_OK; i++)
		st = check_model(&files->v[0], &files->v[i], err);
	if (st == TENSEN_OK)
		st = check_builds(files, err);
	if (st == TENSEN_OK && files->n == 0)
		st = tensen_fail(err, TENSEN_E_IO, SAY_NONE_FILES_THERE, paths[0]);
	if (st < 0)
		parts_close(files);
	return st;
}
