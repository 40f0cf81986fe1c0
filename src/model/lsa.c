/* model/lsa.c - the memory of a trained basis (lsa_train.c trains). */
#include "model/lsa.h"
#include <stdlib.h>
#include <string.h>
#include "model/lsa_impl.h"
#include "util/fail.h"
#include "util/pages.h"

tensen_status
lsa_reserve(lsa *out, uint32_t n_terms, uint32_t rank, tensen_error *err)
{
	size_t cells = (size_t)n_terms * rank;

	out->n_terms = n_terms;
	out->rank = rank;
	out->basis = pages_alloc((cells + 1) * sizeof *out->basis);
	out->singular = malloc((rank ? rank : 1) * sizeof *out->singular);
	return out->basis && out->singular ? TENSEN_OK : tensen_fail_nomem(err);
}

tensen_status
lsa_progress(
    const lsa_opts *opts, unsigned long long done, unsigned long long total, tensen_error *err)
{
	if (opts->progress && opts->progress("svd", done, total, opts->progress_payload))
		return tensen_fail(err, TENSEN_E_CANCELLED, STOPPED_SAY);
	return TENSEN_OK;
}

void
lsa_clear(lsa *model)
{
	free(model->basis);
	free(model->singular);
	memset(model, 0, sizeof *model);
}
