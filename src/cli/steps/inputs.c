/* cli/steps/inputs.c - after the work of index and update: time, memory and the account. */
#include "cli/steps/inputs.h"
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <tensen/version.h>

static unsigned long long
bytes_of(const char *path)
{
	struct stat sb;

	return stat(path, &sb) == 0 ? (unsigned long long)sb.st_size : 0;
}

static void
put_stages(FILE *out, const progress *bar)
{
	fputs("  \"stages\": [", out);
	for (unsigned i = 0; i < bar->n_stages; i++) {
		fprintf(out, "%s\n    {\"stage\": ", i ? "," : "");
		report_json_string(out, bar->stages[i].stage);
		fprintf(out, ", \"seconds\": %.3f, \"done\": %llu}", bar->stages[i].seconds,
		    bar->stages[i].done);
	}
	fputs(bar->n_stages ? "\n  ],\n" : "],\n", out);
}

/* The report of a finished command. */
typedef struct stats {
	const char *command, *path, *file;
	const progress *work;
	const tensen_result *result; /* becomes "account"; NULL: none */
} stats;

static void
put_all(FILE *out, const stats *counts_of, exit_code code)
{
	tensen_style style = TENSEN_STYLE_INIT;
	tensen_text text = {.p = NULL};

	style.format = TENSEN_JSON;
	style.lang = TENSEN_EN;
	fputs("{\n  \"program\": \"tensen " TENSEN_VERSION "\",\n  \"command\": ", out);
	report_json_string(out, counts_of->command);
	fputs(",\n  \"index\": ", out);
	report_json_string(out, counts_of->path);
	fprintf(out,
	    ",\n  \"code\": %d,\n  \"seconds\": %.3f,\n  \"peak_memory\": %llu,\n"
	    "  \"index_bytes\": %llu,\n",
	    (int)code, progress_seconds(counts_of->work), progress_memory(),
	    bytes_of(counts_of->path));
	put_stages(out, counts_of->work);
	fputs("  \"account\": ", out);
	if (counts_of->result &&
	    tensen_result_render(counts_of->result, &style, &text, NULL) == TENSEN_OK)
		fwrite(text.p, 1, text.n, out);
	else
		fputs("null\n", out);
	fputs("}\n", out);
	tensen_text_free(&text);
}

static exit_code
stats_write(const stats *counts_of, exit_code code)
{
	FILE *f;
	int failed;

	if (!counts_of->file)
		return code;
	if (!(f = fopen(counts_of->file, "w")))
		return report_errno(counts_of->file, errno, code ? code : EXIT_SYSTEM);
	put_all(f, counts_of, code);
	failed = ferror(f);
	if (fclose(f) != 0 || failed)
		return report_errno(counts_of->file, errno, code ? code : EXIT_SYSTEM);
	return code;
}

/* Documents analysed: the count of the stage "understand".  A merge analyses none: those that it
 * listed. */
static unsigned long long
documents_of(const progress *bar)
{
	unsigned long long listed = 0;

	for (unsigned i = 0; i < bar->n_stages; i++) {
		if (strcmp(bar->stages[i].stage, "understand") == 0)
			return bar->stages[i].done;
		if (strcmp(bar->stages[i].stage, "list") == 0)
			listed = bar->stages[i].done;
	}
	return listed;
}

static void
stats_say(const stats *counts_of, const common *opts)
{
	unsigned long long n = documents_of(counts_of->work);
	double t = progress_seconds(counts_of->work), rate = t > 0 ? (double)n / t : 0;

	if (opts->quiet)
		return;
	fprintf(stderr,
	    opts->lang == TENSEN_JA
		? "%s: 文献 %llu 件、%.1f 秒（%.0f 件/秒）、最大メモリー %.0f MB、索引 %.1f MB\n"
		: "%s: %llu documents, %.1f s (%.0f/s), peak memory %.0f MB, index %.1f MB\n",
	    counts_of->path, n, t, rate, (double)progress_memory() / 1e6,
	    (double)bytes_of(counts_of->path) / 1e6);
}

/* The end of work whose bad files were named on stderr: JSON has the account, a table would repeat
 * them. */
static void
finish_bad(tensen_result *result, const writing *output)
{
	if (output->c->format == TENSEN_JSON) {
		common_finish(TENSEN_OK, result, NULL, output->files, output->c);
		return;
	}
	tensen_result_free(result);
}

/* The whole path of a file, which need not be there; its folder must be. */
static int
whole_path(char out[2 * PATH_MAX], const char *path)
{
	const char *slash = strrchr(path, '/');
	char folder[PATH_MAX], *end;

	if (snprintf(folder, sizeof folder, "%.*s", slash ? (int)(slash - path) + 1 : 1,
		slash ? path : ".") >= (int)sizeof folder ||
	    !realpath(folder, out))
		return 0;
	end = out + strlen(out);
	snprintf(end, PATH_MAX, "/%s", slash ? slash + 1 : path);
	return 1;
}

static int
are_one_file(const char *one, const char *other)
{
	struct stat a, b;

	return stat(one, &a) == 0 && stat(other, &b) == 0 && a.st_dev == b.st_dev &&
	       a.st_ino == b.st_ino && S_ISREG(a.st_mode);
}

/* `path` is `other`, or lies in that folder. */
static int
is_in(const char *path, const char *other)
{
	char mine[2 * PATH_MAX], theirs[2 * PATH_MAX], real[PATH_MAX];
	size_t n;

	if (are_one_file(path, other))
		return 1;
	if (!whole_path(mine, path))
		return 0;
	if (!realpath(other, real))
		return whole_path(theirs, other) && strcmp(mine, theirs) == 0;
	n = strlen(real);
	return strncmp(mine, real, n) == 0 && (mine[n] == '/' || mine[n] == '\0');
}

static exit_code
beside_refuse(const char *path)
{
	return report_refusal(EXIT_USAGE, path, SAY_IS_READ_HERE);
}

exit_code
beside_check(const char *one, const char *other, const char *index, const char *const *inputs,
    size_t n_inputs)
{
	const char *const written[] = {one, other};

	for (size_t k = 0; k < 2; k++) {
		if (!written[k])
			continue;
		if (is_in(written[k], index))
			return beside_refuse(written[k]);
		for (size_t i = 0; i < n_inputs; i++)
			if (is_in(written[k], inputs[i]))
				return beside_refuse(written[k]);
	}
	return one && other && is_in(one, other) ? beside_refuse(one) : EXIT_OK;
}

/* The file of --stats can be written: checked before the work. */
static exit_code
stats_check(const char *path)
{
	FILE *f = path ? fopen(path, "a") : NULL;

	if (!path)
		return EXIT_OK;
	if (!f)
		return report_errno(path, errno, EXIT_SYSTEM);
	fclose(f);
	return EXIT_OK;
}

/* The work, which may begin. */
static exit_code
inputs_work(const writing *output, writing_call call, void *args)
{
	progress bar = common_progress(output->c);
	stats s = {output->line->command, output->path, output->stats, &bar, NULL};
	tensen_result *r = NULL;
	tensen_error err = {0};
	tensen_status st = call(&r, args, output, &bar, &err);
	exit_code code, finished;
	size_t bad;

	progress_end(&bar);
	s.result = r;
	bad = report_bad_files(r, report_bad_outcome(st < 0, output->skip_bad));
	if (st == TENSEN_OK)
		stats_say(&s, output->c);
	code = st < 0 ? report_code(&err, output->files) : bad ? EXIT_GAPS : EXIT_OK;
	code = stats_write(&s, code);
	if (st == TENSEN_E_INPUT && bad) {
		finish_bad(r, output);
		return code;
	}
	finished = common_finish(st, r, &err, output->files, output->c);
	return finished == EXIT_OK ? code : finished;
}

exit_code
writing_run(const writing *output, writing_call call, void *args)
{
	const char *const *inputs = output->files->inputs;
	size_t n = 0;
	exit_code code;

	while (inputs && inputs[n])
		n++;
	code = beside_check(output->stats, output->report, output->path, inputs, n);
	if (code == EXIT_OK)
		code = stats_check(output->stats);
	return code == EXIT_OK ? inputs_work(output, call, args) : code;
}

void
build_with(tensen_build_opts *opts, const common *shared, progress *bar)
{
	opts->dictionary = shared->open.dictionary;
	opts->user_dic = shared->open.user_dic;
	opts->lexicon = shared->open.lexicon;
	opts->pairs = shared->open.pairs;
	opts->models = shared->open.models;
	opts->progress = progress_step;
	opts->progress_payload = bar;
}
