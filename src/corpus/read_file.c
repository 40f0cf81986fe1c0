/* corpus/read_file.c - one file, or the members of an archive: opened, judged, read. */
#include "corpus/document/feed.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "corpus/detect.h"
#include "corpus/input/xlsx.h"
#include "util/fail.h"

static tensen_status
read_by_format(feed *from, tensen_error *err)
{
	switch (from->account.format) {
	case FORMAT_JSONL:
		return read_jsonl(from, err);
	case FORMAT_JPLATPAT:
	case FORMAT_PLIDB:
	case FORMAT_TABLE:
		return read_table(from, err);
	case FORMAT_GAZETTE:
		return read_gazette(from, err);
	default:
		return read_text(from, err);
	}
}

/* What the failure of a file makes of it: the file is bad, and the records before the damage
 * stay.  Other failures end the reading. */
static tensen_status
read_damage(feed *from, tensen_status st, const tensen_error *bad, tensen_error *err)
{
	if (!from->sink_failed && !bad->where[0] && (st == TENSEN_E_INPUT || st == TENSEN_E_IO)) {
		char said[FEED_WHY_MAX];
		fail_said(bad, said, sizeof said);
		feed_bad_file(from, 0, said);
		return TENSEN_OK;
	}
	if (err)
		*err = *bad;
	if (!from->sink_failed)
		tensen_fail_at(err, from->account.path, 0);
	return st;
}

static void
begin_account(feed *from, const char *path)
{
	from->account = (file_account){.path = path, .encoding = ""};
	from->nuls_noted = 0;
	from->problem[0] = '\0';
	from->problem_at = 0;
}

/* Judge what was read of a file and give its account to the sink. */
static void
end_account(feed *from)
{
	file_account *a = &from->account;
	char why[3 * FEED_WHY_MAX], at[256];

	if (a->format != FORMAT_AUTO && from->src && stream_zeroed(from->src)) {
		a->bad = 0; /* the zeros are what made it bad */
		snprintf(at, sizeof at, SAY_BLOCK_ZEROS_ENDS,
		    (unsigned long long)stream_zeroed(from->src));
		feed_bad_file(from, 0, at);
	} else if (!a->problem && a->records == 0 && !a->part) {
		feed_pass_over(from, SAY_NO_RECORDS);
	} else if (!a->problem && a->records && a->read + a->no_text == 0) {
		snprintf(why, sizeof why, SAY_NO_RECORD_CAN, from->problem);
		if (a->part)
			feed_pass_over(from, why);
		else
			feed_bad_file(from, from->problem_at, why);
		a->problem_at = from->problem_at;
	}
	feed_end_file(from, a);
}

/* What the beginning of the file shows; *read 1: it is data. */
static tensen_status
read_look(feed *from, int named, int *read, tensen_error *err)
{
	detected d;
	tensen_status st = from->is_sheet
			       ? detect_sheet(&d, from->src, from->opts, err)
			       : detect(&d, from->src, from->account.path, named, from->opts, err);

	*read = st == TENSEN_OK && d.is == CONTENT_DATA;
	from->account.encoding = stream_encoding(from->src);
	if (*read)
		from->account.format = d.format;
	else if (st == TENSEN_OK && d.is == CONTENT_BAD)
		feed_bad_file(from, 0, d.why);
	else if (st == TENSEN_OK)
		feed_pass_over(from, d.why);
	return st;
}

/* Read an opened file or member, which is closed. */
static tensen_status
read_input(feed *from, input *in, int named, tensen_error *err)
{
	tensen_error bad = {.where = ""};
	int read;
	tensen_status st = stream_open_input(
	    &from->src, in, from->is_sheet ? "UTF-8" : from->opts->encoding, &bad);

	if (st == TENSEN_OK && (st = read_look(from, named, &read, &bad)) == TENSEN_OK && read) {
		if (from->sink->file_begin)
			from->sink->file_begin(from->sink->payload, &from->account);
		st = read_by_format(from, &bad);
	}
	if (st < 0)
		st = read_damage(from, st, &bad, err);
	if (st == TENSEN_OK)
		end_account(from);
	stream_close(from->src);
	from->src = NULL;
	return st;
}

/* ---- archives ---- */

static tensen_status read_archive(
    feed *from, input *in, const char *path, int depth, tensen_error *err);

static tensen_status
read_member(feed *source, unpack *from, const char *path, int depth, tensen_error *err)
{
	tensen_error bad = {.where = ""};
	input *in;
	tensen_status st = input_open_member(&in, from, &bad);

	begin_account(source, path);
	if (st < 0) {
		st = read_damage(source, st, &bad, err);
		if (st == TENSEN_OK)
			end_account(source);
		return st;
	}
	if (!input_is_archive(in))
		return read_input(source, in, 0, err);
	st = read_archive(source, in, path, depth + 1, err);
	input_close(in);
	return st;
}

/* The account of an archive itself, if it is bad or gave nothing. */
static tensen_status
end_archive(feed *from, const char *path, tensen_status st, const tensen_error *bad,
    uint64_t members, tensen_error *err)
{
	if (st == TENSEN_OK && members)
		return TENSEN_OK;
	begin_account(from, path);
	if (st < 0)
		st = read_damage(from, st, bad, err);
	else
		feed_pass_over(from, SAY_ARCHIVE_WITHOUT_FILES);
	if (st == TENSEN_OK)
		end_account(from);
	return st;
}

/* 1: the first member of an archive shows a file of Office.  Excel writes [Content_Types].xml first,
 * others write it last. */
static int
is_office(const char *first)
{
	static const char *const signs[] = {"[Content_Types].xml", "_rels/", "docProps/", "xl/"};

	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
		if (strncmp(first, signs[i], strlen(signs[i])) == 0)
			return 1;
	return 0;
}

/* One sheet, as a CSV of this path. */
static tensen_status
read_sheet(feed *from, xlsx *book, const char *path, const char *why, tensen_error *bad)
{
	input *in;
	tensen_status st;

	begin_account(from, path);
	if (why) {
		feed_pass_over(from, why);
		end_account(from);
		return TENSEN_OK;
	}
	if ((st = xlsx_input(book, &in, bad)) < 0)
		return st;
	from->is_sheet = 1;
	st = read_input(from, in, 1, bad);
	from->is_sheet = 0;
	return st;
}

/* A workbook: an account for each sheet, of a single one by the path of the file. */
static tensen_status
read_workbook(feed *from, const char *path, uint64_t *members, tensen_error *bad)
{
	xlsx *book = NULL;
	xlsx_tab tab;
	char *sheet;
	tensen_status st = strcmp(path, "-") == 0
			       ? tensen_fail(bad, TENSEN_E_INPUT, SAY_EXCEL_FILE_READ)
			       : xlsx_open(&book, path, bad);

	while (st == TENSEN_OK && (st = xlsx_next(book, &tab, bad)) == TENSEN_OK && tab.name) {
		int single = xlsx_sheets(book) == 1;
		++*members;
		if (asprintf(&sheet, single ? "%s" : "%s/%s", path, tab.name) < 0) {
			st = tensen_fail_nomem(bad);
			break;
		}
		st = read_sheet(from, book, sheet, tab.why, bad);
		free(sheet);
	}
	xlsx_close(book);
	return st;
}

static tensen_status
read_members(feed *from, unpack *arc, const char *path, int depth, uint64_t *n, tensen_error *bad,
    tensen_error *err)
{
	tensen_status st;
	const char *name;
	char *member;

	while ((st = unpack_next(arc, &name, bad)) == TENSEN_OK && name) {
		if ((*n == 0 && is_office(name)) || strcmp(name, "[Content_Types].xml") == 0)
			return depth > 1 ? tensen_fail(bad, TENSEN_E_INPUT, SAY_EXCEL_FILE_IN)
					 : read_workbook(from, path, n, bad);
		if (*n == 0 && strcmp(name, "mimetype") == 0)
			return tensen_fail(bad, TENSEN_E_INPUT, SAY_OPEN_DOCUMENT);
		if (asprintf(&member, "%s/%s", path, name) < 0)
			return tensen_fail_nomem(bad);
		++*n;
		st = read_member(from, arc, member, depth, err);
		if (st < 0) {
			*bad = (tensen_error){.where = "passed on"};
			if (err)
				*bad = *err;
			from->sink_failed = 1; /* what it says is not about the archive */
		}
		free(member);
		if (st < 0)
			return st;
	}
	return st;
}

static tensen_status
read_archive(feed *from, input *in, const char *path, int depth, tensen_error *err)
{
	tensen_error bad = {.where = ""};
	unpack *u = NULL;
	uint64_t n = 0;
	tensen_status st = depth > UNPACK_DEPTH ? tensen_fail(&bad, TENSEN_E_INPUT,
						      SAY_ARCHIVES_IN_ARCHIVES, UNPACK_DEPTH)
						: input_unpack(in, &u, &bad);

	if (st == TENSEN_OK)
		st = read_members(from, u, path, depth, &n, &bad, err);
	unpack_free(u);
	return end_archive(from, path, st, &bad, n, err);
}

/* ---- files ---- */

static tensen_status
read_refused(feed *from, const walked *file)
{
	if (file->harmless)
		feed_pass_over(from, file->why);
	else
		feed_bad_file(from, 0, file->why);
	end_account(from);
	return TENSEN_OK;
}

static tensen_status
read_opened(feed *from, input *in, const walked *file, tensen_error *err)
{
	tensen_status st = TENSEN_OK;

	if (!input_is_archive(in))
		return read_input(from, in, !file->from_folder, err);
	if (from->early)
		from->postponed = 1;
	else
		st = read_archive(from, in, file->path, 1, err);
	input_close(in);
	return st;
}

tensen_status
read_file(feed *source, const walked *file, tensen_error *err)
{
	tensen_error bad = {.where = ""};
	tensen_status st;

	begin_account(source, file->path);
	source->account.part = file->part;
	source->lines_before = file->lines;
	if (file->why)
		return read_refused(source, file);
	st = input_open(&source->base, file->path, file->from, file->to, &bad);
	if (st == TENSEN_OK) {
		st = read_opened(source, source->base, file, err);
	} else if ((st = read_damage(source, st, &bad, err)) == TENSEN_OK) {
		end_account(source);
	}
	source->base = NULL;
	source->done += file->size;
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
	      read_look(&f, !file->from_folder, &data, NULL) < 0 || f.account.bad;
	stream_close(f.src);
	return bad;
}
