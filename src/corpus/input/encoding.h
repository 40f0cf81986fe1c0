/* corpus/input/encoding.h - which encoding a file's first bytes are written in. */
#pragma once
#include <stddef.h>
#include "util/span.h"

/* The answer of encoding_detect(): `name` is for people, `converter` for ICU. */
typedef struct encoding {
	const char
	    *name; /* "UTF-8", "Shift_JIS", "EUC-JP", "ISO-2022-JP", "UTF-16LE", "UTF-16BE" */
	const char *converter; /* NULL: UTF-8, nothing to convert */
	size_t bom;            /* bytes of the byte order mark, 0 if none */
} encoding;

/* Decides from a sample of the file, in this order: a byte order mark; zeros where UTF-16 has
 * them; escapes of ISO-2022-JP; well-formed UTF-8; the XML declaration, if the bytes agree with
 * it; EUC-JP or Shift_JIS, whichever gives more kana and kanji; else UTF-8. */
encoding encoding_detect(span sample);

/* The encoding that the user named: any name ICU knows; UTF-8 is recognised without ICU. */
encoding encoding_named(const char *name, span sample);
