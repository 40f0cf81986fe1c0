/* result/ideas/pairs_csv.c - ideas, unread documents and candidates as CSV. */
#include "result/ideas/candidates_result.h"
#include "result/ideas/idea_words.h"
#include "result/write/cells.h"
#include "result/write/table.h"

/* The names of the columns: a contract, as the keys of JSON are.  Append, never rename. */
static const char *const columns[][2] = {{"問い合わせ", "query"}, {"文献番号", "document"},
    {"評点", "grade"}, {"区分", "kind"}, {"順位", "rank"}, {"名称", "title"},
    {"用途", "application"}, {"転用の理由", "transfer"}, {"元の特許の該当箇所", "quote_query"},
    {"文献の該当箇所", "quote_document"}, {"反論", "objection"}, {"評価者", "by"},
    {"評価日", "date"}, {"再読", "doubt"}, {"再読での反論", "doubt_objection"},
    {"再読者", "doubt_by"}, {"元の特許の効果・課題", "effect"}, {"文献の課題", "trouble"},
    {"名称のみ", "title_only"}, {"観点", "aspect"}, {"観点の種類", "aspect kind"},
    {"分野", "field_name"}, {"サブクラス", "subclass"}, {"出願人・権利者", "applicants"},
    {"公開日", "published"}, {"状態", "status"}, {"開放", "open"}, {"リンク", "url"},
    {"索引", "index"}, {"再現", "command"}};

typedef struct writer {
	cells c;
	const char *query;
	const candidate_list *l;
	const tensen_result *r;
	const tensen_style *style;
	tensen_lang lang;
} writer;

static void
pairs_optional(writer *out, const char *str)
{
	cells_str(&out->c, str ? str : "");
}

static void
pairs_yes(writer *out, int is_so)
{
	cells_str(&out->c, !is_so ? "" : out->lang == TENSEN_JA ? "はい" : "yes");
}

/* What a pair was judged, by columns "grade" and "kind", then from "transfer" to "doubt_by". */
static void
pair_head(writer *out, const tensen_document_ref *ref, const tensen_judgement *judged, size_t rank,
    const char *application)
{
	cells_str(&out->c, out->query);
	cells_str(&out->c, ref->id);
	if (judged)
		cells_int(&out->c, judged->grade);
	else
		cells_str(&out->c, "");
	cells_str(
	    &out->c, judged && judged->shelf >= 0 ? shelf_words[judged->shelf].of[out->lang] : "");
	cells_int(&out->c, (long long)rank);
	cells_str(&out->c, ref->title);
	cells_str(&out->c, application);
}

static void
pairs_judgement(writer *out, const tensen_judgement *judged)
{
	static const tensen_judgement none = {.id = NULL};
	const tensen_judgement *x = judged ? judged : &none;

	pairs_optional(out, x->transfer);
	pairs_optional(out, x->quote_query);
	pairs_optional(out, x->quote_document);
	pairs_optional(out, x->objection);
	pairs_optional(out, x->by);
	pairs_optional(out, x->date);
	if (x->doubt)
		cells_int(&out->c, x->doubt);
	else
		cells_str(&out->c, "");
	pairs_optional(out, x->doubt_objection);
	pairs_optional(out, x->doubt_by);
}

static void
pairs_facts(writer *out, const tensen_document_ref *ref, uint32_t aspect)
{
	const tensen_aspect *a = aspect == TENSEN_NO_ASPECT ? NULL : &out->l->aspects[aspect];

	pairs_yes(out, ref->title_only);
	cells_str(&out->c, a ? a->text : "");
	cells_str(&out->c, a ? aspect_words[a->kind].of[out->lang] : "");
	cells_str(&out->c, ref->field_name[out->lang]);
	cells_str(&out->c, ref->subclass);
	cells_str(&out->c, ref->applicants);
	cells_date(&out->c, ref->date);
	cells_str(&out->c, status_word(ref->status, out->lang));
	pairs_yes(out, ref->open);
	cells_str(&out->c, ref->url);
	cells_made_by(&out->c, out->r, out->style);
	cells_end(&out->c);
}

static void
idea_row(writer *out, const tensen_idea *idea, size_t rank)
{
	const tensen_judgement j = {.grade = idea->grade,
	    .shelf = (int)idea->shelf,
	    .by = idea->by,
	    .date = idea->date,
	    .transfer = idea->transfer,
	    .quote_query = idea->quote_query,
	    .quote_document = idea->quote_document,
	    .objection = idea->objection,
	    .doubt = idea->doubted,
	    .doubt_by = idea->doubt_by};

	pair_head(out, &idea->document, &j, rank, idea->application);
	pairs_judgement(out, &j);
	cells_str(&out->c, "");
	cells_str(&out->c, "");
	pairs_facts(out, &idea->document, idea->aspect);
}

static void
candidate_row(writer *out, const tensen_candidate *cand, size_t rank)
{
	const tensen_judgement *j = cand->judgement;

	pair_head(out, &cand->document, j, rank,
	    j && j->application && j->application[0] ? j->application
						     : cand->application[out->lang]);
	pairs_judgement(out, j);
	cells_str(&out->c, cand->effect);
	cells_str(&out->c, cand->trouble);
	pairs_facts(out, &cand->document, cand->aspect);
}

void
pairs_csv(buf *out, const char *query, const tensen_idea *ideas, size_t n_ideas,
    const candidate_list *cands, const tensen_result *result, const tensen_style *style)
{
	writer w = {cells_to(out), query, cands, result, style, style->lang};

	cells_names(&w.c, columns, sizeof columns / sizeof *columns, style->lang);
	for (size_t i = 0; i < n_ideas; i++)
		idea_row(&w, &ideas[i], i + 1);
	for (size_t i = 0; i < cands->n; i++)
		candidate_row(&w, &cands->v[i], i + 1);
}
