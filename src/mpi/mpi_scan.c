/* mpi/mpi_scan.c - tensen-mpi scan: `tensen scan` by the ranks of an MPI job.
 *
 * Every rank answers a part of each window of patents, rank 0 writes their lines in order: the file
 * is that of `tensen scan`, and each of the two programs continues an unfinished file. */
#include "cli/steps/scan.h"
#include "cli/terminal/progress.h"
#include "mpi/command.h"

static tensen_status
mpi_scan_scan(tensen_index *ix, void *payload, tensen_result **out, tensen_error *err)
{
	const scan_args *a = payload;

	return tensen_scan(ix, a->out, &a->scan, out, err);
}

static exit_code
mpi_run(const command_line *line, scan_args *given, const common *opts)
{
	const char *const inputs[] = {given->scan.since, NULL};
	const report_files files = {line->words[0], inputs};
	progress bar = common_progress(opts);

	given->scan.team = opts->team;
	if (!given->scan.threads)
		given->scan.threads = opts->threads;
	given->scan.progress = progress_step;
	given->scan.progress_payload = &bar;
	return index_ask(&files, mpi_scan_scan, given, &bar, opts);
}

exit_code
mpi_scan(common *c, int argc, char **argv)
{
	scan_args a = SCAN_ARGS_INIT;
	command_line line = {.program = "tensen-mpi",
	    TAKES_INDEX("scan", "FILE -o OUT [OPTION...]"),
	    .summary = {"開放特許すべての用途仮説を、MPI の全ランクで分担してファイルに書く。",
		"Ideas for every open patent, in a file, by all ranks of an MPI job."},
	    .notes = {"OUT はランク 0 が書き、tensen scan のものと同じになる。途中で止めても、"
		      "ランク数を変えても、続きから書く。",
		"Rank 0 writes OUT, which is that of tensen scan.  Stopped at any moment, the "
		"same\n"
		"command goes on, also with another number of ranks."},
	    .groups = {{SCAN_GROUP(&a)}, {FILTER_GROUP(&a.filter)}, {OUTPUT_GROUP(list_output, c)},
		{FILES_GROUP(c)}, {WORDS_GROUP(c)}}};
	exit_code code;

	scan_defaults(&a);
	if (!options_parse(&line, c->lang, argc, argv, &code) ||
	    (code = scan_resolve(&a, line.command, c)) != EXIT_OK)
		return code;
	return mpi_run(&line, &a, c);
}
