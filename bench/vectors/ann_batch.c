/* bench/vectors/ann_batch.c - all queries on all cores: in groups that share the pass over the
 * codes, and each by itself, in turn. */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include "ann_part.h"
#include "util/clock.h"
#include "util/threads.h"
#include "util/memory.h"

/* Queries one by one, each thread with its own; `answers` as of a batch. */
typedef struct singles {
	const vecset *v;
	vecset_scratch **s; /* by thread */
	vecset_query *q;
	vec_answer *answers;
	int by_field;
} singles;

static void
one_single(void *ctx, size_t i, unsigned worker)
{
	singles *x = ctx;
	vec_answer *to = &x->answers[i];

	if (x->by_field)
		vecset_search_fields(x->v, x->s[worker], &x->q[i], to->hits, to->counts, NULL);
	else
		vecset_search(x->v, x->s[worker], &x->q[i], to->hits, to->counts, NULL);
}

static singles
prepare(const ann_part *a, unsigned threads, int by_field)
{
	size_t room = (by_field ? 64 : 1) * (size_t)a->k;
	singles x = {.v = a->v,
	    .s = calloc(threads, sizeof *x.s),
	    .q = calloc(a->nq, sizeof *x.q),
	    .answers = calloc(a->nq, sizeof *x.answers),
	    .by_field = by_field};

	for (uint32_t i = 0; i < a->nq; i++) {
		x.q[i] =
		    (vecset_query){.q = a->q + (size_t)i * a->dim, .k = a->k, .reach = a->reach};
		x.answers[i] =
		    (vec_answer){malloc(room * sizeof(hit)), malloc(64 * sizeof(uint32_t))};
	}
	for (unsigned i = 0; i < threads; i++)
		if (vecset_scratch_new(&x.s[i], a->v, NULL) < 0)
			errx(2, "out of memory");
	return x;
}

static void
clear(singles *x, uint32_t nq, unsigned threads)
{
	for (uint32_t i = 0; i < nq; i++) {
		free(x->answers[i].hits);
		free(x->answers[i].counts);
	}
	for (unsigned i = 0; i < threads; i++)
		vecset_scratch_free(x->s[i]);
	free_all(x->s, x->q, x->answers);
}

void
ann_time_batch(const ann_part *a, int by_field)
{
	const unsigned threads = a->threads ? a->threads : 1;
	double *grouped = malloc(a->rounds * sizeof *grouped);
	double *single = malloc(a->rounds * sizeof *single);
	double *ratio = malloc(a->rounds * sizeof *ratio);
	singles x = prepare(a, threads, by_field);
	vecset_batch *batch;

	if (vecset_batch_new(&batch, a->v, threads, NULL) < 0)
		errx(2, "out of memory");
	vecset_search_batch(batch, x.q, x.answers, a->nq, by_field, NULL); /* warm */
	for (uint32_t r = 0; r < a->rounds; r++) {
		double t = clock_now();

		vecset_search_batch(batch, x.q, x.answers, a->nq, by_field, NULL);
		grouped[r] = clock_now() - t;
		t = clock_now();
		threads_run(threads, a->nq, one_single, &x);
		single[r] = clock_now() - t;
		ratio[r] = single[r] / grouped[r];
	}
	printf("batch %s: %.0f queries a second on %u threads, one by one %.0f: %.2f times "
	       "(median of %u pairs)\n",
	    by_field ? "fields" : "plain", a->nq / ann_median(grouped, a->rounds), threads,
	    a->nq / ann_median(single, a->rounds), ann_median(ratio, a->rounds), a->rounds);
	clear(&x, a->nq, threads);
	vecset_batch_free(batch);
	free_all(grouped, single, ratio);
}
