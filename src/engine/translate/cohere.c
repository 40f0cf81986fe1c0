/* engine/translate/cohere.c - see cohere.h. */
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
translation_count(const local_term *local)
{
	float tf = 0;

	for (int k = 0; k < N_SECTIONS; k++)
		tf += local->in[k] * view_section_weights[VIEW_TOPIC][k];
	return tf;
}

/* Several terms of one equivalent: the sum of their directions. */
static tensen_status
direction_of_phrase(
    direction *out, translation *words, const equivalent_terms *terms, tensen_error *err)
{
	float *sum = arena_calloc(&words->s->mem, words->dims * sizeof *sum);
	float row[TENSEN_DIMS_MAX];

	if (!sum)
		return tensen_fail_nomem(err);
	for (uint32_t k = 0; k < terms->n; k++) {
		direction_row(row, words->s, terms->term[k]);
		direction_add(sum, row,
		    terms->part[k] *
			direction_inverse(words->s, words->inverse, terms->term[k], row),
		    words->dims);
	}
	*out = (direction){sum, direction_inverse_length(words->s, sum)};
	return TENSEN_OK;
}

static tensen_status
direction_of(direction *out, translation *words, const equivalent_terms *terms, tensen_error *err)
{
	float *row;

	if (terms->n > 1)
		return direction_of_phrase(out, words, terms, err);
	if (!(row = arena_alloc(&words->s->mem, words->dims * sizeof *row)))
		return tensen_fail_nomem(err);
	direction_row(row, words->s, terms->term[0]);
	*out = (direction){row, direction_inverse(words->s, words->inverse, terms->term[0], row)};
	return TENSEN_OK;
}

/* Rows of a large basis lie anywhere in it: waiting for one after another took half of the time of
 * a translation. */
static void
fetch_rows(const translation *words, const word_senses *senses)
{
	for (uint32_t c = 0; c < senses->n; c++)
		for (uint32_t k = 0; k < senses->v[c].n; k++) {
			const lsa_basis *b = &words->s->ix->store->basis;
			const int8_t *row = b->code + (size_t)senses->v[c].term[k] * b->dims;
			for (uint32_t d = 0; d < b->dims; d += CACHE_LINE)
				__builtin_prefetch(row + d);
		}
}

static tensen_status
make_directions(translation *words, tensen_error *err)
{
	uint32_t all = 0;
	tensen_status st = TENSEN_OK;

	for (uint32_t i = 0; i < words->n; i++) {
		fetch_rows(words, &words->v[i]);
		all += words->v[i].n;
	}
	words->at = arena_alloc(&words->s->mem, (words->n + (size_t)1) * sizeof *words->at);
	words->p = arena_alloc(&words->s->mem, (words->n + (size_t)1) * sizeof *words->p);
	words->dirs = arena_alloc(&words->s->mem, (all + (size_t)1) * sizeof *words->dirs);
	if (!words->at || !words->p || !words->dirs)
		return tensen_fail_nomem(err);
	all = 0;
	for (uint32_t i = 0; i < words->n; i++) {
		const word_senses *x = &words->v[i];
		words->at[i] = all;
		words->p[i] = arena_alloc(&words->s->mem, (x->n + (size_t)1) * sizeof **words->p);
		if (!words->p[i])
			return tensen_fail_nomem(err);
		for (uint32_t c = 0; c < x->n && st == TENSEN_OK; c++) {
			st = direction_of(&words->dirs[all++], words, &x->v[c], err);
			words->p[i][c] = x->v[c].p;
		}
	}
	return st;
}

/* The addend of word i to the sum of all. */
static void
cohere_contribution(float *out, const translation *words, uint32_t i)
{
	const word_senses *x = &words->v[i];
	const vocab *v = &words->s->ix->store->vocab;
	float weight =
	    tf_damped(translation_count(&words->t->v[x->word])) * (x->joined ? JOINED_WEIGHT : 1);

	memset(out, 0, words->dims * sizeof *out);
	for (uint32_t c = 0; c < x->n; c++) {
		const direction *dir = &words->dirs[words->at[i] + c];
		float idf = 0;
		for (uint32_t k = 0; k < x->v[c].n; k++)
			idf = fmaxf(idf, vocab_idf(v, x->v[c].term[k]));
		direction_add(out, dir->v, weight * words->p[i][c] * idf * dir->scale, words->dims);
	}
}

/* Probabilities again: the weight of each equivalent times e^(COHERENCE * its cosine with the other
 * words), the sum as it was. */
static void
cohere_choose(translation *words, uint32_t i, const float *sum, const float *own)
{
	const word_senses *x = &words->v[i];
	float others[TENSEN_DIMS_MAX], squares[TENSEN_DIMS_MAX], length, scale;
	double all = 0, before = 0;

	for (uint32_t d = 0; d < words->dims; d++)
		others[d] = sum[d] - own[d];
	direction_squares(squares, words->s, others);
	length = sqrtf(fmaxf(0, direction_dot(others, squares, words->dims)));
	scale = length > 0 ? COHERENCE / length : 0;
	for (uint32_t c = 0; c < x->n; c++) {
		const direction *dir = &words->dirs[words->at[i] + c];
		before += x->v[c].p;
		words->p[i][c] = x->v[c].p * expf(scale * dir->scale *
						  direction_dot(dir->v, squares, words->dims));
		all += words->p[i][c];
	}
	for (uint32_t c = 0; c < x->n && all > 0; c++)
		words->p[i][c] = (float)(words->p[i][c] * before / all);
}

/* A word with one equivalent adds the same in every round, and keeps its probability. */
tensen_status
translation_cohere(translation *words, tensen_error *err)
{
	size_t bytes = words->dims * sizeof(float);
	float *own = arena_alloc(&words->s->mem, (words->n + (size_t)1) * bytes);
	float *sum = arena_alloc(&words->s->mem, bytes);
	tensen_status st = make_directions(words, err);

	if (st < 0)
		return st;
	if (!own || !sum)
		return tensen_fail_nomem(err);
	for (int round = 0; round < ROUNDS; round++) {
		memset(sum, 0, bytes);
		for (uint32_t i = 0; i < words->n; i++) {
			float *x = own + (size_t)i * words->dims;
			if (round == 0 || words->v[i].n > 1)
				cohere_contribution(x, words, i);
			direction_add(sum, x, 1, words->dims);
		}
		for (uint32_t i = 0; i < words->n; i++)
			if (words->v[i].n > 1)
				cohere_choose(words, i, sum, own + (size_t)i * words->dims);
	}
	return TENSEN_OK;
}
