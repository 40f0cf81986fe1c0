/* result/lists/scan_result.c - the best ideas of a scan, or the new ones, in every form. */
#include "result/lists/scan_result.h"
#include "result/ideas/idea_words.h"
#include "result/write/html.h"
#include "result/write/markdown.h"
#include "result/write/table.h"

static const column_word change_words[] /* by scan_change */ = {
    {"", {"", ""}}, {"new", {"新", "new"}}, {"moved", {"変", "moved"}}, {.name = NULL}};

static const column document_columns[] = {
    KEY("id", COLUMN_TEXT, scan_row, document.id, CSV(14, "根拠文献", "document")),
    KEY("title", COLUMN_TEXT, scan_row, document.title,
	CSV(15, "根拠文献の名称", "document_title")),
    KEY("field_name", COLUMN_TEXT, scan_row, document.field_name[0], CSV(7, "分野")),
    KEY("subclass", COLUMN_TEXT, scan_row, document.subclass, CSV(8, "サブクラス")),
    KEY("subclass_name", COLUMN_TEXT, scan_row, document.subclass_name[0], CSV(9, "サブクラス名")),
    KEY("title_only", COLUMN_FLAG, scan_row, document.title_only),
    {.type = COLUMNS_END},
};

static const column row_columns[] = {
    KEY("rank", COLUMN_COUNT, scan_row, rank, CSV(1, "順位"), .least = 1),
    KEY("change", COLUMN_WORD, scan_row, change, .words = change_words, CSV(2, "変化")),
    KEY("id", COLUMN_TEXT, scan_row, patent.id, CSV(3, "元の文献番号", "patent")),
    KEY("title", COLUMN_TEXT, scan_row, patent.title, CSV(4, "名称")),
    KEY("own_fields", COLUMN_TEXT, scan_row, patent.field_names[0], CSV(5, "元の分野")),
    KEY("applicants", COLUMN_TEXT, scan_row, patent.applicants, CSV(6, "出願人")),
    KEY("application", COLUMN_TEXT, scan_row, application, CSV(10, "用途")),
    KEY("transfer", COLUMN_TEXT, scan_row, transfer, CSV(11, "転用の理由")),
    KEY("objection", COLUMN_TEXT, scan_row, objection, CSV(12, "反論")),
    {.key = "document", .type = COLUMN_WITHIN, .of = document_columns, CSV(CSV_INSIDE)},
    KEY("shelf", COLUMN_WORD, scan_row, shelf, .words = shelf_words,
	.schema = "{\"enum\": [\"new\", \"precedent\", \"unsaid\"]}", CSV(13, "区分")),
    KEY("grade", COLUMN_INT, scan_row, grade, CSV(16, "評点"), .least = 2, .most = 3),
    KEY("by", COLUMN_OPTIONAL, scan_row, by, CSV(18, "評価者")),
    KEY("doubted", COLUMN_FLAG, scan_row, doubted, CSV(19, "再読")),
    KEY("was", COLUMN_INT, scan_row, was, CSV(17, "前回の評点"), .csv.no_zero = 1, .most = 3),
    {.type = COLUMN_INDEX, CSV(20, "索引", "index")},
    {.type = COLUMN_COMMAND, CSV(21, "再現", "command")},
    {.type = COLUMNS_END},
};

/* Names are in the language of the file. */
static const column scan_keys[] = {
    KEY("path", COLUMN_TEXT, scan_result, path),
    KEY("documents", COLUMN_COUNT, scan_result, documents),
    KEY("kept", COLUMN_COUNT, scan_result, kept),
    KEY("silent", COLUMN_COUNT, scan_result, silent),
    KEY("ideas", COLUMN_COUNT, scan_result, ideas),
    KEY("since", COLUMN_OPTIONAL, scan_result, since),
    KEY("new", COLUMN_COUNT, scan_result, fresh),
    KEY("moved", COLUMN_COUNT, scan_result, moved),
    KEY("gone", COLUMN_COUNT, scan_result, gone),
    KEY("rows", COLUMN_ROWS, scan_result, rows, .n = MEMBER(scan_result, n_rows),
	OF(row_columns, scan_row)),
    {.type = COLUMNS_END},
};

/* Why a scan has no idea, and what would help; "" if it has one. */
static const char *
scan_why_none(const scan_result *result, int ja)
{
	if (result->ideas)
		return "";
	if (!result->documents && result->open_only)
		return ja ? "条件に合う開放特許は一件もありません。--all "
			    "を付けると、開放特許でない文献も調べます。"
			  : "No open patent meets the filters: --all takes in patents that are not "
			    "open.";
	if (!result->documents)
		return ja ? "条件に合う特許は一件もありません。絞り込みをゆるめてください。"
			  : "No patent meets the filters.";
	return ja ? "用途仮説は、人か言語モデルが読んで残した組だけです。tensen read "
		    "で読ませるか、tensen candidates の一覧に"
		    "評点を付けて tensen readings --import で読み込んでください。"
		  : "An idea is a pair that somebody has read: let a language model read (tensen "
		    "read), or grade a list of "
		    "tensen candidates and take it in with tensen readings --import.";
}

static void
table_row(const scan_row *row, int ja, unsigned w, buf *out)
{
	static const char *const marks[2][3] = {
	    {"", "［新］", "［変］"}, {"", "[new] ", "[moved] "}};
	buf line = BUF_INIT;

	buf_printf(&line, "%2u. %s%s %s", row->rank, marks[!ja][row->change], row->patent.id,
	    row->patent.title);
	table_wrap(out, (span){line.p, line.n}, w - 5, 5);
	buf_again(&line);
	buf_printf(&line, "→ %s", row->application);
	if (row->document.subclass[0])
		buf_printf(&line, ja ? "（%s %s）" : " (%s %s)", row->document.subclass,
		    row->document.subclass_name[0]);
	buf_str(out, "     ");
	table_wrap(out, (span){line.p, line.n}, w - 5, 5);
	if (row->transfer[0]) {
		buf_str(out, "     ");
		table_wrap(out, span_of(row->transfer), w - 5, 5);
	}
	buf_again(&line);
	buf_printf(&line, "%s %s", row->document.id, row->document.title);
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

/* Of a scan with `since`, as a line of a terminal or as a sentence. */
static void
since_say(const scan_result *result, int ja, int line, buf *out)
{
	const unsigned long long fresh = result->fresh, moved = result->moved, gone = result->gone;

	if (fresh + moved == 0)
		buf_str(out, ja ? "前回のファイルのあと、新しい用途仮説も変わったものもありません。"
				: "No idea is new or has moved since the earlier file.");
	else if (ja)
		buf_printf(out,
		    "%s のあと%s新しい用途仮説 %llu 件、変わったもの %llu 件、なくなったもの %llu "
		    "件%s",
		    result->since, line ? ": " : "、", fresh, moved, gone, line ? "" : "。");
	else
		buf_printf(out, "%s %s: %llu ideas new, %llu moved, %llu gone%s",
		    line ? "since" : "Since", result->since, fresh, moved, gone, line ? "" : ".");
	buf_str(out, line ? "\n" : "");
}

static void
to_table(const tensen_result *res, const tensen_style *style, buf *out)
{
	const scan_result *r = RESULT_AS(scan_result, res);
	unsigned w = table_columns(style);
	int ja = style->lang == TENSEN_JA;

	if (r->since)
		since_say(r, ja, 1, out);
	else
		table_head(r, ja, w, out);
	for (uint32_t i = 0; i < r->n_rows; i++) {
		buf_char(out, '\n');
		table_row(&r->rows[i], ja, w, out);
	}
}

/* ---- Markdown and HTML ---- */

static const char *
scan_title(const scan_result *result, int ja)
{
	if (result->since)
		return ja ? "新しい用途仮説" : "What is new";
	return ja ? "評点の高い用途仮説" : "The best ideas";
}

static void
scan_lead(const scan_result *result, int ja, buf *out)
{
	if (result->since)
		since_say(result, ja, 0, out);
	else
		buf_printf(out,
		    ja ? "特許 %u 件の用途仮説 %llu 件のうち、評点の高いもの（特許ごとに一つ）。"
			 "仮説のない特許 %u 件。"
		       : "Of %u patents and %llu ideas, the best, one per patent; %u patents have "
			 "no idea.",
		    result->documents, (unsigned long long)result->ideas, result->silent);
}

static const char *const heads[][2] = {{"", ""}, {"特許", "patent"}, {"用途", "use"},
    {"転用の理由", "transfer"}, {"根拠文献", "document"}, {"評点", "grade"}};

static void
md_row(const scan_row *row, int ja, buf *out)
{
	buf b = BUF_INIT;

	buf_printf(out, "| %u ", row->rank);
	buf_printf(&b, "%s %s%s", row->patent.id, row->patent.title,
	    row->change == SCAN_NEW     ? ja ? "［新］" : " [new]"
	    : row->change == SCAN_MOVED ? ja ? "［変］" : " [moved]"
					: "");
	md_cell(out, buf_cstr(&b));
	buf_again(&b);
	buf_printf(&b, "%s%s%s %s", row->application, row->document.subclass[0] ? " / " : "",
	    row->document.subclass, row->document.subclass_name[0]);
	md_cell(out, buf_cstr(&b));
	md_cell(out, row->transfer);
	buf_again(&b);
	buf_printf(&b, "%s %s", row->document.id, row->document.title);
	md_cell(out, buf_cstr(&b));
	buf_printf(out, "| %d ", row->grade);
	md_row_end(out);
	buf_end_part(out, &b);
}

static void
scan_markdown(const tensen_result *res, const tensen_style *style, buf *out)
{
	const scan_result *r = RESULT_AS(scan_result, res);
	int ja = style->lang == TENSEN_JA;
	buf b = BUF_INIT;

	buf_printf(out, "# %s\n\n", scan_title(r, ja));
	scan_lead(r, ja, &b);
	md_text(out, (span){b.p, b.n});
	buf_str(out, "\n\n");
	md_table(out, heads, sizeof heads / sizeof *heads, "rllllr", !ja);
	for (uint32_t i = 0; i < r->n_rows; i++)
		md_row(&r->rows[i], ja, out);
	md_made_by(out, res, style);
	buf_end_part(out, &b);
}

static void
html_row(const scan_row *row, int ja, buf *out)
{
	buf_printf(out, "<tr><td class=num>%u</td><td>", row->rank);
	if (row->change != SCAN_SAME)
		html_element(out, "span class=tag", change_words[row->change].of[!ja]);
	html_str(out, row->patent.id);
	buf_str(out, "<br>");
	html_str(out, row->patent.title);
	buf_str(out, "</td><td>");
	html_str(out, row->application);
	if (row->document.subclass[0]) {
		buf_str(out, "<br><small>");
		html_str(out, row->document.subclass);
		buf_char(out, ' ');
		html_str(out, row->document.subclass_name[0]);
		buf_str(out, "</small>");
	}
	buf_str(out, "</td>");
	html_element(out, "td", row->transfer);
	buf_str(out, "<td>");
	html_str(out, row->document.id);
	buf_str(out, "<br>");
	html_str(out, row->document.title);
	buf_printf(out, "</td><td class=num>%d</td></tr>\n", row->grade);
}

static void
scan_html(const tensen_result *res, const tensen_style *style, buf *out)
{
	const scan_result *r = RESULT_AS(scan_result, res);
	int ja = style->lang == TENSEN_JA;
	buf b = BUF_INIT;

	html_list_begin(out, style->lang, scan_title(r, ja));
	scan_lead(r, ja, &b);
	html_element(out, "p class=lead", buf_cstr(&b));
	buf_str(out, "<div class=scroll><table>\n<tr>");
	for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
		html_element(out, "th", heads[i][!ja]);
	buf_str(out, "</tr>\n");
	for (uint32_t i = 0; i < r->n_rows; i++)
		html_row(&r->rows[i], ja, out);
	buf_str(out, "</table></div>\n");
	html_list_end(out, res, style);
	buf_end_part(out, &b);
}

const result_class scan_class = {.kind = "scan",
    .size = sizeof(scan_result),
    .version = 3,
    .holds = {MEMBER(scan_result, found)},
    .keys = scan_keys,
    .lists = LAST_OF(scan_keys),
    .table = to_table,
    .markdown = scan_markdown,
    .html = scan_html};
