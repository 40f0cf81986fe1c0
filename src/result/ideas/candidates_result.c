/* result/ideas/candidates_result.c - what a list of candidates answers; in a terminal. */
#include "result/ideas/ideas_say.h"
#include "result/ideas/pair_columns.h"
#include "result/write/table.h"

const column candidates_keys[] = {
    KEY("id", COLUMN_TEXT, ideas_result, id),
    KEY("title", COLUMN_TEXT, ideas_result, title),
    KEY("own_fields", COLUMN_NAME, ideas_result, own_fields),
    KEY("query_fields", COLUMN_FIELDS, ideas_result, query_fields),
    KEY("own_fields_guessed", COLUMN_FLAG, ideas_result, fields_guessed),
    KEY("title_only", COLUMN_FLAG, ideas_result, title_only),
    KEY("own_family", COLUMN_COUNT, ideas_result, n_family),
    KEY("key_words", COLUMN_TEXTS, ideas_result, key_words, .n = MEMBER(ideas_result, n_key_words)),
    KEY(NULL, COLUMN_WITHIN, ideas_result, words, .of = query_words_columns),
    KEY("asked", COLUMN_ROWS, ideas_result, list.aspects, .n = MEMBER(ideas_result, list.n_aspects),
	OF(aspect_columns, tensen_aspect)),
    KEY("candidates", COLUMN_ROWS, ideas_result, list.v, .n = MEMBER(ideas_result, list.n),
	OF(candidate_columns, tensen_candidate)),
    {.type = COLUMNS_END},
};

/* A line to which a grade is added is one of the file that is read back. */
const column candidates_lists[] = {
    KEY(NULL, COLUMN_ROWS, ideas_result, list.v, .n = MEMBER(ideas_result, list.n),
	OF(candidate_line, tensen_candidate)),
    {.type = COLUMNS_END},
};

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
