/* util/plain.c - see plain.h. */
#include "util/plain.h"
#include <locale.h>
#include <stdio.h>

typedef struct borrowed {
	locale_t c, before;
} borrowed;

/* newlocale() of "C" returns an object that the C library always has: nothing is allocated. */
static borrowed
c_begin(void)
{
	locale_t c = newlocale(LC_ALL_MASK, "C", (locale_t)0);

	return (borrowed){c, uselocale(c)};
}

static void
c_end(borrowed one)
{
	uselocale(one.before);
	if (one.c)
		freelocale(one.c);
}

int
plain_vsnprintf(char *out, size_t size, const char *fmt, va_list ap)
{
	borrowed b = c_begin();
	int n = vsnprintf(out, size, fmt, ap);

	c_end(b);
	return n;
}

int
plain_snprintf(char *out, size_t size, const char *fmt, ...)
{
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = plain_vsnprintf(out, size, fmt, ap);
	va_end(ap);
	return n;
}
