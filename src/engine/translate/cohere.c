/* engine/translate/cohere.c - see cohere.h. */
#include "engine/translate/cohere.h"
#include <math.h>
#include <tensen/limits.h>
#include "util/clones.h"
#include "util/fail.h"

/* All chosen by searching 5,000 US abstracts with 469 Japanese patents of J-PlatPat and the 60
 * gazettes (bench/bilingual.txt has the ablation). */
#define ROUNDS 2
#define COHERENCE 6.0f /* of the cosine of an equivalent with the other words; 3 to 6 are level */
#define JOINED_WEIGHT 0.5f /* of a term joined of two parts, as of compounds: lexical.c */
#define WORTH_SHIFT 0.3f   /* a term that is at right angles to the rest keeps this much */
#define WORTH_LEAST 0.01f
#define LIGHT 0.3f /* of the mean weight of the words; lighter ones are dropped */

float
translation_count(const local_term *t)
{
	float tf = 0;

	for (int k = 0; k < N_SECTIONS; k++)
		tf += t->in[k] * view_section_weights[VIEW_TOPIC][k];
	return tf;
}

#define LANES 16
#define FLOATS_OF_LINE 16 /* of the cache */
typedef float lanes __attribute__((vector_size(4 * LANES), aligned(4)));

CLONES static float
dot(const float *a, const float *b, uint32_t dims)
{
	lanes all = {0};
	float sum = 0;
	uint32_t d = 0;

	for (; d + LANES <= dims; d += LANES)
		all +=
		    *(const lanes *)(const void *)(a + d) * *(const lanes *)(const void *)(b + d);
	for (; d < dims; d++)
		sum += a[d] * b[d];
	for (uint32_t k = 0; k < LANES; k++)
		sum += all[k];
	return sum;
}

CLONES static void
add_times(float *to, const float *v, float factor, uint32_t dims)
{
	uint32_t d = 0;

	for (; d + LANES <= dims; d += LANES)
		*(lanes *)(void *)(to + d) += *(const lanes *)(const void *)(v + d) * factor;
	for (; d < dims; d++)
		to[d] += v[d] * factor;
}

CLONES static void
multiply(float *out, const float *a, const float *b, uint32_t dims)
{
	uint32_t d = 0;

	for (; d + LANES <= dims; d += LANES)
		*(lanes *)(void *)(out + d) =
		    *(const lanes *)(const void *)(a + d) * *(const lanes *)(const void *)(b + d);
	for (; d < dims; d++)
		out[d] = a[d] * b[d];
}

/* ---- directions ----
 *
 * A term's direction is its row of the basis times the singular values, at length 1.  Sums are made
 * of rows of the basis as they lie there, and the singular values multiply a sum once. */

static const float *
row_of_term(const tensen_searcher *s, uint32_t id)
{
	return s->ix->store->basis + (size_t)id * s->ix->store->meta.dims;
}

/* A vector times the squared singular values: its inner product with another one is that of both
 * times the singular values. */
static void
times_squares(float *out, const tensen_searcher *s, const float *v)
{
	const store *st = s->ix->store;

	multiply(out, v, st->singular, st->meta.dims);
	multiply(out, out, st->singular, st->meta.dims);
}

/* 1 over the length of a vector times the singular values; 0 for none. */
static float
inverse_length(const tensen_searcher *s, const float *v)
{
	uint32_t dims = s->ix->store->meta.dims;
	float scaled[TENSEN_DIMS_MAX], square;

	multiply(scaled, v, s->ix->store->singular, dims);
	square = dot(scaled, scaled, dims);
	return square > 0 ? 1 / sqrtf(square) : 0;
}

static float
term_inverse(const tensen_searcher *s, float *inverse, uint32_t id)
{
	if (inverse[id] <= 0)
		inverse[id] = inverse_length(s, row_of_term(s, id));
	return inverse[id];
}

/* Several terms of one equivalent: the sum of their directions. */
static tensen_status
direction_of_phrase(direction *out, translation *w, const equivalent_terms *c, tensen_error *err)
{
	float *sum = arena_calloc(&w->s->mem, w->dims * sizeof *sum);

	if (!sum)
		return tensen_fail_nomem(err);
	for (uint32_t k = 0; k < c->n; k++)
		add_times(sum, row_of_term(w->s, c->term[k]),
		    c->part[k] * term_inverse(w->s, w->inverse, c->term[k]), w->dims);
	*out = (direction){sum, inverse_length(w->s, sum)};
	return TENSEN_OK;
}

static tensen_status
direction_of(direction *out, translation *w, const equivalent_terms *c, tensen_error *err)
{
	if (c->n > 1)
		return direction_of_phrase(out, w, c, err);
	*out =
	    (direction){row_of_term(w->s, c->term[0]), term_inverse(w->s, w->inverse, c->term[0])};
	return TENSEN_OK;
}

/* Rows of a large basis lie anywhere in it: waiting for one after another took half of the time of
 * a translation. */
static void
fetch_rows(const translation *w, const word_senses *x)
{
	for (uint32_t c = 0; c < x->n; c++)
		for (uint32_t k = 0; k < x->v[c].n; k++) {
			const float *row = row_of_term(w->s, x->v[c].term[k]);
			for (uint32_t d = 0; d < w->dims; d += FLOATS_OF_LINE)
				__builtin_prefetch(row + d);
		}
}

static tensen_status
make_directions(translation *w, tensen_error *err)
{
	uint32_t all = 0;
	tensen_status st = TENSEN_OK;

	for (uint32_t i = 0; i < w->n; i++) {
		fetch_rows(w, &w->v[i]);
		all += w->v[i].n;
	}
	w->at = arena_alloc(&w->s->mem, (w->n + (size_t)1) * sizeof *w->at);
	w->p = arena_alloc(&w->s->mem, (w->n + (size_t)1) * sizeof *w->p);
	w->dirs = arena_alloc(&w->s->mem, (all + (size_t)1) * sizeof *w->dirs);
	if (!w->at || !w->p || !w->dirs)
		return tensen_fail_nomem(err);
	all = 0;
	for (uint32_t i = 0; i < w->n; i++) {
		const word_senses *x = &w->v[i];
		w->at[i] = all;
		w->p[i] = arena_alloc(&w->s->mem, (x->n + (size_t)1) * sizeof **w->p);
		if (!w->p[i])
			return tensen_fail_nomem(err);
		for (uint32_t c = 0; c < x->n && st == TENSEN_OK; c++) {
			st = direction_of(&w->dirs[all++], w, &x->v[c], err);
			w->p[i][c] = x->v[c].p;
		}
	}
	return st;
}

/* The addend of word i to the sum of all. */
static void
contribution(float *out, const translation *w, uint32_t i)
{
	const word_senses *x = &w->v[i];
	const vocab *v = &w->s->ix->store->vocab;
	float weight =
	    tf_damped(translation_count(&w->t->v[x->word])) * (x->joined ? JOINED_WEIGHT : 1);

	memset(out, 0, w->dims * sizeof *out);
	for (uint32_t c = 0; c < x->n; c++) {
		const direction *dir = &w->dirs[w->at[i] + c];
		float idf = 0;
		for (uint32_t k = 0; k < x->v[c].n; k++)
			idf = fmaxf(idf, vocab_idf(v, x->v[c].term[k]));
		add_times(out, dir->v, weight * w->p[i][c] * idf * dir->scale, w->dims);
	}
}

/* Probabilities again: the weight of each equivalent times e^(COHERENCE * its cosine with the other
 * words), the sum as it was. */
static void
choose(translation *w, uint32_t i, const float *sum, const float *own)
{
	const word_senses *x = &w->v[i];
	float others[TENSEN_DIMS_MAX], squares[TENSEN_DIMS_MAX], length, scale;
	double all = 0, before = 0;

	for (uint32_t d = 0; d < w->dims; d++)
		others[d] = sum[d] - own[d];
	times_squares(squares, w->s, others);
	length = sqrtf(fmaxf(0, dot(others, squares, w->dims)));
	scale = length > 0 ? COHERENCE / length : 0;
	for (uint32_t c = 0; c < x->n; c++) {
		const direction *dir = &w->dirs[w->at[i] + c];
		before += x->v[c].p;
		w->p[i][c] = x->v[c].p * expf(scale * dir->scale * dot(dir->v, squares, w->dims));
		all += w->p[i][c];
	}
	for (uint32_t c = 0; c < x->n && all > 0; c++)
		w->p[i][c] = (float)(w->p[i][c] * before / all);
}

/* A word with one equivalent adds the same in every round, and keeps its probability. */
tensen_status
translation_cohere(translation *w, tensen_error *err)
{
	size_t bytes = w->dims * sizeof(float);
	float *own = arena_alloc(&w->s->mem, (w->n + (size_t)1) * bytes);
	float *sum = arena_alloc(&w->s->mem, bytes);
	tensen_status st = make_directions(w, err);

	if (st < 0)
		return st;
	if (!own || !sum)
		return tensen_fail_nomem(err);
	for (int round = 0; round < ROUNDS; round++) {
		memset(sum, 0, bytes);
		for (uint32_t i = 0; i < w->n; i++) {
			float *x = own + (size_t)i * w->dims;
			if (round == 0 || w->v[i].n > 1)
				contribution(x, w, i);
			add_times(sum, x, 1, w->dims);
		}
		for (uint32_t i = 0; i < w->n; i++)
			if (w->v[i].n > 1)
				choose(w, i, sum, own + (size_t)i * w->dims);
	}
	return TENSEN_OK;
}

/* ---- worth ---- */

/* The weight of a term in the words' score, but for its document. */
static float
query_weight(const vocab *v, uint32_t id, float tf)
{
	float idf = vocab_idf(v, id);

	return tf_damped(tf) * idf * idf * (v->kind[id] == TERM_COMPOUND ? JOINED_WEIGHT : 1);
}

static float
share_of_count(const query *a, uint32_t i)
{
	return a->share[i] * term_weighted(&a->terms[i], view_section_weights[VIEW_TOPIC]);
}

/* A term that coheres with the rest counts for more than a term of a wrong gloss. */
static tensen_status
worth_by_coherence(
    float *worth, const query *a, tensen_searcher *s, float *inverse, tensen_error *err)
{
	const vocab *v = &s->ix->store->vocab;
	uint32_t dims = s->ix->store->meta.dims;
	float *sum = arena_calloc(&s->mem, dims * sizeof *sum);
	float *squares = arena_alloc(&s->mem, dims * sizeof *squares), square, scale;

	if (!sum || !squares)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < a->n_terms; i++) {
		uint32_t id = a->terms[i].term;
		if (v->kind[id] != TERM_FUNCTION)
			add_times(sum, row_of_term(s, id),
			    query_weight(v, id, share_of_count(a, i)) *
				term_inverse(s, inverse, id),
			    dims);
	}
	times_squares(squares, s, sum);
	square = dot(sum, squares, dims);
	scale = square > 0 ? 1 / sqrtf(square) : 0;
	for (uint32_t i = 0; i < a->n_terms; i++) {
		uint32_t id = a->terms[i].term;
		float cosine;
		worth[i] = 1;
		if (v->kind[id] == TERM_FUNCTION)
			continue;
		cosine =
		    scale * term_inverse(s, inverse, id) * dot(row_of_term(s, id), squares, dims);
		worth[i] = fmaxf(WORTH_LEAST, cosine + WORTH_SHIFT);
	}
	return TENSEN_OK;
}

/* Title, abstract with claims, description: their shares of a query that has all three.  The
 * description of a gazette has hundreds of words, of which many are translated wrongly; by its
 * counts the title would have no weight. */
enum { BY_TITLE, BY_ABSTRACT, BY_DESCRIPTION, N_PARTS };
static const float part_share[N_PARTS] = {0.2f, 0.4f, 0.4f};
#define TITLE_WORD 0.05f /* at most for each word of a title: 成形品 alone says little */

static void
weights_of_parts(float out[N_PARTS], const query *a, uint32_t i)
{
	memset(out, 0, N_PARTS * sizeof *out);
	for (int k = 0; k < N_SECTIONS; k++) {
		int part = k == SEC_TITLE         ? BY_TITLE
			   : k == SEC_DESCRIPTION ? BY_DESCRIPTION
						  : BY_ABSTRACT;
		out[part] += a->share[i] * a->terms[i].in[k] * view_section_weights[VIEW_TOPIC][k];
	}
}

/* Most queries have no description: seen before anything is weighed. */
static int
has_all_parts(const query *a)
{
	unsigned seen = 0;

	for (uint32_t i = 0; i < a->n_terms && seen != 7; i++)
		for (int k = 0; k < N_SECTIONS; k++)
			if (a->terms[i].in[k] && view_section_weights[VIEW_TOPIC][k] > 0)
				seen |= k == SEC_TITLE ? 1 : k == SEC_DESCRIPTION ? 2 : 4;
	return seen == 7;
}

static void
worth_by_part(float *worth, const query *a, const vocab *v)
{
	double sum[N_PARTS] = {0}, all = 0, title_words = 0;
	float w[N_PARTS], shares[N_PARTS];

	if (!has_all_parts(a))
		return;
	for (uint32_t i = 0; i < a->n_terms; i++) {
		if (v->kind[a->terms[i].term] == TERM_FUNCTION)
			continue;
		weights_of_parts(w, a, i);
		for (int g = 0; g < N_PARTS; g++)
			sum[g] += query_weight(v, a->terms[i].term, w[g]);
		all += query_weight(v, a->terms[i].term, share_of_count(a, i));
		if (a->terms[i].in[SEC_TITLE] && v->kind[a->terms[i].term] == TERM_WORD)
			title_words += (double)a->share[i];
	}
	memcpy(shares, part_share, sizeof shares);
	shares[BY_TITLE] = fminf(shares[BY_TITLE], TITLE_WORD * (float)title_words);
	for (int g = 0; g < N_PARTS; g++)
		if (sum[g] <= 0)
			return; /* a query that lacks a part is asked by its counts */
	for (uint32_t i = 0; i < a->n_terms; i++) {
		double wanted = 0;
		if (v->kind[a->terms[i].term] == TERM_FUNCTION || share_of_count(a, i) <= 0)
			continue;
		weights_of_parts(w, a, i);
		for (int g = 0; g < N_PARTS; g++)
			wanted += (double)(shares[g] * tf_damped(w[g])) / sum[g];
		worth[i] *= (float)(wanted * all / (double)tf_damped(share_of_count(a, i)));
	}
}

/* Nearly half of the terms have a twentieth of the weight: they take time and change little
 * (bench/bilingual.txt). */
static tensen_status
drop_light(query *a, tensen_searcher *s, float *worth, tensen_error *err)
{
	const vocab *v = &s->ix->store->vocab;
	float *weight = arena_alloc(&s->mem, (a->n_terms + (size_t)1) * sizeof *weight);
	float *share = arena_alloc(&s->mem, (a->n_terms + (size_t)1) * sizeof *share);
	span *meant = arena_alloc(&s->mem, (a->n_terms + (size_t)1) * sizeof *meant);
	uint32_t n = 0, words = 0;
	double sum = 0;

	if (!weight || !share || !meant)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < a->n_terms; i++) {
		weight[i] = worth[i] * query_weight(v, a->terms[i].term, share_of_count(a, i));
		if (v->kind[a->terms[i].term] == TERM_FUNCTION)
			weight[i] = INFINITY;
		else
			sum += weight[i];
		words += v->kind[a->terms[i].term] != TERM_FUNCTION;
	}
	for (uint32_t i = 0; i < a->n_terms; i++) {
		if (weight[i] * (float)words < LIGHT * (float)sum)
			continue;
		a->terms[n] = a->terms[i];
		share[n] = a->share[i];
		meant[n] = a->meant[i];
		worth[n++] = worth[i];
	}
	a->n_terms = n;
	a->share = share;
	a->meant = meant;
	return TENSEN_OK;
}

tensen_status
translation_weigh(query *a, tensen_searcher *s, float *inverse, tensen_error *err)
{
	float *worth = arena_alloc(&s->mem, (a->n_terms + (size_t)1) * sizeof *worth);
	tensen_status st;

	if (!worth)
		return tensen_fail_nomem(err);
	if ((st = worth_by_coherence(worth, a, s, inverse, err)) < 0)
		return st;
	worth_by_part(worth, a, &s->ix->store->vocab);
	a->worth = worth;
	return drop_light(a, s, worth, err);
}
