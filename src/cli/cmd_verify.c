/* cli/cmd_verify.c - tensen verify FILE: every byte and every structure. */
#include "cli/command.h"
#include "cli/common.h"

exit_code
cmd_verify(int argc, char **argv)
{
	common c;
	command_line line = {.command = "verify",
	    .usage = "FILE [OPTION...]",
	    .summary = {"索引の全バイトと構造を検査する（辞書は要らない）。",
		"Check every byte and every structure of an index; no dictionary is needed."},
	    .groups = {COMMON_GROUP(&c)}};
	report_files files = {NULL, NULL};
	tensen_result *r = NULL;
	tensen_error err = {0};
	tensen_status st;
	exit_code code;

	common_init(&c, argc, argv);
	if (!common_parse(&line, &c, argc, argv, &code))
		return code;
	if ((code = common_words(&line, 1, 1, "an index")) != EXIT_OK)
		return code;
	files.index = line.words[0];
	st = tensen_index_verify(line.words[0], &r, &err);
	return common_finish(st, r, &err, &files, &c);
}
