/* engine/distributed/merge.c - tensen_merge(): the documents of several index files into one.
 *
 * Stored documents and term records are copied in the order of one process and written by the
 * steps of a build; the model is that of the parts.  Vectors, sums and weights are made anew from
 * all rows, so the file does not depend on how many parts there were.  Vectors of a model of the
 * user's own come from the parts: engine/distributed/united_vectors.c. */
#include "engine/base/index.h"
#include "engine/distributed/united.h"
#include "engine/base/options.h"
#include "util/clock.h"
#include "util/fail.h"
#include "util/threads/threads.h"

/* The parts with their documents; nothing if memory is lacking, which the result then says. */
static void
name_parts(account *acct, const parts *files)
{
	account_part *x = acct->parts = arena_calloc(&acct->base.mem, files->n * sizeof *x);

	acct->base.nomem |= !x;
	acct->n_parts = x ? files->n : 0;
	for (uint32_t i = 0; x && i < files->n; i++)
		x[i] = (account_part){
		    result_copy(&acct->base, span_of(files->v[i].path)), files->v[i].store->rows.n};
}

static tensen_status
merge_run(
    united *all, tensen_build_opts *opts, const char *const *paths, size_t n, tensen_error *err)
{
	builder *b = &all->b;
	tensen_status st;

	if ((st = parts_open(&all->parts, paths, n, err)) < 0 ||
	    (st = parts_complete(&all->parts, err)) < 0)
		return st;
	name_parts(b->account, &all->parts);
	opts->seed = all->parts.v[0].store->meta.seed;
	opts->dims = all->parts.v[0].store->meta.dims;
	if ((st = container_create(&b->writer, b->path, err)) < 0 ||
	    (st = build_open(b, err)) < 0 || (st = build_plan(b, err)) < 0 ||
	    (st = engine_check_identity(
		 all->parts.v[0].store, b->analyzer, all->parts.v[0].path, err)) < 0 ||
	    (st = put_user_dictionary(b, err)) < 0 || (st = united_order_rows(all, err)) < 0 ||
	    (st = united_fill_slots(all, err)) < 0 || (st = united_copy(all, 0, err)) < 0 ||
	    (st = united_copy(all, 1, err)) < 0 || (st = united_take_rare(all, err)) < 0 ||
	    (st = united_take_model(all, err)) < 0 || (st = united_take_vectors(all, err)) < 0)
		return st;
	parts_close(&all->parts);
	return build_write(b, err);
}

tensen_status
tensen_merge(tensen_result **out, const char *path, const char *const *paths, size_t n,
    const tensen_build_opts *opts, tensen_error *err)
{
	tensen_build_opts o;
	united m = {.b = {.path = path, .opts = &o}};
	double start = clock_now();
	tensen_status st = build_options(&o, opts, err);

	if (out)
		*out = NULL;
	if (st < 0)
		return st;
	if (n == 0)
		return tensen_fail(err, TENSEN_E_ARG, SAY_NO_INDEX_TO_MERGE);
	m.b.threads = threads_wanted(o.threads);
	m.b.account = result_new(&account_class);
	if (!m.b.account)
		return tensen_fail_nomem(err);
	st = merge_run(&m, &o, paths, n, err);
	united_clear(&m);
	return account_end(m.b.account, st, start, out);
}
