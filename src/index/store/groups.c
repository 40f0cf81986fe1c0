/* index/store/groups.c - see groups.h. */
#include "index/store/groups.h"
#include <stdlib.h>
#include <string.h>
#include "util/bytes.h"
#include "util/fail.h"
#include "util/memory.h"

#define GROUPS_VERSION 2
#define HEAD 16
#define NONE UINT32_MAX

static uint64_t
uses_from(const group_table *t, uint32_t row)
{
	return row ? t->end[row - 1] : 0;
}

/* Fields of the documents of every group: sizes[g], counts[g][N_FIELDS]. */
static void
count(const group_table *t, uint32_t *sizes, uint32_t *counts)
{
	for (uint32_t row = 0; row < t->n_rows; row++)
		for (uint64_t i = uses_from(t, row); i < t->end[row]; i++) {
			uint32_t *c = counts + (size_t)t->of[i] * N_FIELDS;
			sizes[t->of[i]]++;
			for (uint64_t m = t->mask[row]; m; m &= m - 1)
				c[__builtin_ctzll(m)]++;
		}
}

static int
is_kept(const group_table *t, const uint32_t *sizes, uint32_t g)
{
	return t->field[g] && sizes[g] >= GROUP_MIN_DOCS;
}

static void
put(buf *out, const group_table *t, const uint32_t *sizes, const uint32_t *counts)
{
	uint32_t n = 0;

	for (uint32_t g = 0; g < t->n_groups; g++)
		n += is_kept(t, sizes, g) != 0;
	buf_u32(out, GROUPS_VERSION);
	buf_u32(out, n);
	buf_u64(out, 0);
	for (uint32_t g = 0; g < t->n_groups; g++) {
		if (!is_kept(t, sizes, g))
			continue;
		buf_u32(out, g);
		buf_u32(out, t->field[g]);
		buf_u32(out, sizes[g]);
		buf_u32(out, 0);
	}
	for (uint32_t g = 0; g < t->n_groups; g++)
		if (is_kept(t, sizes, g))
			buf_add(out, counts + (size_t)g * N_FIELDS, N_FIELDS * sizeof *counts);
}

tensen_status
groups_write(buf *out, const group_table *t, tensen_error *err)
{
	uint32_t *sizes = calloc(t->n_groups + (size_t)1, sizeof *sizes);
	uint32_t *counts = calloc((size_t)t->n_groups * N_FIELDS + 1, sizeof *counts);
	int failed = !sizes || !counts;

	if (!failed) {
		count(t, sizes, counts);
		put(out, t, sizes, counts);
		failed = out->failed;
	}
	free(sizes);
	free(counts);
	return failed ? tensen_fail_nomem(err) : TENSEN_OK;
}

/* ---- reading ---- */

static span
subclass_of(span name)
{
	return span_sub(name, 0, 4);
}

static int
sum_subclasses(groups *g, const rows *r)
{
	g->subclass = malloc((g->n + (size_t)1) * sizeof *g->subclass);
	if (!g->subclass)
		return -1;
	for (uint32_t k = 0; k < g->n; k++) {
		span name = rows_group_name(r, g->heads[(size_t)k * 4]);
		g->subclass[k] = strtab_add(&g->subclasses, subclass_of(name));
		if (g->subclass[k] == STRTAB_NONE)
			return -1;
	}
	g->subclass_counts =
	    calloc((g->subclasses.n + (size_t)1) * (1 + N_FIELDS), sizeof *g->subclass_counts);
	if (!g->subclass_counts)
		return -1;
	for (uint32_t k = 0; k < g->n; k++) {
		uint64_t *sum = g->subclass_counts + (size_t)g->subclass[k] * (1 + N_FIELDS);
		sum[0] += g->heads[(size_t)k * 4 + 2];
		for (uint32_t f = 0; f < N_FIELDS; f++)
			sum[1 + f] += g->counts[(size_t)k * N_FIELDS + f];
	}
	return 0;
}

/* Numbers of the section are used only after this. */
static tensen_status
check_head(span section, uint32_t *n, tensen_error *err)
{
	const uint8_t *p = (const uint8_t *)section.p;

	if (section.n < HEAD)
		return tensen_fail(err, TENSEN_E_CORRUPT, "section GRPS: no readable head");
	if (le32(p) != GROUPS_VERSION)
		return tensen_fail(err, TENSEN_E_VERSION,
		    "section GRPS of version %u, expected %d: index the documents again", le32(p),
		    GROUPS_VERSION);
	*n = le32(p + 4);
	if (section.n != HEAD + *n * (uint64_t)(16 + N_FIELDS * 4))
		return tensen_fail(
		    err, TENSEN_E_CORRUPT, "section GRPS holds %zu bytes", section.n);
	return TENSEN_OK;
}

tensen_status
groups_open(groups *out, span section, const rows *r, tensen_error *err)
{
	tensen_status st;

	memset(out, 0, sizeof *out);
	if ((st = check_head(section, &out->n, err)) < 0)
		return st;
	out->heads = (const uint32_t *)(const void *)(section.p + HEAD);
	out->counts = out->heads + (size_t)out->n * 4;
	out->of_group = malloc((r->n_groups + (size_t)1) * sizeof *out->of_group);
	if (!out->of_group)
		return tensen_fail_nomem(err);
	memset(out->of_group, 0xff, (r->n_groups + (size_t)1) * sizeof *out->of_group);
	for (uint32_t k = 0; k < out->n; k++) {
		const uint32_t *h = out->heads + (size_t)k * 4;
		if (h[0] >= r->n_groups || h[1] < 1 || h[1] > N_FIELDS)
			return tensen_fail(
			    err, TENSEN_E_CORRUPT, "section GRPS: group %u is broken", k);
		out->of_group[h[0]] = k;
	}
	return sum_subclasses(out, r) < 0 ? tensen_fail_nomem(err) : TENSEN_OK;
}

void
groups_close(groups *g)
{
	free_all(g->of_group, g->subclass, g->subclass_counts);
	strtab_clear(&g->subclasses);
	g->of_group = g->subclass = NULL;
	g->subclass_counts = NULL;
}

uint32_t
groups_subclass(const groups *g, span name)
{
	return strtab_find(&g->subclasses, subclass_of(name));
}
