/* engine/eval/judged.c - files of judged pairs (tensen/ideas.h: tensen_judged_read).
 *
 * TSV or CSV with a header, or JSONL: the output of `tensen candidates` with grades filled in, or
 *     grades by readers of an evaluation.  Nobody judged a row without a grade. */
#include <string.h>
#include <tensen/ideas.h>
#include "corpus/formats/csv.h"
#include "result/ideas/idea_words.h"
#include "util/arena.h"
#include "util/buf.h"
#include "util/fail.h"
#include "util/json/json_read.h"
#include "util/strtab.h"
#include "util/memory.h"
#include "util/threads/sort.h"

typedef struct entry {
	uint32_t query; /* number of its name */
	uint64_t line;
	tensen_judgement j;
} entry;

struct tensen_judged {
	arena mem;
	strtab names; /* of the queries */
	buf entries;
	wrong_lines wrong;
	tensen_judgement *v; /* of query q: v[start[q]] .. v[start[q + 1] - 1] */
	size_t *start;
	const char **queries;
};

enum {
	COL_QUERY,
	COL_DOCUMENT,
	COL_GRADE,
	COL_KIND,
	COL_APPLICATION,
	COL_BY,
	COL_DATE,
	COL_TRANSFER,
	COL_QUOTE_QUERY,
	COL_QUOTE_DOCUMENT,
	COL_OBJECTION,
	COL_DOUBT,
	COL_DOUBT_OBJECTION,
	COL_DOUBT_BY,
	COL_NOTE,
	N_COLS
};

static const char *const column_names[N_COLS][4] = {{"query", "問い合わせ", "qid", "元の特許"},
    {"document", "文献番号", "id"}, {"grade", "評点", "grade"}, {"kind", "区分", "shelf"},
    {"application", "用途", "転用先"}, {"by", "評価者", "by"}, {"date", "評価日", "date"},
    {"transfer", "転用の理由", "transfer"}, {"quote_query", "元の特許の該当箇所", "quote_query"},
    {"quote_document", "文献の該当箇所", "quote_document"}, {"objection", "反論", "objection"},
    {"doubt", "再読", "doubt"}, {"doubt_objection", "再読での反論", "doubt_objection"},
    {"doubt_by", "再読者", "doubt_by"}, {"note", "メモ", "note"}};

static const char *
judged_kept(tensen_judged *judged, span text)
{
	return text.n ? arena_copy(&judged->mem, text.p, text.n).p : NULL;
}

/* yyyy-mm-dd; a line of candidates that was graded has the document's own date, a number. */
static span
day_of(span text)
{
	return text.n == 10 && text.p[4] == '-' && text.p[7] == '-' ? text : (span){"", 0};
}

/* N, P, F of a list of readers; the names of shelves otherwise. */
static int
shelf_of(span text)
{
	static const struct {
		const char *word;
		int shelf;
	} words[] = {{"N", TENSEN_NEW_USE}, {"P", TENSEN_PRECEDENT}, {"F", TENSEN_OWN_FAMILY},
	    {"new", TENSEN_NEW_USE}, {"precedent", TENSEN_PRECEDENT}, {"family", TENSEN_OWN_FAMILY},
	    {"新しい用途", TENSEN_NEW_USE}, {"先例のある用途", TENSEN_PRECEDENT},
	    {"同じ製品系列", TENSEN_OWN_FAMILY}, {"自社製品系列", TENSEN_OWN_FAMILY},
	    {"new use", TENSEN_NEW_USE}, {"own family", TENSEN_OWN_FAMILY}};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (span_eq(text, span_of(words[i].word)))
			return words[i].shelf;
	return -1;
}

/* Who judged; a person is nobody, whom a table for people calls by a word (result/ideas/ideas_say.h). */
static span
reader_of(span text)
{
	for (int l = 0; l < 2; l++)
		if (span_eq(text, span_of(person_words[l])))
			return (span){"", 0};
	return text;
}

/* 1: a second reading held it, -1: refused it. */
static int
doubt_of(span text)
{
	return span_eq(text, SPAN_LIT("1")) ? 1 : span_eq(text, SPAN_LIT("-1")) ? -1 : 0;
}

static tensen_status
judged_keep(tensen_judged *judged, const span text[N_COLS], uint64_t line, tensen_error *err)
{
	entry e = {.line = line};

	e.query = strtab_add(&judged->names, span_trim(text[COL_QUERY]));
	e.j = (tensen_judgement){.id = judged_kept(judged, span_trim(text[COL_DOCUMENT])),
	    .grade = span_trim(text[COL_GRADE]).p[0] - '0',
	    .shelf = shelf_of(span_trim(text[COL_KIND])),
	    .by = judged_kept(judged, reader_of(span_trim(text[COL_BY]))),
	    .date = judged_kept(judged, day_of(text[COL_DATE])),
	    .application = judged_kept(judged, text[COL_APPLICATION]),
	    .transfer = judged_kept(judged, text[COL_TRANSFER]),
	    .quote_query = judged_kept(judged, text[COL_QUOTE_QUERY]),
	    .quote_document = judged_kept(judged, text[COL_QUOTE_DOCUMENT]),
	    .objection = judged_kept(judged, text[COL_OBJECTION]),
	    .doubt = doubt_of(span_trim(text[COL_DOUBT])),
	    .doubt_objection = judged_kept(judged, text[COL_DOUBT_OBJECTION]),
	    .doubt_by = judged_kept(judged, text[COL_DOUBT_BY]),
	    .note = judged_kept(judged, span_trim(text[COL_NOTE]))};
	if (e.query == STRTAB_NONE || !e.j.id)
		return tensen_fail_nomem(err);
	buf_add(&judged->entries, &e, sizeof e);
	return judged->entries.failed ? tensen_fail_nomem(err) : TENSEN_OK;
}

static tensen_status
judged_add(tensen_judged *judged, const span text[N_COLS], uint64_t line, tensen_error *err)
{
	span grade = span_trim(text[COL_GRADE]), id = span_trim(text[COL_DOCUMENT]);

	if (grade.n == 0 && (id.n || !span_trim(text[COL_QUERY]).n))
		return TENSEN_OK; /* nobody judged it */
	if (grade.n == 0)
		wrong_line(&judged->wrong, line, SAY_NEITHER_DOCUMENT_NOR);
	else if (grade.n != 1 || grade.p[0] < '0' || grade.p[0] > '3')
		wrong_line(&judged->wrong, line, SAY_GRADE_0_TO_3,
		    (int)(grade.n < 20 ? grade.n : 20), grade.p);
	else if (id.n == 0)
		wrong_line(&judged->wrong, line, SAY_GRADE_WITHOUT_DOCUMENT);
	else
		return judged_keep(judged, text, line, err);
	return TENSEN_OK;
}

static tensen_status
find_columns(int at[N_COLS], const csv_row *row, tensen_error *err)
{
	for (int c = 0; c < N_COLS; c++) {
		at[c] = -1;
		for (uint32_t i = 0; i < row->n && at[c] < 0; i++)
			for (int k = 0; k < 4 && column_names[c][k]; k++)
				if (span_eq(span_trim(row->v[i]), span_of(column_names[c][k])))
					at[c] = (int)i;
		if (c <= COL_GRADE && at[c] < 0)
			return tensen_fail(err, TENSEN_E_INPUT, SAY_LINE_1_NO_COLUMN,
			    column_names[c][0], column_names[c][1]);
	}
	return TENSEN_OK;
}

static tensen_status
read_table(tensen_judged *judged, stream *in, char delimiter, tensen_error *err)
{
	csv *rows = NULL;
	csv_row row;
	int at[N_COLS] = {0};
	tensen_status st = csv_new(&rows, in, delimiter, err);

	if (st == TENSEN_OK && (st = csv_next(rows, &row, err)) == TENSEN_OK)
		st = find_columns(at, &row, err);
	while (st == TENSEN_OK && (st = csv_next(rows, &row, err)) == TENSEN_OK) {
		span v[N_COLS];
		if (row.problem)
			wrong_line(&judged->wrong, row.line, "%s", row.problem);
		else if (row.n == 0)
			break;
		for (int c = 0; c < N_COLS; c++)
			v[c] = at[c] >= 0 && (uint32_t)at[c] < row.n ? row.v[at[c]] : (span){"", 0};
		if (!row.problem)
			st = judged_add(judged, v, row.line, err);
	}
	csv_close(rows);
	return st;
}

static span
judged_member(json_object *obj, const char *key)
{
	json_object *v = NULL;

	if (!json_object_object_get_ex(obj, key, &v) || !v)
		return (span){"", 0};
	return span_of(json_object_get_string(v));
}

/* An id, or the document as a list of candidates gives it. */
static span
document_of(json_object *obj)
{
	json_object *d = NULL;

	if (json_object_object_get_ex(obj, "document", &d) &&
	    json_object_is_type(d, json_type_object))
		return judged_member(d, "id");
	return judged_member(obj, judged_member(obj, "document").n ? "document" : "id");
}

/* A line of JSONL: the grade stands at its top, or in "judgement" as it was written. */
static tensen_status
add_object(tensen_judged *judged, json_object *obj, uint64_t line, tensen_error *err)
{
	json_object *inner = NULL, *from = obj;
	span v[N_COLS];

	if (!judged_member(obj, "grade").n && json_object_object_get_ex(obj, "judgement", &inner) &&
	    inner)
		from = inner;
	v[COL_QUERY] = judged_member(obj, "query");
	v[COL_DOCUMENT] = document_of(obj);
	v[COL_GRADE] = judged_member(from, "grade");
	v[COL_KIND] = judged_member(from, judged_member(from, "kind").n ? "kind" : "shelf");
	for (int c = COL_APPLICATION; c < N_COLS; c++)
		v[c] = judged_member(from, column_names[c][0]);
	return judged_add(judged, v, line, err);
}

static tensen_status
read_jsonl(tensen_judged *judged, stream *in, tensen_error *err)
{
	buf line = BUF_INIT;
	uint64_t number = 0;
	tensen_status st = TENSEN_OK;

	for (;;) {
		span piece;
		int eol = 0;
		json_object *o;
		buf_again(&line);
		do {
			if ((st = stream_piece(in, &piece, &eol, err)) < 0)
				break;
			buf_span(&line, piece);
		} while (piece.n && !eol);
		if (st < 0 || line.n == 0)
			break;
		number++;
		if (span_trim((span){line.p, line.n}).n == 0)
			continue;
		o = json_read_object(span_trim((span){line.p, line.n}));
		if (o)
			st = add_object(judged, o, number, err);
		else
			wrong_line(&judged->wrong, number, SAY_NOT_JSON_OBJECT);
		json_object_put(o);
		if (st < 0)
			break;
	}
	buf_clear(&line);
	return st;
}

COMPARE3(by_query, entry, UP(query), TEXT(j.id), UP(line))

/* Sort entries to their queries and keep the last one of a pair. */
static tensen_status
judged_deal(tensen_judged *judged, tensen_error *err)
{
	entry *e = (entry *)(void *)judged->entries.p;
	size_t n = judged->entries.n / sizeof *e, kept_n = 0;
	uint32_t queries = judged->names.n;

	judged->v = malloc((n + 1) * sizeof *judged->v);
	judged->start = calloc((size_t)queries + 2, sizeof *judged->start);
	judged->queries = calloc((size_t)queries + 1, sizeof *judged->queries);
	if (!judged->v || !judged->start || !judged->queries)
		return tensen_fail_nomem(err);
	if (n)
		qsort(e, n, sizeof *e, by_query);
	for (size_t i = 0; i < n; i++) {
		if (i + 1 < n && e[i + 1].query == e[i].query && !strcmp(e[i + 1].j.id, e[i].j.id))
			continue;
		judged->v[kept_n++] = e[i].j;
		judged->start[e[i].query + 1] = kept_n;
	}
	for (uint32_t q = 0; q < queries; q++) {
		if (judged->start[q + 1] < judged->start[q])
			judged->start[q + 1] = judged->start[q];
		judged->queries[q] = judged_kept(judged, strtab_get(&judged->names, q));
		if (!judged->queries[q])
			judged->queries[q] = "";
	}
	return TENSEN_OK;
}

tensen_status
tensen_judged_read(tensen_judged **out, const char *path, tensen_error *err)
{
	tensen_judged *d = calloc(1, sizeof *d);
	stream *in = NULL;
	span head;
	tensen_status st = d ? stream_open(&in, path, NULL, err) : tensen_fail_nomem(err);

	*out = NULL;
	if (d) {
		arena_init(&d->mem);
		strtab_init(&d->names);
	}
	if (st == TENSEN_OK && (st = stream_peek(in, 4096, &head, err)) == TENSEN_OK) {
		if (head.n && head.p[0] == '{')
			st = read_jsonl(d, in, err);
		else
			st = read_table(d, in, memchr(head.p, '\t', head.n) ? '\t' : ',', err);
	}
	if (st == TENSEN_OK && (st = tensen_fail_lines(err, &d->wrong, path)) == TENSEN_OK)
		st = judged_deal(d, err);
	stream_close(in);
	if (st < 0) {
		tensen_fail_at(err, path, 0);
		tensen_judged_free(d);
		return st;
	}
	*out = d;
	return TENSEN_OK;
}

void
tensen_judged_free(tensen_judged *d)
{
	if (!d)
		return;
	arena_clear(&d->mem);
	strtab_clear(&d->names);
	buf_clear(&d->entries);
	free_all(d->v, d->start, d->queries, d);
}

const tensen_judgement *
tensen_judged_of(const tensen_judged *judged, const char *query, size_t *n)
{
	uint32_t q = strtab_find(&judged->names, span_of(query));

	*n = q == STRTAB_NONE ? 0 : judged->start[q + 1] - judged->start[q];
	return *n ? judged->v + judged->start[q] : NULL;
}

const char *const *
tensen_judged_queries(const tensen_judged *judged, size_t *n)
{
	*n = judged->names.n;
	return judged->queries;
}
