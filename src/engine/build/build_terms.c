/* engine/build/build_terms.c - analyses every document and stages the results by field.
 *
 * Workers turn documents into local terms (strings).  One thread takes the documents in
 * order of arrival and numbers their terms in term_counts, so the numbers do not depend on
 * the speed of the workers.  Afterwards the disk holds the merged documents by field and
 * their numbered terms.  Memory: unfinished pieces and the table of term_counts. */
#include "engine/build/builder.h"
#include "engine/build/build_report.h"
#include "engine/build/stage.h"
#include "util/bytes.h"
#include "util/fail.h"
#include "util/threads/threads.h"
#include "util/memory.h"

#define PIECE 16 /* documents */
#define TERMS 64 /* numbered together, so that their places in the table are prefetched */

/* One analysed document. */
typedef struct understood {
	buf terms;  /* local terms, packed */
	buf binary; /* the document */
	doc_slot slot;
	int has_text, differs, title_alone;
} understood;

typedef struct work_slot {
	understood docs[PIECE];
} work_slot;

typedef struct work {
	builder *b;
	analysis **analyses; /* by worker */
	uint32_t n, cap;     /* documents of the stage; allocated slots of the builder */
	buf scratch;
} work;

/* Packed local terms: form and shown word (varint length, bytes each), u8 kind, u8 bit set of
 * sections, counts. */
static void
build_pack(buf *out, const local_terms *terms)
{
	for (size_t i = 0; i < terms->n; i++) {
		unsigned char set = 0;
		for (int s = 0; s < N_SECTIONS; s++)
			if (terms->v[i].in[s])
				set |= (unsigned char)(1 << s);
		buf_varint(out, terms->v[i].s.n);
		buf_span(out, terms->v[i].s);
		buf_varint(out, terms->v[i].shown.n);
		buf_span(out, terms->v[i].shown);
		buf_char(out, (char)terms->v[i].kind);
		buf_add(out, &set, 1);
		for (int s = 0; s < N_SECTIONS; s++)
			if (terms->v[i].in[s])
				buf_varint(out, terms->v[i].in[s]);
	}
}

static tensen_status
build_understand(const builder *build, uint32_t i, understood *one, analysis *tokens, arena *mem,
    tensen_error *err)
{
	document d;
	document_sections r;
	local_terms t;
	tensen_status st = stage_get(build->stage, i, &d, mem, &one->differs, err);

	if (st < 0)
		return st;
	build_place(build, &d, &one->slot);
	one->slot.document = i;
	if (!(one->has_text = document_has_text(&d)))
		return TENSEN_OK;
	one->title_alone = document_is_title_alone(&d);
	if (d.binary.n)
		buf_span(&one->binary, d.binary);
	else
		document_write(&one->binary, &d);
	one->slot.hash = document_hash((span){one->binary.p, one->binary.n});
	if ((st = document_sections_of(&r, &d, build->sectioner, mem, err)) < 0 ||
	    (st = document_terms_of(&t, &r, tokens, mem, err)) < 0)
		return st;
	build_pack(&one->terms, &t);
	return one->terms.failed || one->binary.failed ? tensen_fail_nomem(err) : TENSEN_OK;
}

static uint32_t
piece_end(const work *todo, size_t piece)
{
	return todo->n - piece * PIECE < PIECE ? todo->n : (uint32_t)(piece + 1) * PIECE;
}

static tensen_status
build_terms_make(void *ctx, size_t piece, void *slot, unsigned worker, tensen_error *err)
{
	const work *w = ctx;
	work_slot *s = slot;
	uint32_t first = (uint32_t)piece * PIECE, end = piece_end(w, piece);
	tensen_status st = TENSEN_OK;
	arena mem = {NULL, 0};

	for (uint32_t i = first; i < end && st == TENSEN_OK; i++) {
		understood *u = &s->docs[i - first];
		buf_reset(&u->terms);
		buf_reset(&u->binary);
		st = build_understand(w->b, i, u, w->analyses[worker], &mem, err);
		arena_reset(&mem);
	}
	arena_clear(&mem);
	return st;
}

/* A term as pack() wrote it; set and counts are copied unread. */
typedef struct packed_term {
	span word, counts;
	uint8_t kind;
} packed_term;

/* Read up to TERMS terms; returns their number. */
static uint32_t
build_unpack(cursor *cur, span forms[TERMS], packed_term packed[TERMS])
{
	uint32_t n = 0;

	for (; n < TERMS && cursor_left(cur) > 0 && !cur->failed; n++) {
		const char *from;
		forms[n] = cursor_span(cur);
		packed[n].word = cursor_span(cur);
		packed[n].kind = cursor_u8(cur);
		from = (const char *)cur->p;
		for (uint8_t set = cursor_u8(cur); set; set &= (uint8_t)(set - 1))
			cursor_varint(cur);
		packed[n].counts = (span){from, (size_t)((const char *)cur->p - from)};
	}
	return n;
}

/* Replace strings by candidate numbers and spill varint number, set, counts of each term. */
static tensen_status
number_terms(builder *build, const buf *packed, buf *out, tensen_error *err)
{
	cursor c = cursor_of(packed->p, packed->n);
	span forms[TERMS];
	packed_term t[TERMS];
	uint32_t n;

	buf_reset(out);
	while ((n = build_unpack(&c, forms, t)) > 0) {
		term_counts_expect(build->term_counts, forms, n);
		for (uint32_t i = 0; i < n; i++) {
			uint32_t id =
			    term_counts_add(build->term_counts, forms[i], t[i].word, t[i].kind);
			if (id == STRTAB_NONE)
				return tensen_fail_nomem(err);
			buf_varint(out, id);
			buf_span(out, t[i].counts);
		}
	}
	if (out->failed)
		return tensen_fail_nomem(err);
	return spill_add(build->raw_terms, out->p, out->n, err);
}

static tensen_status
add_slot(work *todo, const doc_slot *slot, tensen_error *err)
{
	builder *b = todo->b;
	doc_slot *slots = array_room(b->slots, b->n_rows, &todo->cap, 1024, sizeof *slots);

	if (!slots)
		return tensen_fail_nomem(err);
	b->slots = slots;
	b->slots[b->n_rows++] = *slot;
	return TENSEN_OK;
}

static tensen_status
build_keep(work *todo, const understood *one, tensen_error *err)
{
	builder *b = todo->b;
	tensen_status st;

	b->account->differing += one->differs != 0;
	if (one->differs)
		build_report_id(b, "differs", stage_id(b->stage, one->slot.document));
	if (!one->has_text)
		return TENSEN_OK;
	b->account->title_alone += one->title_alone != 0;
	if ((st = number_terms(b, &one->terms, &todo->scratch, err)) < 0 ||
	    (st = add_slot(todo, &one->slot, err)) < 0 ||
	    (st = row_spill_add(
		 b->docs, one->slot.primary, (span){one->binary.p, one->binary.n}, err)) < 0)
		return st;
	return term_counts_document(b->term_counts, err);
}

static tensen_status
build_terms_take(void *ctx, size_t piece, void *slot, tensen_error *err)
{
	work *w = ctx;
	const work_slot *s = slot;
	uint32_t first = (uint32_t)piece * PIECE, end = piece_end(w, piece);
	tensen_status st = TENSEN_OK;

	for (uint32_t i = first; i < end && st == TENSEN_OK; i++)
		st = build_keep(w, &s->docs[i - first], err);
	return st < 0 ? st : build_progress(w->b, "understand", end, w->n, err);
}

static void
build_terms_clear(void *slot)
{
	work_slot *s = slot;

	for (unsigned i = 0; i < PIECE; i++)
		bufs_clear(&s->docs[i].terms, &s->docs[i].binary);
}

static void
work_clear(work *todo)
{
	for (unsigned i = 0; todo->analyses && i < todo->b->threads; i++) {
		uint64_t unknown, words;
		if (!todo->analyses[i])
			continue;
		analysis_unknown(todo->analyses[i], &unknown, &words);
		todo->b->account->unknown_words += unknown;
		todo->b->account->words += words;
		analysis_free(todo->analyses[i]);
	}
	free(todo->analyses);
	buf_clear(&todo->scratch);
}

static tensen_status
open_stores(builder *build, tensen_error *err)
{
	tensen_status st;

	if ((st = term_counts_new(&build->term_counts, build->path, build->plan.term_counts,
		 build->threads, err)) < 0 ||
	    (st = spill_new(&build->raw_terms, build->path, err)) < 0)
		return st;
	return row_spill_new(&build->docs, build->path, err);
}

tensen_status
build_terms(builder *build, tensen_error *err)
{
	work w = {.b = build, .n = stage_count(build->stage)};
	threads_line line = {&w, ((size_t)w.n + PIECE - 1) / PIECE, build_terms_make,
	    build_terms_take, sizeof(work_slot), build_terms_clear};
	tensen_status st = open_stores(build, err);

	w.analyses = calloc(build->threads, sizeof *w.analyses);
	if (st == TENSEN_OK && !w.analyses)
		st = tensen_fail_nomem(err);
	for (unsigned i = 0; i < build->threads && st == TENSEN_OK; i++)
		st = analysis_new(&w.analyses[i], build->analyzer, err);
	if (st == TENSEN_OK)
		st = threads_in_line(build->threads, &line, err);
	work_clear(&w);
	if (st < 0 || (st = spill_finish(build->raw_terms, err)) < 0 ||
	    (st = row_spill_finish(build->docs, err)) < 0 ||
	    (st = term_counts_finish(build->term_counts, err)) < 0)
		return st;
	build->n_all = build->n_rows;
	if (build->n_rows == 0)
		return tensen_fail(err, TENSEN_E_INPUT, SAY_NO_DOCUMENT_WITH, w.n);
	stage_free(build->stage);
	build->stage = NULL;
	return TENSEN_OK;
}
