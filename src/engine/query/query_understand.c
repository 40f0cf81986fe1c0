/* engine/query/query_understand.c - reads a caller's query, an id or a text, and moves it by
 * documents that a person marked (Rocchio 1971).
 *
 *     q' = ALPHA q + BETA mean of the seeds - GAMMA mean of the noise
 *
 * on unit vectors: the LSA vector, and the tf-idf row of the words, because words find half
 * of the near documents.  Weights that come out negative are dropped.
 *
 * 1, 0.75, 0.15 are the values that text retrieval settled on (Salton and Buckley 1990; Manning
 * et al., Introduction to Information Retrieval, 9.1): wanted documents say more than unwanted
 * ones.  A larger GAMMA pushes the query out of its own subject, because the noise is always near
 * the query: the query found it.  Noise documents themselves are never shown again: filter_rows()
 * leaves them out. */
#include <math.h>
#include <stdlib.h>
#include <tensen/messages.h>
#include "engine/query/understand.h"
#include "engine/base/options.h"
#include "engine/query/corrections.h"
#include "engine/query/own.h"
#include "engine/query/question.h"
#include "text/utf8.h"
#include "util/fail.h"
#include "util/threads/sort.h"

#define FEEDBACK_ALPHA 1.0
#define FEEDBACK_BETA 0.75
#define FEEDBACK_GAMMA 0.15

/* ---- marked documents ---- */

static size_t
query_length(const char *const *ids)
{
	size_t n = 0;

	while (ids && ids[n])
		n++;
	return n;
}

/* The documents of a list, each with its share of the weight. */
static tensen_status
read_marked(
    query *out, tensen_searcher *searcher, const char *const *ids, size_t n, tensen_error *err)
{
	tensen_status st = TENSEN_OK;

	for (size_t i = 0; i < n && st == TENSEN_OK; i++) {
		uint32_t row;
		if ((st = row_of_id(&row, searcher->ix, ids[i], err)) == TENSEN_OK)
			st = query_of_next_row(&out[i], searcher, row, err);
	}
	return st;
}

/* The query and the documents that move it: docs[0] is the query. */
typedef struct mixture {
	query *docs;
	double *share;
	size_t n;
} mixture;

static void
move_vector(query *q, const mixture *mix, uint32_t dims)
{
	double square = 0;

	for (uint32_t d = 0; d < dims; d++) {
		double x = 0;
		for (size_t i = 0; i < mix->n; i++)
			x += mix->share[i] * (double)mix->docs[i].topic[d];
		q->topic[d] = (float)x;
		square += x * x;
	}
	/* norm stays: the share of the query's words that the model knows; 0: it has no vector */
	if (q->norm <= 0 && square > 0)
		q->norm = 1;
	for (uint32_t d = 0; d < dims && square > 0; d++)
		q->topic[d] = (float)(q->topic[d] / sqrt(square));
}

/* The terms of all, ascending; those that are not the query's own with no count. */
static tensen_status
unite_terms(query *q, tensen_searcher *searcher, const mixture *mix, tensen_error *err)
{
	uint32_t at[1 + 2 * TENSEN_MARKED_MAX] = {0}, n = 0;
	size_t most = 0;
	term_count *all;

	for (size_t i = 0; i < mix->n; i++)
		most += mix->docs[i].n_terms;
	if (!(all = arena_alloc(&searcher->mem, (most + 1) * sizeof *all)))
		return tensen_fail_nomem(err);
	for (;;) {
		uint32_t least = UINT32_MAX;
		for (size_t i = 0; i < mix->n; i++)
			if (at[i] < mix->docs[i].n_terms && mix->docs[i].terms[at[i]].term < least)
				least = mix->docs[i].terms[at[i]].term;
		if (least == UINT32_MAX)
			break;
		all[n] = (term_count){.term = least};
		for (size_t i = 0; i < mix->n; i++)
			if (at[i] < mix->docs[i].n_terms &&
			    mix->docs[i].terms[at[i]].term == least) {
				if (i == 0)
					all[n] = mix->docs[0].terms[at[0]];
				at[i]++;
			}
		n++;
	}
	q->terms = all;
	q->n_terms = n;
	return TENSEN_OK;
}

static int
term_order(const void *key, const void *element)
{
	uint32_t x = *(const uint32_t *)key, y = ((const term_count *)element)->term;

	return ORDER(x, y);
}

/* Weights of the united words as counts of at most 1: the postings do not damp a count below one
 * (index/postings/postings_plan.c), so all weights are scaled to be below one. */
static tensen_status
move_words(query *q, tensen_searcher *searcher, const mixture *mix, tensen_error *err)
{
	const vocab *vc = &searcher->ix->store->vocab;
	float *w = arena_calloc(&searcher->mem, (q->n_terms + (size_t)1) * sizeof *w), most = 0;

	if (!w)
		return tensen_fail_nomem(err);
	for (size_t i = 0; i < mix->n; i++) {
		const query *d = &mix->docs[i];
		uint32_t *col = arena_alloc(&searcher->mem, (d->n_terms + (size_t)1) * sizeof *col),
			 n;
		float *val = arena_alloc(&searcher->mem, (d->n_terms + (size_t)1) * sizeof *val);
		if (!col || !val)
			return tensen_fail_nomem(err);
		n = view_row(vc, VIEW_TOPIC, d->terms, d->n_terms, col, val);
		for (uint32_t k = 0; k < n; k++) {
			const term_count *t =
			    bsearch(&col[k], q->terms, q->n_terms, sizeof *q->terms, term_order);
			if (t) /* never NULL: the terms are united */
				w[t - q->terms] += (float)mix->share[i] * val[k];
		}
	}
	for (uint32_t k = 0; k < q->n_terms; k++) {
		float idf = vocab_idf(vc, q->terms[k].term);
		w[k] = w[k] > 0 && idf > 0 ? w[k] / idf : 0;
		most = w[k] > most ? w[k] : most;
	}
	for (uint32_t k = 0; k < q->n_terms && most > 0; k++)
		w[k] /= most;
	q->words = w;
	return TENSEN_OK;
}

/* Move `a` by the documents of the index named in seed and noise (each NULL, or ending with
 * NULL).  E_NOTFOUND: no such id. */
static tensen_status
feedback_move(query *q, tensen_searcher *searcher, const char *const *seed,
    const char *const *noise, tensen_error *err)
{
	size_t n_seed = query_length(seed), n_noise = query_length(noise);
	query docs[1 + 2 * TENSEN_MARKED_MAX];
	double share[1 + 2 * TENSEN_MARKED_MAX] = {FEEDBACK_ALPHA};
	mixture m = {docs, share, 1 + n_seed + n_noise};
	tensen_status st;

	if (n_seed + n_noise == 0)
		return TENSEN_OK;
	if (n_seed > TENSEN_MARKED_MAX || n_noise > TENSEN_MARKED_MAX)
		return tensen_fail(
		    err, TENSEN_E_ARG, SAY_MORE_THAN_DOCUMENTS_MARKED, TENSEN_MARKED_MAX);
	docs[0] = *q;
	if ((st = read_marked(docs + 1, searcher, seed, n_seed, err)) < 0 ||
	    (st = read_marked(docs + 1 + n_seed, searcher, noise, n_noise, err)) < 0)
		return st;
	for (size_t i = 0; i < n_seed; i++)
		share[1 + i] = FEEDBACK_BETA / (double)n_seed;
	for (size_t i = 0; i < n_noise; i++) {
		share[1 + n_seed + i] = -FEEDBACK_GAMMA / (double)n_noise;
		q->noise[q->n_noise++] = docs[1 + n_seed + i].row;
	}
	if ((st = unite_terms(q, searcher, &m, err)) < 0)
		return st;
	move_vector(q, &m, searcher->ix->store->meta.dims);
	return move_words(q, searcher, &m, err);
}

/* ---- an id or a text ---- */

static tensen_status
by_id(query *out, tensen_searcher *searcher, const char *id, tensen_error *err)
{
	uint32_t row;
	tensen_status st = row_of_id(&row, searcher->ix, id, err);

	if (st < 0)
		return st;
	arena_reset(&searcher->mem);
	return query_of_stored_row(out, searcher, row, err);
}

static tensen_status
by_id_or_text(query *out, tensen_searcher *searcher, const tensen_query *q, tensen_error *err)
{
	document d;
	size_t bad;

	if (!q->id == !q->text)
		return tensen_fail(err, TENSEN_E_ARG, SAY_QUERY_ID_OR);
	if (q->id)
		return by_id(out, searcher, q->id, err);
	bad = utf8_bad_at((span){q->text, q->text_len});
	if (bad < q->text_len)
		return tensen_fail(err, TENSEN_E_INPUT, SAY_QUERY_TEXT_NOT, bad);
	arena_reset(&searcher->mem);
	document_init(&d, &searcher->mem);
	d.abstract = (span){q->text, q->text_len};
	return query_of_document(out, searcher, &d, err);
}

tensen_status
query_understand(query *out, tensen_searcher *searcher, const tensen_query *q, tensen_error *err)
{
	tensen_query known;
	tensen_status st = query_options(&known, q, err);

	if (st == TENSEN_OK)
		st = by_id_or_text(out, searcher, &known, err);
	if (st == TENSEN_OK)
		st = corrections_apply(out, searcher, &known, err);
	if (st == TENSEN_OK)
		st = feedback_move(out, searcher, known.seed, known.noise, err);
	if (st == TENSEN_OK)
		st = question_make(out, searcher, err);
	return st == TENSEN_OK ? own_classes_keep(out, searcher, err) : st;
}
