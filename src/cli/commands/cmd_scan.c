/* cli/commands/cmd_scan.c - tensen scan FILE -o OUT */
#include "cli/commands/command.h"
#include "cli/steps/scan.h"
#include "cli/terminal/progress.h"

typedef struct args {
	scan_args of;
	model_args model;
} args;

/* A patent that the model did not answer is not written: the next run goes on there. */
static tensen_status
ask_model(tensen_searcher *s, const char *id, tensen_asking *out, void *payload, tensen_error *err)
{
	const tensen_query q = {.size = sizeof q, .id = id};
	const tensen_filter all = {0};
	tensen_status st = reader_help(payload, s, &q, &all, out, err);

	if (st == TENSEN_OK && reader_ended(payload))
		return model_ended(err);
	return st;
}

static tensen_status
scan(tensen_index *ix, void *payload, tensen_result **out, tensen_error *err)
{
	args *a = payload;
	reader *model = NULL;
	tensen_status st = model_open(&model, &a->model, a->of.scan.progress_payload, err);

	if (st == TENSEN_OK && model) {
		a->of.scan.asking = ask_model;
		a->of.scan.asking_payload = model;
		a->of.scan.asker = reader_name(model);
	}
	if (st == TENSEN_OK)
		st = tensen_scan(ix, a->of.out, &a->of.scan, out, err);
	reader_close(model);
	return st;
}

static exit_code
run(const command_line *line, args *a, const common *c)
{
	const char *const inputs[] = {a->of.scan.since, NULL};
	const report_files files = {line->words[0], inputs};
	progress bar = common_progress(c);

	a->model.index = line->words[0];
	a->of.scan.progress = progress_step;
	a->of.scan.progress_payload = &bar;
	return index_ask(&files, scan, a, &bar, c);
}

exit_code
cmd_scan(common *c, int argc, char **argv)
{
	args a = {.of = SCAN_ARGS_INIT, .model = MODEL_ARGS(c)};
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
	    .groups = {{SCAN_GROUP(&a.of)}, {FILTER_GROUP(&a.of.filter)}, {MODEL_GROUP(&a.model)},
		{OUTPUT_GROUP(list_output, c)}, {FILES_GROUP(c)}, {WORDS_GROUP(c)}}};
	exit_code code;

	scan_defaults(&a.of);
	if (!options_parse(&line, c->lang, argc, argv, &code) ||
	    (code = scan_resolve(&a.of, line.command, c)) != EXIT_OK)
		return code;
	return run(&line, &a, c);
}
