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
add_group(family *f, span name)
{
	for (uint32_t i = 0; i < f->n_groups; i++)
		if (span_eq(f->groups[i], name))
			return;
	f->groups[f->n_groups++] = name;
}

/* The groups of a document of the index, or of the symbols that a text or several documents
 * have. */
static tensen_status
find_groups(family *f, tensen_searcher *s, tensen_error *err)
{
	const rows *r = &s->ix->store->rows;
	const query *q = f->of;
	class_cursor at = {.of = &q->doc};
	class_symbol c;
	uint32_t n = 0;
	const uint32_t *g = q->row == ROW_NONE ? NULL : rows_groups(r, q->row, &n);

	f->groups = arena_alloc(&s->mem, (n + class_count(&q->doc) + 1) * sizeof *f->groups);
	if (!f->groups)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < n; i++)
		add_group(f, rows_group_name(r, g[i]));
	while (!n && class_next_symbol(&at, &c)) {
		char name[CLASS_GROUP_MAX];
		span x = class_group_name(&c, name);
		x = arena_copy(&s->mem, x.p, x.n);
		if (!x.p)
			return tensen_fail_nomem(err);
		add_group(f, x);
	}
	return TENSEN_OK;
}

tensen_status
family_of(family *out, tensen_searcher *s, const query *q, tensen_error *err)
{
	tensen_status st;

	*out = (family){.of = q, .head = title_head_of(q->doc.title)};
	if ((st = key_of(&out->key, &s->mem, q->doc.title, err)) < 0)
		return st;
	return find_groups(out, s, err);
}

static int
shares_group(const family *f, const rows *r, uint32_t row)
{
	uint32_t n;
	const uint32_t *g = rows_groups(r, row, &n);

	for (uint32_t i = 0; i < n && f->n_groups; i++) {
		span name = rows_group_name(r, g[i]);
		for (uint32_t k = 0; k < f->n_groups; k++)
			if (name.n > 4 && span_eq(name, f->groups[k]))
				return 1;
	}
	return 0;
}

static int
has_own_title(const family *f, span title, buf *key)
{
	if (!f->key.n)
		return 0;
	buf_reset(key);
	title_key(key, title);
	return span_eq((span){key->p ? key->p : "", key->n}, f->key);
}

tensen_status
family_mark(uint8_t *is, const family *f, tensen_searcher *s, const uint32_t *rows_of, uint32_t n,
    tensen_error *err)
{
	const rows *r = &s->ix->store->rows;
	float *near = arena_calloc(&s->mem, (n + (size_t)1) * sizeof *near);
	buf key = BUF_INIT;
	tensen_status st = near ? TENSEN_OK : tensen_fail_nomem(err);

	if (st == TENSEN_OK && f->of->norm > 0)
		st = rank_views(near, s, f->of, VIEW_TOPIC, rows_of, n, err);
	for (uint32_t i = 0; i < n && st == TENSEN_OK; i++) {
		span title = rows_title(r, rows_of[i]);
		is[i] |= near[i] >= SAME_TOPIC || shares_group(f, r, rows_of[i]) ||
			 has_own_title(f, title, &key) ||
			 title_heads_match(f->head, title_head_of(title));
	}
	if (st == TENSEN_OK && key.failed)
		st = tensen_fail_nomem(err);
	buf_clear(&key);
	return st;
}
