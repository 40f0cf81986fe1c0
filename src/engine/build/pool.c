/* engine/build/pool.c - see pool.h. */
#include "engine/build/pool.h"
#include <stdlib.h>
#include "util/fail.h"
#include "util/files/spill.h"

#define PARTS (N_FIELDS + 1) /* fields 1 .. N_FIELDS, then rows without one */

struct pool {
	buf target;
	spill *part[PARTS];        /* NULL: no record yet */
	uint32_t first[PARTS + 1]; /* after pool_finish(): first row of each part */
};

tensen_status
pool_new(pool **out, const char *target, tensen_error *err)
{
	pool *p = *out = calloc(1, sizeof *p);

	if (!p)
		return tensen_fail_nomem(err);
	buf_str(&p->target, target);
	buf_cstr(&p->target);
	if (!p->target.failed)
		return TENSEN_OK;
	pool_free(p);
	*out = NULL;
	return tensen_fail_nomem(err);
}

void
pool_free(pool *p)
{
	if (!p)
		return;
	for (unsigned i = 0; i < PARTS; i++)
		spill_free(p->part[i]);
	buf_clear(&p->target);
	free(p);
}

static unsigned
part_of(unsigned field)
{
	return field ? field - 1 : N_FIELDS;
}

tensen_status
pool_add(pool *p, unsigned field, span record, tensen_error *err)
{
	spill **s = &p->part[part_of(field)];
	tensen_status st = *s ? TENSEN_OK : spill_new(s, p->target.p, err);

	return st < 0 ? st : spill_add(*s, record.p, record.n, err);
}

tensen_status
pool_finish(pool *p, tensen_error *err)
{
	uint64_t n = 0;

	for (unsigned i = 0; i < PARTS; i++) {
		tensen_status st = p->part[i] ? spill_finish(p->part[i], err) : TENSEN_OK;
		if (st < 0)
			return st;
		p->first[i] = (uint32_t)n;
		n += p->part[i] ? spill_count(p->part[i]) : 0;
	}
	if (n >= UINT32_MAX)
		return tensen_fail(err, TENSEN_E_INPUT, "more than %u documents", UINT32_MAX - 1);
	p->first[PARTS] = (uint32_t)n;
	return TENSEN_OK;
}

uint32_t
pool_count(const pool *p)
{
	return p->first[PARTS];
}

uint32_t
pool_first(const pool *p, unsigned field)
{
	return p->first[part_of(field)];
}

/* The part that holds a row (row < pool_count()). */
static unsigned
part_with(const pool *p, uint32_t row)
{
	unsigned i = 0;

	while (p->first[i + 1] <= row)
		i++;
	return i;
}

size_t
pool_size(const pool *p, uint32_t row)
{
	unsigned i = part_with(p, row);

	return spill_size(p->part[i], row - p->first[i]);
}

tensen_status
pool_get(const pool *p, uint32_t first, uint32_t n, buf *out, tensen_error *err)
{
	tensen_status st = TENSEN_OK;

	while (n > 0 && st == TENSEN_OK) {
		unsigned i = part_with(p, first);
		uint32_t here = p->first[i + 1] - first;
		here = here < n ? here : n;
		st = spill_run(p->part[i], first - p->first[i], here, out, err);
		first += here;
		n -= here;
	}
	return st;
}
