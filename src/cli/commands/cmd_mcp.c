/* cli/commands/cmd_mcp.c - tensen mcp FILE: the operations as tools of an assistant. */
#include "assist/mcp/mcp.h"
#include "cli/commands/command.h"

exit_code
cmd_mcp(common *c, int argc, char **argv)
{
	command_line line = {TAKES_INDEX("mcp", "FILE [OPTION...]"),
	    .summary = {"索引を AI アシスタントの道具にする（Model Context "
			"Protocol、標準入出力）。",
		"An index as tools of an assistant (Model Context Protocol on stdin and stdout)."},
	    .notes = {"読むだけで、何も書き換えず、どこへも送らない。アシスタントの設定には\n"
		      "コマンド「tensen mcp FILE」を書く。入力が閉じると終わる。",
		"It only reads: it changes nothing and sends nothing.  The assistant's settings "
		"name\n"
		"the command \"tensen mcp FILE\".  It ends when its input is closed."},
	    .groups = {{OUTPUT_GROUP(no_output, c)}, {FILES_GROUP(c)}, {WORDS_GROUP(c)}}};
	tensen_error err = {0};
	exit_code code;

	if (!options_parse(&line, c->lang, argc, argv, &code))
		return code;
	if (mcp_serve(
		&(mcp_opts){line.words[0], c->open, (tensen_lang)c->lang}, stdin, stdout, &err) < 0)
		return report_error(&err, &(report_files){line.words[0], NULL});
	return EXIT_OK;
}
