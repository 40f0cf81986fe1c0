/* index/postings_build.c - rows of counts to the postings section.
 *
 * WHAT    Pass 1 counts terms and counts; pass 2 finds the length of every row;
 *         then one pass for every range of terms whose postings fit the memory
 *         given: it inverts them (5 bytes a posting) and encodes their lists, which wait
 *         on disk until all are there.
 * RULES   Ranges and pieces depend on the counts and the memory given, lists on neither: the same
 * bytes for any thread count and memory. SEE     index/FORMAT-postings.md. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "index/postings_encode.h"
#include "index/postings_levels.h"
#include "index/postings_plan.h"
#include "util/fail.h"
#include "util/threads.h"

#define DEFAULT_MEMORY ((size_t)1 << 30)
#define POSTING_MEMORY 5 /* bytes: row and code */

typedef struct builder {
	const postings_source *in;
	float k1, b;
	unsigned threads;
	size_t memory;
	spool *lists;   /* finished ones */
	buf directory;  /* u32 where each begins */
	uint64_t units; /* bytes of lists / 4 */
	uint32_t *df;
	uint64_t n_postings;
	float *length;     /* of the row: dl, then k1 (1 - b + b dl / avgdl) */
	float *inverse;    /* 1 / cosine length, 0 for an empty row */
	uint8_t *top_code; /* the greatest count code of the row */
	uint8_t *norm[N_LEXICAL];
	float book[N_LEXICAL][256];
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

static tensen_status
count_pass(builder *b, tensen_error *err)
{
	term_row r;
	tensen_status st;

	for (uint32_t row = 0; row < b->in->n_rows; row++) {
		double dl = 0;

		if ((st = get_row(b, row, &r, err)) < 0)
			return st;
		for (uint32_t i = 0; i < r.n; i++) {
			b->df[r.term[i]]++;
			level_stats_add(b->stats, r.tf[i]);
			dl += r.tf[i];
		}
		b->n_postings += r.n;
		b->length[row] = (float)dl;
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
		double idf = lexical_idf(LEXICAL_TFIDF, b->in->n_rows, b->df[t]);
		square[t] = idf * idf;
	}
	for (uint32_t row = 0; st == TENSEN_OK && row < b->in->n_rows; row++) {
		double sum = 0;

		if ((st = get_row(b, row, &r, err)) < 0)
			break;
		for (uint32_t i = 0; i < r.n; i++) {
			uint8_t code = level_code(&b->levels, r.tf[i]);
			double w = b->levels.log_tf[code];
			sum += w * w * square[r.term[i]];
			if (code > b->top_code[row])
				b->top_code[row] = code;
		}
		b->inverse[row] = sum > 0 ? (float)(1 / sqrt(sum)) : 0;
	}
	free(square);
	return st;
}

/* BM25's length part, relative to the mean of the rows that have terms. */
static void
saturate_lengths(builder *b)
{
	double sum = 0;
	uint32_t n = 0;

	for (uint32_t row = 0; row < b->in->n_rows; row++)
		if (b->length[row] > 0) {
			sum += b->length[row];
			n++;
		}
	for (uint32_t row = 0; row < b->in->n_rows; row++)
		if (b->length[row] > 0)
			b->length[row] =
			    (float)(b->k1 * (1 - b->b + b->b * b->length[row] * n / sum));
}

/* 256 steps from the least to the greatest value of rows that have terms, geometric. */
static void
code_norms(builder *b, lexical_score s, const float *value)
{
	double low = INFINITY, high = 0, step;

	for (uint32_t row = 0; row < b->in->n_rows; row++)
		if (b->inverse[row] > 0) {
			low = value[row] < low ? value[row] : low;
			high = value[row] > high ? value[row] : high;
		}
	if (!(high > 0))
		low = high = 0;
	low = low > high * 1e-9 ? low : high * 1e-9;
	step = high > low ? log(high / low) / 255 : 0;
	for (int i = 0; i < 256; i++)
		b->book[s][i] = (float)(low * exp(step * i));
	for (uint32_t row = 0; row < b->in->n_rows; row++)
		if (b->inverse[row] > 0 && step > 0 && value[row] > low)
			b->norm[s][row] = (uint8_t)fmin(255, log(value[row] / low) / step + 0.5);
}

/* The greatest weight of any posting, and the impacts of all (code, row byte) pairs. */
static void
make_impacts(builder *b, lexical_score s)
{
	const count_levels *l = &b->levels;
	float max = 0, x;

	for (uint32_t row = 0; row < b->in->n_rows; row++) {
		uint8_t c = b->top_code[row];
		if (!(b->inverse[row] > 0))
			continue;
		x = impact_value(s, b->k1, l->tf[c], l->log_tf[c], b->book[s][b->norm[s][row]]);
		max = x > max ? x : max;
	}
	b->table.max_impact[s] = max;
	for (uint32_t i = 0; i < l->n; i++)
		for (int j = 0; j < 256; j++)
			b->table.impact[s].of[i][j] = impact_code(
			    impact_value(s, b->k1, l->tf[i], l->log_tf[i], b->book[s][j]), max);
}

static void
write_head(const builder *b, buf *out, uint64_t list_bytes)
{
	size_t at = out->n;

	buf_u32(out, POSTINGS_VERSION);
	buf_u32(out, b->in->n_rows);
	buf_u32(out, b->in->n_terms);
	buf_u32(out, b->levels.n);
	buf_u64(out, b->n_postings);
	buf_u64(out, list_bytes);
	buf_f32(out, b->k1);
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
			buf_f32(out, b->book[s][i]);
}

/* The postings of terms from .. to-1, inverted. */
typedef struct range {
	const builder *b;
	uint32_t from, to;
	uint64_t *start; /* to - from + 1 */
	uint32_t *rows;
	uint8_t *codes;
	uint32_t *piece_from; /* n_pieces + 1 */
	size_t n_pieces;
	buf *pieces;
} range;

#define PIECE_POSTINGS 65536

static tensen_status
range_alloc(range *r, tensen_error *err)
{
	uint32_t n = r->to - r->from;
	uint64_t total = 0;

	r->start = malloc(((size_t)n + 1) * sizeof *r->start);
	r->piece_from = malloc(((size_t)n + 2) * sizeof *r->piece_from);
	if (!r->start || !r->piece_from)
		return tensen_fail_nomem(err);
	for (uint32_t t = 0; t <= n; t++) {
		if (t == 0 ||
		    total - r->start[r->piece_from[r->n_pieces - 1] - r->from] >= PIECE_POSTINGS)
			r->piece_from[r->n_pieces++] = r->from + t;
		r->start[t] = total;
		total += t < n ? r->b->df[r->from + t] : 0;
	}
	if (r->piece_from[r->n_pieces - 1] == r->to && n > 0)
		r->n_pieces--;
	r->piece_from[r->n_pieces] = r->to;
	r->rows = malloc((total + 1) * sizeof *r->rows);
	r->codes = malloc(total + 1);
	r->pieces = calloc(r->n_pieces + 1, sizeof *r->pieces);
	return r->rows && r->codes && r->pieces ? TENSEN_OK : tensen_fail_nomem(err);
}

static void
range_clear(range *r)
{
	for (size_t i = 0; r->pieces && i < r->n_pieces; i++)
		buf_clear(&r->pieces[i]);
	free(r->start);
	free(r->rows);
	free(r->codes);
	free(r->piece_from);
	free(r->pieces);
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
			r->rows[at] = row;
			r->codes[at] = level_code(&b->levels, x.tf[i]);
		}
	}
	return TENSEN_OK;
}

/* A piece: the sizes of its lists (u32 each), then the lists. */
static void
encode_piece(void *ctx, size_t piece, unsigned worker)
{
	range *r = ctx;
	buf *out = &r->pieces[piece], lists = BUF_INIT;
	list_encoder e = {&r->b->table, {r->b->norm[0], r->b->norm[1]}};

	(void)worker;
	for (uint32_t t = r->piece_from[piece]; t < r->piece_from[piece + 1]; t++) {
		size_t before = lists.n;
		uint32_t df = r->b->df[t];
		uint64_t at = r->start[t - r->from] - df;

		list_encode(&e, &lists, r->rows + at, r->codes + at, df);
		buf_u32(out, (uint32_t)((lists.n - before) / 4));
	}
	buf_add(out, lists.p, lists.n);
	out->failed |= lists.failed;
	buf_clear(&lists);
}

static tensen_status
gather_piece(builder *b, const buf *p, uint32_t n, tensen_error *err)
{
	if (p->failed)
		return tensen_fail_nomem(err);
	for (uint32_t t = 0; t < n; t++) {
		uint32_t size;
		buf_u32(&b->directory, (uint32_t)b->units);
		memcpy(&size, p->p + 4 * (size_t)t, 4);
		b->units += size;
	}
	return spool_add(b->lists, p->p + 4 * (size_t)n, p->n - 4 * (size_t)n, err);
}

static tensen_status
encode_range(builder *b, uint32_t from, uint32_t to, tensen_error *err)
{
	range r = {.b = b, .from = from, .to = to};
	tensen_status st;

	if ((st = range_alloc(&r, err)) == TENSEN_OK && (st = range_fill(&r, err)) == TENSEN_OK) {
		threads_run(b->threads, r.n_pieces, encode_piece, &r);
		for (size_t i = 0; i < r.n_pieces && st == TENSEN_OK; i++)
			st = gather_piece(
			    b, &r.pieces[i], r.piece_from[i + 1] - r.piece_from[i], err);
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
builder_init(builder *b, const postings_source *in, const postings_opts *opts, tensen_error *err)
{
	size_t rows = (size_t)in->n_rows + 1;

	*b = (builder){.in = in, .k1 = 1.2f, .b = 0.75f, .threads = 1, .memory = DEFAULT_MEMORY};
	if (opts && (opts->k1 != 0 || opts->b != 0)) {
		b->k1 = opts->k1;
		b->b = opts->b;
	}
	if (opts && opts->threads)
		b->threads = opts->threads;
	if (opts && opts->memory)
		b->memory = opts->memory;
	if (!(b->k1 >= 0 && b->k1 <= 1000 && b->b >= 0 && b->b <= 1))
		return tensen_fail(err, TENSEN_E_ARG,
		    "k1 %g and b %g, expected 0 to 1000 and 0 to 1", (double)b->k1, (double)b->b);
	if (in->n_rows > POSTINGS_MAX_ROWS)
		return tensen_fail(
		    err, TENSEN_E_ARG, "%u rows, at most %u", in->n_rows, POSTINGS_MAX_ROWS);
	b->df = calloc((size_t)in->n_terms + 1, sizeof *b->df);
	b->length = calloc(rows, sizeof *b->length);
	b->inverse = calloc(rows, sizeof *b->inverse);
	b->top_code = calloc(rows, 1);
	b->norm[0] = calloc(rows, 1);
	b->norm[1] = calloc(rows, 1);
	if (!b->df || !b->length || !b->inverse || !b->top_code || !b->norm[0] || !b->norm[1])
		return tensen_fail_nomem(err);
	return level_stats_new(&b->stats, err);
}

static void
builder_clear(builder *b)
{
	free(b->df);
	free(b->length);
	free(b->inverse);
	free(b->top_code);
	free(b->norm[0]);
	free(b->norm[1]);
	level_stats_free(b->stats);
	spool_free(b->lists);
	buf_clear(&b->directory);
}

static tensen_status
write_section(const builder *b, sink_fn put, void *payload, tensen_error *err)
{
	static const char zeros[4];
	buf head = BUF_INIT;
	uint64_t norms = (uint64_t)N_LEXICAL * b->in->n_rows;
	tensen_status st = TENSEN_OK;

	write_head(b, &head, spool_size(b->lists));
	if (head.failed || b->directory.failed)
		st = tensen_fail_nomem(err);
	if (st == TENSEN_OK) {
		put(payload, head.p, head.n);
		put(payload, b->norm[0], b->in->n_rows);
		put(payload, b->norm[1], b->in->n_rows);
		put(payload, zeros, (4 - norms % 4) % 4);
		put(payload, b->directory.p, b->directory.n);
		st = spool_pour(b->lists, put, payload, err);
	}
	buf_clear(&head);
	return st;
}

tensen_status
postings_build_from(sink_fn put, void *payload, const postings_source *rows,
    const postings_opts *opts, tensen_error *err)
{
	builder b;
	tensen_status st;

	if ((st = builder_init(&b, rows, opts, err)) < 0 || (st = count_pass(&b, err)) < 0 ||
	    (st = length_pass(&b, err)) < 0)
		goto out;
	saturate_lengths(&b);
	code_norms(&b, LEXICAL_TFIDF, b.inverse);
	code_norms(&b, LEXICAL_BM25, b.length);
	make_impacts(&b, LEXICAL_TFIDF);
	make_impacts(&b, LEXICAL_BM25);
	st = encode_lists(&b, opts ? opts->target : NULL, err);
	if (st == TENSEN_OK)
		st = write_section(&b, put, payload, err);
out:
	builder_clear(&b);
	return st;
}

static tensen_status
memory_row(void *ctx, uint32_t row, term_row *out, tensen_error *err)
{
	const term_rows *r = ctx;

	(void)err;
	*out = (term_row){r->term + r->start[row], r->tf + r->start[row],
	    (uint32_t)(r->start[row + 1] - r->start[row])};
	return TENSEN_OK;
}

tensen_status
postings_build(buf *out, const term_rows *rows, const postings_opts *opts, tensen_error *err)
{
	term_rows copy = *rows;
	postings_source source = {rows->n_rows, rows->n_terms, memory_row, &copy};
	tensen_status st = postings_build_from(sink_to_buf, out, &source, opts, err);

	return st == TENSEN_OK && out->failed ? tensen_fail_nomem(err) : st;
}
