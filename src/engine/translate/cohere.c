/* engine/translate/cohere.c - see cohere.h. */
#include "engine/base/searcher.h"
#include "engine/translate/cohere.h"
#include <math.h>
#include <tensen/limits.h>
#include "engine/translate/direction.h"
#include "util/fail.h"

/* All chosen by searching 5,000 US abstracts with 469 Japanese patents of J-PlatPat and the 60
 * gazettes (bench/text/bilingual.txt has the ablation). */
#define ROUNDS 2
#define COHERENCE 6.0f /* of the cosine of an equivalent with the other words; 3 to 6 are level */
#define JOINED_WEIGHT 0.5f /* of a term joined of two parts, as of compounds: lexical.c */
#define CACHE_LINE 64      /* bytes */

float
translation_count(const local_term *t)
{
	float tf = 0;

	for (int k = 0; k < N_SECTIONS; k++)
		tf += t->in[k] * view_section_weights[VIEW_TOPIC][k];
	return tf;
}

/* Several terms of one equivalent: the sum of their directions. */
static tensen_status
direction_of_phrase(direction *out, translation *w, const equivalent_terms *c, tensen_error *err)
{
	float *sum = arena_calloc(&w->s->mem, w->dims * sizeof *sum);
	float row[TENSEN_DIMS_MAX];

	if (!sum)
		return tensen_fail_nomem(err);
	for (uint32_t k = 0; k < c->n; k++) {
		direction_row(row, w->s, c->term[k]);
		direction_add(sum, row,
		    c->part[k] * direction_inverse(w->s, w->inverse, c->term[k], row), w->dims);
	}
	*out = (direction){sum, direction_inverse_length(w->s, sum)};
	return TENSEN_OK;
}

static tensen_status
direction_of(direction *out, translation *w, const equivalent_terms *c, tensen_error *err)
{
	float *row;

	if (c->n > 1)
		return direction_of_phrase(out, w, c, err);
	if (!(row = arena_alloc(&w->s->mem, w->dims * sizeof *row)))
		return tensen_fail_nomem(err);
	direction_row(row, w->s, c->term[0]);
	*out = (direction){row, direction_inverse(w->s, w->inverse, c->term[0], row)};
	return TENSEN_OK;
}

/* Rows of a large basis lie anywhere in it: waiting for one after another took half of the time of
 * a translation. */
static void
fetch_rows(const translation *w, const word_senses *x)
{
	for (uint32_t c = 0; c < x->n; c++)
		for (uint32_t k = 0; k < x->v[c].n; k++) {
			const lsa_basis *b = &w->s->ix->store->basis;
			const int8_t *row = b->code + (size_t)x->v[c].term[k] * b->dims;
			for (uint32_t d = 0; d < b->dims; d += CACHE_LINE)
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
		direction_add(out, dir->v, weight * w->p[i][c] * idf * dir->scale, w->dims);
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
	direction_squares(squares, w->s, others);
	length = sqrtf(fmaxf(0, direction_dot(others, squares, w->dims)));
	scale = length > 0 ? COHERENCE / length : 0;
	for (uint32_t c = 0; c < x->n; c++) {
		const direction *dir = &w->dirs[w->at[i] + c];
		before += x->v[c].p;
		w->p[i][c] =
		    x->v[c].p * expf(scale * dir->scale * direction_dot(dir->v, squares, w->dims));
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
			direction_add(sum, x, 1, w->dims);
		}
		for (uint32_t i = 0; i < w->n; i++)
			if (w->v[i].n > 1)
				choose(w, i, sum, own + (size_t)i * w->dims);
	}
	return TENSEN_OK;
}
