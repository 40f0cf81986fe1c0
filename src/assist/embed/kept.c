/* assist/embed/kept.c - see kept.h. */
#include "assist/embed/kept.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#define XXH_INLINE_ALL
#include <tensen/limits.h>
#include <xxhash.h>
#include "assist/failure.h"

#define MAGIC "TEMB\r\n\032\n"
#define VERSION 1u

typedef struct head {
	char magic[8];
	uint32_t version, dim;
	char model[240];
} head;

typedef struct slot {
	uint64_t key, place; /* KEPT_NONE: free */
} slot;

struct kept {
	int fd;
	char *path;
	head h;
	uint64_t n;  /* records */
	slot *table; /* of size slots, a power of two */
	size_t size, n_keys;
	uint8_t *one; /* a record */
};

static tensen_status
fail_errno(const kept *k, tensen_error *err)
{
	return failure(err, TENSEN_E_IO, k->path, "%s", tensen_os_error(errno));
}

static size_t
record_size(const kept *k)
{
	return 16 + (size_t)k->h.dim * sizeof(float);
}

static off_t
record_at(const kept *k, uint64_t i)
{
	return (off_t)(sizeof(head) + i * record_size(k));
}

/* ---- keys ---- */

static slot *
slot_of(slot *table, size_t size, uint64_t key)
{
	size_t i = key & (size - 1);

	while (table[i].place != KEPT_NONE && table[i].key != key)
		i = (i + 1) & (size - 1);
	return &table[i];
}

static int
grow(kept *k)
{
	size_t size = k->size ? 2 * k->size : 1024;
	slot *table = malloc(size * sizeof *table);

	if (!table)
		return 0;
	memset(table, 0xff, size * sizeof *table);
	for (size_t i = 0; i < k->size; i++)
		if (k->table[i].place != KEPT_NONE)
			*slot_of(table, size, k->table[i].key) = k->table[i];
	free(k->table);
	k->table = table;
	k->size = size;
	return 1;
}

static int
note(kept *k, uint64_t key, uint64_t place)
{
	slot *s;

	if (2 * (k->n_keys + 1) > k->size && !grow(k))
		return 0;
	s = slot_of(k->table, k->size, key);
	k->n_keys += s->place == KEPT_NONE;
	*s = (slot){key, place};
	return 1;
}

uint64_t
kept_key(const char *text, size_t n)
{
	return XXH3_64bits(text, n);
}

uint64_t
kept_find(const kept *k, uint64_t key)
{
	return k->size ? slot_of(k->table, k->size, key)->place : KEPT_NONE;
}

/* ---- the file ---- */

/* Read record i to k->one; 1: it is whole. */
static int
read_record(const kept *k, uint64_t i, uint64_t *key)
{
	uint64_t check;
	size_t n = record_size(k);

	if (pread(k->fd, k->one, n, record_at(k, i)) != (ssize_t)n)
		return 0;
	memcpy(key, k->one, 8);
	memcpy(&check, k->one + 8, 8);
	return check == XXH3_64bits_withSeed(k->one + 16, n - 16, *key);
}

/* The records up to the first that is not whole; the rest is cut off. */
static tensen_status
read_records(kept *k, off_t size, tensen_error *err)
{
	uint64_t key;

	if (!(k->one = malloc(record_size(k))))
		return failure_nomem(err);
	while (record_at(k, k->n + 1) <= size && read_record(k, k->n, &key)) {
		if (!note(k, key, k->n))
			return failure_nomem(err);
		k->n++;
	}
	if (record_at(k, k->n) < size && ftruncate(k->fd, record_at(k, k->n)) < 0)
		return fail_errno(k, err);
	return TENSEN_OK;
}

static tensen_status
read_file(kept *k, const char *model, tensen_error *err)
{
	struct stat sb;
	ssize_t n;

	if (fstat(k->fd, &sb) < 0)
		return fail_errno(k, err);
	n = pread(k->fd, &k->h, sizeof k->h, 0);
	if (sb.st_size < (off_t)sizeof k->h) { /* new, or killed before its head was whole */
		k->h = (head){.magic = MAGIC, .version = VERSION};
		snprintf(k->h.model, sizeof k->h.model, "%s", model);
		return ftruncate(k->fd, 0) < 0 ? fail_errno(k, err) : TENSEN_OK;
	}
	if (n != (ssize_t)sizeof k->h || memcmp(k->h.magic, MAGIC, 8) != 0 ||
	    k->h.version != VERSION || k->h.dim == 0 || k->h.dim > TENSEN_VECTOR_DIMS_MAX ||
	    k->h.model[sizeof k->h.model - 1])
		return failure(err, TENSEN_E_INPUT, k->path, SAY_NOT_FILE_VECTORS);
	if (strncmp(k->h.model, model, sizeof k->h.model - 1) != 0)
		return failure(
		    err, TENSEN_E_MISMATCH, k->path, SAY_HAS_VECTORS_MODEL, k->h.model, model);
	return read_records(k, sb.st_size, err);
}

tensen_status
kept_open(kept **out, const char *path, const char *model, tensen_error *err)
{
	kept *k = calloc(1, sizeof *k);
	tensen_status st = TENSEN_OK;

	*out = NULL;
	if (!k || !(k->path = strdup(path))) {
		free(k);
		return failure_nomem(err);
	}
	k->fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
	if (k->fd < 0)
		st = fail_errno(k, err);
	else if (flock(k->fd, LOCK_EX | LOCK_NB) < 0)
		st = failure(err, TENSEN_E_IO, path, SAY_ANOTHER_PROCESS_WRITING);
	else
		st = read_file(k, model, err);
	if (st < 0)
		kept_close(k);
	else
		*out = k;
	return st;
}

void
kept_close(kept *k)
{
	if (!k)
		return;
	if (k->fd >= 0)
		close(k->fd);
	free(k->path);
	free(k->table);
	free(k->one);
	free(k);
}

uint32_t
kept_dim(const kept *k)
{
	return k->h.dim;
}

int
kept_read(const kept *k, uint64_t place, float *out)
{
	uint64_t key;

	if (place >= k->n || !read_record(k, place, &key))
		return 0;
	memcpy(out, k->one + 16, (size_t)k->h.dim * sizeof *out);
	return 1;
}

static int
write_head(kept *k, uint32_t dim)
{
	k->h.dim = dim;
	return (k->one = malloc(record_size(k))) &&
	       pwrite(k->fd, &k->h, sizeof k->h, 0) == (ssize_t)sizeof k->h;
}

tensen_status
kept_add(kept *k, uint64_t key, const float *vector, uint32_t dim, tensen_error *err)
{
	uint64_t check;
	size_t n;

	if (!k->h.dim && !write_head(k, dim))
		return fail_errno(k, err);
	if (dim != k->h.dim)
		return failure(
		    err, TENSEN_E_MISMATCH, k->path, SAY_HAS_VECTORS_NUMBERS, k->h.dim, dim);
	n = record_size(k);
	check = XXH3_64bits_withSeed(vector, n - 16, key);
	memcpy(k->one, &key, 8);
	memcpy(k->one + 8, &check, 8);
	memcpy(k->one + 16, vector, n - 16);
	if (pwrite(k->fd, k->one, n, record_at(k, k->n)) != (ssize_t)n)
		return fail_errno(k, err);
	return note(k, key, k->n++) ? TENSEN_OK : failure_nomem(err);
}

tensen_status
kept_sync(kept *k, tensen_error *err)
{
	return fdatasync(k->fd) < 0 ? fail_errno(k, err) : TENSEN_OK;
}
