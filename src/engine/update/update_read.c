/* engine/update/update_read.c - finds the documents that are new or changed.
 *
 * All threads hash the documents of the inputs; only changed documents are tokenized.
 * Terms outside the vocabulary are left out; their weight is counted as drift. */
#include <math.h>
#include <stdlib.h>
#include "engine/base/searcher.h"
#include "corpus/document/docnumber.h"
#include "engine/build/build_report.h"
#include "engine/update/updater.h"
#include "index/store/rare.h"
#include "text/analyzer.h"
#include "util/fail.h"
#include "util/threads/threads.h"
#include "util/threads/sort.h"
#include "util/memory.h"
#include "model/termrec.h"

#define PIECE 16 /* documents */

/* One examined document. */
typedef struct examined {
	buf binary, record;
	buf rare; /* uint64_t: hashes of words without a term */
	doc_slot slot;
	uint32_t old, terms; /* old: the row that it would replace, or GONE */
	int differs, title_alone;
	enum { SAME, CHANGED, NO_TEXT, DELETED } what;
	double known, all; /* weight of its words: in the vocabulary, all */
} examined;

typedef struct work_slot {
	examined docs[PIECE];
	docstore_scratch *stored;
	tensen_error error;
} work_slot;

typedef struct work {
	updater *u;
	strtab deleted;
	buf closed;          /* uint32_t: rows whose licence is withdrawn */
	uint32_t n_stage, n; /* staged documents; the same with the closed ones */
	analysis **analyses; /* by worker */
	work_slot *slots;
	uint32_t cap;
	tensen_error *err;
} work;

/* ---- the row that a document replaces ---- */

static int
row_is(const updater *u, uint32_t row, span id)
{
	return row != ROW_NONE && span_eq(rows_id(&u->old->rows, row), id);
}

static int
is_licence(const document *d)
{
	return d->license_id.n > 0 && span_eq(d->id, d->license_id);
}

/* The patent of the index that a licence record names. */
static uint32_t
patent_of(const updater *u, const document *d)
{
	for (uint32_t i = 0; is_licence(d) && i < d->numbers.n; i++) {
		uint32_t row = rows_find(&u->old->rows, d->numbers.v[i]);
		if (row != ROW_NONE)
			return row;
	}
	return GONE;
}

static tensen_status
stored(
    const updater *u, docstore_scratch *s, uint32_t row, document *d, arena *mem, tensen_error *err)
{
	span bytes, copy;
	tensen_status st = docstore_get(u->old->docs, s, row, &bytes, err);

	if (st < 0)
		return st;
	copy = arena_copy(mem, bytes.p, bytes.n);
	return copy.p ? document_read(d, mem, copy, err) : tensen_fail_nomem(err);
}

/* A replaced patent keeps the licence that a separate licence record gave it. */
static tensen_status
keep_licence(document *d, const document *was)
{
	if (!was->license_id.n || d->license_id.n || !span_list_has(&was->numbers, was->license_id))
		return TENSEN_OK;
	d->open = was->open;
	d->license_id = was->license_id;
	d->license_terms = was->license_terms;
	return span_list_add_once(d->mem, &d->numbers, was->license_id);
}

static void
withdraw_licence(document *d)
{
	span_list_remove(&d->numbers, d->license_id);
	d->open = 0;
	d->license_id = d->license_terms = (span){NULL, 0};
}

/* Document i in its new form; l->old: its row in the index. */
static tensen_status
document_of(const work *w, uint32_t i, work_slot *s, examined *l, document *d, arena *mem,
    tensen_error *err)
{
	const updater *u = w->u;
	document was;
	tensen_status st;

	if (i >= w->n_stage) {
		l->old = ((const uint32_t *)(const void *)w->closed.p)[i - w->n_stage];
		if ((st = stored(u, s->stored, l->old, d, mem, err)) == TENSEN_OK)
			withdraw_licence(d);
		return st;
	}
	if ((st = stage_get(u->b.stage, i, d, mem, &l->differs, err)) < 0)
		return st;
	l->old = rows_find(&u->old->rows, d->id);
	if (!row_is(u, l->old, d->id)) {
		if ((l->old = patent_of(u, d)) == GONE)
			return TENSEN_OK;
		was = *d;
		st = stored(u, s->stored, l->old, d, mem, err);
		return st < 0 ? st : document_merge(d, &was, NULL);
	}
	if (!(u->old->rows.flags[l->old] & ROW_OPEN))
		return TENSEN_OK;
	if ((st = stored(u, s->stored, l->old, &was, mem, err)) < 0)
		return st;
	return keep_licence(d, &was) < 0 ? tensen_fail_nomem(err) : TENSEN_OK;
}

/* ---- analysing ---- */

/* Write the term record; unknown terms count as drift. */
static tensen_status
number_terms(const vocab *v, const local_terms *t, examined *l, arena *mem, tensen_error *err)
{
	term_count *out = arena_alloc(mem, (t->n + 1) * sizeof *out);
	uint32_t n = 0;

	if (!out)
		return tensen_fail_nomem(err);
	for (size_t i = 0; i < t->n; i++) {
		uint32_t id = vocab_find(v, t->v[i].s);
		double weight = local_term_weight(&t->v[i], v, id);
		l->all += weight;
		if (id == VOCAB_NONE) {
			if (t->v[i].kind != TERM_FUNCTION)
				buf_u64(&l->rare, rare_hash(t->v[i].s));
			continue;
		}
		l->known += weight;
		out[n].term = id;
		memcpy(out[n++].in, t->v[i].in, sizeof t->v[i].in);
	}
	term_counts_sort(out, n);
	termrec_write(&l->record, out, n);
	l->terms = n;
	return TENSEN_OK;
}

static tensen_status
examine(const work *w, uint32_t i, work_slot *s, examined *l, analysis *a, arena *mem,
    tensen_error *err)
{
	const updater *u = w->u;
	document d;
	document_sections r;
	local_terms t;
	tensen_status st = document_of(w, i, s, l, &d, mem, err);

	if (st < 0)
		return st;
	if (strtab_find(&w->deleted, d.id) != STRTAB_NONE) {
		l->what = DELETED;
		return TENSEN_OK;
	}
	if (!document_has_text(&d)) {
		l->what = NO_TEXT;
		return TENSEN_OK;
	}
	build_place(&u->b, &d, &l->slot);
	document_write(&l->binary, &d);
	l->slot.hash = document_hash((span){l->binary.p, l->binary.n});
	if (l->old != GONE && u->old->rows.hash[l->old] == l->slot.hash) {
		l->what = SAME;
		return TENSEN_OK;
	}
	l->what = CHANGED;
	l->title_alone = document_is_title_alone(&d);
	if ((st = document_sections_of(&r, &d, u->b.sectioner, mem, err)) < 0 ||
	    (st = document_terms_of(&t, &r, a, mem, err)) < 0 ||
	    (st = number_terms(&u->old->vocab, &t, l, mem, err)) < 0)
		return st;
	return l->binary.failed || l->record.failed || l->rare.failed ? tensen_fail_nomem(err)
								      : TENSEN_OK;
}

static void
make(void *ctx, size_t piece, unsigned slot, unsigned worker)
{
	work *w = ctx;
	work_slot *s = &w->slots[slot];
	uint32_t first = (uint32_t)piece * PIECE;
	tensen_status st = TENSEN_OK;
	arena mem;

	arena_init(&mem);
	s->error.code = TENSEN_OK;
	for (uint32_t i = first; i < w->n && i < first + PIECE && st == TENSEN_OK; i++) {
		examined *l = &s->docs[i - first];
		buf_reset(&l->binary);
		buf_reset(&l->record);
		buf_reset(&l->rare);
		l->known = l->all = 0;
		l->differs = 0;
		st = examine(w, i, s, l, w->analyses[worker], &mem, &s->error);
		arena_reset(&mem);
	}
	arena_clear(&mem);
}

/* ---- recording changes ---- */

static tensen_status
add_change(work *w, const examined *l, tensen_error *err)
{
	updater *u = w->u;
	change *changes = array_room(u->changes, u->n_changes, &w->cap, 1024, sizeof *changes);
	tensen_status st;

	if (!changes)
		return tensen_fail_nomem(err);
	u->changes = changes;
	u->changes[u->n_changes++] = (change){l->slot, l->old, 0, l->terms};
	if (l->old != GONE)
		u->fate[l->old] =
		    u->old->rows.primary[l->old] == l->slot.primary ? FATE_REPLACED : FATE_MOVED;
	for (size_t i = 0; i < l->rare.n / sizeof(uint64_t); i++)
		buf_u64(&u->rare,
		    rare_key_of(((const uint64_t *)(const void *)l->rare.p)[i], u->n_changes - 1));
	if (u->rare.failed)
		return tensen_fail_nomem(err);
	if ((st = spill_add(u->binaries, l->binary.p, l->binary.n, err)) < 0)
		return st;
	return spill_add(u->records, l->record.p, l->record.n, err);
}

static tensen_status
note(work *w, uint32_t i, const examined *l, tensen_error *err)
{
	updater *u = w->u;

	u->b.account->differing += l->differs != 0;
	if (l->differs)
		build_report_differs(&u->b, stage_id(u->b.stage, i));
	if (l->what == SAME)
		u->account->unchanged++;
	if (l->what != CHANGED)
		return TENSEN_OK;
	/* A second licence of the same patent waits for the next update; the first one is kept. */
	if (l->old != GONE && u->fate[l->old] != FATE_KEPT)
		return TENSEN_OK;
	u->b.account->title_alone += l->title_alone != 0;
	u->account->all += l->all;
	u->account->known += l->known;
	if (l->old == GONE)
		u->account->added++;
	else
		u->account->replaced++;
	return add_change(w, l, err);
}

static int
take(void *ctx, size_t piece, unsigned slot)
{
	work *w = ctx;
	const work_slot *s = &w->slots[slot];
	uint32_t first = (uint32_t)piece * PIECE;
	uint32_t end = w->n - first < PIECE ? w->n : first + PIECE;
	tensen_status st = TENSEN_OK;

	if (tensen_fail_first(w->err, &s->error, 1) < 0)
		return s->error.code;
	for (uint32_t i = first; i < end && st == TENSEN_OK; i++)
		st = note(w, i, &s->docs[i - first], w->err);
	return st < 0 ? st : build_progress(&w->u->b, "understand", end, w->n, w->err);
}

/* ---- deletions ---- */

static void
unknown_id(updater *u, span id)
{
	account *a = u->b.account;

	if (u->account->unknown < ACCOUNT_UNKNOWN)
		u->account->unknown_ids[u->account->unknown] = result_copy(&a->base, id);
	u->account->unknown++;
	build_report_unknown(&u->b, id);
}

/* Delete by an id in any spelling, or close a patent by the number of its licence. */
static tensen_status
delete_one(work *w, span id, tensen_error *err)
{
	updater *u = w->u;
	uint32_t row = rows_find(&u->old->rows, id), before = w->deleted.n;
	char canonical[DOCNUMBER_MAX];
	size_t n;

	if (row == ROW_NONE && (n = docnumber_parse(id, canonical)) > 0) {
		id = (span){canonical, n};
		row = rows_find(&u->old->rows, id);
	}
	if (strtab_add(&w->deleted, id) == STRTAB_NONE)
		return tensen_fail_nomem(err);
	if (w->deleted.n == before)
		return TENSEN_OK; /* listed twice */
	if (row == ROW_NONE) {
		unknown_id(u, id);
	} else if (row_is(u, row, id)) {
		u->fate[row] = FATE_DELETED;
		u->account->deleted++;
	} else {
		document d;
		docstore_scratch *s = NULL;
		arena mem;
		tensen_status st = docstore_scratch_new(&s, err);
		arena_init(&mem);
		if (st == TENSEN_OK)
			st = stored(u, s, row, &d, &mem, err);
		if (st == TENSEN_OK && span_eq(d.license_id, id))
			buf_add(&w->closed, &row, sizeof row);
		else
			unknown_id(u, id);
		arena_clear(&mem);
		docstore_scratch_free(s);
		return st < 0 ? st : w->closed.failed ? tensen_fail_nomem(err) : TENSEN_OK;
	}
	return TENSEN_OK;
}

static tensen_status
prepare(work *w, tensen_error *err)
{
	updater *u = w->u;
	unsigned threads = u->b.threads;
	tensen_status st = TENSEN_OK;

	u->fate = calloc(u->old->rows.n + (size_t)1, sizeof *u->fate);
	w->analyses = calloc(threads, sizeof *w->analyses);
	w->slots = calloc(threads_slots(threads), sizeof *w->slots);
	if (!u->fate || !w->analyses || !w->slots)
		return tensen_fail_nomem(err);
	for (size_t i = 0; i < u->opts->n_delete && st == TENSEN_OK; i++)
		st = delete_one(w, span_of(u->opts->delete_ids[i]), err);
	for (unsigned i = 0; i < threads && st == TENSEN_OK; i++)
		st = analysis_new(&w->analyses[i], u->b.analyzer, err);
	for (unsigned i = 0; i < threads_slots(threads) && st == TENSEN_OK; i++)
		st = docstore_scratch_new(&w->slots[i].stored, err);
	if (st == TENSEN_OK)
		st = spill_new(&u->binaries, u->b.path, err);
	return st < 0 ? st : spill_new(&u->records, u->b.path, err);
}

static void
work_clear(work *w)
{
	unsigned threads = w->u->b.threads;

	for (unsigned i = 0; w->analyses && i < threads; i++)
		analysis_free(w->analyses[i]);
	for (unsigned i = 0; w->slots && i < threads_slots(threads); i++) {
		docstore_scratch_free(w->slots[i].stored);
		for (unsigned k = 0; k < PIECE; k++) {
			buf_clear(&w->slots[i].docs[k].binary);
			buf_clear(&w->slots[i].docs[k].record);
			buf_clear(&w->slots[i].docs[k].rare);
		}
	}
	free(w->analyses);
	free(w->slots);
	strtab_clear(&w->deleted);
	buf_clear(&w->closed);
}

tensen_status
update_read(updater *u, tensen_error *err)
{
	work w = {.u = u, .err = err};
	threads_line line = {&w, 0, make, take};
	tensen_status st = prepare(&w, err);

	w.n_stage = stage_count(u->b.stage);
	w.n = w.n_stage + (uint32_t)(w.closed.n / sizeof(uint32_t));
	line.n_pieces = ((size_t)w.n + PIECE - 1) / PIECE;
	if (st == TENSEN_OK)
		st = (tensen_status)threads_in_line(u->b.threads, &line);
	work_clear(&w);
	stage_free(u->b.stage);
	u->b.stage = NULL;
	if (st < 0 || (st = spill_finish(u->binaries, err)) < 0)
		return st;
	return spill_finish(u->records, err);
}
