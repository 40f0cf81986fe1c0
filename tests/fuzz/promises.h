/* tests/fuzz/promises.h - what must hold for any bytes. */
#pragma once
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "text/utf8.h"
#include "util/span.h"

#define MUST(x)                                                                                    \
	do {                                                                                       \
		if (!(x)) {                                                                        \
			fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #x);                    \
			abort();                                                                   \
		}                                                                                  \
	} while (0)

static inline void
must_be_text(span s)
{
	MUST(s.n == 0 || s.p != NULL);
	MUST(utf8_bad_at(s) == s.n);
	MUST(s.n == 0 || memchr(s.p, 0, s.n) == NULL);
}

static inline void
must_be_texts(const span_list *l)
{
	for (uint32_t i = 0; i < l->n; i++)
		must_be_text(l->v[i]);
}

static inline void
must_be_object(span s)
{
	json_tokener *t;
	json_object *o;

	if (s.n == 0)
		return;
	t = json_tokener_new_ex(128);
	o = json_tokener_parse_ex(t, s.p, (int)s.n);
	MUST(o && json_object_is_type(o, json_type_object));
	json_object_put(o);
	json_tokener_free(t);
}
