/* engine/update/update_read.c - finds the documents that are new or changed.
 *
 * All threads hash the documents of the inputs; only changed documents are tokenized.
 * Terms outside the vocabulary are left out; their weight is counted as drift. */
#include "corpus/document/docnumber.h"
#include "engine/build/build_report.h"
#include "engine/update/updater.h"
#include "index/store/rare.h"
#include "text/analyzer.h"
#include "util/fail.h"
#include "util/threads/threads.h"
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
} work_slot;

typedef struct work {
	updater *u;
	strtab deleted;
	buf closed;          /* uint32_t: rows whose licence is withdrawn */
	uint32_t n_stage, n; /* staged documents; the same with the closed ones */
	analysis **analyses; /* by worker */
	uint32_t cap;
} work;

/* ---- the row that a document replaces ---- */

static int
row_is(const updater *update, uint32_t row, span id)
{
	return row != ROW_NONE && span_eq(rows_id(&update->old->rows, row), id);
}

/* The patent of the index that a licence record names. */
static uint32_t
patent_of(const updater *update, const document *doc)
{
	for (uint32_t i = 0; document_is_licence(doc) && i < doc->numbers.n; i++) {
		uint32_t row = rows_find(&update->old->rows, doc->numbers.v[i]);
		if (row != ROW_NONE)
			return row;
	}
	return GONE;
}

static tensen_status
update_stored(const updater *update, docstore_scratch *scratch, uint32_t row, document *doc,
    arena *mem, tensen_error *err)
{
	span bytes, copy;
	tensen_status st = docstore_get(update->old->docs, scratch, row, &bytes, err);

	if (st < 0)
		return st;
	copy = arena_copy(mem, bytes.p, bytes.n);
	return copy.p ? document_read(doc, mem, copy, err) : tensen_fail_nomem(err);
}

/* A replaced patent keeps the licence that a separate licence record gave it. */
static tensen_status
keep_licence(document *doc, const document *was)
{
	if (!was->license_id.n || doc->license_id.n ||
	    !span_list_has(&was->numbers, was->license_id))
		return TENSEN_OK;
	doc->open = was->open;
	doc->license_id = was->license_id;
	doc->license_terms = was->license_terms;
	return span_list_add_once(doc->mem, &doc->numbers, was->license_id);
}

static void
withdraw_licence(document *doc)
{
	span_list_remove(&doc->numbers, doc->license_id);
	doc->open = 0;
	doc->license_id = doc->license_terms = (span){NULL, 0};
}

/* Document i in its new form; seen->old: its row in the index. */
static tensen_status
document_of(const work *todo, uint32_t i, work_slot *one, examined *seen, document *doc, arena *mem,
    tensen_error *err)
{
	const updater *u = todo->u;
	document was;
	tensen_status st;

	if (i >= todo->n_stage) {
		seen->old = ((const uint32_t *)(const void *)todo->closed.p)[i - todo->n_stage];
		if ((st = update_stored(u, one->stored, seen->old, doc, mem, err)) == TENSEN_OK)
			withdraw_licence(doc);
		return st;
	}
	if ((st = stage_get(u->b.stage, i, doc, mem, &seen->differs, err)) < 0)
		return st;
	seen->old = rows_find(&u->old->rows, doc->id);
	if (!row_is(u, seen->old, doc->id)) {
		if ((seen->old = patent_of(u, doc)) == GONE)
			return TENSEN_OK;
		was = *doc;
		st = update_stored(u, one->stored, seen->old, doc, mem, err);
		return st < 0 ? st : document_merge(doc, &was, NULL);
	}
	if (!(u->old->rows.flags[seen->old] & ROW_OPEN))
		return TENSEN_OK;
	if ((st = update_stored(u, one->stored, seen->old, &was, mem, err)) < 0)
		return st;
	return keep_licence(doc, &was) < 0 ? tensen_fail_nomem(err) : TENSEN_OK;
}

/* ---- analysing ---- */

/* Write the term record; unknown terms count as drift. */
static tensen_status
number_terms(
    const vocab *words, const local_terms *one, examined *seen, arena *mem, tensen_error *err)
{
	term_count *out = arena_alloc(mem, (one->n + 1) * sizeof *out);
	uint32_t n = 0;

	if (!out)
		return tensen_fail_nomem(err);
	for (size_t i = 0; i < one->n; i++) {
		uint32_t id = vocab_find(words, one->v[i].s);
		double weight = local_term_weight(&one->v[i], words, id);
		seen->all += weight;
		if (id == VOCAB_NONE) {
			if (one->v[i].kind != TERM_FUNCTION)
				buf_u64(&seen->rare, rare_hash(one->v[i].s));
			continue;
		}
		seen->known += weight;
		out[n].term = id;
		memcpy(out[n++].in, one->v[i].in, sizeof one->v[i].in);
	}
	term_counts_sort(out, n);
	termrec_write(&seen->record, out, n);
	seen->terms = n;
	return TENSEN_OK;
}

static tensen_status
update_examine(const work *todo, uint32_t i, work_slot *one, examined *seen, analysis *tokens,
    arena *mem, tensen_error *err)
{
	const updater *u = todo->u;
	document d;
	document_sections r;
	local_terms t;
	tensen_status st = document_of(todo, i, one, seen, &d, mem, err);

	if (st < 0)
		return st;
	if (strtab_find(&todo->deleted, d.id) != STRTAB_NONE) {
		seen->what = DELETED;
		return TENSEN_OK;
	}
	if (!document_has_text(&d)) {
		seen->what = NO_TEXT;
		return TENSEN_OK;
	}
	build_place(&u->b, &d, &seen->slot);
	document_write(&seen->binary, &d);
	seen->slot.hash = document_hash((span){seen->binary.p, seen->binary.n});
	if (seen->old != GONE && u->old->rows.hash[seen->old] == seen->slot.hash) {
		seen->what = SAME;
		return TENSEN_OK;
	}
	seen->what = CHANGED;
	seen->title_alone = document_is_title_alone(&d);
	if ((st = document_sections_of(&r, &d, u->b.sectioner, mem, err)) < 0 ||
	    (st = document_terms_of(&t, &r, tokens, mem, err)) < 0 ||
	    (st = number_terms(&u->old->vocab, &t, seen, mem, err)) < 0)
		return st;
	return seen->binary.failed || seen->record.failed || seen->rare.failed
		   ? tensen_fail_nomem(err)
		   : TENSEN_OK;
}

static tensen_status
update_make(void *ctx, size_t piece, void *slot, unsigned worker, tensen_error *err)
{
	const work *w = ctx;
	work_slot *s = slot;
	uint32_t first = (uint32_t)piece * PIECE;
	tensen_status st = s->stored ? TENSEN_OK : docstore_scratch_new(&s->stored, err);
	arena mem = {NULL, 0};

	for (uint32_t i = first; i < w->n && i < first + PIECE && st == TENSEN_OK; i++) {
		examined *l = &s->docs[i - first];
		buf_reset(&l->binary);
		buf_reset(&l->record);
		buf_reset(&l->rare);
		l->known = l->all = 0;
		l->differs = 0;
		st = update_examine(w, i, s, l, w->analyses[worker], &mem, err);
		arena_reset(&mem);
	}
	arena_clear(&mem);
	return st;
}

/* ---- recording changes ---- */

static tensen_status
add_change(work *todo, const examined *seen, tensen_error *err)
{
	updater *u = todo->u;
	change *changes = array_room(u->changes, u->n_changes, &todo->cap, 1024, sizeof *changes);
	tensen_status st;

	if (!changes)
		return tensen_fail_nomem(err);
	u->changes = changes;
	u->changes[u->n_changes++] = (change){seen->slot, seen->old, 0, seen->terms};
	if (seen->old != GONE)
		u->fate[seen->old] = u->old->rows.primary[seen->old] == seen->slot.primary
					 ? FATE_REPLACED
					 : FATE_MOVED;
	for (size_t i = 0; i < seen->rare.n / sizeof(uint64_t); i++)
		buf_u64(&u->rare, rare_key_of(((const uint64_t *)(const void *)seen->rare.p)[i],
				      u->n_changes - 1));
	if (u->rare.failed)
		return tensen_fail_nomem(err);
	if ((st = spill_add(u->binaries, seen->binary.p, seen->binary.n, err)) < 0)
		return st;
	return spill_add(u->records, seen->record.p, seen->record.n, err);
}

static tensen_status
update_note(work *todo, uint32_t i, const examined *seen, tensen_error *err)
{
	updater *u = todo->u;

	u->b.account->differing += seen->differs != 0;
	if (seen->differs)
		build_report_id(&u->b, "differs", stage_id(u->b.stage, i));
	if (seen->what == SAME)
		u->account->unchanged++;
	if (seen->what != CHANGED)
		return TENSEN_OK;
	/* A second licence of the same patent waits for the next update; the first one is kept. */
	if (seen->old != GONE && u->fate[seen->old] != FATE_KEPT)
		return TENSEN_OK;
	u->b.account->title_alone += seen->title_alone != 0;
	u->account->all += seen->all;
	u->account->known += seen->known;
	if (seen->old == GONE)
		u->account->added++;
	else
		u->account->replaced++;
	return add_change(todo, seen, err);
}

static tensen_status
update_take(void *ctx, size_t piece, void *slot, tensen_error *err)
{
	work *w = ctx;
	const work_slot *s = slot;
	uint32_t first = (uint32_t)piece * PIECE;
	uint32_t end = w->n - first < PIECE ? w->n : first + PIECE;
	tensen_status st = TENSEN_OK;

	for (uint32_t i = first; i < end && st == TENSEN_OK; i++)
		st = update_note(w, i, &s->docs[i - first], err);
	return st < 0 ? st : build_progress(&w->u->b, "understand", end, w->n, err);
}

static void
update_slot_clear(void *slot)
{
	work_slot *s = slot;

	docstore_scratch_free(s->stored);
	for (unsigned k = 0; k < PIECE; k++)
		bufs_clear(&s->docs[k].binary, &s->docs[k].record, &s->docs[k].rare);
}

/* ---- deletions ---- */

static void
unknown_id(updater *update, span id)
{
	account *a = update->b.account;

	if (update->account->unknown < ACCOUNT_UNKNOWN)
		update->account->unknown_ids[update->account->unknown] = result_copy(&a->base, id);
	update->account->unknown++;
	build_report_id(&update->b, "unknown", id);
}

/* Delete by an id in any spelling, or close a patent by the number of its licence. */
static tensen_status
delete_one(work *todo, span id, tensen_error *err)
{
	updater *u = todo->u;
	uint32_t row = rows_find(&u->old->rows, id), before = todo->deleted.n;
	char canonical[DOCNUMBER_MAX];
	size_t n;

	if (row == ROW_NONE && (n = docnumber_parse(id, canonical)) > 0) {
		id = (span){canonical, n};
		row = rows_find(&u->old->rows, id);
	}
	if (strtab_add(&todo->deleted, id) == STRTAB_NONE)
		return tensen_fail_nomem(err);
	if (todo->deleted.n == before)
		return TENSEN_OK; /* listed twice */
	if (row == ROW_NONE) {
		unknown_id(u, id);
	} else if (row_is(u, row, id)) {
		u->fate[row] = FATE_DELETED;
		u->account->deleted++;
	} else {
		document d;
		docstore_scratch *s = NULL;
		arena mem = {NULL, 0};
		tensen_status st = docstore_scratch_new(&s, err);
		if (st == TENSEN_OK)
			st = update_stored(u, s, row, &d, &mem, err);
		if (st == TENSEN_OK && span_eq(d.license_id, id))
			buf_add(&todo->closed, &row, sizeof row);
		else
			unknown_id(u, id);
		arena_clear(&mem);
		docstore_scratch_free(s);
		return st < 0 ? st : todo->closed.failed ? tensen_fail_nomem(err) : TENSEN_OK;
	}
	return TENSEN_OK;
}

static tensen_status
update_prepare(work *todo, tensen_error *err)
{
	updater *u = todo->u;
	unsigned threads = u->b.threads;
	tensen_status st = TENSEN_OK;

	u->fate = calloc(u->old->rows.n + (size_t)1, sizeof *u->fate);
	todo->analyses = calloc(threads, sizeof *todo->analyses);
	if (!u->fate || !todo->analyses)
		return tensen_fail_nomem(err);
	for (size_t i = 0; i < u->opts->n_delete && st == TENSEN_OK; i++)
		st = delete_one(todo, span_of(u->opts->delete_ids[i]), err);
	for (unsigned i = 0; i < threads && st == TENSEN_OK; i++)
		st = analysis_new(&todo->analyses[i], u->b.analyzer, err);
	if (st == TENSEN_OK)
		st = spill_new(&u->binaries, u->b.path, err);
	return st < 0 ? st : spill_new(&u->records, u->b.path, err);
}

static void
work_clear(work *todo)
{
	for (unsigned i = 0; todo->analyses && i < todo->u->b.threads; i++)
		analysis_free(todo->analyses[i]);
	free(todo->analyses);
	strtab_clear(&todo->deleted);
	buf_clear(&todo->closed);
}

tensen_status
update_read(updater *update, tensen_error *err)
{
	work w = {.u = update};
	threads_line line = {&w, 0, update_make, update_take, sizeof(work_slot), update_slot_clear};
	tensen_status st = update_prepare(&w, err);

	w.n_stage = stage_count(update->b.stage);
	w.n = w.n_stage + (uint32_t)(w.closed.n / sizeof(uint32_t));
	line.n_pieces = ((size_t)w.n + PIECE - 1) / PIECE;
	if (st == TENSEN_OK)
		st = threads_in_line(update->b.threads, &line, err);
	work_clear(&w);
	stage_free(update->b.stage);
	update->b.stage = NULL;
	if (st < 0 || (st = spill_finish(update->binaries, err)) < 0)
		return st;
	return spill_finish(update->records, err);
}
