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
optional(writer *w, const char *s)
{
	cells_str(&w->c, s ? s : "");
}

static void
yes(writer *w, int is_so)
{
	cells_str(&w->c, !is_so ? "" : w->lang == TENSEN_JA ? "はい" : "yes");
}

/* What a pair was judged, by columns "grade" and "kind", then from "transfer" to "doubt_by". */
static void
pair_head(writer *w, const tensen_document_ref *d, const tensen_judgement *j, size_t rank,
    const char *application)
{
	cells_str(&w->c, w->query);
	cells_str(&w->c, d->id);
	if (j)
		cells_int(&w->c, j->grade);
	else
		cells_str(&w->c, "");
	cells_str(&w->c, j && j->shelf >= 0 ? shelf_words[j->shelf].of[w->lang] : "");
	cells_int(&w->c, (long long)rank);
	cells_str(&w->c, d->title);
	cells_str(&w->c, application);
}

static void
judgement(writer *w, const tensen_judgement *j)
{
	static const tensen_judgement none = {.id = NULL};
	const tensen_judgement *x = j ? j : &none;

	optional(w, x->transfer);
	optional(w, x->quote_query);
	optional(w, x->quote_document);
	optional(w, x->objection);
	optional(w, x->by);
	optional(w, x->date);
	if (x->doubt)
		cells_int(&w->c, x->doubt);
	else
		cells_str(&w->c, "");
	optional(w, x->doubt_objection);
	optional(w, x->doubt_by);
}

static void
facts(writer *w, const tensen_document_ref *d, uint32_t aspect)
{
	const tensen_aspect *a = aspect == TENSEN_NO_ASPECT ? NULL : &w->l->aspects[aspect];

	yes(w, d->title_only);
	cells_str(&w->c, a ? a->text : "");
	cells_str(&w->c, a ? aspect_words[a->kind].of[w->lang] : "");
	cells_str(&w->c, d->field_name[w->lang]);
	cells_str(&w->c, d->subclass);
	cells_str(&w->c, d->applicants);
	cells_date(&w->c, d->date);
	cells_str(&w->c, status_word(d->status, w->lang));
	yes(w, d->open);
	cells_str(&w->c, d->url);
	cells_made_by(&w->c, w->r, w->style);
	cells_end(&w->c);
}

static void
idea_row(writer *w, const tensen_idea *x, size_t rank)
{
	const tensen_judgement j = {.grade = x->grade,
	    .shelf = (int)x->shelf,
	    .by = x->by,
	    .date = x->date,
	    .transfer = x->transfer,
	    .quote_query = x->quote_query,
	    .quote_document = x->quote_document,
	    .objection = x->objection,
	    .doubt = x->doubted,
	    .doubt_by = x->doubt_by};

	pair_head(w, &x->document, &j, rank, x->application);
	judgement(w, &j);
	cells_str(&w->c, "");
	cells_str(&w->c, "");
	facts(w, &x->document, x->aspect);
}

static void
candidate_row(writer *w, const tensen_candidate *x, size_t rank)
{
	const tensen_judgement *j = x->judgement;

	pair_head(w, &x->document, j, rank,
	    j && j->application && j->application[0] ? j->application : x->application[w->lang]);
	judgement(w, j);
	cells_str(&w->c, x->effect);
	cells_str(&w->c, x->trouble);
	facts(w, &x->document, x->aspect);
}

void
pairs_csv(buf *out, const char *query, const tensen_idea *ideas, size_t n_ideas,
    const candidate_list *l, const tensen_result *r, const tensen_style *style)
{
	writer w = {cells_to(out), query, l, r, style, style->lang};

	cells_names(&w.c, columns, sizeof columns / sizeof *columns, style->lang);
	for (size_t i = 0; i < n_ideas; i++)
		idea_row(&w, &ideas[i], i + 1);
	for (size_t i = 0; i < l->n; i++)
		candidate_row(&w, &l->v[i], i + 1);
}
