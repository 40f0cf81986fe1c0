/* engine/eval/decisions.c - see decisions.h. */
#include "engine/eval/decisions.h"
#include <stdlib.h>
#include <json-c/json.h>
#include "fields/fields.h"
#include "util/fail.h"
#include "util/files/file.h"

/* true, false, null or missing; 0: something else stands there. */
static int
judgement(json_object *o, const char *key, int8_t *out)
{
	json_object *v = NULL;

	*out = NOT_JUDGED;
	if (!json_object_object_get_ex(o, key, &v) || !v)
		return 1;
	*out = json_object_get_boolean(v) ? JUDGED_YES : JUDGED_NO;
	return json_object_is_type(v, json_type_boolean);
}

/* 1, or 0: not a judgement; -1: out of memory. */
static int
take_object(decisions *d, json_object *o, uint64_t line)
{
	json_object *id = NULL, *field = NULL;
	decision x = {.line = line};
	int64_t f;

	if (!json_object_is_type(o, json_type_object) || !json_object_object_get_ex(o, "id", &id) ||
	    !json_object_is_type(id, json_type_string) || json_object_get_string_len(id) == 0 ||
	    !json_object_object_get_ex(o, "field", &field) ||
	    !json_object_is_type(field, json_type_int))
		return 0;
	f = json_object_get_int64(field);
	if (f < 1 || f > N_FIELDS || !judgement(o, "new", &x.is_new) ||
	    !judgement(o, "plausible", &x.plausible) ||
	    (x.is_new == NOT_JUDGED && x.plausible == NOT_JUDGED))
		return 0;
	x.field = (uint8_t)f;
	x.id = strtab_add(
	    &d->ids, (span){json_object_get_string(id), (size_t)json_object_get_string_len(id)});
	if (x.id == STRTAB_NONE)
		return -1;
	d->v[d->n++] = x;
	return 1;
}

static int
take_line(decisions *d, json_tokener *t, span line, uint64_t number)
{
	json_object *o;
	int good = 0;

	line = span_trim(line);
	if (line.n == 0)
		return 1;
	d->lines++;
	json_tokener_reset(t);
	o = line.n < INT32_MAX ? json_tokener_parse_ex(t, line.p, (int)line.n) : NULL;
	if (o && json_tokener_get_error(t) == json_tokener_success &&
	    json_tokener_get_parse_end(t) == line.n)
		good = take_object(d, o, number);
	json_object_put(o);
	if (!good && d->broken++ < DECISIONS_NAMED)
		d->broken_at[d->broken - 1] = number;
	return good >= 0;
}

static int
order(const void *a, const void *b)
{
	const decision *x = a, *y = b;

	if (x->id != y->id)
		return x->id < y->id ? -1 : 1;
	if (x->field != y->field)
		return x->field < y->field ? -1 : 1;
	return (x->line > y->line) - (x->line < y->line);
}

/* Of lines on one idea the last counts. */
static void
keep_last(decisions *d)
{
	uint32_t n = 0;

	if (d->n)
		qsort(d->v, d->n, sizeof *d->v, order);
	for (uint32_t i = 0; i < d->n; i++) {
		if (n && d->v[n - 1].id == d->v[i].id && d->v[n - 1].field == d->v[i].field) {
			n--;
			d->replaced++;
		}
		d->v[n++] = d->v[i];
	}
	d->n = n;
}

static tensen_status
take_lines(decisions *d, span bytes, tensen_error *err)
{
	json_tokener *t = json_tokener_new();
	uint64_t number = 0, most = 1;
	int good = t != NULL;

	for (size_t i = 0; i < bytes.n; i++)
		most += bytes.p[i] == '\n';
	d->v = malloc((size_t)most * sizeof *d->v);
	good = good && d->v;
	for (size_t at = 0; good && at < bytes.n;) {
		size_t end = span_find(bytes, SPAN_LIT("\n"), at);
		good = take_line(d, t, span_sub(bytes, at, end), ++number);
		at = end == (size_t)-1 ? bytes.n : end + 1;
	}
	if (t)
		json_tokener_free(t);
	keep_last(d);
	return good ? TENSEN_OK : tensen_fail_nomem(err);
}

tensen_status
decisions_read(decisions *out, const char *path, tensen_error *err)
{
	buf bytes = BUF_INIT;
	tensen_status st;

	*out = (decisions){.n = 0};
	strtab_init(&out->ids);
	st = file_slurp(&bytes, path, err);
	if (st == TENSEN_OK)
		st = take_lines(out, (span){bytes.p, bytes.n}, err);
	buf_clear(&bytes);
	return st;
}

void
decisions_clear(decisions *d)
{
	strtab_clear(&d->ids);
	free(d->v);
	*d = (decisions){.n = 0};
}
