/* cli/commands/cmd_update.c - tensen update FILE INPUT... [--delete IDS|@FILE] [--retrain] */
#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>
#include <tensen/messages.h>
#include "cli/commands/command.h"
#include "cli/steps/inputs.h"
#include "cli/steps/vectors.h"

typedef struct args {
	const char *stats;
	opt_list columns, delete;
	tensen_build_opts build;
	tensen_update_opts update;
	vectors_args vectors;
} args;

#define AT(member) offsetof(args, member)
static const opt table[] = {
    {0, "delete", OPT_LIST, AT(delete), "IDS",
	.help = {"この番号の文献を除く\n（コンマ区切り、@FILE なら一行一件、"
		 "繰り返し可）",
	    "take these documents out: ids joined by commas,\n"
	    "or @FILE with one a line; again for more"}},
    {0, "retrain", OPT_SET, AT(update.retrain), NULL, .value = 1,
	.help = {"語の重み、モデル、ベクトルを作り直す\n（文章は読み直さない）",
	    "make word weights, model and vectors anew\n(texts are not read again)"}},
    {0, "wait", OPT_U32, AT(update.wait), "SECONDS", .max = 86400,
	.help = {"ほかの更新が終わるのを待つ秒数", "wait so long for another update to end"}},
    OPT_INPUTS(build), {OPT_MEMORY(build.memory)},
    {OPT_THREADS(build.threads), .help = {"スレッド数（結果は変わらない）",
				     "threads (the bytes of the index do not depend on it)"}},
    {.name = NULL}};
#undef AT

static exit_code
check_index(const char *index)
{
	struct stat sb;

	if (stat(index, &sb) < 0)
		return report_errno(index, errno, EXIT_INDEX);
	if (!S_ISREG(sb.st_mode))
		return report_refusal(EXIT_INDEX, index, SAY_NO_REGULAR_FILE);
	if (access(index, R_OK) < 0)
		return report_errno(index, errno, EXIT_INDEX);
	return EXIT_OK;
}

static tensen_status
cmd_update_write(
    tensen_result **out, void *payload, const writing *output, progress *bar, tensen_error *err)
{
	args *a = payload;
	vectors_files vectors;
	tensen_status st;

	build_with(&a->build, output->c, bar);
	a->update.build = &a->build;
	st = vectors_open(&vectors, &a->vectors, output->line->words[0], output->c, bar, err);
	if (st == TENSEN_OK)
		st = tensen_update(out, output->line->words[0], output->line->words + 1,
		    output->line->n_words - 1, &a->update, err);
	if (st == TENSEN_OK)
		st = vectors_put(&vectors, &a->vectors, output->line->words[0], output->c, err);
	vectors_close(&vectors);
	return st;
}

exit_code
cmd_update(common *c, int argc, char **argv)
{
	args a = {
	    .build = TENSEN_BUILD_OPTS_INIT, .update = TENSEN_UPDATE_OPTS_INIT, .vectors.kept = 1};
	command_line line = {.command = "update",
	    .usage = "FILE [INPUT...] [--delete IDS] [OPTION...]",
	    .wanted = {1, SIZE_MAX, SAY_AN_INDEX},
	    .summary = {"索引 FILE に特許を足し、差し替え、除く（- は標準入力）。",
		"Add, replace and delete patents in the index FILE (-: standard input)."},
	    .notes = {"内容の変わらない文献は読み飛ばす。索引は、新しいものが完成して初めて\n"
		      "置き換わり、古い索引を開いているプログラムはそのまま使い続けられる。\n"
		      "許諾情報の番号を --delete に渡すと、その特許は開放でなくなる。",
		"Documents that say what they said are skipped.  The index is replaced only when\n"
		"the new one is complete; a program that has the old one open goes on with it.\n"
		"The number of a licence among the ids to delete closes its patent."},
	    .groups = {{{"更新", "Update"}, table, &a}, {VECTORS_GROUP(&a.vectors)},
		{OUTPUT_GROUP(plain_output, c)}, {WORDS_GROUP(c)}}};
	id_list ids = {.n = 0};
	exit_code code;

	if (!options_parse(&line, c->lang, argc, argv, &code))
		return code;
	if (line.n_words == 1 && !a.delete.n && !a.update.retrain && !a.vectors.file &&
	    !a.vectors.embed.url)
		return report_usage(line.command, SAY_EXPECTED_FILES_TO);
	if ((code = check_index(line.words[0])) == EXIT_OK &&
	    (code = ids_read(&ids, &a.delete, "--delete")) == EXIT_OK) {
		a.update.delete_ids = ids.v;
		a.update.n_delete = ids.n;
		a.build.columns = a.columns.n ? a.columns.v : NULL;
		/* check_index() has read the index: an error there is one of writing */
		code = writing_run(
		    &(writing){&line, line.words[0], a.stats, &(report_files){NULL, line.words + 1},
			c, a.build.skip_bad, a.build.report},
		    cmd_update_write, &a);
	}
	ids_clear(&ids);
	return code;
}
