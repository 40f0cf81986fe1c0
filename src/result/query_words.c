/* result/query_words.c - see query_words.h. */
#include "result/query_words.h"
#include "result/write/html.h"
#include "result/write/markdown.h"
#include "result/write/table.h"

static void
translated_json(json *j, const query_words *w)
{
	json_key(j, "translated");
	json_open(j, '[');
	for (uint32_t i = 0; i < w->n_translated; i++) {
		json_open(j, '{');
		json_key_str(j, "from", w->translated[i].from);
		json_key_str(j, "to", w->translated[i].to);
		json_key_num(j, "share", (double)w->translated[i].share, 3);
		json_close(j, '}');
	}
	json_close(j, ']');
}

void
query_words_json(json *j, const query_words *w)
{
	json_key_int(j, "known_terms", w->known);
	json_key_int(j, "unknown_terms", w->unknown);
	json_key_strs(j, "unknown_examples", w->examples, w->n_examples);
	if (w->n_translated)
		translated_json(j, w);
	if (w->translation)
		json_key_str(j, "translation", w->translation);
}

void
query_words_say(buf *out, const query_words *w, tensen_lang lang)
{
	int ja = lang == TENSEN_JA;

	if (w->known) {
		buf_str(out, ja ? "該当なし" : "none");
		return;
	}
	if (w->n_examples == 0) {
		buf_str(out, ja ? "手がかりになる語がありません" : "there is no word to go by");
		return;
	}
	buf_str(out,
	    ja ? "入力の語は、どれも索引にありません: " : "no word of the query is in the index: ");
	words_joined(out, w->examples, w->n_examples, lang);
}

void
query_words_table(buf *out, const query_words *w, tensen_lang lang, size_t columns)
{
	buf line = BUF_INIT;

	query_words_say(&line, w, lang);
	table_wrap(out, (span){line.p, line.n}, columns - 2, 2);
	buf_end_part(out, &line);
}

void
query_words_markdown(buf *out, const query_words *w, tensen_lang lang)
{
	buf line = BUF_INIT;

	query_words_say(&line, w, lang);
	buf_char(out, '\n');
	md_str(out, buf_cstr(&line));
	buf_char(out, '\n');
	buf_end_part(out, &line);
}

void
query_words_html(buf *out, const query_words *w, tensen_lang lang)
{
	buf line = BUF_INIT;

	query_words_say(&line, w, lang);
	html_element(out, "p", buf_cstr(&line));
	buf_end_part(out, &line);
}
