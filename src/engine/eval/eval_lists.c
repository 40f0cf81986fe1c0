/* engine/eval/eval_lists.c - what people are shown, on a seeded sample of documents.
 *
 * SERENDIPITY  Of documents with two or more fields the first is known (as in eval_hidden.c),
 *              the ten best ideas are listed: a true field among them is a hit, and a serendipitous
 *              one when the field's first need is not among the hundred documents that tf-idf
 *              or LSA find nearest.
 * COVERAGE     Sectors that the ten ideas of a document, all its fields known, touch; chance:
 *              ten of its candidate fields drawn at random, by the hypergeometric law.
 * HUBS         Counted over all documents, asked by those of the sample.
 * STABILITY    Of ideas against the choice of documents, of neighbours against the number of
 *              dimensions: an open index has one model, so its first dimensions stand for a
 *              smaller one (which they are: singular vectors do not depend on how many are taken).
 */
#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include "engine/eval/eval_parts.h"
#include "engine/ideas/probe.h"
#include "engine/query/rank.h"
#include "ideas/hubs.h"
#include "util/fail.h"
#include "util/rng.h"

#define K 10
#define DEPTH 100
#define SAMPLE 1000
#define SECTORS 5

enum { FUSED, WORDS, DENSE, NEEDS, N_LISTS };
enum { HALF, QUARTER, N_CUTS };

typedef struct seen {
	uint32_t found[N_LISTS][K];
	uint32_t n[N_LISTS];
	/* NaN: the document has no such figure */
	float hit, hit_chance, serendipity, sectors, sectors_chance, halves, halves_chance,
	    cut[N_CUTS];
} seen;

typedef struct task {
	const uint32_t *docs;
	uint32_t n;
	uint64_t *half[2]; /* bits of rows */
	float *topic;      /* [n][dims] */
	uint32_t dims;
	seen *seen;
} task;

static int
has(const candidates *c, uint32_t row)
{
	for (uint32_t i = 0; i < c->n && i < DEPTH; i++)
		if (c->v[i].row == row)
			return 1;
	return 0;
}

/* The ten best ideas with `known` taken for the document's fields; *best: fields of all ideas. */
static tensen_status
ideas_of(field_score best[N_FIELDS], size_t *n, probe *p, tensen_searcher *s, const asked *a,
    uint64_t known, const filter_set *allowed, tensen_error *err)
{
	uint64_t without = s->ix->store->rows.mask[a->row];
	tensen_status st = probe_query(p, s, a, known, without, allowed, err);

	*n = st == TENSEN_OK ? score_fields(&p->signals, s->ix->weights, -1, best) : 0;
	return st;
}

static uint32_t
first_need(const probe *p, unsigned field)
{
	return p->needs.n[field - 1] ? p->needs.docs[(field - 1) * NEED_MAX].row : ROW_NONE;
}

/* The probability that K of n fields, drawn without looking, hold none of m of them:
 * (n-m)! (n-K)! / n! (n-m-K)!. */
static double
missed_by_chance(size_t n, double m)
{
	double missed = 1;

	for (double i = 0; i < K && i < (double)n; i++)
		missed *= fmax(0, (double)n - m - i) / ((double)n - i);
	return missed;
}

static tensen_status
look_for_hidden(
    seen *out, tensen_searcher *s, const asked *a, const candidates lists[3], tensen_error *err)
{
	const rows *r = &s->ix->store->rows;
	uint64_t known = FIELD_BIT(r->primary[a->row]), truth = r->mask[a->row] & ~known;
	field_score best[N_FIELDS];
	size_t n, true_ones = 0;
	probe p;
	tensen_status st = ideas_of(best, &n, &p, s, a, known, NULL, err);

	for (size_t i = 0; i < n; i++)
		true_ones += (truth & FIELD_BIT(best[i].field)) != 0;
	out->hit_chance = (float)(1 - missed_by_chance(n, (double)true_ones));
	out->hit = out->serendipity = 0;
	for (size_t i = 0; i < n && i < K; i++) {
		uint32_t row = first_need(&p, best[i].field);
		if (!(truth & FIELD_BIT(best[i].field)))
			continue;
		out->hit = 1;
		if (row != ROW_NONE && !has(&lists[WORDS], row) && !has(&lists[DENSE], row))
			out->serendipity = 1;
	}
	return st;
}

/* Share of the sectors that K of n fields touch, drawn without looking. */
static double
sectors_by_chance(const field_score *all, size_t n, const fields *f)
{
	double touched = 0;

	for (unsigned sector = 1; sector <= SECTORS; sector++) {
		double m = 0;
		for (size_t i = 0; i < n; i++)
			m += fields_info(f, all[i].field)->sector == sector;
		touched += 1 - missed_by_chance(n, m);
	}
	return touched / SECTORS;
}

static void
count_sectors(seen *out, const field_score *best, size_t n, const fields *f)
{
	unsigned sectors = 0;

	for (size_t i = 0; i < n && i < K; i++)
		sectors |= 1u << fields_info(f, best[i].field)->sector;
	out->sectors = (float)__builtin_popcount(sectors) / SECTORS;
	out->sectors_chance = (float)sectors_by_chance(best, n, f);
}

/* Ideas with the evidence of either half of the documents. */
static tensen_status
look_at_halves(
    seen *out, const task *t, tensen_searcher *s, const asked *a, uint64_t known, tensen_error *err)
{
	uint64_t fields_of[2] = {0, 0};
	size_t n = 0;
	tensen_status st = TENSEN_OK;

	for (int h = 0; h < 2 && st == TENSEN_OK; h++) {
		const filter_set only = {t->half[h], 0, a->row};
		field_score best[N_FIELDS];
		probe p;
		st = ideas_of(best, &n, &p, s, a, known, &only, err);
		for (size_t i = 0; i < n && i < K; i++)
			fields_of[h] |= FIELD_BIT(best[i].field);
	}
	if (n <= K) /* all of them in either case: nothing is chosen */
		return st;
	out->halves = (float)__builtin_popcountll(fields_of[0] & fields_of[1]) / K;
	out->halves_chance = (float)K / (float)n;
	return st;
}

static tensen_status
look_at_lists(candidates lists[3], seen *out, tensen_searcher *s, const asked *a, tensen_error *err)
{
	static const tensen_side sides[3] = {
	    [FUSED] = TENSEN_FUSED, [WORDS] = TENSEN_LEXICAL, [DENSE] = TENSEN_DENSE};
	const filter_set all = {NULL, 0, a->row};
	tensen_status st = TENSEN_OK;

	for (int l = FUSED; l <= DENSE && st == TENSEN_OK; l++) {
		st = rank_rows(&lists[l], s, a, &all, sides[l], l == FUSED ? K : DEPTH, err);
		for (uint32_t i = 0; i < lists[l].n && i < K; i++)
			out->found[l][out->n[l]++] = lists[l].v[i].row;
	}
	return st;
}

static tensen_status
look(void *ctx, uint32_t i, tensen_searcher *s, tensen_error *err)
{
	task *t = ctx;
	const rows *r = &s->ix->store->rows;
	seen *out = &t->seen[i];
	uint64_t mask = r->mask[t->docs[i]];
	candidates lists[3] = {{NULL, 0}};
	field_score best[N_FIELDS];
	size_t n;
	asked a;
	probe p;
	tensen_status st = asked_row(&a, s, t->docs[i], err);

	*out = (seen){.hit = NAN,
	    .hit_chance = NAN,
	    .serendipity = NAN,
	    .sectors = NAN,
	    .sectors_chance = NAN,
	    .halves = NAN,
	    .halves_chance = NAN,
	    .cut = {NAN, NAN}};
	if (st < 0)
		return st;
	memcpy(t->topic + (size_t)i * t->dims, a.view[VIEW_TOPIC], t->dims * sizeof *t->topic);
	if (a.n_terms == 0 || mask == 0)
		return TENSEN_OK;
	if ((st = look_at_lists(lists, out, s, &a, err)) < 0 ||
	    (st = ideas_of(best, &n, &p, s, &a, mask, NULL, err)) < 0)
		return st;
	for (size_t k = 0; k < n && k < K; k++)
		if (first_need(&p, best[k].field) != ROW_NONE)
			out->found[NEEDS][out->n[NEEDS]++] = first_need(&p, best[k].field);
	if (n)
		count_sectors(out, best, n, s->ix->fields);
	st = look_at_halves(out, t, s, &a, mask, err);
	if (st == TENSEN_OK && r->primary[a.row] && (mask & (mask - 1)))
		st = look_for_hidden(out, s, &a, lists, err);
	return st;
}

typedef struct neighbour {
	uint32_t at;
	float cosine;
} neighbour;

/* The K nearest of the sample to its member i by the first `dims` dimensions. */
static uint32_t
nearest(neighbour out[K], const task *t, uint32_t i, uint32_t dims)
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
		if (n == K && cosine <= out[K - 1].cosine)
			continue;
		for (at = n < K ? n++ : K - 1; at > 0 && out[at - 1].cosine < cosine; at--)
			out[at] = out[at - 1];
		out[at] = (neighbour){j, cosine};
	}
	return n;
}

static tensen_status
cut(void *ctx, uint32_t i, tensen_searcher *s, tensen_error *err)
{
	task *t = ctx;
	neighbour all[K], few[K];
	uint32_t n = nearest(all, t, i, t->dims);

	(void)s;
	(void)err;
	for (int c = HALF; c < N_CUTS && t->n > K; c++) {
		uint32_t m = nearest(few, t, i, t->dims >> (c + 1)), both = 0;
		for (uint32_t j = 0; j < n; j++)
			for (uint32_t k = 0; k < m; k++)
				both += all[j].at == few[k].at;
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
	    {EVAL_LISTS, AT(hit), AT(hit_chance),
		{"hit@10", "hidden", {"当たり@10", "hit@10"}, .chance = NAN}},
	    {EVAL_LISTS, AT(serendipity), 0,
		{"serendipity@10", "hidden", {"意外な当たり@10", "serendipity@10"}, .chance = NAN}},
	    {EVAL_LISTS, AT(sectors), AT(sectors_chance),
		{"coverage@10", "sectors", {"部門の広がり@10", "coverage@10 of sectors"},
		    .chance = NAN}},
	    {EVAL_STABILITY, AT(halves), AT(halves_chance),
		{"halves", "ideas", {"用途仮説の分野、半分と半分", "fields of ideas, halves"},
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

/* How often documents would be found if every one had been drawn blindly from its first field: a
 * list of ideas must take one of each field, and some fields have few. */
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
	    {"needs", "用途仮説の根拠", "evidence of ideas"}};
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
		if (l == NEEDS) {
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

/* Two random halves of the rows, drawn each for itself. */
static tensen_status
draw_halves(task *t, const evaluation *e, tensen_error *err)
{
	uint32_t n = e->ix->store->rows.n;

	for (int h = 0; h < 2; h++) {
		if (!(t->half[h] = calloc(n / 64 + (size_t)1, sizeof **t->half)))
			return tensen_fail_nomem(err);
		for (uint32_t row = 0; row < n; row++)
			t->half[h][row / 64] |= (rng_at(e->opts->seed + 1 + (uint64_t)h, row) & 1)
						<< (row % 64);
	}
	return TENSEN_OK;
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
	st = docs && t.topic && t.seen ? draw_halves(&t, e, err) : tensen_fail_nomem(err);
	s->about[0] = eval_text(e->r, "文献 %u 件中 %u 件（種 %llu）、以下も同じ。",
	    e->ix->store->rows.n, n, (unsigned long long)e->opts->seed);
	s->about[1] = eval_text(e->r, "%u of %u documents (seed %llu), also in what follows.", n,
	    e->ix->store->rows.n, (unsigned long long)e->opts->seed);
	if (st == TENSEN_OK)
		st = eval_each(e, n, NULL, look, &t, err);
	if (st == TENSEN_OK)
		st = eval_each(e, n, NULL, cut, &t, err);
	if (st == TENSEN_OK)
		st = add_mean_figures(e, &t, err);
	if (st == TENSEN_OK)
		st = add_hub_figures(e, &t, err);
	for (int h = 0; h < 2; h++)
		free(t.half[h]);
	free(t.topic);
	free(t.seen);
	free(docs);
	return st;
}
