/* cli/commands/cmd_info.c - tensen info FILE, tensen fields FILE: the content of an index. */
#include "cli/commands/command.h"

#define USAGE "FILE [OPTION...]"

static tensen_status
cmd_info_ask(tensen_index *ix, void *args, tensen_result **out, tensen_error *err)
{
	(void)args;
	return tensen_index_info(ix, out, err);
}

static tensen_status
cmd_info_fields(tensen_index *ix, void *args, tensen_result **out, tensen_error *err)
{
	(void)args;
	return tensen_index_fields(ix, out, err);
}

static exit_code
cmd_describe(command_line *line, index_call call, common *c, int argc, char **argv)
{
	exit_code code;

	line->groups[0] = (opt_group){OUTPUT_GROUP(plain_output, c)};
	line->groups[1] = (opt_group){FILES_GROUP(c)};
	line->groups[2] = (opt_group){WORDS_GROUP(c)};
	if (!options_parse(line, c->lang, argc, argv, &code))
		return code;
	return index_ask(&(report_files){line->words[0], NULL}, call, NULL, NULL, c);
}

exit_code
cmd_info(common *opts, int argc, char **argv)
{
	return cmd_describe(&(command_line){TAKES_INDEX("info", USAGE),
				.summary = {"索引の件数、モデル、辞書、区画ごとの大きさを示す。",
				    "Sizes, model, tokenizer and bytes per section of an index."}},
	    cmd_info_ask, opts, argc, argv);
}

exit_code
cmd_fields(common *opts, int argc, char **argv)
{
	return cmd_describe(
	    &(command_line){TAKES_INDEX("fields", USAGE),
		.summary = {"35 分野の件数と、分野どうしの距離を示す。",
		    "The 35 fields: documents in each, and the distances between them."}},
	    cmd_info_fields, opts, argc, argv);
}
