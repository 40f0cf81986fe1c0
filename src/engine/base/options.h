/* engine/base/options.h - the options of callers, checked against their limits (tensen/limits.h), with
 * defaults filled in. `from` may be NULL: the defaults. */
#pragma once
#include <tensen/tensen.h>
#include "util/options.h"

/* Each fails with E_ARG. */
tensen_status query_options(tensen_query *out, const tensen_query *from, tensen_error *err);
tensen_status ideas_options(
    tensen_ideas_opts *out, const tensen_ideas_opts *from, tensen_error *err);
tensen_status candidates_options(
    tensen_candidates_opts *out, const tensen_candidates_opts *from, tensen_error *err);
tensen_status search_options(
    tensen_search_opts *out, const tensen_search_opts *from, tensen_error *err);
tensen_status match_options(
    tensen_match_opts *out, const tensen_match_opts *from, tensen_error *err);
/* boldness as in ideas_options(); a seed of 0 becomes 1, here and below. */
tensen_status scan_options(tensen_scan_opts *out, const tensen_scan_opts *from, tensen_error *err);
tensen_status report_options(
    tensen_report_opts *out, const tensen_report_opts *from, tensen_error *err);
tensen_status eval_options(tensen_eval_opts *out, const tensen_eval_opts *from, tensen_error *err);
tensen_status bench_options(
    tensen_bench_opts *out, const tensen_bench_opts *from, tensen_error *err);
tensen_status build_options(
    tensen_build_opts *out, const tensen_build_opts *from, tensen_error *err);
