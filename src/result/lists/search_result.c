/* result/lists/search_result.c - a search result as table and JSON. */
#include "result/lists/search_result.h"
#include "result/write/table.h"

static int
search_empty(const tensen_result *r)
{
	return RESULT_AS(search_result, r)->n_hits == 0;
}

const char *
field_list(tensen_result *result, const fields *names, uint64_t mask, tensen_lang lang)
{
	buf b = BUF_INIT;

	for (unsigned i = 1; i <= N_FIELDS; i++) {
		if (!(mask & FIELD_BIT(i)))
			continue;
		if (b.n)
			buf_str(&b, lang == TENSEN_JA ? "、" : ", ");
		buf_span(&b, fields_info(names, i)->short_name[lang]);
	}
	return result_text(result, &b);
}

/* Hit i; group: its name is written, unless NULL. */
static void
json_hit(json *out, const search_result *result, size_t i, size_t rank, const hit_group *group,
    tensen_lang lang)
{
	const tensen_hit *h = &result->hits[i];
	const hit_detail *d = &result->details[i];

	json_open(out, '{');
	json_key_int(out, "rank", (int64_t)rank);
	json_key_str(out, "id", h->id);
	json_key_str(out, "title", h->title);
	json_key_num(out, "score", h->score, 6);
	json_key_num(out, "dense", h->dense, 4);
	json_key_num(out, "lexical", h->lexical, 4);
	fields_json_mask(out, "fields", h->fields);
	json_key_str(out, "field_names", d->field_names[lang]);
	json_key_str(out, "applicants", d->applicants);
	json_key_int(out, "date", h->date);
	json_key_str(out, "status", status_word(h->status, TENSEN_EN));
	json_key_bool(out, "open", h->open);
	if (d->sentence) {
		json_key_str(out, "class", d->class_symbol);
		json_key_str(out, "sentence", d->sentence);
		json_key_strs(out, "marks", d->highlights, d->n_highlights);
	}
	if (d->n_terms) {
		json_key_open(out, "terms", '[');
		for (uint32_t k = 0; k < d->n_terms; k++) {
			json_open(out, '{');
			json_key_str(out, "term", d->terms[k].term);
			json_key_num(out, "weight", d->terms[k].weight, 4);
			json_close(out, '}');
		}
		json_close(out, ']');
	}
	if (group)
		json_key_str(out, "group", group->symbol);
	json_close(out, '}');
}

static void
json_hits(json *out, const search_result *result, const hit_range *between, tensen_lang lang)
{
	json_key_open(out, "hits", '[');
	for (size_t i = between->first; i < between->end; i++)
		json_hit(out, result, i, between->rank + i - between->first, NULL, lang);
	json_close(out, ']');
}

static void
json_groups(json *out, const search_result *result, tensen_lang lang)
{
	static const char *const words[] = {NULL, "wipo35", "ipc3", "ipc4"};

	json_key_str(out, "per", words[result->per]);
	json_key_int(out, "groups_total", (int64_t)result->all_groups);
	json_key_open(out, "groups", '[');
	for (size_t i = 0; i < result->n_groups; i++) {
		const hit_range l = search_list(result, i);

		json_open(out, '{');
		json_key_str(out, "group", l.group->symbol);
		json_key_str(out, "group_name", l.group->name[lang]);
		json_key_int(out, "documents", (int64_t)l.group->documents);
		json_hits(out, result, &l, lang);
		json_close(out, '}');
	}
	json_close(out, ']');
}

static void
to_json(const tensen_result *res, const tensen_style *style, json *out)
{
	const search_result *r = RESULT_AS(search_result, res);

	json_key_str(out, "query", r->query);
	fields_json_mask(out, "query_fields", r->query_fields);
	json_key_bool(out, "query_fields_guessed", r->fields_guessed);
	query_words_json(out, &r->words);
	json_key_int(out, "total", (int64_t)r->total);
	json_key_open(out, "per_field", '{');
	for (unsigned f = 1; f <= N_FIELDS; f++) {
		char key[4];
		if (!r->per_field[f])
			continue;
		key[0] = (char)('0' + f / 10);
		key[1] = (char)('0' + f % 10);
		key[2] = '\0';
		json_key_int(out, f < 10 ? key + 1 : key, (int64_t)r->per_field[f]);
	}
	json_close(out, '}');
	if (r->per) {
		json_groups(out, r, style->lang);
	} else {
		const hit_range all = search_list(r, 0);
		json_hits(out, r, &all, style->lang);
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
search_explain(buf *out, const hit_detail *detail, unsigned columns)
{
	buf line = BUF_INIT;

	for (uint32_t k = 0; k < detail->n_terms; k++)
		buf_printf(&line, "%s%s %.3f", k ? "  " : "", detail->terms[k].term,
		    (double)detail->terms[k].weight);
	buf_str(out, "      ");
	table_wrap(out, (span){line.p, line.n}, columns - 6, 6);
	buf_end_part(out, &line);
}

/* Two lines per hit: rank, score, id and title; then field, date, state, owner. */
static void
table_hit(const search_result *result, size_t i, size_t rank, const tensen_style *style, unsigned w,
    buf *out)
{
	const tensen_hit *h = &result->hits[i];
	const hit_detail *d = &result->details[i];
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
		search_explain(out, d, w);
}

static void
table_head(buf *out, const search_result *result, tensen_lang lang)
{
	const char *per = search_per(result, lang);

	if (result->total == 0)
		buf_str(out, lang == TENSEN_JA
				 ? "条件に合う文献がありません。絞り込みをゆるめてください。\n"
				 : "no document passes the filter: loosen it\n");
	else if (lang == TENSEN_JA)
		buf_printf(out, "%s%s類似文献（条件に合う %llu 件のうち）\n", per,
		    per[0] ? "の" : "", (unsigned long long)result->total);
	else
		buf_printf(out, "similar documents%s%s (of %llu that pass the filter)\n",
		    per[0] ? " " : "", per, (unsigned long long)result->total);
}

static void
table_group(buf *out, const hit_group *group_of, tensen_lang lang, unsigned w)
{
	buf line = BUF_INIT;

	search_heading(&line, group_of, lang);
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

static const result_class search_class = {"search", search_empty, to_json, to_table, to_jsonl,
    search_csv, search_markdown, search_html, NULL, 1};

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
