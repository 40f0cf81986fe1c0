/* corpus/formats/csv.c - see csv.h.
 *
 * HOW     libcsv gets one physical line at a time until the row has ended.  The raw bytes of the
 *         row are kept until then: csv_wrong.c searches them if the row is wrong.
 * QUICK   csv_cut() cuts a regular row that lies whole in the stream's buffer; nearly all rows
 *         are such rows.
 * COST    At most CSV_ROW_MAX of raw bytes are kept.
 * TSV     Most tables with tabs do not quote, so a line of the right width is split at its tabs;
 *         the quotes of any other line count. */
#include <stdlib.h>
#include "corpus/formats/csv_cut.h"
#include "corpus/formats/csv_impl.h"
#include "util/fail.h"

/* Bytes that csv_wrong.c may parse in search of the next whole row: eight rows of CSV_ROW_MAX.  A
 * file made of open quotes would cost the square of its size. */
#define TRIAL_BUDGET ((size_t)256 << 20)

tensen_status
csv_new(csv **out, stream *src, char delimiter, tensen_error *err)
{
	csv *c = calloc(1, sizeof *c);

	*out = NULL;
	if (!c || csv_parser_new(&c->p, delimiter) < 0) {
		free(c);
		return tensen_fail_nomem(err);
	}
	c->src = src;
	c->delimiter = delimiter;
	c->line = 1;
	c->budget = TRIAL_BUDGET;
	*out = c;
	return TENSEN_OK;
}

void
csv_close(csv *c)
{
	if (!c)
		return;
	csv_free(&c->p);
	bufs_clear(&c->raw, &c->pending, &c->bytes, &c->ends, &c->fields);
	free(c);
}

void
csv_expect(csv *c, uint32_t n)
{
	c->expect = n;
}

/* --- libcsv's callbacks ---------------------------------------------------- */

static void
on_field(void *p, size_t n, void *payload)
{
	csv *c = payload;

	if (n > CSV_FIELD_MAX)
		c->too_wide = 1;
	buf_add(&c->bytes, p, n);
	buf_add(&c->ends, &c->bytes.n, sizeof c->bytes.n);
}

static void
on_row(int ch, void *payload)
{
	csv *c = payload;

	(void)ch;
	c->row_ended = 1;
}

/* --- one row -------------------------------------------------------------------- */

static void
release_if_large(buf *b)
{
	if (b->cap > (size_t)1 << 20)
		buf_clear(b);
	else
		buf_reset(b);
}

static void
begin_row(csv *c)
{
	csv_fini(&c->p, NULL, NULL, NULL); /* back to the initial state */
	release_if_large(&c->raw);
	release_if_large(&c->bytes);
	buf_reset(&c->ends);
	if (c->pending_at == c->pending.n) {
		buf_clear(&c->pending);
		c->pending_at = 0;
	}
	c->row_ended = c->too_wide = c->cut = 0;
	c->first_line = c->line;
	c->raw_offset = csv_offset(c);
	c->problem[0] = '\0';
}

/* Give libcsv a piece; remember the line of a quote that stays open. */
static tensen_status
feed(csv *c, span piece, tensen_error *err)
{
	int was_open = csv_in_quotes(&c->p);
	size_t before = c->ends.n;

	if (csv_parse(&c->p, piece.p, piece.n, on_field, on_row, c) != piece.n)
		return tensen_fail(err, TENSEN_E_NOMEM, "%s", csv_strerror(csv_error(&c->p)));
	if (csv_in_quotes(&c->p) && (!was_open || c->ends.n != before))
		c->quote_line = c->line;
	return TENSEN_OK;
}

/* Read up to the end of the row, the end of the file, or the limit. */
static tensen_status
read_row(csv *c, tensen_error *err)
{
	span piece;
	int eol;
	tensen_status st;

	while (!c->row_ended && c->raw.n <= CSV_ROW_MAX) {
		if ((st = csv_piece(c, &piece, &eol, err)) < 0)
			return st;
		if (piece.n == 0) {
			c->at_end = 1;
			if (!csv_in_quotes(&c->p))
				csv_fini(&c->p, on_field, on_row, c);
			break;
		}
		buf_span(&c->raw, piece);
		if ((st = feed(c, piece, err)) < 0)
			return st;
		c->line += (uint64_t)eol;
		if (eol && !c->row_ended && !csv_in_quotes(&c->p) && c->ends.n == 0)
			begin_row(c); /* an empty line */
	}
	if (c->raw.failed || c->bytes.failed || c->ends.failed || c->pending.failed)
		return tensen_fail_nomem(err);
	return TENSEN_OK;
}

static tensen_status
give_fields(csv *c, csv_row *row, tensen_error *err)
{
	uint32_t n = csv_width(c);

	buf_reset(&c->fields);
	for (uint32_t i = 0; i < n || i < c->expect; i++) {
		span s = i < n ? csv_field(c, i) : (span){"", 0};
		buf_add(&c->fields, &s, sizeof s);
	}
	if (c->fields.failed)
		return tensen_fail_nomem(err);
	row->v = (const span *)(const void *)c->fields.p;
	row->n = (uint32_t)(c->fields.n / sizeof(span));
	return TENSEN_OK;
}

/* --- regular rows -------------------------------------------------------------- */

/* Read the next row if csv_cut() can; else consume nothing and leave row_ended 0. */
static tensen_status
read_quick_row(csv *c, tensen_error *err)
{
	tensen_error bad;
	uint64_t lines;
	span s;
	tensen_status st;

	if (!c->expect || c->pending_at < c->pending.n)
		return TENSEN_OK;
	if ((st = stream_peek(c->src, 1, &s, err)) < 0)
		return st;
	s.n = csv_cut(s, c->delimiter, c->expect, &c->bytes, &c->ends, &lines);
	if (s.n == 0 || stream_check(c->src, s, c->raw_offset, &bad) < 0) {
		buf_reset(&c->bytes);
		buf_reset(&c->ends);
		return TENSEN_OK;
	}
	stream_skip(c->src, s.n);
	c->line += lines;
	c->row_ended = 1;
	return c->bytes.failed || c->ends.failed ? tensen_fail_nomem(err) : TENSEN_OK;
}

/* --- tables with tabs ------------------------------------------------------------------ */

static void
add_plain_field(csv *c, span s)
{
	s = span_trim(s);
	if (s.n >= 2 && s.p[0] == '"' && s.p[s.n - 1] == '"') {
		for (size_t i = 1; i + 1 < s.n; i++) {
			buf_char(&c->bytes, s.p[i]);
			i += s.p[i] == '"' && s.p[i + 1] == '"' && i + 2 < s.n;
		}
	} else {
		buf_span(&c->bytes, s);
	}
	c->too_wide |= s.n > CSV_FIELD_MAX;
	buf_add(&c->ends, &c->bytes.n, sizeof c->bytes.n);
}

static void
split_tabs(csv *c)
{
	span line = {c->raw.p, c->raw.n};
	size_t at = 0, tab;

	buf_reset(&c->bytes);
	buf_reset(&c->ends);
	while ((tab = span_find(line, SPAN_LIT("\t"), at)) != (size_t)-1) {
		add_plain_field(c, span_sub(line, at, tab));
		at = tab + 1;
	}
	add_plain_field(c, span_sub(line, at, line.n));
	c->row_ended = 1;
}

/* Read one physical line into raw, passing over empty lines. */
static tensen_status
read_line(csv *c, tensen_error *err)
{
	span piece;
	int eol = 0;
	tensen_status st;

	while (!eol && c->raw.n <= CSV_ROW_MAX) {
		if ((st = csv_piece(c, &piece, &eol, err)) < 0)
			return st;
		if (piece.n == 0)
			break;
		buf_span(&c->raw, piece);
		if (eol && span_trim((span){c->raw.p, c->raw.n}).n == 0) {
			c->line++;
			begin_row(c);
			eol = 0;
		}
	}
	return c->raw.failed ? tensen_fail_nomem(err) : TENSEN_OK;
}

/* Split one line at its tabs.  If the width is wrong and the line has quotes, give the line back
 * for libcsv. */
static tensen_status
read_plain_row(csv *c, tensen_error *err)
{
	tensen_status st = read_line(c, err);

	if (st < 0 || c->raw.n == 0)
		return st;
	if (c->raw.n <= CSV_ROW_MAX) {
		split_tabs(c);
		if (c->expect ? csv_width(c) == c->expect || !memchr(c->raw.p, '"', c->raw.n)
			      : c->raw.p[0] != '"') {
			c->line++;
			return TENSEN_OK;
		}
	}
	csv_give_back(c, 0);
	begin_row(c);
	return TENSEN_OK;
}

tensen_status
csv_next(csv *c, csv_row *row, tensen_error *err)
{
	tensen_status st = TENSEN_OK;

	begin_row(c);
	*row = (csv_row){NULL, 0, c->first_line, NULL, 0};
	if (c->delimiter == '\t')
		st = read_plain_row(c, err);
	else if ((st = read_quick_row(c, err)) < 0 || c->row_ended)
		return st < 0 ? st : give_fields(c, row, err);
	if (st == TENSEN_OK && !c->row_ended)
		st = read_row(c, err);
	row->line = c->first_line;
	if (st < 0 || c->raw.n == 0 || (!c->row_ended && c->at_end && !csv_in_quotes(&c->p)))
		return st;
	if (!c->expect)
		c->header_quoted = c->raw.p[0] == '"';
	if (c->row_ended)
		csv_judge(c);
	else if ((st = csv_judge_unended(c, err)) < 0)
		return st;
	if (c->problem[0]) {
		row->problem = c->problem;
		row->cut = c->cut;
		return TENSEN_OK;
	}
	return give_fields(c, row, err);
}
