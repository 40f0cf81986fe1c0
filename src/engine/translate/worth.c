/* engine/translate/worth.c - what each term of a translation counts for; see cohere.h. */
#include <math.h>
#include "engine/base/query.h"
#include "engine/translate/cohere.h"
#include "engine/translate/direction.h"
#include "util/fail.h"

/* Chosen as those of cohere.c. */
#define JOINED_WEIGHT 0.5f /* of a compound: lexical.c */
#define WORTH_SHIFT 0.3f   /* a term that is at right angles to the rest keeps this much */
#define WORTH_LEAST 0.01f
#define LIGHT 0.3f /* of the mean weight of the words; lighter ones are dropped */

/* The weight of a term in the words' score, but for its document. */
static float
query_weight(const vocab *words, uint32_t id, float tf)
{
	float idf = vocab_idf(words, id);

	return tf_damped(tf) * idf * idf * (words->kind[id] == TERM_COMPOUND ? JOINED_WEIGHT : 1);
}

static float
share_of_count(const query *q, uint32_t i)
{
	return q->share[i] * term_weighted(&q->terms[i], view_section_weights[VIEW_TOPIC]);
}

/* A term that coheres with the rest counts for more than a term of a wrong gloss. */
static tensen_status
worth_by_coherence(
    float *worth, const query *q, tensen_searcher *searcher, float *inverse, tensen_error *err)
{
	const vocab *v = &searcher->ix->store->vocab;
	uint32_t dims = searcher->ix->store->meta.dims;
	float *sum = arena_calloc(&searcher->mem, dims * sizeof *sum);
	float *squares = arena_alloc(&searcher->mem, dims * sizeof *squares), square, scale;
	float row[TENSEN_DIMS_MAX];

	if (!sum || !squares)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < q->n_terms; i++) {
		uint32_t id = q->terms[i].term;
		if (v->kind[id] == TERM_FUNCTION)
			continue;
		direction_row(row, searcher, id);
		direction_add(sum, row,
		    query_weight(v, id, share_of_count(q, i)) *
			direction_inverse(searcher, inverse, id, row),
		    dims);
	}
	direction_squares(squares, searcher, sum);
	square = direction_dot(sum, squares, dims);
	scale = square > 0 ? 1 / sqrtf(square) : 0;
	for (uint32_t i = 0; i < q->n_terms; i++) {
		uint32_t id = q->terms[i].term;
		float cosine;
		worth[i] = 1;
		if (v->kind[id] == TERM_FUNCTION)
			continue;
		direction_row(row, searcher, id);
		cosine = scale * direction_inverse(searcher, inverse, id, row) *
			 direction_dot(row, squares, dims);
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
weights_of_parts(float out[N_PARTS], const query *q, uint32_t i)
{
	memset(out, 0, N_PARTS * sizeof *out);
	for (int k = 0; k < N_SECTIONS; k++) {
		int part = k == SEC_TITLE         ? BY_TITLE
			   : k == SEC_DESCRIPTION ? BY_DESCRIPTION
						  : BY_ABSTRACT;
		out[part] += q->share[i] * q->terms[i].in[k] * view_section_weights[VIEW_TOPIC][k];
	}
}

/* Most queries have no description: seen before anything is weighed. */
static int
has_all_parts(const query *q)
{
	unsigned seen = 0;

	for (uint32_t i = 0; i < q->n_terms && seen != 7; i++)
		for (int k = 0; k < N_SECTIONS; k++)
			if (q->terms[i].in[k] && view_section_weights[VIEW_TOPIC][k] > 0)
				seen |= k == SEC_TITLE ? 1 : k == SEC_DESCRIPTION ? 2 : 4;
	return seen == 7;
}

static void
worth_by_part(float *worth, const query *q, const vocab *words)
{
	double sum[N_PARTS] = {0}, all = 0, title_words = 0;
	float w[N_PARTS], shares[N_PARTS];

	if (!has_all_parts(q))
		return;
	for (uint32_t i = 0; i < q->n_terms; i++) {
		if (words->kind[q->terms[i].term] == TERM_FUNCTION)
			continue;
		weights_of_parts(w, q, i);
		for (int g = 0; g < N_PARTS; g++)
			sum[g] += query_weight(words, q->terms[i].term, w[g]);
		all += query_weight(words, q->terms[i].term, share_of_count(q, i));
		if (q->terms[i].in[SEC_TITLE] && words->kind[q->terms[i].term] == TERM_WORD)
			title_words += (double)q->share[i];
	}
	memcpy(shares, part_share, sizeof shares);
	shares[BY_TITLE] = fminf(shares[BY_TITLE], TITLE_WORD * (float)title_words);
	for (int g = 0; g < N_PARTS; g++)
		if (sum[g] <= 0)
			return; /* a query that lacks a part is asked by its counts */
	for (uint32_t i = 0; i < q->n_terms; i++) {
		double wanted = 0;
		if (words->kind[q->terms[i].term] == TERM_FUNCTION || share_of_count(q, i) <= 0)
			continue;
		weights_of_parts(w, q, i);
		for (int g = 0; g < N_PARTS; g++)
			wanted += (double)(shares[g] * tf_damped(w[g])) / sum[g];
		worth[i] *= (float)(wanted * all / (double)tf_damped(share_of_count(q, i)));
	}
}

/* Nearly half of the terms have a twentieth of the weight: they take time and change little
 * (bench/text/bilingual.txt). */
static tensen_status
drop_light(query *q, tensen_searcher *searcher, float *worth, tensen_error *err)
{
	const vocab *v = &searcher->ix->store->vocab;
	float *weight = arena_alloc(&searcher->mem, (q->n_terms + (size_t)1) * sizeof *weight);
	float *share = arena_alloc(&searcher->mem, (q->n_terms + (size_t)1) * sizeof *share);
	span *meant = arena_alloc(&searcher->mem, (q->n_terms + (size_t)1) * sizeof *meant);
	uint32_t n = 0, words = 0;
	double sum = 0;

	if (!weight || !share || !meant)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < q->n_terms; i++) {
		weight[i] = worth[i] * query_weight(v, q->terms[i].term, share_of_count(q, i));
		if (v->kind[q->terms[i].term] == TERM_FUNCTION)
			weight[i] = INFINITY;
		else
			sum += weight[i];
		words += v->kind[q->terms[i].term] != TERM_FUNCTION;
	}
	for (uint32_t i = 0; i < q->n_terms; i++) {
		if (weight[i] * (float)words < LIGHT * (float)sum)
			continue;
		q->terms[n] = q->terms[i];
		share[n] = q->share[i];
		meant[n] = q->meant[i];
		worth[n++] = worth[i];
	}
	q->n_terms = n;
	q->share = share;
	q->meant = meant;
	return TENSEN_OK;
}

tensen_status
translation_weigh(query *q, tensen_searcher *searcher, float *inverse, tensen_error *err)
{
	float *worth = arena_alloc(&searcher->mem, (q->n_terms + (size_t)1) * sizeof *worth);
	tensen_status st;

	if (!worth)
		return tensen_fail_nomem(err);
	if ((st = worth_by_coherence(worth, q, searcher, inverse, err)) < 0)
		return st;
	worth_by_part(worth, q, &searcher->ix->store->vocab);
	q->worth = worth;
	return drop_light(q, searcher, worth, err);
}
