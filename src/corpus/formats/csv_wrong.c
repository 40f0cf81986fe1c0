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
on_trial_field(void *ctx, size_t n, void *payload)
{
	(void)ctx;
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
is_row(csv *csv_in, span text)
{
	struct csv_parser p;
	trial t = {0, 0};
	size_t at = 0;

	if (csv_parser_new(&p, csv_in->delimiter) < 0)
		return 0;
	while (at < text.n && !t.ended && csv_in->budget > 0) {
		const char *end = memchr(text.p + at, '\n', text.n - at);
		size_t n = end ? (size_t)(end - (text.p + at)) + 1 : text.n - at;
		if (n > csv_in->budget)
			n = csv_in->budget;
		csv_parse(&p, text.p + at, n, on_trial_field, on_trial_row, &t);
		at += n;
		csv_in->budget -= n;
	}
	if (!t.ended && csv_in->at_end && !csv_in_quotes(&p))
		csv_fini(&p, on_trial_field, on_trial_row, &t);
	csv_free(&p);
	return t.ended && t.n == csv_in->expect;
}

/* Give back the bytes from the first later line of this row that begins a row; 0 if there is
 * none. */
static int
csv_resume(csv *csv_in)
{
	uint64_t line = csv_in->first_line;
	size_t at = 0;

	while (at < csv_in->raw.n && csv_in->budget > 0) {
		const char *end = memchr(csv_in->raw.p + at, '\n', csv_in->raw.n - at);
		if (!end)
			return 0;
		at = (size_t)(end - csv_in->raw.p) + 1;
		line++;
		if (at == csv_in->raw.n || (csv_in->header_quoted && csv_in->raw.p[at] != '"'))
			continue;
		if (is_row(csv_in,
			span_sub((span){csv_in->raw.p, csv_in->raw.n}, at, csv_in->raw.n))) {
			csv_give_back(csv_in, at);
			csv_in->line = line;
			csv_in->at_end = 0;
			return 1;
		}
	}
	return 0;
}

/* Pass over the rest of a row that is too long, without keeping it. */
static tensen_status
skip_row(csv *csv_in, tensen_error *err)
{
	int quoted = csv_in_quotes(&csv_in->p), eol;
	span piece;
	tensen_status st;

	for (;;) {
		if ((st = csv_piece(csv_in, &piece, &eol, err)) < 0)
			return st;
		if (piece.n == 0)
			break;
		for (size_t i = 0; i < piece.n; i++)
			quoted ^= piece.p[i] == '"';
		csv_in->line += (uint64_t)eol;
		if (eol && !quoted)
			break;
	}
	csv_free(&csv_in->p); /* its buffer holds megabytes of the row */
	return csv_parser_new(&csv_in->p, csv_in->delimiter) < 0 ? tensen_fail_nomem(err)
								 : TENSEN_OK;
}

tensen_status
csv_judge_unended(csv *csv_in, tensen_error *err)
{
	int too_long = csv_in->raw.n > CSV_ROW_MAX,
	    resumed = csv_in_quotes(&csv_in->p) && csv_resume(csv_in);

	if (too_long && !resumed) {
		snprintf(
		    csv_in->problem, sizeof csv_in->problem, SAY_ROW_MORE_THAN, CSV_ROW_MAX >> 20);
		return skip_row(csv_in, err);
	}
	csv_in->cut = !too_long && !resumed;
	snprintf(csv_in->problem, sizeof csv_in->problem, SAY_QUOTE_OPENED_IN,
	    (unsigned long long)csv_in->quote_line);
	return TENSEN_OK;
}

/* 1 if the last row of the file has neither all columns nor a line end.  One column alone may be
 * a line of another kind below the table. */
static int
ends_inside(const csv *csv_in, uint32_t n)
{
	return csv_in->at_end && n > 1 && n < csv_in->expect && csv_in->raw.n &&
	       csv_in->raw.p[csv_in->raw.n - 1] != '\n';
}

void
csv_judge(csv *csv_in)
{
	uint32_t n = csv_width(csv_in);
	tensen_error bad;

	if (csv_in->expect && n != csv_in->expect &&
	    !(csv_in->delimiter == '\t' && n < csv_in->expect)) {
		if (csv_resume(csv_in))
			snprintf(csv_in->problem, sizeof csv_in->problem, SAY_QUOTE_OPENED_IN_LINE,
			    (unsigned long long)csv_in->quote_line, n, csv_in->expect);
		else {
			csv_in->cut = ends_inside(csv_in, n);
			snprintf(csv_in->problem, sizeof csv_in->problem, SAY_COLUMNS_HEADER_HAS, n,
			    csv_in->expect);
		}
	} else if (csv_in->too_wide) {
		snprintf(csv_in->problem, sizeof csv_in->problem, SAY_FIELD_MORE_THAN,
		    CSV_FIELD_MAX >> 20);
	} else if (stream_check(csv_in->src, (span){csv_in->raw.p, csv_in->raw.n},
		       csv_in->raw_offset, &bad) < 0) {
		fail_said(&bad, csv_in->problem, sizeof csv_in->problem);
	}
}
