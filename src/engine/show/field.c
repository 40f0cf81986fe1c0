/* engine/show/field.c - the public look-up of a field by a typed name.
 *
 * WHY  Filters of the command and of the server take names; nobody knows the numbers of WIPO fields
 *      by heart. */
#include <tensen/field.h>
#include <stdio.h>
#include <stdlib.h>
#include "fields/fields.h"
#include "text/utf8.h"
#include "util/fail.h"

#define NAME_MAX_BYTES 256

static int
field_holds(span name, const char *typed)
{
	char copy[NAME_MAX_BYTES];

	snprintf(copy, sizeof copy, "%.*s", (int)name.n, name.p);
	return strcasestr(copy, typed) != NULL;
}

static int
is_called(const field_info *info, const char *typed)
{
	return field_holds(info->name[0], typed) || field_holds(info->name[1], typed) ||
	       field_holds(info->short_name[0], typed) || field_holds(info->short_name[1], typed);
}

/* "1 Electrical, 7 Business IT ...": as many as a message holds. */
static tensen_status
fail_ambiguous(const fields *names, uint64_t hits, tensen_lang lang, tensen_error *err)
{
	char list[160];
	size_t n = 0;

	list[0] = '\0';
	for (unsigned i = 1; i <= N_FIELDS; i++) {
		const field_info *x = fields_info(names, i);
		if (!(hits & FIELD_BIT(i)))
			continue;
		if (n + x->short_name[lang].n + 12 > sizeof list)
			break;
		n += (size_t)snprintf(list + n, sizeof list - n, "%s%u %.*s",
		    !n                  ? ""
		    : lang == TENSEN_JA ? "、"
					: ", ",
		    i, (int)x->short_name[lang].n, x->short_name[lang].p);
	}
	return tensen_fail(err, TENSEN_E_NOTFOUND, SAY_MORE_THAN_ONE_FIELD, list);
}

/* The typed text cut to the length that a message should repeat, between characters. */
static int
field_quoted(span text)
{
	size_t n = text.n > 80 ? 80 : text.n;

	while (n > 0 && n < text.n && ((unsigned char)text.p[n] & 0xC0) == 0x80)
		n--;
	return (int)n;
}

static tensen_status
field_find(const fields *names, unsigned *out, span typed, tensen_error *err)
{
	char text[NAME_MAX_BYTES];
	uint64_t parts = 0;
	unsigned last = 0;

	snprintf(text, sizeof text, "%.*s", (int)typed.n, typed.p);
	if (typed.n <= 2 && strspn(text, "0123456789") == typed.n)
		*out = (unsigned)strtoul(text, NULL, 10);
	if (*out && *out <= N_FIELDS)
		return TENSEN_OK;
	*out = 0;
	for (unsigned i = 1; typed.n && typed.n < sizeof text && i <= N_FIELDS; i++)
		if (is_called(fields_info(names, i), text)) {
			parts |= FIELD_BIT(i);
			last = i;
		}
	if (!parts)
		return tensen_fail(
		    err, TENSEN_E_NOTFOUND, SAY_NO_FIELD_CALLED, field_quoted(typed), typed.p);
	if (parts & (parts - 1))
		return fail_ambiguous(names, parts, is_ascii(typed) ? TENSEN_EN : TENSEN_JA, err);
	*out = last;
	return TENSEN_OK;
}

tensen_status
tensen_field_find(unsigned *out, const char *name, const char *folder, tensen_error *err)
{
	models *m = NULL;
	fields *f = NULL;
	tensen_status st;

	*out = 0;
	if ((st = models_open(&m, folder, err)) < 0)
		goto out;
	if ((st = fields_open(&f, m, err)) < 0)
		goto out;
	st = field_find(f, out, span_trim(span_of(name)), err);
out:
	fields_close(f);
	models_close(m);
	return st;
}
