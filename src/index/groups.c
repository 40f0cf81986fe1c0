/* index/groups.c - see groups.h. */
#include "index/groups.h"
#include <math.h>
#include <stdlib.h>
#include "util/bytes.h"
#include "util/fail.h"

#define GROUPS_VERSION 1
#define HEAD 16
#define NONE UINT32_MAX

/* Row groups with a field and enough documents, in order. */
static uint32_t *
choose(const group_use *uses, uint32_t n_rows, const uint8_t *fields_of_group, uint32_t n_groups,
    uint32_t **sizes, uint32_t *n)
{
	uint32_t *place = malloc((n_groups + (size_t)1) * sizeof *place);

	*sizes = calloc(n_groups + (size_t)1, sizeof **sizes);
	*n = 0;
	if (!place || !*sizes) {
		free(place);
		return NULL;
	}
	for (uint32_t r = 0; r < n_rows; r++)
		for (uint32_t i = 0; i < uses[r].n; i++)
			(*sizes)[uses[r].row_groups[i]]++;
	for (uint32_t g = 0; g < n_groups; g++)
		place[g] = fields_of_group[g] && (*sizes)[g] >= GROUP_MIN_DOCS ? (*n)++ : NONE;
	return place;
}

static void
add_document(float *sums, uint32_t *counts, uint32_t dims, const float *x, uint64_t mask)
{
	for (uint32_t d = 0; d < dims; d++)
		sums[d] += x[d];
	for (; mask; mask &= mask - 1)
		counts[__builtin_ctzll(mask)]++;
}

static void
put(buf *out, const uint32_t *place, const uint32_t *sizes, const uint8_t *fields_of_group,
    uint32_t n_groups, uint32_t n, uint32_t dims, const uint32_t *counts, const float *sums)
{
	buf_u32(out, GROUPS_VERSION);
	buf_u32(out, n);
	buf_u32(out, dims);
	buf_u32(out, 0);
	for (uint32_t g = 0; g < n_groups; g++) {
		if (place[g] == NONE)
			continue;
		buf_u32(out, g);
		buf_u32(out, fields_of_group[g]);
		buf_u32(out, sizes[g]);
		buf_u32(out, 0);
	}
	buf_add(out, counts, (size_t)n * GROUP_FIELDS * sizeof *counts);
	buf_add(out, sums, (size_t)n * dims * sizeof *sums);
	for (uint32_t k = 0; k < n; k++) {
		double s = 0;
		for (uint32_t d = 0; d < dims; d++)
			s +=
			    (double)sums[(size_t)k * dims + d] * (double)sums[(size_t)k * dims + d];
		buf_f32(out, (float)s);
	}
}

tensen_status
groups_build(buf *out, const float *x, uint32_t dims, const uint64_t *masks, const group_use *uses,
    uint32_t n_rows, const uint8_t *fields_of_group, uint32_t n_row_groups, tensen_error *err)
{
	uint32_t n, *sizes, *counts = NULL;
	uint32_t *place = choose(uses, n_rows, fields_of_group, n_row_groups, &sizes, &n);
	float *sums = NULL;
	tensen_status st = TENSEN_OK;

	if (place) {
		counts = calloc((size_t)n * GROUP_FIELDS + 1, sizeof *counts);
		sums = calloc((size_t)n * dims + 1, sizeof *sums);
	}
	if (!place || !counts || !sums)
		st = tensen_fail_nomem(err);
	for (uint32_t r = 0; st == TENSEN_OK && r < n_rows; r++)
		for (uint32_t i = 0; i < uses[r].n; i++) {
			uint32_t k = place[uses[r].row_groups[i]];
			if (k != NONE)
				add_document(sums + (size_t)k * dims,
				    counts + (size_t)k * GROUP_FIELDS, dims, x + (size_t)r * dims,
				    masks[r]);
		}
	if (st == TENSEN_OK) {
		put(out, place, sizes, fields_of_group, n_row_groups, n, dims, counts, sums);
		if (out->failed)
			st = tensen_fail_nomem(err);
	}
	free(place);
	free(sizes);
	free(counts);
	free(sums);
	return st;
}

tensen_status
groups_open(groups *out, span section, uint32_t n_row_groups, tensen_error *err)
{
	const uint8_t *p = (const uint8_t *)section.p;
	uint64_t n, dims;

	memset(out, 0, sizeof *out);
	if (section.n < HEAD || le32(p) != GROUPS_VERSION)
		return tensen_fail(err, TENSEN_E_CORRUPT, "section GRPS: no readable head");
	n = le32(p + 4);
	dims = le32(p + 8);
	if (n > section.n / 16 || (n && dims > section.n) ||
	    section.n != HEAD + n * (16 + GROUP_FIELDS * 4 + dims * 4 + 4))
		return tensen_fail(
		    err, TENSEN_E_CORRUPT, "section GRPS holds %zu bytes", section.n);
	out->n = (uint32_t)n;
	out->dims = (uint32_t)dims;
	out->heads = (const uint32_t *)(const void *)(p + HEAD);
	out->counts = out->heads + n * 4;
	out->sums = (const float *)(const void *)(out->counts + n * GROUP_FIELDS);
	out->square = out->sums + n * dims;
	out->n_row_groups = n_row_groups;
	out->of_group = malloc((n_row_groups + (size_t)1) * sizeof *out->of_group);
	if (!out->of_group)
		return tensen_fail_nomem(err);
	memset(out->of_group, 0xff, (n_row_groups + (size_t)1) * sizeof *out->of_group);
	for (uint32_t k = 0; k < n; k++) {
		const uint32_t *h = out->heads + (size_t)k * 4;
		if (h[0] >= n_row_groups || h[1] < 1 || h[1] > GROUP_FIELDS) {
			groups_close(out);
			return tensen_fail(
			    err, TENSEN_E_CORRUPT, "section GRPS: group %u is broken", k);
		}
		out->of_group[h[0]] = k;
	}
	return TENSEN_OK;
}

void
groups_close(groups *g)
{
	free(g->of_group);
	g->of_group = NULL;
}

static int
is_own(const groups *g, const group_use *own, uint32_t k)
{
	for (uint32_t i = 0; i < own->n; i++)
		if (own->row_groups[i] == g->heads[(size_t)k * 4])
			return 1;
	return 0;
}

void
groups_best(const groups *g, const float *q, const group_use *own, double out[GROUP_FIELDS])
{
	for (size_t f = 0; f < GROUP_FIELDS; f++)
		out[f] = 0;
	for (uint32_t k = 0; k < g->n; k++) {
		const float *c = g->sums + (size_t)k * g->dims;
		uint32_t f = g->heads[(size_t)k * 4 + 1] - 1;
		double square = (double)g->square[k], self = 0, cosine;
		float dot = 0;
		for (uint32_t d = 0; d < g->dims; d++)
			dot += c[d] * q[d];
		if (own->n && is_own(g, own, k)) {
			/* a group that exists only thanks to this document would tell its answer */
			if (g->heads[(size_t)k * 4 + 2] <= GROUP_MIN_DOCS)
				continue;
			self = 1; /* |M - x|^2 = |M|^2 - 2 M.x + 1 */
		}
		square -= self * (2 * (double)dot - 1);
		cosine = square > 1e-9 ? ((double)dot - self) / sqrt(square) : 0;
		if (cosine > out[f])
			out[f] = cosine;
	}
}
