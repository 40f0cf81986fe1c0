/* util/files/spill.c - see spill.h. */
#include "util/files/spill.h"
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
spill_free(spill *out)
{
	if (!out)
		return;
	spool_free(out->bytes);
	buf_clear(&out->ends);
	free(out);
}

tensen_status
spill_add(spill *out, const void *ctx, size_t n, tensen_error *err)
{
	tensen_status st = spool_add(out->bytes, ctx, n, err);

	buf_u64(&out->ends, spool_size(out->bytes));
	if (st == TENSEN_OK && out->ends.failed)
		return tensen_fail_nomem(err);
	out->n++;
	return st;
}

uint64_t
spill_count(const spill *out)
{
	return out->n;
}

tensen_status
spill_finish(spill *out, tensen_error *err)
{
	return spool_finish(out->bytes, err);
}

/* The offset of record i. */
static uint64_t
spill_begin(const spill *out, uint64_t i)
{
	return i ? ((const uint64_t *)(const void *)out->ends.p)[i - 1] : 0;
}

size_t
spill_size(const spill *out, uint64_t i)
{
	return (size_t)(spill_begin(out, i + 1) - spill_begin(out, i));
}

tensen_status
spill_get(const spill *spilled, uint64_t i, arena *mem, span *out, tensen_error *err)
{
	size_t n = spill_size(spilled, i);
	char *p = arena_alloc(mem, n + 1);

	*out = (span){p ? p : "", p ? n : 0};
	return p ? spool_read(spilled->bytes, spill_begin(spilled, i), p, n, err)
		 : tensen_fail_nomem(err);
}

tensen_status
spill_run(const spill *spilled, uint64_t first, uint64_t n, buf *out, tensen_error *err)
{
	uint64_t at = spill_begin(spilled, first), to = spill_begin(spilled, first + n);

	if (buf_reserve(out, (size_t)(to - at)) < 0)
		return tensen_fail_nomem(err);
	out->n += (size_t)(to - at);
	return spool_read(
	    spilled->bytes, at, out->p + out->n - (size_t)(to - at), (size_t)(to - at), err);
}
