/* cli/commands/cmd_eval.c - tensen eval FILE: one report of the parts asked for */
#include "cli/commands/command.h"

typedef struct args {
	int triage;
	tensen_eval_opts eval;
} args;

#define AT(member) offsetof(args, member)
static const opt table[] = {
    {0, "queries", OPT_STRING, AT(eval.queries), "Q",
	.help = {"正解の分かっている問い\n（文献の形式なら何でも）。--qrels とともに",
	    "documents whose answers are known, with --qrels"}},
    {0, "qrels", OPT_STRING, AT(eval.qrels), "R",
	.help = {"正解表：問いと文献の番号、任意で IN か OUT",
	    "their answers: query, document, perhaps IN or OUT"}},
    {0, "judged", OPT_STRING, AT(eval.judged), "F",
	.help = {"評価済みの対（問い、文献、評点 0～3）と比べる",
	    "against graded pairs: query, document, grade 0 to 3"}},
    {0, "aspects", OPT_STRING, AT(eval.aspects), "F",
	.help = {"その問いに加える観点（query、aspect の表）",
	    "aspects for its queries: a table of query, aspect"}},
    {0, "triage", OPT_SET, AT(triage), NULL, .value = 1,
	.help = {"それを使い、候補を順に評価したときを試す",
	    "and triage, simulated with these grades"}},
    {0, "bootstrap", OPT_U32, AT(eval.bootstrap), "N", .min = 1, .max = TENSEN_BOOTSTRAP_MAX,
	.help = {"信頼区間の再標本の数", "resamples for the intervals"}},
    {OPT_SEED(eval.seed)},
    {OPT_THREADS(eval.threads),
	.help = {"スレッド数（数値は変わらない）", "threads (the figures do not depend on it)"}},
    {.name = NULL}};
#undef AT

static tensen_status
evaluate(tensen_index *ix, void *payload, tensen_result **out, tensen_error *err)
{
	const args *a = payload;

	return tensen_eval(ix, &a->eval, out, err);
}

static exit_code
measure(const command_line *line, args *a, const common *c)
{
	const char *const given[] = {
	    a->eval.queries, a->eval.qrels, a->eval.judged, a->eval.aspects};
	const char *inputs[sizeof given / sizeof *given + 1] = {NULL};
	size_t n = 0;
	const report_files files = {line->words[0], inputs};
	progress bar = common_progress(c);

	for (size_t i = 0; i < sizeof given / sizeof *given; i++)
		if (given[i])
			inputs[n++] = given[i];
	a->eval.progress = progress_step;
	a->eval.progress_payload = &bar;
	return index_ask(&files, evaluate, a, &bar, c);
}

exit_code
cmd_eval(common *c, int argc, char **argv)
{
	args a = {.eval = TENSEN_EVAL_OPTS_INIT};
	command_line line = {TAKES_INDEX("eval", "FILE [OPTION...]"),
	    .summary = {"手元の文献で、正解の分かっている問いや評価済みの対と比べて精度を測る。",
		"Quality on your own corpus, by known answers or graded pairs."},
	    .notes = {"--judged のファイルの形は src/result/JSON.md（judged file）。",
		"The form of the file of --judged: src/result/JSON.md (judged file)."},
	    .groups = {{{"評価", "Eval"}, table, &a}, {OUTPUT_GROUP(eval_output, c)},
		{FILES_GROUP(c)}, {WORDS_GROUP(c)}}};
	exit_code code;

	a.eval.bootstrap = 1000;
	if (!options_parse(&line, c->lang, argc, argv, &code))
		return code;
	if (!a.eval.queries != !a.eval.qrels)
		return report_usage(line.command, "--queries and --qrels go together");
	if ((a.triage || a.eval.aspects) && !a.eval.judged)
		return report_usage(line.command, "--triage and --aspects need --judged");
	if (!a.eval.queries && !a.eval.judged)
		return report_usage(line.command, "--judged or --queries and --qrels are needed");
	a.eval.parts = (a.eval.queries ? TENSEN_EVAL_RETRIEVAL : 0) |
		       (a.eval.judged ? TENSEN_EVAL_JUDGED : 0) |
		       (a.triage ? TENSEN_EVAL_TRIAGE : 0);
	return measure(&line, &a, c);
}
