/* engine/build/row_spill.c - see row_spill.h: one spill for each primary field. */
#include "engine/build/row_spill.h"
#include <stdlib.h>
#include "util/fail.h"
#include "util/files/spill.h"

#define PARTS (N_FIELDS + 1) /* fields 1 .. N_FIELDS, then rows without one */

struct row_spill {
	const char *target;
	spill *part[PARTS];        /* NULL: no record yet */
	uint32_t first[PARTS + 1]; /* after row_spill_finish(): first row of each part */
};

tensen_status
row_spill_new(row_spill **out, const char *target, tensen_error *err)
{
	*out = calloc(1, sizeof **out);
	if (!*out)
		return tensen_fail_nomem(err);
	(*out)->target = target;
	return TENSEN_OK;
}

void
row_spill_free(row_spill *out)
{
	if (!out)
		return;
	for (unsigned i = 0; i < PARTS; i++)
		spill_free(out->part[i]);
	free(out);
}

static unsigned
part_of(unsigned field)
{
	return field ? field - 1 : N_FIELDS;
}

tensen_status
row_spill_add(row_spill *out, unsigned field, span record, tensen_error *err)
{
	spill **s = &out->part[part_of(field)];
	tensen_status st = *s ? TENSEN_OK : spill_new(s, out->target, err);

	return st < 0 ? st : spill_add(*s, record.p, record.n, err);
}

tensen_status
row_spill_finish(row_spill *out, tensen_error *err)
{
	uint64_t n = 0;

	for (unsigned i = 0; i < PARTS; i++) {
		tensen_status st = out->part[i] ? spill_finish(out->part[i], err) : TENSEN_OK;
		if (st < 0)
			return st;
		out->first[i] = (uint32_t)n;
		n += out->part[i] ? spill_count(out->part[i]) : 0;
	}
	if (n >= UINT32_MAX)
		return tensen_fail(err, TENSEN_E_INPUT, SAY_MORE_THAN_DOCUMENTS, UINT32_MAX - 1);
	out->first[PARTS] = (uint32_t)n;
	return TENSEN_OK;
}

uint32_t
row_spill_count(const row_spill *out)
{
	return out->first[PARTS];
}

uint32_t
row_spill_first(const row_spill *out, unsigned field)
{
	return out->first[part_of(field)];
}

/* The part that holds a row (row < row_spill_count()). */
static unsigned
part_with(const row_spill *out, uint32_t row)
{
	unsigned i = 0;

	while (out->first[i + 1] <= row)
		i++;
	return i;
}

size_t
row_spill_size(const row_spill *out, uint32_t row)
{
	unsigned i = part_with(out, row);

	return spill_size(out->part[i], row - out->first[i]);
}

tensen_status
row_spill_get(const row_spill *sp, uint32_t first, uint32_t n, buf *out, tensen_error *err)
{
	tensen_status st = TENSEN_OK;

	while (n > 0 && st == TENSEN_OK) {
		unsigned i = part_with(sp, first);
		uint32_t here = sp->first[i + 1] - first;
		here = here < n ? here : n;
		st = spill_run(sp->part[i], first - sp->first[i], here, out, err);
		first += here;
		n -= here;
	}
	return st;
}
