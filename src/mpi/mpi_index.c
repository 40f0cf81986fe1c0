/* mpi/mpi_index.c - tensen-mpi index: one index built by the ranks of an MPI job. */
#include <stdio.h>
#include <tensen/messages.h>
#include "cli/steps/inputs.h"
#include "cli/terminal/progress.h"
#include "mpi/transport.h"

typedef struct args {
	const char *output, *stats;
	opt_list columns;
	tensen_build_opts build;
	int resume;
} args;

#define AT(member) offsetof(args, member)
static const opt table[] = {
    {'o', "output", OPT_STRING, AT(output), "FOLDER",
	.help = {"断片を置くフォルダー（必須）", "the folder of the shards (required)"}},
    {0, "resume", OPT_SET, AT(resume), NULL, .value = 1,
	.help = {"途中で止まった作業を続ける（できた断片は残す）",
	    "go on with a build that stopped; finished shards are kept"}},
    OPT_INPUTS(build), OPT_MODEL(build),
    {0, "max-terms", OPT_U32, AT(build.max_terms), "N", .min = 1,
	.help = {"用語の数の上限", "most terms to keep"}, .unset = {"500000", "500000"}},
    {OPT_MEMORY(build.memory)}, {OPT_SEED(build.seed)},
    {'j', "threads", OPT_U32, AT(build.threads), "N", .max = TENSEN_THREADS_MAX,
	.help = {"ランクごとのスレッド数", "threads of each rank"},
	.unset = {"マシンのコア数 ÷ そこのランク数", "cores of the machine / its ranks"}},
    {.name = NULL}};
#undef AT

/* Steps of all ranks: the seconds of the slowest one, the bytes that all sent. */
typedef struct totals {
	uint32_t n;
	double seconds[TENSEN_SHARD_STEPS], processor[TENSEN_SHARD_STEPS];
	unsigned long long sent[TENSEN_SHARD_STEPS], bytes, memory;
	double mean[TENSEN_SHARD_STEPS]; /* processor time of a rank */
} totals;

static void
add_up(totals *tot, const tensen_shard_report *report, unsigned ranks)
{
	*tot = (totals){.n = (uint32_t)transport_most(report->n_steps)};
	for (uint32_t i = 0; i < TENSEN_SHARD_STEPS; i++) {
		tot->seconds[i] =
		    transport_most(i < report->n_steps ? report->steps[i].seconds : 0);
		tot->processor[i] =
		    transport_most(i < report->n_steps ? report->steps[i].processor : 0);
		tot->sent[i] = transport_sum(i < report->n_steps ? report->steps[i].sent : 0);
		tot->mean[i] =
		    (double)transport_sum(
			i < report->n_steps ? (uint64_t)(report->steps[i].processor * 1e6) : 0) /
		    1e6 / ranks;
	}
	tot->bytes = transport_sum(report->shard_bytes);
	tot->memory = (unsigned long long)transport_most((double)progress_memory());
}

static exit_code
write_stats(const char *path, const tensen_team *team, const tensen_shard_report *report,
    const totals *tot, unsigned threads)
{
	FILE *f = fopen(path, "w");
	int bad;

	if (!f)
		return report_refusal(EXIT_SYSTEM, path, SAY_CANNOT_BE_WRITTEN);
	fprintf(f,
	    "{\"ranks\": %u, \"threads\": %u, \"documents\": %llu, \"records\": %llu,\n"
	    " \"refused\": %llu, \"terms\": %u, \"dims\": %u, \"kept_shards\": %u,\n"
	    " \"shard_bytes\": %llu, \"joint_bytes\": %llu, \"peak_memory\": %llu, \"steps\": "
	    "[",
	    team->size, threads, (unsigned long long)report->documents,
	    (unsigned long long)report->records, (unsigned long long)report->refused, report->terms,
	    report->dims, report->kept, tot->bytes, (unsigned long long)report->joint_bytes,
	    tot->memory);
	for (uint32_t i = 0; i < report->n_steps; i++)
		fprintf(f,
		    "%s\n  {\"step\": \"%s\", \"seconds\": %.3f, \"processor\": %.3f, "
		    "\"processor_mean\": %.3f, \"sent\": %llu}",
		    i ? "," : "", report->steps[i].name, tot->seconds[i], tot->processor[i],
		    tot->mean[i], tot->sent[i]);
	fprintf(f, "]}\n");
	bad = ferror(f);
	return fclose(f) != 0 || bad ? report_refusal(EXIT_SYSTEM, path, SAY_CANNOT_BE_WRITTEN)
				     : EXIT_OK;
}

static void
mpi_say(const common *opts, const args *with, const tensen_team *team,
    const tensen_shard_report *report, const totals *tot)
{
	const int ja = opts->lang == TENSEN_JA;
	double seconds = 0;

	for (uint32_t i = 0; i < tot->n; i++)
		seconds += tot->seconds[i];
	if (opts->quiet)
		return;
	if (report->kept == team->size) {
		fprintf(stderr,
		    ja ? "tensen-mpi: %s: 断片 %u 個はすべてできている\n"
		       : "tensen-mpi: %s: all %u shards are complete, nothing to do\n",
		    with->output, team->size);
		return;
	}
	fprintf(stderr,
	    ja ? "tensen-mpi: %s: 文献 %llu 件、断片 %u 個（うち前のもの %u 個）、受け付けない記録 "
		 "%llu 件、"
		 "%.1f 秒、ランクごとに最大 %.1f MB、断片 %.1f MB、まとめたファイル %.1f MB\n"
	       : "tensen-mpi: %s: %llu documents in %u shards (%u kept), %llu records refused, "
		 "%.1f s, "
		 "%.1f MB at most per rank, %.1f MB of shards, %.1f MB of joint file\n",
	    with->output, (unsigned long long)report->documents, team->size, report->kept,
	    (unsigned long long)report->refused, seconds, (double)tot->memory / 1e6,
	    (double)tot->bytes / 1e6, (double)report->joint_bytes / 1e6);
	if (!report->joint_bytes)
		fprintf(stderr,
		    ja ? "tensen-mpi: すべての断片を見られるランクがない。断片を一か所に集めて "
			 "tensen merge "
			 "--joint FOLDER を行う\n"
		       : "tensen-mpi: not every rank sees all shards: bring them together, then "
			 "tensen "
			 "merge --joint FOLDER\n");
}

static exit_code
mpi_build(args *with, const common *opts, const command_line *line)
{
	const tensen_team *team = opts->team;
	const report_files files = {NULL, line->words};
	progress bar = common_progress(opts);
	tensen_shard_report r = {.account = NULL};
	totals t;
	tensen_error err = {0};
	exit_code code = EXIT_OK;
	tensen_status st;
	size_t bad;

	with->build.columns = with->columns.n ? with->columns.v : NULL;
	with->build.dictionary = opts->open.dictionary;
	with->build.user_dic = opts->open.user_dic;
	with->build.models = opts->open.models;
	if (!with->build.threads)
		with->build.threads = opts->threads;
	if (team->rank == 0) {
		with->build.progress = progress_step;
		with->build.progress_payload = &bar;
	}
	st = tensen_build_shard(
	    &r, with->output, line->words, line->n_words, &with->build, with->resume, team, &err);
	progress_end(&bar);
	/* all ranks know the bad files of all */
	bad = team->rank == 0
		  ? report_bad_files(r.account, report_bad_outcome(st < 0, with->build.skip_bad))
		  : tensen_bad_files(r.account, 0, NULL);
	tensen_result_free(r.account);
	if (st == TENSEN_E_INPUT && bad) {
		transport_sum(0); /* rank 0 has said all before any rank ends the job */
		return EXIT_INPUT;
	}
	if (st < 0)
		return report_error(&err, &files);
	add_up(&t, &r, team->size);
	if (team->rank == 0)
		mpi_say(opts, with, team, &r, &t);
	if (team->rank == 0 && with->stats)
		code = write_stats(with->stats, team, &r, &t, with->build.threads);
	return code == EXIT_OK && bad ? EXIT_GAPS : code;
}

exit_code
mpi_index(common *c, int argc, char **argv)
{
	args a = {.build = TENSEN_BUILD_OPTS_INIT};
	command_line line = {.program = "tensen-mpi",
	    TAKES_INPUTS("index", "-o FOLDER INPUT... [OPTION...]"),
	    .summary = {"MPI の各ランクが特許を分担して読み、断片をフォルダーに作る。",
		"Read patents with all ranks of an MPI job, one shard of the index each."},
	    .notes = {"--memory は各ランクの上限。--user-dic には mecab-dict-index "
		      "で作った辞書を渡す。",
		"--memory is for each rank.  --user-dic takes a dictionary that mecab-dict-index "
		"made."},
	    .groups = {
		{{"索引", "Index"}, table, &a}, {OUTPUT_GROUP(no_output, c)}, {WORDS_GROUP(c)}}};
	exit_code code;

	if (!options_parse(&line, (tensen_lang)c->lang, argc, argv, &code))
		return code;
	if (!a.output)
		return report_usage("index", SAY_EXPECTED_O_FOLDER);
	/* both may lie in the folder of the shards */
	if ((code = beside_check(a.stats, a.build.report, "", line.words, line.n_words)) != EXIT_OK)
		return code;
	return mpi_build(&a, c, &line);
}
