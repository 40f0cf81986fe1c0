/* corpus/formats/read_text.c - plain text: a gazette copied from a screen with its 【】
 * headings, an abstract, or a page of free words.
 *
 * One file is one document; a form feed, or another publication number after some text, begins
 * the next.  A heading counts at the beginning of a line, and the text up to the next heading
 * belongs to it.  A document without a number has the file's name as its id. */
#include <stdio.h>
#include "corpus/document/fold.h"
#include "corpus/document/record.h"
#include "text/utf8.h"
#include "util/fail.h"

#define LINE_MAX ((size_t)1 << 20)  /* bytes of a line kept in memory at a time */
#define TEXT_MAX ((size_t)16 << 20) /* bytes of a part; the rest is left out and noted */
#define TITLE_MAX 200               /* bytes; a longer first line is no title but text */

/* The part of the document that a line belongs to. */
typedef enum part {
	PART_FACT, /* one line of bibliographic data */
	PART_ABSTRACT,
	PART_CLAIM,
	PART_DESCRIPTION,
	PART_PROBLEM,
	PART_MEANS,
	PART_EFFECT,
	N_PARTS
} part;

static const record_field part_fields[N_PARTS] = {FIELD_EXTRA, FIELD_ABSTRACT, FIELD_CLAIM,
    FIELD_DESCRIPTION, FIELD_PROBLEM, FIELD_MEANS, FIELD_EFFECT};

/* Each name is followed by a blank. */
typedef struct heading {
	const char *names;
	uint8_t part, field; /* field: of facts */
	uint8_t keep;        /* 1: the heading stays in the text */
} heading;

static const heading headings[] = {
    {"発行国 ", PART_FACT, FIELD_EXTRA, 0}, /* the first line of a gazette */
    {"公報種別 書類名 ", PART_FACT, FIELD_EXTRA, 0},
    {"文献番号 公開番号 公表番号 特許番号 登録番号 ", PART_FACT, FIELD_ID, 0},
    {"国際公開番号 出願番号 ", PART_FACT, FIELD_NUMBER, 0},
    {"公開日 公表日 発行日 公知日 ", PART_FACT, FIELD_DATE, 0},
    {"出願日 ", PART_FACT, FIELD_FILED, 0},
    {"発明の名称 考案の名称 ", PART_FACT, FIELD_TITLE, 0},
    {"国際特許分類 IPC ", PART_FACT, FIELD_IPC, 0},
    {"FI ", PART_FACT, FIELD_FI, 0},
    {"氏名又は名称 ", PART_FACT, FIELD_APPLICANT, 0},
    {"出願人 特許権者 ", PART_FACT, FIELD_APPLICANTS2, 0},
    {"要約 ", PART_ABSTRACT, 0, 0},
    {"課題 目的 解決手段 構成 効果 ", PART_ABSTRACT, 0, 1},
    {"特許請求の範囲 実用新案登録請求の範囲 ", PART_CLAIM, 0, 0},
    {"発明の詳細な説明 考案の詳細な説明 ", PART_DESCRIPTION, 0, 0},
    {"発明が解決しようとする課題 考案が解決しようとする課題 ", PART_PROBLEM, 0, 0},
    {"課題を解決するための手段 ", PART_MEANS, 0, 0},
    {"発明の効果 考案の効果 ", PART_EFFECT, 0, 0},
    {"技術分野 産業上の利用分野 従来の技術 背景技術 先行技術文献 図面の簡単な説明 "
     "発明を実施するための形態 発明を実施するための最良の形態 発明の実施の形態 実施例 "
     "産業上の利用可能性 符号の説明 ",
	PART_DESCRIPTION, 0, 1},
};

typedef struct reader {
	feed *feed;
	record rec;
	buf line, text;   /* the line being read; the text of the open part */
	uint64_t line_no; /* of the line being read */
	uint64_t text_offset;
	part part;
	record_field fact;
	char fact_name[128];
	int any_heading, any_text, started;
	unsigned documents; /* of this file so far */
	int truncated;
	char problem[768]; /* of the document being read: ill-formed bytes */
} reader;

/* --- the file's name as id ---------------------------------------------------- */

static void
set_name_as_id(reader *by)
{
	const char *path = by->feed->account.path, *slash = strrchr(path, '/');
	static const char *const suffixes[] = {".gz", ".zst", ".txt"};
	span name = span_of(slash ? slash + 1 : path);
	char id[300];
	int n;

	if (span_eq(name, SPAN_LIT("-")))
		name = SPAN_LIT("stdin");
	for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++) {
		size_t k = strlen(suffixes[i]);
		if (name.n > k && memcmp(name.p + name.n - k, suffixes[i], k) == 0)
			name.n -= k;
	}
	n = snprintf(id, sizeof id, by->documents ? "%.*s-%u" : "%.*s",
	    name.n > 250 ? 250 : (int)name.n, name.p, by->documents + 1);
	id[utf8_bad_at((span){id, (size_t)n})] = '\0';
	record_set(&by->rec, FIELD_ID, SPAN_LIT("id"), span_of(id));
}

/* --- parts ------------------------------------------------------------------------ */

static void
set_fact(reader *by, span value)
{
	record_field f = by->fact;

	if (f == FIELD_ID && by->rec.d.id.n)
		f = FIELD_NUMBER;
	record_set(&by->rec, f, span_of(by->fact_name), value);
}

static void
close_part(reader *by)
{
	span s = span_trim((span){by->text.p, by->text.n});

	if (s.n && by->part == PART_FACT)
		set_fact(by, s);
	else if (s.n)
		record_set(&by->rec, part_fields[by->part], SPAN_LIT("text"), s);
	by->any_text |= s.n && by->part != PART_FACT;
	by->rec.failed |= by->text.failed;
	buf_reset(&by->text);
}

static void
begin_document(reader *by)
{
	record_begin(&by->rec, by->line_no ? by->line_no : 1);
	by->rec.canonical_id = 1;
	buf_reset(&by->text);
	by->part = PART_ABSTRACT;
	by->any_heading = by->any_text = by->truncated = 0;
	by->started = 1;
	by->problem[0] = '\0';
}

/* The first line of a text without headings may be a title. */
static void
split_title(reader *by)
{
	span s = span_trim((span){by->text.p, by->text.n});
	const char *end = s.n ? memchr(s.p, '\n', s.n) : NULL;
	size_t n = end ? (size_t)(end - s.p) : 0;

	if (by->rec.d.title.n || n == 0 || n > TITLE_MAX)
		return;
	record_set(&by->rec, FIELD_TITLE, SPAN_LIT("title"), (span){s.p, n});
	record_set(&by->rec, FIELD_ABSTRACT, SPAN_LIT("text"), span_sub(s, n, s.n));
	by->any_text = 1;
	buf_reset(&by->text);
}

static tensen_status
end_document(reader *by, tensen_error *err)
{
	if (!by->started)
		return TENSEN_OK;
	if (!by->any_heading)
		split_title(by);
	close_part(by);
	by->started = 0;
	if (by->problem[0])
		return feed_refuse(by->feed, by->rec.at, by->problem, err);
	if (!document_has_text(&by->rec.d) && !by->rec.d.id.n)
		return TENSEN_OK; /* blank lines between form feeds */
	if (by->truncated)
		feed_note(by->feed, by->rec.at, SAY_TEXT_BEYOND_16);
	if (!by->rec.d.id.n)
		set_name_as_id(by);
	by->documents++;
	return record_end(&by->rec, err);
}

/* --- lines -------------------------------------------------------------------------- */

/* 【name】 at the beginning of the line, perhaps behind an INID code such as (54); *rest is the
 * text behind it. */
static int
heading_of(span line, span *name, span *rest)
{
	span s = span_trim(line), open = SPAN_LIT("【"), close = SPAN_LIT("】");
	size_t end;

	if (s.n > 4 && s.p[0] == '(' && s.p[1] >= '0' && s.p[1] <= '9' && s.p[3] == ')')
		s = span_trim(span_sub(s, 4, s.n));
	if (!span_starts(s, open))
		return 0;
	end = span_find(s, close, 0);
	if (end == (size_t)-1 || end > 100)
		return 0;
	*name = span_sub(s, open.n, end);
	*rest = span_trim(span_sub(s, end + close.n, s.n));
	return 1;
}

static const heading *
find_heading(span name)
{
	char key[128];
	size_t n = fold_key(name, key, sizeof key);

	for (size_t i = 0; n != SIZE_MAX && i < sizeof headings / sizeof *headings; i++)
		if (is_listed((span){key, n}, headings[i].names))
			return &headings[i];
	return NULL;
}

/* Paragraph numbers 【０００１】 and claim headings 【請求項１】. */
static int
is_paragraph_number(span name)
{
	char key[16];
	size_t n = fold_key(name, key, sizeof key);

	if (n != 4)
		return 0;
	for (size_t i = 0; i < n; i++)
		if (key[i] < '0' || key[i] > '9')
			return 0;
	return 1;
}

static void
add_text(reader *by, span bytes)
{
	if (by->text.n + bytes.n > TEXT_MAX) {
		by->truncated = 1;
		return;
	}
	if (by->text.n && bytes.n && by->text.p[by->text.n - 1] != '\n')
		buf_char(&by->text, '\n');
	buf_span(&by->text, bytes);
}

static void
keep_heading(reader *by, span name)
{
	add_text(by, SPAN_LIT("【"));
	buf_span(&by->text, name);
	buf_str(&by->text, "】");
}

/* A heading of an abstract (課題, 効果 ...) stays a part of the text if it stands in the
 * description or in an abstract; any other known heading begins a part. */
static void
open_known(reader *by, const heading *head_of, span name, span rest)
{
	int stay = head_of->keep && head_of->part == by->part;

	if (head_of->part == PART_ABSTRACT && head_of->keep && by->part >= PART_DESCRIPTION) {
		keep_heading(by, name);
		buf_span(&by->text, rest);
		return;
	}
	if (!stay) {
		if (!by->any_heading)
			split_title(by);
		close_part(by);
		by->part = (part)head_of->part;
		by->fact = (record_field)head_of->field;
		snprintf(by->fact_name, sizeof by->fact_name, "%.*s", (int)name.n, name.p);
	}
	if (head_of->keep)
		keep_heading(by, name);
	if (head_of->keep)
		buf_span(&by->text, rest);
	else
		add_text(by, rest);
}

static void
open_heading(reader *by, span name, span rest)
{
	const heading *h = find_heading(name);

	if (is_paragraph_number(name)) {
		add_text(by, rest);
	} else if (span_starts(name, SPAN_LIT("請求項"))) {
		close_part(by);
		by->part = PART_CLAIM;
		add_text(by, rest);
	} else if (h) {
		open_known(by, h, name, rest);
	} else if (by->part == PART_FACT) {
		close_part(by);
		record_set(&by->rec, FIELD_EXTRA, name, rest);
	} else {
		keep_heading(by, name);
		buf_span(&by->text, rest);
	}
	by->any_heading = 1;
}

/* 1 if the next document begins: another publication number after some text, or the first line of
 * another gazette. */
static int
begins_next(const reader *by, span name)
{
	const heading *h = find_heading(name);

	if (!h || h->part != PART_FACT || by->part == PART_FACT ||
	    !(by->any_text || by->text.n > 0))
		return 0;
	return h == headings || (h->field == FIELD_ID && by->rec.d.id.n);
}

static tensen_status
take_line(reader *by, span line, tensen_error *err)
{
	span name, rest;
	tensen_status st;

	if (heading_of(line, &name, &rest)) {
		if (by->started && begins_next(by, name) && (st = end_document(by, err)) < 0)
			return st;
		if (!by->started)
			begin_document(by);
		open_heading(by, name, rest);
		return TENSEN_OK;
	}
	if (!by->started) {
		if (span_trim(line).n == 0)
			return TENSEN_OK;
		begin_document(by);
	}
	add_text(by, span_trim(line));
	return TENSEN_OK;
}

/* A form feed anywhere ends the document. */
static tensen_status
take_pages(reader *by, span line, tensen_error *err)
{
	size_t at = 0, page;
	tensen_status st;

	while ((page = span_find(line, SPAN_LIT("\f"), at)) != (size_t)-1) {
		if ((st = take_line(by, span_sub(line, at, page), err)) < 0 ||
		    (st = end_document(by, err)) < 0)
			return st;
		at = page + 1;
	}
	return take_line(by, span_sub(line, at, line.n), err);
}

/* Bytes of the whole characters of text: a line longer than LINE_MAX may be cut inside one. */
static size_t
whole_characters(span text)
{
	size_t n = text.n;

	while (n > 0 && text.n - n < 3 && ((unsigned char)text.p[n - 1] & 0xc0) == 0x80)
		n--;
	return n > 0 && (unsigned char)text.p[n - 1] >= 0xc0 ? n - 1 : text.n;
}

static tensen_status
flush_line(reader *by, int whole, tensen_error *err)
{
	span all = {by->line.p, by->line.n}, line = all;
	tensen_error bad;
	tensen_status st = TENSEN_OK;

	if (by->line.failed)
		return tensen_fail_nomem(err);
	if (all.n == 0)
		return TENSEN_OK;
	if (!whole)
		line.n = whole_characters(all);
	if (stream_check(by->feed->src, line, by->text_offset, &bad) == TENSEN_OK) {
		if (line.n)
			st = take_pages(by, line, err);
	} else {
		if (!by->started)
			begin_document(by);
		if (!by->problem[0])
			fail_said(&bad, by->problem, sizeof by->problem);
	}
	by->line.n = all.n - line.n;
	by->text_offset += line.n;
	if (by->line.n)
		memmove(by->line.p, all.p + line.n, by->line.n);
	return st;
}

static tensen_status
read_lines(reader *by, tensen_error *err)
{
	span piece;
	int eol;
	tensen_status st;

	by->line_no = 1;
	for (;;) {
		if (by->line.n == 0)
			by->text_offset = stream_offset(by->feed->src);
		if ((st = stream_piece(by->feed->src, &piece, &eol, err)) < 0)
			return st;
		if (piece.n == 0)
			return flush_line(by, 1, err);
		buf_span(&by->line, piece);
		/* a long line is taken in pieces, so that memory stays bounded */
		if ((eol || by->line.n > LINE_MAX) && (st = flush_line(by, eol, err)) < 0)
			return st;
		by->line_no += (uint64_t)eol;
	}
}

tensen_status
read_text(feed *from, tensen_error *err)
{
	reader r = {.feed = from};
	tensen_status st;

	record_init(&r.rec, from);
	st = read_lines(&r, err);
	if (st == TENSEN_OK)
		st = end_document(&r, err);
	bufs_clear(&r.line, &r.text);
	record_clear(&r.rec);
	return st;
}
