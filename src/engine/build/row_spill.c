/* engine/build/row_spill.c - see row_spill.h: one spill for each primary field. */
#include "engine/build/row_spill.h"
#include <stdlib.h>
#include "util/fail.h"
#include "util/files/spill.h"

#define PARTS (N_FIELDS + 1) /* fields 1 .. N_FIELDS, then rows without one */

struct row_spill {
	buf target;
	spill *part[PARTS];        /* NULL: no record yet */
	uint32_t first[PARTS + 1]; /* after row_spill_finish(): first row of each part */
};

tensen_status
row_spill_new(row_spill **out, const char *target, tensen_error *err)
{
	row_spill *p = *out = calloc(1, sizeof *p);

	if (!p)
		return tensen_fail_nomem(err);
	buf_str(&p->target, target);
	buf_cstr(&p->target);
	if (!p->target.failed)
		return TENSEN_OK;
	row_spill_free(p);
	*out = NULL;
	return tensen_fail_nomem(err);
}

void
row_spill_free(row_spill *p)
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
row_spill_add(row_spill *p, unsigned field, span record, tensen_error *err)
{
	spill **s = &p->part[part_of(field)];
	tensen_status st = *s ? TENSEN_OK : spill_new(s, p->target.p, err);

	return st < 0 ? st : spill_add(*s, record.p, record.n, err);
}

tensen_status
row_spill_finish(row_spill *p, tensen_error *err)
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
row_spill_count(const row_spill *p)
{
	return p->first[PARTS];
}

uint32_t
row_spill_first(const row_spill *p, unsigned field)
{
	return p->first[part_of(field)];
}

/* The part that holds a row (row < row_spill_count()). */
static unsigned
part_with(const row_spill *p, uint32_t row)
{
	unsigned i = 0;

	while (p->first[i + 1] <= row)
		i++;
	return i;
}

size_t
row_spill_size(const row_spill *p, uint32_t row)
{
	unsigned i = part_with(p, row);

	return spill_size(p->part[i], row - p->first[i]);
}

tensen_status
row_spill_get(const row_spill *p, uint32_t first, uint32_t n, buf *out, tensen_error *err)
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
