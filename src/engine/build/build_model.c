/* engine/build/build_model.c - the LSA basis, trained on topic and function rows.
 *
 * A sample trains the basis of a large corpus: rows are sorted by field, year and a seeded
 * random number and taken at even distances, so every field and year has its share.  All rows are
 * projected afterwards. */
#include "engine/build/builder.h"
#include "engine/build/row_reader.h"
#include "model/lsa_basis.h"
#include "model/weights.h"
#include "util/fail.h"
#include "util/rng.h"
#include "util/threads/sort.h"
#include "util/threads/threads.h"
#include "util/memory.h"

/* Weight of a function row beside the topic row in training.  Functions should find their
 * place among the words and not move the words. */
#define FUNCTION_SHARE 0.5f
#define TRAIN_ROWS 200000 /* at most: the matrix of 200,000 abstracts takes about 0.3 GB */
#define PIECE 64          /* rows */

/* One piece of the matrix. */
typedef struct work_slot {
	row_reader rows;
	buf col, val;                   /* uint32_t, float */
	buf function_col, function_val; /* of one row */
	uint32_t end[PIECE];
} work_slot;

typedef struct work {
	const builder *b;
	const uint32_t *rows; /* that train the basis */
	uint32_t n;
	uint64_t *start; /* the matrix */
	uint32_t *col;
	float *val;
} work;

/* ---- the sample ---- */

typedef struct stratum {
	uint64_t random;
	uint32_t row;
	uint16_t year;
	uint8_t field;
} stratum;

static int
stratum_order(const void *a, const void *b, void *ctx)
{
	const stratum *x = a, *y = b;
	int c;

	(void)ctx;
	c = ORDER(x->field, y->field);
	c = c ? c : ORDER(x->year, y->year);
	c = c ? c : ORDER(x->random, y->random);
	return c ? c : ORDER(x->row, y->row);
}

/* The number of training rows: all, at most TRAIN_ROWS, and as many as memory allows. */
uint32_t
build_sample_size(uint64_t n_all, uint64_t cells, uint64_t most)
{
	uint64_t n = n_all < TRAIN_ROWS ? n_all : TRAIN_ROWS, each = cells / n_all;

	return (uint32_t)(each * n > most ? most / each : n);
}

static uint32_t
sample_size(const builder *build)
{
	uint64_t cells = 0;

	for (uint32_t r = 0; r < build->n_rows; r++)
		cells += build->sizes[r];
	return build_sample_size(build->n_rows, cells, build->plan.cells);
}

/* The training rows, ascending; malloc'ed. */
static uint32_t *
choose_rows(const builder *build, uint32_t n, tensen_error *err)
{
	uint32_t *out = malloc((n + (size_t)1) * sizeof *out);
	stratum *s = n < build->n_rows ? malloc(build->n_rows * sizeof *s) : NULL;

	if (!out || (n < build->n_rows && !s)) {
		free_all(out, s);
		tensen_fail_nomem(err);
		return NULL;
	}
	for (uint32_t r = 0; !s && r < n; r++)
		out[r] = r;
	for (uint32_t r = 0; s && r < build->n_rows; r++)
		s[r] = (stratum){
		    rng_at(build->opts->seed, r), r, build->slots[r].year, build->slots[r].primary};
	if (s &&
	    sort_large(s, build->n_rows, sizeof *s, stratum_order, NULL, build->threads, err) < 0) {
		free_all(out, s);
		return NULL;
	}
	for (uint32_t i = 0; s && i < n; i++)
		out[i] = s[(uint64_t)i * build->n_rows / n].row;
	if (s)
		qsort(out, n, sizeof *out, sort_u32);
	free(s);
	return out;
}

/* ---- the matrix ---- */

/* Append the topic and function entries of one row, merged by ascending column. */
static void
training_row(const builder *build, work_slot *one, const term_count *terms, uint32_t n)
{
	uint32_t *col, *function_col, topics, functions, all;
	float *val, *function_val;

	if (buf_reserve(&one->col, n * sizeof *col) < 0 ||
	    buf_reserve(&one->val, n * sizeof *val) < 0 ||
	    buf_reserve(&one->function_col, n * sizeof *col) < 0 ||
	    buf_reserve(&one->function_val, n * sizeof *val) < 0) {
		one->col.failed = 1;
		return;
	}
	col = (uint32_t *)(void *)(one->col.p + one->col.n);
	val = (float *)(void *)(one->val.p + one->val.n);
	function_col = (uint32_t *)(void *)one->function_col.p;
	function_val = (float *)(void *)one->function_val.p;
	topics = view_row(&build->vocab, VIEW_TOPIC, terms, n, col, val);
	functions = function_row(&build->vocab, terms, n, function_col, function_val);
	all = topics + functions;
	while (functions) { /* merge in place, from the last entry back */
		int later = topics && col[topics - 1] > function_col[functions - 1];
		uint32_t to = topics + functions - 1;
		col[to] = later ? col[topics - 1] : function_col[functions - 1];
		val[to] = later ? val[topics - 1] : function_val[functions - 1] * FUNCTION_SHARE;
		topics -= (uint32_t)later;
		functions -= (uint32_t)!later;
	}
	one->col.n += all * sizeof *col;
	one->val.n += all * sizeof *val;
}

static tensen_status
build_model_make(void *ctx, size_t piece, void *slot, unsigned worker, tensen_error *err)
{
	const work *w = ctx;
	work_slot *s = slot;
	uint32_t first = (uint32_t)piece * PIECE;
	uint32_t n = w->n - first < PIECE ? w->n - first : PIECE;
	tensen_status st;

	(void)worker;
	buf_reset(&s->col);
	buf_reset(&s->val);
	for (uint32_t i = 0; i < n; i++) {
		uint32_t size;
		const term_count *t;
		if ((st = row_reader_piece(&s->rows, w->b->terms, w->rows[first + i], 1,
			 w->b->vocab.terms.n, err)) < 0)
			return st;
		t = row_reader_row(&s->rows, 0, &size);
		training_row(w->b, s, t, size);
		s->end[i] = (uint32_t)(s->col.n / sizeof(uint32_t));
	}
	return s->col.failed || s->val.failed ? tensen_fail_nomem(err) : TENSEN_OK;
}

static tensen_status
build_model_take(void *ctx, size_t piece, void *slot, tensen_error *err)
{
	const work *w = ctx;
	const work_slot *s = slot;
	uint32_t first = (uint32_t)piece * PIECE;
	uint64_t at = w->start[first];

	(void)err;
	if (s->col.n) {
		memcpy(w->col + at, s->col.p, s->col.n);
		memcpy(w->val + at, s->val.p, s->val.n);
	}
	for (uint32_t i = 0; i < PIECE && first + i < w->n; i++)
		w->start[first + i + 1] = at + s->end[i];
	return TENSEN_OK;
}

static void
build_model_clear(void *slot)
{
	work_slot *s = slot;

	row_reader_clear(&s->rows);
	bufs_clear(&s->col, &s->val, &s->function_col, &s->function_val);
}

static tensen_status
make_matrix(work *w, tensen_error *err)
{
	threads_line line = {w, ((size_t)w->n + PIECE - 1) / PIECE, build_model_make,
	    build_model_take, sizeof(work_slot), build_model_clear};
	uint64_t cells = 0;

	for (uint32_t i = 0; i < w->n; i++)
		cells += w->b->sizes[w->rows[i]];
	w->start = malloc((w->n + (size_t)1) * sizeof *w->start);
	w->col = malloc((cells + 1) * sizeof *w->col);
	w->val = malloc((cells + 1) * sizeof *w->val);
	if (!w->start || !w->col || !w->val)
		return tensen_fail_nomem(err);
	w->start[0] = 0;
	return threads_in_line(w->b->threads, &line, err);
}

/* ---- the model ---- */

static uint32_t
wanted_dims(const builder *build)
{
	uint32_t d = build->n_all > 320 ? 128 : (uint32_t)build->n_all * 2 / 5;

	return build->opts->dims ? build->opts->dims : d < 16 ? 16 : d;
}

/* The dimensions of views are a multiple of 8 and at least 8: padded with zeros. */
static tensen_status
take_basis(builder *build, tensen_error *err)
{
	uint32_t rank = build->lsa.rank;

	build->dims = rank < 8 ? 8 : (rank + 7) / 8 * 8;
	build->basis = lsa_basis_encode(&build->lsa, build->dims);
	free(build->lsa.basis);
	build->lsa.basis = NULL;
	return build->basis ? TENSEN_OK : tensen_fail_nomem(err);
}

tensen_status
build_train(builder *build, const training_set *set, tensen_error *err)
{
	work w = {.b = build, .rows = set->rows, .n = set->n};
	tensen_status st = make_matrix(&w, err);

	if (st == TENSEN_OK) {
		csr a = {w.n, build->vocab.terms.n, w.start, w.col, w.val};
		lsa_opts o = {.rank = wanted_dims(build),
		    .seed = build->opts->seed,
		    .threads = build->threads,
		    .progress = build->opts->progress,
		    .progress_payload = build->opts->progress_payload,
		    .team = set->team,
		    .row_number = set->numbers,
		    .n_all = set->n_all};
		st = lsa_train(&build->lsa, &a, &o, err);
	}
	build->trained = set->team ? set->n_all : set->n;
	free_all(w.start, w.col, w.val);
	return st == TENSEN_OK ? take_basis(build, err) : st;
}

tensen_status
build_model(builder *build, tensen_error *err)
{
	training_set t = {.n = sample_size(build)};
	uint32_t *rows = choose_rows(build, t.n, err);
	tensen_status st = TENSEN_E_NOMEM;

	t.rows = rows;
	if (rows)
		st = build_train(build, &t, err);
	free(rows);
	return st;
}
