/* engine/eval/eval_lists.c - measures the lists that people are shown, on a seeded sample of
 * documents.
 *
 * IDEAS        Documents of the sample that have an idea.
 * SERENDIPITY  Of the first ten candidates of a document, the share that neither tf-idf nor
 *              LSA has among its hundred nearest documents.
 * COVERAGE     Sectors of WIPO that the first ten candidates touch; chance: ten documents
 *              drawn at random.
 * HUBS         Counted over all documents, asked by those of the sample.
 * STABILITY    Of neighbours against the number of dimensions: an open index has one model, so its
 *              first dimensions are used as a smaller model (singular vectors do not depend on how
 *              many are taken). */
#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include "engine/eval/eval_parts.h"
#include "engine/ideas/triage.h"
#include "engine/query/rank.h"
#include "ideas/hubs.h"
#include "util/fail.h"
#include "util/rng.h"
#include "util/memory.h"

#define K 10
#define DEPTH 100
#define SAMPLE 1000
#define SECTORS 5

enum { FUSED, WORDS, DENSE, CANDIDATES, N_LISTS };
enum { HALF, QUARTER, N_CUTS };

typedef struct seen {
	uint32_t found[N_LISTS][K];
	uint32_t n[N_LISTS];
	/* NaN: the document has no such figure */
	float ideas, serendipity, sectors, sectors_chance, cut[N_CUTS];
} seen;

typedef struct task {
	const uint32_t *docs;
	uint32_t n;
	float *topic; /* [n][dims] */
	uint32_t dims;
	float sectors_chance;
	seen *seen;
} task;

static int
has(const candidates *c, uint32_t row)
{
	for (uint32_t i = 0; i < c->n && i < DEPTH; i++)
		if (c->v[i].hit.row == row)
			return 1;
	return 0;
}

/* Sectors that ten documents touch when they are drawn at random, as a share of all. */
static float
sectors_by_chance(const rows *r, const fields *f)
{
	double in[SECTORS + 1] = {0}, touched = 0;

	for (uint32_t row = 0; row < r->n; row++)
		if (r->primary[row])
			in[fields_info(f, r->primary[row])->sector]++;
	for (unsigned sector = 1; sector <= SECTORS; sector++)
		touched += 1 - pow(1 - in[sector] / r->n, K);
	return (float)(touched / SECTORS);
}

static void
count_sectors(seen *out, const task *t, const rows *r, const fields *f)
{
	unsigned sectors = 0;

	for (uint32_t i = 0; i < out->n[CANDIDATES]; i++) {
		unsigned field = r->primary[out->found[CANDIDATES][i]];
		sectors |= field ? 1u << fields_info(f, field)->sector : 0;
	}
	out->sectors = (float)__builtin_popcount(sectors) / SECTORS;
	out->sectors_chance = t->sectors_chance;
}

/* The first ten candidates, and whether one of all is sure enough for an idea. */
static tensen_status
look_at_candidates(seen *out, const task *of, tensen_searcher *s, const query *a,
    const candidates lists[3], tensen_error *err)
{
	const tensen_candidates_opts o = {.n = K};
	uint32_t fresh = 0;
	triage t;
	tensen_status st = triage_make(&t, s, a, &o, err);

	if (st < 0)
		return st;
	out->ideas = 0;
	for (uint32_t i = 0; i < t.n; i++) {
		uint32_t row = t.v[i].pair->found->row;
		if (triage_band(t.v[i].pair->share) != TENSEN_BAND_NONE)
			out->ideas = 1;
		if (i >= K)
			continue;
		out->found[CANDIDATES][out->n[CANDIDATES]++] = row;
		fresh += !has(&lists[WORDS], row) && !has(&lists[DENSE], row);
	}
	if (out->n[CANDIDATES] == 0)
		return TENSEN_OK;
	out->serendipity = (float)fresh / (float)out->n[CANDIDATES];
	count_sectors(out, of, &s->ix->store->rows, s->ix->fields);
	return TENSEN_OK;
}

static tensen_status
look_at_lists(candidates lists[3], seen *out, tensen_searcher *s, const query *a, tensen_error *err)
{
	static const tensen_side sides[3] = {
	    [FUSED] = TENSEN_FUSED, [WORDS] = TENSEN_LEXICAL, [DENSE] = TENSEN_DENSE};
	const filter_set all = {NULL, 0, a->row};
	tensen_status st = TENSEN_OK;

	for (int l = FUSED; l <= DENSE && st == TENSEN_OK; l++) {
		st = rank_rows(&lists[l], s, a, &all, sides[l], l == FUSED ? K : DEPTH, err);
		for (uint32_t i = 0; i < lists[l].n && i < K; i++)
			out->found[l][out->n[l]++] = lists[l].v[i].hit.row;
	}
	return st;
}

static tensen_status
look(void *ctx, uint32_t i, tensen_searcher *s, tensen_error *err)
{
	task *t = ctx;
	seen *out = &t->seen[i];
	const tensen_query q = {.id = tensen_index_id(s->ix, t->docs[i])};
	candidates lists[3] = {{NULL, 0}};
	query a;
	tensen_status st = query_understand(&a, s, &q, err);

	*out = (seen){.ideas = NAN,
	    .serendipity = NAN,
	    .sectors = NAN,
	    .sectors_chance = NAN,
	    .cut = {NAN, NAN}};
	if (st < 0)
		return st;
	memcpy(t->topic + (size_t)i * t->dims, a.view[VIEW_TOPIC], t->dims * sizeof *t->topic);
	if (a.n_terms == 0)
		return TENSEN_OK;
	st = look_at_lists(lists, out, s, &a, err);
	return st == TENSEN_OK ? look_at_candidates(out, t, s, &a, lists, err) : st;
}

/* The K nearest of the sample to its member i by the first `dims` dimensions. */
static uint32_t
nearest(hit out[K], const task *t, uint32_t i, uint32_t dims)
{
	const float *q = t->topic + (size_t)i * t->dims;
	uint32_t n = 0;

	for (uint32_t j = 0; j < t->n; j++) {
		const float *x = t->topic + (size_t)j * t->dims;
		float dot = 0, square = 0, cosine;
		uint32_t at;
		for (uint32_t d = 0; d < dims; d++) {
			dot += q[d] * x[d];
			square += x[d] * x[d];
		}
		if (j == i || square <= 0)
			continue;
		cosine = dot / sqrtf(square);
		if (n == K && cosine <= out[K - 1].score)
			continue;
		for (at = n < K ? n++ : K - 1; at > 0 && out[at - 1].score < cosine; at--)
			out[at] = out[at - 1];
		out[at] = (hit){j, cosine};
	}
	return n;
}

static tensen_status
cut(void *ctx, uint32_t i, tensen_searcher *s, tensen_error *err)
{
	task *t = ctx;
	hit all[K], few[K];
	uint32_t n = nearest(all, t, i, t->dims);

	(void)s;
	(void)err;
	for (int c = HALF; c < N_CUTS && t->n > K; c++) {
		uint32_t m = nearest(few, t, i, t->dims >> (c + 1)), both = 0;
		for (uint32_t j = 0; j < n; j++)
			for (uint32_t k = 0; k < m; k++)
				both += all[j].row == few[k].row;
		t->seen[i].cut[c] = (float)both / K;
	}
	return TENSEN_OK;
}

/* The mean of one member of `seen` over the sample, with that of its chance (0: none). */
static tensen_status
add_mean_figure(const evaluation *e, const task *t, eval_kind kind, size_t member, size_t chance,
    eval_figure f, tensen_error *err)
{
	eval_section *s = eval_section_add(e->r, kind);
	float *values = malloc((t->n + (size_t)1) * sizeof *values);
	interval by_chance = {.n = 0};
	tensen_status st = values ? TENSEN_OK : tensen_fail_nomem(err);

	for (int pass = 0; pass < 2 && st == TENSEN_OK; pass++) {
		size_t at = pass ? member : chance;
		for (uint32_t i = 0; i < t->n && at; i++)
			memcpy(&values[i], (const char *)&t->seen[i] + at, sizeof *values);
		if (at)
			st = eval_mean(e, pass ? &f.x : &by_chance, values, t->n, err);
	}
	f.real = NAN;
	if (chance)
		f.chance = by_chance.value;
	if (st == TENSEN_OK && f.x.n)
		eval_figure_add(e->r, s, &f);
	free(values);
	return st;
}

#define AT(member) offsetof(seen, member)

static tensen_status
add_mean_figures(const evaluation *e, const task *t, tensen_error *err)
{
	double near_chance = t->n > 1 ? (double)K / (t->n - 1) : NAN;
	const struct {
		eval_kind kind;
		size_t member, chance;
		eval_figure f;
	} all[] = {
	    {EVAL_LISTS, AT(ideas), 0,
		{"with-ideas", "ideas", {"用途仮説のある文献", "documents with an idea"},
		    .chance = NAN}},
	    {EVAL_LISTS, AT(serendipity), 0,
		{"serendipity@10", "candidates", {"意外な候補@10", "serendipity@10"},
		    .chance = NAN}},
	    {EVAL_LISTS, AT(sectors), AT(sectors_chance),
		{"coverage@10", "sectors", {"部門の広がり@10", "coverage@10 of sectors"},
		    .chance = NAN}},
	    {EVAL_STABILITY, AT(cut[HALF]), 0,
		{"dims/2", "neighbours", {"近傍、次元を半分に", "neighbours, half the dimensions"},
		    .chance = near_chance}},
	    {EVAL_STABILITY, AT(cut[QUARTER]), 0,
		{"dims/4", "neighbours",
		    {"近傍、次元を四分の一に", "neighbours, a quarter of them"},
		    .chance = near_chance}},
	};
	tensen_status st = TENSEN_OK;

	for (size_t i = 0; i < sizeof all / sizeof *all && st == TENSEN_OK; i++)
		st =
		    add_mean_figure(e, t, all[i].kind, all[i].member, all[i].chance, all[i].f, err);
	return st;
}

/* How often documents would be found if each had been drawn at random from its first field:
 * candidates lie outside the query's own fields, and some fields have few documents. */
static void
draw_in_fields(uint32_t *times, const task *t, int list, const rows *r, uint64_t seed)
{
	uint32_t from[N_FIELDS + 1] = {0}, size[N_FIELDS + 1] = {0};
	rng x = {seed};

	for (uint32_t row = r->n; row-- > 0;) { /* rows of a field are contiguous */
		from[r->primary[row]] = row;
		size[r->primary[row]]++;
	}
	memset(times, 0, r->n * sizeof *times);
	for (uint32_t i = 0; i < t->n; i++)
		for (uint32_t k = 0; k < t->seen[i].n[list]; k++) {
			unsigned f = r->primary[t->seen[i].found[list][k]];
			times[from[f] + rng_below(&x, size[f])]++;
		}
}

static tensen_status
add_hub_figures(const evaluation *e, const task *t, tensen_error *err)
{
	static const char *const names[N_LISTS][3] = {{"search", "検索", "search"},
	    {"tfidf", "tf-idf", "tf-idf"}, {"lsa", "LSA", "LSA"},
	    {"candidates", "用途の候補", "candidates"}};
	uint32_t n = e->ix->store->rows.n, *times = calloc(n + (size_t)1, sizeof *times);
	eval_section *s = eval_section_add(e->r, EVAL_HUBS);
	hubs of, chance;
	tensen_status st = times ? hubs_by_chance(&chance, n, t->n, K, e->opts->seed, err)
				 : tensen_fail_nomem(err);

	for (int l = 0; l < N_LISTS && st == TENSEN_OK; l++) {
		memset(times, 0, n * sizeof *times);
		for (uint32_t i = 0; i < t->n; i++)
			for (uint32_t k = 0; k < t->seen[i].n[l]; k++)
				times[t->seen[i].found[l][k]]++;
		hubs_measure(&of, times, n);
		if (l == CANDIDATES) {
			draw_in_fields(times, t, l, &e->ix->store->rows, e->opts->seed);
			hubs_measure(&chance, times, n);
		}
		for (int m = 0; m < 2; m++) {
			eval_figure f = {.key = m ? "top-percent" : "skewness",
			    .scope = names[l][0],
			    .x = {m ? of.top : of.skewness, NAN, NAN, t->n},
			    .chance = m ? chance.top : chance.skewness,
			    .real = NAN};
			f.name[0] = eval_text(
			    e->r, "%s %s", names[l][1], m ? "上位 1% の占める割合" : "N10 の歪度");
			f.name[1] = eval_text(e->r, "%s, %s", names[l][2],
			    m ? "share of the top 1 %" : "skewness of N10");
			eval_figure_add(e->r, s, &f);
		}
	}
	free(times);
	return st;
}

tensen_status
eval_lists(const evaluation *e, tensen_error *err)
{
	uint32_t max = e->opts->max_docs, n = max && max < SAMPLE ? max : SAMPLE;
	uint32_t *docs = eval_sample(e, n, &n);
	task t = {.docs = docs, .n = n, .dims = e->ix->store->meta.dims};
	eval_section *s = eval_section_add(e->r, EVAL_LISTS);
	tensen_status st;

	t.topic = calloc((size_t)n * t.dims + 1, sizeof *t.topic);
	t.seen = calloc(n + (size_t)1, sizeof *t.seen);
	st = docs && t.topic && t.seen ? TENSEN_OK : tensen_fail_nomem(err);
	t.sectors_chance = sectors_by_chance(&e->ix->store->rows, e->ix->fields);
	s->about[0] = eval_text(e->r, "文献 %u 件中 %u 件（種 %llu）、以下も同じ。",
	    e->ix->store->rows.n, n, (unsigned long long)e->opts->seed);
	s->about[1] = eval_text(e->r, "%u of %u documents (seed %llu), also in what follows.", n,
	    e->ix->store->rows.n, (unsigned long long)e->opts->seed);
	for (int pass = 0; pass < 2 && st == TENSEN_OK; pass++)
		st = eval_each(e,
		    &(eval_pieces){.n = n,
			.fn = pass ? cut : look,
			.ctx = &t,
			.out = {{t.seen, sizeof *t.seen}, {t.topic, t.dims * sizeof *t.topic}}},
		    err);
	if (st == TENSEN_OK)
		st = add_mean_figures(e, &t, err);
	if (st == TENSEN_OK)
		st = add_hub_figures(e, &t, err);
	free_all(t.topic, t.seen, docs);
	return st;
}
