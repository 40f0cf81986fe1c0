/* cli/cmd_report.c - tensen report FILE -o OUT */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include "cli/command.h"
#include "cli/common.h"

typedef struct args {
	tensen_report_opts report;
	const char *out;
} args;

#define AT(member) offsetof(args, member)
static const opt table[] = {
    {'o', "output", OPT_STRING, AT(out), "OUT", .help = {"書き込むファイル", "file to write"},
	.unset = {"標準出力", "standard output"}},
    {0, "ideas", OPT_U32, AT(report.ideas), "N", .min = 1, .max = 50,
	.help = {"載せる用途仮説の数", "ideas told, each with its sheet"}},
    {0, "patents", OPT_U32, AT(report.patents), "N", .min = 1,
	.help = {"用途仮説のために調べる開放特許の数（無作為抽出）",
	    "open patents asked for them, sampled"}},
    {0, "max-docs", OPT_U32, AT(report.max_docs), "N", .min = 1,
	.help = {"精度を測る文献の上限（無作為抽出）",
	    "documents that the quality is measured on, sampled"}},
    {0, "seed", OPT_U64, AT(report.seed), "N", .help = {"乱数の種", "seed of the random numbers"}},
    {'j', "threads", OPT_U32, AT(report.threads), "N", .max = 1024,
	.help = {"スレッド数（内容は変わらない）", "threads (the report does not depend on it)"},
	.unset = {"全コア", "all cores"}},
    {.name = NULL}};
#undef AT

/* Written beside the target and renamed: an old report stays until the new one is whole. */
static exit_code
write_file(const char *path, const tensen_text *text)
{
	char temp[4096];
	FILE *f;
	int n = snprintf(temp, sizeof temp, "%s.tmp", path), failed;

	if (n < 0 || n >= (int)sizeof temp)
		return report_errno(path, ENAMETOOLONG, EXIT_SYSTEM);
	if (!(f = fopen(temp, "wb")))
		return report_errno(temp, errno, EXIT_SYSTEM);
	failed = fwrite(text->p, 1, text->n, f) != text->n;
	failed |= fclose(f) != 0;
	if (!failed && rename(temp, path) == 0)
		return EXIT_OK;
	n = errno;
	remove(temp);
	return report_errno(path, n, EXIT_SYSTEM);
}

static exit_code
print(const args *a, const tensen_result *r, const common *c)
{
	const tensen_style style = common_style(c);
	tensen_text text = {.p = NULL};
	tensen_error err = {0};
	exit_code code;

	if (!a->out)
		return report_result(r, &style);
	if (tensen_result_render(r, &style, &text, &err) < 0)
		return report_error(&err, NULL);
	code = write_file(a->out, &text);
	tensen_text_free(&text);
	return code;
}

static exit_code
run(const command_line *line, args *a, const common *c)
{
	const report_files files = {line->words[0], NULL};
	progress bar = common_progress(c);
	tensen_index *ix = NULL;
	tensen_result *r = NULL;
	tensen_error err = {0};
	exit_code code = common_open(&ix, NULL, line->words[0], c);

	if (code == EXIT_OK) {
		tensen_status st;
		a->report.progress = progress_step;
		a->report.progress_payload = &bar;
		st = tensen_report(ix, &a->report, &r, &err);
		progress_end(&bar);
		code = st < 0 ? report_error(&err, &files) : print(a, r, c);
	}
	tensen_result_free(r);
	tensen_index_free(ix);
	return code;
}

exit_code
cmd_report(int argc, char **argv)
{
	args a = {.report = TENSEN_REPORT_OPTS_INIT};
	common c;
	command_line line = {.command = "report",
	    .usage = "FILE [-o OUT] [OPTION...]",
	    .summary = {"コーパス全体の報告を一つの HTML に書く。",
		"A report of the whole corpus, one page of HTML."},
	    .notes = {"規模、分野、分野の結びつき、年、出願人、最も大胆な用途仮説とそのシート、\n"
		      "精度を載せる。A4 に印刷できる。--format は html（既定）、md、json、table。",
		"Sizes, fields and the links between them, years, applicants, the boldest ideas\n"
		"with their sheets, quality.  Prints on A4.  --format: html (default), md, json,\n"
		"table."},
	    .groups = {{{"報告", "Report"}, table, &a}, COMMON_GROUP(&c)}};
	exit_code code;

	a.report.ideas = 5;
	a.report.patents = 200;
	a.report.max_docs = 2000;
	common_init(&c, argc, argv);
	c.format = TENSEN_HTML;
	if (!common_parse(&line, &c, argc, argv, &code))
		return code;
	if ((code = common_words(&line, 1, 1, "an index")) != EXIT_OK)
		return code;
	return run(&line, &a, &c);
}
