/* corpus/formats/csv_lines.c - the parser, the lines and the columns of the row being read. */
#include <string.h>
#include "corpus/formats/csv_impl.h"

/* CR counts as a blank, so it is dropped before LF and at the ends of fields. */
static int
is_blank(unsigned char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

static int
is_line_end(unsigned char c)
{
	return c == '\n';
}

int
csv_parser_new(struct csv_parser *ps, char delimiter)
{
	if (csv_init(ps, 0) != 0)
		return -1;
	csv_set_delim(ps, (unsigned char)delimiter);
	csv_set_space_func(ps, is_blank);
	csv_set_term_func(ps, is_line_end);
	csv_set_blk_size(ps, 64 * 1024);
	return 0;
}

tensen_status
csv_piece(csv *csv_in, span *piece, int *eol, tensen_error *err)
{
	size_t left = csv_in->pending.n - csv_in->pending_at;
	const char *p, *end;

	if (left == 0)
		return stream_piece(csv_in->src, piece, eol, err);
	p = csv_in->pending.p + csv_in->pending_at;
	end = memchr(p, '\n', left);
	*eol = end != NULL;
	*piece = (span){p, end ? (size_t)(end - p) + 1 : left};
	csv_in->pending_at += piece->n;
	return TENSEN_OK;
}

uint64_t
csv_offset(const csv *csv_in)
{
	if (csv_in->pending_at < csv_in->pending.n)
		return csv_in->pending_offset + csv_in->pending_at;
	return stream_offset(csv_in->src);
}

void
csv_give_back(csv *csv_in, size_t from)
{
	buf again = BUF_INIT;
	size_t left = csv_in->pending.n - csv_in->pending_at;

	buf_add(&again, csv_in->raw.p + from, csv_in->raw.n - from);
	if (left)
		buf_add(&again, csv_in->pending.p + csv_in->pending_at, left);
	again.failed |= csv_in->raw.failed;
	buf_clear(&csv_in->pending);
	csv_in->pending = again;
	csv_in->pending_at = 0;
	csv_in->pending_offset = csv_in->raw_offset + from;
}

static uint32_t
n_fields(const csv *csv_in)
{
	return (uint32_t)(csv_in->ends.n / sizeof(size_t));
}

span
csv_field(const csv *csv_in, uint32_t i)
{
	const size_t *ends = (const size_t *)(const void *)csv_in->ends.p;
	size_t from = i ? ends[i - 1] : 0;

	return (span){csv_in->bytes.p ? csv_in->bytes.p + from : "", ends[i] - from};
}

uint32_t
csv_width(const csv *csv_in)
{
	uint32_t n = n_fields(csv_in);

	while (csv_in->expect && n > csv_in->expect && csv_field(csv_in, n - 1).n == 0)
		n--;
	return n;
}
