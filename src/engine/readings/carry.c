/* engine/readings/carry.c - the readings of one index taken over by another. */
#include <stdlib.h>
#include <string.h>
#include <tensen/readings.h>
#include "engine/readings/lines.h"
#include "util/fail.h"

typedef struct carrying {
	tensen_readings *to;
	tensen_error *err;
} carrying;

static tensen_status
carry_line(const char *line, size_t n, void *payload)
{
	carrying *c = payload;
	tensen_text known = {.p = NULL};
	line_head h;
	tensen_status st = TENSEN_OK;
	char *copy, *role, *key;

	if (tensen_reading_is_count(line, n))
		return TENSEN_OK;
	if (!(copy = strndup(line, n)))
		return tensen_fail_nomem(c->err);
	if (line_head_read(&h, (span){line, n})) {
		role = strndup(h.role.p, h.role.n);
		key = strndup(h.key.p, h.key.n);
		st = role && key ? tensen_readings_find(c->to, role, key, &known, c->err)
				 : tensen_fail_nomem(c->err);
		free(role);
		free(key);
		line_head_clear(&h);
	}
	if (st == TENSEN_OK && !known.p)
		st = tensen_readings_add(c->to, copy, c->err);
	tensen_text_free(&known);
	free(copy);
	return st;
}

tensen_status
tensen_readings_carry(const char *to, const char *from, tensen_error *err)
{
	tensen_readings *source = NULL;
	carrying c = {NULL, err};
	tensen_agreement agreed;
	tensen_status st =
	    strcmp(to, from) == 0 ? TENSEN_OK : tensen_readings_beside(&source, from, err);

	if (st < 0 || !source)
		return st;
	st = tensen_readings_beside(&c.to, to, err);
	if (st == TENSEN_OK)
		st = tensen_readings_each(source, carry_line, &c, err);
	if (st == TENSEN_OK)
		st = tensen_readings_agree(c.to, &agreed, err);
	if (st == TENSEN_OK)
		st = tensen_readings_settle(c.to, err);
	tensen_readings_close(c.to);
	tensen_readings_close(source);
	return st;
}
