/* corpus/reader.c - finds the format of every input file and gives the file to its reader. */
#include "corpus/reader.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#define XXH_INLINE_ALL
#include <xxhash.h>
#include "corpus/formats/columns.h"
#include "corpus/formats/csv.h"
#include "corpus/feed.h"
#include "corpus/record_log.h"
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

/* ---- the format of a file ---- */

#define HEAD_BYTES ((size_t)64 * 1024) /* the beginning by which a format is known */
#define MAX_NAMES 256                  /* columns of a header that are looked at */

/* Text has no control characters; more than 1 % of them make a binary file. */
static int
is_binary(span s)
{
	size_t odd = 0;

	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		odd += c < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != 0x1b;
	}
	return odd * 100 > s.n;
}

/* The names of a header line, quotes taken off; good enough to recognise it. */
static uint32_t
header_names(span line, char delimiter, span *names)
{
	uint32_t n = 0;
	size_t from = 0;

	for (size_t i = 0; i <= line.n && n < MAX_NAMES; i++) {
		span s;
		if (i < line.n && line.p[i] != delimiter)
			continue;
		s = span_trim(span_sub(line, from, i));
		if (s.n >= 2 && s.p[0] == '"' && s.p[s.n - 1] == '"')
			s = span_trim(span_sub(s, 1, s.n - 1));
		names[n++] = s;
		from = i + 1;
	}
	return n;
}

static corpus_format
table_format(span head, const char *const *columns, const char **why)
{
	static const char delimiters[] = {'\t', ',', ';'};
	span names[MAX_NAMES], line = head;
	const char *end = memchr(head.p, '\n', head.n);

	if (end)
		line.n = (size_t)(end - head.p);
	for (size_t d = 0; d < sizeof delimiters; d++) {
		uint32_t n = header_names(line, delimiters[d], names);
		corpus_format f = n >= 2 ? columns_format(names, n) : FORMAT_AUTO;
		if (f != FORMAT_AUTO)
			return f;
		/* With a mapping or known names the file is a table that lacks a column;
		 * read_table() says which one. */
		if (n >= 2 && (columns || columns_are_header(names, n)))
			return FORMAT_TABLE;
		if (n >= 3)
			*why = delimiters[d] == '\t' ? "a table without a column of ours" : *why;
	}
	return FORMAT_AUTO;
}

static int
ends_in(const char *path, const char *suffix)
{
	size_t n = strlen(path), k = strlen(suffix);

	return n >= k && strcmp(path + n - k, suffix) == 0;
}

/* A file named x.csv or x.tsv, packed or not, is a table whatever its header. */
static int
is_named_table(const char *path)
{
	static const char *const suffixes[] = {
	    ".csv", ".tsv", ".csv.gz", ".tsv.gz", ".csv.zst", ".tsv.zst", ".CSV", ".TSV"};

	for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++)
		if (ends_in(path, suffixes[i]))
			return 1;
	return 0;
}

/* The format of an open file, or FORMAT_AUTO and in *why the reason. named = 1: the user named the
 * file, so it is read as text even without headings. */
static tensen_status
detect_format(stream *src, const char *path, int named, const char *const *columns,
    corpus_format *out, const char **why, tensen_error *err)
{
	span head, text;
	tensen_status st = stream_peek(src, HEAD_BYTES, &head, err);

	*out = FORMAT_AUTO;
	*why = "no format we know";
	if (st < 0)
		return st;
	text = span_trim(head);
	if (text.n == 0) {
		*why = "the file is empty";
	} else if (is_binary(head)) {
		*why = "a binary file";
	} else if (text.p[0] == '<') {
		*out = FORMAT_GAZETTE;
	} else if (text.p[0] == '{' || (text.p[0] == '[' && memchr(text.p, '{', text.n))) {
		*out = FORMAT_JSONL;
	} else {
		*out = table_format(text, columns, why);
		if (*out == FORMAT_AUTO && is_named_table(path))
			*out = FORMAT_TABLE;
		else if (*out == FORMAT_AUTO &&
			 (named || ends_in(path, ".txt") ||
			     span_find(text, SPAN_LIT("【"), 0) != (size_t)-1))
			*out = FORMAT_TEXT;
	}
	return TENSEN_OK;
}

/* ---- one file ---- */

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

/* When a file breaks while it is read (packed data cut short, a disk error), the record being
 * read is lost; the records before it stay. */
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

	f->account.encoding = stream_encoding(f->src);
	f->account.format = f->opts->format;
	if (f->account.format == FORMAT_AUTO) {
		st = detect_format(f->src, file->path, !file->from_folder, f->opts->columns,
		    &f->account.format, &why, err);
		if (st < 0)
			return st;
		f->from_folder = f->account.format == FORMAT_AUTO && file->from_folder;
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
	f->lines_before = file->lines;
	f->problem[0] = '\0';
	f->from_folder = file->why != NULL;
	st = file->why ? feed_refuse_file(f, file->why, &bad)
		       : stream_open_part(
			     &f->src, file->path, f->opts->encoding, file->from, file->to, &bad);
	if (st == TENSEN_OK && !file->why)
		st = read_open_file(f, file, &bad);
	if (st < 0)
		st = damage(f, st, &bad, err);
	if (st == TENSEN_OK && f->account.records == 0 && !f->account.problem)
		st = feed_refuse_file(f, "no records", err);
	if (st == TENSEN_OK && f->sink->file_done)
		f->sink->file_done(f->sink->payload, &f->account);
	stream_close(f->src);
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

/* A file that was read before its turn. */
typedef struct read_early {
	feed f;
	record_log log;
	corpus_sink sink; /* of the log */
	tensen_status st;
	tensen_error error;
} read_early;

typedef struct side_by_side {
	feed *f; /* passes documents and messages on to the caller */
	const walk *w;
	corpus_opts quiet; /* the caller's options without progress */
	read_early *slots;
	uint64_t given;
	tensen_error first;
	tensen_error *err;
} side_by_side;

/* Reads file i into the log of its slot.  A file that the log has no room for, or whose size is
 * unknown, is read when its turn comes. */
static void
read_file_early(void *ctx, size_t i, unsigned slot, unsigned worker)
{
	side_by_side *r = ctx;
	read_early *a = &r->slots[slot];
	const walked *file = &r->w->v[i];

	(void)worker;
	record_log_begin(&a->log);
	if (r->f->opts->threads < 2 || file->size == 0 || file->size > RECORD_LOG_MAX) {
		a->log.full = 1;
		return;
	}
	a->sink = record_log_sink(&a->log);
	a->f = (feed){.opts = &r->quiet, .sink = &a->sink};
	a->st = read_file(&a->f, file, &a->error);
}

static tensen_status
replay(side_by_side *r, const read_early *a, const walked *file)
{
	feed *f = r->f;
	tensen_status st = record_log_replay(&a->log, file->path, f->sink, r->err);

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
	side_by_side *r = ctx;
	const read_early *a = &r->slots[slot];
	const walked *file = &r->w->v[i];
	const feed *f = a->log.full ? r->f : &a->f;
	tensen_status st = a->log.full ? read_file(r->f, file, r->err) : replay(r, a, file);

	r->given += f->account.read + f->account.no_text;
	remember_first(f, &r->first);
	return st;
}

static tensen_status
read_all(side_by_side *r)
{
	unsigned threads = r->f->opts->threads, n_slots = threads_slots(threads);
	threads_line line = {r, r->w->n, read_file_early, take_file};
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
		record_log_clear(&r->slots[i].log);
	free(r->slots);
	return st;
}

static tensen_status
take_share(walk *w, const corpus_opts *opts, tensen_error *err)
{
	tensen_status st = TENSEN_OK;

	if (opts->shares > 1)
		st = walk_share(w, opts->share, opts->shares, !opts->encoding, err);
	if (st == TENSEN_OK && w->n && w->v[0].from)
		w->v[0].lines = opts->lines_before;
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

tensen_status
corpus_read(const char *const *paths, size_t n, const corpus_opts *opts, const corpus_sink *sink,
    tensen_error *err)
{
	feed f = {.opts = opts, .sink = sink};
	walk w;
	side_by_side r = {.f = &f, .w = &w, .err = err};
	tensen_status st;

	if (n == 0)
		return tensen_fail(err, TENSEN_E_ARG, "nothing to read was named");
	if ((st = columns_check(opts->columns, err)) < 0 ||
	    (st = walk_paths(&w, paths, n, err)) < 0)
		return st;
	st = take_share(&w, opts, err);
	if (st == TENSEN_OK)
		st = read_all(&r);
	if (st == TENSEN_OK && r.given == 0 && opts->shares <= 1)
		st = nothing_read(&w, paths, &r.first, err);
	walk_clear(&w);
	return st;
}
