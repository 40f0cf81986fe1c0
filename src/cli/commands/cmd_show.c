/* cli/commands/cmd_show.c - tensen show FILE (ID | --text T | --file F | -) */
#include "cli/commands/command.h"
#include <tensen/messages.h>

static tensen_status
cmd_show_call(tensen_searcher *searcher, const tensen_query *q, const void *opts,
    tensen_result **out, tensen_error *err)
{
	(void)opts;
	return tensen_show(searcher, q, out, err);
}

exit_code
cmd_show(common *c, int argc, char **argv)
{
	query_args text = {.text = NULL};
	query q = {.bytes = NULL};
	command_line line = {.command = "show",
	    .usage = QUERY_USAGE,
	    .wanted = {1, 2, SAY_INDEX_AND_DOCUMENT},
	    .summary = {"文献がどう読まれたか（区分、語と重み、機能、分野）を示す。",
		"How a document was read: sections, terms with weights, functions, fields."},
	    .groups = {{QUERY_GROUP(&text)}, {OUTPUT_GROUP(plain_output, c)}, {FILES_GROUP(c)},
		{WORDS_GROUP(c)}}};
	exit_code code;

	if (!options_parse(&line, c->lang, argc, argv, &code))
		return code;
	if ((code = query_read(&q, line.command, &text, line.words[1], c)) == EXIT_OK)
		code = query_ask(line.words[0], &q, cmd_show_call, NULL, c);
	return code;
}
