/* result/lists/scan_result.c - the best ideas of a scan, or the new ones, as table and
 * JSON. */
#include "result/lists/scan_result.h"
#include "result/ideas/idea_words.h"
#include "result/write/table.h"

static const char *const changes[] = {"", "new", "moved"};

/* With `since`, a scan without anything new is an empty result, and so is a scan without a
 * patent. */
static int
empty(const tensen_result *res)
{
	const scan_result *r = RESULT_AS(scan_result, res);

	return r->since ? r->fresh + r->moved == 0 : r->documents == 0;
}

static void
json_row(json *j, const scan_row *x)
{
	json_open(j, '{');
	json_key_int(j, "rank", x->rank);
	json_key_str(j, "change", changes[x->change]);
	json_key_str(j, "id", x->id);
	json_key_str(j, "title", x->title);
	json_key_str(j, "own_fields", x->own_fields);
	json_key_str(j, "applicants", x->applicants);
	json_key_str(j, "application", x->application);
	json_key_str(j, "transfer", x->transfer);
	json_key_str(j, "objection", x->objection);
	json_key_open(j, "document", '{');
	json_key_str(j, "id", x->document);
	json_key_str(j, "title", x->document_title);
	json_key_str(j, "field_name", x->field_name);
	json_key_str(j, "subclass", x->subclass);
	json_key_str(j, "subclass_name", x->subclass_name);
	json_key_bool(j, "title_only", x->title_only);
	json_close(j, '}');
	json_key_str(j, "shelf", shelf_words[x->shelf].name);
	json_key_int(j, "grade", x->grade);
	if (x->by[0])
		json_key_str(j, "by", x->by);
	else
		json_key_null(j, "by");
	json_key_bool(j, "doubted", x->doubted);
	json_key_int(j, "was", x->was);
	json_close(j, '}');
}

static void
to_json(const tensen_result *res, const tensen_style *style, json *j)
{
	const scan_result *r = RESULT_AS(scan_result, res);

	(void)style; /* names are in the language of the file */
	json_key_str(j, "path", r->path);
	json_key_int(j, "documents", r->documents);
	json_key_int(j, "kept", r->kept);
	json_key_int(j, "silent", r->silent);
	json_key_int(j, "ideas", (int64_t)r->ideas);
	json_key_str(j, "since", r->since);
	json_key_int(j, "new", (int64_t)r->fresh);
	json_key_int(j, "moved", (int64_t)r->moved);
	json_key_int(j, "gone", (int64_t)r->gone);
	json_key_open(j, "rows", '[');
	for (uint32_t i = 0; i < r->n_rows; i++)
		json_row(j, &r->rows[i]);
	json_close(j, ']');
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
table_row(const scan_row *x, int ja, unsigned w, buf *out)
{
	static const char *const marks[2][3] = {
	    {"", "［新］", "［変］"}, {"", "[new] ", "[moved] "}};
	buf line = BUF_INIT;

	buf_printf(&line, "%2u. %s%s %s", x->rank, marks[!ja][x->change], x->id, x->title);
	table_wrap(out, (span){line.p, line.n}, w - 5, 5);
	buf_again(&line);
	buf_printf(&line, "→ %s", x->application);
	if (x->subclass[0])
		buf_printf(&line, ja ? "（%s %s）" : " (%s %s)", x->subclass, x->subclass_name);
	buf_str(out, "     ");
	table_wrap(out, (span){line.p, line.n}, w - 5, 5);
	if (x->transfer[0]) {
		buf_str(out, "     ");
		table_wrap(out, span_of(x->transfer), w - 5, 5);
	}
	buf_again(&line);
	buf_printf(&line, "%s %s", x->document, x->document_title);
	buf_str(out, "     ");
	table_wrap(out, (span){line.p, line.n}, w - 5, 5);
	buf_again(&line);
	buf_printf(&line, ja ? "%s、評点 %d" : "%s, graded %d",
	    shelf_words[x->shelf].of[ja ? TENSEN_JA : TENSEN_EN], x->grade);
	if (x->change == SCAN_MOVED)
		buf_printf(&line, ja ? "（前回 %d）" : " (was %d)", x->was);
	buf_str(out, "     ");
	table_wrap(out, (span){line.p, line.n}, w - 5, 5);
	out->failed |= line.failed;
	buf_clear(&line);
}

static void
table_head(const scan_result *r, int ja, buf *out)
{
	buf_printf(out, ja ? "特許 %u 件、用途仮説 %llu 件: %s" : "%u patents, %llu ideas: %s",
	    r->documents, (unsigned long long)r->ideas, r->path);
	if (r->silent)
		buf_printf(out, ja ? "（仮説のない特許 %u 件）" : " (%u patents without an idea)",
		    r->silent);
	if (r->kept)
		buf_printf(out,
		    ja ? "（うち %u 件は前回までに済み）" : " (%u patents were done before)",
		    r->kept);
	buf_char(out, '\n');
	if (r->n_rows)
		buf_str(out, ja ? "\n評点の高い用途仮説（特許ごとに一つ）\n"
				: "\nthe best ideas of all, one per patent\n");
}

static void
since_head(const scan_result *r, int ja, buf *out)
{
	if (r->fresh + r->moved)
		buf_printf(out,
		    ja ? "%s のあと: 新しい用途仮説 %llu 件、変わったもの %llu 件、"
			 "なくなったもの %llu 件\n"
		       : "since %s: %llu ideas new, %llu moved, %llu gone\n",
		    r->since, (unsigned long long)r->fresh, (unsigned long long)r->moved,
		    (unsigned long long)r->gone);
	else
		buf_printf(out, "%s\n", scan_nothing_new(r, ja));
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
		table_head(r, ja, out);
	for (uint32_t i = 0; i < r->n_rows; i++) {
		buf_char(out, '\n');
		table_row(&r->rows[i], ja, w, out);
	}
}

static const result_class scan_class = {
    "scan", empty, to_json, to_table, to_jsonl, scan_csv, scan_markdown, scan_html, NULL, 3};

scan_result *
scan_result_new(void)
{
	return result_new(&scan_class, sizeof(scan_result));
}
