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
    judged_queries *queries, const tensen_index *ix, const char *id, uint32_t row, uint32_t *n_docs)
{
	judged_query *x = &queries->v[queries->n++];
	size_t n;
	const tensen_judgement *j = tensen_judged_of(queries->file, id, &n);

	*x = (judged_query){.row = row,
	    .docs = queries->docs + *n_docs,
	    .n_docs = (uint32_t)n,
	    .aspects = queries->aspects.v ? aspect_file_of(&queries->aspects, id) : NULL};
	for (size_t i = 0; i < n; i++) {
		judged_doc d = {row_or_none(ix, j[i].id), j[i].grade, j[i].shelf, j[i].id};
		queries->docs[(*n_docs)++] = d;
		x->n_good += d.grade >= GOOD_GRADE;
		queries->unknown_pairs += d.row == ROW_NONE;
	}
	queries->good += x->n_good;
	queries->pairs += (uint32_t)n;
}

static tensen_status
take_queries(judged_queries *queries, const tensen_index *ix, tensen_error *err)
{
	size_t n, n_docs = 0;
	const char *const *ids = tensen_judged_queries(queries->file, &n);
	uint32_t at = 0;

	for (size_t i = 0; i < n; i++) {
		size_t of;
		tensen_judged_of(queries->file, ids[i], &of);
		n_docs += of;
	}
	queries->v = calloc(n + 1, sizeof *queries->v);
	queries->docs = calloc(n_docs + 1, sizeof *queries->docs);
	if (!queries->v || !queries->docs)
		return tensen_fail_nomem(err);
	for (size_t i = 0; i < n; i++) {
		uint32_t row = ids[i][0] ? row_or_none(ix, ids[i]) : ROW_NONE;
		if (row == ROW_NONE)
			queries->unknown++;
		else
			take_query(queries, ix, ids[i], row, &at);
	}
	return TENSEN_OK;
}

tensen_status
judged_queries_read(judged_queries *out, const evaluation *eval, tensen_error *err)
{
	tensen_status st;

	*out = (judged_queries){.file = NULL};
	st = tensen_judged_read(&out->file, eval->opts->judged, err);
	if (st == TENSEN_OK && eval->opts->aspects)
		st = aspect_file_read(&out->aspects, eval->opts->aspects, err);
	return st == TENSEN_OK ? take_queries(out, eval->ix, err) : st;
}

void
judged_queries_clear(judged_queries *queries)
{
	tensen_judged_free(queries->file);
	aspect_file_clear(&queries->aspects);
	free(queries->v);
	free(queries->docs);
	*queries = (judged_queries){.file = NULL};
}

const judged_doc *
judged_doc_of(const judged_query *judged, uint32_t row)
{
	for (uint32_t i = 0; i < judged->n_docs; i++)
		if (judged->docs[i].row == row)
			return &judged->docs[i];
	return NULL;
}

void
judged_about(const evaluation *eval, eval_section *one, const judged_queries *queries)
{
	one->about[0] = eval_text(eval->r,
	    "問い %u 件（索引にない問い %u 件は除く）、評価済みの対 %u（2 以上が "
	    "%u）、うち索引にない文献 %u。",
	    queries->n, queries->unknown, queries->pairs, queries->good, queries->unknown_pairs);
	one->about[1] = eval_text(eval->r,
	    "%u queries (%u that are not in the index are left out), %u graded pairs (%u graded 2 "
	    "or 3), "
	    "%u of them with a document that is not in the index.",
	    queries->n, queries->unknown, queries->pairs, queries->good, queries->unknown_pairs);
}
