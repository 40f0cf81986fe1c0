/* engine/distributed/merge.c - tensen_merge(): the documents of several index files into one.
 *
 * Stored documents and term records are copied in the order of one process and written by the
 * steps of a build; the model is that of the parts.  Vectors, sums and weights are made anew from
 * all rows, so the file does not depend on how many parts there were. */
#include <json-c/json.h>
#include <stdlib.h>
#include "engine/build/build_write.h"
#include "engine/distributed/parts.h"
#include "engine/engine.h"
#include "engine/options.h"
#include "util/clock.h"
#include "util/fail.h"
#include "util/sort.h"
#include "util/threads.h"

typedef struct merged_row {
	uint64_t arrival;
	uint32_t part, row;
	uint8_t field; /* N_FIELDS + 1: none */
} merged_row;

typedef struct merging {
	builder b;
	parts parts;
	merged_row *rows;
} merging;

static int
row_order(const void *a, const void *b, void *ctx)
{
	const merged_row *x = a, *y = b;

	(void)ctx;
	if (x->field != y->field)
		return x->field - y->field;
	if (x->arrival != y->arrival)
		return x->arrival < y->arrival ? -1 : 1;
	if (x->part != y->part)
		return x->part < y->part ? -1 : 1;
	return (x->row > y->row) - (x->row < y->row);
}

/* A document in two files would answer twice. */
static tensen_status
check_twice(const parts *p, uint32_t i, tensen_error *err)
{
	const rows *r = &p->v[i].store->rows;

	for (uint32_t row = 0; row < r->n; row++) {
		span id = rows_id(r, row);
		for (uint32_t k = i + 1; k < p->n; k++) {
			const rows *other = &p->v[k].store->rows;
			uint32_t hit = rows_find(other, id);
			if (hit != ROW_NONE && span_eq(rows_id(other, hit), id))
				return tensen_fail(err, TENSEN_E_INPUT, "%.*s is in %s and in %s",
				    (int)(id.n < 80 ? id.n : 80), id.p, p->v[i].path, p->v[k].path);
		}
	}
	return TENSEN_OK;
}

static tensen_status
order_rows(merging *m, tensen_error *err)
{
	uint64_t n = 0;
	tensen_status st = TENSEN_OK;

	for (uint32_t i = 0; i < m->parts.n; i++)
		n += m->parts.v[i].store->rows.n;
	if (n >= UINT32_MAX)
		return tensen_fail(err, TENSEN_E_INPUT, "more than %u documents", UINT32_MAX - 1);
	m->rows = malloc((n + 1) * sizeof *m->rows);
	if (!m->rows)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < m->parts.n && st == TENSEN_OK; i++) {
		const part *p = &m->parts.v[i];
		const rows *r = &p->store->rows;
		const uint64_t *arrival = (const uint64_t *)(const void *)p->arrival.p;
		for (uint32_t row = 0; row < r->n; row++)
			m->rows[m->b.n_rows++] = (merged_row){arrival ? arrival[row] : 0, i, row,
			    r->primary[row] ? r->primary[row] : N_FIELDS + 1};
		if (!p->of)
			st = check_twice(&m->parts, i, err);
	}
	m->b.n_all = n;
	return st < 0 ? st
		      : sort_large(m->rows, n, sizeof *m->rows, row_order, NULL, m->b.threads, err);
}

static doc_slot
slot_of(const rows *r, uint32_t row)
{
	return (doc_slot){.mask = r->mask[row],
	    .hash = r->hash[row],
	    .year = (uint16_t)(r->date[row] / 10000),
	    .primary = r->primary[row]};
}

static tensen_status
copy_row(merging *m, docstore_scratch *const *scratch, uint32_t i, tensen_error *err)
{
	builder *b = &m->b;
	const merged_row *x = &m->rows[i];
	const store *s = m->parts.v[x->part].store;
	span record;
	tensen_status st;

	b->slots[i] = slot_of(&s->rows, x->row);
	if ((st = docstore_get(s->docs, scratch[2 * x->part], x->row, &record, err)) < 0 ||
	    (st = row_spill_add(b->docs, b->slots[i].primary, record, err)) < 0 ||
	    (st = docstore_get(s->terms, scratch[2 * x->part + 1], x->row, &record, err)) < 0)
		return st;
	b->sizes[i] = termrec_count(record);
	if ((st = row_spill_add(b->terms, b->slots[i].primary, record, err)) < 0)
		return st;
	return i % 4096 ? TENSEN_OK : build_progress(b, "merge", i, b->n_rows, err);
}

static tensen_status
copy_rows(merging *m, tensen_error *err)
{
	builder *b = &m->b;
	uint32_t n = 2 * m->parts.n;
	docstore_scratch **scratch = calloc(n + (size_t)1, sizeof *scratch);
	tensen_status st = scratch ? TENSEN_OK : tensen_fail_nomem(err);

	b->slots = malloc((b->n_rows + (size_t)1) * sizeof *b->slots);
	b->sizes = malloc((b->n_rows + (size_t)1) * sizeof *b->sizes);
	if (st == TENSEN_OK && (!b->slots || !b->sizes))
		st = tensen_fail_nomem(err);
	for (uint32_t i = 0; i < n && st == TENSEN_OK; i++)
		st = docstore_scratch_new(&scratch[i], err);
	if (st == TENSEN_OK && (st = row_spill_new(&b->docs, b->path, err)) == TENSEN_OK)
		st = row_spill_new(&b->terms, b->path, err);
	for (uint32_t i = 0; i < b->n_rows && st == TENSEN_OK; i++)
		st = copy_row(m, scratch, i, err);
	if (st == TENSEN_OK && (st = row_spill_finish(b->docs, err)) == TENSEN_OK)
		st = row_spill_finish(b->terms, err);
	for (uint32_t i = 0; scratch && i < n; i++)
		docstore_scratch_free(scratch[i]);
	free(scratch);
	return st;
}

/* ---- the model ---- */

static double
number(json_object *root, const char *key, double unset)
{
	json_object *x;

	return json_object_object_get_ex(root, key, &x) ? json_object_get_double(x) : unset;
}

static tensen_status
take_vocab(builder *b, const store *s, tensen_error *err)
{
	buf owned = BUF_INIT;
	span bytes;
	tensen_status st = container_get(&s->file, "VOCB", 1, &bytes, &owned, err);

	if (st == TENSEN_OK)
		st = vocab_read(&b->vocab, bytes, err);
	buf_clear(&owned);
	if (st == TENSEN_OK && container_find(&s->file, "show") &&
	    (st = container_get(&s->file, "show", 1, &bytes, &owned, err)) == TENSEN_OK)
		buf_span(&b->shown, bytes);
	buf_clear(&owned);
	return st == TENSEN_OK && b->shown.failed ? tensen_fail_nomem(err) : st;
}

static tensen_status
take_model(merging *m, tensen_error *err)
{
	builder *b = &m->b;
	const store *s = m->parts.v[0].store;
	size_t cells = (size_t)s->vocab.terms.n * s->meta.dims;
	json_object *root = json_tokener_parse(s->meta.json.p);

	b->dims = s->meta.dims;
	b->lsa.rank = root ? (uint32_t)number(root, "rank", b->dims) : b->dims;
	b->lsa.energy = root ? number(root, "energy", 0) : 0;
	b->trained = root ? (uint32_t)number(root, "trained", b->n_rows) : b->n_rows;
	json_object_put(root);
	b->basis = malloc((cells + 1) * sizeof *b->basis);
	b->lsa.singular = malloc((b->dims + (size_t)1) * sizeof *b->lsa.singular);
	if (!b->basis || !b->lsa.singular || b->lsa.rank > b->dims)
		return tensen_fail_nomem(err);
	memcpy(b->basis, s->basis, cells * sizeof *b->basis);
	memcpy(b->lsa.singular, s->singular, b->dims * sizeof *b->lsa.singular);
	return take_vocab(b, s, err);
}

static tensen_status
run(merging *m, tensen_build_opts *o, const char *const *paths, size_t n, tensen_error *err)
{
	builder *b = &m->b;
	tensen_status st;

	if ((st = parts_open(&m->parts, paths, n, err)) < 0)
		return st;
	o->seed = m->parts.v[0].store->meta.seed;
	o->dims = m->parts.v[0].store->meta.dims;
	if ((st = container_create(&b->writer, b->path, err)) < 0 ||
	    (st = build_open(b, err)) < 0 || (st = build_plan(b, err)) < 0 ||
	    (st = engine_check_identity(
		 m->parts.v[0].store, b->analyzer, m->parts.v[0].path, err)) < 0 ||
	    (st = put_user_dictionary(b, err)) < 0 || (st = order_rows(m, err)) < 0 ||
	    (st = copy_rows(m, err)) < 0 || (st = take_model(m, err)) < 0)
		return st;
	parts_close(&m->parts);
	return build_write(b, err);
}

tensen_status
tensen_merge(tensen_result **out, const char *path, const char *const *paths, size_t n,
    const tensen_build_opts *opts, tensen_error *err)
{
	tensen_build_opts o;
	merging m = {.b = {.path = path, .opts = &o}};
	double start = clock_now();
	tensen_status st = build_options(&o, opts, err);

	if (out)
		*out = NULL;
	if (st < 0)
		return st;
	if (n == 0)
		return tensen_fail(err, TENSEN_E_ARG, "no index to merge was named");
	m.b.threads = threads_wanted(o.threads);
	m.b.account = account_new();
	if (!m.b.account)
		return tensen_fail_nomem(err);
	st = run(&m, &o, paths, n, err);
	parts_close(&m.parts);
	free(m.rows);
	build_clear(&m.b);
	m.b.account->seconds = clock_now() - start;
	if (out && st == TENSEN_OK)
		*out = &m.b.account->base;
	else
		tensen_result_free(&m.b.account->base);
	return st;
}
