/* cli/commands/cmd_eval.c - tensen eval FILE: one report of the parts asked for */
#include "cli/commands/command.h"

typedef struct args {
	int hidden_field, lists, triage;
	tensen_eval_opts eval;
} args;

#define AT(member) offsetof(args, member)
static const opt table[] = {{0, "hidden-field", OPT_SET, AT(hidden_field), NULL, .value = 1,
				.help = {"第一の分野から残りの分野を当てる",
				    "find a document's other fields from its first"}},
    {0, "queries", OPT_STRING, AT(eval.queries), "Q",
	.help = {"正解の分かっている問い\n（文献の形式なら何でも）。--qrels とともに",
	    "documents whose answers are known, with --qrels"}},
    {0, "qrels", OPT_STRING, AT(eval.qrels), "R",
	.help = {"正解表：問いと文献の番号、任意で IN か OUT",
	    "their answers: query, document, perhaps IN or OUT"}},
    {0, "lists", OPT_SET, AT(lists), NULL, .value = 1,
	.help = {"意外さ、部門の広がり、ハブ、安定性",
	    "serendipity, coverage of sectors, hubs, stability"}},
    {0, "judged", OPT_STRING, AT(eval.judged), "F",
	.help = {"評価済みの対（問い、文献、評点 0～3）と比べる",
	    "against graded pairs: query, document, grade 0 to 3"}},
    {0, "aspects", OPT_STRING, AT(eval.aspects), "F",
	.help = {"その問いに加える観点（query、aspect の表）",
	    "aspects for its queries: a table of query, aspect"}},
    {0, "triage", OPT_SET, AT(triage), NULL, .value = 1,
	.help = {"それを使い、候補を順に評価したときを試す",
	    "and triage, simulated with these grades"}},
    {0, "max-docs", OPT_U32, AT(eval.max_docs), "N", .min = 1,
	.help = {"調べる文献の上限（無作為抽出）", "at most so many documents, sampled"},
	.unset = {"すべて", "all"}},
    {0, "bootstrap", OPT_U32, AT(eval.bootstrap), "N", .min = 1, .max = TENSEN_BOOTSTRAP_MAX,
	.help = {"信頼区間の再標本の数", "resamples for the intervals"}},
    {0, "keep", OPT_STRING, AT(eval.keep), "FILE",
	.help = {"測ったものをここに残し、\n止まったら同じ命令で続ける",
	    "keep what was measured here:\nafter a stop the same command goes on"}},
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
	a->eval.team = c->team;
	if (!a->eval.threads)
		a->eval.threads = c->threads;
	return index_ask(&files, evaluate, a, &bar, c);
}

exit_code
cmd_eval(common *c, int argc, char **argv)
{
	args a = {.eval = TENSEN_EVAL_OPTS_INIT};
	command_line line = {TAKES_INDEX("eval", "FILE [OPTION...]"),
	    .summary = {"手元の文献で精度を測り、素朴な方法と並べて示す。",
		"Quality on your own corpus, beside that of simple methods."},
	    .notes = {"二分野以上に属する各文献について、第一の分野だけを知るものとし、"
		      "残りの 34 分野に\n"
		      "順位を付け、実際の分野が上位に来るかを見る。文献自身は除く。\n"
		      "何も選ばなければ、ファイルの要らないもの（--hidden-field と --lists）を\n"
		      "すべて測る。\n"
		      "--judged のファイルの形は src/result/JSON.md（judged file）。",
		"For every document of two or more fields the first is taken as known, the\n"
		"document itself is left out, the 34 others are ranked; its other fields are\n"
		"the truth.\n"
		"Nothing chosen: all that needs no file (--hidden-field and --lists).\n"
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
	a.eval.parts =
	    (a.hidden_field ? TENSEN_EVAL_HIDDEN_FIELD : 0) | (a.lists ? TENSEN_EVAL_LISTS : 0) |
	    (a.eval.queries ? TENSEN_EVAL_RETRIEVAL : 0) |
	    (a.eval.judged ? TENSEN_EVAL_JUDGED : 0) | (a.triage ? TENSEN_EVAL_TRIAGE : 0);
	if (!a.eval.parts) /* the whole report, but for what needs files */
		a.eval.parts = TENSEN_EVAL_HIDDEN_FIELD | TENSEN_EVAL_LISTS;
	return measure(&line, &a, c);
}
