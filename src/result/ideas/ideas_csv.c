/* result/ideas/ideas_csv.c - ideas and combined patents as CSV: a row has all facts of a sheet. */
#include "result/write/cells.h"
#include "result/ideas/idea_words.h"
#include "result/ideas/ideas_result.h"
#include "result/ideas/ideas_say.h"
#include "result/write/table.h"

/* The names of the columns: a contract, as the keys of JSON are.  Append, never rename. */
static const char *const columns[][2] = {{"元の文献番号", "patent"}, {"名称", "title"},
    {"順位", "rank"}, {"棚", "shelf"}, {"転用先", "application"}, {"分野番号", "field"},
    {"分野", "field_name"}, {"部門", "sector"}, {"サブクラス", "subclass"},
    {"サブクラス名", "subclass_name"}, {"対象の例", "products"},
    {"分野の文献数", "field_documents"}, {"用途仮説", "statement"}, {"確度", "band"},
    {"見込み", "share"}, {"分野の距離", "distance"}, {"根拠文献", "lead"},
    {"根拠文献名", "lead_title"}, {"合った文", "lead_sentence"}, {"共通の語", "lead_marks"},
    {"名称のみ", "lead_title_only"}, {"根拠文献の日付", "lead_date"},
    {"根拠文献の状態", "lead_status"}, {"根拠文献の開放", "lead_open"}, {"合った観点", "aspect"},
    {"観点の種類", "aspect_kind"}, {"確度の内訳", "signals"}, {"ほかの文献", "others"},
    {"最も近い文献", "nearest"}, {"最も近い文献名", "nearest_title"},
    {"最も近い文", "nearest_sentence"}, {"近さ", "nearness"}, {"既にある", "exists"},
    {"相談先", "ask"}, {"評点", "grade"}, {"評価者", "judged_by"}, {"評価日", "judged_on"},
    {"評価での転用先", "judged_application"}, {"転用の理由", "transfer"}, {"反論", "objection"},
    {"元の特許の該当箇所", "quote_query"}, {"根拠文献の該当箇所", "quote_document"},
    {"元の分野", "own_fields"}, {"元の分類", "classes"}, {"働き", "functions"},
    {"元の課題", "problem"}, {"元の手段", "means"}, {"ライセンス番号", "license_id"},
    {"許諾条件", "license_terms"}, {"出願人・権利者", "applicants"}, {"状態", "status"},
    {"開放", "open"}, {"日付", "date"}, {"大胆さ", "boldness"}, {"索引", "index"},
    {"再現", "command"}};

typedef struct row {
	cells *c;
	const ideas_result *r;
	const tensen_idea *x;
	const idea_detail *d;
	tensen_lang lang;
} row;

static void
end_text(cells *c, buf *b)
{
	cells_text(c, (span){b->p ? b->p : "", b->n});
	c->out->failed |= b->failed;
	buf_clear(b);
}

static void
optional(cells *c, const char *s)
{
	cells_str(c, s ? s : "");
}

/* A number, or an empty cell when there is none. */
static void
count(cells *c, int is_there, uint32_t v)
{
	if (is_there)
		cells_int(c, v);
	else
		cells_str(c, "");
}

static const char *
yes(int is_so, tensen_lang lang)
{
	return !is_so ? "" : lang == TENSEN_JA ? "はい" : "yes";
}

static const char *
open_word(int is_open, tensen_lang lang)
{
	return !is_open ? "" : lang == TENSEN_JA ? "開放" : "open";
}

static void
target(const row *w)
{
	const tensen_idea *x = w->x;

	cells_str(w->c, shelf_words[x->shelf].of[w->lang]);
	cells_str(w->c, x->application[w->lang]);
	count(w->c, x->field != 0, x->field);
	cells_str(w->c, w->d->field_name[w->lang]);
	cells_str(w->c, w->d->sector_name[w->lang]);
	cells_str(w->c, x->subclass);
	cells_str(w->c, w->d->subclass_name[w->lang]);
	cells_str(w->c, w->d->products[w->lang]);
	count(w->c, x->field != 0, w->d->field_size);
	cells_str(w->c, w->lang == TENSEN_JA ? x->statement_ja : x->statement_en);
	cells_str(w->c, band_words[x->band].of[w->lang]);
	cells_num(w->c, (double)x->share, 4);
	cells_num(w->c, (double)x->distance, 4);
}

/* "課題の近さ +0.81、分野の距離 -0.20". */
static void
signals(const row *w)
{
	const tensen_candidate *x = w->x->lead;
	buf b = BUF_INIT;

	for (size_t i = 0; i < signals_shown(x); i++)
		buf_printf(&b, "%s%s %+.2f",
		    i == 0                 ? ""
		    : w->lang == TENSEN_JA ? "、"
					   : ", ",
		    signal_word(x->signals[i].name, w->lang), (double)x->signals[i].adds);
	end_text(w->c, &b);
}

static void
lead(const row *w)
{
	const tensen_candidate *x = w->x->lead;
	const tensen_aspect *a = &w->r->list.aspects[x->aspect];

	cells_str(w->c, x->id);
	cells_str(w->c, x->title);
	cells_str(w->c, x->sentence);
	cells_joined(w->c, x->highlights, x->n_highlights, w->lang);
	cells_str(w->c, yes(x->title_only, w->lang));
	cells_date(w->c, x->date);
	cells_str(w->c, status_word(x->status, w->lang));
	cells_str(w->c, open_word(x->open, w->lang));
	cells_str(w->c, a->text);
	cells_str(w->c, aspect_words[a->kind].of[w->lang]);
	signals(w);
}

/* Of each: number, title, sentence.  On one line, for tools that read a row as a line. */
static void
others(const row *w)
{
	const tensen_candidate *x = w->x->others;
	buf b = BUF_INIT;

	for (size_t i = 0; i < w->x->n_others; i++) {
		if (i)
			buf_str(&b, " / ");
		document_say(&b, &x[i], w->lang);
		if (!x[i].title_only)
			buf_printf(&b, w->lang == TENSEN_JA ? "「%s」" : ": “%s”", x[i].sentence);
	}
	end_text(w->c, &b);
}

static void
nearest(const row *w)
{
	const tensen_nearest *x = w->x->nearest;

	cells_str(w->c, x ? x->id : "");
	cells_str(w->c, x ? x->title : "");
	cells_str(w->c, x ? x->sentence : "");
	if (x)
		cells_num(w->c, (double)x->near, 4);
	else
		cells_str(w->c, "");
	cells_str(w->c, yes(x && x->exists, w->lang));
	cells_joined(w->c, w->x->applicants, w->x->n_applicants, w->lang);
}

static void
judged(const row *w)
{
	static const tensen_judgement none = {.id = NULL};
	const tensen_judgement *j = w->x->lead->judgement, *x = j ? j : &none;
	int by_model = x->by && x->by[0];

	count(w->c, j != NULL, (uint32_t)x->grade);
	cells_str(w->c, !j ? "" : by_model ? x->by : w->lang == TENSEN_JA ? "人" : "a person");
	optional(w->c, x->date);
	optional(w->c, x->application);
	optional(w->c, x->transfer);
	optional(w->c, x->objection);
	optional(w->c, x->quote_query);
	optional(w->c, x->quote_document);
}

/* The values of one column for all sources, in the order of the numbers in the first column. */
static void
of_sources(const row *w, const char *(*text)(const idea_source *, tensen_lang))
{
	buf b = BUF_INIT;

	for (size_t i = 0; i < w->r->n_sources; i++)
		buf_printf(&b, "%s%s", i ? " + " : "", text(&w->r->sources[i], w->lang));
	end_text(w->c, &b);
}

#define OF_SOURCE(member)                                                                          \
	static const char *source_##member(const idea_source *x, tensen_lang lang)                 \
	{                                                                                          \
		(void)lang;                                                                        \
		return x->member;                                                                  \
	}
OF_SOURCE(title)
OF_SOURCE(classes)
OF_SOURCE(problem)
OF_SOURCE(means)
OF_SOURCE(license_id)
OF_SOURCE(license_terms)
OF_SOURCE(applicants)

static const char *
source_status(const idea_source *x, tensen_lang lang)
{
	return x->id[0] ? status_word(x->status, lang) : "";
}

static const char *
source_open(const idea_source *x, tensen_lang lang)
{
	return open_word(x->open, lang);
}

static void
source_dates(const row *w)
{
	buf b = BUF_INIT;

	for (size_t i = 0; i < w->r->n_sources; i++) {
		if (i)
			buf_str(&b, " + ");
		table_date(&b, w->r->sources[i].date);
	}
	end_text(w->c, &b);
}

static void
source(const row *w, const tensen_style *style)
{
	cells_str(w->c, w->r->own_fields[w->lang]);
	of_sources(w, source_classes);
	cells_str(w->c, w->r->functions);
	of_sources(w, source_problem);
	of_sources(w, source_means);
	of_sources(w, source_license_id);
	of_sources(w, source_license_terms);
	of_sources(w, source_applicants);
	of_sources(w, source_status);
	of_sources(w, source_open);
	source_dates(w);
	cells_num(w->c, (double)w->r->boldness, 2);
	cells_made_by(w->c, &w->r->base, style);
}

void
ideas_csv(const tensen_result *res, const tensen_style *style, buf *out)
{
	const ideas_result *r = RESULT_AS(ideas_result, res);
	cells c = cells_to(out);

	cells_names(&c, columns, sizeof columns / sizeof *columns, style->lang);
	for (size_t i = 0; i < r->n_ideas; i++) {
		const row w = {&c, r, &r->ideas[i], &r->details[i], style->lang};
		cells_str(&c, r->id);
		of_sources(&w, source_title);
		cells_int(&c, (long long)i + 1);
		target(&w);
		lead(&w);
		others(&w);
		nearest(&w);
		judged(&w);
		source(&w, style);
		cells_end(&c);
	}
}
