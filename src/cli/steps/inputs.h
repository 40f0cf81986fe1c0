/* cli/steps/inputs.h - what index and update share: how files are read, and how the work is
 * reported. */
#ifndef CLI_INPUTS_H
#define CLI_INPUTS_H
#include "cli/steps/common.h"
#include "cli/terminal/progress.h"

/* Lines of a table whose struct has `columns`, `stats` and the options of the call, `opts`. */
#define OPT_INPUTS(opts)                                                                           \
	{0, "input-format", OPT_STRING, AT(opts.format), "NAME",                                   \
	    .help = {"入力の形式\n（jsonl, jplatpat, plidb, gazette, table, text）",               \
		"jsonl, jplatpat, plidb, gazette, table or text"},                                 \
	    .unset = {"内容から判定", "from content"}},                                            \
	    {0, "encoding", OPT_STRING, AT(opts.encoding), "NAME",                                 \
		.help = {"入力の文字コード", "character encoding of the input"},                   \
		.unset = {"内容から判定", "from content"}},                                        \
	    {0, "column", OPT_LIST, AT(columns), "KEY=NAME",                                       \
		.help = {"表の列の対応（例 id=公報番号、繰り返し可）",                             \
		    "a column of a table, e.g. id=Number; again for more"}},                       \
	    {0, "strict", OPT_SET, AT(opts.strict), NULL, .value = 1,                              \
		.help = {"不備な記録が一つでもあれば中止", "stop at the first bad record"}},       \
	    {0, "report", OPT_STRING, AT(opts.report), "FILE",                                     \
		.help = {"読み取りの明細を JSONL で書く", "write the reading account as JSONL"}},  \
	{                                                                                          \
		0, "stats", OPT_STRING, AT(stats), "FILE", .help = {                               \
			"段階ごとの時間とメモリーを JSON で書く",                                  \
			"write the time of each stage and the memory as JSON"                      \
		}                                                                                  \
	}
#define OPT_MEMORY(member)                                                                         \
	0, "memory", OPT_SIZE, AT(member), "SIZE",                                                 \
	    .help = {"使うメモリーの上限（例 4G, 512M）", "memory to use at most, e.g. 4G, 512M"}, \
	    .unset = {"4G", "4G"}

/* Checks that all inputs exist, before hours of reading. */
exit_code inputs_check(const char *const *inputs);

/* What a finished `command` reports of the index `path` that it wrote. */
typedef struct stats {
	const char *command, *path;
	const char *file; /* of --stats; NULL: none */
	const progress *work;
	const tensen_result *result; /* becomes "account"; NULL: none */
} stats;

/* The end of the work: its line on stderr unless --quiet, the file of --stats whether the work
 * succeeded or not (command, index, code, seconds, peak_memory, index_bytes, stages, account),
 * its account or its error. */
exit_code inputs_finish(stats *s, tensen_status st, tensen_result *r, const tensen_error *err,
    const report_files *files, const common *c);

#endif
