/* cli/commands/cmd_eval.c - tensen eval FILE: one report of the parts asked for */
#include "cli/commands/command.h"
#include <stdio.h>
#include <tensen/messages.h>

typedef struct args {
	tensen_eval_opts opts;
	int fits, keeps;
} args;

#define AT(member) offsetof(args, opts.member)
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
    {0, "fit-weight", OPT_SET, offsetof(args, fits), NULL, .value = 1,
	.help = {"--judged に最もよい、モデルのベクトルの重みを調べる",
	    "the weight of the vectors of your own model that\nis best for --judged"}},
    {0, "keep-weight", OPT_SET, offsetof(args, keeps), NULL, .value = 1,
	.help = {"同じく調べ、既定より悪くなければ索引の隣に控える",
	    "the same, kept beside the index if it is not worse\nthan the standard weight"}},
    {0, "bootstrap", OPT_U32, AT(bootstrap), "N", .min = 1, .max = TENSEN_BOOTSTRAP_MAX,
	.help = {"信頼区間の再標本の数", "resamples for the intervals"}},
    {OPT_SEED(seed)},
    {OPT_THREADS(threads),
	.help = {"スレッド数（数値は変わらない）", "threads (the figures do not depend on it)"}},
    {.name = NULL}};
#undef AT

INDEX_CALL(eval, tensen_eval)

/* Keep the weight that was fitted, unless it is worse than none that is kept. */
static exit_code
keep_weight(const tensen_fitted_weight *fitted, const common *shared)
{
	char said[SAID_MAX], line[SAID_MAX];
	tensen_error err = {0};

	if (fitted->not_worse && embed_keep_weight(*shared->embed, fitted->weight, &err) < 0)
		return report_error(&err, NULL);
	if (shared->quiet)
		return EXIT_OK;
	if (fitted->not_worse)
		snprintf(said, sizeof said, SAY_WEIGHT_KEPT, embed_index(*shared->embed),
		    (double)fitted->weight, fitted->left_out, fitted->standard);
	else
		snprintf(
		    said, sizeof said, SAY_WEIGHT_NOT_KEPT, fitted->left_out, fitted->standard);
	tensen_message(line, sizeof line, said, (tensen_lang)shared->lang);
	fprintf(stderr, "tensen: %s\n", line);
	return EXIT_OK;
}

static exit_code
cmd_measure(const command_line *line, const tensen_eval_opts *opts, int keeps, const common *shared)
{
	const char *const given[] = {opts->queries, opts->qrels, opts->judged, opts->aspects};
	const char *inputs[sizeof given / sizeof *given + 1] = {NULL};
	size_t n = 0;
	const report_files files = {line->words[0], inputs};
	progress bar = common_progress(shared);
	tensen_eval_opts asked = *opts;
	exit_code code;

	for (size_t i = 0; i < sizeof given / sizeof *given; i++)
		if (given[i])
			inputs[n++] = given[i];
	asked.progress = progress_step;
	asked.progress_payload = &bar;
	code = index_ask(&files, eval, &asked, &bar, shared);
	return code == EXIT_OK && keeps ? keep_weight(opts->weight, shared) : code;
}

exit_code
cmd_eval(common *c, int argc, char **argv)
{
	args a = {.opts = TENSEN_EVAL_OPTS_INIT};
	tensen_eval_opts *const o = &a.opts;
	tensen_fitted_weight fitted;
	command_line line = {TAKES_INDEX("eval", "FILE [OPTION...]"),
	    .summary = {"手元の文献で、正解の分かっている問いや評価済みの対と比べて精度を測る。",
		"Quality on your own corpus, by known answers or graded pairs."},
	    .notes = {"--judged のファイルの形は src/result/JSON.md（judged file）。",
		"The form of the file of --judged: src/result/JSON.md (judged file)."},
	    .groups = {{{"評価", "Eval"}, table, &a}, {OUTPUT_GROUP(eval_output, c)},
		{FILES_GROUP(c)}, {WORDS_GROUP(c)}}};
	exit_code code;

	o->bootstrap = 1000;
	if (!options_parse(&line, c->lang, argc, argv, &code))
		return code;
	if (!o->queries != !o->qrels)
		return report_usage(line.command, SAY_QUERIES_AND_QRELS);
	if (o->aspects && !o->judged)
		return report_usage(line.command, SAY_ASPECTS_NEED_JUDGED);
	if ((a.fits || a.keeps) && !o->judged)
		return report_usage(line.command, SAY_KEEP_WEIGHT_NEEDS_JUDGED);
	if (!o->queries && !o->judged)
		return report_usage(line.command, SAY_JUDGED_OR_QUERIES);
	if (a.fits || a.keeps)
		o->weight = &fitted;
	return cmd_measure(&line, o, a.keeps, c);
}
