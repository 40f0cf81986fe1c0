/* engine/ideas/need.c - see need.h. */
#include "engine/ideas/need.h"
#include "engine/ideas/candidate_fill.h"
#include "engine/query/understand.h"
#include "util/fail.h"

struct need_readings {
	size_t n;
	struct need_read {
		uint32_t row;
		const tensen_judgement *judged;
	} v[];
};

/* 3 before 2, then unread ones, then 1 and 0. */
static int
need_class(const match_result *result, uint32_t row)
{
	const tensen_judgement *judged = need_reading(result, row);

	return !judged ? 2 : judged->grade > 1 ? 3 - judged->grade : 4 - judged->grade;
}

static tensen_status
need_sort(match_result *result, candidates *cands, tensen_searcher *searcher, tensen_error *err)
{
	candidate *to = arena_alloc(&searcher->mem, (cands->n + (size_t)1) * sizeof *to);
	uint32_t n = 0;

	if (!to)
		return tensen_fail_nomem(err);
	for (int class = 0; class < 5; class ++)
		for (uint32_t i = 0; i < cands->n; i++)
			if (need_class(result, cands->v[i].hit.row) == class)
				to[n++] = cands->v[i];
	cands->v = to;
	return TENSEN_OK;
}

static int
need_has(const candidates *cands, uint32_t row)
{
	for (uint32_t i = 0; i < cands->n; i++)
		if (cands->v[i].hit.row == row)
			return 1;
	return 0;
}

tensen_status
need_read_order(match_result *result, candidates *cands, tensen_searcher *searcher,
    const tensen_judgement *readings, size_t n, tensen_error *err)
{
	struct need_readings *kept =
	    arena_alloc(&result->base.mem, sizeof *kept + n * sizeof *kept->v);

	if (!kept)
		return tensen_fail_nomem(err);
	kept->n = 0;
	for (size_t i = 0; i < n; i++) {
		uint32_t row;
		if (row_of_id(&row, searcher->ix, readings[i].id, NULL) < 0 ||
		    !need_has(cands, row))
			continue;
		kept->v[kept->n].row = row;
		if (!(kept->v[kept->n].judged = judgement_copy(&result->base, &readings[i])))
			return tensen_fail_nomem(err);
		kept->n++;
		result->answering += readings[i].grade > 1;
	}
	result->read = (uint32_t)kept->n;
	result->readings = kept;
	return kept->n ? need_sort(result, cands, searcher, err) : TENSEN_OK;
}

const tensen_judgement *
need_reading(const match_result *result, uint32_t row)
{
	const struct need_readings *kept = result->readings;

	for (size_t i = 0; kept && i < kept->n; i++)
		if (kept->v[i].row == row)
			return kept->v[i].judged;
	return NULL;
}
