/* engine/build/build_postings.c - writes POST from the term records.
 *
 * The inverter reads all rows in order, several times.  All threads decode one window of rows
 * at a time; a corpus that fits one window is decoded once. */
#include <stdlib.h>
#include "engine/build/build_write.h"
#include "engine/build/row_reader.h"
#include "index/postings/postings.h"
#include "model/weights.h"
#include "text/analyzer.h"
#include "util/fail.h"
#include "util/threads/threads.h"

#define PIECE 64                       /* rows */
#define WINDOW 1024                    /* pieces, at most */
#define WINDOW_BYTES ((size_t)4 << 20) /* of records; decoded rows take ten times as much */

typedef struct piece {
	row_reader rows;
	buf term, tf; /* uint32_t, float */
	uint32_t end[PIECE];
} piece;

typedef struct window {
	const builder *b;
	uint32_t first, n; /* rows in the window */
	piece pieces[WINDOW];
} window;

/* Append words with their counts weighted by section.  Functions have no postings. */
static void
add_words(piece *kind_of, const vocab *words, const term_count *terms, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		float x = term_weighted(&terms[i], view_section_weights[VIEW_TOPIC]);
		if (words->kind[terms[i].term] == TERM_FUNCTION || x <= 0)
			continue;
		buf_add(&kind_of->term, &terms[i].term, sizeof terms[i].term);
		buf_add(&kind_of->tf, &x, sizeof x);
	}
}

static tensen_status
build_decode(void *ctx, size_t i, unsigned worker, tensen_error *err)
{
	window *w = ctx;
	piece *p = &w->pieces[i];
	uint32_t from = (uint32_t)i * PIECE, n = w->n - from < PIECE ? w->n - from : PIECE;
	tensen_status st;

	(void)worker;
	buf_reset(&p->term);
	buf_reset(&p->tf);
	if ((st = row_reader_piece(
		 &p->rows, w->b->terms, w->first + from, n, w->b->vocab.terms.n, err)) < 0)
		return st;
	for (uint32_t r = 0; r < n; r++) {
		uint32_t size;
		const term_count *t = row_reader_row(&p->rows, r, &size);
		add_words(p, &w->b->vocab, t, size);
		p->end[r] = (uint32_t)(p->term.n / sizeof(uint32_t));
	}
	return p->term.failed || p->tf.failed ? tensen_fail_nomem(err) : TENSEN_OK;
}

static tensen_status
build_load(window *one, uint32_t row, tensen_error *err)
{
	uint32_t left = row_spill_count(one->b->terms) - row;
	size_t bytes = 0;
	tensen_status st;

	one->first = row;
	one->n = 0;
	while (one->n < left && one->n < PIECE * WINDOW && bytes < WINDOW_BYTES)
		bytes += row_spill_size(one->b->terms, row + one->n++);
	st = threads_try(one->b->threads, (one->n + PIECE - 1) / PIECE, build_decode, one, err);
	one->n = st < 0 ? 0 : one->n;
	return st;
}

static tensen_status
get_row(void *ctx, uint32_t row, term_row *out, tensen_error *err)
{
	window *w = ctx;
	const piece *p;
	uint32_t i, from;
	tensen_status st;

	if ((row < w->first || row - w->first >= w->n) && (st = build_load(w, row, err)) < 0)
		return st;
	p = &w->pieces[(row - w->first) / PIECE];
	i = (row - w->first) % PIECE;
	from = i ? p->end[i - 1] : 0;
	*out = (term_row){(const uint32_t *)(const void *)p->term.p + from,
	    (const float *)(const void *)p->tf.p + from, p->end[i] - from};
	return TENSEN_OK;
}

tensen_status
put_postings(builder *build, const postings_kept *kept, tensen_error *err)
{
	window *w = calloc(1, sizeof *w);
	postings_opts o = {
	    .threads = build->threads, .memory = build->plan.postings, .target = build->path};
	postings_source source = {row_spill_count(build->terms), build->vocab.terms.n, get_row, w};
	tensen_status st = w ? TENSEN_OK : tensen_fail_nomem(err);

	container_begin(build->writer, "POST");
	if (w) {
		w->b = build;
		st = postings_build_from(put_piece, build->writer, &source, kept, &o, err);
		for (size_t i = 0; i < WINDOW; i++) {
			row_reader_clear(&w->pieces[i].rows);
			bufs_clear(&w->pieces[i].term, &w->pieces[i].tf);
		}
	}
	container_end(build->writer);
	free(w);
	return st;
}
