/* engine/show/report.c - tensen_report(): a corpus counted, its most confident ideas, its quality.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tensen/eval.h>
#include <tensen/ideas.h>
#include <tensen/report.h>
#include "engine/options.h"
#include "engine/late.h"
#include "result/corpus/report_result.h"
#include "util/fail.h"
#include "util/rng.h"
#include "util/threads.h"
#include "util/memory.h"
#include "util/sort.h"

#define IDEAS_DEFAULT 5
#define PATENTS_DEFAULT 200
#define MAX_DOCS_DEFAULT 2000
#define BOOTSTRAP_DEFAULT 200
#define YEAR_MIN 1850 /* an older date is a mistake, not the beginning of a chart */
#define YEAR_MAX 2200

static void
count_documents(report_result *r, const rows *rw)
{
	for (uint32_t i = 0; i < rw->n; i++) {
		int open = (rw->flags[i] & ROW_OPEN) != 0;
		r->open += open;
		r->alive += rw->status[i] == DOC_ALIVE;
		r->pending += rw->status[i] == DOC_PENDING;
		r->dead += rw->status[i] == DOC_DEAD;
		r->state_unknown += rw->status[i] == DOC_UNKNOWN;
		r->in_fields += rw->mask[i] != 0;
		for (uint64_t m = rw->mask[i]; m; m &= m - 1)
			r->fields[__builtin_ctzll(m) + 1].open += open;
	}
	r->documents = rw->n;
	r->n_applicants = rw->n_applicants;
}

static tensen_status
count_years(report_result *r, const rows *rw, tensen_error *err)
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
	r->n_years = last ? last - first + 1 : 0;
	v = arena_calloc(&r->base.mem, (r->n_years + (size_t)1) * sizeof *v);
	if (!v)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < r->n_years; i++)
		v[i].year = first + i;
	for (uint32_t i = 0; i < rw->n; i++) {
		uint32_t y = rw->date[i] / 10000;
		if (y < YEAR_MIN || y > YEAR_MAX) {
			r->undated++;
			continue;
		}
		v[y - first].documents++;
		v[y - first].open += (rw->flags[i] & ROW_OPEN) != 0;
	}
	r->years = v;
	return TENSEN_OK;
}

/* The applicants of most documents; equal ones in the order of the index. */
static tensen_status
count_applicants(report_result *r, const rows *rw, tensen_error *err)
{
	uint32_t *all = calloc(2 * ((size_t)rw->n_applicants + 1), sizeof *all);
	uint32_t *open = all ? all + rw->n_applicants + 1 : NULL;

	if (!all)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < rw->n; i++) {
		uint32_t n;
		const uint32_t *v = rows_applicants(rw, i, &n);
		for (uint32_t k = 0; k < n; k++) {
			all[v[k]]++;
			open[v[k]] += (rw->flags[i] & ROW_OPEN) != 0;
		}
	}
	while (r->n_shown < REPORT_APPLICANTS) {
		uint32_t best = 0;
		for (uint32_t i = 1; i < rw->n_applicants; i++)
			best = all[i] > all[best] ? i : best;
		if (rw->n_applicants == 0 || all[best] == 0)
			break;
		r->applicants[r->n_shown++] = (report_applicant){
		    result_copy(&r->base, rows_applicant_name(rw, best)), all[best], open[best]};
		all[best] = 0;
	}
	free(all);
	return TENSEN_OK;
}

/* Cosines of the fields' centroids. */
static void
nearness(const centroids *c, double near[N_FIELDS + 1][N_FIELDS + 1])
{
	memset(near, 0, (N_FIELDS + 1) * sizeof *near);
	for (uint32_t t = 0; t < c->n_terms; t++) {
		const float *x = c->sums + (size_t)t * N_FIELDS;
		for (unsigned a = 0; a < N_FIELDS; a++)
			for (unsigned b = 0; x[a] != 0 && b < a; b++)
				near[a + 1][b + 1] += (double)x[a] * (double)x[b];
	}
	for (unsigned a = 1; a <= N_FIELDS; a++)
		for (unsigned b = 1; b < a; b++) {
			double scale = sqrt((double)c->square[a - 1] * (double)c->square[b - 1]);
			near[a][b] = near[b][a] = scale > 0 ? near[a][b] / scale : 0;
		}
}

static void
fill_fields(report_result *r, const tensen_index *ix)
{
	double near[N_FIELDS + 1][N_FIELDS + 1];
	const fieldmap *map = index_map(ix);

	for (unsigned f = 1; f <= N_FIELDS; f++) {
		const field_info *info = fields_info(ix->fields, f);
		report_field *x = &r->fields[f];
		x->documents = map->size[f];
		x->sector = info->sector;
		for (int l = 0; l < 2; l++) {
			x->name[l] = result_copy(&r->base, info->name[l]);
			x->brief[l] = result_copy(&r->base, info->short_name[l]);
			x->sector_name[l] = result_copy(&r->base, info->sector_name[l]);
		}
		for (unsigned g = 1; g <= N_FIELDS; g++)
			r->both[f][g] = map->both[f][g];
	}
	nearness(&ix->store->centroids, near);
	report_links(r, (const double(*)[N_FIELDS + 1]) near);
}

/* One open patent: its most confident idea. */
typedef struct measured {
	uint32_t row;
	float share;      /* 0: it has no idea */
	char subclass[5]; /* of the idea, "" without */
} measured;

typedef struct survey {
	const tensen_index *ix;
	tensen_searcher **searchers;
	measured *v;
	uint32_t n;
	tensen_error *errors;
} survey;

/* The most confident idea of a patent alone; only documents that it stands on are read. */
static tensen_status
first_idea(tensen_result **out, tensen_searcher *s, uint32_t row, tensen_error *err)
{
	const tensen_query q = {.id = tensen_index_id(s->ix, row)};
	const tensen_ideas_opts o = {.k = 1, .candidates = 1};

	return tensen_ideas(s, &q, &o, out, err);
}

static tensen_status
measure(measured *out, tensen_searcher *s, tensen_error *err)
{
	tensen_result *of;
	const tensen_idea *idea;
	size_t n;
	tensen_status st = first_idea(&of, s, out->row, err);

	if (st < 0)
		return st;
	idea = tensen_result_ideas(of, &n);
	if (n) {
		out->share = idea->share;
		snprintf(out->subclass, sizeof out->subclass, "%s", idea->subclass);
	}
	tensen_result_free(of);
	return TENSEN_OK;
}

static void
work(void *ctx, size_t piece, unsigned worker)
{
	survey *v = ctx;

	measure(&v->v[piece], v->searchers[worker], &v->errors[piece]);
}

/* A seeded sample of the open patents, ascending: every k-th from a drawn start would
 * follow the order of the corpus, so each is drawn by its own number. */
static tensen_status
choose(survey *v, const rows *rw, uint32_t want, uint64_t seed, tensen_error *err)
{
	uint32_t open = 0, left;

	for (uint32_t i = 0; i < rw->n; i++)
		open += (rw->flags[i] & ROW_OPEN) != 0;
	want = want < open ? want : open;
	v->v = calloc(want + (size_t)1, sizeof *v->v);
	v->errors = calloc(want + (size_t)1, sizeof *v->errors);
	if (!v->v || !v->errors)
		return tensen_fail_nomem(err);
	left = want;
	for (uint32_t i = 0; i < rw->n && left; i++) {
		if (!(rw->flags[i] & ROW_OPEN))
			continue;
		if (rng_draws(seed, i, &left, open--))
			v->v[v->n++].row = i;
	}
	return TENSEN_OK;
}

static int
surer(const void *a, const void *b)
{
	const measured *x = a, *y = b;
	int c = ORDER(y->share, x->share);

	return c ? c : ORDER(x->row, y->row);
}

static int
was_taken(const report_result *r, const char *subclass)
{
	for (uint32_t i = 0; i < r->n_ideas && subclass[0]; i++)
		if (strcmp(r->ideas[i].of->ideas[r->ideas[i].place].subclass, subclass) == 0)
			return 1;
	return 0;
}

/* The most confident, no subclass twice. */
static tensen_status
fill_ideas(report_result *r, survey *v, uint32_t want, tensen_error *err)
{
	qsort(v->v, v->n, sizeof *v->v, surer);
	for (uint32_t i = 0; i < v->n && v->v[i].share > 0 && r->n_ideas < want; i++) {
		tensen_result *of;
		tensen_status st;
		if (was_taken(r, v->v[i].subclass))
			continue;
		if ((st = first_idea(&of, v->searchers[0], v->v[i].row, err)) < 0)
			return st;
		r->ideas[r->n_ideas++] = (report_idea){(ideas_result *)(void *)of, 0};
	}
	return TENSEN_OK;
}

#define WINDOW 64 /* patents between two signs of progress */

static tensen_status
ask_all(survey *v, const tensen_report_opts *o, unsigned threads, tensen_error *err)
{
	tensen_status st;

	for (uint32_t at = 0; at < v->n; at += WINDOW) {
		survey part = *v;
		part.v += at;
		part.errors += at;
		part.n = v->n - at < WINDOW ? v->n - at : WINDOW;
		threads_run(threads, part.n, work, &part);
		if ((st = tensen_fail_first(err, part.errors, part.n)) < 0)
			return st;
		if (o->progress && o->progress("scan", at + part.n, v->n, o->progress_payload) != 0)
			return tensen_fail(err, TENSEN_E_CANCELLED, STOPPED_SAY);
	}
	return TENSEN_OK;
}

static tensen_status
ideas(report_result *r, const tensen_index *ix, const tensen_report_opts *o, tensen_error *err)
{
	unsigned threads = threads_wanted(o->threads);
	uint32_t want = o->ideas ? o->ideas : IDEAS_DEFAULT;
	survey v = {.ix = ix, .searchers = calloc(threads, sizeof *v.searchers)};
	tensen_status st = v.searchers ? TENSEN_OK : tensen_fail_nomem(err);

	for (unsigned i = 0; i < threads && st == TENSEN_OK; i++)
		st = tensen_searcher_new(&v.searchers[i], ix, err);
	if (st == TENSEN_OK)
		st = choose(
		    &v, &ix->store->rows, o->patents ? o->patents : PATENTS_DEFAULT, o->seed, err);
	r->patents = v.n;
	if (st == TENSEN_OK)
		st = ask_all(&v, o, threads, err);
	if (st == TENSEN_OK)
		st = fill_ideas(r, &v, want, err);
	for (unsigned i = 0; v.searchers && i < threads; i++)
		tensen_searcher_free(v.searchers[i]);
	free_all(v.searchers, v.v, v.errors);
	return st;
}

static tensen_status
quality(report_result *r, const tensen_index *ix, const tensen_report_opts *o, tensen_error *err)
{
	const tensen_eval_opts e = {.seed = o->seed,
	    .max_docs = o->max_docs ? o->max_docs : MAX_DOCS_DEFAULT,
	    .bootstrap = o->bootstrap ? o->bootstrap : BOOTSTRAP_DEFAULT,
	    .threads = o->threads,
	    .progress = o->progress,
	    .progress_payload = o->progress_payload};
	tensen_result *q;
	tensen_status st = tensen_eval(ix, &e, &q, err);

	if (st == TENSEN_OK)
		r->quality = (eval_result *)(void *)q;
	if (st == TENSEN_OK && r->quality->documents == 0) {
		tensen_result_free(q);
		r->quality = NULL;
	}
	return st;
}

static tensen_status
fill(report_result *r, const tensen_index *ix, const tensen_report_opts *o, tensen_error *err)
{
	const rows *rw = &ix->store->rows;
	tensen_status st;

	r->terms = ix->store->vocab.terms.n;
	r->dims = ix->store->meta.dims;
	count_documents(r, rw);
	fill_fields(r, ix);
	if ((st = count_years(r, rw, err)) < 0 || (st = count_applicants(r, rw, err)) < 0 ||
	    (st = ideas(r, ix, o, err)) < 0)
		return st;
	return quality(r, ix, o, err);
}

tensen_status
tensen_report(
    const tensen_index *ix, const tensen_report_opts *opts, tensen_result **out, tensen_error *err)
{
	tensen_report_opts o;
	tensen_status st = report_options(&o, opts, err);
	report_result *r = st < 0 ? NULL : report_result_new();

	if (r && (st = index_ready(ix, err)) == TENSEN_OK)
		st = fill(r, ix, &o, err);
	return engine_answer(r, st, ix, out, err);
}
