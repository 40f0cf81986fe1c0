/* corpus/reader.c - all files of a list, side by side and in their order; see reader.h. */
#include "corpus/reader.h"
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#define XXH_INLINE_ALL
#include <xxhash.h>
#include "corpus/document/feed.h"
#include "corpus/formats/columns.h"
#include "corpus/record_log.h"
#include "util/fail.h"
#include "util/threads/threads.h"

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
corpus_format_name(corpus_format format)
{
	return (unsigned)format < N_FORMATS ? format_names[format] : "unknown";
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

/* ---- files side by side ---- */

/* A file that was read before its turn. */
typedef struct read_early {
	feed f;
	record_log log;
	corpus_sink sink; /* of the log */
	tensen_status st;
	tensen_error error;
} read_early;

typedef struct side_by_side {
	feed *f;
	const walk *w;
	corpus_opts quiet; /* the caller's options without progress */
} side_by_side;

/* Reads file i into the log of its slot.  A file that the log has no room for, or whose size is
 * unknown, is read when its turn comes. */
static tensen_status
read_file_early(void *ctx, size_t i, void *slot, unsigned worker, tensen_error *err)
{
	const side_by_side *r = ctx;
	read_early *a = slot;
	const walked *file = &r->w->v[i];

	(void)worker;
	(void)err; /* a failure comes behind the records before it */
	record_log_begin(&a->log);
	if (r->f->opts->threads < 2 || file->size == 0 || file->size > RECORD_LOG_MAX) {
		a->log.full = 1;
		return TENSEN_OK;
	}
	a->sink = record_log_sink(&a->log);
	a->f = (feed){.opts = &r->quiet, .sink = &a->sink, .early = 1};
	a->st = read_file(&a->f, file, &a->error);
	a->log.full |= a->f.postponed;
	return TENSEN_OK;
}

static tensen_status
reader_replay(side_by_side *two, const read_early *early, const walked *file, tensen_error *err)
{
	feed *f = two->f;
	tensen_status st;

	if (f->sink->file_begin && early->f.account.format != FORMAT_AUTO)
		f->sink->file_begin(f->sink->payload, &early->f.account);
	st = record_log_replay(&early->log, file->path, f->sink, err);
	if (st == TENSEN_OK && (st = early->st) < 0 && err)
		*err = early->error;
	if (st < 0)
		return st;
	feed_end_file(f, &early->f.account);
	f->done += file->size;
	return feed_progress(f, err);
}

static tensen_status
take_file(void *ctx, size_t i, void *slot, tensen_error *err)
{
	side_by_side *r = ctx;
	const read_early *a = slot;
	const walked *file = &r->w->v[i];

	return a->log.full ? read_file(r->f, file, err) : reader_replay(r, a, file, err);
}

static void
clear_early(void *slot)
{
	record_log_clear(&((read_early *)slot)->log);
}

static tensen_status
read_all(feed *f, const walk *way, tensen_error *err)
{
	side_by_side two = {f, way, *f->opts};
	threads_line line = {
	    &two, way->n, read_file_early, take_file, sizeof(read_early), clear_early};

	for (size_t i = 0; i < way->n; i++)
		f->total += way->v[i].size;
	two.quiet.progress = NULL;
	return threads_in_line(f->opts->threads, &line, err);
}

static tensen_status
take_share(walk *way, const corpus_opts *opts, tensen_error *err)
{
	tensen_status st = TENSEN_OK;

	if (opts->shares > 1)
		st = walk_share(way, opts->share, opts->shares, !opts->encoding, err);
	if (st == TENSEN_OK && way->n && way->v[0].from)
		way->v[0].lines = opts->lines_before;
	return st;
}

tensen_status
corpus_cuts(const char *const *paths, size_t n_paths, const corpus_opts *opts, corpus_cut cuts[2],
    uint32_t *n, tensen_error *err)
{
	walk w;
	tensen_status st = walk_paths(&w, paths, n_paths, err);

	*n = 0;
	if (st < 0)
		return st;
	st = take_share(&w, opts, err);
	for (size_t i = 0; i < w.n && st == TENSEN_OK; i += w.n > 1 ? w.n - 1 : 1) {
		const walked *f = &w.v[i];
		corpus_cut *c = &cuts[*n];
		if (!f->to)
			continue;
		*c = (corpus_cut){XXH3_64bits(f->path, strlen(f->path)), 0, f->from > 0};
		st = walk_lines(f, &c->lines, err);
		++*n;
	}
	walk_clear(&w);
	return st;
}

/* ---- all files ---- */

/* E_INPUT if a file was bad, or nothing was there to read. */
static tensen_status
reader_verdict(const feed *f, const walk *way, const char *const *paths, tensen_error *err)
{
	const corpus_opts *opts = f->opts;

	if (f->bad && !opts->skip_bad)
		return tensen_fail_first(err, &f->first_bad, 1);
	if (f->given || opts->shares > 1 || opts->may_be_empty)
		return TENSEN_OK;
	if (way->n)
		return tensen_fail_first(err, f->bad ? &f->first_bad : &f->first_empty, 1);
	return tensen_fail_in(err, TENSEN_E_INPUT, paths[0], SAY_NO_FILES_TO);
}

/* ---- the heads, before the work ---- */

/* When the heads show bad files, a corpus of more bytes is not read to find the others: reading
 * 256 MiB takes a second or two. */
#define READ_ON_BYTES ((uint64_t)256 << 20)

typedef struct heads {
	const walk *w;
	const corpus_opts *opts;
	unsigned char *bad; /* by file */
} heads;

static void
look_at_head(void *ctx, size_t i, unsigned worker)
{
	heads *h = ctx;
	const walked *file = &h->w->v[i];

	(void)worker;
	h->bad[i] = (unsigned char)read_head(file, h->opts);
}

/* Keep the bad files alone when there are some and all are too many to read. */
static void
keep_bad(walk *way, const unsigned char *bad)
{
	size_t n = 0;
	uint64_t total = 0;

	for (size_t i = 0; i < way->n; i++) {
		n += bad[i];
		total += way->v[i].size;
	}
	if (n == 0 || total <= READ_ON_BYTES)
		return;
	n = 0;
	for (size_t i = 0; i < way->n; i++) {
		if (bad[i])
			way->v[n++] = way->v[i];
		else
			free(way->v[i].path);
	}
	way->n = n;
}

/* The reading says what is wrong with the bad files. */
static tensen_status
look_at_heads(walk *way, const corpus_opts *opts, tensen_error *err)
{
	heads h = {way, opts, calloc(way->n + 1, 1)};

	if (!h.bad)
		return tensen_fail_nomem(err);
	threads_run(opts->threads, way->n, look_at_head, &h);
	keep_bad(way, h.bad);
	free(h.bad);
	return TENSEN_OK;
}

tensen_status
corpus_read(const char *const *paths, size_t n, const corpus_opts *opts, const corpus_sink *sink,
    tensen_error *err)
{
	walk w;
	feed f = {.opts = opts, .sink = sink};
	tensen_status st;

	if (n == 0)
		return tensen_fail(err, TENSEN_E_ARG, SAY_NOTHING_TO_READ);
	if ((st = columns_check(opts->columns, err)) < 0 ||
	    (st = walk_paths(&w, paths, n, err)) < 0)
		return st;
	st = take_share(&w, opts, err);
	if (st == TENSEN_OK && !opts->skip_bad && w.n > 1)
		st = look_at_heads(&w, opts, err);
	if (st == TENSEN_OK)
		st = read_all(&f, &w, err);
	if (st == TENSEN_OK)
		st = reader_verdict(&f, &w, paths, err);
	walk_clear(&w);
	return st;
}
