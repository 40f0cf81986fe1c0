/* cli/commands/cmd_verify.c - tensen verify FILE: every byte and every structure. */
#include "cli/commands/command.h"

exit_code
cmd_verify(common *c, int argc, char **argv)
{
	command_line line = {TAKES_INDEX("verify", "FILE [OPTION...]"),
	    .summary = {"索引の全バイトと構造を検査する（辞書は要らない）。",
		"Check every byte and every structure of an index; no dictionary is needed."},
	    .groups = {{OUTPUT_GROUP(plain_output, c)}}};
	report_files files = {NULL, NULL};
	tensen_result *r = NULL;
	tensen_error err = {0};
	tensen_status st;
	exit_code code;

	if (!options_parse(&line, c->lang, argc, argv, &code))
		return code;
	files.index = line.words[0];
	st = tensen_index_verify(line.words[0], &r, &err);
	return common_finish(st, r, &err, &files, c);
}
