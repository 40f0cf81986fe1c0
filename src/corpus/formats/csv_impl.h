/* corpus/formats/csv_impl.h - the parts that csv*.c share.
 *
 * csv.c reads rows; csv_wrong.c judges a row and finds the next whole one; csv_lines.c serves
 * both. */
#pragma once
#include <csv.h>
#include "corpus/formats/csv.h"
#include "util/buf.h"

struct csv {
	stream *src;
	char delimiter;
	int header_quoted;
	uint32_t expect;
	struct csv_parser p;
	buf raw; /* the row as read */
	uint64_t raw_offset;
	buf pending; /* bytes given back, to be read before the stream */
	size_t pending_at;
	uint64_t pending_offset;
	uint64_t line, first_line, quote_line;
	buf bytes, ends; /* fields: their bytes and size_t end offsets */
	buf fields;      /* span[] of the row given out */
	int row_ended, at_end, too_wide, cut;
	size_t budget;
	char problem[768];
};

#define CSV_IN_FIELD 2 /* libcsv's FIELD_BEGUN, which its header does not export */

int csv_parser_new(struct csv_parser *ps, char delimiter); /* -1: out of memory */
/* The next line, or a part of a long one (*eol 0); empty at the end. */
tensen_status csv_piece(csv *csv_in, span *piece, int *eol, tensen_error *err);
/* Read again from byte `from` of the raw row on. */
void csv_give_back(csv *csv_in, size_t from);
/* Offset in the stream of the next byte. */
uint64_t csv_offset(const csv *csv_in);
span csv_field(const csv *csv_in, uint32_t i);
/* Columns of the row, not counting empty ones behind the last expected column. */
uint32_t csv_width(const csv *csv_in);

static inline int
csv_in_quotes(const struct csv_parser *ps)
{
	return ps->pstate == CSV_IN_FIELD && ps->quoted;
}

/* Set csv_in->problem if the row cannot be used. */
void csv_judge(csv *csv_in);
/* The same for a row that is cut off by the end of the file or the limit. */
tensen_status csv_judge_unended(csv *csv_in, tensen_error *err);
