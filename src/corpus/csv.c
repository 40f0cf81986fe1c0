/* corpus/csv.c - see csv.h.
 *
 * HOW     libcsv is fed one physical line at a time and asked whether the row has
 *         ended; the raw bytes of the row are kept until then.  If the row turns
 *         out wrong (columns missing, a quote open at the end of the file or past
 *         CSV_ROW_MAX) each of its later lines is tried as the beginning of a row
 *         of the right width; from the first that is, reading goes on.
 * QUICK   A row that is as it should be and lies whole in the source's buffer is cut there by
 *         csv_cut(): nearly all are.
 * COST    At most CSV_ROW_MAX of raw bytes; trials stop after TRIAL_BUDGET bytes,
 *         so a file made to be slow cannot be.
 * TSV     Most tables with tabs do not quote: a line of the right width is taken
 *         as it stands, and only otherwise are its quotes believed. */
#include "corpus/csv.h"
#include <csv.h>
#include <stdio.h>
#include <stdlib.h>
#include "corpus/csv_cut.h"
#include "util/buf.h"
#include "util/fail.h"

#define TRIAL_BUDGET ((size_t)256 << 20)
#define IN_FIELD 2 /* libcsv's FIELD_BEGUN, which its header does not export */

struct csv {
	source *src;
	char delimiter;
	int header_quoted;
	uint32_t expect;
	struct csv_parser p;
	int parser_ready;
	buf raw; /* the row as read */
	uint64_t raw_offset;
	buf pending; /* bytes given back, to be read before the source */
	size_t pending_at;
	uint64_t pending_offset;
	uint64_t line, first_line, quote_line;
	buf bytes, ends; /* fields: their bytes and size_t end offsets */
	buf fields;      /* span[] of the row given out */
	int row_ended, at_end, too_wide;
	size_t budget;
	char problem[256];
};

static int
parser_init(struct csv_parser *p, char delimiter)
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
csv_new(csv **out, source *src, char delimiter, tensen_error *err)
{
	csv *c = calloc(1, sizeof *c);

	*out = NULL;
	if (!c || parser_init(&c->p, delimiter) < 0) {
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
	buf_clear(&c->raw);
	buf_clear(&c->pending);
	buf_clear(&c->bytes);
	buf_clear(&c->ends);
	buf_clear(&c->fields);
	free(c);
}

void
csv_expect(csv *c, uint32_t n)
{
	c->expect = n;
}

/* --- reading lines ------------------------------------------------------ */

static tensen_status
next_piece(csv *c, span *piece, int *eol, tensen_error *err)
{
	size_t left = c->pending.n - c->pending_at;
	const char *p, *end;

	if (left == 0)
		return source_piece(c->src, piece, eol, err);
	p = c->pending.p + c->pending_at;
	end = memchr(p, '\n', left);
	*eol = end != NULL;
	*piece = (span){p, end ? (size_t)(end - p) + 1 : left};
	c->pending_at += piece->n;
	return TENSEN_OK;
}

static uint64_t
stream_offset(const csv *c)
{
	if (c->pending_at < c->pending.n)
		return c->pending_offset + c->pending_at;
	return source_offset(c->src);
}

/* Read again from byte `from` of the raw row on. */
static void
give_back(csv *c, size_t from)
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

typedef struct trial {
	uint32_t n;
	int ended;
} trial;

static void
on_trial_field(void *p, size_t n, void *payload)
{
	(void)p;
	(void)n;
	((trial *)payload)->n++;
}

static void
on_trial_row(int ch, void *payload)
{
	(void)ch;
	((trial *)payload)->ended = 1;
}

/* --- one row -------------------------------------------------------------------- */

static int
in_quotes(const csv *c)
{
	return c->p.pstate == IN_FIELD && c->p.quoted;
}

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
	c->row_ended = c->too_wide = 0;
	c->first_line = c->line;
	c->raw_offset = stream_offset(c);
	c->problem[0] = '\0';
}

/* Feed a piece; remember on which line a quote that stays open was opened. */
static tensen_status
feed(csv *c, span piece, tensen_error *err)
{
	int was_open = in_quotes(c);
	size_t before = c->ends.n;

	if (csv_parse(&c->p, piece.p, piece.n, on_field, on_row, c) != piece.n)
		return tensen_fail(err, TENSEN_E_NOMEM, "%s", csv_strerror(csv_error(&c->p)));
	if (in_quotes(c) && (!was_open || c->ends.n != before))
		c->quote_line = c->line;
	return TENSEN_OK;
}

/* Read until the row has ended, the file has, or the limit is passed. */
static tensen_status
read_row(csv *c, tensen_error *err)
{
	span piece;
	int eol;
	tensen_status st;

	while (!c->row_ended && c->raw.n <= CSV_ROW_MAX) {
		if ((st = next_piece(c, &piece, &eol, err)) < 0)
			return st;
		if (piece.n == 0) {
			c->at_end = 1;
			if (!in_quotes(c))
				csv_fini(&c->p, on_field, on_row, c);
			break;
		}
		buf_span(&c->raw, piece);
		if ((st = feed(c, piece, err)) < 0)
			return st;
		c->line += (uint64_t)eol;
		if (eol && !c->row_ended && !in_quotes(c) && c->ends.n == 0)
			begin_row(c); /* an empty line */
	}
	if (c->raw.failed || c->bytes.failed || c->ends.failed || c->pending.failed)
		return tensen_fail_nomem(err);
	return TENSEN_OK;
}

/* --- when a row is wrong ------------------------------------------------------------ */

/* 1 if a whole row of the right width begins at s. */
static int
is_row(csv *c, span s)
{
	struct csv_parser p;
	trial t = {0, 0};
	size_t at = 0;

	if (parser_init(&p, c->delimiter) < 0)
		return 0;
	while (at < s.n && !t.ended && c->budget > 0) {
		const char *end = memchr(s.p + at, '\n', s.n - at);
		size_t n = end ? (size_t)(end - (s.p + at)) + 1 : s.n - at;
		if (n > c->budget)
			n = c->budget;
		csv_parse(&p, s.p + at, n, on_trial_field, on_trial_row, &t);
		at += n;
		c->budget -= n;
	}
	if (!t.ended && c->at_end && !(p.pstate == IN_FIELD && p.quoted))
		csv_fini(&p, on_trial_field, on_trial_row, &t);
	csv_free(&p);
	return t.ended && t.n == c->expect;
}

/* Go on at the first later line of this row that begins a row.  Returns 0 if
 * there is none. */
static int
resume(csv *c)
{
	uint64_t line = c->first_line;
	size_t at = 0;

	while (at < c->raw.n && c->budget > 0) {
		const char *end = memchr(c->raw.p + at, '\n', c->raw.n - at);
		if (!end)
			return 0;
		at = (size_t)(end - c->raw.p) + 1;
		line++;
		if (at == c->raw.n || (c->header_quoted && c->raw.p[at] != '"'))
			continue;
		if (is_row(c, span_sub((span){c->raw.p, c->raw.n}, at, c->raw.n))) {
			give_back(c, at);
			c->line = line;
			c->at_end = 0;
			return 1;
		}
	}
	return 0;
}

/* Pass over the rest of a row that is too long, without keeping it. */
static tensen_status
skip_row(csv *c, tensen_error *err)
{
	int quoted = in_quotes(c), eol;
	span piece;
	tensen_status st;

	for (;;) {
		if ((st = next_piece(c, &piece, &eol, err)) < 0)
			return st;
		if (piece.n == 0)
			break;
		for (size_t i = 0; i < piece.n; i++)
			quoted ^= piece.p[i] == '"';
		c->line += (uint64_t)eol;
		if (eol && !quoted)
			break;
	}
	csv_free(&c->p); /* its buffer holds megabytes of the row */
	return parser_init(&c->p, c->delimiter) < 0 ? tensen_fail_nomem(err) : TENSEN_OK;
}

static uint32_t
n_fields(const csv *c)
{
	return (uint32_t)(c->ends.n / sizeof(size_t));
}

static span
field(const csv *c, uint32_t i)
{
	const size_t *ends = (const size_t *)(const void *)c->ends.p;
	size_t from = i ? ends[i - 1] : 0;

	return (span){c->bytes.p ? c->bytes.p + from : "", ends[i] - from};
}

/* Columns, without empty ones behind the last that is wanted. */
static uint32_t
width(const csv *c)
{
	uint32_t n = n_fields(c);

	while (c->expect && n > c->expect && field(c, n - 1).n == 0)
		n--;
	return n;
}

/* A quote was still open when the file ended or the limit was passed. */
static tensen_status
judge_unended_row(csv *c, tensen_error *err)
{
	int too_long = c->raw.n > CSV_ROW_MAX, resumed = in_quotes(c) && resume(c);

	if (too_long && !resumed) {
		snprintf(
		    c->problem, sizeof c->problem, "a row of more than %zu MiB", CSV_ROW_MAX >> 20);
		return skip_row(c, err);
	}
	snprintf(c->problem, sizeof c->problem, "the quote opened in line %llu is never closed",
	    (unsigned long long)c->quote_line);
	return TENSEN_OK;
}

/* Set problem if the row is not to be used. */
static void
judge_row(csv *c)
{
	uint32_t n = width(c);
	tensen_error bad;

	if (c->expect && n != c->expect && !(c->delimiter == '\t' && n < c->expect)) {
		if (resume(c))
			snprintf(c->problem, sizeof c->problem,
			    "the quote opened in line %llu is not closed: %u columns, the header "
			    "has %u",
			    (unsigned long long)c->quote_line, n, c->expect);
		else
			snprintf(c->problem, sizeof c->problem, "%u columns, the header has %u", n,
			    c->expect);
	} else if (c->too_wide) {
		snprintf(c->problem, sizeof c->problem, "a field of more than %zu MiB",
		    CSV_FIELD_MAX >> 20);
	} else if (source_check(c->src, (span){c->raw.p, c->raw.n}, c->raw_offset, &bad) < 0) {
		snprintf(c->problem, sizeof c->problem, "%s", bad.message);
	}
}

static tensen_status
give_fields(csv *c, csv_row *row, tensen_error *err)
{
	uint32_t n = width(c);

	buf_reset(&c->fields);
	for (uint32_t i = 0; i < n || i < c->expect; i++) {
		span s = i < n ? field(c, i) : (span){"", 0};
		buf_add(&c->fields, &s, sizeof s);
	}
	if (c->fields.failed)
		return tensen_fail_nomem(err);
	row->v = (const span *)(const void *)c->fields.p;
	row->n = (uint32_t)(c->fields.n / sizeof(span));
	return TENSEN_OK;
}

/* --- rows as they should be -------------------------------------------------------------- */

/* The next row, if it is such a one; else nothing is consumed and row_ended stays 0. */
static tensen_status
read_quick_row(csv *c, tensen_error *err)
{
	tensen_error bad;
	uint64_t lines;
	span s;
	tensen_status st;

	if (!c->expect || c->pending_at < c->pending.n)
		return TENSEN_OK;
	if ((st = source_peek(c->src, 1, &s, err)) < 0)
		return st;
	s.n = csv_cut(s, c->delimiter, c->expect, &c->bytes, &c->ends, &lines);
	if (s.n == 0 || source_check(c->src, s, c->raw_offset, &bad) < 0) {
		buf_reset(&c->bytes);
		buf_reset(&c->ends);
		return TENSEN_OK;
	}
	source_skip(c->src, s.n);
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

/* One physical line into raw; empty ones are passed over. */
static tensen_status
read_line(csv *c, tensen_error *err)
{
	span piece;
	int eol = 0;
	tensen_status st;

	while (!eol && c->raw.n <= CSV_ROW_MAX) {
		if ((st = next_piece(c, &piece, &eol, err)) < 0)
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

/* Split one line at its tabs; give it back if that makes no row and quotes might
 * explain why. */
static tensen_status
read_plain_row(csv *c, tensen_error *err)
{
	tensen_status st = read_line(c, err);

	if (st < 0 || c->raw.n == 0)
		return st;
	if (c->raw.n <= CSV_ROW_MAX) {
		split_tabs(c);
		if (c->expect ? width(c) == c->expect || !memchr(c->raw.p, '"', c->raw.n)
			      : c->raw.p[0] != '"') {
			c->line++;
			return TENSEN_OK;
		}
	}
	give_back(c, 0);
	begin_row(c);
	return TENSEN_OK;
}

tensen_status
csv_next(csv *c, csv_row *row, tensen_error *err)
{
	tensen_status st = TENSEN_OK;

	begin_row(c);
	*row = (csv_row){NULL, 0, c->first_line, NULL};
	if (c->delimiter == '\t')
		st = read_plain_row(c, err);
	else if ((st = read_quick_row(c, err)) < 0 || c->row_ended)
		return st < 0 ? st : give_fields(c, row, err);
	if (st == TENSEN_OK && !c->row_ended)
		st = read_row(c, err);
	row->line = c->first_line;
	if (st < 0 || c->raw.n == 0 || (!c->row_ended && c->at_end && !in_quotes(c)))
		return st;
	if (!c->expect)
		c->header_quoted = c->raw.p[0] == '"';
	if (c->row_ended)
		judge_row(c);
	else if ((st = judge_unended_row(c, err)) < 0)
		return st;
	if (c->problem[0]) {
		row->problem = c->problem;
		return TENSEN_OK;
	}
	return give_fields(c, row, err);
}
