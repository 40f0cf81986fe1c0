/* corpus/read_file.c - see read_file.h. */
#include "corpus/read_file.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "corpus/detect.h"
#include "util/fail.h"

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

/* What the failure of a file makes of it: the file is bad, and the records before the damage
 * stay.  Other failures end the reading. */
static tensen_status
damage(feed *f, tensen_status st, const tensen_error *bad, tensen_error *err)
{
	if (!f->sink_failed && !bad->where[0] && (st == TENSEN_E_INPUT || st == TENSEN_E_IO)) {
		feed_bad_file(f, 0, bad->message);
		return TENSEN_OK;
	}
	if (err)
		*err = *bad;
	if (!f->sink_failed)
		tensen_fail_at(err, f->account.path, 0);
	return st;
}

static void
begin_account(feed *f, const char *path)
{
	f->account = (file_account){.path = path, .encoding = ""};
	f->nuls_noted = 0;
	f->problem[0] = '\0';
	f->problem_at = 0;
}

/* Judge what was read of a file and give its account to the sink. */
static void
end_account(feed *f)
{
	file_account *a = &f->account;
	char why[FEED_WHY_MAX], at[64];

	if (a->format != FORMAT_AUTO && f->src && stream_zeroed(f->src)) {
		a->bad = 0; /* the zeros are what made it bad */
		snprintf(at, sizeof at, "a block of zeros ends at byte %llu",
		    (unsigned long long)stream_zeroed(f->src));
		feed_bad_file(f, 0, at);
	} else if (!a->problem && a->records == 0 && !a->part) {
		feed_pass_over(f, "no records");
	} else if (!a->problem && a->records && a->read + a->no_text == 0) {
		snprintf(why, sizeof why, "no record of it can be read: %.200s", f->problem);
		if (a->part)
			feed_pass_over(f, why);
		else
			feed_bad_file(f, f->problem_at, why);
		a->problem_at = f->problem_at;
	}
	if (f->sink->file_done)
		f->sink->file_done(f->sink->payload, a);
}

/* What the beginning of the file shows; *read 1: it is data. */
static tensen_status
look(feed *f, int named, int *read, tensen_error *err)
{
	detected d;
	tensen_status st = detect(&d, f->src, f->account.path, named, f->opts, err);

	*read = st == TENSEN_OK && d.is == CONTENT_DATA;
	f->account.encoding = stream_encoding(f->src);
	if (*read)
		f->account.format = d.format;
	else if (st == TENSEN_OK && d.is == CONTENT_BAD)
		feed_bad_file(f, 0, d.why);
	else if (st == TENSEN_OK)
		feed_pass_over(f, d.why);
	return st;
}

/* Read an opened file or member, which is closed. */
static tensen_status
read_input(feed *f, input *in, int named, tensen_error *err)
{
	tensen_error bad = {.where = ""};
	int read;
	tensen_status st = stream_open_input(&f->src, in, f->opts->encoding, &bad);

	if (st == TENSEN_OK && (st = look(f, named, &read, &bad)) == TENSEN_OK && read) {
		if (f->sink->file_begin)
			f->sink->file_begin(f->sink->payload, &f->account);
		st = read_by_format(f, &bad);
	}
	if (st < 0)
		st = damage(f, st, &bad, err);
	if (st == TENSEN_OK)
		end_account(f);
	stream_close(f->src);
	f->src = NULL;
	return st;
}

/* ---- archives ---- */

static tensen_status read_archive(
    feed *f, input *in, const char *path, int depth, tensen_error *err);

static tensen_status
read_member(feed *f, unpack *from, const char *path, int depth, tensen_error *err)
{
	tensen_error bad = {.where = ""};
	input *in;
	tensen_status st = input_open_member(&in, from, &bad);

	begin_account(f, path);
	if (st < 0) {
		st = damage(f, st, &bad, err);
		if (st == TENSEN_OK)
			end_account(f);
		return st;
	}
	if (!input_is_archive(in))
		return read_input(f, in, 0, err);
	st = read_archive(f, in, path, depth + 1, err);
	input_close(in);
	return st;
}

/* The account of an archive itself, if it is bad or gave nothing. */
static tensen_status
end_archive(feed *f, const char *path, tensen_status st, const tensen_error *bad, uint64_t members,
    tensen_error *err)
{
	if (st == TENSEN_OK && members)
		return TENSEN_OK;
	begin_account(f, path);
	if (st < 0)
		st = damage(f, st, bad, err);
	else
		feed_pass_over(f, "an archive without files");
	if (st == TENSEN_OK)
		end_account(f);
	return st;
}

static tensen_status
read_members(feed *f, unpack *u, const char *path, int depth, uint64_t *n, tensen_error *bad,
    tensen_error *err)
{
	tensen_status st;
	const char *name;
	char *member;

	while ((st = unpack_next(u, &name, bad)) == TENSEN_OK && name) {
		if (strcmp(name, "[Content_Types].xml") == 0)
			return tensen_fail(
			    bad, TENSEN_E_INPUT, "an Excel or Word file: save it as CSV or text");
		if (asprintf(&member, "%s/%s", path, name) < 0)
			return tensen_fail_nomem(bad);
		++*n;
		st = read_member(f, u, member, depth, err);
		if (st < 0) {
			*bad = (tensen_error){.where = "passed on"};
			if (err)
				*bad = *err;
			f->sink_failed = 1; /* what it says is not about the archive */
		}
		free(member);
		if (st < 0)
			return st;
	}
	return st;
}

static tensen_status
read_archive(feed *f, input *in, const char *path, int depth, tensen_error *err)
{
	tensen_error bad = {.where = ""};
	unpack *u = NULL;
	uint64_t n = 0;
	tensen_status st = depth > UNPACK_DEPTH
			       ? tensen_fail(&bad, TENSEN_E_INPUT,
				     "archives in archives, more than %d deep", UNPACK_DEPTH)
			       : input_unpack(in, &u, &bad);

	if (st == TENSEN_OK)
		st = read_members(f, u, path, depth, &n, &bad, err);
	unpack_free(u);
	return end_archive(f, path, st, &bad, n, err);
}

/* ---- files ---- */

static tensen_status
read_refused(feed *f, const walked *file)
{
	if (file->harmless)
		feed_pass_over(f, file->why);
	else
		feed_bad_file(f, 0, file->why);
	end_account(f);
	return TENSEN_OK;
}

static tensen_status
read_opened(feed *f, input *in, const walked *file, tensen_error *err)
{
	tensen_status st = TENSEN_OK;

	if (!input_is_archive(in))
		return read_input(f, in, !file->from_folder, err);
	if (f->early)
		f->postponed = 1;
	else
		st = read_archive(f, in, file->path, 1, err);
	input_close(in);
	return st;
}

tensen_status
read_file(feed *f, const walked *file, tensen_error *err)
{
	tensen_error bad = {.where = ""};
	tensen_status st;

	begin_account(f, file->path);
	f->account.part = file->part;
	f->lines_before = file->lines;
	if (file->why)
		return read_refused(f, file);
	st = input_open(&f->base, file->path, file->from, file->to, &bad);
	if (st == TENSEN_OK) {
		st = read_opened(f, f->base, file, err);
	} else if ((st = damage(f, st, &bad, err)) == TENSEN_OK) {
		end_account(f);
	}
	f->base = NULL;
	f->done += file->size;
	return st;
}

int
read_head(const walked *file, const corpus_opts *opts)
{
	corpus_sink nobody = {.payload = NULL};
	feed f = {.opts = opts, .sink = &nobody};
	input *in;
	int data, bad;

	if (file->why || strcmp(file->path, "-") == 0)
		return file->why && !file->harmless;
	begin_account(&f, file->path);
	if (input_open(&in, file->path, file->from, file->to, NULL) < 0)
		return 1;
	if (input_is_archive(in)) {
		input_close(in);
		return 0;
	}
	bad = stream_open_input(&f.src, in, opts->encoding, NULL) < 0 ||
	      look(&f, !file->from_folder, &data, NULL) < 0 || f.account.bad;
	stream_close(f.src);
	return bad;
}
