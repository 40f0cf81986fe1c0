/* engine/build_terms.c - every document analysed, in parallel, in windows.
 *
 * Workers turn documents into local terms (strings); after each window one
 * thread gives the strings their candidate numbers in document order, so the
 * numbers do not depend on who was faster.  Memory: one window of strings and the
 * table of distinct candidates. */
#include <stdlib.h>
#include "engine/builder.h"
#include "util/bytes.h"
#include "util/fail.h"
#include "util/threads.h"

#define WINDOW 512

typedef struct window {
	builder *b;
	analysis **analyses; /* by worker */
	uint32_t first, n;
	buf terms[WINDOW]; /* local terms of each document, packed */
	tensen_error errors[WINDOW];
	uint8_t differs[WINDOW];
} window;

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

static void
place(const builder *b, const document *d, doc_slot *slot)
{
	const span_list *lists[] = {&d->ipc, &d->fi, &d->cpc};
	class_symbol c;

	slot->mask = 0;
	slot->primary = 0;
	for (size_t l = 0; l < 3; l++)
		for (uint32_t i = 0; i < lists[l]->n; i++) {
			unsigned f =
			    class_symbol_parse(&c, lists[l]->v[i]) ? fields_of(b->fields, &c) : 0;
			if (!f)
				continue;
			slot->mask |= FIELD_BIT(f);
			if (!slot->primary)
				slot->primary = (uint8_t)f;
		}
}

static tensen_status
understand(window *w, uint32_t i, analysis *a, arena *mem, tensen_error *err)
{
	builder *b = w->b;
	doc_slot *slot = &b->slots[w->first + i];
	buf binary = BUF_INIT;
	document d;
	reading r;
	local_terms t;
	int differs = 0;
	tensen_status st = stage_get(b->stage, w->first + i, &d, mem, &differs, err);

	if (st < 0)
		return st;
	w->differs[i] = (uint8_t)differs;
	place(b, &d, slot);
	slot->has_text = (uint8_t)document_has_text(&d);
	document_write(&binary, &d);
	slot->hash = document_hash((span){binary.p, binary.n});
	buf_clear(&binary);
	if ((st = reading_of(&r, &d, b->sectioner, mem, err)) < 0 ||
	    (st = reading_terms(&t, &r, a, mem, err)) < 0)
		return st;
	pack(&w->terms[i], &t);
	return w->terms[i].failed ? tensen_fail_nomem(err) : TENSEN_OK;
}

static void
work(void *ctx, size_t piece, unsigned worker)
{
	window *w = ctx;
	arena mem;

	arena_init(&mem);
	buf_reset(&w->terms[piece]);
	w->errors[piece].code = TENSEN_OK;
	understand(w, (uint32_t)piece, w->analyses[worker], &mem, &w->errors[piece]);
	arena_clear(&mem);
}

/* Number one candidate; its document frequency counts this document. */
static uint32_t
candidate(builder *b, span s, span word, uint8_t kind)
{
	uint32_t before = b->seen.n, id = strtab_add(&b->seen, s);
	static const uint32_t zero = 0;

	if (id == STRTAB_NONE)
		return id;
	if (id == before) {
		buf_add(&b->seen_df, &zero, sizeof zero);
		buf_add(&b->seen_kind, &kind, 1);
		buf_span(&b->seen_shown, word);
		buf_u64(&b->seen_shown_end, b->seen_shown.n);
		if (b->seen_df.failed || b->seen_kind.failed || b->seen_shown.failed ||
		    b->seen_shown_end.failed)
			return STRTAB_NONE;
	}
	((uint32_t *)(void *)b->seen_df.p)[id]++;
	return id;
}

/* Replace strings by candidate numbers and spill: varint number, set, counts. */
static tensen_status
number_terms(builder *b, const buf *packed, buf *out, tensen_error *err)
{
	cursor c = cursor_of(packed->p, packed->n);

	buf_reset(out);
	while (cursor_left(&c) > 0) {
		span s = cursor_span(&c), word = cursor_span(&c);
		uint8_t kind = cursor_u8(&c), set;
		uint32_t id = candidate(b, s, word, kind);
		if (id == STRTAB_NONE)
			return tensen_fail_nomem(err);
		set = cursor_u8(&c);
		buf_varint(out, id);
		buf_add(out, &set, 1);
		for (int i = 0; i < N_SECTIONS; i++)
			if (set >> i & 1)
				buf_varint(out, cursor_varint(&c));
	}
	if (out->failed)
		return tensen_fail_nomem(err);
	return spill_add(b->raw_terms, out->p, out->n, err);
}

static tensen_status
finish_window(window *w, buf *scratch, tensen_error *err)
{
	for (uint32_t i = 0; i < w->n; i++) {
		tensen_status st;
		if (w->errors[i].code < 0) {
			if (err)
				*err = w->errors[i];
			return w->errors[i].code;
		}
		w->b->account->differing += w->differs[i];
		if ((st = number_terms(w->b, &w->terms[i], scratch, err)) < 0)
			return st;
	}
	return TENSEN_OK;
}

static tensen_status
all_windows(window *w, tensen_error *err)
{
	builder *b = w->b;
	uint32_t n = stage_count(b->stage);
	buf scratch = BUF_INIT;
	tensen_status st = TENSEN_OK;

	for (w->first = 0; w->first < n && st == TENSEN_OK; w->first += w->n) {
		w->n = n - w->first < WINDOW ? n - w->first : WINDOW;
		threads_run(b->threads, w->n, work, w);
		if ((st = finish_window(w, &scratch, err)) == TENSEN_OK)
			st = build_progress(b, "understand", w->first + w->n, n, err);
	}
	buf_clear(&scratch);
	return st;
}

static void
window_free(window *w)
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
	for (uint32_t i = 0; i < WINDOW; i++)
		buf_clear(&w->terms[i]);
	free(w);
}

tensen_status
build_terms(builder *b, tensen_error *err)
{
	window *w = calloc(1, sizeof *w);
	tensen_status st = TENSEN_OK;

	if (!w)
		return tensen_fail_nomem(err);
	w->b = b;
	w->analyses = calloc(b->threads, sizeof *w->analyses);
	b->slots = calloc(stage_count(b->stage) + (size_t)1, sizeof *b->slots);
	if (!w->analyses || !b->slots)
		st = tensen_fail_nomem(err);
	for (unsigned i = 0; i < b->threads && st == TENSEN_OK; i++)
		st = analysis_new(&w->analyses[i], b->analyzer, err);
	if (st == TENSEN_OK)
		st = spill_new(&b->raw_terms, b->path, err);
	if (st == TENSEN_OK)
		st = all_windows(w, err);
	window_free(w);
	return st == TENSEN_OK ? spill_finish(b->raw_terms, err) : st;
}
