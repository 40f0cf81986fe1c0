/* cli/inputs.c - see inputs.h. */
#include "cli/inputs.h"
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

exit_code
inputs_check(const char *const *inputs)
{
	struct stat sb;

	for (; *inputs; inputs++)
		if (strcmp(*inputs, "-") != 0 && stat(*inputs, &sb) < 0)
			return report_errno(*inputs, errno, EXIT_INPUT);
	return EXIT_OK;
}

exit_code
inputs_finish(stats *told, tensen_status st, tensen_result *r, const tensen_error *err,
    const report_files *files, const common *c)
{
	exit_code code, finished;

	told->result = r;
	if (st == TENSEN_OK)
		stats_say(told, c);
	code = stats_write(told, st < 0 ? report_code(err, files) : EXIT_OK);
	finished = common_finish(st, r, err, files, c);
	return finished == EXIT_OK ? code : finished;
}
