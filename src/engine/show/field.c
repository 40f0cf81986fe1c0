/* engine/show/field.c - the public look-up of a field by a typed name.
 *
 * WHY  Filters of the command and of the server take names; nobody knows the numbers of WIPO fields
 *      by heart. */
#include <tensen/field.h>
#include <stdio.h>
#include "fields/fields.h"
#include "util/fail.h"

/* ASCII lower case only: UTF-8 bytes of Japanese are left as they are. */
static unsigned char
field_lower(char c)
{
	return (unsigned char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
}

static int
field_same(span text, span bytes)
{
	for (size_t i = 0; i < text.n; i++)
		if (field_lower(text.p[i]) != field_lower(bytes.p[i]))
			return 0;
	return 1;
}

static int
field_holds(span name, span typed)
{
	for (size_t i = 0; i + typed.n <= name.n; i++)
		if (field_same(typed, (span){name.p + i, typed.n}))
			return 1;
	return 0;
}

static int
is_called(const field_info *info, span typed)
{
	return field_holds(info->name[0], typed) || field_holds(info->name[1], typed) ||
	       field_holds(info->short_name[0], typed) || field_holds(info->short_name[1], typed);
}

/* 1..35 if s is just such a number, else 0. */
static unsigned
field_number(span text)
{
	unsigned v = 0;

	if (text.n < 1 || text.n > 2)
		return 0;
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] < '0' || text.p[i] > '9')
			return 0;
		v = v * 10 + (unsigned)(text.p[i] - '0');
	}
	return v <= N_FIELDS ? v : 0;
}

/* A name of ASCII alone is English. */
static tensen_lang
language_of(span typed)
{
	for (size_t i = 0; i < typed.n; i++)
		if ((unsigned char)typed.p[i] >= 0x80)
			return TENSEN_JA;
	return TENSEN_EN;
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
	uint64_t parts = 0;
	unsigned last = 0;

	if ((*out = field_number(typed)) > 0)
		return TENSEN_OK;
	for (unsigned i = 1; typed.n > 0 && i <= N_FIELDS; i++)
		if (is_called(fields_info(names, i), typed)) {
			parts |= FIELD_BIT(i);
			last = i;
		}
	if (!parts)
		return tensen_fail(
		    err, TENSEN_E_NOTFOUND, SAY_NO_FIELD_CALLED, field_quoted(typed), typed.p);
	if (parts & (parts - 1))
		return fail_ambiguous(names, parts, language_of(typed), err);
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
