/* result/lists/scan_result.c - the best ideas of a scan, or the new ones, as table and
 * JSON. */
#include "result/lists/scan_result.h"
#include "result/ideas/idea_words.h"
#include "result/write/table.h"

static const char *const changes[] = {"", "new", "moved"};

/* With `since`, a scan without anything new is an empty result, and so is a scan without a
 * patent. */
static int
scan_empty(const tensen_result *res)
{
	const scan_result *r = RESULT_AS(scan_result, res);

	return r->since ? r->fresh + r->moved == 0 : r->documents == 0;
}

static void
json_row(json *out, const scan_row *row)
{
	json_open(out, '{');
	json_key_int(out, "rank", row->rank);
	json_key_str(out, "change", changes[row->change]);
	json_key_str(out, "id", row->id);
	json_key_str(out, "title", row->title);
	json_key_str(out, "own_fields", row->own_fields);
	json_key_str(out, "applicants", row->applicants);
	json_key_str(out, "application", row->application);
	json_key_str(out, "transfer", row->transfer);
	json_key_str(out, "objection", row->objection);
	json_key_open(out, "document", '{');
	json_key_str(out, "id", row->document);
	json_key_str(out, "title", row->document_title);
	json_key_str(out, "field_name", row->field_name);
	json_key_str(out, "subclass", row->subclass);
	json_key_str(out, "subclass_name", row->subclass_name);
	json_key_bool(out, "title_only", row->title_only);
	json_close(out, '}');
	json_key_str(out, "shelf", shelf_words[row->shelf].name);
	json_key_int(out, "grade", row->grade);
	if (row->by[0])
		json_key_str(out, "by", row->by);
	else
		json_key_null(out, "by");
	json_key_bool(out, "doubted", row->doubted);
	json_key_int(out, "was", row->was);
	json_close(out, '}');
}

static void
to_json(const tensen_result *res, const tensen_style *style, json *out)
{
	const scan_result *r = RESULT_AS(scan_result, res);

	(void)style; /* names are in the language of the file */
	json_key_str(out, "path", r->path);
	json_key_int(out, "documents", r->documents);
	json_key_int(out, "kept", r->kept);
	json_key_int(out, "silent", r->silent);
	json_key_int(out, "ideas", (int64_t)r->ideas);
	json_key_str(out, "since", r->since);
	json_key_int(out, "new", (int64_t)r->fresh);
	json_key_int(out, "moved", (int64_t)r->moved);
	json_key_int(out, "gone", (int64_t)r->gone);
	json_key_open(out, "rows", '[');
	for (uint32_t i = 0; i < r->n_rows; i++)
		json_row(out, &r->rows[i]);
	json_close(out, ']');
}

static void
to_jsonl(const tensen_result *res, const tensen_style *style, buf *out)
{
	const scan_result *r = RESULT_AS(scan_result, res);

	(void)style;
	for (uint32_t i = 0; i < r->n_rows; i++) {
		json j;
		json_init(&j, out, 0);
		json_row(&j, &r->rows[i]);
		buf_char(out, '\n');
	}
}

static void
table_row(const scan_row *row, int ja, unsigned w, buf *out)
{
	static const char *const marks[2][3] = {
	    {"", "［新］", "［変］"}, {"", "[new] ", "[moved] "}};
	buf line = BUF_INIT;

	buf_printf(&line, "%2u. %s%s %s", row->rank, marks[!ja][row->change], row->id, row->title);
	table_wrap(out, (span){line.p, line.n}, w - 5, 5);
	buf_again(&line);
	buf_printf(&line, "→ %s", row->application);
	if (row->subclass[0])
		buf_printf(&line, ja ? "（%s %s）" : " (%s %s)", row->subclass, row->subclass_name);
	buf_str(out, "     ");
	table_wrap(out, (span){line.p, line.n}, w - 5, 5);
	if (row->transfer[0]) {
		buf_str(out, "     ");
		table_wrap(out, span_of(row->transfer), w - 5, 5);
	}
	buf_again(&line);
	buf_printf(&line, "%s %s", row->document, row->document_title);
	buf_str(out, "     ");
	table_wrap(out, (span){line.p, line.n}, w - 5, 5);
	buf_again(&line);
	buf_printf(&line, ja ? "%s、評点 %d" : "%s, graded %d",
	    shelf_words[row->shelf].of[ja ? TENSEN_JA : TENSEN_EN], row->grade);
	if (row->change == SCAN_MOVED)
		buf_printf(&line, ja ? "（前回 %d）" : " (was %d)", row->was);
	buf_str(out, "     ");
	table_wrap(out, (span){line.p, line.n}, w - 5, 5);
	out->failed |= line.failed;
	buf_clear(&line);
}

static void
table_head(const scan_result *result, int ja, unsigned w, buf *out)
{
	buf_printf(out, ja ? "特許 %u 件、用途仮説 %llu 件: %s" : "%u patents, %llu ideas: %s",
	    result->documents, (unsigned long long)result->ideas, result->path);
	if (result->silent)
		buf_printf(out, ja ? "（仮説のない特許 %u 件）" : " (%u patents without an idea)",
		    result->silent);
	if (result->kept)
		buf_printf(out,
		    ja ? "（うち %u 件は前回までに済み）" : " (%u patents were done before)",
		    result->kept);
	buf_char(out, '\n');
	if (!result->ideas)
		table_wrap(out, span_of(scan_why_none(result, ja)), w, 0);
	if (result->n_rows)
		buf_str(out, ja ? "\n評点の高い用途仮説（特許ごとに一つ）\n"
				: "\nthe best ideas of all, one per patent\n");
}

static void
since_head(const scan_result *result, int ja, buf *out)
{
	if (result->fresh + result->moved)
		buf_printf(out,
		    ja ? "%s のあと: 新しい用途仮説 %llu 件、変わったもの %llu 件、"
			 "なくなったもの %llu 件\n"
		       : "since %s: %llu ideas new, %llu moved, %llu gone\n",
		    result->since, (unsigned long long)result->fresh,
		    (unsigned long long)result->moved, (unsigned long long)result->gone);
	else
		buf_printf(out, "%s\n", scan_nothing_new(result, ja));
}

static void
to_table(const tensen_result *res, const tensen_style *style, buf *out)
{
	const scan_result *r = RESULT_AS(scan_result, res);
	unsigned w = table_columns(style);
	int ja = style->lang == TENSEN_JA;

	if (r->since)
		since_head(r, ja, out);
	else
		table_head(r, ja, w, out);
	for (uint32_t i = 0; i < r->n_rows; i++) {
		buf_char(out, '\n');
		table_row(&r->rows[i], ja, w, out);
	}
}

static const result_class scan_class = {.kind = "scan",
    .version = 3,
    .empty = scan_empty,
    .json = to_json,
    .table = to_table,
    .jsonl = to_jsonl,
    .csv = scan_csv,
    .markdown = scan_markdown,
    .html = scan_html};

scan_result *
scan_result_new(void)
{
	return result_new(&scan_class, sizeof(scan_result));
}
