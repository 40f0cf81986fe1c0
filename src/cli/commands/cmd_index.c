/* cli/commands/cmd_index.c - tensen index -o FILE INPUT... */
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <tensen/messages.h>
#include "cli/commands/command.h"
#include "cli/steps/inputs.h"
#include "cli/steps/vectors.h"
#include "cli/terminal/progress.h"

typedef struct args {
	const char *output, *stats;
	opt_list columns;
	tensen_build_opts build;
	int replace;
	vectors_args vectors;
} args;

#define AT(member) offsetof(args, member)
static const opt table[] = {{'o', "output", OPT_STRING, AT(output), "FILE",
				.help = {"作る索引（必須）", "the index to make (required)"}},
    OPT_INPUTS(build), OPT_MODEL(build),
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

/* A slip such as "-o patents.csv" must not replace a corpus by an index, and renaming over
 * /dev/null must not replace a device. */
static exit_code
check_output(const char *path, int replace)
{
	static const char magic[] = "TENSEN";
	char head[sizeof magic - 1];
	struct stat sb;
	size_t n;
	FILE *f;

	if (stat(path, &sb) < 0)
		return EXIT_OK; /* no such file: writing reports it if it cannot be made */
	if (!S_ISREG(sb.st_mode)) {
		return report_refusal(EXIT_USAGE, path, SAY_NOT_REGULAR_FILE);
	}
	if (replace || sb.st_size == 0)
		return EXIT_OK;
	if (!(f = fopen(path, "rb")))
		return report_errno(path, errno, EXIT_SYSTEM);
	n = fread(head, 1, sizeof head, f);
	fclose(f);
	if (n == sizeof head && memcmp(head, magic, n) == 0)
		return EXIT_OK;
	return report_refusal(EXIT_USAGE, path, SAY_EXISTS_AND_NOT);
}

/* ---- --user-dic as people write it (CSV), compiled ---- */

#define TOOL "/usr/lib/mecab/mecab-dict-index"
#define DIC_MAGIC 0xef718f77u /* xor of a compiled file's size and its first number */

typedef struct userdic {
	int fd;        /* of the compiled file, in memory; -1 when nothing was compiled */
	char path[64]; /* of it */
} userdic;

/* 1 compiled, 0 not, -1 with errno. */
static int
is_compiled(const char *path)
{
	struct stat sb;
	uint32_t first = 0;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n;

	if (fd < 0)
		return -1;
	n = fstat(fd, &sb) == 0 ? read(fd, &first, sizeof first) : -1;
	close(fd);
	return n < 0 ? -1 : n == sizeof first && (first ^ DIC_MAGIC) == (uint64_t)sb.st_size;
}

/* The exit code of the tool, -1 if it did not run.  The tool (Debian: mecab-utils) is a program
 * and not part of libmecab.  Its messages are dropped: they are not written for users. */
static int
run_tool(const char *csv, const char *out, const char *dictionary)
{
	const char *argv[] = {"mecab-dict-index", "-d", dictionary, "-u", out, "-f", "utf-8", "-t",
	    "utf-8", csv, NULL};
	char *none[] = {NULL};
	posix_spawn_file_actions_t quiet;
	int status = -1, failed;
	pid_t pid;

	posix_spawn_file_actions_init(&quiet);
	posix_spawn_file_actions_addopen(&quiet, 1, "/dev/null", O_WRONLY, 0);
	posix_spawn_file_actions_addopen(&quiet, 2, "/dev/null", O_WRONLY, 0);
	failed = posix_spawn(&pid, TOOL, &quiet, NULL, (char *const *)(uintptr_t)argv, none);
	posix_spawn_file_actions_destroy(&quiet);
	if (failed)
		return -1;
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

static void
userdic_end(userdic *words_of)
{
	if (words_of->fd >= 0)
		close(words_of->fd);
	words_of->fd = -1;
}

/* *file is what --user-dic names.  When it is not compiled yet, MeCab's own tool compiles it into
 * a file in memory, and *file points there until userdic_end(). */
static exit_code
userdic_begin(userdic *words_of, const char **file, const char *dictionary)
{
	int compiled = *file ? is_compiled(*file) : 1, code;

	words_of->fd = -1;
	if (compiled < 0)
		return report_errno(*file, errno, EXIT_INPUT);
	if (compiled)
		return EXIT_OK;
	if (access(TOOL, X_OK) != 0)
		return report_refusal(EXIT_SYSTEM, TOOL, SAY_NEEDED_TO_COMPILE);
	if ((words_of->fd = memfd_create("tensen-user-dic", MFD_CLOEXEC)) < 0)
		return report_errno("memfd", errno, EXIT_SYSTEM);
	/* with the number of this process: for the tool, /proc/self is another process */
	snprintf(
	    words_of->path, sizeof words_of->path, "/proc/%ld/fd/%d", (long)getpid(), words_of->fd);
	code = run_tool(*file, words_of->path, dictionary ? dictionary : TENSEN_DEFAULT_DICTIONARY);
	if (code != 0 || is_compiled(words_of->path) != 1) {
		userdic_end(words_of);
		return report_refusal(EXIT_INPUT, *file, SAY_NEITHER_COMPILED_USER);
	}
	*file = words_of->path;
	return EXIT_OK;
}

static tensen_status
cmd_build(tensen_result **out, void *payload, const writing *wr, progress *bar, tensen_error *err)
{
	args *a = payload;
	vectors_files vectors;
	tensen_status st = vectors_open(&vectors, &a->vectors, a->output, wr->c, bar, err);

	build_with(&a->build, wr->c, bar);
	if (st == TENSEN_OK)
		st = tensen_build(
		    out, a->output, wr->line->words, wr->line->n_words, &a->build, err);
	if (st == TENSEN_OK)
		st = vectors_put(&vectors, &a->vectors, a->output, wr->c, err);
	vectors_close(&vectors);
	return st;
}

exit_code
cmd_index(common *c, int argc, char **argv)
{
	args a = {.build = TENSEN_BUILD_OPTS_INIT};
	command_line line = {TAKES_INPUTS("index", "-o FILE INPUT... [OPTION...]"),
	    .summary = {"ファイルやフォルダーの特許を読み、索引 FILE を作る（- は標準入力）。",
		"Read patents from files and folders (-: standard input) into the index FILE."},
	    .notes = {"読める形式: J-PlatPat と開放特許の CSV、公報 XML、JSON、JSONL、CSV、TSV、\n"
		      ".xlsx、.txt（名前で指定したとき）、その .gz .zst .xz .bz2、\n"
		      ".zip .tar .tar.gz .tar.zst .tar.xz の中\n"
		      "--column の項目: id title abstract problem means effect description "
		      "products\n"
		      "claims ipc fi cpc fterm applicants date status open license license_id "
		      "numbers\n"
		      "url lang\n"
		      "読めないファイルがあれば、すべて名前を挙げ、何も書かずに 3 で終わる。\n"
		      "古い索引は、新しい索引が完成して初めて置き換わる。",
		"Read are: CSV of J-PlatPat and of open patents, gazettes (XML), JSON, JSONL,\n"
		"CSV, TSV, .xlsx, .txt that is named; as .gz .zst .xz .bz2; in .zip .tar\n"
		".tar.gz .tar.zst .tar.xz\n"
		"Keys of --column: id title abstract problem means effect description products\n"
		"claims ipc fi cpc fterm applicants date status open license license_id numbers\n"
		"url lang\n"
		"Bad files are all named, nothing is written, and the code is 3.\n"
		"An old index is replaced only when the new one is complete and on disk."},
	    .groups = {{{"索引", "Index"}, table, &a}, {VECTORS_GROUP(&a.vectors)},
		{OUTPUT_GROUP(plain_output, c)}, {WORDS_GROUP(c)}}};
	common with;
	userdic dic;
	exit_code code;

	if (!options_parse(&line, c->lang, argc, argv, &code))
		return code;
	if (!a.output)
		return report_usage(line.command, SAY_EXPECTED_O_FILE);
	with = *c; /* its user dictionary is a compiled one */
	if ((code = check_output(a.output, a.replace)) != EXIT_OK ||
	    (code = userdic_begin(&dic, &with.open.user_dic, c->open.dictionary)) != EXIT_OK)
		return code;
	a.build.columns = a.columns.n ? a.columns.v : NULL;
	code = writing_run(&(writing){&line, a.output, a.stats, &(report_files){NULL, line.words},
			       &with, a.build.skip_bad, a.build.report},
	    cmd_build, &a);
	userdic_end(&dic);
	return code;
}
