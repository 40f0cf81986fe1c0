/* index/groups.c - see groups.h. */
#include "index/groups.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "util/bytes.h"
#include "util/fail.h"

#define GROUPS_VERSION 1
#define HEAD 16
#define NONE UINT32_MAX

struct groups_maker {
	group_table t;
	uint32_t dims, n;
	uint32_t row;            /* the next one */
	uint32_t *sizes, *place; /* by group of the table: documents; number here or NONE */
	const uint32_t *number;  /* groups_maker_from(): borrowed; else NULL */
	uint8_t *summed;         /* [n] has its sum from the old section; or NULL */
	uint32_t *counts;        /* [n][GROUP_FIELDS] */
	float *sums;             /* [n][dims] */
};

static uint64_t
uses_from(const group_table *t, uint32_t row)
{
	return row ? t->end[row - 1] : 0;
}

/* Groups with a field and enough documents, in order. */
static int
choose(groups_maker *g)
{
	const group_table *t = &g->t;

	g->sizes = calloc(t->n_groups + (size_t)1, sizeof *g->sizes);
	g->place = malloc((t->n_groups + (size_t)1) * sizeof *g->place);
	if (!g->sizes || !g->place)
		return -1;
	for (uint64_t i = 0; i < uses_from(t, t->n_rows); i++)
		g->sizes[t->of[i]]++;
	for (uint32_t i = 0; i < t->n_groups; i++)
		g->place[i] = t->field[i] && g->sizes[i] >= GROUP_MIN_DOCS ? g->n++ : NONE;
	g->counts = calloc((size_t)g->n * GROUP_FIELDS + 1, sizeof *g->counts);
	g->sums = calloc((size_t)g->n * g->dims + 1, sizeof *g->sums);
	return g->counts && g->sums ? 0 : -1;
}

tensen_status
groups_maker_new(groups_maker **out, const group_table *table, uint32_t dims, tensen_error *err)
{
	groups_maker *g = *out = calloc(1, sizeof *g);

	if (g) {
		g->t = *table;
		g->dims = dims;
	}
	if (g && choose(g) == 0)
		return TENSEN_OK;
	groups_maker_free(g);
	*out = NULL;
	return tensen_fail_nomem(err);
}

void
groups_maker_free(groups_maker *g)
{
	if (!g)
		return;
	free(g->sizes);
	free(g->place);
	free(g->summed);
	free(g->counts);
	free(g->sums);
	free(g);
}

static void
add_document(float *sums, uint32_t *counts, uint32_t dims, const float *x, uint64_t mask)
{
	for (uint32_t d = 0; d < dims; d++)
		sums[d] += x[d];
	for (; mask; mask &= mask - 1)
		counts[__builtin_ctzll(mask)]++;
}

void
groups_maker_add(groups_maker *g, const float *x, uint64_t mask)
{
	uint64_t from = uses_from(&g->t, g->row), to = g->t.end[g->row];

	for (g->row++; from < to; from++) {
		uint32_t k = g->place[g->t.of[from]];
		if (k != NONE)
			add_document(g->sums + (size_t)k * g->dims,
			    g->counts + (size_t)k * GROUP_FIELDS, g->dims, x, mask);
	}
}

tensen_status
groups_maker_from(groups_maker *g, const groups *old, const uint32_t *number, tensen_error *err)
{
	g->number = number;
	g->summed = calloc(g->n + (size_t)1, 1);
	if (!g->summed)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < old->n; i++) {
		uint32_t now = number[old->heads[(size_t)i * 4]];
		uint32_t k = now < g->t.n_groups ? g->place[now] : NONE;
		if (k == NONE)
			continue;
		memcpy(g->sums + (size_t)k * g->dims, old->sums + (size_t)i * g->dims,
		    g->dims * sizeof *g->sums);
		memcpy(g->counts + (size_t)k * GROUP_FIELDS, old->counts + (size_t)i * GROUP_FIELDS,
		    GROUP_FIELDS * sizeof *g->counts);
		g->summed[k] = 1;
	}
	return TENSEN_OK;
}

int
groups_maker_wants(const groups_maker *g, uint32_t row)
{
	for (uint64_t i = uses_from(&g->t, row); i < g->t.end[row]; i++)
		if (g->place[g->t.of[i]] != NONE && !g->summed[g->place[g->t.of[i]]])
			return 1;
	return 0;
}

void
groups_maker_row(groups_maker *g, uint32_t row, const float *x, uint64_t mask, int fresh)
{
	for (uint64_t i = uses_from(&g->t, row); i < g->t.end[row]; i++) {
		uint32_t k = g->place[g->t.of[i]];
		if (k != NONE && (fresh || !g->summed[k]))
			add_document(g->sums + (size_t)k * g->dims,
			    g->counts + (size_t)k * GROUP_FIELDS, g->dims, x, mask);
	}
}

void
groups_maker_take(groups_maker *g, const group_use *old, const float *x, uint64_t mask)
{
	for (uint32_t i = 0; i < old->n; i++) {
		uint32_t now = g->number[old->row_groups[i]];
		uint32_t k = now < g->t.n_groups ? g->place[now] : NONE;
		if (k == NONE || !g->summed[k])
			continue;
		for (uint32_t d = 0; d < g->dims; d++)
			g->sums[(size_t)k * g->dims + d] -= x[d];
		for (uint64_t m = mask; m; m &= m - 1) {
			uint32_t *n = g->counts + (size_t)k * GROUP_FIELDS + __builtin_ctzll(m);
			*n -= *n > 0;
		}
	}
}

static void
put(const groups_maker *g, buf *out)
{
	buf_u32(out, GROUPS_VERSION);
	buf_u32(out, g->n);
	buf_u32(out, g->dims);
	buf_u32(out, 0);
	for (uint32_t i = 0; i < g->t.n_groups; i++) {
		if (g->place[i] == NONE)
			continue;
		buf_u32(out, i);
		buf_u32(out, g->t.field[i]);
		buf_u32(out, g->sizes[i]);
		buf_u32(out, 0);
	}
	buf_add(out, g->counts, (size_t)g->n * GROUP_FIELDS * sizeof *g->counts);
	buf_add(out, g->sums, (size_t)g->n * g->dims * sizeof *g->sums);
	for (uint32_t k = 0; k < g->n; k++) {
		double s = 0;
		for (uint32_t d = 0; d < g->dims; d++)
			s += (double)g->sums[(size_t)k * g->dims + d] *
			     (double)g->sums[(size_t)k * g->dims + d];
		buf_f32(out, (float)s);
	}
}

tensen_status
groups_maker_end(groups_maker *g, buf *out, tensen_error *err)
{
	put(g, out);
	groups_maker_free(g);
	return out->failed ? tensen_fail_nomem(err) : TENSEN_OK;
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

/* In 8 lanes, whatever the processor: the same bits everywhere. */
static float
product(const float *a, const float *b, uint32_t dims)
{
	typedef float lanes __attribute__((vector_size(32)));
	lanes sum = {0}, x, y;
	float rest = 0;
	uint32_t d = 0;

	for (; d + 8 <= dims; d += 8) {
		memcpy(&x, a + d, sizeof x);
		memcpy(&y, b + d, sizeof y);
		sum += x * y;
	}
	for (; d < dims; d++)
		rest += a[d] * b[d];
	return rest + ((sum[0] + sum[4]) + (sum[1] + sum[5])) +
	       ((sum[2] + sum[6]) + (sum[3] + sum[7]));
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
		float dot = product(c, q, g->dims);
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
