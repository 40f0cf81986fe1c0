/* engine/stage.c - see stage.h. */
#include "engine/stage.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>
#include "util/fail.h"


typedef struct record {
	uint64_t at;   /* offset of its bytes in the file */
	uint32_t n;    /* bytes */
	uint32_t next; /* record of the same document, UINT32_MAX: last */
} record;

struct stage {
	FILE *file;
	uint64_t size;
	strtab ids; /* id -> document */
	buf firsts, lasts; /* uint32_t by document: its record chain */
	buf records;
	buf scratch;
	const char *map;
};

int
stage_temp_file(const char *target)
{
	char folder[4096];
	const char *slash = strrchr(target, '/');
	int n = slash ? snprintf(folder, sizeof folder, "%.*s",
			    slash == target ? 1 : (int)(slash - target), target)
		      : snprintf(folder, sizeof folder, ".");
	char name[4200];
	int fd;

	if (n < 0 || (size_t)n >= sizeof folder) {
		errno = ENAMETOOLONG;
		return -1;
	}
	fd = open(folder, O_RDWR | O_TMPFILE | O_CLOEXEC, 0600);
	if (fd >= 0 || (errno != EOPNOTSUPP && errno != EISDIR && errno != EINVAL))
		return fd;
	/* File systems without O_TMPFILE: a name for as short as can be. */
	snprintf(name, sizeof name, "%s/tensen-XXXXXX", folder);
	fd = mkostemp(name, O_CLOEXEC);
	if (fd >= 0)
		unlink(name);
	return fd;
}

static tensen_status
fail_temp(tensen_error *err, const char *doing)
{
	return tensen_fail(
	    err, TENSEN_E_IO, "temporary file: %s: %s", doing, strerror(errno));
}

tensen_status
stage_new(stage **out, const char *target, tensen_error *err)
{
	stage *s = calloc(1, sizeof *s);
	int fd;

	*out = NULL;
	if (!s)
		return tensen_fail_nomem(err);
	fd = stage_temp_file(target);
	if (fd < 0 || !(s->file = fdopen(fd, "w+"))) {
		tensen_status st = fail_temp(err, "cannot create");
		tensen_fail_at(err, target, 0);
		if (fd >= 0)
			close(fd);
		free(s);
		return st;
	}
	*out = s;
	return TENSEN_OK;
}

void
stage_free(stage *s)
{
	if (!s)
		return;
	if (s->map)
		munmap((void *)(uintptr_t)s->map, s->size);
	fclose(s->file);
	strtab_clear(&s->ids);
	buf_clear(&s->firsts);
	buf_clear(&s->lasts);
	buf_clear(&s->records);
	buf_clear(&s->scratch);
	free(s);
}

static uint32_t *
links(buf *b)
{
	return (uint32_t *)(void *)b->p;
}

static record *
records(const stage *s)
{
	return (record *)(void *)s->records.p;
}

tensen_status
stage_add(stage *s, const document *d, int *merged, tensen_error *err)
{
	uint32_t doc, before = s->ids.n, r = (uint32_t)(s->records.n / sizeof(record));
	record rec;

	buf_reset(&s->scratch);
	document_write(&s->scratch, d);
	if (s->scratch.failed || s->scratch.n > UINT32_MAX)
		return tensen_fail_nomem(err);
	rec = (record){s->size, (uint32_t)s->scratch.n, UINT32_MAX};
	doc = strtab_add(&s->ids, d->id);
	if (doc == STRTAB_NONE)
		return tensen_fail_nomem(err);
	*merged = doc < before;
	if (*merged) {
		records(s)[links(&s->lasts)[doc]].next = r;
		links(&s->lasts)[doc] = r;
	} else {
		buf_add(&s->firsts, &r, sizeof r);
		buf_add(&s->lasts, &r, sizeof r);
	}
	buf_add(&s->records, &rec, sizeof rec);
	if (s->firsts.failed || s->lasts.failed || s->records.failed)
		return tensen_fail_nomem(err);
	if (fwrite(s->scratch.p, 1, s->scratch.n, s->file) != s->scratch.n)
		return fail_temp(err, "cannot write");
	s->size += s->scratch.n;
	return TENSEN_OK;
}

tensen_status
stage_finish(stage *s, tensen_error *err)
{
	void *p;

	if (fflush(s->file) != 0)
		return fail_temp(err, "cannot write");
	if (s->size == 0)
		return TENSEN_OK;
	p = mmap(NULL, s->size, PROT_READ, MAP_SHARED, fileno(s->file), 0);
	if (p == MAP_FAILED)
		return fail_temp(err, "cannot map");
	s->map = p;
	return TENSEN_OK;
}

uint32_t
stage_count(const stage *s)
{
	return s->ids.n;
}

tensen_status
stage_get(
    const stage *s, uint32_t i, document *d, arena *mem, int *differs, tensen_error *err)
{
	uint32_t r = ((const uint32_t *)(const void *)s->firsts.p)[i];
	tensen_status st;

	if (differs)
		*differs = 0;
	st = document_read(d, mem, (span){s->map + records(s)[r].at, records(s)[r].n}, err);
	for (r = records(s)[r].next; r != UINT32_MAX && st == TENSEN_OK; r = records(s)[r].next) {
		document other;
		int differ = 0;
		st = document_read(
		    &other, mem, (span){s->map + records(s)[r].at, records(s)[r].n}, err);
		if (st == TENSEN_OK)
			st = document_merge(d, &other, &differ);
		if (differs)
			*differs |= differ;
	}
	return st;
}
