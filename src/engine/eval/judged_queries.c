/* engine/eval/judged_queries.c - see judged_queries.h. */
#include "engine/query/understand.h"
#include "engine/eval/judged_queries.h"
#include <stdlib.h>
#include "engine/ideas/triage.h"
#include "util/fail.h"

static uint32_t
row_or_none(const tensen_index *ix, const char *id)
{
	uint32_t row;

	return row_of_id(&row, ix, id, NULL) == TENSEN_OK ? row : ROW_NONE;
}

/* Append the documents of one query. */
static void
take_query(
    judged_queries *q, const tensen_index *ix, const char *id, uint32_t row, uint32_t *n_docs)
{
	judged_query *x = &q->v[q->n++];
	size_t n;
	const tensen_judgement *j = tensen_judged_of(q->file, id, &n);

	*x = (judged_query){.row = row,
	    .docs = q->docs + *n_docs,
	    .n_docs = (uint32_t)n,
	    .aspects = q->aspects.v ? aspect_file_of(&q->aspects, id) : NULL};
	for (size_t i = 0; i < n; i++) {
		judged_doc d = {row_or_none(ix, j[i].id), j[i].grade, j[i].shelf, j[i].id};
		q->docs[(*n_docs)++] = d;
		x->n_good += d.grade >= GOOD_GRADE;
		q->unknown_pairs += d.row == ROW_NONE;
	}
	q->good += x->n_good;
	q->pairs += (uint32_t)n;
}

static tensen_status
take_queries(judged_queries *q, const tensen_index *ix, tensen_error *err)
{
	size_t n, n_docs = 0;
	const char *const *ids = tensen_judged_queries(q->file, &n);
	uint32_t at = 0;

	for (size_t i = 0; i < n; i++) {
		size_t of;
		tensen_judged_of(q->file, ids[i], &of);
		n_docs += of;
	}
	q->v = calloc(n + 1, sizeof *q->v);
	q->docs = calloc(n_docs + 1, sizeof *q->docs);
	if (!q->v || !q->docs)
		return tensen_fail_nomem(err);
	for (size_t i = 0; i < n; i++) {
		uint32_t row = ids[i][0] ? row_or_none(ix, ids[i]) : ROW_NONE;
		if (row == ROW_NONE)
			q->unknown++;
		else
			take_query(q, ix, ids[i], row, &at);
	}
	return TENSEN_OK;
}

tensen_status
judged_queries_read(judged_queries *out, const evaluation *e, tensen_error *err)
{
	tensen_status st;

	*out = (judged_queries){.file = NULL};
	st = tensen_judged_read(&out->file, e->opts->judged, err);
	if (st == TENSEN_OK && e->opts->aspects)
		st = aspect_file_read(&out->aspects, e->opts->aspects, err);
	return st == TENSEN_OK ? take_queries(out, e->ix, err) : st;
}

void
judged_queries_clear(judged_queries *q)
{
	tensen_judged_free(q->file);
	aspect_file_clear(&q->aspects);
	free(q->v);
	free(q->docs);
	*q = (judged_queries){.file = NULL};
}

const judged_doc *
judged_doc_of(const judged_query *q, uint32_t row)
{
	for (uint32_t i = 0; i < q->n_docs; i++)
		if (q->docs[i].row == row)
			return &q->docs[i];
	return NULL;
}

void
judged_about(const evaluation *e, eval_section *s, const judged_queries *q)
{
	s->about[0] = eval_text(e->r,
	    "問い %u 件（索引にない問い %u 件は除く）、評価済みの対 %u（2 以上が "
	    "%u）、うち索引にない文献 %u。",
	    q->n, q->unknown, q->pairs, q->good, q->unknown_pairs);
	s->about[1] = eval_text(e->r,
	    "%u queries (%u that are not in the index are left out), %u graded pairs (%u graded 2 "
	    "or 3), "
	    "%u of them with a document that is not in the index.",
	    q->n, q->unknown, q->pairs, q->good, q->unknown_pairs);
}
