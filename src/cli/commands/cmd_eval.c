/* cli/commands/cmd_eval.c - tensen eval FILE: one report of the parts asked for */
#include "cli/commands/command.h"
#include <tensen/messages.h>

#define AT(member) offsetof(tensen_eval_opts, member)
static const opt table[] = {
    {0, "queries", OPT_STRING, AT(queries), "Q",
	.help = {"正解の分かっている問い\n（文献の形式なら何でも）。--qrels とともに",
	    "documents whose answers are known, with --qrels"}},
    {0, "qrels", OPT_STRING, AT(qrels), "R",
	.help = {"正解表：問いと文献の番号、任意で IN か OUT",
	    "their answers: query, document, perhaps IN or OUT"}},
    {0, "judged", OPT_STRING, AT(judged), "F",
	.help = {"評価済みの対（問い、文献、評点 0～3）と比べる",
	    "against graded pairs: query, document, grade 0 to 3"}},
    {0, "aspects", OPT_STRING, AT(aspects), "F",
	.help = {"その問いに加える観点（query、aspect の表）",
	    "aspects for its queries: a table of query, aspect"}},
    {0, "bootstrap", OPT_U32, AT(bootstrap), "N", .min = 1, .max = TENSEN_BOOTSTRAP_MAX,
	.help = {"信頼区間の再標本の数", "resamples for the intervals"}},
    {OPT_SEED(seed)},
    {OPT_THREADS(threads),
	.help = {"スレッド数（数値は変わらない）", "threads (the figures do not depend on it)"}},
    {.name = NULL}};
#undef AT

INDEX_CALL(eval, tensen_eval)

static exit_code
cmd_measure(const command_line *line, const tensen_eval_opts *opts, const common *shared)
{
	const char *const given[] = {opts->queries, opts->qrels, opts->judged, opts->aspects};
	const char *inputs[sizeof given / sizeof *given + 1] = {NULL};
	size_t n = 0;
	const report_files files = {line->words[0], inputs};
	progress bar = common_progress(shared);
	tensen_eval_opts asked = *opts;

	for (size_t i = 0; i < sizeof given / sizeof *given; i++)
		if (given[i])
			inputs[n++] = given[i];
	asked.progress = progress_step;
	asked.progress_payload = &bar;
	return index_ask(&files, eval, &asked, &bar, shared);
}

exit_code
cmd_eval(common *c, int argc, char **argv)
{
	tensen_eval_opts o = TENSEN_EVAL_OPTS_INIT;
	command_line line = {TAKES_INDEX("eval", "FILE [OPTION...]"),
	    .summary = {"手元の文献で、正解の分かっている問いや評価済みの対と比べて精度を測る。",
		"Quality on your own corpus, by known answers or graded pairs."},
	    .notes = {"--judged のファイルの形は src/result/JSON.md（judged file）。",
		"The form of the file of --judged: src/result/JSON.md (judged file)."},
	    .groups = {{{"評価", "Eval"}, table, &o}, {OUTPUT_GROUP(eval_output, c)},
		{FILES_GROUP(c)}, {WORDS_GROUP(c)}}};
	exit_code code;

	o.bootstrap = 1000;
	if (!options_parse(&line, c->lang, argc, argv, &code))
		return code;
	if (!o.queries != !o.qrels)
		return report_usage(line.command, SAY_QUERIES_AND_QRELS);
	if (o.aspects && !o.judged)
		return report_usage(line.command, SAY_ASPECTS_NEED_JUDGED);
	if (!o.queries && !o.judged)
		return report_usage(line.command, SAY_JUDGED_OR_QUERIES);
	return cmd_measure(&line, &o, c);
}
