/* corpus/formats/csv.c - see csv.h.
 *
 * HOW     libcsv gets one physical line at a time until the row has ended.  The raw bytes of the
 *         row are kept until then: csv_wrong.c searches them if the row is wrong.
 * COST    At most CSV_ROW_MAX of raw bytes are kept.
 * TSV     Most tables with tabs do not quote, so a line of the right width is split at its tabs;
 *         the quotes of any other line count. */
#include "corpus/formats/csv_impl.h"
#include "util/fail.h"
#include "util/memory.h"

/* Bytes that csv_wrong.c may parse in search of the next whole row: eight rows of CSV_ROW_MAX.  A
 * file made of open quotes would cost the square of its size. */
#define TRIAL_BUDGET ((size_t)256 << 20)

tensen_status
csv_new(csv **out, stream *src, char delimiter, tensen_error *err)
{
	csv *c = *out = malloc(sizeof *c);
	tensen_status st = TENSEN_OK;

	if (c)
		*c = (csv){.src = src, .delimiter = delimiter, .line = 1, .budget = TRIAL_BUDGET};
	if (!c || csv_parser_new(&c->p, delimiter) < 0)
		st = tensen_fail_nomem(err);
	return KEEP_OR_FREE(st, out, csv_close);
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
csv_expect(csv *csv_in, uint32_t n)
{
	csv_in->expect = n;
}

/* --- libcsv's callbacks ---------------------------------------------------- */

static void
on_field(void *ctx, size_t n, void *payload)
{
	csv *c = payload;

	if (n > CSV_FIELD_MAX)
		c->too_wide = 1;
	buf_add(&c->bytes, ctx, n);
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
release_if_large(buf *out)
{
	if (out->cap > (size_t)1 << 20)
		buf_clear(out);
	else
		buf_reset(out);
}

static void
begin_row(csv *csv_in)
{
	csv_fini(&csv_in->p, NULL, NULL, NULL); /* back to the initial state */
	release_if_large(&csv_in->raw);
	release_if_large(&csv_in->bytes);
	buf_reset(&csv_in->ends);
	if (csv_in->pending_at == csv_in->pending.n) {
		buf_clear(&csv_in->pending);
		csv_in->pending_at = 0;
	}
	csv_in->row_ended = csv_in->too_wide = csv_in->cut = 0;
	csv_in->first_line = csv_in->line;
	csv_in->raw_offset = csv_offset(csv_in);
	csv_in->problem[0] = '\0';
}

/* Give libcsv a piece; remember the line of a quote that stays open. */
static tensen_status
csv_feed(csv *csv_in, span piece, tensen_error *err)
{
	int was_open = csv_in_quotes(&csv_in->p);
	size_t before = csv_in->ends.n;

	if (csv_parse(&csv_in->p, piece.p, piece.n, on_field, on_row, csv_in) != piece.n)
		return tensen_fail(err, TENSEN_E_NOMEM, "%s", csv_strerror(csv_error(&csv_in->p)));
	if (csv_in_quotes(&csv_in->p) && (!was_open || csv_in->ends.n != before))
		csv_in->quote_line = csv_in->line;
	return TENSEN_OK;
}

/* Read up to the end of the row, the end of the file, or the limit. */
static tensen_status
read_row(csv *csv_in, tensen_error *err)
{
	span piece;
	int eol;
	tensen_status st;

	while (!csv_in->row_ended && csv_in->raw.n <= CSV_ROW_MAX) {
		if ((st = csv_piece(csv_in, &piece, &eol, err)) < 0)
			return st;
		if (piece.n == 0) {
			csv_in->at_end = 1;
			if (!csv_in_quotes(&csv_in->p))
				csv_fini(&csv_in->p, on_field, on_row, csv_in);
			break;
		}
		buf_span(&csv_in->raw, piece);
		if ((st = csv_feed(csv_in, piece, err)) < 0)
			return st;
		csv_in->line += (uint64_t)eol;
		if (eol && !csv_in->row_ended && !csv_in_quotes(&csv_in->p) && csv_in->ends.n == 0)
			begin_row(csv_in); /* an empty line */
	}
	if (csv_in->raw.failed || csv_in->bytes.failed || csv_in->ends.failed ||
	    csv_in->pending.failed)
		return tensen_fail_nomem(err);
	return TENSEN_OK;
}

static tensen_status
give_fields(csv *csv_in, csv_row *row, tensen_error *err)
{
	uint32_t n = csv_width(csv_in);

	buf_reset(&csv_in->fields);
	for (uint32_t i = 0; i < n || i < csv_in->expect; i++) {
		span s = i < n ? csv_field(csv_in, i) : (span){"", 0};
		buf_add(&csv_in->fields, &s, sizeof s);
	}
	if (csv_in->fields.failed)
		return tensen_fail_nomem(err);
	row->v = (const span *)(const void *)csv_in->fields.p;
	row->n = (uint32_t)(csv_in->fields.n / sizeof(span));
	return TENSEN_OK;
}

/* --- tables with tabs ------------------------------------------------------------------ */

static void
add_plain_field(csv *csv_in, span text)
{
	text = span_trim(text);
	if (text.n >= 2 && text.p[0] == '"' && text.p[text.n - 1] == '"') {
		for (size_t i = 1; i + 1 < text.n; i++) {
			buf_char(&csv_in->bytes, text.p[i]);
			i += text.p[i] == '"' && text.p[i + 1] == '"' && i + 2 < text.n;
		}
	} else {
		buf_span(&csv_in->bytes, text);
	}
	csv_in->too_wide |= text.n > CSV_FIELD_MAX;
	buf_add(&csv_in->ends, &csv_in->bytes.n, sizeof csv_in->bytes.n);
}

static void
split_tabs(csv *csv_in)
{
	span line = {csv_in->raw.p, csv_in->raw.n};
	size_t at = 0, tab;

	buf_reset(&csv_in->bytes);
	buf_reset(&csv_in->ends);
	while ((tab = span_find(line, SPAN_LIT("\t"), at)) != (size_t)-1) {
		add_plain_field(csv_in, span_sub(line, at, tab));
		at = tab + 1;
	}
	add_plain_field(csv_in, span_sub(line, at, line.n));
	csv_in->row_ended = 1;
}

/* Read one physical line into raw, passing over empty lines. */
static tensen_status
read_line(csv *csv_in, tensen_error *err)
{
	span piece;
	int eol = 0;
	tensen_status st;

	while (!eol && csv_in->raw.n <= CSV_ROW_MAX) {
		if ((st = csv_piece(csv_in, &piece, &eol, err)) < 0)
			return st;
		if (piece.n == 0)
			break;
		buf_span(&csv_in->raw, piece);
		if (eol && span_trim((span){csv_in->raw.p, csv_in->raw.n}).n == 0) {
			csv_in->line++;
			begin_row(csv_in);
			eol = 0;
		}
	}
	return csv_in->raw.failed ? tensen_fail_nomem(err) : TENSEN_OK;
}

/* Split one line at its tabs.  If the width is wrong and the line has quotes, give the line back
 * for libcsv. */
static tensen_status
read_plain_row(csv *csv_in, tensen_error *err)
{
	tensen_status st = read_line(csv_in, err);

	if (st < 0 || csv_in->raw.n == 0)
		return st;
	if (csv_in->raw.n <= CSV_ROW_MAX) {
		split_tabs(csv_in);
		if (csv_in->expect ? csv_width(csv_in) == csv_in->expect ||
					 !memchr(csv_in->raw.p, '"', csv_in->raw.n)
				   : csv_in->raw.p[0] != '"') {
			csv_in->line++;
			return TENSEN_OK;
		}
	}
	csv_give_back(csv_in, 0);
	begin_row(csv_in);
	return TENSEN_OK;
}

tensen_status
csv_next(csv *csv_in, csv_row *row, tensen_error *err)
{
	tensen_status st = TENSEN_OK;

	begin_row(csv_in);
	*row = (csv_row){NULL, 0, csv_in->first_line, NULL, 0};
	if (csv_in->delimiter == '\t')
		st = read_plain_row(csv_in, err);
	if (st == TENSEN_OK && !csv_in->row_ended)
		st = read_row(csv_in, err);
	row->line = csv_in->first_line;
	if (st < 0 || csv_in->raw.n == 0 ||
	    (!csv_in->row_ended && csv_in->at_end && !csv_in_quotes(&csv_in->p)))
		return st;
	if (!csv_in->expect)
		csv_in->header_quoted = csv_in->raw.p[0] == '"';
	if (csv_in->row_ended)
		csv_judge(csv_in);
	else if ((st = csv_judge_unended(csv_in, err)) < 0)
		return st;
	if (csv_in->problem[0]) {
		row->problem = csv_in->problem;
		row->cut = csv_in->cut;
		return TENSEN_OK;
	}
	return give_fields(csv_in, row, err);
}
