/* cli/commands/cmd_merge.c - tensen merge -o FILE PART... */
#include "cli/commands/command.h"
#include "cli/steps/inputs.h"

typedef struct args {
	const char *output, *stats;
	tensen_build_opts build;
} args;

#define AT(member) offsetof(args, member)
static const opt table[] = {{'o', "output", OPT_STRING, AT(output), "FILE",
				.help = {"作る索引（必須）", "the index to make (required)"}},
    {0, "stats", OPT_STRING, AT(stats), "FILE",
	.help = {"段階ごとの時間とメモリーを JSON で書く",
	    "write the time of each stage and the memory as JSON"}},
    {OPT_MEMORY(build.memory)},
    {OPT_THREADS(build.threads), .help = {"スレッド数（結果は変わらない）",
				     "threads (the bytes of the index do not depend on it)"}},
    {.name = NULL}};
#undef AT

static exit_code
merge(args *a, const common *c, const command_line *line)
{
	const report_files files = {line->words[0], NULL};
	progress bar = common_progress(c);
	stats told = {line->command, a->output, a->stats, &bar, NULL};
	tensen_result *r = NULL;
	tensen_error err = {0};
	tensen_status st;

	a->build.dictionary = c->open.dictionary;
	a->build.user_dic = c->open.user_dic;
	a->build.models = c->open.models;
	a->build.progress = progress_step;
	a->build.progress_payload = &bar;
	st = tensen_merge(&r, a->output, line->words, line->n_words, &a->build, &err);
	progress_end(&bar);
	return inputs_finish(&told, st, r, &err, &files, c);
}

exit_code
cmd_merge(common *c, int argc, char **argv)
{
	args a = {.build = TENSEN_BUILD_OPTS_INIT};
	command_line line = {.command = "merge",
	    .usage = "-o FILE PART... [OPTION...]",
	    .wanted = {1, SIZE_MAX, "index files, or the folder of the shards"},
	    .summary = {"tensen-mpi の断片（フォルダーでもよい）を一つの索引 FILE にまとめる。",
		"Unite the shards of tensen-mpi (files, or their folder) into the index FILE."},
	    .notes = {"まとめた索引は、断片の数によらない。",
		"The index does not depend on the number of shards."},
	    .groups = {
		{{"索引", "Index"}, table, &a}, {OUTPUT_GROUP(plain_output, c)}, {WORDS_GROUP(c)}}};
	exit_code code;

	if (!options_parse(&line, c->lang, argc, argv, &code))
		return code;
	if (!a.output)
		return report_usage(line.command, "expected -o FILE");
	if ((code = report_target(a.output, line.words[0])) != EXIT_OK)
		return code;
	return merge(&a, c, &line);
}
