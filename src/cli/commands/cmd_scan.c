/* cli/commands/cmd_scan.c - tensen scan FILE -o OUT
 *
 * --since has two meanings: the file of an earlier scan, or, as in every command with
 * filters, a date.  A word that reads as a date is a date; a file of that name is given as
 * ./2010. */
#include <string.h>
#include <unistd.h>
#include "cli/commands/command.h"
#include "cli/steps/common.h"
#include "cli/terminal/progress.h"

typedef struct scan_args {
	tensen_scan_opts scan;
	const char *out, *since;
	filter_args filter;
} scan_args;

#define AT(member) offsetof(scan_args, member)
static const opt scan_table[] = {{'o', "output", OPT_STRING, AT(out), "OUT",
				     .help = {"書き込むファイル（途中までのものなら続きから）",
					 "file to write, or to go on with if it is unfinished"}},
    {0, "since", OPT_STRING, AT(since), "OUT_OLD",
	.help = {"前回の OUT より新しいもの・変わったもの",
	    "only what is new or has moved since then"}},
    {0, "replace", OPT_SET, AT(scan.replace), NULL, .value = 1,
	.help = {"前回の OUT を置き換える（--since OUT なら比べる。\n"
		 "終わるまでは OUT.partial に書く）",
	    "replace the OUT of before (written as OUT.partial\n"
	    "until it is whole; --since OUT compares with it)"}},
    {0, "top", OPT_U32, AT(scan.top), "N", .min = 1,
	.help = {"画面に出す仮説の数", "ideas to print"},
	.unset = {"10、--since ではすべて", "10, all with --since"}},
    {0, "all", OPT_SET, AT(scan.closed), NULL, .value = 1,
	.help = {"開放特許に限らない", "patents that are not open, too"}},
    {'k', "count", OPT_U32, AT(scan.k), "N", .min = 1, .max = TENSEN_IDEAS_MAX,
	.help = {"特許ごとの仮説の数", "ideas per patent"}},
    {OPT_THREADS(scan.threads),
	.help = {"スレッド数（ファイルは変わらない）", "threads (the file does not depend on it)"}},
    {.name = NULL}};
#undef AT

static exit_code
scan_resolve(scan_args *given, const char *command, const common *opts)
{
	if (!given->out)
		return report_usage(command, SAY_EXPECTED_O_OUT);
	if (given->since && !tensen_date_parse(&given->filter.rest.since, given->since, 0))
		given->scan.since = given->since;
	/* the first night has no OUT to compare with */
	if (given->scan.replace && given->scan.since && !strcmp(given->out, given->scan.since) &&
	    access(given->out, F_OK) != 0)
		given->scan.since = NULL;
	given->scan.lang = (tensen_lang)opts->lang;
	return filter_resolve(&given->scan.filter, command, &given->filter, opts);
}

static tensen_status
cmd_scan_write(tensen_index *ix, void *payload, tensen_result **out, tensen_error *err)
{
	scan_args *a = payload;

	return tensen_scan(ix, a->out, &a->scan, out, err);
}

static exit_code
cmd_scan_run(const command_line *line, scan_args *given, const common *opts)
{
	const char *const inputs[] = {given->scan.since, NULL};
	const report_files files = {line->words[0], inputs};
	progress bar = common_progress(opts);

	given->scan.progress = progress_step;
	given->scan.progress_payload = &bar;
	return index_ask(&files, cmd_scan_write, given, &bar, opts);
}

exit_code
cmd_scan(common *c, int argc, char **argv)
{
	scan_args a = {.scan = TENSEN_SCAN_OPTS_INIT};
	command_line line = {TAKES_INDEX("scan", "FILE -o OUT [OPTION...]"),
	    .summary = {"開放特許すべての用途仮説をファイルに書き、全体で順位を付ける。",
		"Ideas for every open patent, in a file, ranked over the whole corpus."},
	    .notes = {"OUT は JSONL（src/result/JSON.md）。途中で止めても、同じ命令で続きから書き、"
		      "同じ\nファイルになる。絞り込みは調べる特許にかかる（--out-of-field は"
		      "根拠文献に）。\n--since に日付を与えると絞り込みになる。\n"
		      "OUT_OLD より新しいものがなければ終了コード 1。",
		"OUT is JSONL (src/result/JSON.md).  Stopped at any moment, the same command goes\n"
		"on and the file ends up the same.  Filters choose the patents (--out-of-field:\n"
		"their evidence).  --since with a date is a filter.  Exit code 1 when nothing is\n"
		"new since OUT_OLD."},
	    .groups = {{{"全件調査", "Scan"}, scan_table, &a}, {FILTER_GROUP(&a.filter)},
		{OUTPUT_GROUP(list_output, c)}, {FILES_GROUP(c)}, {WORDS_GROUP(c)}}};
	exit_code code;

	a.scan.k = 8;
	if (!options_parse(&line, c->lang, argc, argv, &code) ||
	    (code = scan_resolve(&a, line.command, c)) != EXIT_OK)
		return code;
	return cmd_scan_run(&line, &a, c);
}
