/* corpus/input/walk.h - the files that a list of files, folders and "-" means. */
#ifndef CORPUS_INPUT_WALK_H
#define CORPUS_INPUT_WALK_H
#include <stddef.h>
#include <stdint.h>
#include <tensen/status.h>

typedef struct walked {
	char *path;
	uint64_t size;   /* bytes on disk, 0 unknown */
	int from_folder; /* 1: found by walking, so nobody asked for it by name */
	const char *why; /* NULL, or why there is nothing to read here */
} walked;

typedef struct walk {
	walked *v;
	size_t n, cap;
} walk;

/* Named files in the order given, each folder replaced by the regular files below
 * it in byte order of their paths; names that begin with a dot are passed over.  A link to
 * a folder is not followed, nor a folder below 64 others read: such are listed with the reason.
 * E_IO when a name is not there. */
tensen_status walk_paths(walk *w, const char *const *paths, size_t n, tensen_error *err);
void walk_clear(walk *w);

#endif
