/* assist/reader/lender.c - see lender.h. */
#include "assist/reader/lender.h"
#include <pthread.h>
#include <stdlib.h>
#include "assist/failure.h"

struct lender {
	pthread_mutex_t lock;
	pthread_cond_t given;
	tensen_searcher **v; /* those that are here */
	unsigned n;
};

tensen_status
lender_new(lender **out, const tensen_index *ix, unsigned n, tensen_error *err)
{
	lender *l = *out = calloc(1, sizeof *l);
	tensen_status st = TENSEN_OK;

	if (!l)
		return failure_nomem(err);
	pthread_mutex_init(&l->lock, NULL);
	pthread_cond_init(&l->given, NULL);
	if (!(l->v = calloc(n, sizeof *l->v)))
		st = failure_nomem(err);
	for (; st == TENSEN_OK && l->n < n; l->n++)
		if ((st = tensen_searcher_new(&l->v[l->n], ix, err)) < 0)
			break;
	if (st < 0) {
		lender_free(l);
		*out = NULL;
	}
	return st;
}

void
lender_free(lender *loan)
{
	if (!loan)
		return;
	for (unsigned i = 0; i < loan->n; i++)
		tensen_searcher_free(loan->v[i]);
	pthread_cond_destroy(&loan->given);
	pthread_mutex_destroy(&loan->lock);
	free(loan->v);
	free(loan);
}

tensen_searcher *
lender_take(lender *loan)
{
	tensen_searcher *s;

	pthread_mutex_lock(&loan->lock);
	while (loan->n == 0)
		pthread_cond_wait(&loan->given, &loan->lock);
	s = loan->v[--loan->n];
	pthread_mutex_unlock(&loan->lock);
	return s;
}

void
lender_give(lender *loan, tensen_searcher *searcher)
{
	pthread_mutex_lock(&loan->lock);
	loan->v[loan->n++] = searcher;
	pthread_cond_signal(&loan->given);
	pthread_mutex_unlock(&loan->lock);
}
