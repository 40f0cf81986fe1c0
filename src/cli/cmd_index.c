/* cli/cmd_index.c - tensen index -o FILE INPUT... */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include "cli/command.h"
#include "cli/stats.h"
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
    {0, "input-format", OPT_STRING, AT(build.format), "NAME",
	.help = {"入力の形式（jsonl, jplatpat, plidb, gazette, table, text）",
	    "jsonl, jplatpat, plidb, gazette, table or text"},
	.unset = {"内容から判定", "from content"}},
    {0, "encoding", OPT_STRING, AT(build.encoding), "NAME",
	.help = {"入力の文字コード", "character encoding of the input"},
	.unset = {"内容から判定", "from content"}},
    {0, "column", OPT_LIST, AT(columns), "KEY=NAME",
	.help = {"表の列の対応（例 id=公報番号、繰り返し可）",
	    "a column of a table, e.g. id=Number; again for more"}},
    {0, "strict", OPT_SET, AT(build.strict), NULL, .value = 1,
	.help = {"不備な記録が一つでもあれば中止", "stop at the first bad record"}},
    {0, "report", OPT_STRING, AT(build.report), "FILE",
	.help = {"読み取りの明細を JSONL で書く", "write the reading account as JSONL"}},
    {0, "stats", OPT_STRING, AT(stats), "FILE",
	.help = {"段階ごとの時間とメモリーを JSON で書く",
	    "write the time of each stage and the memory as JSON"}},
    {0, "dims", OPT_U32, AT(build.dims), "N", .min = 1, .max = 1024,
	.help = {"LSA の次元数", "LSA dimensions"}, .unset = {"件数から", "from corpus size"}},
    {0, "min-df", OPT_U32, AT(build.min_df), "N", .min = 1,
	.help = {"これより少ない文献にしかない語を捨てる", "drop terms of fewer documents"},
	.unset = {"件数から", "from corpus size"}},
    {0, "max-terms", OPT_U32, AT(build.max_terms), "N", .min = 1,
	.help = {"用語の数の上限（まれな語から捨てる）",
	    "most terms to keep, the rarest are dropped"},
	.unset = {"500000、メモリーが足りなければ少なく", "500000, fewer if memory is short"}},
    {0, "memory", OPT_SIZE, AT(build.memory), "SIZE",
	.help = {"使うメモリーの上限（例 4G, 512M）", "memory to use at most, e.g. 4G, 512M"},
	.unset = {"4G", "4G"}},
    {0, "seed", OPT_U64, AT(build.seed), "N", .help = {"乱数の種", "seed of the random numbers"}},
    {'j', "threads", OPT_U32, AT(build.threads), "N", .max = 1024,
	.help = {"スレッド数（結果は変わらない）",
	    "threads (the bytes of the index do not depend on it)"},
	.unset = {"全コア", "all cores"}},
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

/* Before hours of reading: is everything there. */
static exit_code
check_inputs(const char *const *inputs)
{
	struct stat sb;

	for (; *inputs; inputs++)
		if (strcmp(*inputs, "-") != 0 && stat(*inputs, &sb) < 0)
			return report_errno(*inputs, errno, EXIT_INPUT);
	return EXIT_OK;
}

static exit_code
build(args *a, const common *c, const command_line *line)
{
	const report_files files = {NULL, line->words};
	progress bar = common_progress(c);
	stats told = {line->command, a->output, a->stats, &bar, NULL};
	exit_code code, finished;
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
	told.result = r;
	if (st == TENSEN_OK)
		stats_say(&told, c);
	code = stats_write(&told, st < 0 ? report_code(&err, &files) : EXIT_OK);
	finished = common_finish(st, r, &err, &files, c);
	return finished == EXIT_OK ? code : finished;
}

exit_code
cmd_index(int argc, char **argv)
{
	args a = {.build = TENSEN_BUILD_OPTS_INIT};
	common c;
	command_line line = {.command = "index",
	    .usage = "-o FILE INPUT... [OPTION...]",
	    .summary = {"ファイルやフォルダーの特許を読み、索引 FILE を作る（- は標準入力）。",
		"Read patents from files and folders (-: standard input) into the index FILE."},
	    .notes = {"古い索引は、新しい索引が完成して初めて置き換わる。",
		"An old index is replaced only when the new one is complete and on disk."},
	    .groups = {{{"索引", "Index"}, table, &a}, COMMON_GROUP(&c)}};
	exit_code code;

	common_init(&c, argc, argv);
	if (!common_parse(&line, &c, argc, argv, &code))
		return code;
	if (!a.output)
		return report_usage(line.command, "expected -o FILE");
	if ((code = common_words(&line, 1, SIZE_MAX, "files or folders to read")) != EXIT_OK ||
	    (code = check_inputs(line.words)) != EXIT_OK ||
	    (code = check_output(a.output, a.replace)) != EXIT_OK)
		return code;
	return build(&a, &c, &line);
}
