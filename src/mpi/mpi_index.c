/* mpi/mpi_index.c - tensen-mpi index: one index built by the ranks of an MPI job. */
#include <stdio.h>
#include "cli/steps/inputs.h"
#include "cli/terminal/progress.h"
#include "mpi/command.h"
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
add_up(totals *t, const tensen_shard_report *r, unsigned ranks)
{
	*t = (totals){.n = (uint32_t)transport_most(r->n_steps)};
	for (uint32_t i = 0; i < TENSEN_SHARD_STEPS; i++) {
		t->seconds[i] = transport_most(i < r->n_steps ? r->steps[i].seconds : 0);
		t->processor[i] = transport_most(i < r->n_steps ? r->steps[i].processor : 0);
		t->sent[i] = transport_sum(i < r->n_steps ? r->steps[i].sent : 0);
		t->mean[i] = (double)transport_sum(
				 i < r->n_steps ? (uint64_t)(r->steps[i].processor * 1e6) : 0) /
			     1e6 / ranks;
	}
	t->bytes = transport_sum(r->shard_bytes);
	t->memory = (unsigned long long)transport_most((double)progress_memory());
}

static exit_code
write_stats(const char *path, const tensen_team *team, const tensen_shard_report *r,
    const totals *t, unsigned threads)
{
	FILE *f = fopen(path, "w");
	int bad;

	if (!f)
		return report_refusal(EXIT_SYSTEM, path, "cannot be written");
	fprintf(f,
	    "{\"ranks\": %u, \"threads\": %u, \"documents\": %llu, \"records\": %llu,\n"
	    " \"refused\": %llu, \"terms\": %u, \"dims\": %u, \"kept_shards\": %u,\n"
	    " \"shard_bytes\": %llu, \"joint_bytes\": %llu, \"peak_memory\": %llu, \"steps\": "
	    "[",
	    team->size, threads, (unsigned long long)r->documents, (unsigned long long)r->records,
	    (unsigned long long)r->refused, r->terms, r->dims, r->kept, t->bytes,
	    (unsigned long long)r->joint_bytes, t->memory);
	for (uint32_t i = 0; i < r->n_steps; i++)
		fprintf(f,
		    "%s\n  {\"step\": \"%s\", \"seconds\": %.3f, \"processor\": %.3f, "
		    "\"processor_mean\": %.3f, \"sent\": %llu}",
		    i ? "," : "", r->steps[i].name, t->seconds[i], t->processor[i], t->mean[i],
		    t->sent[i]);
	fprintf(f, "]}\n");
	bad = ferror(f);
	return fclose(f) != 0 || bad ? report_refusal(EXIT_SYSTEM, path, "cannot be written")
				     : EXIT_OK;
}

static void
say(const common *c, const args *a, const tensen_team *team, const tensen_shard_report *r,
    const totals *t)
{
	double seconds = 0;

	for (uint32_t i = 0; i < t->n; i++)
		seconds += t->seconds[i];
	if (c->quiet)
		return;
	if (r->kept == team->size) {
		fprintf(stderr, "tensen-mpi: %s: all %u shards are complete, nothing to do\n",
		    a->output, team->size);
		return;
	}
	fprintf(stderr,
	    "tensen-mpi: %s: %llu documents in %u shards (%u kept), %llu records refused, "
	    "%.1f s, %.1f MB at most per rank, %.1f MB of shards, %.1f MB of joint file\n",
	    a->output, (unsigned long long)r->documents, team->size, r->kept,
	    (unsigned long long)r->refused, seconds, (double)t->memory / 1e6,
	    (double)t->bytes / 1e6, (double)r->joint_bytes / 1e6);
	if (!r->joint_bytes)
		fprintf(stderr,
		    "tensen-mpi: not every rank sees all shards: bring them together, then tensen "
		    "merge --joint FOLDER\n");
}

static exit_code
build(args *a, const common *c, const command_line *line)
{
	const tensen_team *team = c->team;
	const report_files files = {NULL, line->words};
	progress bar = common_progress(c);
	tensen_shard_report r = {.account = NULL};
	totals t;
	tensen_error err = {0};
	exit_code code = EXIT_OK;
	tensen_status st;
	size_t bad;

	a->build.columns = a->columns.n ? a->columns.v : NULL;
	a->build.dictionary = c->open.dictionary;
	a->build.user_dic = c->open.user_dic;
	a->build.models = c->open.models;
	if (!a->build.threads)
		a->build.threads = c->threads;
	if (team->rank == 0) {
		a->build.progress = progress_step;
		a->build.progress_payload = &bar;
	}
	st = tensen_build_shard(
	    &r, a->output, line->words, line->n_words, &a->build, a->resume, team, &err);
	progress_end(&bar);
	/* all ranks know the bad files of all */
	bad = team->rank == 0 ? report_bad_files(r.account, st == TENSEN_OK)
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
		say(c, a, team, &r, &t);
	if (team->rank == 0 && a->stats)
		code = write_stats(a->stats, team, &r, &t, a->build.threads);
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
		return report_usage("index", "expected -o FOLDER");
	return build(&a, c, &line);
}
