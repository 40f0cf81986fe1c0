/* engine/build/build_terms.c - analyses every document and stages the results by field.
 *
 * Workers turn documents into local terms (strings).  One thread takes the documents in
 * order of arrival and numbers their terms in term_counts, so the numbers do not depend on
 * the speed of the workers.  Afterwards the disk holds the merged documents by field and
 * their numbered terms.  Memory: unfinished pieces and the table of term_counts. */
#include <stdlib.h>
#include "engine/base/searcher.h"
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
	tensen_error error;
} work_slot;

typedef struct work {
	builder *b;
	analysis **analyses; /* by worker */
	work_slot *slots;
	uint32_t n, cap; /* documents of the stage; allocated slots of the builder */
	buf scratch;
	tensen_error *err;
} work;

/* Packed local terms: form and shown word (varint length, bytes each), u8 kind, u8 bit set of
 * sections, counts. */
static void
pack(buf *out, const local_terms *t)
{
	for (size_t i = 0; i < t->n; i++) {
		unsigned char set = 0;
		for (int s = 0; s < N_SECTIONS; s++)
			if (t->v[i].in[s])
				set |= (unsigned char)(1 << s);
		buf_varint(out, t->v[i].s.n);
		buf_span(out, t->v[i].s);
		buf_varint(out, t->v[i].shown.n);
		buf_span(out, t->v[i].shown);
		buf_char(out, (char)t->v[i].kind);
		buf_add(out, &set, 1);
		for (int s = 0; s < N_SECTIONS; s++)
			if (t->v[i].in[s])
				buf_varint(out, t->v[i].in[s]);
	}
}

static tensen_status
understand(const builder *b, uint32_t i, understood *u, analysis *a, arena *mem, tensen_error *err)
{
	document d;
	document_sections r;
	local_terms t;
	tensen_status st = stage_get(b->stage, i, &d, mem, &u->differs, err);

	if (st < 0)
		return st;
	build_place(b, &d, &u->slot);
	u->slot.document = i;
	if (!(u->has_text = document_has_text(&d)))
		return TENSEN_OK;
	u->title_alone = document_is_title_alone(&d);
	if (d.binary.n)
		buf_span(&u->binary, d.binary);
	else
		document_write(&u->binary, &d);
	u->slot.hash = document_hash((span){u->binary.p, u->binary.n});
	if ((st = document_sections_of(&r, &d, b->sectioner, mem, err)) < 0 ||
	    (st = document_terms_of(&t, &r, a, mem, err)) < 0)
		return st;
	pack(&u->terms, &t);
	return u->terms.failed || u->binary.failed ? tensen_fail_nomem(err) : TENSEN_OK;
}

static uint32_t
piece_end(const work *w, size_t piece)
{
	return w->n - piece * PIECE < PIECE ? w->n : (uint32_t)(piece + 1) * PIECE;
}

static void
make(void *ctx, size_t piece, unsigned slot, unsigned worker)
{
	work *w = ctx;
	work_slot *s = &w->slots[slot];
	uint32_t first = (uint32_t)piece * PIECE, end = piece_end(w, piece);
	tensen_status st = TENSEN_OK;
	arena mem;

	arena_init(&mem);
	s->error.code = TENSEN_OK;
	for (uint32_t i = first; i < end && st == TENSEN_OK; i++) {
		understood *u = &s->docs[i - first];
		buf_reset(&u->terms);
		buf_reset(&u->binary);
		st = understand(w->b, i, u, w->analyses[worker], &mem, &s->error);
		arena_reset(&mem);
	}
	arena_clear(&mem);
}

/* A term as pack() wrote it; set and counts are copied unread. */
typedef struct packed_term {
	span word, counts;
	uint8_t kind;
} packed_term;

/* Read up to TERMS terms; returns their number. */
static uint32_t
unpack(cursor *c, span forms[TERMS], packed_term t[TERMS])
{
	uint32_t n = 0;

	for (; n < TERMS && cursor_left(c) > 0 && !c->failed; n++) {
		const char *from;
		forms[n] = cursor_span(c);
		t[n].word = cursor_span(c);
		t[n].kind = cursor_u8(c);
		from = (const char *)c->p;
		for (uint8_t set = cursor_u8(c); set; set &= (uint8_t)(set - 1))
			cursor_varint(c);
		t[n].counts = (span){from, (size_t)((const char *)c->p - from)};
	}
	return n;
}

/* Replace strings by candidate numbers and spill varint number, set, counts of each term. */
static tensen_status
number_terms(builder *b, const buf *packed, buf *out, tensen_error *err)
{
	cursor c = cursor_of(packed->p, packed->n);
	span forms[TERMS];
	packed_term t[TERMS];
	uint32_t n;

	buf_reset(out);
	while ((n = unpack(&c, forms, t)) > 0) {
		term_counts_expect(b->term_counts, forms, n);
		for (uint32_t i = 0; i < n; i++) {
			uint32_t id =
			    term_counts_add(b->term_counts, forms[i], t[i].word, t[i].kind);
			if (id == STRTAB_NONE)
				return tensen_fail_nomem(err);
			buf_varint(out, id);
			buf_span(out, t[i].counts);
		}
	}
	if (out->failed)
		return tensen_fail_nomem(err);
	return spill_add(b->raw_terms, out->p, out->n, err);
}

static tensen_status
add_slot(work *w, const doc_slot *slot, tensen_error *err)
{
	builder *b = w->b;
	doc_slot *slots = array_room(b->slots, b->n_rows, &w->cap, 1024, sizeof *slots);

	if (!slots)
		return tensen_fail_nomem(err);
	b->slots = slots;
	b->slots[b->n_rows++] = *slot;
	return TENSEN_OK;
}

static tensen_status
keep(work *w, const understood *u, tensen_error *err)
{
	builder *b = w->b;
	tensen_status st;

	b->account->differing += u->differs != 0;
	if (u->differs)
		build_report_differs(b, stage_id(b->stage, u->slot.document));
	if (!u->has_text)
		return TENSEN_OK;
	b->account->title_alone += u->title_alone != 0;
	if ((st = number_terms(b, &u->terms, &w->scratch, err)) < 0 ||
	    (st = add_slot(w, &u->slot, err)) < 0 ||
	    (st = row_spill_add(b->docs, u->slot.primary, (span){u->binary.p, u->binary.n}, err)) <
		0)
		return st;
	return term_counts_document(b->term_counts, err);
}

static int
take(void *ctx, size_t piece, unsigned slot)
{
	work *w = ctx;
	work_slot *s = &w->slots[slot];
	uint32_t first = (uint32_t)piece * PIECE, end = piece_end(w, piece);
	tensen_status st = TENSEN_OK;

	if (tensen_fail_first(w->err, &s->error, 1) < 0)
		return s->error.code;
	for (uint32_t i = first; i < end && st == TENSEN_OK; i++)
		st = keep(w, &s->docs[i - first], w->err);
	return st < 0 ? st : build_progress(w->b, "understand", end, w->n, w->err);
}

static void
work_clear(work *w)
{
	for (unsigned i = 0; w->analyses && i < w->b->threads; i++) {
		uint64_t unknown, words;
		if (!w->analyses[i])
			continue;
		analysis_unknown(w->analyses[i], &unknown, &words);
		w->b->account->unknown_words += unknown;
		w->b->account->words += words;
		analysis_free(w->analyses[i]);
	}
	free(w->analyses);
	for (unsigned i = 0; w->slots && i < threads_slots(w->b->threads); i++)
		for (unsigned k = 0; k < PIECE; k++) {
			buf_clear(&w->slots[i].docs[k].terms);
			buf_clear(&w->slots[i].docs[k].binary);
		}
	free(w->slots);
	buf_clear(&w->scratch);
}

static tensen_status
open_stores(builder *b, tensen_error *err)
{
	tensen_status st;

	if ((st = term_counts_new(&b->term_counts, b->path, b->plan.term_counts, b->threads, err)) <
		0 ||
	    (st = spill_new(&b->raw_terms, b->path, err)) < 0)
		return st;
	return row_spill_new(&b->docs, b->path, err);
}

tensen_status
build_terms(builder *b, tensen_error *err)
{
	work w = {.b = b, .n = stage_count(b->stage), .err = err};
	threads_line line = {&w, ((size_t)w.n + PIECE - 1) / PIECE, make, take};
	tensen_status st = open_stores(b, err);

	w.analyses = calloc(b->threads, sizeof *w.analyses);
	w.slots = calloc(threads_slots(b->threads), sizeof *w.slots);
	if (st == TENSEN_OK && (!w.analyses || !w.slots))
		st = tensen_fail_nomem(err);
	for (unsigned i = 0; i < b->threads && st == TENSEN_OK; i++)
		st = analysis_new(&w.analyses[i], b->analyzer, err);
	if (st == TENSEN_OK)
		st = (tensen_status)threads_in_line(b->threads, &line);
	work_clear(&w);
	if (st < 0 || (st = spill_finish(b->raw_terms, err)) < 0 ||
	    (st = row_spill_finish(b->docs, err)) < 0 ||
	    (st = term_counts_finish(b->term_counts, err)) < 0)
		return st;
	b->n_all = b->n_rows;
	if (b->n_rows == 0)
		return tensen_fail(
		    err, TENSEN_E_INPUT, "no document with text among %u records", w.n);
	stage_free(b->stage);
	b->stage = NULL;
	return TENSEN_OK;
}
