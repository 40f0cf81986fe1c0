/* engine/distributed/united.c - see united.h. */
#include "engine/distributed/united.h"
#include <stdlib.h>
#include "engine/build/copy_rows.h"
#include "util/fail.h"
#include "util/json/json_read.h"
#include "util/threads/sort.h"

void
united_clear(united *all)
{
	parts_close(&all->parts);
	free(all->rows);
	build_clear(&all->b);
}

/* ---- the order of rows ---- */

static int
row_order(const void *a, const void *b, void *ctx)
{
	const united_row *x = a, *y = b;
	int c;

	(void)ctx;
	c = ORDER(x->field, y->field);
	c = c ? c : ORDER(x->arrival, y->arrival);
	c = c ? c : ORDER(x->part, y->part);
	return c ? c : ORDER(x->row, y->row);
}

/* A document in two files would answer twice. */
static tensen_status
check_twice(const parts *files, uint32_t i, tensen_error *err)
{
	const rows *r = &files->v[i].store->rows;

	for (uint32_t row = 0; row < r->n; row++) {
		span id = rows_id(r, row);
		for (uint32_t k = i + 1; k < files->n; k++) {
			const rows *other = &files->v[k].store->rows;
			uint32_t at = rows_find(other, id);
			if (at != ROW_NONE && span_eq(rows_id(other, at), id))
				return tensen_fail(err, TENSEN_E_INPUT, SAY_IN_AND_IN,
				    (int)(id.n < 80 ? id.n : 80), id.p, files->v[i].path,
				    files->v[k].path);
		}
	}
	return TENSEN_OK;
}

tensen_status
united_order_rows(united *all, tensen_error *err)
{
	uint64_t n = 0;
	tensen_status st = TENSEN_OK;

	for (uint32_t i = 0; i < all->parts.n; i++)
		n += all->parts.v[i].store->rows.n;
	if (n >= UINT32_MAX)
		return tensen_fail(err, TENSEN_E_INPUT, SAY_MORE_THAN_DOCUMENTS, UINT32_MAX - 1);
	all->rows = malloc((n + 1) * sizeof *all->rows);
	if (!all->rows)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < all->parts.n && st == TENSEN_OK; i++) {
		const part *p = &all->parts.v[i];
		const rows *r = &p->store->rows;
		const uint64_t *arrival = (const uint64_t *)(const void *)p->arrival.p;
		for (uint32_t row = 0; row < r->n; row++)
			all->rows[all->b.n_rows++] = (united_row){arrival ? arrival[row] : 0, i,
			    row, r->primary[row] ? r->primary[row] : N_FIELDS + 1};
		if (!p->of)
			st = check_twice(&all->parts, i, err);
	}
	all->b.n_all = n;
	return st < 0 ? st
		      : sort_large(
			    all->rows, n, sizeof *all->rows, row_order, NULL, all->b.threads, err);
}

tensen_status
united_fill_slots(united *all, tensen_error *err)
{
	builder *b = &all->b;

	b->slots = malloc((b->n_rows + (size_t)1) * sizeof *b->slots);
	b->sizes = malloc((b->n_rows + (size_t)1) * sizeof *b->sizes);
	if (!b->slots || !b->sizes)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < b->n_rows; i++)
		b->slots[i] =
		    rows_slot(&all->parts.v[all->rows[i].part].store->rows, all->rows[i].row);
	return TENSEN_OK;
}

/* ---- records ---- */

typedef struct copying {
	united *m;
	row_spill *to;
	int terms; /* 1: term records, whose terms are counted; 0: documents */
	docstore_scratch **scratch;
} copying;

static tensen_status
copy_record(const copying *one, uint32_t i, tensen_error *err)
{
	builder *b = &one->m->b;
	const united_row *x = &one->m->rows[i];
	const store *s = one->m->parts.v[x->part].store;
	span record;
	tensen_status st;

	st = docstore_get(
	    one->terms ? s->terms : s->docs, one->scratch[x->part], x->row, &record, err);
	if (st < 0)
		return st;
	if (one->terms)
		b->sizes[i] = termrec_count(record);
	if ((st = row_spill_add(one->to, b->slots[i].primary, record, err)) < 0)
		return st;
	return i % 4096 ? TENSEN_OK : build_progress(b, "merge", i, b->n_rows, err);
}

tensen_status
united_copy(united *all, int terms, tensen_error *err)
{
	row_spill **out = terms ? &all->b.terms : &all->b.docs;
	uint32_t n = all->parts.n;
	copying c = {all, NULL, terms, calloc(n + (size_t)1, sizeof(docstore_scratch *))};
	tensen_status st = c.scratch ? TENSEN_OK : tensen_fail_nomem(err);

	for (uint32_t i = 0; i < n && st == TENSEN_OK; i++)
		st = docstore_scratch_new(&c.scratch[i], err);
	if (st == TENSEN_OK)
		st = row_spill_new(out, all->b.path, err);
	c.to = *out;
	for (uint32_t i = 0; i < all->b.n_rows && st == TENSEN_OK; i++)
		st = copy_record(&c, i, err);
	if (st == TENSEN_OK)
		st = row_spill_finish(*out, err);
	for (uint32_t i = 0; c.scratch && i < n; i++)
		docstore_scratch_free(c.scratch[i]);
	free(c.scratch);
	return st;
}

/* ---- words of few documents ---- */

/* The rows of a part in the united index; malloc'ed. */
static uint32_t *
rows_of_part(const united *all, uint32_t k)
{
	uint32_t *row_of = malloc((all->parts.v[k].store->rows.n + (size_t)1) * sizeof *row_of);

	for (uint32_t i = 0; row_of && i < all->b.n_rows; i++)
		if (all->rows[i].part == k)
			row_of[all->rows[i].row] = i;
	return row_of;
}

tensen_status
united_take_rare(united *all, tensen_error *err)
{
	tensen_status st = TENSEN_OK;

	for (uint32_t p = 0; p < all->parts.n && st == TENSEN_OK; p++) {
		uint32_t *row_of = rows_of_part(all, p);
		buf keys = BUF_INIT;
		st = row_of ? rare_keys(&all->parts.v[p].store->rare, &keys, err)
			    : tensen_fail_nomem(err);
		if (st == TENSEN_OK)
			rare_renumber(&all->b.rare, &keys, row_of);
		free(row_of);
		buf_clear(&keys);
	}
	return st == TENSEN_OK && all->b.rare.failed ? tensen_fail_nomem(err) : st;
}

/* ---- the model ---- */

tensen_status
united_take_model(united *all, tensen_error *err)
{
	builder *b = &all->b;
	store *s = all->parts.v[0].store;
	tensen_status st = s->basis.code ? TENSEN_OK : store_open_model(s, err);
	json_object *root;
	size_t bytes;

	if (st < 0)
		return st;
	bytes = lsa_basis_bytes(s->vocab.terms.n, s->meta.dims);
	root = json_tokener_parse(s->meta.json.p);
	b->dims = s->meta.dims;
	b->lsa.rank = (uint32_t)json_read_number(root, "rank", b->dims);
	b->lsa.energy = json_read_number(root, "energy", 0);
	b->trained = (uint32_t)json_read_number(root, "trained", b->n_rows);
	json_object_put(root);
	b->basis = malloc(bytes + 1);
	b->lsa.singular = malloc((b->dims + (size_t)1) * sizeof *b->lsa.singular);
	if (!b->basis || !b->lsa.singular || b->lsa.rank > b->dims)
		return tensen_fail_nomem(err);
	memcpy(b->basis, s->basis.code, bytes);
	memcpy(b->lsa.singular, s->singular, b->dims * sizeof *b->lsa.singular);
	return build_take_vocab(b, &s->file, err);
}
