/* engine/build/build.c - tensen_build(): read, understand, model, write. */
#include "engine/base/options.h"
#include "engine/build/build_report.h"
#include "util/clock.h"
#include "util/fail.h"
#include "util/threads/threads.h"

static tensen_status
build_run(builder *build, const char *const *inputs, size_t n_inputs, tensen_error *err)
{
	tensen_status st;

	if ((st = build_plan(build, err)) < 0 || (st = build_open(build, err)) < 0 ||
	    (st = container_create(&build->writer, build->path, err)) < 0 ||
	    (st = put_user_dictionary(build, err)) < 0 ||
	    (st = build_read(build, inputs, n_inputs, err)) < 0 ||
	    (st = build_terms(build, err)) < 0 || (st = build_report_end(build, err)) < 0 ||
	    (st = build_vocab(build, err)) < 0 || (st = build_rows(build, err)) < 0 ||
	    (st = build_model(build, err)) < 0)
		return st;
	return build_write(build, err);
}

tensen_status
tensen_build(tensen_result **out, const char *path, const char *const *inputs, size_t n_inputs,
    const tensen_build_opts *opts, tensen_error *err)
{
	tensen_build_opts o;
	builder b = {.path = path, .opts = &o, .may_be_small = 1};
	double start = clock_now();
	tensen_status st = build_options(&o, opts, err);

	if (out)
		*out = NULL;
	if (st < 0)
		return st;
	b.threads = threads_wanted(b.opts->threads);
	b.account = result_new(&account_class);
	if (!b.account)
		return tensen_fail_nomem(err);
	st = build_run(&b, inputs, n_inputs, err);
	build_clear(&b);
	return account_end(b.account, st, start, out);
}
