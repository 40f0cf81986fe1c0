/* cli/cmd_info.c - tensen info FILE, tensen fields FILE: what an index holds. */
#include "cli/command.h"
#include "cli/common.h"

typedef tensen_status (*index_call)(const tensen_index *, tensen_result **, tensen_error *);

static exit_code
describe(command_line *line, index_call call, int argc, char **argv)
{
	common c;
	tensen_index *ix = NULL;
	exit_code code;

	common_init(&c, argc, argv);
	line->usage = "FILE [OPTION...]";
	line->groups[0] = (opt_group)COMMON_GROUP(&c);
	if (!common_parse(line, &c, argc, argv, &code))
		return code;
	if ((code = common_words(line, 1, 1, "an index")) != EXIT_OK)
		return code;
	if ((code = common_open(&ix, NULL, line->words[0], &c)) == EXIT_OK) {
		const report_files files = {line->words[0], NULL};
		tensen_result *r = NULL;
		tensen_error err = {0};
		tensen_status st = call(ix, &r, &err);
		code = common_finish(st, r, &err, &files, &c);
	}
	tensen_index_free(ix);
	return code;
}

exit_code
cmd_info(int argc, char **argv)
{
	command_line line = {.command = "info",
	    .summary = {"索引の件数、モデル、辞書、区画ごとの大きさを示す。",
		"Sizes, model, tokenizer and bytes per section of an index."}};

	return describe(&line, tensen_index_info, argc, argv);
}

exit_code
cmd_fields(int argc, char **argv)
{
	command_line line = {.command = "fields",
	    .summary = {"35 分野の件数と、分野どうしの距離を示す。",
		"The 35 fields: documents in each, and the distances between them."}};

	return describe(&line, tensen_index_fields, argc, argv);
}
