/* cli/commands/cmd_scan.c - tensen scan FILE -o OUT
 *
 * --since has two meanings here: the file of an earlier scan, or, as in every command with
 * filters, a date.  A word that reads as a date is a date; a file of that name is given as
 * ./2010. */
#include "cli/commands/command.h"
#include "cli/terminal/progress.h"

typedef struct args {
	tensen_scan_opts scan;
	const char *out, *since;
	model_args model;
} args;

#define AT(member) offsetof(args, member)
static const opt table[] = {{'o', "output", OPT_STRING, AT(out), "OUT",
				.help = {"書き込むファイル（途中までのものなら続きから）",
				    "file to write, or to go on with if it is unfinished"}},
    {0, "since", OPT_STRING, AT(since), "OUT_OLD",
	.help = {"前回の OUT より新しいもの・変わったもの",
	    "only what is new or has moved since then"}},
    {0, "top", OPT_U32, AT(scan.top), "N", .min = 1,
	.help = {"画面に出す仮説の数", "ideas to print"},
	.unset = {"10、--since ではすべて", "10, all with --since"}},
    {0, "all", OPT_SET, AT(scan.closed), NULL, .value = 1,
	.help = {"開放特許に限らない", "patents that are not open, too"}},
    {'k', "count", OPT_U32, AT(scan.k), "N", .min = 1, .max = TENSEN_IDEAS_MAX,
	.help = {"特許ごとの仮説の数", "ideas per patent"}},
    {OPT_BOLDNESS(scan.boldness)}, {OPT_EVIDENCE(scan.evidence)}, {OPT_SEED(scan.seed)},
    {OPT_THREADS(scan.threads),
	.help = {"スレッド数（ファイルは変わらない）", "threads (the file does not depend on it)"}},
    {.name = NULL}};
#undef AT

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
	tensen_status st = model_open(&model, &a->model, a->scan.progress_payload, err);

	if (st == TENSEN_OK && model) {
		a->scan.asking = ask_model;
		a->scan.asking_payload = model;
		a->scan.asker = reader_name(model);
	}
	if (st == TENSEN_OK)
		st = tensen_scan(ix, a->out, &a->scan, out, err);
	reader_close(model);
	return st;
}

static exit_code
run(const command_line *line, args *a, const common *c)
{
	const char *const inputs[] = {a->scan.since, NULL};
	const report_files files = {line->words[0], inputs};
	progress bar = common_progress(c);

	a->model.index = line->words[0];
	a->scan.lang = (tensen_lang)c->lang;
	a->scan.progress = progress_step;
	a->scan.progress_payload = &bar;
	return index_ask(&files, scan, a, &bar, c);
}

exit_code
cmd_scan(common *c, int argc, char **argv)
{
	args a = {.scan = TENSEN_SCAN_OPTS_INIT, .model = MODEL_ARGS(c)};
	filter_args filter = {.since = 0};
	command_line line = {.command = "scan",
	    .usage = "FILE -o OUT [OPTION...]",
	    .wanted = {1, 1, "an index"},
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
	    .groups = {{{"全件調査", "Scan"}, table, &a}, {FILTER_GROUP(&filter)},
		{MODEL_GROUP(&a.model)}, {OUTPUT_GROUP(list_output, c)}, {FILES_GROUP(c)},
		{WORDS_GROUP(c)}}};
	exit_code code;

	a.scan.k = 5;
	a.scan.evidence = 1;
	if (!options_parse(&line, c->lang, argc, argv, &code))
		return code;
	if (!a.out)
		return report_usage(line.command, "expected -o OUT, the file to write");
	if (a.since && !tensen_date_parse(&filter.since, a.since, 0))
		a.scan.since = a.since;
	if ((code = filter_resolve(&a.scan.filter, line.command, &filter, c)) != EXIT_OK)
		return code;
	return run(&line, &a, c);
}
