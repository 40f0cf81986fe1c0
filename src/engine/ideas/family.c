/* engine/ideas/family.c - see family.h. */
#include "engine/ideas/family.h"
#include <string.h>
#include "engine/query/rank.h"
#include "engine/query/understand.h"
#include "fields/symbols.h"
#include "util/fail.h"

/* Cosine of topics from which a document is the same text or series.  On shared/judged .8 to .95
 * move one known good document of 178. */
#define SAME_TOPIC 0.9f

/* A head of which more documents speak names things that others build in: 車両, 基板, ロボット.
 * Chosen, not tuned. */
#define RARE_SHARE 0.01

/* Rows whose columns are fetched ahead; changes speed only. */
#define ROWS_FAR 12
#define ROWS_NEAR 6

static int
is_rare(span head, const vocab *words)
{
	const uint32_t id = vocab_find(words, head);

	return id == VOCAB_NONE || words->df[id] <= RARE_SHARE * words->n_docs;
}

static tensen_status
key_of(span *out, arena *mem, span title, tensen_error *err)
{
	buf b = BUF_INIT;

	title_key(&b, title);
	*out = arena_copy(mem, b.p ? b.p : "", b.n);
	buf_clear(&b);
	return out->p ? TENSEN_OK : tensen_fail_nomem(err);
}

/* A subclass alone ("A63F") is no main group. */
static int
is_main_group(const rows *rows_of, uint32_t group)
{
	return rows_group_name(rows_of, group).n > 4;
}

/* The main groups of the index that the symbols of a text or of several documents have. */
static void
add_groups_of_symbols(family *kin, const rows *rows_of)
{
	class_cursor at = {.of = &kin->of->doc};
	class_symbol c;

	while (class_next_symbol(&at, &c)) {
		char bytes[CLASS_GROUP_MAX];
		span name = class_group_name(&c, bytes);
		for (uint32_t g = 0; name.n > 4 && g < rows_of->n_groups; g++)
			if (span_eq(name, rows_group_name(rows_of, g)))
				kin->groups[kin->n_groups++] = g;
	}
}

/* The groups of a document of the index, else those of its symbols. */
static tensen_status
find_groups(family *kin, tensen_searcher *searcher, tensen_error *err)
{
	const rows *r = &searcher->ix->store->rows;
	const query *q = kin->of;
	uint32_t n = 0;
	const uint32_t *g = q->row == ROW_NONE ? NULL : rows_groups(r, q->row, &n);

	kin->groups =
	    arena_alloc(&searcher->mem, (n + class_count(&q->doc) + 1) * sizeof *kin->groups);
	if (!kin->groups)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < n; i++)
		if (is_main_group(r, g[i]))
			kin->groups[kin->n_groups++] = g[i];
	if (!n)
		add_groups_of_symbols(kin, r);
	return TENSEN_OK;
}

tensen_status
family_of(family *out, tensen_searcher *searcher, const query *q, tensen_error *err)
{
	tensen_status st;

	*out = (family){.of = q, .head = title_head_of(query_title(q, searcher))};
	out->rare = is_rare(out->head.text, &searcher->ix->store->vocab);
	if ((st = key_of(&out->key, &searcher->mem, query_title(q, searcher), err)) < 0)
		return st;
	return find_groups(out, searcher, err);
}

static int
shares_group(const family *kin, const rows *rows_of, uint32_t row)
{
	uint32_t n;
	const uint32_t *g = rows_groups(rows_of, row, &n);

	for (uint32_t i = 0; i < n; i++)
		for (uint32_t k = 0; k < kin->n_groups; k++)
			if (g[i] == kin->groups[k])
				return 1;
	return 0;
}

tensen_status
family_mark(uint8_t *is, const family *kin, tensen_searcher *searcher, const uint32_t *row,
    size_t size, uint32_t n, tensen_error *err)
{
	const rows *r = &searcher->ix->store->rows;
	float *near = arena_calloc(&searcher->mem, (n + (size_t)1) * sizeof *near);
	uint32_t *ids = arena_alloc(&searcher->mem, (n + (size_t)1) * sizeof *ids);
	tensen_status st = near && ids ? TENSEN_OK : tensen_fail_nomem(err);

	for (uint32_t i = 0; i < n && st == TENSEN_OK; i++)
		memcpy(&ids[i], (const char *)row + i * size, sizeof *ids);
	if (st == TENSEN_OK && kin->of->norm > 0)
		st = rank_views(near, searcher, kin->of, VIEW_TOPIC, ids, n, err);
	for (uint32_t i = 0; i < n && st == TENSEN_OK; i++) {
		span title = rows_title(r, ids[i]);
		if (i + ROWS_FAR < n)
			rows_ahead(r, ids[i + ROWS_FAR], 0);
		if (i + ROWS_NEAR < n)
			rows_ahead(r, ids[i + ROWS_NEAR], 1);
		is[i] |= near[i] >= SAME_TOPIC || shares_group(kin, r, ids[i]) ||
			 (kin->key.n && title_has_key(title, kin->key)) ||
			 title_heads_match(kin->head, title_head_of(title)) ||
			 (kin->rare && title_names(title, kin->head));
	}
	return st;
}
