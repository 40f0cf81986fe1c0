/* corpus/formats/csv_wrong.c - judges rows and finds the next whole row behind a wrong one.
 *
 * HOW   A row is wrong when columns are missing or a quote is open at the end of the file or past
 *       CSV_ROW_MAX.  Each later line of the wrong row is tried as the beginning of a row of the
 *       right width; reading goes on at the first that fits. */
#include <stdio.h>
#include "corpus/formats/csv_impl.h"
#include "util/fail.h"

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

/* 1 if a whole row of the right width begins at s. */
static int
is_row(csv *c, span s)
{
	struct csv_parser p;
	trial t = {0, 0};
	size_t at = 0;

	if (csv_parser_new(&p, c->delimiter) < 0)
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
	if (!t.ended && c->at_end && !csv_in_quotes(&p))
		csv_fini(&p, on_trial_field, on_trial_row, &t);
	csv_free(&p);
	return t.ended && t.n == c->expect;
}

/* Give back the bytes from the first later line of this row that begins a row; 0 if there is
 * none. */
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
			csv_give_back(c, at);
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
	int quoted = csv_in_quotes(&c->p), eol;
	span piece;
	tensen_status st;

	for (;;) {
		if ((st = csv_piece(c, &piece, &eol, err)) < 0)
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
	return csv_parser_new(&c->p, c->delimiter) < 0 ? tensen_fail_nomem(err) : TENSEN_OK;
}

tensen_status
csv_judge_unended(csv *c, tensen_error *err)
{
	int too_long = c->raw.n > CSV_ROW_MAX, resumed = csv_in_quotes(&c->p) && resume(c);

	if (too_long && !resumed) {
		snprintf(
		    c->problem, sizeof c->problem, "a row of more than %zu MiB", CSV_ROW_MAX >> 20);
		return skip_row(c, err);
	}
	c->cut = !too_long && !resumed;
	snprintf(c->problem, sizeof c->problem, "the quote opened in line %llu is never closed",
	    (unsigned long long)c->quote_line);
	return TENSEN_OK;
}

/* 1 if the last row of the file has neither all columns nor a line end.  One column alone may be
 * a line of another kind below the table. */
static int
ends_inside(const csv *c, uint32_t n)
{
	return c->at_end && n > 1 && n < c->expect && c->raw.n && c->raw.p[c->raw.n - 1] != '\n';
}

void
csv_judge(csv *c)
{
	uint32_t n = csv_width(c);
	tensen_error bad;

	if (c->expect && n != c->expect && !(c->delimiter == '\t' && n < c->expect)) {
		if (resume(c))
			snprintf(c->problem, sizeof c->problem,
			    "the quote opened in line %llu is not closed: %u columns, the header "
			    "has %u",
			    (unsigned long long)c->quote_line, n, c->expect);
		else {
			c->cut = ends_inside(c, n);
			snprintf(c->problem, sizeof c->problem, "%u columns, the header has %u", n,
			    c->expect);
		}
	} else if (c->too_wide) {
		snprintf(c->problem, sizeof c->problem, "a field of more than %zu MiB",
		    CSV_FIELD_MAX >> 20);
	} else if (stream_check(c->src, (span){c->raw.p, c->raw.n}, c->raw_offset, &bad) < 0) {
		snprintf(c->problem, sizeof c->problem, "%s", bad.message);
	}
}
