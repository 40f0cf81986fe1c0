/* engine/eval/eval_qrels.c - queries with known answers.
 *
 * ALL, IN, OUT  One ranking of a hundred of all documents per query, compared with all its answers,
 *               with those marked IN (its field) and with those marked OUT.  Answers without a mark
 *               are OUT when they share no IPC class with the query (the DAPFAM rule).
 * FILTERED      The ranking of the documents that share no IPC class alone, held against OUT:
 *               what `--out-of-field=ipc3` shows.
 *
 * An answer that the index does not have counts as not found, as in trec_eval. */
#include <math.h>
#include <string.h>
#include "engine/query/understand.h"
#include "corpus/reader.h"
#include "engine/eval/eval_parts.h"
#include "engine/query/rank.h"
#include "util/fail.h"
#include "util/files/file.h"
#include "util/memory.h"
#include "util/threads/sort.h"

#define DEPTH 100
#define SHALLOW 10

enum { ALL, IN, OUT, FILTERED, N_REGIMES };
enum { NDCG10, NDCG100, RECALL100, N_MEASURED };
enum { UNMARKED, MARKED_IN, MARKED_OUT };

typedef struct answer {
	uint32_t query, document; /* numbers in the tables of ids */
	uint32_t row;             /* ROW_NONE: not in the index */
	uint32_t mark;
} answer;

typedef struct task {
	strtab queries, documents;
	answer *answers; /* by query, document */
	uint32_t n_answers, cap, unknown;
	arena mem;
	span *texts; /* the queries, as document_write() has them */
	uint32_t n_texts, cap_texts;
	float (*value)[N_REGIMES][N_MEASURED]; /* by text; NaN: no answer in the regime */
} task;

static span
next_word(span *line)
{
	size_t from = 0, to;
	span word;

	while (from < line->n && (line->p[from] == ' ' || line->p[from] == '\t'))
		from++;
	for (to = from; to < line->n && line->p[to] != ' ' && line->p[to] != '\t';)
		to++;
	word = span_sub(*line, from, to);
	*line = span_sub(*line, to, line->n);
	return word;
}

/* One line of the file; an empty line is ignored. */
static tensen_status
read_answer(task *todo, const rows *rows_of, span line, const char *path, unsigned long long at,
    tensen_error *err)
{
	span asking = next_word(&line), found = next_word(&line), mark = next_word(&line);
	answer a = {.mark = span_eq(mark, SPAN_LIT("IN"))    ? MARKED_IN
			    : span_eq(mark, SPAN_LIT("OUT")) ? MARKED_OUT
							     : UNMARKED};
	answer *more;

	if (asking.n == 0)
		return TENSEN_OK;
	if (found.n == 0 || (mark.n && a.mark == UNMARKED)) {
		tensen_fail(err, TENSEN_E_INPUT, SAY_EXPECTED_QUERY_DOCUMENT);
		tensen_fail_at(err, path, at);
		return TENSEN_E_INPUT;
	}
	a.query = strtab_add(&todo->queries, asking);
	a.document = strtab_add(&todo->documents, found);
	more = array_room(todo->answers, todo->n_answers, &todo->cap, 256, sizeof *more);
	todo->answers = more ? more : todo->answers;
	if (a.query == STRTAB_NONE || a.document == STRTAB_NONE || !more)
		return tensen_fail_nomem(err);
	a.row = rows_find(rows_of, found);
	todo->answers[todo->n_answers++] = a;
	return TENSEN_OK;
}

COMPARE2(by_query, answer, UP(query), UP(document))

static tensen_status
read_qrels(task *todo, const rows *rows_of, const char *path, tensen_error *err)
{
	buf b = BUF_INIT;
	tensen_status st = file_slurp(&b, path, err);
	unsigned long long at = 1;
	uint32_t n = 0;

	for (size_t from = 0, to; st == TENSEN_OK && from < b.n; from = to + 1, at++) {
		for (to = from; to < b.n && b.p[to] != '\n';)
			to++;
		st = read_answer(
		    todo, rows_of, span_trim((span){b.p + from, to - from}), path, at, err);
	}
	buf_clear(&b);
	if (st == TENSEN_OK && todo->n_answers == 0) {
		st = tensen_fail(err, TENSEN_E_INPUT, SAY_NO_ANSWERS_IN);
		tensen_fail_at(err, path, 0);
	}
	if (st < 0)
		return st;
	qsort(todo->answers, todo->n_answers, sizeof *todo->answers, by_query);
	for (uint32_t i = 0; i < todo->n_answers; i++) /* a pair that is given twice counts once */
		if (n == 0 || by_query(&todo->answers[n - 1], &todo->answers[i]) != 0) {
			todo->answers[n++] = todo->answers[i];
			todo->unknown += todo->answers[i].row == ROW_NONE;
		}
	todo->n_answers = n;
	return TENSEN_OK;
}

static tensen_status
keep_query(void *payload, const document *doc, tensen_error *err)
{
	task *t = payload;
	buf b = BUF_INIT;
	span *more;
	char *copy;

	if (strtab_find(&t->queries, doc->id) == STRTAB_NONE)
		return TENSEN_OK;
	document_write(&b, doc);
	copy = b.failed ? NULL : arena_alloc(&t->mem, b.n + 1);
	more = array_room(t->texts, t->n_texts, &t->cap_texts, 256, sizeof *more);
	t->texts = more ? more : t->texts;
	if (!copy || !more) {
		buf_clear(&b);
		return tensen_fail_nomem(err);
	}
	memcpy(copy, b.p, b.n);
	t->texts[t->n_texts++] = (span){copy, b.n};
	buf_clear(&b);
	return TENSEN_OK;
}

/* The answers of a query: a run of todo->answers. */
static const answer *
answers_of(const task *todo, uint32_t number, uint32_t *n)
{
	uint32_t lo = 0, hi = todo->n_answers;

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;
		if (todo->answers[mid].query < number)
			lo = mid + 1;
		else
			hi = mid;
	}
	for (*n = 0; lo + *n < todo->n_answers && todo->answers[lo + *n].query == number;)
		++*n;
	return todo->answers + lo;
}

/* Whether an answer counts in a regime; outside: the rows that share no class with the query, NULL
 * when the query has no classes.  If query or answer has no class, only a mark decides. */
static int
eval_counts(const answer *reply, int regime, const filter_set *outside, const rows *rows_of)
{
	uint32_t mark = reply->mark;

	if (mark == UNMARKED && outside && reply->row != ROW_NONE && rows_of->mask[reply->row])
		mark = filter_allows(outside, rows_of, reply->row) ? MARKED_OUT : MARKED_IN;
	return regime == ALL || (regime == IN ? mark == MARKED_IN : mark == MARKED_OUT);
}

/* nDCG and recall of a ranking against n answers, those with use[i] of them. */
static void
eval_measure(float out[N_MEASURED], const candidates *cands, const answer *reply,
    const uint8_t *use, uint32_t n)
{
	double gain[2] = {0, 0}, ideal[2] = {0, 0}, found = 0, all = 0;

	for (uint32_t i = 0; i < n; i++) {
		if (!use[i])
			continue;
		for (int k = 0; k < 2; k++)
			ideal[k] += all < (k ? DEPTH : SHALLOW) ? 1 / log2(all + 2) : 0;
		all++;
		for (uint32_t rank = 0; rank < cands->n && rank < DEPTH; rank++)
			if (cands->v[rank].hit.row == reply[i].row) {
				gain[0] += rank < SHALLOW ? 1 / log2(rank + 2.0) : 0;
				gain[1] += 1 / log2(rank + 2.0);
				found++;
			}
	}
	out[NDCG10] = all > 0 ? (float)(gain[0] / ideal[0]) : NAN;
	out[NDCG100] = all > 0 ? (float)(gain[1] / ideal[1]) : NAN;
	out[RECALL100] = all > 0 ? (float)(found / all) : NAN;
}

/* The rankings of one query: of all documents and of those outside. */
typedef struct rankings {
	filter_set any, outside;
	candidates all, filtered;
} rankings;

static tensen_status
rank_all(rankings *one, tensen_searcher *searcher, const query *q, tensen_error *err)
{
	const tensen_filter any = {.field = 0}, out = {.out_of_field = TENSEN_OUT_IPC3};
	tensen_status st = filter_rows(&one->any, searcher, q, q->mask, &any, err);

	if (st == TENSEN_OK)
		st = filter_rows(&one->outside, searcher, q, q->mask, &out, err);
	if (st < 0 || q->n_terms == 0)
		return st;
	st = rank_rows(&one->all, searcher, q, &one->any, TENSEN_FUSED, DEPTH, err);
	return st < 0 ? st
		      : rank_rows(
			    &one->filtered, searcher, q, &one->outside, TENSEN_FUSED, DEPTH, err);
}

static tensen_status
eval_judge(task *todo, uint32_t i, tensen_searcher *searcher, const query *q, const rankings *one,
    tensen_error *err)
{
	const rows *r = &searcher->ix->store->rows;
	uint32_t n;
	const answer *a = answers_of(todo, strtab_find(&todo->queries, q->doc.id), &n);
	int classed = q->mask != 0;
	uint8_t *use = arena_alloc(&searcher->mem, n + (size_t)1);

	if (!use)
		return tensen_fail_nomem(err);
	for (int g = 0; g < N_REGIMES; g++) {
		for (uint32_t j = 0; j < n; j++)
			use[j] = (uint8_t)eval_counts(&a[j], g, classed ? &one->outside : NULL, r);
		eval_measure(
		    todo->value[i][g], g == FILTERED ? &one->filtered : &one->all, a, use, n);
	}
	return TENSEN_OK;
}

static tensen_status
eval_qrels_ask(void *ctx, uint32_t i, tensen_searcher *searcher, tensen_error *err)
{
	task *t = ctx;
	arena mem;
	document d;
	query a;
	rankings k = {.all = {NULL, 0}};
	tensen_status st;

	arena_init(&mem);
	arena_reset(&searcher->mem);
	st = document_read(&d, &mem, t->texts[i], err);
	if (st == TENSEN_OK)
		st = query_of_document(&a, searcher, &d, err);
	if (st == TENSEN_OK)
		st = rank_all(&k, searcher, &a, err);
	if (st == TENSEN_OK)
		st = eval_judge(t, i, searcher, &a, &k, err);
	arena_clear(&mem);
	return st;
}

/* The mean of a measure over the queries that have it, if there are any. */
static tensen_status
add_figure(const evaluation *eval, const task *t, eval_figure *figure, int regime, int m,
    float *values, tensen_error *err)
{
	float *whole = values + t->n_texts;
	uint32_t n = 0;
	tensen_status st;

	for (uint32_t i = 0; i < t->n_texts; i++)
		if (!isnan(t->value[i][regime][m])) {
			values[n] = t->value[i][regime][m];
			whole[n++] = 1;
		}
	st =
	    interval_of_ratio(&figure->x, values, whole, n, eval->r->bootstrap, eval->r->seed, err);
	if (st == TENSEN_OK && figure->x.n)
		eval_figure_add(eval->r, eval_section_add(eval->r, EVAL_RETRIEVAL), figure);
	return st;
}

static tensen_status
add_figures(const evaluation *eval, const task *todo, tensen_error *err)
{
	static const char *const scopes[N_REGIMES][2] = {
	    {"ALL", "ALL"}, {"IN", "IN"}, {"OUT", "OUT"}, {"OUT のみを検索", "OUT alone"}};
	static const char *const keys[N_MEASURED] = {"nDCG@10", "nDCG@100", "Recall@100"};
	eval_section *s = eval_section_add(eval->r, EVAL_RETRIEVAL);
	float *values = malloc(2 * (todo->n_texts + (size_t)1) * sizeof *values);
	tensen_status st = values ? TENSEN_OK : tensen_fail_nomem(err);

	s->about[0] =
	    eval_text(eval->r, "問い %u 件（正解表では %u 件）、正解 %u 対、うち索引にない %u 対。",
		todo->n_texts, todo->queries.n, todo->n_answers, todo->unknown);
	s->about[1] = eval_text(eval->r,
	    "%u queries (%u in the qrels), %u answers, %u of them not in the index.", todo->n_texts,
	    todo->queries.n, todo->n_answers, todo->unknown);
	for (int c = 0; c < N_REGIMES * N_MEASURED && st == TENSEN_OK; c++) {
		int g = c / N_MEASURED, m = c % N_MEASURED;
		eval_figure f = {
		    .key = keys[m], .scope = g == FILTERED ? "OUT-filtered" : scopes[g][0]};
		for (int l = 0; l < 2; l++)
			f.name[l] = eval_text(eval->r, "%s %s", scopes[g][l], keys[m]);
		st = add_figure(eval, todo, &f, g, m, values, err);
	}
	free(values);
	return st;
}

tensen_status
eval_qrels(const evaluation *eval, tensen_error *err)
{
	const char *path = eval->opts->queries;
	corpus_opts o = {.strict = 1};
	task t = {.n_answers = 0};
	corpus_sink sink = {.document = keep_query, .payload = &t};
	tensen_status st;

	strtab_init(&t.queries);
	strtab_init(&t.documents);
	arena_init(&t.mem);
	st = read_qrels(&t, &eval->ix->store->rows, eval->opts->qrels, err);
	if (st == TENSEN_OK)
		st = corpus_read(&path, 1, &o, &sink, err);
	if (st == TENSEN_OK) {
		t.value = calloc(t.n_texts + (size_t)1, sizeof *t.value);
		st = t.value ? crew_run(&eval->crew, t.n_texts, eval_qrels_ask, &t, err)
			     : tensen_fail_nomem(err);
	}
	if (st == TENSEN_OK)
		st = add_figures(eval, &t, err);
	free_all(t.value, t.texts, t.answers);
	arena_clear(&t.mem);
	strtab_clear(&t.queries);
	strtab_clear(&t.documents);
	return st;
}
