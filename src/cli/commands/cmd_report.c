/* cli/commands/cmd_report.c - tensen report FILE -o OUT */
#include "cli/commands/command.h"

typedef struct args {
	tensen_report_opts report;
	const char *out;
} args;

#define AT(member) offsetof(args, member)
static const opt table[] = {
    {'o', "output", OPT_STRING, AT(out), "OUT", .help = {"書き込むファイル", "file to write"},
	.unset = {"標準出力", "standard output"}},
    {0, "ideas", OPT_U32, AT(report.ideas), "N", .min = 1, .max = TENSEN_REPORT_IDEAS_MAX,
	.help = {"載せる用途仮説の数", "ideas told, each with its sheet"}},
    {0, "patents", OPT_U32, AT(report.patents), "N", .min = 1,
	.help = {"用途仮説を取り出す、読まれた開放特許の数の上限",
	    "open patents asked for them, of those read"}},
    {OPT_SEED(report.seed)},
    {OPT_THREADS(report.threads),
	.help = {"スレッド数（内容は変わらない）", "threads (the report does not depend on it)"}},
    {.name = NULL}};
#undef AT

INDEX_CALL(report, tensen_report)

exit_code
cmd_report(common *c, int argc, char **argv)
{
	args a = {.report = TENSEN_REPORT_OPTS_INIT};
	command_line line = {TAKES_INDEX("report", "FILE [-o OUT] [OPTION...]"),
	    .summary = {"コーパス全体の報告を一つの HTML に書く。",
		"A report of the whole corpus, one page of HTML."},
	    .notes = {"規模、分野、分野の結びつき、年、出願人、読まれた用途仮説とそのシート、\n"
		      "題名だけの文献の割合を載せる。A4 に印刷できる。",
		"Sizes, fields and the links between them, years, applicants, what was read with\n"
		"its sheets, the share of documents that are only titles.  Prints on A4."},
	    .groups = {{{"報告", "Report"}, table, &a}, {OUTPUT_GROUP(page_output, c)},
		{FILES_GROUP(c)}, {WORDS_GROUP(c)}}};
	progress bar;
	exit_code code;

	a.report.ideas = 5;
	a.report.patents = 200;
	c->format = TENSEN_HTML;
	if (!options_parse(&line, c->lang, argc, argv, &code))
		return code;
	if ((code = report_target(a.out, line.words[0])) != EXIT_OK)
		return code;
	c->output = a.out;
	bar = common_progress(c);
	a.report.progress = progress_step;
	a.report.progress_payload = &bar;
	return index_ask(&(report_files){line.words[0], NULL}, report, &a.report, &bar, c);
}
