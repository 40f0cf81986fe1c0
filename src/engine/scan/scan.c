/* engine/scan/scan.c - tensen_scan(): every open patent, in windows, in order.
 *
 * WHY windows: patents of a window are answered by all threads, each into its own buffer,
 * and appended in row order with one sync; so the bytes do not depend on the threads, and
 * a kill costs at most a window. */
#include "engine/base/query.h"
#include "engine/base/options.h"
#include "engine/scan/scan.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include "engine/query/filter.h"
#include "util/fail.h"
#include "util/files/journal.h"
#include "util/threads/threads.h"
#include "engine/query/understand.h"
#include "engine/ideas/ideas.h"

#define WINDOW 64 /* patents of a window: a kill costs at most these */
#define IDEAS_DEFAULT 8

/* Rows that pass every filter except the one on the ideas' fields. */
static tensen_status
scan_choose(scan *scanning, tensen_error *err)
{
	tensen_filter filter = scanning->opts->filter;
	const rows *r = &scanning->ix->store->rows;
	const query nobody = {.row = ROW_NONE};
	filter_set set;
	tensen_status st;

	filter.open |= !scanning->opts->closed;
	filter.out_of_field = TENSEN_ANY_FIELD;
	arena_reset(&scanning->crew.searchers[0]->mem);
	if ((st = filter_rows(&set, scanning->crew.searchers[0], &nobody, 0, &filter, err)) < 0)
		return st;
	scanning->rows = malloc((r->n + (size_t)1) * sizeof *scanning->rows);
	if (!scanning->rows)
		return tensen_fail_nomem(err);
	for (uint32_t row = 0; row < r->n; row++)
		if (filter_allows(&set, r, row))
			scanning->rows[scanning->n++] = row;
	return TENSEN_OK;
}

static void
write_ideas(json *out, const scan *scanning, const ideas_result *result)
{
	json_key_open(out, "ideas", '[');
	for (size_t i = 0; i < result->n_ideas; i++) {
		json_open(out, '{');
		idea_json(out, &result->ideas[i], scanning->opts->lang);
		json_close(out, '}');
	}
	json_close(out, ']');
}

static void
write_owners(json *out, const rows *rows_of, uint32_t row)
{
	uint32_t n;
	const uint32_t *v = rows_applicants(rows_of, row, &n);

	json_key_open(out, "applicants", '[');
	for (uint32_t i = 0; i < n; i++)
		json_span(out, rows_applicant_name(rows_of, v[i]));
	json_close(out, ']');
}

/* Append the line of one patent. */
static tensen_status
scan_line(
    buf *out, const scan *scanning, tensen_searcher *searcher, uint32_t row, tensen_error *err)
{
	const tensen_query asked = {.id = tensen_index_id(scanning->ix, row)};
	ideas_result *r = result_new(&ideas_class);
	query q;
	triage t;
	json j;
	tensen_status st = r ? query_understand(&q, searcher, &asked, err) : tensen_fail_nomem(err);

	if (st == TENSEN_OK)
		st = ideas_answer(r, &t, searcher, &q, &scanning->ideas, err);
	if (st == TENSEN_OK && r->base.nomem)
		st = tensen_fail_nomem(err);
	if (st == TENSEN_OK) {
		json_init(&j, out, 0);
		json_open(&j, '{');
		json_key_str(&j, "id", r->id);
		json_key_str(&j, "title", r->title);
		json_key_str(&j, "own_fields", r->own_fields[scanning->opts->lang]);
		write_owners(&j, &searcher->ix->store->rows, q.row);
		json_key_str(&j, "functions", r->functions);
		json_key_bool(&j, "title_only", r->title_only);
		write_ideas(&j, scanning, r);
		json_close(&j, '}');
		buf_char(out, '\n');
	}
	tensen_result_free(r ? &r->base : NULL);
	return st == TENSEN_OK && out->failed ? tensen_fail_nomem(err) : st;
}

/* Patents of a window. */
typedef struct batch {
	const scan *scan;
	const uint32_t *rows;
	buf *lines;
} batch;

static tensen_status
scan_piece(void *ctx, uint32_t i, tensen_searcher *searcher, tensen_error *err)
{
	batch *b = ctx;

	buf_reset(&b->lines[i]);
	return scan_line(&b->lines[i], b->scan, searcher, b->rows[i], err);
}

/* The lines of n patents, in order. */
static tensen_status
answer_window(batch *lot, journal *jr, uint32_t n, tensen_error *err)
{
	buf all = BUF_INIT;
	tensen_status st = crew_run(&lot->scan->crew, n, scan_piece, lot, err);

	for (uint32_t i = 0; i < n && st == TENSEN_OK; i++)
		buf_add(&all, lot->lines[i].p, lot->lines[i].n);
	if (st == TENSEN_OK)
		st = all.failed ? tensen_fail_nomem(err) : journal_add(jr, all.p, all.n, err);
	buf_clear(&all);
	return st;
}

/* Patents from `done` on. */
static tensen_status
answer_rest(const scan *scanning, journal *jr, uint32_t done, tensen_error *err)
{
	const tensen_scan_opts *o = scanning->opts;
	buf lines[WINDOW] = {{0}};
	batch b = {.scan = scanning, .lines = lines};
	tensen_status st = TENSEN_OK;

	while (done < scanning->n && st == TENSEN_OK) {
		uint32_t n = scanning->n - done < WINDOW ? scanning->n - done : WINDOW;
		if (o->progress &&
		    o->progress("scan", done, scanning->n, o->progress_payload) != 0) {
			st = tensen_fail(
			    err, TENSEN_E_CANCELLED, SAY_STOPPED_AFTER_PATENTS, done, scanning->n);
			break;
		}
		b.rows = scanning->rows + done;
		st = answer_window(&b, jr, n, err);
		done += n;
	}
	for (size_t i = 0; i < WINDOW; i++)
		buf_clear(&lines[i]);
	return st;
}

#define CHUNK ((size_t)1 << 20) /* bytes */

/* The ranking of all ideas and the end line, from the lines of the file. */
static tensen_status
append_ranking(journal *jr, scan_lines *lines, tensen_error *err)
{
	buf b = BUF_INIT;
	tensen_status st = TENSEN_OK;

	scan_lines_rank(lines);
	for (uint64_t i = 0; i <= lines->n && st == TENSEN_OK; i++) {
		json o;
		json_init(&o, &b, 0);
		json_open(&o, '{');
		if (i < lines->n) {
			json_key_int(&o, "rank", (int64_t)i + 1);
			json_key_span(&o, "id", strtab_get(&lines->ids, lines->v[i].doc));
			json_key_span(&o, "document", strtab_get(&lines->leads, lines->v[i].lead));
			json_key_int(&o, "grade", lines->v[i].grade);
		} else {
			json_key_bool(&o, "end", 1);
			json_key_int(&o, "documents", lines->ids.n);
			json_key_int(&o, "ideas", (int64_t)lines->n);
		}
		json_close(&o, '}');
		buf_char(&b, '\n');
		if (b.n < CHUNK && i < lines->n)
			continue;
		st = b.failed ? tensen_fail_nomem(err) : journal_add(jr, b.p, b.n, err);
		buf_reset(&b);
	}
	buf_clear(&b);
	return st;
}

/* Read the file as it is now; its own mistakes carry its name. */
static tensen_status
read_back(scan_lines *lines, journal *jr, const char *path, tensen_error *err)
{
	span bytes;
	tensen_status st = journal_bytes(jr, &bytes, err);

	scan_lines_clear(lines);
	return st < 0 ? st : scan_lines_read(lines, bytes, path, err);
}

/* Bring the file to its end; lines: the file as read, then as finished. */
static tensen_status
carry_on(scan *scanning, journal *jr, scan_lines *lines, span header, const char *path,
    tensen_error *err)
{
	const uint32_t done = lines->ids.n;
	int fresh = lines->header.n == 0;
	uint64_t keep = fresh ? 0 : lines->at[done];
	tensen_status st;

	if (lines->finished) {
		/* bytes that were appended behind the end line are cut off */
		if (lines->finished < lines->bytes.n &&
		    ((st = journal_cut(jr, lines->finished, err)) < 0 ||
			(st = read_back(lines, jr, path, err)) < 0))
			return st;
		scan_lines_rank(lines);
		return TENSEN_OK;
	}
	if ((st = journal_cut(jr, keep, err)) < 0 ||
	    (fresh && (st = journal_add(jr, header.p, header.n, err)) < 0))
		return st;
	if (done < scanning->n && (st = answer_rest(scanning, jr, done, err)) < 0)
		return st;
	if ((st = read_back(lines, jr, path, err)) < 0 || (st = append_ranking(jr, lines, err)) < 0)
		return st;
	/* the appending moved the map: read once more to fill the result */
	if ((st = read_back(lines, jr, path, err)) == TENSEN_OK)
		scan_lines_rank(lines);
	return st;
}

static tensen_status
scan_start(scan *scanning, const tensen_index *ix, const tensen_scan_opts *one, tensen_error *err)
{
	tensen_status st;

	*scanning = (scan){.ix = ix, .opts = one};
	scanning->ideas = (tensen_ideas_opts){.k = one->k ? one->k : IDEAS_DEFAULT,
	    .unread = 1, /* only ideas are written */
	    .filter.out_of_field = one->filter.out_of_field};
	st = crew_begin(&scanning->crew, ix, threads_wanted(one->threads), err);
	return st == TENSEN_OK ? scan_choose(scanning, err) : st;
}

/* Continue the file, finish it and fill the result. */
static tensen_status
scan_into(scan_result *result, scan *scanning, journal *jr, const char *path, const scan_lines *old,
    span header, tensen_error *err)
{
	scan_lines l = {.n = 0};
	tensen_status st = read_back(&l, jr, path, err);

	if (st == TENSEN_OK) {
		st = scan_lines_check(&l, scanning, header, path, err);
		if (st == TENSEN_E_INPUT && scanning->opts->replace &&
		    (st = journal_cut(jr, 0, err)) == TENSEN_OK)
			st = read_back(&l, jr, path, err);
	}
	if (st == TENSEN_OK) {
		result->kept = l.ids.n;
		st = carry_on(scanning, jr, &l, header, path, err);
	}
	if (st == TENSEN_OK)
		st = scan_fill(result, &l, old, scanning->opts->top, err);
	scan_lines_clear(&l);
	return st;
}

/* Beside the file of before, which keeps its name until this one is whole. */
static tensen_status
scan_beside(scan_result *result, scan *scanning, const char *path, const scan_lines *old,
    span header, tensen_error *err)
{
	buf partial = BUF_INIT;
	journal *j = NULL;
	tensen_status st;

	buf_str(&partial, path);
	buf_str(&partial, ".partial");
	if (partial.failed)
		st = tensen_fail_nomem(err);
	else if ((st = journal_open(&j, buf_cstr(&partial), err)) == TENSEN_OK)
		st = scan_into(result, scanning, j, buf_cstr(&partial), old, header, err);
	if (st == TENSEN_OK && rename(buf_cstr(&partial), path) != 0) {
		st = tensen_fail(err, TENSEN_E_IO, "%s", tensen_os_error(errno));
		tensen_fail_at(err, path, 0);
	}
	journal_close(j);
	buf_clear(&partial);
	return st;
}

/* The file at path, by the one that writes it. */
static tensen_status
scan_file(scan_result *result, scan *scanning, const char *path, tensen_error *err)
{
	const tensen_scan_opts *o = scanning->opts;
	scan_lines old = {.n = 0}, *since = o->since ? &old : NULL;
	filemap map = {NULL, 0};
	buf header = BUF_INIT;
	span head;
	journal *j = NULL;
	tensen_status st;

	scan_header(&header, scanning);
	head = (span){header.p, header.n};
	st = header.failed ? tensen_fail_nomem(err) : TENSEN_OK;
	if (st == TENSEN_OK && since && (st = filemap_open(&map, o->since, err)) == TENSEN_OK &&
	    (st = scan_lines_read(&old, (span){(const char *)map.p, map.n}, o->since, err)) ==
		TENSEN_OK)
		st = scan_lines_comparable(&old, head, o->since, err);
	if (st == TENSEN_OK && o->replace)
		st = scan_beside(result, scanning, path, since, head, err);
	else if (st == TENSEN_OK && (st = journal_open(&j, path, err)) == TENSEN_OK)
		st = scan_into(result, scanning, j, path, since, head, err);
	journal_close(j);
	scan_lines_clear(&old);
	filemap_close(&map);
	buf_clear(&header);
	return st;
}

tensen_status
tensen_scan(const tensen_index *ix, const char *path, const tensen_scan_opts *opts,
    tensen_result **out, tensen_error *err)
{
	tensen_scan_opts o;
	scan_result *r = NULL;
	scan c = {.n = 0};
	tensen_status st = scan_options(&o, opts, err);

	*out = NULL;
	if (st < 0)
		return st;
	st = scan_start(&c, ix, &o, err);
	if (st == TENSEN_OK && !(r = result_new(&scan_class)))
		st = tensen_fail_nomem(err);
	if (st == TENSEN_OK) {
		engine_sign(&r->base, ix);
		r->path = result_copy(&r->base, span_of(path));
		r->open_only = !o.closed;
		r->since = o.since ? result_copy(&r->base, span_of(o.since)) : NULL;
		st = scan_file(r, &c, path, err);
	}
	crew_end(&c.crew);
	free(c.rows);
	return result_end(r ? &r->base : NULL, st, out, err);
}
