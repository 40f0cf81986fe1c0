/* server/http/utf8.h - checking bytes from the network that claim to be UTF-8. */
#pragma once
#include <stddef.h>

/* 1: well-formed UTF-8 without NUL: no surrogates, no overlong forms. */
int utf8_is_text(const char *str, size_t n);
/* Makes a line of UTF-8 for a message: control characters become '?', a character cut at the
 * end is removed. */
void utf8_tidy(char *str);
