/* cli/steps/inputs.c - after the work of index and update: time, memory and the account. */
#include "cli/steps/inputs.h"
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <tensen/version.h>

static unsigned long long
bytes_of(const char *path)
{
	struct stat sb;

	return stat(path, &sb) == 0 ? (unsigned long long)sb.st_size : 0;
}

/* Writes a JSON string: a file name may hold any byte. */
static void
put_string(FILE *f, const char *s)
{
	fputc('"', f);
	for (const unsigned char *p = (const unsigned char *)s; *p; p++)
		if (*p == '"' || *p == '\\')
			fprintf(f, "\\%c", *p);
		else if (*p < 0x20)
			fprintf(f, "\\u%04x", *p);
		else
			fputc(*p, f);
	fputc('"', f);
}

static void
put_stages(FILE *f, const progress *p)
{
	fputs("  \"stages\": [", f);
	for (unsigned i = 0; i < p->n_stages; i++) {
		fprintf(f, "%s\n    {\"stage\": ", i ? "," : "");
		put_string(f, p->stages[i].stage);
		fprintf(f, ", \"seconds\": %.3f, \"done\": %llu}", p->stages[i].seconds,
		    p->stages[i].done);
	}
	fputs(p->n_stages ? "\n  ],\n" : "],\n", f);
}

/* The report of a finished command. */
typedef struct stats {
	const char *command, *path, *file;
	const progress *work;
	const tensen_result *result; /* becomes "account"; NULL: none */
} stats;

static void
put_all(FILE *f, const stats *s, exit_code code)
{
	tensen_style style = TENSEN_STYLE_INIT;
	tensen_text text = {.p = NULL};

	style.format = TENSEN_JSON;
	style.lang = TENSEN_EN;
	fputs("{\n  \"program\": \"tensen " TENSEN_VERSION "\",\n  \"command\": ", f);
	put_string(f, s->command);
	fputs(",\n  \"index\": ", f);
	put_string(f, s->path);
	fprintf(f,
	    ",\n  \"code\": %d,\n  \"seconds\": %.3f,\n  \"peak_memory\": %llu,\n"
	    "  \"index_bytes\": %llu,\n",
	    (int)code, progress_seconds(s->work), progress_memory(), bytes_of(s->path));
	put_stages(f, s->work);
	fputs("  \"account\": ", f);
	if (s->result && tensen_result_render(s->result, &style, &text, NULL) == TENSEN_OK)
		fwrite(text.p, 1, text.n, f);
	else
		fputs("null\n", f);
	fputs("}\n", f);
	tensen_text_free(&text);
}

static exit_code
stats_write(const stats *s, exit_code code)
{
	FILE *f;
	int failed;

	if (!s->file)
		return code;
	if (!(f = fopen(s->file, "w")))
		return report_errno(s->file, errno, code ? code : EXIT_SYSTEM);
	put_all(f, s, code);
	failed = ferror(f);
	if (fclose(f) != 0 || failed)
		return report_errno(s->file, errno, code ? code : EXIT_SYSTEM);
	return code;
}

/* Documents analysed: the count of the stage "understand".  A merge analyses none: those that it
 * listed. */
static unsigned long long
documents_of(const progress *p)
{
	unsigned long long listed = 0;

	for (unsigned i = 0; i < p->n_stages; i++) {
		if (strcmp(p->stages[i].stage, "understand") == 0)
			return p->stages[i].done;
		if (strcmp(p->stages[i].stage, "list") == 0)
			listed = p->stages[i].done;
	}
	return listed;
}

static void
stats_say(const stats *s, const common *c)
{
	unsigned long long n = documents_of(s->work);
	double t = progress_seconds(s->work), rate = t > 0 ? (double)n / t : 0;

	if (c->quiet)
		return;
	fprintf(stderr,
	    c->lang == TENSEN_JA
		? "%s: 文献 %llu 件、%.1f 秒（%.0f 件/秒）、最大メモリー %.0f MB、索引 %.1f MB\n"
		: "%s: %llu documents, %.1f s (%.0f/s), peak memory %.0f MB, index %.1f MB\n",
	    s->path, n, t, rate, (double)progress_memory() / 1e6, (double)bytes_of(s->path) / 1e6);
}

/* The end of work whose bad files were named on stderr: JSON has the account, a table would repeat
 * them. */
static void
finish_bad(tensen_result *r, const writing *w)
{
	if (w->c->format == TENSEN_JSON) {
		common_finish(TENSEN_OK, r, NULL, w->files, w->c);
		return;
	}
	tensen_result_free(r);
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
work(const writing *w, writing_call call, void *args)
{
	progress bar = common_progress(w->c);
	stats s = {w->line->command, w->path, w->stats, &bar, NULL};
	tensen_result *r = NULL;
	tensen_error err = {0};
	tensen_status st = call(&r, args, w, &bar, &err);
	exit_code code, finished;
	size_t bad;

	progress_end(&bar);
	s.result = r;
	bad = report_bad_files(r, st == TENSEN_OK);
	if (st == TENSEN_OK)
		stats_say(&s, w->c);
	code = st < 0 ? report_code(&err, w->files) : bad ? EXIT_GAPS : EXIT_OK;
	code = stats_write(&s, code);
	if (st == TENSEN_E_INPUT && bad) {
		finish_bad(r, w);
		return code;
	}
	finished = common_finish(st, r, &err, w->files, w->c);
	return finished == EXIT_OK ? code : finished;
}

exit_code
writing_run(const writing *w, writing_call call, void *args)
{
	exit_code code = stats_check(w->stats);

	return code == EXIT_OK ? work(w, call, args) : code;
}

void
build_with(tensen_build_opts *o, const common *c, progress *bar)
{
	o->dictionary = c->open.dictionary;
	o->user_dic = c->open.user_dic;
	o->lexicon = c->open.lexicon;
	o->pairs = c->open.pairs;
	o->models = c->open.models;
	o->progress = progress_step;
	o->progress_payload = bar;
}
