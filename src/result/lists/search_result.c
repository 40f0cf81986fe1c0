/* result/lists/search_result.c - a search result as table and JSON. */
#include "result/lists/search_result.h"
#include "result/write/table.h"

static int
empty(const tensen_result *r)
{
	return RESULT_AS(search_result, r)->n_hits == 0;
}

const char *
field_list(tensen_result *r, const fields *f, uint64_t mask, tensen_lang lang)
{
	buf b = BUF_INIT;

	for (unsigned i = 1; i <= N_FIELDS; i++) {
		if (!(mask & FIELD_BIT(i)))
			continue;
		if (b.n)
			buf_str(&b, lang == TENSEN_JA ? "、" : ", ");
		buf_span(&b, fields_info(f, i)->short_name[lang]);
	}
	return result_text(r, &b);
}

/* Hit i; group: its name is written, unless NULL. */
static void
json_hit(json *j, const search_result *r, size_t i, size_t rank, const hit_group *group,
    tensen_lang lang)
{
	const tensen_hit *h = &r->hits[i];
	const hit_detail *d = &r->details[i];

	json_open(j, '{');
	json_key_int(j, "rank", (int64_t)rank);
	json_key_str(j, "id", h->id);
	json_key_str(j, "title", h->title);
	json_key_num(j, "score", h->score, 6);
	json_key_num(j, "dense", h->dense, 4);
	json_key_num(j, "lexical", h->lexical, 4);
	fields_json_mask(j, "fields", h->fields);
	json_key_str(j, "field_names", d->field_names[lang]);
	json_key_str(j, "applicants", d->applicants);
	json_key_int(j, "date", h->date);
	json_key_str(j, "status", status_word(h->status, TENSEN_EN));
	json_key_bool(j, "open", h->open);
	if (d->sentence) {
		json_key_str(j, "class", d->class_symbol);
		json_key_str(j, "sentence", d->sentence);
		json_key_strs(j, "marks", d->highlights, d->n_highlights);
	}
	if (d->n_terms) {
		json_key_open(j, "terms", '[');
		for (uint32_t k = 0; k < d->n_terms; k++) {
			json_open(j, '{');
			json_key_str(j, "term", d->terms[k].term);
			json_key_num(j, "weight", d->terms[k].weight, 4);
			json_close(j, '}');
		}
		json_close(j, ']');
	}
	if (group)
		json_key_str(j, "group", group->symbol);
	json_close(j, '}');
}

static void
json_hits(json *j, const search_result *r, const hit_range *l, tensen_lang lang)
{
	json_key_open(j, "hits", '[');
	for (size_t i = l->first; i < l->end; i++)
		json_hit(j, r, i, l->rank + i - l->first, NULL, lang);
	json_close(j, ']');
}

static void
json_groups(json *j, const search_result *r, tensen_lang lang)
{
	static const char *const words[] = {NULL, "wipo35", "ipc3", "ipc4"};

	json_key_str(j, "per", words[r->per]);
	json_key_int(j, "groups_total", (int64_t)r->all_groups);
	json_key_open(j, "groups", '[');
	for (size_t i = 0; i < r->n_groups; i++) {
		const hit_range l = search_list(r, i);

		json_open(j, '{');
		json_key_str(j, "group", l.group->symbol);
		json_key_str(j, "group_name", l.group->name[lang]);
		json_key_int(j, "documents", (int64_t)l.group->documents);
		json_hits(j, r, &l, lang);
		json_close(j, '}');
	}
	json_close(j, ']');
}

static void
to_json(const tensen_result *res, const tensen_style *style, json *j)
{
	const search_result *r = RESULT_AS(search_result, res);

	json_key_str(j, "query", r->query);
	fields_json_mask(j, "query_fields", r->query_fields);
	json_key_bool(j, "query_fields_guessed", r->fields_guessed);
	query_words_json(j, &r->words);
	json_key_int(j, "total", (int64_t)r->total);
	json_key_open(j, "per_field", '{');
	for (unsigned f = 1; f <= N_FIELDS; f++) {
		char key[4];
		if (!r->per_field[f])
			continue;
		key[0] = (char)('0' + f / 10);
		key[1] = (char)('0' + f % 10);
		key[2] = '\0';
		json_key_int(j, f < 10 ? key + 1 : key, (int64_t)r->per_field[f]);
	}
	json_close(j, '}');
	if (r->per) {
		json_groups(j, r, style->lang);
	} else {
		const hit_range all = search_list(r, 0);
		json_hits(j, r, &all, style->lang);
	}
}

static void
to_jsonl(const tensen_result *res, const tensen_style *style, buf *out)
{
	const search_result *r = RESULT_AS(search_result, res);

	for (size_t k = 0; k < search_lists(r); k++) {
		const hit_range l = search_list(r, k);

		for (size_t i = l.first; i < l.end; i++) {
			json j;
			json_init(&j, out, 0);
			json_hit(&j, r, i, l.rank + i - l.first, l.group, style->lang);
			buf_char(out, '\n');
		}
	}
}

static void
explain(buf *out, const hit_detail *d, unsigned columns)
{
	buf line = BUF_INIT;

	for (uint32_t k = 0; k < d->n_terms; k++)
		buf_printf(&line, "%s%s %.3f", k ? "  " : "", d->terms[k].term,
		    (double)d->terms[k].weight);
	buf_str(out, "      ");
	table_wrap(out, (span){line.p, line.n}, columns - 6, 6);
	buf_end_part(out, &line);
}

/* Two lines per hit: rank, score, id and title; then field, date, state, owner. */
static void
table_hit(
    const search_result *r, size_t i, size_t rank, const tensen_style *style, unsigned w, buf *out)
{
	const tensen_hit *h = &r->hits[i];
	const hit_detail *d = &r->details[i];
	buf line = BUF_INIT;

	buf_printf(out, "%4zu  %.3f  ", rank, (double)h->score);
	buf_printf(&line, "%s  %s", h->id, h->title);
	table_cell(out, (span){line.p, line.n}, w - 13, 0);
	buf_again(&line);
	buf_str(&line, d->field_names[style->lang]);
	buf_str(&line, "  ");
	table_date(&line, h->date);
	if (h->status)
		buf_printf(&line, "  %s", status_word(h->status, style->lang));
	if (h->open)
		buf_str(&line, style->lang == TENSEN_JA ? "  開放" : "  open");
	buf_printf(&line, "  %s", d->applicants);
	buf_str(out, "\n             ");
	table_cell(out, (span){line.p, line.n}, w - 13, 0);
	buf_char(out, '\n');
	buf_end_part(out, &line);
	if (d->n_terms)
		explain(out, d, w);
}

static void
table_head(buf *out, const search_result *r, tensen_lang lang)
{
	const char *per = search_per(r, lang);

	if (r->total == 0)
		buf_str(out, lang == TENSEN_JA
				 ? "条件に合う文献がありません。絞り込みをゆるめてください。\n"
				 : "no document passes the filter: loosen it\n");
	else if (lang == TENSEN_JA)
		buf_printf(out, "%s%s類似文献（条件に合う %llu 件のうち）\n", per,
		    per[0] ? "の" : "", (unsigned long long)r->total);
	else
		buf_printf(out, "similar documents%s%s (of %llu that pass the filter)\n",
		    per[0] ? " " : "", per, (unsigned long long)r->total);
}

static void
table_group(buf *out, const hit_group *g, tensen_lang lang, unsigned w)
{
	buf line = BUF_INIT;

	search_heading(&line, g, lang);
	buf_char(out, '\n');
	table_wrap(out, (span){line.p, line.n}, w, 2);
	buf_end_part(out, &line);
}

static void
to_table(const tensen_result *res, const tensen_style *style, buf *out)
{
	const search_result *r = RESULT_AS(search_result, res);
	unsigned w = table_columns(style);

	if (r->words.known == 0 && r->n_hits == 0) {
		query_words_table(out, &r->words, style->lang, w);
		return;
	}
	query_words_note(out, &r->words, style->lang, w);
	table_head(out, r, style->lang);
	for (size_t k = 0; k < search_lists(r); k++) {
		const hit_range l = search_list(r, k);

		if (l.group)
			table_group(out, l.group, style->lang, w);
		for (size_t i = l.first; i < l.end; i++)
			table_hit(r, i, l.rank + i - l.first, style, w, out);
	}
	if (r->all_groups > r->n_groups) {
		buf_char(out, '\n');
		search_more(out, r, style->lang);
		buf_char(out, '\n');
	}
}

static const result_class search_class = {"search", empty, to_json, to_table, to_jsonl, search_csv,
    search_markdown, search_html, NULL, 1};

search_result *
search_result_new(void)
{
	return result_new(&search_class, sizeof(search_result));
}

const tensen_hit *
tensen_result_hits(const tensen_result *r, size_t *n)
{
	const search_result *s = RESULT_AS(search_result, r);

	*n = r->cls == &search_class ? s->n_hits : 0;
	return *n ? s->hits : NULL;
}
