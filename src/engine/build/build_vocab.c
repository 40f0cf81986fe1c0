/* engine/build/build_vocab.c - chooses the vocabulary and writes the term record of every row. */
#include <stdlib.h>
#include "engine/build/builder.h"
#include "index/store/rare.h"
#include "util/bytes.h"
#include "util/fail.h"
#include "util/threads/threads.h"
#include "model/termrec.h"

#define SMALL 50 /* with fewer documents no term is too rare or too common */
#define PIECE 64 /* documents */

vocab_rule
build_rule(const builder *build, uint64_t n_docs)
{
	vocab_rule r = {2, 0.4}; /* a term of one document joins no two; of 40 % separates none */

	if (n_docs < SMALL)
		r = (vocab_rule){1, 1.0};
	if (build->opts->min_df)
		r.min_df = build->opts->min_df;
	return r;
}

tensen_status
build_vocab(builder *build, tensen_error *err)
{
	vocab_rule rule = build_rule(build, build->n_rows), wanted = rule;
	tensen_status st = term_counts_choose(
	    build->term_counts, &build->vocab, &rule, build->plan.max_terms, &build->shown, err);

	if (st == TENSEN_OK && build->plan.enough && rule.min_df > wanted.min_df)
		return tensen_fail(err, TENSEN_E_ARG, SAY_MORE_TERMS_THAN, build->plan.max_terms,
		    build->plan.enough);
	return st;
}

/* ---- rows ---- */

typedef struct work_slot {
	buf raw, records;                 /* spilled terms; term records */
	buf terms;                        /* term_count of one document */
	buf rare;                         /* uint64_t: hashes of words without a term */
	uint32_t size[PIECE], end[PIECE]; /* terms; end of each record */
	uint32_t rare_end[PIECE];
} work_slot;

typedef struct work {
	builder *b;
	const uint32_t *remap;
	const uint64_t *rare;      /* as term_counts_remap() gives it */
	uint32_t first, end;       /* documents of the block */
	uint32_t at[N_FIELDS + 1]; /* next row of each field */
	doc_slot *by_row;
} work;

/* Decode one spilled record; of terms that are not in the vocabulary only the hash is left. */
static void
build_vocab_decode(const work *todo, span record, buf *out, buf *hashes)
{
	cursor c = cursor_of(record.p, record.n);

	buf_reset(out);
	while (cursor_left(&c) > 0 && !c.failed) {
		uint64_t number = cursor_varint(&c);
		term_count t = {todo->remap[number], {0}};
		uint8_t set = cursor_u8(&c);
		for (int s = 0; s < N_SECTIONS; s++)
			if (set >> s & 1)
				t.in[s] = (uint16_t)cursor_varint(&c);
		if (t.term != VOCAB_NONE)
			buf_add(out, &t, sizeof t);
		else if (todo->rare[number] != TERM_COUNTS_KEPT)
			buf_add(hashes, &todo->rare[number], sizeof *todo->rare);
	}
	if (out->n)
		term_counts_sort((term_count *)(void *)out->p, out->n / sizeof(term_count));
}

static uint32_t
piece_end(const work *todo, uint32_t first)
{
	return todo->end - first < PIECE ? todo->end : first + PIECE;
}

static tensen_status
build_vocab_make(void *ctx, size_t piece, void *slot, unsigned worker, tensen_error *err)
{
	const work *w = ctx;
	work_slot *s = slot;
	uint32_t first = w->first + (uint32_t)piece * PIECE, end = piece_end(w, first);
	size_t at = 0;
	tensen_status st;

	(void)worker;
	buf_reset(&s->raw);
	buf_reset(&s->records);
	buf_reset(&s->rare);
	if ((st = spill_run(w->b->raw_terms, first, end - first, &s->raw, err)) < 0)
		return st;
	for (uint32_t i = first; i < end; i++) {
		size_t n = spill_size(w->b->raw_terms, i);
		build_vocab_decode(w, (span){s->raw.p + at, n}, &s->terms, &s->rare);
		at += n;
		s->size[i - first] = (uint32_t)(s->terms.n / sizeof(term_count));
		termrec_write(
		    &s->records, (const term_count *)(const void *)s->terms.p, s->size[i - first]);
		s->end[i - first] = (uint32_t)s->records.n;
		s->rare_end[i - first] = (uint32_t)(s->rare.n / sizeof(uint64_t));
		s->records.failed |= s->terms.failed || s->rare.failed;
	}
	return s->records.failed ? tensen_fail_nomem(err) : TENSEN_OK;
}

static void
take_rare(builder *build, const work_slot *one, uint32_t i, uint32_t row)
{
	const uint64_t *hash = (const uint64_t *)(const void *)one->rare.p;

	for (uint32_t k = i ? one->rare_end[i - 1] : 0; k < one->rare_end[i]; k++)
		buf_u64(&build->rare, rare_key_of(hash[k], row));
}

static tensen_status
build_vocab_take(void *ctx, size_t piece, void *slot, tensen_error *err)
{
	work *w = ctx;
	builder *b = w->b;
	const work_slot *s = slot;
	uint32_t first = w->first + (uint32_t)piece * PIECE, end = piece_end(w, first), at = 0;
	tensen_status st = TENSEN_OK;

	for (uint32_t i = first; i < end && st == TENSEN_OK; i++) {
		const doc_slot *d = &b->slots[i];
		uint32_t row = w->at[d->primary]++;
		span record = {s->records.p + at, s->end[i - first] - at};
		w->by_row[row] = *d;
		b->sizes[row] = s->size[i - first];
		at = s->end[i - first];
		take_rare(b, s, i - first, row);
		st = row_spill_add(b->terms, d->primary, record, err);
	}
	if (st == TENSEN_OK && b->rare.failed)
		st = tensen_fail_nomem(err);
	return st < 0 ? st : build_progress(b, "count", end, b->n_rows, err);
}

static void
build_vocab_clear(void *slot)
{
	work_slot *s = slot;

	bufs_clear(&s->raw, &s->records, &s->terms, &s->rare);
}

static tensen_status
all_blocks(work *todo, tensen_error *err)
{
	builder *b = todo->b;
	tensen_status st = TENSEN_OK;

	for (uint32_t block = 0; block < term_counts_blocks(b->term_counts) && st == TENSEN_OK;
	     block++) {
		uint32_t *remap = NULL;
		uint64_t *hash = NULL;
		threads_line line = {todo, 0, build_vocab_make, build_vocab_take, sizeof(work_slot),
		    build_vocab_clear};
		todo->first = term_counts_first(b->term_counts, block);
		todo->end = term_counts_first(b->term_counts, block + 1);
		line.n_pieces = ((size_t)(todo->end - todo->first) + PIECE - 1) / PIECE;
		st = term_counts_remap(b->term_counts, block, &remap, &hash, err);
		if (st == TENSEN_OK) {
			todo->remap = remap;
			todo->rare = hash;
			st = threads_in_line(b->threads, &line, err);
		}
		free(remap);
		free(hash);
	}
	return st;
}

/* Write build->terms: terms with their final numbers, rows in their final order. */
tensen_status
build_rows(builder *build, tensen_error *err)
{
	work w = {.b = build};
	tensen_status st = row_spill_new(&build->terms, build->path, err);

	w.by_row = malloc(build->n_rows * sizeof *w.by_row);
	build->sizes = malloc(build->n_rows * sizeof *build->sizes);
	if (st == TENSEN_OK && (!w.by_row || !build->sizes))
		st = tensen_fail_nomem(err);
	for (unsigned f = 0; f <= N_FIELDS; f++)
		w.at[f] = row_spill_first(build->docs, f);
	if (st == TENSEN_OK)
		st = all_blocks(&w, err);
	free(build->slots);
	build->slots = w.by_row;
	spill_free(build->raw_terms);
	build->raw_terms = NULL;
	term_counts_free(build->term_counts);
	build->term_counts = NULL;
	return st == TENSEN_OK ? row_spill_finish(build->terms, err) : st;
}
