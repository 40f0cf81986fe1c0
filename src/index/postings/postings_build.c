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
#include <stdlib.h>
#include <string.h>
#include "index/postings/postings_parts.h"
#include "index/postings/postings_plan.h"
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
get_row(const builder *b, uint32_t row, term_row *r, tensen_error *err)
{
	tensen_status st = b->in->row(b->in->ctx, row, r, err);

	if (st < 0)
		return st;
	for (uint32_t i = 0; i < r->n; i++) {
		if (r->term[i] >= b->in->n_terms || (i > 0 && r->term[i] <= r->term[i - 1]))
			return tensen_fail(err, TENSEN_E_ARG, "row %u: term %u of %u after term %u",
			    row, r->term[i], b->in->n_terms, i > 0 ? r->term[i - 1] : 0);
		if (!(r->tf[i] > 0) || !isfinite(r->tf[i]))
			return tensen_fail(
			    err, TENSEN_E_ARG, "row %u: a count of %g", row, (double)r->tf[i]);
	}
	return TENSEN_OK;
}

/* The new number of a row of the source. */
static uint32_t
row_number(const builder *b, uint32_t row)
{
	return b->kept ? b->kept->row_at[row] : row;
}

static tensen_status
count_pass(builder *b, tensen_error *err)
{
	term_row r;
	tensen_status st = TENSEN_OK;

	/* first, so that their counts are not rounded again: see MAX_EXACT */
	if (b->kept && (st = kept_count(b->kept, b->threads, b->df, b->stats, err)) < 0)
		return st;
	for (uint32_t row = 0; row < b->in->n_rows; row++) {
		if ((st = get_row(b, row, &r, err)) < 0)
			return st;
		for (uint32_t i = 0; i < r.n; i++) {
			b->new_df[r.term[i]]++;
			level_stats_add(b->stats, r.tf[i], 1);
		}
	}
	for (uint32_t t = 0; t < b->in->n_terms; t++) {
		b->df[t] += b->kept ? b->new_df[t] : 0;
		b->n_postings += b->df[t];
	}
	level_stats_end(b->stats, &b->levels);
	return TENSEN_OK;
}

static tensen_status
length_pass(builder *b, tensen_error *err)
{
	double *square = malloc(((size_t)b->in->n_terms + 1) * sizeof *square);
	tensen_status st = square ? TENSEN_OK : tensen_fail_nomem(err);
	term_row r;

	for (uint32_t t = 0; st == TENSEN_OK && t < b->in->n_terms; t++) {
		double idf = lexical_idf(LEXICAL_TFIDF, b->n_rows, b->df[t]);
		square[t] = idf * idf;
	}
	if (st == TENSEN_OK && b->kept)
		st = kept_norms(b->kept, b->threads, &b->norms, &b->levels, square, err);
	for (uint32_t row = 0; st == TENSEN_OK && row < b->in->n_rows; row++) {
		if ((st = get_row(b, row, &r, err)) < 0)
			break;
		for (uint32_t i = 0; i < r.n; i++)
			row_norms_add(&b->norms, &b->levels, row_number(b, row),
			    level_code(&b->levels, r.tf[i]), square[r.term[i]]);
	}
	free(square);
	return st;
}

static void
write_head(const builder *b, buf *out, uint64_t list_bytes)
{
	size_t at = out->n;

	buf_u32(out, POSTINGS_VERSION);
	buf_u32(out, b->n_rows);
	buf_u32(out, b->in->n_terms);
	buf_u32(out, b->levels.n);
	buf_u64(out, b->n_postings);
	buf_u64(out, list_bytes);
	buf_f32(out, b->norms.k1);
	for (int s = 0; s < N_LEXICAL; s++)
		buf_f32(out, b->table.max_impact[s]);
	while (out->n < at + HEAD_LEVELS && !out->failed)
		buf_char(out, 0);
	for (int i = 0; i < POSTINGS_LEVELS; i++)
		buf_f32(out, b->levels.tf[i]);
	for (int i = 0; i < POSTINGS_LEVELS; i++)
		buf_f32(out, b->levels.log_tf[i]);
	for (int s = 0; s < N_LEXICAL; s++)
		for (int i = 0; i < 256; i++)
			buf_f32(out, b->norms.book[s][i]);
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
cut_pieces(range *r, tensen_error *err)
{
	uint64_t total = 0;

	for (uint32_t t = r->from; t < r->to; t++)
		total += r->b->df[t];
	r->pieces = calloc(total / PIECE_POSTINGS + 1, sizeof *r->pieces);
	if (!r->pieces)
		return tensen_fail_nomem(err);
	total = PIECE_POSTINGS;
	for (uint32_t t = r->from; t < r->to; t++) {
		if (total >= PIECE_POSTINGS) {
			r->pieces[r->n_pieces++].from = t;
			total = 0;
		}
		r->pieces[r->n_pieces - 1].to = t + 1;
		total += r->b->df[t];
	}
	return TENSEN_OK;
}

static tensen_status
range_alloc(range *r, tensen_error *err)
{
	uint32_t n = r->to - r->from;
	uint64_t total = 0;

	r->start = malloc(((size_t)n + 1) * sizeof *r->start);
	if (!r->start)
		return tensen_fail_nomem(err);
	for (uint32_t t = 0; t < n; t++) {
		r->start[t] = total;
		total += r->b->new_df[r->from + t];
	}
	r->rows = malloc((total + 1) * sizeof *r->rows);
	r->codes = malloc(total + 1);
	if (!r->rows || !r->codes)
		return tensen_fail_nomem(err);
	if (r->b->kept)
		kept_codes(r->b->kept, &r->b->levels, r->old_codes);
	return cut_pieces(r, err);
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
range_fill(range *r, tensen_error *err)
{
	const builder *b = r->b;
	term_row x;
	tensen_status st;

	for (uint32_t row = 0; row < b->in->n_rows; row++) {
		if ((st = get_row(b, row, &x, err)) < 0)
			return st;
		for (uint32_t i = 0; i < x.n; i++) {
			uint64_t at;
			if (x.term[i] < r->from || x.term[i] >= r->to)
				continue;
			at = r->start[x.term[i] - r->from]++;
			r->rows[at] = row_number(b, row);
			r->codes[at] = level_code(&b->levels, x.tf[i]);
		}
	}
	return TENSEN_OK;
}

/* List t, with the postings that are kept. */
static tensen_status
encode_list(const range *r, uint32_t t, kept_list *merged, buf *out, tensen_error *err)
{
	const builder *b = r->b;
	list_encoder e = {&b->table, {b->norms.norm[0], b->norms.norm[1]}};
	uint32_t df = b->new_df[t];
	uint64_t at = r->start[t - r->from] - df;
	tensen_status st;

	if (!b->kept) {
		list_encode(&e, out, r->rows + at, r->codes + at, df);
		return TENSEN_OK;
	}
	st = kept_merge(b->kept, t, r->old_codes, r->rows + at, r->codes + at, df, merged, err);
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
gather_piece(builder *b, const piece *p, tensen_error *err)
{
	size_t sizes = 4 * (size_t)(p->to - p->from);

	if (p->error.code < 0) {
		if (err)
			*err = p->error;
		return p->error.code;
	}
	for (size_t at = 0; at < sizes; at += 4) {
		uint32_t size;
		buf_u32(&b->directory, (uint32_t)b->units);
		memcpy(&size, p->lists.p + at, 4);
		b->units += size;
	}
	return spool_add(b->lists, p->lists.p + sizes, p->lists.n - sizes, err);
}

static tensen_status
encode_range(builder *b, uint32_t from, uint32_t to, tensen_error *err)
{
	range r = {.b = b, .from = from, .to = to};
	tensen_status st;

	if ((st = range_alloc(&r, err)) == TENSEN_OK && (st = range_fill(&r, err)) == TENSEN_OK) {
		threads_run(b->threads, r.n_pieces, encode_piece, &r);
		for (size_t i = 0; i < r.n_pieces && st == TENSEN_OK; i++)
			st = gather_piece(b, &r.pieces[i], err);
	}
	range_clear(&r);
	return st;
}

static tensen_status
encode_lists(builder *b, const char *target, tensen_error *err)
{
	uint64_t count;
	tensen_status st = spool_new(&b->lists, target, err);

	for (uint32_t from = 0, to; from < b->in->n_terms && st == TENSEN_OK; from = to) {
		count = b->df[from];
		for (to = from + 1; to < b->in->n_terms; to++) {
			if ((count + b->df[to]) * POSTING_MEMORY > b->memory)
				break;
			count += b->df[to];
		}
		st = encode_range(b, from, to, err);
	}
	buf_u32(&b->directory, (uint32_t)b->units);
	if (st == TENSEN_OK && b->units > UINT32_MAX)
		return tensen_fail(err, TENSEN_E_INPUT, "lists of %llu bytes, at most 16 GiB",
		    (unsigned long long)b->units * 4);
	return st == TENSEN_OK ? spool_finish(b->lists, err) : st;
}

static tensen_status
builder_init(builder *b, const postings_source *in, const postings_kept *kept,
    const postings_opts *opts, tensen_error *err)
{
	int given = opts && (opts->k1 != 0 || opts->b != 0);
	float k1 = given ? opts->k1 : 1.2f, b_length = given ? opts->b : 0.75f;
	tensen_status st;

	*b = (builder){.in = in,
	    .kept = kept,
	    .n_rows = kept ? kept->n_rows : in->n_rows,
	    .threads = 1,
	    .memory = DEFAULT_MEMORY};
	if (opts && opts->threads)
		b->threads = opts->threads;
	if (opts && opts->memory)
		b->memory = opts->memory;
	if (!(k1 >= 0 && k1 <= 1000 && b_length >= 0 && b_length <= 1))
		return tensen_fail(err, TENSEN_E_ARG,
		    "k1 %g and b %g, expected 0 to 1000 and 0 to 1", (double)k1, (double)b_length);
	if (b->n_rows > POSTINGS_MAX_ROWS)
		return tensen_fail(
		    err, TENSEN_E_ARG, "%u rows, at most %u", b->n_rows, POSTINGS_MAX_ROWS);
	if (kept && kept->old->n_terms != in->n_terms)
		return tensen_fail(err, TENSEN_E_ARG, "lists of %u terms, expected %u",
		    kept->old->n_terms, in->n_terms);
	b->df = calloc((size_t)in->n_terms + 1, sizeof *b->df);
	b->new_df = kept ? calloc((size_t)in->n_terms + 1, sizeof *b->new_df) : b->df;
	if (!b->df || !b->new_df)
		return tensen_fail_nomem(err);
	if ((st = row_norms_init(&b->norms, b->n_rows, k1, b_length, err)) < 0)
		return st;
	return level_stats_new(&b->stats, err);
}

static void
builder_clear(builder *b)
{
	if (b->new_df != b->df)
		free(b->new_df);
	free(b->df);
	row_norms_clear(&b->norms);
	level_stats_free(b->stats);
	spool_free(b->lists);
	buf_clear(&b->directory);
}

static tensen_status
write_section(const builder *b, sink_fn put, void *payload, tensen_error *err)
{
	static const char zeros[4];
	buf head = BUF_INIT;
	uint64_t norms = (uint64_t)N_LEXICAL * b->n_rows;
	tensen_status st = TENSEN_OK;

	write_head(b, &head, spool_size(b->lists));
	if (head.failed || b->directory.failed)
		st = tensen_fail_nomem(err);
	if (st == TENSEN_OK) {
		put(payload, head.p, head.n);
		put(payload, b->norms.norm[0], b->n_rows);
		put(payload, b->norms.norm[1], b->n_rows);
		put(payload, zeros, (4 - norms % 4) % 4);
		put(payload, b->directory.p, b->directory.n);
		st = spool_pour(b->lists, put, payload, err);
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
