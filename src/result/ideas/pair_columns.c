/* result/ideas/pair_columns.c - see pair_columns.h. */
#include "result/ideas/pair_columns.h"
#include "result/ideas/idea_words.h"
#include "result/ideas/ideas_say.h"
#include "result/write/table.h"

/* What shelf a document may stand on. */
#define SHELVES_OF_IDEAS "{\"enum\": [\"new\", \"precedent\", \"unsaid\"]}"
#define SHELVES_OF_CANDIDATES "{\"enum\": [\"new\", \"precedent\", \"family\"]}"
#define SHELVES_OF_JUDGEMENTS "{\"enum\": [\"new\", \"precedent\", \"family\", null]}"

static const column_word yes_words[] = {{NULL, {"", ""}}, {NULL, {"はい", "yes"}}};

static const column document_columns[] = {
    KEY("id", COLUMN_TEXT, tensen_document_ref, id, CSV(2, "文献番号", "document")),
    KEY("title", COLUMN_TEXT, tensen_document_ref, title, CSV(6, "名称")),
    KEY("applicants", COLUMN_TEXT, tensen_document_ref, applicants, CSV(24, "出願人・権利者")),
    KEY("url", COLUMN_TEXT, tensen_document_ref, url, CSV(28, "リンク")),
    KEY("field", COLUMN_COUNT, tensen_document_ref, field, .most = 35),
    KEY("field_name", COLUMN_NAME, tensen_document_ref, field_name, CSV(22, "分野")),
    KEY("subclass", COLUMN_TEXT, tensen_document_ref, subclass, CSV(23, "サブクラス")),
    KEY("subclass_name", COLUMN_NAME, tensen_document_ref, subclass_name),
    KEY("date", COLUMN_DATE, tensen_document_ref, date, CSV(25, "公開日", "published")),
    KEY("status", COLUMN_WORD, tensen_document_ref, status, .words = status_words, CSV(26, "状態")),
    KEY("open", COLUMN_FLAG, tensen_document_ref, open, .words = yes_words, CSV(27, "開放")),
    KEY("title_only", COLUMN_FLAG, tensen_document_ref, title_only, .words = yes_words,
	CSV(19, "名称のみ")),
    {.type = COLUMNS_END},
};

/* A table for people names the reader; judged.c reads the word back as nobody's name. */
static void
reader_say(buf *out, const char *by, tensen_lang lang)
{
	buf_str(out, by && by[0] ? by : person_words[lang]);
}

static void
judge_said(buf *out, const void *at, tensen_lang lang)
{
	reader_say(out, ((const tensen_judgement *)at)->by, lang);
}

static void
reader_said(buf *out, const void *at, tensen_lang lang)
{
	reader_say(out, ((const tensen_idea *)at)->by, lang);
}

const column judgement_columns[] = {
    KEY("grade", COLUMN_INT, tensen_judgement, grade, CSV(3, "評点"), .most = 3),
    KEY("shelf", COLUMN_WORD, tensen_judgement, shelf, .words = shelf_words,
	.schema = SHELVES_OF_JUDGEMENTS, CSV(4, "区分", "kind")),
    KEY("by", COLUMN_OPTIONAL, tensen_judgement, by, .say = judge_said, CSV(12, "評価者")),
    KEY("date", COLUMN_OPTIONAL, tensen_judgement, date, CSV(13, "評価日")),
    KEY("application", COLUMN_OPTIONAL, tensen_judgement, application),
    KEY("transfer", COLUMN_OPTIONAL, tensen_judgement, transfer, CSV(8, "転用の理由")),
    KEY("quote_query", COLUMN_OPTIONAL, tensen_judgement, quote_query,
	CSV(9, "元の特許の該当箇所")),
    KEY("quote_document", COLUMN_OPTIONAL, tensen_judgement, quote_document,
	CSV(10, "文献の該当箇所")),
    KEY("objection", COLUMN_OPTIONAL, tensen_judgement, objection, CSV(11, "反論")),
    KEY("note", COLUMN_OPTIONAL, tensen_judgement, note, CSV(31, "メモ")),
    KEY("doubt", COLUMN_INT, tensen_judgement, doubt, CSV(14, "再読"), .csv.no_zero = 1,
	.least = -1, .most = 1),
    KEY("doubt_objection", COLUMN_OPTIONAL, tensen_judgement, doubt_objection,
	CSV(15, "再読での反論")),
    KEY("doubt_by", COLUMN_OPTIONAL, tensen_judgement, doubt_by, CSV(16, "再読者")),
    {.type = COLUMNS_END},
};

const column aspect_columns[] = {
    KEY("text", COLUMN_TEXT, tensen_aspect, text),
    KEY("kind", COLUMN_WORD, tensen_aspect, kind, .words = aspect_words),
    KEY("looked", COLUMN_COUNT, tensen_aspect, looked),
    KEY("read", COLUMN_COUNT, tensen_aspect, read),
    KEY("good", COLUMN_COUNT, tensen_aspect, good),
    {.type = COLUMNS_END},
};

/* The whole text is no statement: its title stands elsewhere. */
static void
aspect_said(buf *out, const void *at, tensen_lang lang)
{
	const tensen_aspect *x = at;

	buf_str(out, x->kind == TENSEN_ASPECT_WHOLE ? aspect_words[x->kind].of[lang] : x->text);
}

/* The aspect that found a document. */
static const column asked_columns[] = {
    KEY("kind", COLUMN_WORD, tensen_aspect, kind, .words = aspect_words,
	CSV(21, "観点の種類", "aspect kind")),
    KEY("text", COLUMN_TEXT, tensen_aspect, text, .say = aspect_said, CSV(20, "観点", "aspect")),
    {.type = COLUMNS_END},
};

/* ---- ideas ---- */

/* The same aspect: JSON gives its number, a CSV its words. */
static const column asked_cells[] = {
    KEY(NULL, COLUMN_WORD, tensen_aspect, kind, .words = aspect_words, CSV(21)),
    KEY(NULL, COLUMN_TEXT, tensen_aspect, text, .say = aspect_said, CSV(20)),
    {.type = COLUMNS_END},
};

static void
patent_said(buf *out, const void *at, tensen_lang lang)
{
	(void)lang;
	buf_str(out, idea_query_side(at));
}

static void
quotation_said(buf *out, const void *at, tensen_lang lang)
{
	const tensen_idea *x = at;
	const char *text = idea_document_side(x);

	buf_str(out, text);
	if (!text[0] && x->document.title_only)
		buf_str(out, document_title_only_say(lang));
}

static void
reading_said(buf *out, const void *at, tensen_lang lang)
{
	idea_judged_say(out, at, lang);
}

/* Lines with a label and without a key are for people alone. */
const column idea_columns[] = {
    KEY("rank", COLUMN_COUNT, tensen_idea, rank, CSV(5), .least = 1),
    KEY("document", COLUMN_WITHIN, tensen_idea, document, .of = document_columns, CSV(CSV_INSIDE)),
    KEY("application", COLUMN_TEXT, tensen_idea, application, CSV(7)),
    KEY("transfer", COLUMN_TEXT, tensen_idea, transfer, CSV(8), LABEL("転用の理由", "transfer")),
    KEY("quote_query", COLUMN_TEXT, tensen_idea, quote_query, CSV(9)),
    {.type = COLUMN_TEXT, .say = patent_said, QUOTED("元の特許", "the patent", tensen_idea)},
    KEY("quote_document", COLUMN_TEXT, tensen_idea, quote_document, CSV(10)),
    {.type = COLUMN_TEXT, .say = quotation_said, QUOTED("この文献", "the document", tensen_idea)},
    KEY("pair_marks", COLUMN_TEXTS, tensen_idea, marks, .n = MEMBER(tensen_idea, n_marks)),
    KEY("effect", COLUMN_TEXT, tensen_idea, effect, CSV(17)),
    KEY("trouble", COLUMN_TEXT, tensen_idea, trouble, CSV(18)),
    KEY("objection", COLUMN_TEXT, tensen_idea, objection, CSV(11), LABEL("反論", "objection")),
    KEY("note", COLUMN_TEXT, tensen_idea, note, CSV(31, "メモ"), LABEL("メモ", "note")),
    KEY("grade", COLUMN_INT, tensen_idea, grade, CSV(3), .least = 2, .most = 3),
    KEY("shelf", COLUMN_WORD, tensen_idea, shelf, .words = shelf_words, .schema = SHELVES_OF_IDEAS,
	CSV(4)),
    {.type = COLUMN_TEXT, .say = reading_said, LABEL("評点", "read")},
    KEY("by", COLUMN_OPTIONAL, tensen_idea, by, .say = reader_said, CSV(12)),
    KEY("date", COLUMN_OPTIONAL, tensen_idea, date, CSV(13)),
    KEY("doubted", COLUMN_FLAG, tensen_idea, doubted, CSV(14), .csv.no_zero = 1),
    KEY("doubt_by", COLUMN_OPTIONAL, tensen_idea, doubt_by, CSV(16)),
    KEY("agree", COLUMN_INT, tensen_idea, agree, .most = 100, CSV(33, "100人中の賛同"),
	.csv.no_zero = 1),
    KEY("confirmed_of_ten", COLUMN_INT, tensen_idea, confirmed_of_ten, .most = 10),
    KEY("aspect", COLUMN_PLACE, tensen_idea, aspect),
    KEY(NULL, COLUMN_POINTED, tensen_idea, asked, .of = asked_cells),
    KEY("distance", COLUMN_NUMBER, tensen_idea, distance, .digits = 4, .most = 1),
    KEY("applicants", COLUMN_TEXTS, tensen_idea, applicants, .n = MEMBER(tensen_idea, n_applicants),
	LABEL("相談先", "ask")),
    KEY(NULL, COLUMN_TEXT, tensen_idea, document.url, LABEL("原文", "link")),
    {.type = COLUMNS_END},
};

/* ---- candidates ---- */

static void
use_said(buf *out, const void *at, tensen_lang lang)
{
	const tensen_candidate *x = at;
	const char *judged = x->judgement ? x->judgement->application : NULL;

	buf_str(out, judged && judged[0] ? judged : x->application[lang]);
}

/* A statement that is not the patent's own, as the way to the document. */
static void
statement_said(buf *out, const void *at, tensen_lang lang)
{
	const tensen_candidate *x = at;

	if (x->asked && aspect_is_said(x->asked))
		buf_printf(out, lang == TENSEN_JA ? "%s（%s）" : "%s (%s)", x->asked->text,
		    aspect_words[x->asked->kind].of[lang]);
}

static void
judgement_said(buf *out, const void *at, tensen_lang lang)
{
	const tensen_candidate *x = at;

	if (x->judgement)
		judged_say(out, x->judgement, lang);
}

static const column met_columns[] = {
    KEY("number", COLUMN_COUNT, tensen_candidate, aspect),
    KEY(NULL, COLUMN_POINTED, tensen_candidate, asked, .of = asked_columns),
    {.type = COLUMNS_END},
};

void
pair_shared_said(buf *out, const void *at, tensen_lang lang)
{
	const tensen_candidate *x = at;

	if (x->met == TENSEN_NOT_MET)
		return;
	for (uint32_t i = 0; i < TENSEN_MET_MOST; i++)
		buf_str(out, i < x->met ? "●" : "○");
	buf_str(out, x->n_shared ? " " : "");
	words_joined(out, x->shared, x->n_shared, lang);
}

static const column candidate_head[] = {
    {.key = "rank", .type = COLUMN_RANK, CSV(5, "順位")},
    KEY("document", COLUMN_WITHIN, tensen_candidate, document, .of = document_columns,
	CSV(CSV_INSIDE)),
    KEY("application", COLUMN_NAME, tensen_candidate, application, .say = use_said, CSV(7, "用途")),
    KEY("effect", COLUMN_TEXT, tensen_candidate, effect, CSV(17, "元の特許の効果・課題"),
	QUOTED("元の特許", "the patent", tensen_candidate)),
    KEY("trouble", COLUMN_TEXT, tensen_candidate, trouble, CSV(18, "文献の課題"),
	QUOTED("この文献", "the document", tensen_candidate)),
    KEY("shared", COLUMN_TEXTS, tensen_candidate, shared, .n = MEMBER(tensen_candidate, n_shared),
	.say = pair_shared_said, CSV(32, "共通の語"), LABEL("共通の語", "shared")),
    KEY("met", COLUMN_PLACE, tensen_candidate, met),
    KEY("pair_marks", COLUMN_TEXTS, tensen_candidate, marks,
	.n = MEMBER(tensen_candidate, n_marks)),
    {.type = COLUMN_TEXT, .say = statement_said, LABEL("観点", "asked")},
    {.type = COLUMNS_END},
};

static const column candidate_end[] = {
    {.key = "aspect", .type = COLUMN_WITHIN, .of = met_columns, CSV(CSV_INSIDE)},
    KEY("distance", COLUMN_NUMBER, tensen_candidate, distance, .digits = 4, .most = 1),
    KEY("shelf", COLUMN_WORD, tensen_candidate, shelf, .words = shelf_words,
	.schema = SHELVES_OF_CANDIDATES),
    KEY("judgement", COLUMN_POINTED, tensen_candidate, judgement, .of = judgement_columns,
	CSV(CSV_INSIDE), .say = judgement_said, LABEL("評点", "read")),
    {.type = COLUMNS_END},
};

const column unread_columns[] = {
    {.type = COLUMN_WITHIN, .of = candidate_head},
    {.type = COLUMN_WITHIN, .of = candidate_end},
    {.type = COLUMNS_END},
};

const column candidate_columns[] = {
    {.type = COLUMN_WITHIN, .of = candidate_head},
    KEY("sentence", COLUMN_TEXT, tensen_candidate, sentence),
    KEY("marks", COLUMN_TEXTS, tensen_candidate, highlights,
	.n = MEMBER(tensen_candidate, n_highlights)),
    {.type = COLUMN_WITHIN, .of = candidate_end},
    {.type = COLUMNS_END},
};

/* ---- lines ---- */

#define LINE(of_what)                                                                              \
	{                                                                                          \
		{.key = "query", .type = COLUMN_QUERY, CSV(1, "問い合わせ")},                      \
		    {.type = COLUMN_WITHIN, .of = of_what},                                        \
		    {.type = COLUMN_INDEX, CSV(29, "索引", "index")},                              \
		    {.type = COLUMN_COMMAND, CSV(30, "再現", "command")}, {.type = COLUMNS_END},   \
	}
const column idea_line[] = LINE(idea_columns);
const column candidate_line[] = LINE(candidate_columns);
const column unread_line[] = LINE(unread_columns);
