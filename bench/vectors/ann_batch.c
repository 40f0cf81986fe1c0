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
} singles;

static void
one_single(void *ctx, size_t i, unsigned worker)
{
	singles *x = ctx;
	vec_answer *to = &x->answers[i];

	vecset_search(x->v, x->s[worker], &x->q[i], to->hits, to->n_hits, NULL);
}

static singles
prepare(const ann_part *a, unsigned threads)
{
	singles x = {.v = a->v,
	    .s = calloc(threads, sizeof *x.s),
	    .q = calloc(a->nq, sizeof *x.q),
	    .answers = calloc(a->nq, sizeof *x.answers)};

	for (uint32_t i = 0; i < a->nq; i++) {
		x.q[i] =
		    (vecset_query){.q = a->q + (size_t)i * a->dim, .k = a->k, .reach = a->reach};
		x.answers[i] = (vec_answer){malloc(a->k * sizeof(hit)), malloc(sizeof(uint32_t))};
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
		free(x->answers[i].n_hits);
	}
	for (unsigned i = 0; i < threads; i++)
		vecset_scratch_free(x->s[i]);
	free_all(x->s, x->q, x->answers);
}

void
ann_time_batch(const ann_part *a)
{
	const unsigned threads = a->threads ? a->threads : 1;
	double *grouped = malloc(a->rounds * sizeof *grouped);
	double *single = malloc(a->rounds * sizeof *single);
	double *ratio = malloc(a->rounds * sizeof *ratio);
	singles x = prepare(a, threads);
	vecset_batch *batch;

	if (vecset_batch_new(&batch, a->v, threads, NULL) < 0)
		errx(2, "out of memory");
	vecset_search_batch(batch, x.q, x.answers, a->nq, NULL); /* warm */
	for (uint32_t r = 0; r < a->rounds; r++) {
		double t = clock_now();

		vecset_search_batch(batch, x.q, x.answers, a->nq, NULL);
		grouped[r] = clock_now() - t;
		t = clock_now();
		threads_run(threads, a->nq, one_single, &x);
		single[r] = clock_now() - t;
		ratio[r] = single[r] / grouped[r];
	}
	printf("batch: %.0f queries a second on %u threads, one by one %.0f: %.2f times "
	       "(median of %u pairs)\n",
	    a->nq / ann_median(grouped, a->rounds), threads, a->nq / ann_median(single, a->rounds),
	    ann_median(ratio, a->rounds), a->rounds);
	clear(&x, a->nq, threads);
	vecset_batch_free(batch);
	free_all(grouped, single, ratio);
}
