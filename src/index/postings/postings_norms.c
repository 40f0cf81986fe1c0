/* index/postings/postings_norms.c - see postings_parts.h. */
#include "index/postings/postings_parts.h"
#include <math.h>
#include "util/fail.h"
#include "util/memory.h"

tensen_status
row_norms_init(row_norms *norms, uint32_t n_rows, tensen_error *err)
{
	size_t rows = (size_t)n_rows + 1;

	*norms = (row_norms){.n_rows = n_rows};
	norms->count = calloc(rows, sizeof *norms->count);
	norms->top_code = calloc(rows, 1);
	norms->norm = calloc(rows, 1);
	return norms->count && norms->top_code && norms->norm ? TENSEN_OK : tensen_fail_nomem(err);
}

/* BM25's length part, relative to the mean of the rows that have terms. */
static void
saturate_lengths(const row_norms *norms, float *length)
{
	double sum = 0;
	uint32_t with = 0;

	for (uint32_t row = 0; row < norms->n_rows; row++)
		if (norms->count[row] > 0) {
			sum += norms->count[row];
			with++;
		}
	for (uint32_t row = 0; row < norms->n_rows; row++)
		length[row] =
		    (float)(POSTINGS_K1 *
			    (1 - POSTINGS_B + POSTINGS_B * norms->count[row] * with / sum));
}

/* 256 steps from the least to the greatest value of rows that have terms, geometric. */
static void
code_norms(row_norms *norms, const float *value)
{
	double low = INFINITY, high = 0, step;

	for (uint32_t row = 0; row < norms->n_rows; row++)
		if (norms->count[row] > 0) {
			low = value[row] < low ? value[row] : low;
			high = value[row] > high ? value[row] : high;
		}
	if (!(high > 0))
		low = high = 0;
	low = low > high * 1e-9 ? low : high * 1e-9;
	step = high > low ? log(high / low) / 255 : 0;
	for (int i = 0; i < 256; i++)
		norms->book[i] = (float)(low * exp(step * i));
	for (uint32_t row = 0; row < norms->n_rows; row++)
		if (norms->count[row] > 0 && step > 0 && value[row] > low)
			norms->norm[row] = (uint8_t)fmin(255, log(value[row] / low) / step + 0.5);
}

/* The greatest weight of any posting, and the impacts of all (code, row byte) pairs. */
static void
make_impacts(const row_norms *norms, const count_levels *levels, struct postings *table)
{
	float max = 0, x;

	for (uint32_t row = 0; row < norms->n_rows; row++) {
		uint8_t c = norms->top_code[row];
		if (!(norms->count[row] > 0))
			continue;
		x = impact_value(POSTINGS_K1, levels->tf[c], norms->book[norms->norm[row]]);
		max = x > max ? x : max;
	}
	table->max_impact = max;
	for (uint32_t i = 0; i < levels->n; i++)
		for (int j = 0; j < 256; j++)
			table->impact.of[i][j] = impact_code(
			    impact_value(POSTINGS_K1, levels->tf[i], norms->book[j]), max);
}

tensen_status
row_norms_end(
    row_norms *norms, const count_levels *levels, struct postings *table, tensen_error *err)
{
	float *value = malloc(((size_t)norms->n_rows + 1) * sizeof *value);

	if (!value)
		return tensen_fail_nomem(err);
	saturate_lengths(norms, value);
	code_norms(norms, value);
	free(value);
	make_impacts(norms, levels, table);
	return TENSEN_OK;
}
