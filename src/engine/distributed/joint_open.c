/* engine/distributed/joint_open.c - the index of several files: their joint file found, or made. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include "engine/distributed/joint.h"
#include "util/fail.h"

/* The store of the part with a signature. */
static const store *
part_of_signature(const parts *files, const char *signature)
{
	for (uint32_t i = 0; i < files->n; i++) {
		char s[PART_SIGNATURE];
		part_signature(s, &files->v[i]);
		if (strcmp(s, signature) == 0)
			return files->v[i].store;
	}
	return NULL;
}

/* stores gets the parts in the order of the joint file at path; *fits 0: it is of other files. */
static tensen_status
joint_match(
    const store **stores, const char *path, const parts *part_files, int *fits, tensen_error *err)
{
	json_object *root, *joint, *files, *x;
	tensen_status st = parts_meta(&root, path, err);

	*fits = root && json_object_object_get_ex(root, "joint", &joint) &&
		json_object_object_get_ex(joint, "files", &files) &&
		json_object_array_length(files) == part_files->n;
	for (uint32_t i = 0; *fits && i < part_files->n; i++)
		*fits =
		    json_object_object_get_ex(
			json_object_array_get_idx(files, i), "signature", &x) &&
		    (stores[i] = part_of_signature(part_files, json_object_get_string(x))) != NULL;
	json_object_put(root);
	return st;
}

int
joint_fits(const parts *files)
{
	const store **stores = files->joint ? calloc(files->n, sizeof *stores) : NULL;
	int fits = 0;

	if (stores)
		joint_match(stores, files->joint, files, &fits, NULL);
	free(stores);
	return fits;
}

/* Open the file at path; *out NULL without an error: it is of other files. */
static tensen_status
open_kept(
    store **out, const char *path, const parts *files, const store **stores, tensen_error *err)
{
	int fits;
	tensen_status st = joint_match(stores, path, files, &fits, err);

	*out = NULL;
	return st == TENSEN_OK && fits ? store_open_joint(out, path, stores, files->n, err) : st;
}

/* Make a joint file under a name that is gone when it is open. */
static tensen_status
open_made(store **out, parts *files, const store **stores, const tensen_build_opts *opts,
    tensen_error *err)
{
	const char *folder = getenv("TMPDIR");
	char path[4096];
	int fd;
	tensen_status st;

	snprintf(
	    path, sizeof path, "%s/tensen-joint-XXXXXX", folder && folder[0] ? folder : "/tmp");
	if ((fd = mkstemp(path)) < 0)
		return tensen_fail_in(err, TENSEN_E_IO, path, SAY_CANNOT_MAKE_TEMPORARY);
	close(fd);
	if ((st = joint_make(path, files, opts, err)) == TENSEN_OK)
		st = open_kept(out, path, files, stores, err);
	unlink(path);
	return st;
}

tensen_status
joint_open(store **out, parts *files, const tensen_build_opts *opts, int *made, tensen_error *err)
{
	const store **stores = calloc(files->n, sizeof *stores);
	tensen_status st = stores ? TENSEN_OK : tensen_fail_nomem(err);

	*out = NULL;
	*made = 0;
	if (st == TENSEN_OK && files->joint)
		st = open_kept(out, files->joint, files, stores, err);
	if (st == TENSEN_OK && !*out) {
		*made = 1;
		st = open_made(out, files, stores, opts, err);
	}
	free(stores);
	return st;
}
