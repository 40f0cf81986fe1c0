/* cli/cmd_eval.c - tensen eval FILE: one report of the parts asked for, or of judgements */
#include "cli/command.h"

typedef struct args {
	int hidden_field, lists;
	const char *decisions;
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
    {0, "decisions", OPT_STRING, AT(decisions), "D",
	.help = {"用途仮説への判断のファイル（JSONL）から適合率を出す",
	    "precision by people's judgements of ideas (JSONL)"}},
    {0, "max-docs", OPT_U32, AT(eval.max_docs), "N", .min = 1,
	.help = {"調べる文献の上限（無作為抽出）", "at most so many documents, sampled"},
	.unset = {"すべて", "all"}},
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

	return a->decisions ? tensen_eval_decisions(ix, a->decisions, &a->eval, out, err)
			    : tensen_eval(ix, &a->eval, out, err);
}

static exit_code
measure(const command_line *line, args *a, const common *c)
{
	const char *const inputs[] = {
	    a->decisions ? a->decisions : a->eval.queries, a->eval.qrels, NULL};
	const report_files files = {line->words[0], inputs};
	progress bar = common_progress(c);

	a->eval.progress = progress_step;
	a->eval.progress_payload = &bar;
	return index_ask(&files, evaluate, a, &bar, c);
}

exit_code
cmd_eval(common *c, int argc, char **argv)
{
	args a = {.eval = TENSEN_EVAL_OPTS_INIT};
	command_line line = {.command = "eval",
	    .usage = "FILE [OPTION...]",
	    .wanted = {1, 1, "an index"},
	    .summary = {"手元の文献で精度を測り、素朴な方法と並べて示す。",
		"Quality on your own corpus, beside that of simple methods."},
	    .notes = {"二分野以上に属する各文献について、第一の分野だけを知るものとし、"
		      "残りの 34 分野に\n"
		      "順位を付け、実際の分野が上位に来るかを見る。文献自身は除く。\n"
		      "何も選ばなければ、ファイルの要らないもの（--hidden-field と --lists）を\n"
		      "すべて測る。\n"
		      "--decisions のファイルの形は src/result/JSON.md。",
		"For every document of two or more fields the first is taken as known, the\n"
		"document itself is left out, the 34 others are ranked; its other fields are\n"
		"the truth.\n"
		"Nothing chosen: all that needs no file (--hidden-field and --lists).\n"
		"The form of the file of --decisions: src/result/JSON.md."},
	    .groups = {
		{{"評価", "Eval"}, table, &a}, {OUTPUT_GROUP(eval_output, c)}, {WORDS_GROUP(c)}}};
	exit_code code;

	a.eval.bootstrap = 1000;
	if (!options_parse(&line, c->lang, argc, argv, &code))
		return code;
	if (!a.eval.queries != !a.eval.qrels)
		return report_usage(line.command, "--queries and --qrels go together");
	a.eval.parts = (a.hidden_field ? TENSEN_EVAL_HIDDEN_FIELD : 0) |
		       (a.lists ? TENSEN_EVAL_LISTS : 0) |
		       (a.eval.queries ? TENSEN_EVAL_RETRIEVAL : 0);
	if (a.decisions && a.eval.parts)
		return report_usage(line.command, "--decisions is a report of its own");
	if (!a.eval.parts) /* everything that needs no file */
		a.eval.parts = TENSEN_EVAL_HIDDEN_FIELD | TENSEN_EVAL_LISTS;
	return measure(&line, &a, c);
}
