/* cli/steps/scan.h - the options of a scan, by one process or by the ranks of an MPI job.
 *
 * --since has two meanings: the file of an earlier scan, or, as in every command with
 * filters, a date.  A word that reads as a date is a date; a file of that name is given as
 * ./2010. */
#ifndef CLI_STEPS_SCAN_H
#define CLI_STEPS_SCAN_H
#include "cli/steps/common.h"

typedef struct scan_args {
	tensen_scan_opts scan;
	const char *out, *since;
	filter_args filter;
} scan_args;
#define SCAN_ARGS_INIT                                                                             \
	{                                                                                          \
		.scan = TENSEN_SCAN_OPTS_INIT                                                      \
	}
extern const opt scan_table[];
#define SCAN_GROUP(a) {"全件調査", "Scan"}, scan_table, (a)

void scan_defaults(scan_args *given);
/* After the options are parsed. */
exit_code scan_resolve(scan_args *given, const char *command, const common *opts);

#endif
