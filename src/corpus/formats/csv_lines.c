/* corpus/formats/csv_lines.c - the parser, the lines and the columns of the row being read. */
#include <string.h>
#include "corpus/formats/csv_cut.h"
#include "corpus/formats/csv_impl.h"

int
csv_parser_new(struct csv_parser *p, char delimiter)
{
	if (csv_init(p, 0) != 0)
		return -1;
	csv_set_delim(p, (unsigned char)delimiter);
	csv_set_space_func(p, csv_is_blank);
	csv_set_term_func(p, csv_is_line_end);
	csv_set_blk_size(p, 64 * 1024);
	return 0;
}

tensen_status
csv_piece(csv *c, span *piece, int *eol, tensen_error *err)
{
	size_t left = c->pending.n - c->pending_at;
	const char *p, *end;

	if (left == 0)
		return stream_piece(c->src, piece, eol, err);
	p = c->pending.p + c->pending_at;
	end = memchr(p, '\n', left);
	*eol = end != NULL;
	*piece = (span){p, end ? (size_t)(end - p) + 1 : left};
	c->pending_at += piece->n;
	return TENSEN_OK;
}

uint64_t
csv_offset(const csv *c)
{
	if (c->pending_at < c->pending.n)
		return c->pending_offset + c->pending_at;
	return stream_offset(c->src);
}

void
csv_give_back(csv *c, size_t from)
{
	buf again = BUF_INIT;
	size_t left = c->pending.n - c->pending_at;

	buf_add(&again, c->raw.p + from, c->raw.n - from);
	if (left)
		buf_add(&again, c->pending.p + c->pending_at, left);
	again.failed |= c->raw.failed;
	buf_clear(&c->pending);
	c->pending = again;
	c->pending_at = 0;
	c->pending_offset = c->raw_offset + from;
}

static uint32_t
n_fields(const csv *c)
{
	return (uint32_t)(c->ends.n / sizeof(size_t));
}

span
csv_field(const csv *c, uint32_t i)
{
	const size_t *ends = (const size_t *)(const void *)c->ends.p;
	size_t from = i ? ends[i - 1] : 0;

	return (span){c->bytes.p ? c->bytes.p + from : "", ends[i] - from};
}

uint32_t
csv_width(const csv *c)
{
	uint32_t n = n_fields(c);

	while (c->expect && n > c->expect && csv_field(c, n - 1).n == 0)
		n--;
	return n;
}
