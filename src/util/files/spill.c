/* util/files/spill.c - see spill.h. */
#include "util/files/spill.h"
#include <stdlib.h>
#include "util/fail.h"
#include "util/files/spool.h"
#include "util/memory.h"

struct spill {
	spool *bytes;
	buf ends; /* uint64_t per record */
	uint64_t n;
};

tensen_status
spill_new(spill **out, const char *target, tensen_error *err)
{
	spill *s = *out = calloc(1, sizeof *s);
	tensen_status st = s ? spool_new(&s->bytes, target, err) : tensen_fail_nomem(err);

	return KEEP_OR_FREE(st, out, spill_free);
}

void
spill_free(spill *s)
{
	if (!s)
		return;
	spool_free(s->bytes);
	buf_clear(&s->ends);
	free(s);
}

tensen_status
spill_add(spill *s, const void *p, size_t n, tensen_error *err)
{
	tensen_status st = spool_add(s->bytes, p, n, err);

	buf_u64(&s->ends, spool_size(s->bytes));
	if (st == TENSEN_OK && s->ends.failed)
		return tensen_fail_nomem(err);
	s->n++;
	return st;
}

uint64_t
spill_count(const spill *s)
{
	return s->n;
}

tensen_status
spill_finish(spill *s, tensen_error *err)
{
	return spool_finish(s->bytes, err);
}

/* The offset of record i. */
static uint64_t
begin(const spill *s, uint64_t i)
{
	return i ? ((const uint64_t *)(const void *)s->ends.p)[i - 1] : 0;
}

size_t
spill_size(const spill *s, uint64_t i)
{
	return (size_t)(begin(s, i + 1) - begin(s, i));
}

tensen_status
spill_get(const spill *s, uint64_t i, arena *mem, span *out, tensen_error *err)
{
	size_t n = spill_size(s, i);
	char *p = arena_alloc(mem, n + 1);

	*out = (span){p ? p : "", p ? n : 0};
	return p ? spool_read(s->bytes, begin(s, i), p, n, err) : tensen_fail_nomem(err);
}

tensen_status
spill_run(const spill *s, uint64_t first, uint64_t n, buf *out, tensen_error *err)
{
	uint64_t at = begin(s, first), to = begin(s, first + n);

	if (buf_reserve(out, (size_t)(to - at)) < 0)
		return tensen_fail_nomem(err);
	out->n += (size_t)(to - at);
	return spool_read(
	    s->bytes, at, out->p + out->n - (size_t)(to - at), (size_t)(to - at), err);
}
