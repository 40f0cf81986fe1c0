/* util/options.c - reading the structs that callers fill. */
#include "util/options.h"
#include <string.h>
#include "util/fail.h"

/* 1 if bytes [from, to) of p are zero. */
static int
is_zero(const void *ctx, size_t from, size_t to)
{
	const unsigned char *bytes = ctx;

	while (from < to && bytes[from] == 0)
		from++;
	return from >= to;
}

tensen_status
options_read(void *to, size_t size, const void *from, tensen_error *err)
{
	size_t given = 0;

	memset(to, 0, size);
	if (!from)
		return TENSEN_OK;
	memcpy(&given, from, sizeof given);
	if (given == 0)
		given = size;
	/* a page: every struct of options is much shorter, and a size that was never initialized
	 * cannot lead the reader far */
	if (given < sizeof given || given > 4096)
		return tensen_fail(
		    err, TENSEN_E_ARG, "options of size %zu: use TENSEN_..._INIT", given);
	if (!is_zero(from, size, given))
		return tensen_fail(err, TENSEN_E_ARG,
		    "options of a newer version: %zu bytes, this library knows %zu", given, size);
	memcpy(to, from, given < size ? given : size);
	return TENSEN_OK;
}

tensen_status
options_limit(
    const char *name, unsigned long long value, unsigned long long most, tensen_error *err)
{
	if (value <= most)
		return TENSEN_OK;
	return tensen_fail(err, TENSEN_E_ARG, SAY_VALUE_AT_MOST, name, value, most);
}
