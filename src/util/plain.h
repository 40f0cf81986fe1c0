/* util/plain.h - numbers with a decimal point in a program of any locale.
 *
 * printf uses LC_NUMERIC, which belongs to the program that uses the library: under
 * de_DE a cell of CSV would be "0,5" and an SVG invalid.  During a call the calling thread alone
 * has the C locale. */
#pragma once
#include <stdarg.h>
#include <stddef.h>

int plain_vsnprintf(char *out, size_t size, const char *fmt, va_list ap);
__attribute__((format(printf, 3, 4))) int plain_snprintf(
    char *out, size_t size, const char *fmt, ...);
