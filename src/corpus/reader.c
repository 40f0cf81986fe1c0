/* corpus/reader.c - every input file through its reader, each one accounted for. */
#include "corpus/reader.h"
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>
#include "corpus/formats/columns.h"
#include "corpus/input/detect.h"
#include "corpus/feed.h"
#include "corpus/tape.h"
#include "corpus/input/walk.h"
#include "util/fail.h"
#include "util/threads.h"

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

/* ---- files side by side ---- */

/* A file read before its turn. */
typedef struct ahead {
	feed f;
	tape tape;
	corpus_sink sink; /* the tape's */
	tensen_status st;
	tensen_error error;
} ahead;

typedef struct reading {
	feed *f; /* what the caller is told goes through it */
	const walk *w;
	corpus_opts quiet; /* the caller's without his progress */
	ahead *slots;
	uint64_t given;
	tensen_error first;
	tensen_error *err;
} reading;

/* Into memory, if it has room for what the file says; else it is read when its turn comes. */
static void
read_ahead(void *ctx, size_t i, unsigned slot, unsigned worker)
{
	reading *r = ctx;
	ahead *a = &r->slots[slot];
	const walked *file = &r->w->v[i];

	(void)worker;
	tape_begin(&a->tape);
	if (r->f->opts->threads < 2 || file->size == 0 || file->size > TAPE_MAX) {
		a->tape.full = 1;
		return;
	}
	a->sink = tape_sink(&a->tape);
	a->f = (feed){.opts = &r->quiet, .sink = &a->sink};
	a->st = read_file(&a->f, file, &a->error);
}

static tensen_status
tell(reading *r, const ahead *a, const walked *file)
{
	feed *f = r->f;
	tensen_status st = tape_play(&a->tape, file->path, f->sink, r->err);

	if (st == TENSEN_OK && (st = a->st) < 0 && r->err)
		*r->err = a->error;
	if (st < 0)
		return st;
	if (f->sink->file_done)
		f->sink->file_done(f->sink->payload, &a->f.account);
	f->done += file->size;
	return feed_progress(f, r->err);
}

static int
take_file(void *ctx, size_t i, unsigned slot)
{
	reading *r = ctx;
	const ahead *a = &r->slots[slot];
	const walked *file = &r->w->v[i];
	const feed *f = a->tape.full ? r->f : &a->f;
	tensen_status st = a->tape.full ? read_file(r->f, file, r->err) : tell(r, a, file);

	r->given += f->account.read + f->account.no_text;
	remember_first(f, &r->first);
	return st;
}

static tensen_status
read_all(reading *r)
{
	unsigned threads = r->f->opts->threads, n_slots = threads_slots(threads);
	threads_line line = {r, r->w->n, read_ahead, take_file};
	tensen_status st;

	for (size_t i = 0; i < r->w->n; i++)
		r->f->total += r->w->v[i].size;
	r->quiet = *r->f->opts;
	r->quiet.progress = NULL;
	r->slots = calloc(n_slots, sizeof *r->slots);
	if (!r->slots)
		return tensen_fail_nomem(r->err);
	st = (tensen_status)threads_in_line(threads, &line);
	for (unsigned i = 0; i < n_slots; i++)
		tape_clear(&r->slots[i].tape);
	free(r->slots);
	return st;
}

tensen_status
corpus_read(const char *const *paths, size_t n, const corpus_opts *opts, const corpus_sink *sink,
    tensen_error *err)
{
	feed f = {.opts = opts, .sink = sink};
	walk w;
	reading r = {.f = &f, .w = &w, .err = err};
	tensen_status st;

	if (n == 0)
		return tensen_fail(err, TENSEN_E_ARG, "nothing to read was named");
	if ((st = columns_check(opts->columns, err)) < 0 ||
	    (st = walk_paths(&w, paths, n, err)) < 0)
		return st;
	st = read_all(&r);
	if (st == TENSEN_OK && r.given == 0)
		st = nothing_read(&w, paths, &r.first, err);
	walk_clear(&w);
	return st;
}
