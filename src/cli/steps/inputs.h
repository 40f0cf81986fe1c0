/* cli/steps/inputs.h - shared by index and update: reading files and reporting the work. */
#pragma once
#include "cli/steps/common.h"
#include <tensen/messages.h>
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
	    {0, "skip-bad", OPT_SET, AT(opts.skip_bad), NULL, .value = 1,                          \
		.help = {"読めないファイルを除いて続ける（終了コード 6）",                         \
		    "go on without bad files (exit code 6)"}},                                     \
	    {0, "on-duplicate", OPT_STRING, AT(opts.on_duplicate), "RULE",                         \
		.help = {"同じ番号の記録\n（last 後のもの、first 先のもの、merge 合わせる）",      \
		    "records of one id: last, first or merge"},                                    \
		.unset = {"J-PlatPat、公報、許諾は merge、他は last",                              \
		    "merge for exports of offices, else last"}},                                   \
	    {0, "report", OPT_STRING, AT(opts.report), "FILE",                                     \
		.help = {"読み取りの明細を JSONL で書く", "write the reading account as JSONL"}},  \
	{                                                                                          \
		0, "stats", OPT_STRING, AT(stats), "FILE", .help = {                               \
			"段階ごとの時間とメモリーを JSON で書く",                                  \
			"write the time of each stage and the memory as JSON"                      \
		}                                                                                  \
	}
/* The options of the model of a build. */
#define OPT_MODEL(opts)                                                                            \
	{0, "dims", OPT_U32, AT(opts.dims), "N", .min = 1, .max = TENSEN_DIMS_MAX,                 \
	    .help = {"LSA の次元数", "LSA dimensions"},                                            \
	    .unset = {"件数から", "from corpus size"}},                                            \
	{                                                                                          \
		0, "min-df", OPT_U32, AT(opts.min_df), "N",                                        \
		    .min = 1,                                                                      \
		    .help = {"これより少ない文献にしかない語を捨てる",                             \
			"drop terms of fewer documents"},                                          \
		    .unset = {                                                                     \
			    "件数から",                                                            \
			    "from corpus size"                                                     \
		    }                                                                              \
	}
/* The first words of a command line that reads files and folders. */
#define TAKES_INPUTS(name, words)                                                                  \
	.command = (name), .usage = (words), .wanted = {1, SIZE_MAX, SAY_FILES_OR_FOLDERS}
#define OPT_MEMORY(member)                                                                         \
	0, "memory", OPT_SIZE, AT(member), "SIZE",                                                 \
	    .help = {"使うメモリーの上限（例 4G, 512M）", "memory to use at most, e.g. 4G, 512M"}, \
	    .unset = {"4G", "4G"}

/* Work that writes the index `path`. */
typedef struct writing {
	const command_line *line;
	const char *path, *stats; /* stats: the file of --stats; NULL: none */
	const report_files *files;
	const common *c;
	int skip_bad;
	const char *report; /* the file of --report; NULL: none */
} writing;

/* A call of the library that writes an index; `bar` is its progress. */
typedef tensen_status (*writing_call)(
    tensen_result **out, void *args, const writing *w, progress *bar, tensen_error *err);

/* Do the work.  At its end: a line on stderr unless --quiet, the file of --stats whether the work
 * succeeded or not (command, index, code, seconds, peak_memory, index_bytes, stages, account), its
 * account or its error. */
exit_code writing_run(const writing *output, writing_call call, void *args);

/* Files that are written beside the work (either may be NULL) are neither the index nor read nor the
 * same: one that is would be lost. */
exit_code beside_check(const char *one, const char *other, const char *index,
    const char *const *inputs, size_t n_inputs);

/* Dictionary, word lists and progress of a build. */
void build_with(tensen_build_opts *opts, const common *shared, progress *bar);
