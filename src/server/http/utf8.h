/* server/http/utf8.h - what comes from the network and is called UTF-8, checked. */
#ifndef SERVER_HTTP_UTF8_H
#define SERVER_HTTP_UTF8_H
#include <stddef.h>

/* 1: well-formed UTF-8 without NUL: no surrogates, no overlong forms. */
int utf8_is_text(const char *p, size_t n);
/* One line of UTF-8 for a message: control characters become '?', and a character that
 * was cut at the end is taken away. */
void utf8_tidy(char *s);

#endif
