/* result/ideas/candidates_result.c - candidates as JSON, JSONL, CSV and table. */
#include "result/ideas/candidates_result.h"
#include "fields/fields.h"
#include "corpus/document/document.h"
#include "result/ideas/idea_words.h"
#include "result/ideas/ideas_say.h"
#include "result/write/cells.h"
#include "result/write/quote.h"
#include "result/write/table.h"

static void
aspect_keys(json *j, const void *list, size_t i)
{
	const tensen_aspect *x = (const tensen_aspect *)list + i;

	json_key_str(j, "text", x->text);
	json_key_str(j, "kind", aspect_words[x->kind].name);
	json_key_num(j, "weight", x->weight, 2);
	json_key_int(j, "candidates", x->candidates);
	json_key_int(j, "good", x->good);
}

void
aspects_json(json *j, const char *key, const tensen_aspect *v, size_t n)
{
	json_key_objects(j, key, n, aspect_keys, v);
}

static void
signal_keys(json *j, const void *list, size_t i)
{
	const tensen_signal *x = (const tensen_signal *)list + i;

	json_key_str(j, "name", x->name);
	json_key_num(j, "value", x->value, 4);
	json_key_num(j, "adds", x->adds, 3);
}

static void
json_optional(json *j, const char *key, const char *s)
{
	if (s && s[0])
		json_key_str(j, key, s);
	else
		json_key_null(j, key);
}

static void
json_judgement(json *j, const tensen_judgement *x)
{
	if (!x) {
		json_key_null(j, "judgement");
		return;
	}
	json_key_open(j, "judgement", '{');
	json_key_int(j, "grade", x->grade);
	if (x->shelf >= 0)
		json_key_str(j, "shelf", shelf_words[x->shelf].name);
	else
		json_key_null(j, "shelf");
	json_optional(j, "by", x->by);
	json_optional(j, "date", x->date);
	json_optional(j, "application", x->application);
	json_optional(j, "transfer", x->transfer);
	json_optional(j, "quote_query", x->quote_query);
	json_optional(j, "quote_document", x->quote_document);
	json_optional(j, "objection", x->objection);
	json_close(j, '}');
}

void
candidate_json_keys(
    json *j, const tensen_candidate *c, const tensen_aspect *aspects, tensen_lang lang)
{
	json_key_str(j, "id", c->id);
	json_key_str(j, "title", c->title);
	json_key_str(j, "sentence", c->sentence);
	json_key_strs(j, "marks", c->highlights, c->n_highlights);
	json_key_bool(j, "title_only", c->title_only);
	json_key_open(j, "aspect", '{');
	json_key_int(j, "number", c->aspect);
	json_key_str(j, "kind", aspect_words[aspects[c->aspect].kind].name);
	json_key_str(j, "text", aspects[c->aspect].text);
	json_close(j, '}');
	json_key_open(j, "confidence", '{');
	json_key_str(j, "band", band_words[c->band].name);
	json_key_num(j, "share", c->share, 4);
	json_close(j, '}');
	json_key_str(j, "shelf", shelf_words[c->shelf].name);
	json_key_str(j, "application", c->application[lang]);
	json_key_int(j, "field", c->field);
	json_key_str(j, "subclass", c->subclass);
	json_key_str(j, "subclass_name", c->subclass_name[lang]);
	json_key_str(j, "applicants", c->applicants);
	json_key_int(j, "date", c->date);
	json_key_str(j, "status", doc_status_name(c->status));
	json_key_bool(j, "open", c->open);
	json_key_objects(j, "signals", c->n_signals, signal_keys, c->signals);
	json_judgement(j, c->judgement);
}

void
candidates_json(json *j, const char *key, const candidate_list *l, tensen_lang lang)
{
	json_key_open(j, key, '[');
	for (size_t i = 0; i < l->n; i++) {
		json_open(j, '{');
		json_key_int(j, "rank", (int64_t)i + 1);
		candidate_json_keys(j, &l->v[i], l->aspects, lang);
		json_close(j, '}');
	}
	json_close(j, ']');
}

static void
to_json(const tensen_result *res, const tensen_style *style, json *j)
{
	const candidates_result *r = RESULT_AS(candidates_result, res);

	json_key_str(j, "id", r->id);
	json_key_str(j, "title", r->title);
	json_key_str(j, "own_fields", r->own_fields[style->lang] ? r->own_fields[style->lang] : "");
	fields_json_mask(j, "query_fields", r->query_fields);
	json_key_bool(j, "own_fields_guessed", r->fields_guessed);
	json_key_bool(j, "title_only", r->title_only);
	json_key_int(j, "own_family", r->n_family);
	json_key_strs(j, "key_words", r->key_words, r->n_key_words);
	query_words_json(j, &r->words);
	aspects_json(j, "aspects", r->list.aspects, r->list.n_aspects);
	candidates_json(j, "candidates", &r->list, style->lang);
}

/* One candidate a line, with the query's id: a line to which a grade is added is one of the
 * file that is read back. */
static void
to_jsonl(const tensen_result *res, const tensen_style *style, buf *out)
{
	const candidates_result *r = RESULT_AS(candidates_result, res);

	for (size_t i = 0; i < r->list.n; i++) {
		json j;
		json_init(&j, out, 0);
		json_open(&j, '{');
		json_key_str(&j, "query", r->id);
		json_key_int(&j, "rank", (int64_t)i + 1);
		candidate_json_keys(&j, &r->list.v[i], r->list.aspects, style->lang);
		json_close(&j, '}');
		buf_char(out, '\n');
	}
}

static void
csv_candidate(cells *c, const tensen_candidate *x, const tensen_aspect *met, tensen_lang lang)
{
	cells_str(c, x->title);
	cells_str(c, met->text);
	cells_str(c, aspect_words[met->kind].of[lang]);
	cells_str(c, x->sentence);
	cells_num(c, (double)x->share, 3);
	cells_str(c, band_words[x->band].of[lang]);
	cells_str(c, shelf_words[x->shelf].of[lang]);
	cells_str(c, x->application[lang]);
	cells_str(c, x->subclass);
	cells_str(c, x->applicants);
	cells_date(c, x->date);
}

static void
csv_judgement(cells *c, const tensen_judgement *x)
{
	static const tensen_judgement none = {.id = NULL};
	const char *v[6];

	x = x ? x : &none;
	v[0] = x->by, v[1] = x->date, v[2] = x->transfer;
	v[3] = x->quote_query, v[4] = x->quote_document, v[5] = x->objection;
	for (size_t i = 0; i < 6; i++)
		cells_str(c, v[i] ? v[i] : "");
}

/* Grades are filled in here and read back: the columns of judgements are those of a judged file
 * (engine/eval/judged.c). */
static void
to_csv(const tensen_result *res, const tensen_style *style, buf *out)
{
	static const char *const names[][2] = {{"問い合わせ", "query"}, {"文献番号", "document"},
	    {"評点", "grade"}, {"区分", "kind"}, {"順位", "rank"}, {"名称", "title"},
	    {"観点", "aspect"}, {"観点の種類", "aspect kind"}, {"一致した文", "sentence"},
	    {"見込み", "confidence"}, {"確度", "band"}, {"棚", "shelf"}, {"転用先", "application"},
	    {"サブクラス", "subclass"}, {"出願人・権利者", "applicants"}, {"公開日", "published"},
	    {"評価者", "by"}, {"評価日", "date"}, {"転用の理由", "transfer"},
	    {"元の特許の該当箇所", "quote_query"}, {"文献の該当箇所", "quote_document"},
	    {"反論", "objection"}};
	const candidates_result *r = RESULT_AS(candidates_result, res);
	cells c = cells_to(out);

	cells_names(&c, names, sizeof names / sizeof *names, style->lang);
	for (size_t i = 0; i < r->list.n; i++) {
		const tensen_candidate *x = &r->list.v[i];
		const tensen_judgement *j = x->judgement;
		cells_str(&c, r->id);
		cells_str(&c, x->id);
		if (j)
			cells_int(&c, j->grade);
		else
			cells_str(&c, "");
		cells_str(&c, j && j->shelf >= 0 ? shelf_words[j->shelf].of[style->lang] : "");
		cells_int(&c, (long long)i + 1);
		csv_candidate(&c, x, &r->list.aspects[x->aspect], style->lang);
		csv_judgement(&c, j);
		cells_end(&c);
	}
}

/* The whole text is two aspects: outside its own classes, and everywhere.  People see one.  Returns
 * how many aspects from the i-th on are shown as one, with the sum of what they found. */
static size_t
alike(const candidates_result *r, size_t i, uint32_t *found)
{
	const tensen_aspect *v = r->list.aspects;
	size_t n = 1;

	*found = v[i].candidates;
	while (i + n < r->list.n_aspects && v[i].kind == TENSEN_ASPECT_WHOLE &&
	       v[i + n].kind == v[i].kind && strcmp(v[i + n].text, v[i].text) == 0)
		*found += v[i + n++].candidates;
	return n;
}

static void
table_aspects(const candidates_result *r, tensen_lang lang, unsigned w, buf *out)
{
	buf line = BUF_INIT;
	size_t n;

	buf_str(out, lang == TENSEN_JA ? "観点\n" : "aspects\n");
	for (size_t i = 0; i < r->list.n_aspects; i += n) {
		const tensen_aspect *a = &r->list.aspects[i];
		uint32_t found;
		n = alike(r, i, &found);
		buf_again(&line);
		buf_printf(&line, "%2zu", i + 1);
		if (n > 1)
			buf_printf(&line, "-%zu", i + n);
		buf_str(&line, ". ");
		buf_printf(&line, lang == TENSEN_JA ? "［%s %u 件］%s" : "[%s, %u] %s",
		    aspect_words[a->kind].of[lang], found, a->text);
		buf_str(out, "  ");
		table_wrap(out, (span){line.p, line.n}, w - 2, 6);
	}
	out->failed |= line.failed;
	buf_clear(&line);
}

/* The judgement of a language model; a person's own grade stands behind the title. */
static void
table_judgement(const tensen_judgement *x, tensen_lang lang, unsigned w, buf *out)
{
	buf line = BUF_INIT;

	if (!x || !x->by || !x->by[0])
		return;
	judged_say(&line, x, lang);
	if (x->transfer && x->transfer[0])
		buf_printf(&line, lang == TENSEN_JA ? "：%s" : ": %s", x->transfer);
	if (x->objection && x->objection[0])
		buf_printf(
		    &line, lang == TENSEN_JA ? "　反論：%s" : " Objection: %s", x->objection);
	buf_str(out, "     ");
	table_wrap(out, (span){line.p, line.n}, w - 5, 5);
	out->failed |= line.failed;
	buf_clear(&line);
}

static void
table_candidate(const candidates_result *r, size_t i, tensen_lang lang, unsigned w, buf *out)
{
	const tensen_candidate *x = &r->list.v[i];
	buf line = BUF_INIT;

	buf_printf(out, "%3zu. ", i + 1);
	buf_printf(&line, "%s %s", x->id, x->title);
	if (x->judgement)
		buf_printf(
		    &line, lang == TENSEN_JA ? "（評価 %d）" : " (graded %d)", x->judgement->grade);
	table_wrap(out, (span){line.p, line.n}, w - 5, 5);
	buf_again(&line);
	confidence_say(&line, x->band, x->share, lang);
	buf_printf(&line, lang == TENSEN_JA ? "｜%s｜%s %s｜観点 %u" : " | %s | %s %s | aspect %u",
	    shelf_words[x->shelf].of[lang], x->subclass, x->subclass_name[lang], x->aspect + 1);
	buf_str(out, "     ");
	table_wrap(out, (span){line.p, line.n}, w - 5, 5);
	if (!x->title_only && x->sentence[0]) {
		buf_again(&line);
		buf_str(&line, "「");
		quote_shorten(&line, span_of(x->sentence), 2 * (w - 9),
		    (highlights){x->highlights, x->n_highlights});
		buf_str(&line, "」");
		buf_str(out, "     ");
		table_wrap(out, (span){line.p, line.n}, w - 5, 5);
	}
	table_judgement(x->judgement, lang, w, out);
	out->failed |= line.failed;
	buf_clear(&line);
}

static void
to_table(const tensen_result *res, const tensen_style *style, buf *out)
{
	const candidates_result *r = RESULT_AS(candidates_result, res);
	unsigned w = table_columns(style);
	int ja = style->lang == TENSEN_JA;
	buf line = BUF_INIT;

	if (r->words.known == 0) {
		query_words_table(out, &r->words, style->lang, w);
		return;
	}
	if (r->id[0]) {
		buf_printf(&line, "%s %s", r->id, r->title);
		table_wrap(out, (span){line.p, line.n}, w, 2);
	}
	if (r->title_only)
		buf_printf(out, "  %s\n", title_only_say(style->lang));
	table_aspects(r, style->lang, w, out);
	buf_printf(out,
	    ja ? "\n候補 %zu 件（同じ製品系列として除いた文献 %u 件）\n"
	       : "\n%zu candidates (%u of its own product family set aside)\n",
	    r->list.n, r->n_family);
	for (size_t i = 0; i < r->list.n; i++)
		table_candidate(r, i, style->lang, w, out);
	out->failed |= line.failed;
	buf_clear(&line);
}

static int
empty(const tensen_result *r)
{
	return RESULT_AS(candidates_result, r)->list.n == 0;
}

static const result_class candidates_class = {
    "candidates", empty, to_json, to_table, to_jsonl, to_csv, NULL, NULL, NULL, 1};

candidates_result *
candidates_result_new(void)
{
	return result_new(&candidates_class, sizeof(candidates_result));
}

const candidate_list *
candidates_of(const tensen_result *r)
{
	return r->cls == &candidates_class ? &RESULT_AS(candidates_result, r)->list : NULL;
}
