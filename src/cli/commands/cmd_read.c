/* cli/commands/cmd_read.c - tensen read FILE [ID...|--open] --model URL */
#include <stdio.h>
#include <tensen/messages.h>
#include "cli/commands/command.h"

typedef struct args {
	model_args model;
	int open, estimate;
	const char *const *ids; /* NULL: all that are open */
	reader *r;              /* while it reads, for the bar */
	progress *bar;
} args;

#define AT(member) offsetof(args, member)
static const opt table[] = {
    {0, "open", OPT_SET, AT(open), NULL, .value = 1,
	.help = {"開放特許すべてを読む", "read all patents open to licence"}},
    {0, "estimate", OPT_SET, AT(estimate), NULL, .value = 1,
	.help = {"何も送らず、要る要求とトークンの見積もりを出す",
	    "send nothing, print about how much there is to ask"}},
    {OPT_ROUNDS(offsetof(args, model.reader.rounds))}, {.name = NULL}};
static const opt trials[] = {
    {0, "no-screen", OPT_SET, AT(model.reader.no_screen), NULL, .value = 1,
	.help = {"題名を見て選ばずに読む", "read without looking through the titles"}},
    {0, "no-doubt", OPT_SET, AT(model.reader.no_doubt), NULL, .value = 1,
	.help = {"読み直さない", "no second reading"}},
    {0, "no-whole", OPT_SET, AT(model.reader.no_whole), NULL, .value = 1,
	.help = {"全文の一覧を使わない", "without the list of the whole text"}},
    {.name = NULL}};
#undef AT

/* The bar with tokens a second. */
static int
cmd_step(const char *stage, unsigned long long done, unsigned long long total, void *payload)
{
	args *a = payload;
	double seconds = progress_seconds(a->bar);

	if (a->r && seconds > 1)
		snprintf(a->bar->note, sizeof a->bar->note,
		    a->bar->lang == TENSEN_JA ? "%.0f トークン/s" : "%.0f tokens/s",
		    (double)reader_tokens(a->r) / seconds);
	return progress_step(stage, done, total, a->bar);
}

static void
print_lack(const reader_lack *lack, const common *opts)
{
	static const char *const say[] = {"特許 %llu 件のうち、まだ読み終えていないもの %llu 件: "
					  "要求 約 %llu 回、トークン 約 %.1f "
					  "万\n",
	    "%llu patents, of which %llu are not read to the end: about %llu requests, %.2f "
	    "million "
	    "tokens\n"};
	const int ja = opts->lang == TENSEN_JA;

	printf(say[!ja], (unsigned long long)lack->of, (unsigned long long)lack->patents,
	    (unsigned long long)lack->requests, (double)lack->tokens / (ja ? 1e4 : 1e6));
}

static tensen_status
read_patents(tensen_index *ix, void *payload, tensen_result **out, tensen_error *err)
{
	args *a = payload;
	reader_lack lack;
	reader *r = NULL;
	tensen_status st;

	*out = NULL;
	a->model.step = cmd_step;
	a->model.step_payload = a;
	st = model_open(&r, &a->model, a->bar, err);
	a->r = r;
	if (st == TENSEN_OK)
		st = a->estimate ? reader_estimate(r, ix, a->ids, &lack, err)
				 : reader_night(r, ix, a->ids, err);
	progress_end(a->bar);
	if (r && a->estimate && st == TENSEN_OK)
		print_lack(&lack, a->model.c);
	else if (r && (st == TENSEN_OK || reader_requests(r)))
		reader_account(r);
	a->r = NULL;
	model_close(r, &a->model);
	return st;
}

exit_code
cmd_read(common *c, int argc, char **argv)
{
	args a = {.model = MODEL_ARGS(c)};
	command_line line = {.command = "read",
	    .usage = "FILE [ID...] [OPTION...]",
	    .wanted = {1, SIZE_MAX, SAY_INDEX_AND_IDS},
	    .summary = {"言語モデルに特許を読ませ、読んだ記録を索引の隣に残す。",
		"Let a language model read patents, and keep the readings beside the index."},
	    .notes = {"途中で止めても、同じ命令で続きから読む。読み終えた特許については新しい文献だ"
		      "けを\n"
		      "問う。記録は ideas、candidates、scan、report、serve がそのまま使う。",
		"Stopped at any moment, the same command goes on.  Of patents that were read it\n"
		"asks about new documents only.  ideas, candidates, scan, report and serve use "
		"the\n"
		"readings as they are."},
	    .groups = {{{"読む", "Read"}, table, &a}, {MODEL_GROUP(&a.model)},
		{{"測定", "For measurements"}, trials, &a}, {OUTPUT_GROUP(no_output, c)},
		{FILES_GROUP(c)}, {WORDS_GROUP(c)}}};
	exit_code code;
	progress bar;

	if (!options_parse(&line, c->lang, argc, argv, &code))
		return code;
	if ((line.n_words == 1) != a.open)
		return report_usage(line.command, SAY_EXPECTED_IDS_OR);
	a.model.index = line.words[0];
	a.ids = a.open ? NULL : (const char *const *)line.words + 1;
	c->makes_readings = 1;
	bar = common_progress(c);
	a.bar = &bar;
	return index_ask(&(report_files){line.words[0], NULL}, read_patents, &a, &bar, c);
}
