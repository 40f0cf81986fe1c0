/* cli/commands/cmd_scan.c - tensen scan FILE -o OUT */
#include "cli/commands/command.h"
#include "cli/steps/scan.h"
#include "cli/terminal/progress.h"

static tensen_status
cmd_scan_scan(tensen_index *ix, void *payload, tensen_result **out, tensen_error *err)
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
	return index_ask(&files, cmd_scan_scan, given, &bar, opts);
}

exit_code
cmd_scan(common *c, int argc, char **argv)
{
	scan_args a = SCAN_ARGS_INIT;
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
	    .groups = {{SCAN_GROUP(&a)}, {FILTER_GROUP(&a.filter)}, {OUTPUT_GROUP(list_output, c)},
		{FILES_GROUP(c)}, {WORDS_GROUP(c)}}};
	exit_code code;

	scan_defaults(&a);
	if (!options_parse(&line, c->lang, argc, argv, &code) ||
	    (code = scan_resolve(&a, line.command, c)) != EXIT_OK)
		return code;
	return cmd_scan_run(&line, &a, c);
}
