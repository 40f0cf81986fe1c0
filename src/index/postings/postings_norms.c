/* index/postings/postings_norms.c - see postings_parts.h. */
#include "index/postings/postings_parts.h"
#include <math.h>
#include <stdlib.h>
#include "util/fail.h"
#include "util/memory.h"

tensen_status
row_norms_init(row_norms *n, uint32_t n_rows, float k1, float b, tensen_error *err)
{
	size_t rows = (size_t)n_rows + 1;

	*n = (row_norms){.n_rows = n_rows, .k1 = k1, .b = b};
	n->count = calloc(rows, sizeof *n->count);
	n->square = calloc(rows, sizeof *n->square);
	n->top_code = calloc(rows, 1);
	n->norm[0] = calloc(rows, 1);
	n->norm[1] = calloc(rows, 1);
	return n->count && n->square && n->top_code && n->norm[0] && n->norm[1]
		   ? TENSEN_OK
		   : tensen_fail_nomem(err);
}

void
row_norms_clear(row_norms *n)
{
	free_all(n->count, n->square, n->top_code, n->norm[0], n->norm[1]);
}

/* BM25's length part, relative to the mean of the rows that have terms. */
static void
saturate_lengths(const row_norms *n, float *length)
{
	double sum = 0;
	uint32_t with = 0;

	for (uint32_t row = 0; row < n->n_rows; row++)
		if (n->square[row] > 0) {
			sum += n->count[row];
			with++;
		}
	for (uint32_t row = 0; row < n->n_rows; row++)
		length[row] = (float)(n->k1 * (1 - n->b + n->b * n->count[row] * with / sum));
}

static void
invert_lengths(const row_norms *n, float *inverse)
{
	for (uint32_t row = 0; row < n->n_rows; row++)
		inverse[row] = (float)(1 / sqrt(n->square[row]));
}

/* 256 steps from the least to the greatest value of rows that have terms, geometric. */
static void
code_norms(row_norms *n, lexical_score s, const float *value)
{
	double low = INFINITY, high = 0, step;

	for (uint32_t row = 0; row < n->n_rows; row++)
		if (n->square[row] > 0) {
			low = value[row] < low ? value[row] : low;
			high = value[row] > high ? value[row] : high;
		}
	if (!(high > 0))
		low = high = 0;
	low = low > high * 1e-9 ? low : high * 1e-9;
	step = high > low ? log(high / low) / 255 : 0;
	for (int i = 0; i < 256; i++)
		n->book[s][i] = (float)(low * exp(step * i));
	for (uint32_t row = 0; row < n->n_rows; row++)
		if (n->square[row] > 0 && step > 0 && value[row] > low)
			n->norm[s][row] = (uint8_t)fmin(255, log(value[row] / low) / step + 0.5);
}

/* The greatest weight of any posting, and the impacts of all (code, row byte) pairs. */
static void
make_impacts(const row_norms *n, lexical_score s, const count_levels *l, struct postings *table)
{
	float max = 0, x;

	for (uint32_t row = 0; row < n->n_rows; row++) {
		uint8_t c = n->top_code[row];
		if (!(n->square[row] > 0))
			continue;
		x = impact_value(s, n->k1, l->tf[c], l->log_tf[c], n->book[s][n->norm[s][row]]);
		max = x > max ? x : max;
	}
	table->max_impact[s] = max;
	for (uint32_t i = 0; i < l->n; i++)
		for (int j = 0; j < 256; j++)
			table->impact[s].of[i][j] = impact_code(
			    impact_value(s, n->k1, l->tf[i], l->log_tf[i], n->book[s][j]), max);
}

tensen_status
row_norms_end(row_norms *n, const count_levels *l, struct postings *table, tensen_error *err)
{
	float *value = malloc(((size_t)n->n_rows + 1) * sizeof *value);

	if (!value)
		return tensen_fail_nomem(err);
	invert_lengths(n, value);
	code_norms(n, LEXICAL_TFIDF, value);
	saturate_lengths(n, value);
	code_norms(n, LEXICAL_BM25, value);
	free(value);
	make_impacts(n, LEXICAL_TFIDF, l, table);
	make_impacts(n, LEXICAL_BM25, l, table);
	return TENSEN_OK;
}
