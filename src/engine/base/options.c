/* engine/base/options.c - options and queries of callers, checked before any work. */
#include "engine/base/options.h"
#include "util/fail.h"

#define SEED_DEFAULT 1

static uint64_t
seed_of(uint64_t seed)
{
	return seed ? seed : SEED_DEFAULT;
}

tensen_status
query_options(tensen_query *out, const tensen_query *from, tensen_error *err)
{
	tensen_status st = options_read(out, sizeof *out, from, err);

	return st < 0 ? st : options_limit("bytes of text", out->text_len, TENSEN_TEXT_MAX, err);
}

static tensen_status
check_asking(const tensen_asking *asking, tensen_error *err)
{
	size_t n = 0;

	while (asking->aspects && asking->aspects[n])
		n++;
	if (options_limit("aspects", n, TENSEN_ASPECTS_MAX, err) < 0)
		return TENSEN_E_ARG;
	return options_limit("judgements", asking->n_judgements, TENSEN_JUDGEMENTS_MAX, err);
}

tensen_status
candidates_options(
    tensen_candidates_opts *out, const tensen_candidates_opts *from, tensen_error *err)
{
	tensen_status st;

	if ((st = options_read(out, sizeof *out, from, err)) < 0 ||
	    (st = options_limit("candidates", out->n, TENSEN_CANDIDATES_MAX, err)) < 0)
		return st;
	return check_asking(&out->asking, err);
}

tensen_status
ideas_options(tensen_ideas_opts *out, const tensen_ideas_opts *from, tensen_error *err)
{
	tensen_status st;

	if ((st = options_read(out, sizeof *out, from, err)) < 0 ||
	    (st = options_limit("k", out->k, TENSEN_IDEAS_MAX, err)) < 0 ||
	    (st = options_limit("unread", out->unread, TENSEN_CANDIDATES_MAX, err)) < 0 ||
	    (st = check_asking(&out->asking, err)) < 0)
		return st;
	if (!(out->boldness >= 0 && out->boldness <= 1))
		return tensen_fail(
		    err, TENSEN_E_ARG, SAY_BOLDNESS_EXPECTED_0, (double)out->boldness);
	return TENSEN_OK;
}

tensen_status
search_options(tensen_search_opts *out, const tensen_search_opts *from, tensen_error *err)
{
	tensen_status st;

	if ((st = options_read(out, sizeof *out, from, err)) < 0 ||
	    (st = options_limit("k", out->k, TENSEN_HITS_MAX, err)) < 0 ||
	    (st = options_limit("groups", out->groups, TENSEN_GROUPS_MAX, err)) < 0)
		return st;
	if (out->side < TENSEN_FUSED || out->side > TENSEN_EMBEDDINGS)
		return tensen_fail(err, TENSEN_E_ARG, "side %d, expected 0 to 4", out->side);
	if ((int)out->per < TENSEN_PER_NONE || out->per > TENSEN_PER_IPC4)
		return tensen_fail(err, TENSEN_E_ARG, "per %d, expected 0 to 3", (int)out->per);
	if (out->per && out->side == TENSEN_EMBEDDINGS)
		return tensen_fail(err, TENSEN_E_ARG, SAY_LISTS_PER_GROUP);
	if (out->per && out->offset)
		return tensen_fail(err, TENSEN_E_ARG, SAY_OFFSET_BUT_LISTS);
	if (out->groups && !out->per)
		return tensen_fail(err, TENSEN_E_ARG, SAY_NUMBER_GROUPS_BUT);
	return TENSEN_OK;
}

tensen_status
match_options(tensen_match_opts *out, const tensen_match_opts *from, tensen_error *err)
{
	tensen_status st = options_read(out, sizeof *out, from, err);

	return st < 0 ? st : options_limit("k", out->k, TENSEN_OFFERS_MAX, err);
}

tensen_status
scan_options(tensen_scan_opts *out, const tensen_scan_opts *from, tensen_error *err)
{
	tensen_status st;

	if ((st = options_read(out, sizeof *out, from, err)) < 0 ||
	    (st = options_limit("k", out->k, TENSEN_IDEAS_MAX, err)) < 0 ||
	    (st = options_limit("threads", out->threads, TENSEN_THREADS_MAX, err)) < 0)
		return st;
	return TENSEN_OK;
}

tensen_status
report_options(tensen_report_opts *out, const tensen_report_opts *from, tensen_error *err)
{
	tensen_status st;

	if ((st = options_read(out, sizeof *out, from, err)) < 0 ||
	    (st = options_limit("ideas", out->ideas, TENSEN_REPORT_IDEAS_MAX, err)) < 0)
		return st;
	out->seed = seed_of(out->seed);
	return options_limit("threads", out->threads, TENSEN_THREADS_MAX, err);
}

tensen_status
eval_options(tensen_eval_opts *out, const tensen_eval_opts *from, tensen_error *err)
{
	tensen_status st;

	if ((st = options_read(out, sizeof *out, from, err)) < 0 ||
	    (st = options_limit("bootstrap", out->bootstrap, TENSEN_BOOTSTRAP_MAX, err)) < 0)
		return st;
	out->seed = seed_of(out->seed);
	return options_limit("threads", out->threads, TENSEN_THREADS_MAX, err);
}

tensen_status
bench_options(tensen_bench_opts *out, const tensen_bench_opts *from, tensen_error *err)
{
	tensen_status st;

	if ((st = options_read(out, sizeof *out, from, err)) < 0 ||
	    (st = options_limit("queries", out->queries, TENSEN_BENCH_QUERIES_MAX, err)) < 0)
		return st;
	out->seed = seed_of(out->seed);
	return options_limit("threads", out->threads, TENSEN_THREADS_MAX, err);
}

tensen_status
build_options(tensen_build_opts *out, const tensen_build_opts *from, tensen_error *err)
{
	tensen_status st;

	if ((st = options_read(out, sizeof *out, from, err)) < 0 ||
	    (st = options_limit("dims", out->dims, TENSEN_DIMS_MAX, err)) < 0)
		return st;
	out->seed = seed_of(out->seed);
	return options_limit("threads", out->threads, TENSEN_THREADS_MAX, err);
}
