/* index/postings/postings_build.c - rows of counts to the postings section.
 *
 * WHAT    Pass 1 counts terms and counts; pass 2 finds the length of every row;
 *         then one pass for every range of terms whose postings fit the memory
 *         given: it inverts them (5 bytes a posting), merges them with the lists that are
 *         kept, if any, and encodes the lists, which wait on disk until all are there.
 * RULES   Ranges and pieces depend on the counts and the memory given, lists on neither:
 *         the same bytes for any thread count and memory.
 * SEE     index/FORMAT-postings.md. */
#include <math.h>
#include <string.h>
#include "index/postings/postings_parts.h"
#include "util/fail.h"
#include "util/threads/threads.h"
#include "util/memory.h"

#define DEFAULT_MEMORY ((size_t)1 << 30)
#define POSTING_MEMORY 5 /* bytes: row and code */

typedef struct builder {
	const postings_source *in;
	const postings_kept *kept; /* NULL: nothing */
	uint32_t n_rows;           /* of both */
	unsigned threads;
	size_t memory;
	spool *lists;          /* finished ones */
	buf directory;         /* u32 where each begins */
	uint64_t units;        /* bytes of lists / 4 */
	uint32_t *df, *new_df; /* all; those of the source (the same when nothing is kept) */
	uint64_t n_postings;
	row_norms norms;
	count_levels levels;
	level_stats *stats;
	struct postings table; /* for the impacts only */
} builder;

static tensen_status
get_row(const builder *build, uint32_t row, term_row *r, tensen_error *err)
{
	tensen_status st = build->in->row(build->in->ctx, row, r, err);

	if (st < 0)
		return st;
	for (uint32_t i = 0; i < r->n; i++) {
		if (r->term[i] >= build->in->n_terms || (i > 0 && r->term[i] <= r->term[i - 1]))
			return tensen_fail(err, TENSEN_E_ARG, "row %u: term %u of %u after term %u",
			    row, r->term[i], build->in->n_terms, i > 0 ? r->term[i - 1] : 0);
		if (!(r->tf[i] > 0) || !isfinite(r->tf[i]))
			return tensen_fail(
			    err, TENSEN_E_ARG, "row %u: a count of %g", row, (double)r->tf[i]);
	}
	return TENSEN_OK;
}

/* The new number of a row of the source. */
static uint32_t
row_number(const builder *build, uint32_t row)
{
	return build->kept ? build->kept->row_at[row] : row;
}

static tensen_status
count_pass(builder *build, tensen_error *err)
{
	term_row r;
	tensen_status st = TENSEN_OK;

	/* first, so that their counts are not rounded again: see MAX_EXACT */
	if (build->kept &&
	    (st = kept_frequencies(build->kept, build->threads, build->df, build->stats, err)) < 0)
		return st;
	for (uint32_t row = 0; row < build->in->n_rows; row++) {
		if ((st = get_row(build, row, &r, err)) < 0)
			return st;
		for (uint32_t i = 0; i < r.n; i++) {
			build->new_df[r.term[i]]++;
			level_stats_add(build->stats, r.tf[i], 1);
		}
	}
	for (uint32_t t = 0; t < build->in->n_terms; t++) {
		build->df[t] += build->kept ? build->new_df[t] : 0;
		build->n_postings += build->df[t];
	}
	level_stats_end(build->stats, &build->levels);
	return TENSEN_OK;
}

static tensen_status
length_pass(builder *build, tensen_error *err)
{
	tensen_status st = TENSEN_OK;
	term_row r;

	if (build->kept)
		st = kept_norms(build->kept, build->threads, &build->norms, &build->levels, err);
	for (uint32_t row = 0; st == TENSEN_OK && row < build->in->n_rows; row++) {
		if ((st = get_row(build, row, &r, err)) < 0)
			break;
		for (uint32_t i = 0; i < r.n; i++)
			row_norms_add(&build->norms, &build->levels, row_number(build, row),
			    level_code(&build->levels, r.tf[i]));
	}
	return st;
}

static void
write_head(const builder *build, buf *out, uint64_t list_bytes)
{
	size_t at = out->n;

	buf_u32(out, POSTINGS_VERSION);
	buf_u32(out, build->n_rows);
	buf_u32(out, build->in->n_terms);
	buf_u32(out, build->levels.n);
	buf_u64(out, build->n_postings);
	buf_u64(out, list_bytes);
	buf_f32(out, POSTINGS_K1);
	buf_f32(out, build->table.max_impact);
	while (out->n < at + HEAD_LEVELS && !out->failed)
		buf_char(out, 0);
	for (int i = 0; i < POSTINGS_LEVELS; i++)
		buf_f32(out, build->levels.tf[i]);
	for (int i = 0; i < 256; i++)
		buf_f32(out, build->norms.book[i]);
}

typedef struct piece {
	uint32_t from, to; /* terms */
	buf lists;         /* their sizes (u32 each), then the lists */
	tensen_error error;
} piece;

/* The postings of terms from .. to-1 of the source, inverted. */
typedef struct range {
	const builder *b;
	uint32_t from, to;
	uint64_t *start; /* to - from + 1 */
	uint32_t *rows;
	uint8_t *codes, old_codes[POSTINGS_LEVELS];
	piece *pieces;
	size_t n_pieces;
} range;

#define PIECE_POSTINGS 65536 /* a quarter of a megabyte of rows; changes speed only */

/* Pieces of about as many postings. */
static tensen_status
cut_pieces(range *span_of, tensen_error *err)
{
	uint64_t total = 0;

	for (uint32_t t = span_of->from; t < span_of->to; t++)
		total += span_of->b->df[t];
	span_of->pieces = calloc(total / PIECE_POSTINGS + 1, sizeof *span_of->pieces);
	if (!span_of->pieces)
		return tensen_fail_nomem(err);
	total = PIECE_POSTINGS;
	for (uint32_t t = span_of->from; t < span_of->to; t++) {
		if (total >= PIECE_POSTINGS) {
			span_of->pieces[span_of->n_pieces++].from = t;
			total = 0;
		}
		span_of->pieces[span_of->n_pieces - 1].to = t + 1;
		total += span_of->b->df[t];
	}
	return TENSEN_OK;
}

static tensen_status
range_alloc(range *span_of, tensen_error *err)
{
	uint32_t n = span_of->to - span_of->from;
	uint64_t total = 0;

	span_of->start = malloc(((size_t)n + 1) * sizeof *span_of->start);
	if (!span_of->start)
		return tensen_fail_nomem(err);
	for (uint32_t t = 0; t < n; t++) {
		span_of->start[t] = total;
		total += span_of->b->new_df[span_of->from + t];
	}
	span_of->rows = malloc((total + 1) * sizeof *span_of->rows);
	span_of->codes = malloc(total + 1);
	if (!span_of->rows || !span_of->codes)
		return tensen_fail_nomem(err);
	if (span_of->b->kept)
		kept_codes(span_of->b->kept, &span_of->b->levels, span_of->old_codes);
	return cut_pieces(span_of, err);
}

static void
range_clear(range *r)
{
	for (size_t i = 0; i < r->n_pieces; i++)
		buf_clear(&r->pieces[i].lists);
	free_all(r->start, r->rows, r->codes, r->pieces);
}

/* Afterwards start[t] is where list t ends. */
static tensen_status
range_fill(range *span_of, tensen_error *err)
{
	const builder *b = span_of->b;
	term_row x;
	tensen_status st;

	for (uint32_t row = 0; row < b->in->n_rows; row++) {
		if ((st = get_row(b, row, &x, err)) < 0)
			return st;
		for (uint32_t i = 0; i < x.n; i++) {
			uint64_t at;
			if (x.term[i] < span_of->from || x.term[i] >= span_of->to)
				continue;
			at = span_of->start[x.term[i] - span_of->from]++;
			span_of->rows[at] = row_number(b, row);
			span_of->codes[at] = level_code(&b->levels, x.tf[i]);
		}
	}
	return TENSEN_OK;
}

/* List t, with the postings that are kept. */
static tensen_status
encode_list(const range *span_of, uint32_t t, kept_list *merged, buf *out, tensen_error *err)
{
	const builder *b = span_of->b;
	list_encoder e = {&b->table, b->norms.norm};
	uint32_t df = b->new_df[t];
	uint64_t at = span_of->start[t - span_of->from] - df;
	tensen_status st;

	if (!b->kept) {
		list_encode(&e, out, span_of->rows + at, span_of->codes + at, df);
		return TENSEN_OK;
	}
	st = kept_merge(b->kept, t, span_of->old_codes, span_of->rows + at, span_of->codes + at, df,
	    merged, err);
	if (st == TENSEN_OK)
		list_encode(&e, out, merged->rows, merged->codes, merged->n);
	return st;
}

static void
encode_piece(void *ctx, size_t i, unsigned worker)
{
	range *r = ctx;
	piece *p = &r->pieces[i];
	kept_list merged = {NULL, NULL, 0, 0};
	buf lists = BUF_INIT;

	(void)worker;
	for (uint32_t t = p->from; t < p->to; t++) {
		size_t before = lists.n;
		if (encode_list(r, t, &merged, &lists, &p->error) < 0)
			break;
		buf_u32(&p->lists, (uint32_t)((lists.n - before) / 4));
	}
	buf_add(&p->lists, lists.p, lists.n);
	if (p->error.code == TENSEN_OK && (p->lists.failed || lists.failed))
		tensen_fail_nomem(&p->error);
	buf_clear(&lists);
	kept_list_clear(&merged);
}

static tensen_status
gather_piece(builder *build, const piece *kind_of, tensen_error *err)
{
	size_t sizes = 4 * (size_t)(kind_of->to - kind_of->from);

	if (kind_of->error.code < 0) {
		if (err)
			*err = kind_of->error;
		return kind_of->error.code;
	}
	for (size_t at = 0; at < sizes; at += 4) {
		uint32_t size;
		buf_u32(&build->directory, (uint32_t)build->units);
		memcpy(&size, kind_of->lists.p + at, 4);
		build->units += size;
	}
	return spool_add(build->lists, kind_of->lists.p + sizes, kind_of->lists.n - sizes, err);
}

static tensen_status
encode_range(builder *build, uint32_t from, uint32_t to, tensen_error *err)
{
	range r = {.b = build, .from = from, .to = to};
	tensen_status st;

	if ((st = range_alloc(&r, err)) == TENSEN_OK && (st = range_fill(&r, err)) == TENSEN_OK) {
		threads_run(build->threads, r.n_pieces, encode_piece, &r);
		for (size_t i = 0; i < r.n_pieces && st == TENSEN_OK; i++)
			st = gather_piece(build, &r.pieces[i], err);
	}
	range_clear(&r);
	return st;
}

static tensen_status
encode_lists(builder *build, const char *target, tensen_error *err)
{
	uint64_t count;
	tensen_status st = spool_new(&build->lists, target, err);

	for (uint32_t from = 0, to; from < build->in->n_terms && st == TENSEN_OK; from = to) {
		count = build->df[from];
		for (to = from + 1; to < build->in->n_terms; to++) {
			if ((count + build->df[to]) * POSTING_MEMORY > build->memory)
				break;
			count += build->df[to];
		}
		st = encode_range(build, from, to, err);
	}
	buf_u32(&build->directory, (uint32_t)build->units);
	if (st == TENSEN_OK && build->units > UINT32_MAX)
		return tensen_fail(err, TENSEN_E_INPUT, "lists of %llu bytes, at most 16 GiB",
		    (unsigned long long)build->units * 4);
	return st == TENSEN_OK ? spool_finish(build->lists, err) : st;
}

static tensen_status
builder_init(builder *build, const postings_source *in, const postings_kept *kept,
    const postings_opts *opts, tensen_error *err)
{
	tensen_status st;

	*build = (builder){.in = in,
	    .kept = kept,
	    .n_rows = kept ? kept->n_rows : in->n_rows,
	    .threads = 1,
	    .memory = DEFAULT_MEMORY};
	if (opts && opts->threads)
		build->threads = opts->threads;
	if (opts && opts->memory)
		build->memory = opts->memory;
	if (build->n_rows > POSTINGS_MAX_ROWS)
		return tensen_fail(
		    err, TENSEN_E_ARG, "%u rows, at most %u", build->n_rows, POSTINGS_MAX_ROWS);
	if (kept && kept->old->n_terms != in->n_terms)
		return tensen_fail(err, TENSEN_E_ARG, "lists of %u terms, expected %u",
		    kept->old->n_terms, in->n_terms);
	build->df = calloc((size_t)in->n_terms + 1, sizeof *build->df);
	build->new_df = kept ? calloc((size_t)in->n_terms + 1, sizeof *build->new_df) : build->df;
	if (!build->df || !build->new_df)
		return tensen_fail_nomem(err);
	if ((st = row_norms_init(&build->norms, build->n_rows, err)) < 0)
		return st;
	return level_stats_new(&build->stats, err);
}

static void
builder_clear(builder *build)
{
	if (build->new_df != build->df)
		free(build->new_df);
	free(build->df);
	free_all(build->norms.count, build->norms.top_code, build->norms.norm, build->stats);
	spool_free(build->lists);
	buf_clear(&build->directory);
}

static tensen_status
write_section(const builder *build, sink_fn put, void *payload, tensen_error *err)
{
	static const char zeros[4];
	buf head = BUF_INIT;
	tensen_status st = TENSEN_OK;

	write_head(build, &head, spool_size(build->lists));
	if (head.failed || build->directory.failed)
		st = tensen_fail_nomem(err);
	if (st == TENSEN_OK) {
		put(payload, head.p, head.n);
		put(payload, build->norms.norm, build->n_rows);
		put(payload, zeros, (4 - build->n_rows % 4) % 4);
		put(payload, build->directory.p, build->directory.n);
		st = spool_pour(build->lists, put, payload, err);
	}
	buf_clear(&head);
	return st;
}

tensen_status
postings_build_from(sink_fn put, void *payload, const postings_source *rows,
    const postings_kept *kept, const postings_opts *opts, tensen_error *err)
{
	builder b;
	tensen_status st;

	if ((st = builder_init(&b, rows, kept, opts, err)) < 0 || (st = count_pass(&b, err)) < 0 ||
	    (st = length_pass(&b, err)) < 0 ||
	    (st = row_norms_end(&b.norms, &b.levels, &b.table, err)) < 0)
		goto out;
	st = encode_lists(&b, opts ? opts->target : NULL, err);
	if (st == TENSEN_OK)
		st = write_section(&b, put, payload, err);
out:
	builder_clear(&b);
	return st;
}
