/* cli/cmd_index.c - tensen index -o FILE INPUT... */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include "cli/command.h"
#include "cli/inputs.h"
#include "cli/userdic.h"

typedef struct args {
	const char *output, *stats;
	opt_list columns;
	tensen_build_opts build;
	int replace;
} args;

#define AT(member) offsetof(args, member)
static const opt table[] = {{'o', "output", OPT_STRING, AT(output), "FILE",
				.help = {"作る索引（必須）", "the index to make (required)"}},
    OPT_INPUTS(build),
    {0, "dims", OPT_U32, AT(build.dims), "N", .min = 1, .max = TENSEN_DIMS_MAX,
	.help = {"LSA の次元数", "LSA dimensions"}, .unset = {"件数から", "from corpus size"}},
    {0, "min-df", OPT_U32, AT(build.min_df), "N", .min = 1,
	.help = {"これより少ない文献にしかない語を捨てる", "drop terms of fewer documents"},
	.unset = {"件数から", "from corpus size"}},
    {0, "max-terms", OPT_U32, AT(build.max_terms), "N", .min = 1,
	.help = {"用語の数の上限（まれな語から捨てる）",
	    "most terms to keep, the rarest are dropped"},
	.unset = {"500000、メモリーが足りなければ少なく", "500000, fewer if memory is short"}},
    {OPT_MEMORY(build.memory)}, {OPT_SEED(build.seed)},
    {OPT_THREADS(build.threads), .help = {"スレッド数（結果は変わらない）",
				     "threads (the bytes of the index do not depend on it)"}},
    {0, "replace", OPT_SET, AT(replace), NULL, .value = 1,
	.help = {"FILE が索引でなくても置き換える", "replace FILE even if it is not an index"}},
    {.name = NULL}};
#undef AT

/* A slip such as "-o patents.csv" must not cost the user a corpus, and renaming
 * over /dev/null must not cost root a device. */
static exit_code
check_output(const char *path, int replace)
{
	static const char magic[] = "TENSEN";
	char head[sizeof magic - 1];
	struct stat sb;
	size_t n;
	FILE *f;

	if (stat(path, &sb) < 0)
		return EXIT_OK; /* not there: writing will say if it cannot be */
	if (!S_ISREG(sb.st_mode)) {
		return report_refusal(EXIT_USAGE, path, "not a regular file, not replaced");
	}
	if (replace || sb.st_size == 0)
		return EXIT_OK;
	if (!(f = fopen(path, "rb")))
		return report_errno(path, errno, EXIT_SYSTEM);
	n = fread(head, 1, sizeof head, f);
	fclose(f);
	if (n == sizeof head && memcmp(head, magic, n) == 0)
		return EXIT_OK;
	return report_refusal(
	    EXIT_USAGE, path, "exists and is not an index, not replaced (--replace does)");
}

static exit_code
build(args *a, const common *c, const command_line *line)
{
	const report_files files = {NULL, line->words};
	progress bar = common_progress(c);
	stats told = {line->command, a->output, a->stats, &bar, NULL};
	exit_code code;
	userdic dic;
	tensen_result *r = NULL;
	tensen_error err = {0};
	tensen_status st;

	a->build.columns = a->columns.n ? a->columns.v : NULL;
	a->build.dictionary = c->open.dictionary;
	a->build.user_dic = c->open.user_dic;
	a->build.models = c->open.models;
	if ((code = userdic_begin(&dic, &a->build.user_dic, a->build.dictionary)) != EXIT_OK)
		return code;
	a->build.progress = progress_step;
	a->build.progress_payload = &bar;
	st = tensen_build(&r, a->output, line->words, line->n_words, &a->build, &err);
	progress_end(&bar);
	userdic_end(&dic);
	return inputs_finish(&told, st, r, &err, &files, c);
}

exit_code
cmd_index(common *c, int argc, char **argv)
{
	args a = {.build = TENSEN_BUILD_OPTS_INIT};
	command_line line = {.command = "index",
	    .usage = "-o FILE INPUT... [OPTION...]",
	    .wanted = {1, SIZE_MAX, "files or folders to read"},
	    .summary = {"ファイルやフォルダーの特許を読み、索引 FILE を作る（- は標準入力）。",
		"Read patents from files and folders (-: standard input) into the index FILE."},
	    .notes = {"古い索引は、新しい索引が完成して初めて置き換わる。",
		"An old index is replaced only when the new one is complete and on disk."},
	    .groups = {
		{{"索引", "Index"}, table, &a}, {OUTPUT_GROUP(plain_output, c)}, {WORDS_GROUP(c)}}};
	exit_code code;

	if (!options_parse(&line, c->lang, argc, argv, &code))
		return code;
	if (!a.output)
		return report_usage(line.command, "expected -o FILE");
	if ((code = inputs_check(line.words)) != EXIT_OK ||
	    (code = check_output(a.output, a.replace)) != EXIT_OK)
		return code;
	return build(&a, c, &line);
}
