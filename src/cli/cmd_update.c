/* cli/cmd_update.c - tensen update FILE INPUT... [--delete IDS|@FILE] [--retrain] */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "cli/command.h"
#include "cli/inputs.h"

typedef struct args {
	const char *stats;
	opt_list columns, delete;
	tensen_update_opts update;
} args;

#define AT(member) offsetof(args, member)
static const opt table[] = {{0, "delete", OPT_LIST, AT(delete), "IDS",
				.help = {"この番号の文献を除く（コンマ区切り、@FILE なら一行一件、"
					 "繰り返し可）",
				    "take these documents out: ids joined by commas, or @FILE with "
				    "one a line; again for more"}},
    {0, "retrain", OPT_SET, AT(update.retrain), NULL, .value = 1,
	.help = {"語の重み、モデル、ベクトルを作り直す（文章は読み直さない）",
	    "make word weights, model and vectors anew (texts are not read again)"}},
    OPT_INPUTS(update), {OPT_MEMORY(update.memory)},
    {OPT_THREADS(update.threads), .help = {"スレッド数（結果は変わらない）",
				      "threads (the bytes of the index do not depend on it)"}},
    {.name = NULL}};
#undef AT

/* Ids to delete, in memory of their own. */
typedef struct id_list {
	char **texts; /* what the ids point into */
	size_t n_texts;
	const char **v;
	size_t n, cap;
} id_list;

static int
add_id(id_list *l, char *id)
{
	size_t n = strlen(id);

	while (n && (id[n - 1] == '\r' || id[n - 1] == ' ' || id[n - 1] == '\t'))
		id[--n] = '\0';
	while (*id == ' ' || *id == '\t')
		id++;
	if (!*id)
		return 0;
	if (l->n == l->cap) {
		size_t cap = l->cap ? 2 * l->cap : 256;
		const char **v = realloc(l->v, cap * sizeof *v);
		if (!v)
			return -1;
		l->v = v;
		l->cap = cap;
	}
	l->v[l->n++] = id;
	return 0;
}

/* The whole of a file of ids, NUL-terminated; NULL and errno. */
static char *
read_text(const char *path)
{
	FILE *f = fopen(path, "rb");
	size_t cap = 65536, n = 0;
	char *p = f ? malloc(cap) : NULL;

	while (p) {
		size_t got = fread(p + n, 1, cap - n - 1, f);
		char *grown;
		n += got;
		if (got == 0)
			break;
		if (n + 1 < cap)
			continue;
		cap *= 2;
		if (!(grown = realloc(p, cap)))
			free(p);
		p = grown;
	}
	if (p && ferror(f)) {
		free(p);
		p = NULL;
	}
	if (p)
		p[n] = '\0';
	if (f)
		fclose(f);
	return p;
}

static int
split(id_list *l, char *text, const char *separators)
{
	char *rest = NULL;

	for (char *id = strtok_r(text, separators, &rest); id;
	     id = strtok_r(NULL, separators, &rest))
		if (add_id(l, id) < 0)
			return -1;
	return 0;
}

static exit_code
ids_of(id_list *l, const opt_list *given)
{
	l->texts = calloc(given->n + 1, sizeof *l->texts);
	for (size_t i = 0; i < given->n; i++) {
		const char *arg = given->v[i];
		int file = arg[0] == '@';
		char *text = file ? read_text(arg + 1) : strdup(arg);
		if (!text)
			return report_errno(file ? arg + 1 : "--delete", errno, EXIT_INPUT);
		if (!l->texts) {
			free(text);
			return report_errno("--delete", ENOMEM, EXIT_SYSTEM);
		}
		l->texts[l->n_texts++] = text;
		if (split(l, text, file ? "\n" : ",") < 0)
			return report_errno("--delete", ENOMEM, EXIT_SYSTEM);
	}
	return EXIT_OK;
}

static void
ids_free(id_list *l)
{
	for (size_t i = 0; i < l->n_texts; i++)
		free(l->texts[i]);
	free(l->texts);
	free(l->v);
}

static exit_code
check_index(const char *index)
{
	struct stat sb;

	if (stat(index, &sb) < 0)
		return report_errno(index, errno, EXIT_INDEX);
	if (!S_ISREG(sb.st_mode))
		return report_refusal(EXIT_INDEX, index, "not a regular file");
	if (access(index, R_OK) < 0)
		return report_errno(index, errno, EXIT_INDEX);
	return EXIT_OK;
}

static exit_code
update(args *a, const common *c, const command_line *line)
{
	const char *path = line->words[0];
	/* that the index can be read was looked at: what fails there now is the writing */
	const report_files files = {NULL, line->words + 1};
	progress bar = common_progress(c);
	stats told = {line->command, path, a->stats, &bar, NULL};
	tensen_result *r = NULL;
	tensen_error err = {0};
	tensen_status st;

	a->update.columns = a->columns.n ? a->columns.v : NULL;
	a->update.dictionary = c->open.dictionary;
	a->update.user_dic = c->open.user_dic;
	a->update.models = c->open.models;
	a->update.progress = progress_step;
	a->update.progress_payload = &bar;
	st = tensen_update(&r, path, line->words + 1, line->n_words - 1, &a->update, &err);
	progress_end(&bar);
	return inputs_finish(&told, st, r, &err, &files, c);
}

exit_code
cmd_update(common *c, int argc, char **argv)
{
	args a = {.update = TENSEN_UPDATE_OPTS_INIT};
	command_line line = {.command = "update",
	    .usage = "FILE [INPUT...] [--delete IDS] [OPTION...]",
	    .wanted = {1, SIZE_MAX, "an index"},
	    .summary = {"索引 FILE に特許を足し、差し替え、除く（- は標準入力）。",
		"Add, replace and delete patents in the index FILE (-: standard input)."},
	    .notes = {"内容の変わらない文献は読み飛ばす。新しい索引が完成して初めて置き換わり、古い"
		      "索引を"
		      "開いている\nプログラムはそのまま使い続けられる。許諾情報の番号を --delete "
		      "に渡すと、その特許は開放でなくなる。",
		"Documents that say what they said are skipped.  The index is replaced only when "
		"the "
		"new one is\ncomplete; a program that has the old one open goes on with it.  The "
		"number of a licence among\nthe ids to delete closes its patent."},
	    .groups = {{{"更新", "Update"}, table, &a}, {COMMON_GROUP(c)}}};
	id_list ids = {NULL, 0, NULL, 0, 0};
	exit_code code;

	if (!options_parse(&line, c->lang, argc, argv, &code))
		return code;
	if (line.n_words == 1 && !a.delete.n && !a.update.retrain)
		return report_usage(line.command, "expected files to read, --delete or --retrain");
	if ((code = check_index(line.words[0])) == EXIT_OK &&
	    (code = inputs_check(line.words + 1)) == EXIT_OK &&
	    (code = ids_of(&ids, &a.delete)) == EXIT_OK) {
		a.update.delete_ids = ids.v;
		a.update.n_delete = ids.n;
		code = update(&a, c, &line);
	}
	ids_free(&ids);
	return code;
}
