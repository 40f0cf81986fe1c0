/* cli/commands/cmd_merge.c - tensen merge -o FILE PART... */
#include <sys/stat.h>
#include <tensen/messages.h>
#include "cli/commands/command.h"
#include "cli/steps/inputs.h"

typedef struct args {
	const char *output, *stats;
	int joint;
	tensen_build_opts build;
} args;

#define AT(member) offsetof(args, member)
static const opt table[] = {{'o', "output", OPT_STRING, AT(output), "FILE",
				.help = {"作る索引（--joint のほかは必須）",
				    "the index to make (required without --joint)"}},
    {0, "joint", OPT_SET, AT(joint), NULL, .value = 1,
	.help = {"一つにまとめず、断片をそのまま一つの索引として使うためのファイルを作る",
	    "unite nothing: make the joint file with which the parts answer as one index"}},
    {0, "stats", OPT_STRING, AT(stats), "FILE",
	.help = {"段階ごとの時間とメモリーを JSON で書く",
	    "write the time of each stage and the memory as JSON"}},
    {OPT_MEMORY(build.memory)},
    {OPT_THREADS(build.threads), .help = {"スレッド数（結果は変わらない）",
				     "threads (the bytes of the index do not depend on it)"}},
    {.name = NULL}};
#undef AT

static tensen_status
cmd_merge_write(
    tensen_result **out, void *payload, const writing *wr, progress *bar, tensen_error *err)
{
	args *a = payload;

	build_with(&a->build, wr->c, bar);
	tensen_status st =
	    tensen_merge(out, a->output, wr->line->words, wr->line->n_words, &a->build, err);

	/* what was read of the parts goes with them, and who is asked for vectors */
	for (size_t i = 0; st == TENSEN_OK && i < wr->line->n_words; i++)
		st = tensen_readings_carry(a->output, wr->line->words[i], err);
	for (size_t i = 0; st == TENSEN_OK && i < wr->line->n_words; i++)
		st = embed_carry(a->output, wr->line->words[i], err);
	return st;
}

/* The joint file; in the folder of the parts unless -o gives a path. */
static exit_code
cmd_join(args *with, const common *opts, const command_line *line)
{
	char place[4096];
	struct stat sb;
	progress bar;
	tensen_error err = {0};
	tensen_status st;

	snprintf(place, sizeof place, "%s/joint.tensen", line->words[0]);
	if (with->output)
		snprintf(place, sizeof place, "%s", with->output);
	else if (line->n_words != 1 || stat(line->words[0], &sb) != 0 || !S_ISDIR(sb.st_mode))
		return report_usage(line->command, SAY_EXPECTED_O_FILE_OR);
	bar = common_progress(opts);
	build_with(&with->build, opts, &bar);
	st = tensen_join(place, line->words, line->n_words, &with->build, &err);
	progress_end(&bar);
	if (st < 0)
		return report_error(&err, &(report_files){line->words[0], NULL});
	if (!opts->quiet && stat(place, &sb) == 0)
		fprintf(stderr, "tensen: %s: %.1f MB, %.1f s\n", place, (double)sb.st_size / 1e6,
		    progress_seconds(&bar));
	return EXIT_OK;
}

exit_code
cmd_merge(common *c, int argc, char **argv)
{
	args a = {.build = TENSEN_BUILD_OPTS_INIT};
	command_line line = {.command = "merge",
	    .usage = "-o FILE PART... [OPTION...]",
	    .wanted = {1, SIZE_MAX, SAY_INDEX_FILES_OR},
	    .summary = {"tensen-mpi の断片（フォルダーでもよい）を一つの索引 FILE にまとめる。",
		"Unite the shards of tensen-mpi (files, or their folder) into the index FILE."},
	    .notes = {"まとめた索引は、断片の数によらない。--joint は断片の本文を写さない。",
		"The index does not depend on the number of shards.  --joint copies no text."},
	    .groups = {
		{{"索引", "Index"}, table, &a}, {OUTPUT_GROUP(plain_output, c)}, {WORDS_GROUP(c)}}};
	exit_code code;

	if (!options_parse(&line, c->lang, argc, argv, &code))
		return code;
	if (!a.output && !a.joint)
		return report_usage(line.command, SAY_EXPECTED_O_FILE);
	if (a.output && (code = report_target(a.output, line.words[0])) != EXIT_OK)
		return code;
	if (a.joint)
		return cmd_join(&a, c, &line);
	return writing_run(
	    &(writing){&line, a.output, a.stats, &(report_files){line.words[0], NULL}, c, 0, NULL},
	    cmd_merge_write, &a);
}
