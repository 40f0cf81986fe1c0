/* corpus/formats/json_split.h - a file of JSON cut into its records.
 *
 * JSON Lines are cut at line ends, so that a broken line costs that line only.  An array of
 * objects, or objects printed over several lines, are cut by counting brackets. */
#pragma once
#include "corpus/input/stream.h"
#include "util/buf.h"

#define JSON_RECORD_MAX ((size_t)64 << 20)

typedef struct json_split {
	stream *src;
	int lines;
	uint64_t line; /* of the next byte */
	buf text;
	span rest; /* of the piece being cut, when not by lines */
	uint64_t rest_offset;
	uint32_t arrays; /* opened between values and not closed */
} json_split;

typedef struct json_piece {
	span text;           /* n = 0 with no problem: the end */
	uint64_t line;       /* where it begins */
	uint64_t offset;     /* in the stream */
	const char *problem; /* NULL, or why there is no text */
	int cut;             /* 1: the file ends here, perhaps inside the record: with a problem
				surely, of a line if it is no whole object */
} json_piece;

tensen_status json_split_init(json_split *split, stream *src, tensen_error *err);
void json_split_clear(json_split *split);
tensen_status json_split_next(json_split *split, json_piece *out, tensen_error *err);
