/* corpus/reader.c - every input file through its reader, each one accounted for. */
#include "corpus/reader.h"
#include <stdio.h>
#include <strings.h>
#include "corpus/columns.h"
#include "corpus/detect.h"
#include "corpus/feed.h"
#include "corpus/walk.h"
#include "util/fail.h"

static const char *const format_names[N_FORMATS] = {
    [FORMAT_AUTO] = "auto",
    [FORMAT_JSONL] = "jsonl",
    [FORMAT_JPLATPAT] = "jplatpat",
    [FORMAT_PLIDB] = "plidb",
    [FORMAT_GAZETTE] = "gazette",
    [FORMAT_TABLE] = "table",
    [FORMAT_TEXT] = "text",
};

const char *
corpus_format_name(corpus_format f)
{
	return (unsigned)f < N_FORMATS ? format_names[f] : "unknown";
}

int
corpus_format_parse(const char *name)
{
	for (int i = 0; i < N_FORMATS; i++)
		if (strcasecmp(name, format_names[i]) == 0)
			return i;
	if (strcasecmp(name, "csv") == 0 || strcasecmp(name, "tsv") == 0)
		return FORMAT_TABLE;
	if (strcasecmp(name, "json") == 0)
		return FORMAT_JSONL;
	return strcasecmp(name, "xml") == 0 ? FORMAT_GAZETTE : -1;
}

static tensen_status
read_by_format(feed *f, tensen_error *err)
{
	switch (f->account.format) {
	case FORMAT_JSONL:
		return read_jsonl(f, err);
	case FORMAT_JPLATPAT:
	case FORMAT_PLIDB:
	case FORMAT_TABLE:
		return read_table(f, err);
	case FORMAT_GAZETTE:
		return read_gazette(f, err);
	default:
		return read_text(f, err);
	}
}

/* A file that breaks while it is read (packed data cut short, a disk error) costs
 * what was being read; what came before stays. */
static tensen_status
damage(feed *f, tensen_status st, tensen_error *bad, tensen_error *err)
{
	if (f->sink_failed || bad->where[0] || (st != TENSEN_E_INPUT && st != TENSEN_E_IO)) {
		if (err)
			*err = *bad;
		if (!f->sink_failed)
			tensen_fail_at(err, f->account.path, 0);
		return st;
	}
	if (!f->src)
		return feed_refuse_file(f, bad->message, err);
	return feed_refuse(f, 0, bad->message, err);
}

static tensen_status
read_open_file(feed *f, const walked *file, tensen_error *err)
{
	const char *why;
	tensen_status st;

	f->account.encoding = source_encoding(f->src);
	f->account.format = f->opts->format;
	if (f->account.format == FORMAT_AUTO) {
		st = detect_format(f->src, file->path, !file->from_folder, f->opts->columns,
		    &f->account.format, &why, err);
		if (st < 0)
			return st;
		f->unasked = f->account.format == FORMAT_AUTO && file->from_folder;
		if (f->account.format == FORMAT_AUTO)
			return feed_refuse_file(f, why, err);
	}
	return read_by_format(f, err);
}

static tensen_status
read_file(feed *f, const walked *file, tensen_error *err)
{
	tensen_error bad = {.where = ""};
	tensen_status st;

	f->account = (file_account){.path = file->path, .encoding = ""};
	f->nuls_noted = 0;
	f->problem[0] = '\0';
	f->unasked = file->why != NULL;
	st = file->why ? feed_refuse_file(f, file->why, &bad)
		       : source_open(&f->src, file->path, f->opts->encoding, &bad);
	if (st == TENSEN_OK && !file->why)
		st = read_open_file(f, file, &bad);
	if (st < 0)
		st = damage(f, st, &bad, err);
	if (st == TENSEN_OK && f->account.records == 0 && !f->account.problem)
		st = feed_refuse_file(f, "no records", err);
	if (st == TENSEN_OK && f->sink->file_done)
		f->sink->file_done(f->sink->payload, &f->account);
	source_close(f->src);
	f->src = NULL;
	f->done += file->size;
	return st;
}

static void
remember_first(const feed *f, tensen_error *first)
{
	if (first->where[0] || !f->problem[0])
		return;
	tensen_fail(first, TENSEN_E_INPUT, "%.250s", f->problem);
	tensen_fail_at(first, f->account.path, f->problem_at);
}

static tensen_status
nothing_read(const walk *w, const char *const *paths, const tensen_error *first, tensen_error *err)
{
	if (w->n == 0) {
		tensen_fail(err, TENSEN_E_INPUT, "no files to read");
		tensen_fail_at(err, paths[0], 0);
	} else if (err) {
		*err = *first;
	}
	return TENSEN_E_INPUT;
}

static tensen_status
read_all(feed *f, const walk *w, uint64_t *given, tensen_error *first, tensen_error *err)
{
	tensen_status st = TENSEN_OK;

	for (size_t i = 0; i < w->n; i++)
		f->total += w->v[i].size;
	for (size_t i = 0; i < w->n && st == TENSEN_OK; i++) {
		st = read_file(f, &w->v[i], err);
		*given += f->account.read + f->account.no_text;
		remember_first(f, first);
	}
	return st;
}

tensen_status
corpus_read(const char *const *paths, size_t n, const corpus_opts *opts, const corpus_sink *sink,
    tensen_error *err)
{
	feed f = {.opts = opts, .sink = sink};
	tensen_error first = {.where = ""};
	uint64_t given = 0;
	walk w;
	tensen_status st;

	if (n == 0)
		return tensen_fail(err, TENSEN_E_ARG, "nothing to read was named");
	if ((st = columns_check(opts->columns, err)) < 0 ||
	    (st = walk_paths(&w, paths, n, err)) < 0)
		return st;
	st = read_all(&f, &w, &given, &first, err);
	if (st == TENSEN_OK && given == 0)
		st = nothing_read(&w, paths, &first, err);
	walk_clear(&w);
	return st;
}
