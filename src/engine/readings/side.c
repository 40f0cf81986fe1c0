/* engine/readings/side.c - see side.h. */
#include "engine/readings/side.h"
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#define XXH_INLINE_ALL
#include <xxhash.h>
#include "util/bytes.h"
#include "util/threads/sort.h"

#define HEADER 64
#define VERSION 1
static const char magic[8] = "tensenRA";

_Static_assert(sizeof(line_place) == 24, "a place is written as it lies in memory");
_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "the file is little-endian");

/* The hash of the first and the last bytes of what is covered: a file that was replaced by another
 * has other ones.  0: they could not be read. */
static uint64_t
sample_hash(int fd, uint64_t covers)
{
	char bytes[2 * SIDE_SAMPLE];
	size_t n = covers < SIDE_SAMPLE ? (size_t)covers : SIDE_SAMPLE;

	if (pread(fd, bytes, n, 0) != (ssize_t)n ||
	    pread(fd, bytes + n, n, (off_t)(covers - n)) != (ssize_t)n)
		return 0;
	return XXH3_64bits_withSeed(bytes, 2 * n, covers) | 1;
}

static int
is_of(const side *one_side, int fd, uint64_t bytes)
{
	const uint8_t *p = one_side->file.p;
	uint64_t n;

	if (one_side->file.n < HEADER || memcmp(p, magic, sizeof magic) != 0 ||
	    le64(p + 8) != VERSION)
		return 0;
	n = le64(p + 16);
	return n <= (one_side->file.n - HEADER) / (2 * sizeof(line_place)) &&
	       one_side->file.n == HEADER + n * 2 * sizeof(line_place) && le64(p + 24) <= bytes &&
	       le64(p + 32) == sample_hash(fd, le64(p + 24));
}

void
side_open(side *out, const char *path, int fd, uint64_t bytes)
{
	memset(out, 0, sizeof *out);
	if (filemap_open(&out->file, path, NULL) < 0)
		return;
	if (!is_of(out, fd, bytes)) {
		side_close(out);
		return;
	}
	out->n = le64(out->file.p + 16);
	out->covers = le64(out->file.p + 24);
	out->by_key = (const line_place *)(const void *)(out->file.p + HEADER);
	out->by_query = out->by_key + out->n;
}

void
side_close(side *one_side)
{
	filemap_close(&one_side->file);
	memset(one_side, 0, sizeof *one_side);
}

static int
by_name_then_place(const void *a, const void *b)
{
	const line_place *x = a, *y = b;
	int c = ORDER(x->name, y->name);

	return c ? c : ORDER(x->at, y->at);
}

/* Sort a table. */
static void
side_sort(line_place *at, uint64_t n)
{
	qsort(at, n, sizeof *at, by_name_then_place);
}

uint64_t
side_first(const line_place *at, uint64_t n, uint64_t name)
{
	uint64_t from = 0;

	while (from < n) {
		uint64_t middle = from + (n - from) / 2;
		if (at[middle].name < name)
			from = middle + 1;
		else
			n = middle;
	}
	return from;
}

tensen_status
side_write(const char *path, int fd, uint64_t covers, line_place *by_key, line_place *by_query,
    uint64_t n, tensen_error *err)
{
	filewriter *w;
	uint64_t header[HEADER / 8] = {0, VERSION, n, covers, sample_hash(fd, covers)};
	tensen_status st = filewriter_open(&w, path, err);

	if (st < 0)
		return st;
	memcpy(header, magic, sizeof magic);
	side_sort(by_key, n);
	side_sort(by_query, n);
	filewriter_add(w, header, sizeof header);
	filewriter_add(w, by_key, n * sizeof *by_key);
	filewriter_add(w, by_query, n * sizeof *by_query);
	return filewriter_commit(w, err);
}
