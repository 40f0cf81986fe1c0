/* result/ideas/ideas_table.c - ideas and unread documents for an 80-column terminal. */
#include "result/ideas/ideas_result.h"
#include "result/ideas/ideas_say.h"
#include "result/ideas/pair_columns.h"
#include "result/write/table.h"

#define INDENT 5
#define LABEL_COLUMNS 14 /* columns of the widest label with its gap */

/* A label and the text behind it, wrapped under itself; nothing for an empty text. */
static void
ideas_row(buf *out, const char *name, span text, unsigned w)
{
	if (text.n == 0)
		return;
	buf_str(out, "     ");
	table_cell(out, span_of(name), LABEL_COLUMNS, 1);
	table_wrap(out, text, w - INDENT - LABEL_COLUMNS, INDENT + LABEL_COLUMNS);
}

/* The same with what b holds, which is emptied. */
static void
row_of(buf *out, const char *name, buf *to, unsigned w)
{
	ideas_row(out, name, (span){to->p ? to->p : "", to->n}, w);
	out->failed |= to->failed;
	buf_again(to);
}

void
asked_table(buf *out, const tensen_aspect *one_aspect, size_t n, tensen_lang lang, unsigned w)
{
	buf line = BUF_INIT;

	if (n)
		buf_str(out, lang == TENSEN_JA ? "観点\n" : "asked\n");
	for (size_t i = 0, said = 0; i < n; i++) {
		if (one_aspect[i].kind == TENSEN_ASPECT_ELSEWHERE && !one_aspect[i].looked)
			continue; /* a dozen are asked, and few find something in a small corpus */
		buf_again(&line);
		asked_say(&line, &one_aspect[i], lang);
		buf_printf(out, "  %zu. ", ++said);
		table_wrap(out, (span){line.p, line.n}, w - 6, 6);
	}
	out->failed |= line.failed;
	buf_clear(&line);
}

void
candidate_table(buf *out, const candidate_list *cands, size_t i, tensen_lang lang, unsigned w)
{
	const tensen_candidate *x = &cands->v[i];
	const tensen_document_ref *d = &x->document;
	buf b = BUF_INIT;

	buf_printf(out, "%3zu. ", i + 1);
	document_say(&b, d, lang);
	if (d->subclass[0])
		buf_printf(&b, lang == TENSEN_JA ? "［%s %s］" : " [%s %s]", d->subclass,
		    d->subclass_name[lang]);
	table_wrap(out, (span){b.p, b.n}, w - INDENT, INDENT);
	out->failed |= b.failed;
	buf_clear(&b);
	lines_table(out, unread_columns, x, lang, (line_columns){INDENT, LABEL_COLUMNS, w});
}

static void
table_idea(const ideas_result *result, size_t i, tensen_lang lang, unsigned w, buf *out)
{
	const tensen_idea *x = &result->ideas[i];
	buf b = BUF_INIT;

	buf_printf(out, "\n%3zu. ", i + 1);
	idea_heading_say(&b, x, lang);
	table_wrap(out, (span){b.p, b.n}, w - INDENT, INDENT);
	buf_again(&b);
	document_say(&b, &x->document, lang);
	row_of(out, lang == TENSEN_JA ? "根拠文献" : "document", &b, w);
	buf_clear(&b);
	lines_table(out, idea_columns, x, lang, (line_columns){INDENT, LABEL_COLUMNS, w});
}

static void
table_ideas(const ideas_result *result, tensen_lang lang, unsigned w, buf *out)
{
	if (result->n_ideas)
		buf_printf(out, lang == TENSEN_JA ? "\n用途仮説 %zu 件\n" : "\nIdeas: %zu\n",
		    result->n_ideas);
	for (size_t i = 0; i < result->n_ideas; i++)
		table_idea(result, i, lang, w, out);
}

static void
table_unread(const ideas_result *result, tensen_lang lang, unsigned w, buf *out)
{
	buf b = BUF_INIT;

	if (!result->list.n)
		return;
	buf_char(out, '\n');
	unread_say(&b, result, lang);
	table_wrap(out, (span){b.p, b.n}, w, 0);
	buf_str(out, "  ");
	table_wrap(out, span_of(grading_say(lang)), w - 2, 2);
	for (size_t i = 0; i < result->list.n; i++) {
		if (begins_titles(&result->list, i))
			buf_printf(out, "  %s\n", titles_say(lang));
		candidate_table(out, &result->list, i, lang, w);
	}
	out->failed |= b.failed;
	buf_clear(&b);
}

static void
table_query(const ideas_result *result, tensen_lang lang, unsigned w, buf *out)
{
	int ja = lang == TENSEN_JA;
	buf b = BUF_INIT;

	if (result->id[0])
		buf_printf(&b, "%s %s", result->id, result->title);
	else
		buf_str(&b, ja ? "入力された文章" : "the given text");
	table_wrap(out, (span){b.p, b.n}, w - 2, 2);
	if (result->title_only) {
		buf_str(out, "  ");
		table_wrap(out, span_of(title_only_say(lang)), w - 2, 2);
	}
	out->failed |= b.failed;
	buf_clear(&b);
}

/* "  元の分野: ...", nothing for an empty text. */
static void
query_line(buf *out, const char *name, const char *text, const char *more, unsigned w)
{
	buf b = BUF_INIT;

	if (!text[0])
		return;
	buf_printf(&b, "%s: %s%s", name, text, more);
	buf_str(out, "  ");
	table_wrap(out, (span){b.p, b.n}, w - 4, 4);
	out->failed |= b.failed;
	buf_clear(&b);
}

static void
table_head(const ideas_result *result, tensen_lang lang, unsigned w, buf *out)
{
	int ja = lang == TENSEN_JA;
	const char *guessed = ja ? "（文章から推定）" : " (guessed from the text)";
	buf b = BUF_INIT;

	table_query(result, lang, w, out);
	query_line(out, ja ? "元の分野" : "own field", result->own_fields[lang],
	    result->fields_guessed ? guessed : "", w);
	words_rejoined(&b, result->functions, lang);
	query_line(out, ja ? "働き" : "does", buf_cstr(&b), "", w);
	out->failed |= b.failed;
	buf_clear(&b);
	if (result->n_family)
		buf_printf(out,
		    ja ? "  同じ製品系列として除いた文献: %u 件\n"
		       : "  set aside as its own product family: %u\n",
		    result->n_family);
	if (result->n_same_trade)
		buf_printf(out,
		    ja ? "  同じサブクラスに四件目からの用途仮説: %u 件（候補の一覧にあります）\n"
		       : "  more ideas of a subclass that has three: %u (in the list of "
			 "candidates)\n",
		    result->n_same_trade);
}

static void
table_nothing(const ideas_result *result, tensen_lang lang, unsigned w, buf *out)
{
	const char *lines[NOTHING_LINES];
	size_t n = nothing_say(lines, result, lang);

	buf_char(out, '\n');
	for (size_t i = 0; i < n; i++) {
		buf_str(out, i ? "  - " : "");
		table_wrap(out, span_of(lines[i]), w - 4, i ? 4 : 0);
	}
}

void
ideas_table(const tensen_result *res, const tensen_style *style, buf *out)
{
	const ideas_result *r = RESULT_AS(ideas_result, res);
	unsigned w = table_columns(style);

	if (r->words.known == 0) {
		query_words_table(out, &r->words, style->lang, w);
		return;
	}
	table_head(r, style->lang, w, out);
	table_ideas(r, style->lang, w, out);
	if (r->n_ideas == 0)
		table_nothing(r, style->lang, w, out);
	buf_char(out, '\n');
	asked_table(out, r->list.aspects, r->list.n_aspects, style->lang, w);
	table_unread(r, style->lang, w, out);
}

void
candidates_table(const tensen_result *res, const tensen_style *style, buf *out)
{
	const ideas_result *r = RESULT_AS(ideas_result, res);
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
	asked_table(out, r->list.aspects, r->list.n_aspects, style->lang, w);
	buf_printf(out,
	    ja ? "\n候補 %zu 件（同じ製品系列として除いた文献 %u 件）\n"
	       : "\n%zu candidates (%u of its own product family set aside)\n",
	    r->list.n, r->n_family);
	for (size_t i = 0; i < r->list.n; i++)
		candidate_table(out, &r->list, i, style->lang, w);
	out->failed |= line.failed;
	buf_clear(&line);
}
