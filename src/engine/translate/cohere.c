/* engine/translate/cohere.c - see cohere.h. */
#include "engine/translate/cohere.h"
#include <math.h>
#include <tensen/limits.h>
#include "util/clones.h"
#include "util/fail.h"

/* All chosen on 469 Japanese patents of J-PlatPat and the 60 gazettes, asked of 5,000 US abstracts
 * (bench/bilingual.txt has the ablation). */
#define ROUNDS 2
#define COHERENCE 6.0f     /* of the cosine of a candidate with the other words; 3 to 6 are level */
#define JOINED_WEIGHT 0.5f /* of a term joined of two parts, as of compounds: lexical.c */
#define WORTH_SHIFT 0.3f   /* a term that is at right angles to the rest keeps this much */
#define WORTH_LEAST 0.01f

float
translation_count(const local_term *t)
{
	float tf = 0;

	for (int k = 0; k < N_SECTIONS; k++)
		tf += t->in[k] * view_section_weights[VIEW_TOPIC][k];
	return tf;
}

#define LANES 16
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

static void
add_direction(float *to, const tensen_searcher *s, uint32_t id, float weight)
{
	const store *st = s->ix->store;
	uint32_t dims = st->meta.dims;
	float scaled[TENSEN_DIMS_MAX], square;

	multiply(scaled, st->basis + (size_t)id * dims, st->singular, dims);
	square = dot(scaled, scaled, dims);
	if (square > 0)
		add_times(to, scaled, weight / sqrtf(square), dims);
}

static void
unit(float *v, uint32_t dims)
{
	float square = dot(v, v, dims), scale = square > 0 ? 1 / sqrtf(square) : 0;

	for (uint32_t d = 0; d < dims; d++)
		v[d] *= scale;
}

static tensen_status
make_directions(translation *w, tensen_error *err)
{
	uint32_t all = 0;

	w->at = arena_alloc(&w->s->mem, (w->n + (size_t)1) * sizeof *w->at);
	w->p = arena_alloc(&w->s->mem, (w->n + (size_t)1) * sizeof *w->p);
	if (!w->at || !w->p)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < w->n; i++) {
		w->at[i] = all;
		all += w->v[i].n;
	}
	w->dirs = arena_calloc(&w->s->mem, ((size_t)all * w->dims + 1) * sizeof *w->dirs);
	if (!w->dirs)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < w->n; i++) {
		const word_senses *x = &w->v[i];
		w->p[i] = arena_alloc(&w->s->mem, (x->n + (size_t)1) * sizeof **w->p);
		if (!w->p[i])
			return tensen_fail_nomem(err);
		for (uint32_t c = 0; c < x->n; c++) {
			float *dir = w->dirs + (size_t)(w->at[i] + c) * w->dims;
			for (uint32_t k = 0; k < x->v[c].n; k++)
				add_direction(dir, w->s, x->v[c].term[k], x->v[c].part[k]);
			unit(dir, w->dims);
			w->p[i][c] = x->v[c].p;
		}
	}
	return TENSEN_OK;
}

/* What word i adds to the sum of all. */
static void
contribution(float *out, const translation *w, uint32_t i)
{
	const word_senses *x = &w->v[i];
	const vocab *v = &w->s->ix->store->vocab;
	float weight =
	    tf_damped(translation_count(&w->t->v[x->word])) * (x->joined ? JOINED_WEIGHT : 1);

	memset(out, 0, w->dims * sizeof *out);
	for (uint32_t c = 0; c < x->n; c++) {
		const float *dir = w->dirs + (size_t)(w->at[i] + c) * w->dims;
		float idf = 0, share;
		for (uint32_t k = 0; k < x->v[c].n; k++)
			idf = fmaxf(idf, vocab_idf(v, x->v[c].term[k]));
		share = weight * w->p[i][c] * idf;
		add_times(out, dir, share, w->dims);
	}
}

static float
cosine(const float *a, const float *b, uint32_t dims)
{
	float x = dot(a, a, dims), y = dot(b, b, dims);

	return x > 0 && y > 0 ? dot(a, b, dims) / sqrtf(x * y) : 0;
}

/* Probabilities again: the weight of each candidate times e^(COHERENCE * its cosine with the other
 * words), the sum as it was. */
static void
choose(translation *w, uint32_t i, const float *others)
{
	const word_senses *x = &w->v[i];
	float length = sqrtf(dot(others, others, w->dims)),
	      scale = length > 0 ? COHERENCE / length : 0;
	double sum = 0, before = 0;

	if (x->n == 1)
		return; /* its probability stays */

	for (uint32_t c = 0; c < x->n; c++) {
		const float *dir = w->dirs + (size_t)(w->at[i] + c) * w->dims;
		before += x->v[c].p;
		w->p[i][c] = x->v[c].p * expf(scale * dot(dir, others, w->dims));
		sum += w->p[i][c];
	}
	for (uint32_t c = 0; c < x->n && sum > 0; c++)
		w->p[i][c] = (float)(w->p[i][c] * before / sum);
}

tensen_status
translation_cohere(translation *w, tensen_error *err)
{
	size_t bytes = w->dims * sizeof(float);
	float *own = arena_alloc(&w->s->mem, (w->n + (size_t)1) * bytes);
	float *sum = arena_alloc(&w->s->mem, bytes), *others = arena_alloc(&w->s->mem, bytes);
	tensen_status st = make_directions(w, err);

	if (st < 0)
		return st;
	if (!own || !sum || !others)
		return tensen_fail_nomem(err);
	for (int round = 0; round < ROUNDS; round++) {
		memset(sum, 0, bytes);
		for (uint32_t i = 0; i < w->n; i++) {
			contribution(own + (size_t)i * w->dims, w, i);
			add_times(sum, own + (size_t)i * w->dims, 1, w->dims);
		}
		for (uint32_t i = 0; i < w->n; i++) {
			for (uint32_t d = 0; d < w->dims; d++)
				others[d] = sum[d] - own[(size_t)i * w->dims + d];
			choose(w, i, others);
		}
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

/* A term that coheres with the rest counts for more than one that a wrong gloss brought. */
static tensen_status
worth_by_coherence(float *worth, const query *a, tensen_searcher *s, tensen_error *err)
{
	const vocab *v = &s->ix->store->vocab;
	uint32_t dims = s->ix->store->meta.dims;
	float *sum = arena_calloc(&s->mem, dims * sizeof *sum);
	float *one = arena_alloc(&s->mem, dims * sizeof *one);

	if (!sum || !one)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < a->n_terms; i++)
		if (v->kind[a->terms[i].term] != TERM_FUNCTION)
			add_direction(sum, s, a->terms[i].term,
			    query_weight(v, a->terms[i].term, share_of_count(a, i)));
	for (uint32_t i = 0; i < a->n_terms; i++) {
		worth[i] = 1;
		if (v->kind[a->terms[i].term] == TERM_FUNCTION)
			continue;
		memset(one, 0, dims * sizeof *one);
		add_direction(one, s, a->terms[i].term, 1);
		worth[i] = fmaxf(WORTH_LEAST, cosine(one, sum, dims) + WORTH_SHIFT);
	}
	return TENSEN_OK;
}

/* Title, abstract with claims, description: their shares of a query that has all three.  The
 * description of a gazette has hundreds of words, of which many are translated wrongly; by its
 * counts the title would have no weight. */
enum { BY_TITLE, BY_ABSTRACT, BY_DESCRIPTION, N_PARTS };
static const float part_share[N_PARTS] = {0.2f, 0.4f, 0.4f};

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

static void
worth_by_part(float *worth, const query *a, const vocab *v)
{
	double sum[N_PARTS] = {0}, all = 0;
	float w[N_PARTS];

	for (uint32_t i = 0; i < a->n_terms; i++) {
		if (v->kind[a->terms[i].term] == TERM_FUNCTION)
			continue;
		weights_of_parts(w, a, i);
		for (int g = 0; g < N_PARTS; g++)
			sum[g] += query_weight(v, a->terms[i].term, w[g]);
		all += query_weight(v, a->terms[i].term, share_of_count(a, i));
	}
	for (int g = 0; g < N_PARTS; g++)
		if (sum[g] <= 0)
			return; /* a query that lacks a part is asked by its counts */
	for (uint32_t i = 0; i < a->n_terms; i++) {
		double wanted = 0;
		if (v->kind[a->terms[i].term] == TERM_FUNCTION || share_of_count(a, i) <= 0)
			continue;
		weights_of_parts(w, a, i);
		for (int g = 0; g < N_PARTS; g++)
			wanted += (double)(part_share[g] * tf_damped(w[g])) / sum[g];
		worth[i] *= (float)(wanted * all / (double)tf_damped(share_of_count(a, i)));
	}
}

tensen_status
translation_weigh(query *a, tensen_searcher *s, tensen_error *err)
{
	float *worth = arena_alloc(&s->mem, (a->n_terms + (size_t)1) * sizeof *worth);
	tensen_status st;

	if (!worth)
		return tensen_fail_nomem(err);
	if ((st = worth_by_coherence(worth, a, s, err)) < 0)
		return st;
	worth_by_part(worth, a, &s->ix->store->vocab);
	a->worth = worth;
	return TENSEN_OK;
}
