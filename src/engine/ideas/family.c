/* engine/ideas/family.c - see family.h. */
#include "engine/base/query.h"
#include "engine/ideas/family.h"
#include <string.h>
#include "engine/query/rank.h"
#include "fields/symbols.h"
#include "util/fail.h"

/* Cosine of topics from which a document is the same text or series.  On shared/judged .8 to .95
 * move one known good document of 178. */
#define SAME_TOPIC 0.9f

static tensen_status
key_of(span *out, arena *mem, span title, tensen_error *err)
{
	buf b = BUF_INIT;

	title_key(&b, title);
	*out = arena_copy(mem, b.p ? b.p : "", b.n);
	buf_clear(&b);
	return out->p ? TENSEN_OK : tensen_fail_nomem(err);
}

static void
add_group(family *kin, span name)
{
	for (uint32_t i = 0; i < kin->n_groups; i++)
		if (span_eq(kin->groups[i], name))
			return;
	kin->groups[kin->n_groups++] = name;
}

/* The groups of a document of the index, or of the symbols that a text or several documents
 * have. */
static tensen_status
find_groups(family *kin, tensen_searcher *searcher, tensen_error *err)
{
	const rows *r = &searcher->ix->store->rows;
	const query *q = kin->of;
	class_cursor at = {.of = &q->doc};
	class_symbol c;
	uint32_t n = 0;
	const uint32_t *g = q->row == ROW_NONE ? NULL : rows_groups(r, q->row, &n);

	kin->groups =
	    arena_alloc(&searcher->mem, (n + class_count(&q->doc) + 1) * sizeof *kin->groups);
	if (!kin->groups)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < n; i++)
		add_group(kin, rows_group_name(r, g[i]));
	while (!n && class_next_symbol(&at, &c)) {
		char name[CLASS_GROUP_MAX];
		span x = class_group_name(&c, name);
		x = arena_copy(&searcher->mem, x.p, x.n);
		if (!x.p)
			return tensen_fail_nomem(err);
		add_group(kin, x);
	}
	return TENSEN_OK;
}

tensen_status
family_of(family *out, tensen_searcher *searcher, const query *q, tensen_error *err)
{
	tensen_status st;

	*out = (family){.of = q, .head = title_head_of(q->doc.title)};
	if ((st = key_of(&out->key, &searcher->mem, q->doc.title, err)) < 0)
		return st;
	return find_groups(out, searcher, err);
}

static int
shares_group(const family *kin, const rows *rows_of, uint32_t row)
{
	uint32_t n;
	const uint32_t *g = rows_groups(rows_of, row, &n);

	for (uint32_t i = 0; i < n && kin->n_groups; i++) {
		span name = rows_group_name(rows_of, g[i]);
		for (uint32_t k = 0; k < kin->n_groups; k++)
			if (name.n > 4 && span_eq(name, kin->groups[k]))
				return 1;
	}
	return 0;
}

static int
has_own_title(const family *kin, span title, buf *key)
{
	if (!kin->key.n)
		return 0;
	buf_reset(key);
	title_key(key, title);
	return span_eq((span){key->p ? key->p : "", key->n}, kin->key);
}

tensen_status
family_mark(uint8_t *is, const family *kin, tensen_searcher *searcher, const uint32_t *rows_of,
    uint32_t n, tensen_error *err)
{
	const rows *r = &searcher->ix->store->rows;
	float *near = arena_calloc(&searcher->mem, (n + (size_t)1) * sizeof *near);
	buf key = BUF_INIT;
	tensen_status st = near ? TENSEN_OK : tensen_fail_nomem(err);

	if (st == TENSEN_OK && kin->of->norm > 0)
		st = rank_views(near, searcher, kin->of, VIEW_TOPIC, rows_of, n, err);
	for (uint32_t i = 0; i < n && st == TENSEN_OK; i++) {
		span title = rows_title(r, rows_of[i]);
		is[i] |= near[i] >= SAME_TOPIC || shares_group(kin, r, rows_of[i]) ||
			 has_own_title(kin, title, &key) ||
			 title_heads_match(kin->head, title_head_of(title));
	}
	if (st == TENSEN_OK && key.failed)
		st = tensen_fail_nomem(err);
	buf_clear(&key);
	return st;
}
