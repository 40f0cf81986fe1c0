/* fields/transfers.c - see transfers.h. */
#include "fields/transfers.h"
#include <stdlib.h>
#include "util/fail.h"
#include "util/strtab.h"

struct transfers {
	strtab sources;
	span *targets; /* by number of the source; borrowed from the models */
	uint32_t room;
};

static tensen_status
add(transfers *t, span source, span targets, tensen_error *err)
{
	uint32_t k = strtab_add(&t->sources, source);

	if (k == STRTAB_NONE)
		return tensen_fail_nomem(err);
	if (k >= t->room) {
		uint32_t room = t->room ? 2 * t->room : 1024;
		span *more = realloc(t->targets, room * sizeof *more);
		if (!more)
			return tensen_fail_nomem(err);
		t->targets = more;
		t->room = room;
	}
	t->targets[k] = targets;
	return TENSEN_OK;
}

static tensen_status
load(transfers *t, const models *m, tensen_error *err)
{
	span file, cols[2];
	size_t at = 0, n;
	unsigned line = 0;
	tensen_status st = models_get(m, "transfers.tsv", &file, err);

	while (st == TENSEN_OK && (n = tsv_next(file, &at, &line, cols, 2)) > 0)
		st = n == 2 ? add(t, cols[0], cols[1], err)
			    : tensen_fail(err, TENSEN_E_INPUT,
				  "transfers.tsv line %u: two columns expected", line);
	return st;
}

tensen_status
transfers_open(transfers **out, const models *m, tensen_error *err)
{
	transfers *t = *out = calloc(1, sizeof *t);
	tensen_status st = t ? load(t, m, err) : tensen_fail_nomem(err);

	if (st < 0) {
		transfers_close(t);
		*out = NULL;
	}
	return st;
}

void
transfers_close(transfers *t)
{
	if (!t)
		return;
	strtab_clear(&t->sources);
	free(t->targets);
	free(t);
}

span
transfers_of(const transfers *t, span symbol)
{
	uint32_t k = strtab_find(&t->sources, symbol);

	return k == STRTAB_NONE ? (span){"", 0} : t->targets[k];
}
