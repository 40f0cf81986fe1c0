/* corpus/input/walk.h - the files that a list of files, folders and "-" means. */
#pragma once
#include <stddef.h>
#include <stdint.h>
#include <tensen/status.h>

typedef struct walked {
	char *path;
	uint64_t size;     /* bytes to read, 0 unknown */
	uint64_t from, to; /* the part to read; to 0: to the end of the file */
	uint64_t lines;    /* before that part */
	int part;          /* 1: the file has other parts */
	int from_folder;   /* 1: found in a folder, not named by the user */
	const char *why;   /* NULL, or why there is nothing to read here; then: */
	int harmless;      /* 1: nothing is missed */
} walked;

typedef struct walk {
	walked *v;
	size_t n;
	uint32_t cap;
} walk;

/* Named files in the order given, each folder replaced by the regular files below it in byte
 * order of their paths.  Names that begin with a dot are passed over.  What cannot be opened, a
 * link to a folder and a folder nested deeper than 64 are listed with the reason. */
tensen_status walk_paths(walk *way, const char *const *paths, size_t n, tensen_error *err);
/* Keep one of `shares` parts of about equal bytes, the parts in the order of the files.  With
 * `split`, files named .jsonl or .ndjson are split at line ends; other files belong to the part
 * with their first byte.  E_ARG: standard input cannot be shared. */
tensen_status walk_share(walk *way, unsigned share, unsigned shares, int split, tensen_error *err);
/* Lines of the part of a file. */
tensen_status walk_lines(const walked *visited, uint64_t *out, tensen_error *err);
void walk_clear(walk *way);
