/* engine/show/report.c - tensen_report(): a corpus counted, its best ideas, what it says. */
#include <string.h>
#include <tensen/ideas.h>
#include <tensen/report.h>
#include "engine/base/searcher.h"
#include "engine/base/options.h"
#include "engine/base/late.h"
#include "engine/readings/readings.h"
#include "result/corpus/report_result.h"
#include "util/fail.h"
#include "util/memory.h"
#include "util/rng.h"
#include "util/threads/sort.h"

#define IDEAS_DEFAULT 5
#define PATENTS_DEFAULT 200
#define QUALITY_DOCS 2000 /* looked at for `quality` */
#define YEAR_MIN 1850     /* an older date is a mistake, not the beginning of a chart */
#define YEAR_MAX 2200

static void
count_documents(report_result *result, const rows *rw)
{
	for (uint32_t i = 0; i < rw->n; i++) {
		int open = (rw->flags[i] & ROW_OPEN) != 0;
		result->open += open;
		result->alive += rw->status[i] == DOC_ALIVE;
		result->pending += rw->status[i] == DOC_PENDING;
		result->dead += rw->status[i] == DOC_DEAD;
		result->state_unknown += rw->status[i] == DOC_UNKNOWN;
		result->in_fields += rw->mask[i] != 0;
		for (uint64_t m = rw->mask[i]; m; m &= m - 1)
			result->fields[__builtin_ctzll(m)].open += open;
	}
	result->documents = rw->n;
	result->n_applicants = rw->n_applicants;
}

static tensen_status
count_years(report_result *result, const rows *rw, tensen_error *err)
{
	uint32_t first = YEAR_MAX, last = 0;
	report_year *v;

	for (uint32_t i = 0; i < rw->n; i++) {
		uint32_t y = rw->date[i] / 10000;
		if (y < YEAR_MIN || y > YEAR_MAX)
			continue;
		first = y < first ? y : first;
		last = y > last ? y : last;
	}
	result->n_years = last ? last - first + 1 : 0;
	v = arena_calloc(&result->base.mem, (result->n_years + (size_t)1) * sizeof *v);
	if (!v)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < result->n_years; i++)
		v[i].year = first + i;
	for (uint32_t i = 0; i < rw->n; i++) {
		uint32_t y = rw->date[i] / 10000;
		if (y < YEAR_MIN || y > YEAR_MAX) {
			result->undated++;
			continue;
		}
		v[y - first].documents++;
		v[y - first].open += (rw->flags[i] & ROW_OPEN) != 0;
	}
	result->years = v;
	return TENSEN_OK;
}

/* The applicants of most documents; equal ones in the order of the index. */
static tensen_status
count_applicants(report_result *result, const rows *rw, tensen_error *err)
{
	uint32_t *all = calloc(2 * ((size_t)rw->n_applicants + 1), sizeof *all);
	uint32_t *open = all ? all + rw->n_applicants + 1 : NULL;

	result->applicants =
	    arena_alloc(&result->base.mem, REPORT_APPLICANTS * sizeof *result->applicants);
	if (!all || !result->applicants) {
		free(all);
		return tensen_fail_nomem(err);
	}
	for (uint32_t i = 0; i < rw->n; i++) {
		uint32_t n;
		const uint32_t *v = rows_applicants(rw, i, &n);
		for (uint32_t k = 0; k < n; k++) {
			all[v[k]]++;
			open[v[k]] += (rw->flags[i] & ROW_OPEN) != 0;
		}
	}
	while (result->n_shown < REPORT_APPLICANTS) {
		uint32_t best = 0;
		for (uint32_t i = 1; i < rw->n_applicants; i++)
			best = all[i] > all[best] ? i : best;
		if (rw->n_applicants == 0 || all[best] == 0)
			break;
		result->applicants[result->n_shown++] =
		    (report_applicant){result_copy(&result->base, rows_applicant_name(rw, best)),
			all[best], open[best]};
		all[best] = 0;
	}
	free(all);
	return TENSEN_OK;
}

/* The map: which fields share documents, and which would if texts decided. */
static tensen_status
fill_links(report_result *result, const tensen_index *ix, tensen_error *err)
{
	nearness near;
	int found;
	tensen_status st = store_nearness(ix->store, &near, &found, err);

	if (st < 0)
		return st;
	result->links = arena_alloc(&result->base.mem, REPORT_LINKS * sizeof *result->links);
	if (!result->links)
		return tensen_fail_nomem(err);
	result->unmapped = !found;
	if (found)
		report_links(result, &near);
	return TENSEN_OK;
}

static tensen_status
fill_fields(report_result *result, const tensen_index *ix, tensen_error *err)
{
	const fieldmap *map = index_map(ix);
	report_field *v = arena_calloc(&result->base.mem, N_FIELDS * sizeof *v);

	if (!v)
		return tensen_fail_nomem(err);
	for (unsigned f = 1; f <= N_FIELDS; f++) {
		const field_info *info = fields_info(ix->fields, f);
		report_field *x = &v[f - 1];
		*x = (report_field){.field = f, .sector = info->sector, .documents = map->size[f]};
		for (int l = 0; l < 2; l++) {
			x->name[l] = result_copy(&result->base, info->name[l]);
			x->brief[l] = result_copy(&result->base, info->short_name[l]);
			x->sector_name[l] = result_copy(&result->base, info->sector_name[l]);
		}
		memcpy(x->both, &map->both[f][1], sizeof x->both);
	}
	result->fields = v;
	result->n_fields = N_FIELDS;
	return TENSEN_OK;
}

/* One open patent and its best idea. */
typedef struct surveyed {
	uint32_t row;
	int grade;         /* 0: it has no idea */
	tensen_result *of; /* owned; NULL without */
} surveyed;

static tensen_status
ask_one(surveyed *one, tensen_searcher *searcher, tensen_error *err)
{
	const tensen_query q = {.id = tensen_index_id(searcher->ix, one->row)};
	const tensen_ideas_opts with = {.size = sizeof with, .k = 1, .unread = 1};
	const tensen_idea *idea;
	size_t n;
	tensen_status st = tensen_ideas(searcher, &q, &with, &one->of, err);

	if (st < 0)
		return st;
	idea = tensen_result_ideas(one->of, &n);
	one->grade = n ? idea->grade : 0;
	return TENSEN_OK;
}

/* The open ones of rows[n], each asked. */
static tensen_status
ask_all(surveyed *one, uint32_t *asked, const uint32_t *rows_of, uint32_t n,
    tensen_searcher *searcher, const tensen_report_opts *opts, tensen_error *err)
{
	tensen_status st = TENSEN_OK;

	for (uint32_t i = 0; i < n && st == TENSEN_OK; i++) {
		if (!(searcher->ix->store->rows.flags[rows_of[i]] & ROW_OPEN))
			continue;
		one[*asked].row = rows_of[i];
		st = ask_one(&one[(*asked)++], searcher, err);
		if (st == TENSEN_OK && opts->progress &&
		    opts->progress("scan", i + 1, n, opts->progress_payload) != 0)
			st = tensen_fail(err, TENSEN_E_CANCELLED, STOPPED_SAY);
	}
	return st;
}

COMPARE2(report_better, surveyed, DOWN(grade), UP(row))

static int
was_taken(const report_result *result, const char *subclass)
{
	for (uint32_t i = 0; i < result->n_ideas && subclass[0]; i++)
		if (strcmp(result->ideas[i]->ideas->document.subclass, subclass) == 0)
			return 1;
	return 0;
}

/* The best, no subclass twice; they become the report's own. */
static tensen_status
take_ideas(report_result *result, surveyed *one, uint32_t n, uint32_t want, tensen_error *err)
{
	result->ideas = arena_alloc(&result->base.mem, want * sizeof *result->ideas);
	if (!result->ideas)
		return tensen_fail_nomem(err);
	if (n)
		qsort(one, n, sizeof *one, report_better);
	for (uint32_t i = 0; i < n && one[i].grade && result->n_ideas < want; i++) {
		ideas_result *of = (ideas_result *)(void *)one[i].of;
		if (was_taken(result, of->ideas[0].document.subclass))
			continue;
		result->ideas[result->n_ideas++] = of;
		one[i].of = NULL;
	}
	return TENSEN_OK;
}

static tensen_status
report_ideas(report_result *result, const tensen_index *ix, const tensen_report_opts *opts,
    tensen_error *err)
{
	const uint32_t want = opts->patents ? opts->patents : PATENTS_DEFAULT;
	const uint32_t most = want < ix->store->rows.n ? want : ix->store->rows.n;
	uint32_t n = 0, *read = calloc(most + 1, sizeof *read);
	surveyed *v = calloc(most + 1, sizeof *v);
	tensen_searcher *s = NULL;
	tensen_status st = read && v ? tensen_searcher_new(&s, ix, err) : tensen_fail_nomem(err);

	if (st == TENSEN_OK)
		st = readings_held(read, &n, most, ix, err);
	if (st == TENSEN_OK)
		st = ask_all(v, &result->patents, read, n, s, opts, err);
	n = result->patents;
	if (st == TENSEN_OK)
		st = take_ideas(result, v, n, opts->ideas ? opts->ideas : IDEAS_DEFAULT, err);
	for (uint32_t i = 0; i < n; i++)
		tensen_result_free(v[i].of);
	free(v);
	free(read);
	tensen_searcher_free(s);
	return st;
}

/* How many documents of a seeded sample have no text but their title: nobody can say of those what
 * they need or do. */
static void
report_quality(report_result *result, const rows *rows_of, uint64_t seed)
{
	uint32_t left = rows_of->n < QUALITY_DOCS ? rows_of->n : QUALITY_DOCS;

	for (uint32_t row = 0; row < rows_of->n && left; row++)
		if (rng_draws(seed, row, &left, rows_of->n - row)) {
			result->looked_at++;
			result->title_only += row_is_title_alone(rows_of, row);
		}
}

static tensen_status
report_fill(report_result *result, const tensen_index *ix, const tensen_report_opts *opts,
    tensen_error *err)
{
	const rows *rw = &ix->store->rows;
	tensen_status st;

	result->terms = ix->store->vocab.terms.n;
	result->dims = ix->store->meta.dims;
	if ((st = fill_fields(result, ix, err)) < 0 || (st = fill_links(result, ix, err)) < 0)
		return st;
	count_documents(result, rw);
	report_quality(result, rw, opts->seed);
	if ((st = count_years(result, rw, err)) < 0 || (st = count_applicants(result, rw, err)) < 0)
		return st;
	return report_ideas(result, ix, opts, err);
}

tensen_status
tensen_report(
    const tensen_index *ix, const tensen_report_opts *opts, tensen_result **out, tensen_error *err)
{
	tensen_report_opts o;
	tensen_status st = report_options(&o, opts, err);
	report_result *r = st < 0 ? NULL : result_new(&report_class);

	if (r && (st = index_ready(ix, err)) == TENSEN_OK)
		st = report_fill(r, ix, &o, err);
	return engine_answer(r, st, ix, out, err);
}
