/* fields/class_notes.c - see class_notes.h. */
#include "fields/class_notes.h"
#include <stdlib.h>
#include "util/fail.h"
#include "util/strtab.h"
#include "util/memory.h"

struct class_notes {
	strtab symbols;
	span *notes; /* by number of the symbol; borrowed from the models */
	uint32_t room;
};

static tensen_status
add(class_notes *t, span symbol, span note, tensen_error *err)
{
	uint32_t k = strtab_add(&t->symbols, symbol);

	if (k == STRTAB_NONE)
		return tensen_fail_nomem(err);
	if (k >= t->room) {
		uint32_t room = t->room ? 2 * t->room : 1024;
		span *more = realloc(t->notes, room * sizeof *more);
		if (!more)
			return tensen_fail_nomem(err);
		t->notes = more;
		t->room = room;
	}
	t->notes[k] = note;
	return TENSEN_OK;
}

static tensen_status
load(class_notes *t, const models *m, const char *file, tensen_error *err)
{
	tsv in;
	span cols[2];
	size_t n;
	tensen_status st = tsv_open(&in, m, file, err);

	while (st == TENSEN_OK && (n = tsv_next(&in, cols, 2)) > 0)
		st = n == 2 ? add(t, cols[0], cols[1], err)
			    : tensen_fail(err, TENSEN_E_INPUT, "%s line %u: two columns expected",
				  file, in.line);
	return st;
}

tensen_status
class_notes_open(class_notes **out, const models *m, const char *file, tensen_error *err)
{
	class_notes *t = *out = calloc(1, sizeof *t);
	tensen_status st = t ? load(t, m, file, err) : tensen_fail_nomem(err);

	return KEEP_OR_FREE(st, out, class_notes_close);
}

void
class_notes_close(class_notes *t)
{
	if (!t)
		return;
	strtab_clear(&t->symbols);
	free(t->notes);
	free(t);
}

span
class_notes_of(const class_notes *t, span symbol)
{
	uint32_t k = strtab_find(&t->symbols, symbol);

	return k == STRTAB_NONE ? (span){"", 0} : t->notes[k];
}
