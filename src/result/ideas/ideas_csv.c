/* result/ideas/ideas_csv.c - ideas and combined patents as CSV.  A row holds everything that a
 * sheet shows. */
#include "result/write/cells.h"
#include "result/ideas/ideas_result.h"
#include "result/ideas/ideas_say.h"
#include "result/write/table.h"

/* Column names are a contract, like the keys of JSON: append, never rename. */
static const char *const columns[][2] = {{"特許番号", "patent"}, {"名称", "title"},
    {"順位", "rank"}, {"分野番号", "field"}, {"分野", "field_name"}, {"部門", "sector"},
    {"サブクラス", "subclass"}, {"サブクラス名", "subclass_name"}, {"用途仮説", "statement"},
    {"評点", "score"}, {"適合", "fit"}, {"意外", "surprise"}, {"課題百分位", "need_percentile"},
    {"先例百分位", "precedent_percentile"}, {"余白百分位", "whitespace_percentile"},
    {"距離百分位", "distance_percentile"}, {"課題文献", "need"}, {"課題文献名", "need_title"},
    {"課題の引用", "need_quote"}, {"他の課題文献", "other_needs"}, {"先例文献", "precedent"},
    {"先例文献名", "precedent_title"}, {"先例の引用", "precedent_quote"},
    {"他の先例文献", "other_precedents"}, {"既存文献", "refutation"},
    {"既存文献名", "refutation_title"}, {"既存の引用", "refutation_quote"},
    {"既存の近さ", "refutation_nearness"}, {"橋渡しの語", "bridges"}, {"相談先", "ask"},
    {"相違の語", "differs"}, {"課題の近さ", "need_problem"}, {"手段の近さ", "need_means"},
    {"課題の共通語", "need_marks"}, {"課題文献の年", "need_year"},
    {"他の課題の引用", "other_need_quotes"}, {"先例の共通語", "precedent_marks"},
    {"先例文献の年", "precedent_year"}, {"他の先例の引用", "other_precedent_quotes"},
    {"既存の共通語", "refutation_marks"}, {"既存文献の年", "refutation_year"},
    {"裏付文献", "support_documents"}, {"裏付出願人", "support_applicants"},
    {"裏付のうち開放", "support_open"}, {"裏付の最初の年", "support_first_year"},
    {"裏付の最後の年", "support_last_year"}, {"裏付の直近5年", "support_recent"},
    {"裏付のその前5年", "support_earlier"}, {"サブクラスの内訳", "subclasses"},
    {"対象の例", "products"}, {"分野の文献数", "field_documents"}, {"元の分野", "own_fields"},
    {"元の分類", "classes"}, {"働き", "functions"}, {"元の課題", "problem"}, {"元の手段", "means"},
    {"ライセンス番号", "license_id"}, {"許諾条件", "license_terms"}, {"権利者", "owner"},
    {"状態", "status"}, {"開放", "open"}, {"日付", "date"}, {"意外の重み", "boldness"},
    {"索引", "index"}, {"再現", "command"}};

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
	buf_end_part(c->out, b);
}

/* A number, or an empty cell when there is none. */
static void
number(cells *c, int is_there, double v, int digits)
{
	if (is_there)
		cells_num(c, v, digits);
	else
		cells_str(c, "");
}

static void
count(cells *c, int is_there, uint32_t v)
{
	if (is_there)
		cells_int(c, v);
	else
		cells_str(c, "");
}

static void
evidence(cells *c, const tensen_evidence *e)
{
	cells_str(c, e ? e->id : "");
	cells_str(c, e ? e->title : "");
	cells_str(c, e ? e->quote : "");
}

/* The words that the quote shares with the query, and the year of the document. */
static void
marks_and_year(const row *w, const tensen_evidence *e)
{
	cells_joined(w->c, e ? e->marks : NULL, e ? e->n_marks : 0, w->lang);
	count(w->c, e && e->date, e ? e->date / 10000 : 0);
}

static void
other_ids(const row *w, const tensen_evidence *e, size_t n)
{
	buf b = BUF_INIT;

	for (size_t i = 1; i < n; i++)
		buf_printf(&b, "%s%s", i == 1 ? "" : w->lang == TENSEN_JA ? "、" : ", ", e[i].id);
	end_text(w->c, &b);
}

/* Number, year, title and quote of each document but the first, on one line for tools that read
 * a row as a line. */
static void
other_quotes(const row *w, const tensen_evidence *e, size_t n)
{
	int ja = w->lang == TENSEN_JA;
	buf b = BUF_INIT;

	for (size_t i = 1; i < n; i++) {
		buf_printf(&b, "%s%s", i == 1 ? "" : " / ", e[i].id);
		if (e[i].date)
			buf_printf(&b, ja ? "（%u）" : " (%u)", e[i].date / 10000);
		buf_printf(&b, ja ? "%s「%s」" : " %s: “%s”", e[i].title, e[i].quote);
	}
	end_text(w->c, &b);
}

/* Combined patents have a score without parts: the cells stay empty. */
static void
parts(const row *w)
{
	const tensen_idea *x = w->x;
	const float v[] = {x->fit, x->surprise, x->need, x->precedent, x->whitespace, x->distance};

	for (size_t i = 0; i < sizeof v / sizeof *v; i++)
		number(w->c, !ideas_is_combine(w->r), (double)v[i], 4);
}

static void
target(const row *w)
{
	const tensen_idea *x = w->x;

	cells_int(w->c, x->field);
	cells_str(w->c, w->d->field_name[w->lang]);
	cells_str(w->c, w->d->sector_name[w->lang]);
	cells_str(w->c, x->subclass);
	cells_str(w->c, w->d->subclass_name[w->lang]);
	cells_str(w->c, w->lang == TENSEN_JA ? x->statement_ja : x->statement_en);
	cells_num(w->c, (double)x->score, 4);
	parts(w);
}

static void
documents(const row *w)
{
	const tensen_idea *x = w->x;

	evidence(w->c, x->n_needs ? &x->needs[0] : NULL);
	other_ids(w, x->needs, x->n_needs);
	evidence(w->c, x->n_precedents ? &x->precedents[0] : NULL);
	other_ids(w, x->precedents, x->n_precedents);
	evidence(w->c, x->refutation);
	number(
	    w->c, x->refutation != NULL, x->refutation ? evidence_nearness(x->refutation) : 0, 4);
	cells_joined(w->c, x->bridges, x->n_bridges, w->lang);
	cells_joined(w->c, x->applicants, x->n_applicants, w->lang);
}

static void
grounds(const row *w)
{
	const tensen_idea *x = w->x;
	const tensen_evidence *need = x->n_needs ? &x->needs[0] : NULL;
	const tensen_evidence *precedent = x->n_precedents ? &x->precedents[0] : NULL;

	cells_joined(w->c, x->differs, x->n_differs, w->lang);
	number(w->c, need != NULL, need ? (double)need->problem : 0, 4);
	number(w->c, need && !ideas_is_combine(w->r), need ? (double)need->means : 0, 4);
	marks_and_year(w, need);
	other_quotes(w, x->needs, x->n_needs);
	marks_and_year(w, precedent);
	other_quotes(w, x->precedents, x->n_precedents);
	marks_and_year(w, x->refutation);
}

static void
subclasses(const row *w)
{
	buf b = BUF_INIT;

	subclasses_say(&b, w->d, w->lang);
	end_text(w->c, &b);
}

static void
support(const row *w)
{
	const tensen_support *s = &w->x->support;
	int is_there = !ideas_is_combine(w->r);

	count(w->c, is_there, s->documents);
	count(w->c, is_there, s->applicants);
	count(w->c, is_there, s->open);
	count(w->c, s->first_year != 0, s->first_year);
	count(w->c, s->last_year != 0, s->last_year);
	count(w->c, is_there, s->recent);
	count(w->c, is_there, s->earlier);
}

/* One column of the query's patent.  With several patents the values are joined by " + ", in
 * the order of the numbers in the first column. */
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
	return !x->open ? "" : lang == TENSEN_JA ? "開放" : "open";
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
	cells_str(w->c, w->d->products[w->lang]);
	cells_int(w->c, w->d->field_size);
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
	number(w->c, !ideas_is_combine(w->r), (double)w->r->boldness, 2);
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
		documents(&w);
		grounds(&w);
		support(&w);
		subclasses(&w);
		source(&w, style);
		cells_end(&c);
	}
}
