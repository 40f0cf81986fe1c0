/* engine/eval/eval_judged.c - compares the documents that people are shown with graded pairs.
 *
 * FOUR LISTS  The unread list of ten, the first hundred candidates, the first hundred hits of a
 *             plain search and of one outside the query's fields.
 * SHARES      Of the documents shown among the first five and ten, over all queries: graded 2
 *             or 3, graded 3, of the own product family, without a grade.
 * FOUND       Of the known good documents, those among the first 20 and 100; a document
 *             that the index does not have is not found.
 * INTERVALS   Queries are resampled, not documents: those of one query depend on each other. */
#include <stdlib.h>
#include "engine/query/understand.h"
#include "engine/eval/judged_queries.h"
#include "engine/ideas/ideas.h"
#include "engine/query/rank.h"
#include "util/fail.h"

#define UNREAD 10
#define DEPTH 100

enum { BY_UNREAD, BY_CANDIDATES, BY_SEARCH, BY_OUT_OF_FIELD, N_METHODS };
enum { SHOWN, GOOD, BEST, FAMILY, UNJUDGED, N_COUNTS };

static const uint32_t short_depths[2] = {5, 10}, long_depths[2] = {20, 100};

typedef struct outcome {
	float first[N_METHODS][2][N_COUNTS];
	float found[N_METHODS][2], known;
} outcome;

typedef struct task {
	const judged_queries *q;
	outcome *v;
} task;

/* Rows in the order that a method shows them. */
typedef struct list {
	uint32_t row[DEPTH];
	uint32_t n;
} list;

static void
count_list(outcome *ended, int method, const list *lines, const judged_query *judged)
{
	for (uint32_t i = 0; i < lines->n; i++) {
		const judged_doc *d = judged_doc_of(judged, lines->row[i]);
		int grade = d ? d->grade : NOT_GRADED;
		for (int k = 0; k < 2; k++) {
			float *c = ended->first[method][k];
			ended->found[method][k] += i < long_depths[k] && grade >= GOOD_GRADE;
			if (i >= short_depths[k])
				continue;
			c[SHOWN]++;
			c[GOOD] += grade >= GOOD_GRADE;
			c[BEST] += grade >= BEST_GRADE;
			c[FAMILY] += d && d->shelf == TENSEN_OWN_FAMILY;
			c[UNJUDGED] += !d;
		}
	}
}

static tensen_status
count_search(outcome *ended, int method, const tensen_filter *filter, tensen_searcher *searcher,
    const query *asked, const judged_query *judged, tensen_error *err)
{
	filter_set set;
	candidates c;
	list l = {.n = 0};
	tensen_status st = filter_rows(&set, searcher, asked, asked->mask, filter, err);

	if (st == TENSEN_OK)
		st = rank_rows(&c, searcher, asked, &set, TENSEN_FUSED, DEPTH, err);
	if (st < 0)
		return st;
	while (l.n < c.n && l.n < DEPTH) {
		l.row[l.n] = c.v[l.n].hit.row;
		l.n++;
	}
	count_list(ended, method, &l, judged);
	return TENSEN_OK;
}

static void
count_candidates(outcome *ended, const triage *grades, const judged_query *judged)
{
	list l = {.n = 0};

	while (l.n < grades->n && l.n < DEPTH) {
		l.row[l.n] = grades->v[l.n].row;
		l.n++;
	}
	count_list(ended, BY_CANDIDATES, &l, judged);
}

static void
count_unread(
    outcome *ended, const ideas_result *result, const rows *rows_of, const judged_query *judged)
{
	list l = {.n = 0};

	for (size_t i = 0; i < result->list.n && l.n < UNREAD; i++)
		l.row[l.n++] = rows_find(rows_of, span_of(result->list.v[i].document.id));
	count_list(ended, BY_UNREAD, &l, judged);
}

static tensen_status
count_ideas(outcome *ended, tensen_searcher *searcher, const query *asked,
    const judged_query *judged, tensen_error *err)
{
	const tensen_ideas_opts opts = {.unread = UNREAD, .asking.aspects = judged->aspects};
	ideas_result *r = result_new(&ideas_class);
	triage t;
	tensen_status st =
	    r ? ideas_answer(r, &t, searcher, asked, &opts, err) : tensen_fail_nomem(err);

	if (st == TENSEN_OK) {
		count_unread(ended, r, &searcher->ix->store->rows, judged);
		count_candidates(ended, &t, judged);
	}
	tensen_result_free(r ? &r->base : NULL);
	return st;
}

static tensen_status
eval_ask(void *ctx, uint32_t i, tensen_searcher *searcher, tensen_error *err)
{
	static const tensen_filter any = {.field = 0},
				   out_of_field = {.out_of_field = TENSEN_OUT_WIPO35};
	task *t = ctx;
	const judged_query *q = &t->q->v[i];
	const tensen_query of = {.id = tensen_index_id(searcher->ix, q->row)};
	outcome *o = &t->v[i];
	query a;
	tensen_status st = query_understand(&a, searcher, &of, err);

	o->known = (float)q->n_good;
	if (st < 0 || a.n_terms == 0)
		return st;
	if ((st = count_search(o, BY_SEARCH, &any, searcher, &a, q, err)) < 0 ||
	    (st = count_search(o, BY_OUT_OF_FIELD, &out_of_field, searcher, &a, q, err)) < 0)
		return st;
	return count_ideas(o, searcher, &a, q, err);
}

/* The ratio of two members of `outcome` over the queries; no figure if the divisor is 0. */
static tensen_status
add_ratio(const evaluation *eval, const task *todo, eval_kind kind, eval_figure figure, size_t part,
    size_t whole, tensen_error *err)
{
	uint32_t n = todo->q->n;
	float *v = malloc(2 * (n + (size_t)1) * sizeof *v);
	tensen_status st = v ? TENSEN_OK : tensen_fail_nomem(err);

	for (uint32_t i = 0; i < n && st == TENSEN_OK; i++) {
		memcpy(&v[i], (const char *)&todo->v[i] + part, sizeof *v);
		memcpy(&v[n + i], (const char *)&todo->v[i] + whole, sizeof *v);
	}
	if (st == TENSEN_OK)
		st = interval_of_ratio(
		    &figure.x, v, v + n, n, eval->r->bootstrap, eval->r->seed, err);
	if (st == TENSEN_OK && figure.x.n)
		eval_figure_add(eval->r, eval_section_add(eval->r, kind), &figure);
	free(v);
	return st;
}

#define AT(member) offsetof(outcome, member)

static const char *const methods[N_METHODS][3] = {{"unread", "未読の候補", "unread list"},
    {"candidates", "用途の候補", "candidates"}, {"search", "検索", "search"},
    {"search-out-of-field", "検索（分野外）", "search --out-of-field"}};

static tensen_status
add_shares(const evaluation *eval, const task *todo, tensen_error *err)
{
	static const char *const counts[N_COUNTS][3] = {[GOOD] = {"2+", "2 以上", "graded 2+"},
	    [BEST] = {"3", "3", "graded 3"},
	    [FAMILY] = {"family", "同じ製品系列", "own family"},
	    [UNJUDGED] = {"unjudged", "未評価", "unjudged"}};
	tensen_status st = TENSEN_OK;

	for (size_t c = 0; c < N_METHODS * 2 * (N_COUNTS - 1) && st == TENSEN_OK; c++) {
		size_t m = c / (2 * (N_COUNTS - 1)), k = c / (N_COUNTS - 1) % 2,
		       of = 1 + c % (N_COUNTS - 1);
		eval_figure f = {.scope = methods[m][0],
		    .key = eval_text(eval->r, "%s@%u", counts[of][0], short_depths[k])};
		for (int l = 0; l < 2; l++)
			f.name[l] = eval_text(eval->r, "%s@%u %s", methods[m][1 + l],
			    short_depths[k], counts[of][1 + l]);
		st = add_ratio(
		    eval, todo, EVAL_LEADS, f, AT(first[m][k][of]), AT(first[m][k][SHOWN]), err);
	}
	return st;
}

static float
eval_total(const task *todo, size_t member)
{
	float sum = 0, x;

	for (uint32_t i = 0; i < todo->q->n; i++) {
		memcpy(&x, (const char *)&todo->v[i] + member, sizeof x);
		sum += x;
	}
	return sum;
}

static tensen_status
add_found(const evaluation *eval, const task *todo, tensen_error *err)
{
	tensen_status st = TENSEN_OK;

	for (size_t c = 0; c < (N_METHODS - 1) * 2 && st == TENSEN_OK; c++) {
		size_t m = BY_CANDIDATES + c / 2, k = c % 2;
		eval_figure f = {
		    .scope = methods[m][0], .key = eval_text(eval->r, "found@%u", long_depths[k])};
		for (int l = 0; l < 2; l++)
			f.name[l] = eval_text(eval->r, "%s@%u: %.0f", methods[m][1 + l],
			    long_depths[k], (double)eval_total(todo, AT(found[m][k])));
		st = add_ratio(eval, todo, EVAL_FOUND, f, AT(found[m][k]), AT(known), err);
	}
	return st;
}

tensen_status
eval_judged(const evaluation *eval, tensen_error *err)
{
	judged_queries q;
	task t = {.q = &q};
	tensen_status st = judged_queries_read(&q, eval, err);

	if (st == TENSEN_OK) {
		t.v = calloc(q.n + (size_t)1, sizeof *t.v);
		st = t.v ? crew_run(&eval->crew, q.n, eval_ask, &t, err) : tensen_fail_nomem(err);
	}
	if (st == TENSEN_OK) {
		judged_about(eval, eval_section_add(eval->r, EVAL_LEADS), &q);
		st = add_shares(eval, &t, err);
	}
	if (st == TENSEN_OK)
		st = add_found(eval, &t, err);
	free(t.v);
	judged_queries_clear(&q);
	return st;
}
