/* tensen/report.h - one page that describes a corpus. */
#pragma once

#include <tensen/index.h>

typedef struct tensen_report_opts {
	size_t size;
	uint32_t ideas;   /* best ideas, each with its sheet, at most TENSEN_REPORT_IDEAS_MAX;
			   * 0: 5 */
	uint32_t patents; /* at most so many of those that were read are asked for them; 0: 200 */
	uint64_t seed;    /* 0: 1 */
	unsigned threads; /* 0: all cores; the report does not depend on it */
	tensen_progress_fn progress;
	void *progress_payload;
} tensen_report_opts;
#define TENSEN_REPORT_OPTS_INIT TENSEN_SIZED(tensen_report_opts)

/* Sizes, fields, existing and missing links between fields, years, applicants, the best ideas that
 * were read of open patents, quality. */
TENSEN_API tensen_status tensen_report(
    const tensen_index *ix, const tensen_report_opts *opts, tensen_result **out, tensen_error *err);
