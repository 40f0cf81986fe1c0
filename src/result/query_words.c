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

static void
others_json(json *j, const query_words *w)
{
	json_key(j, "others");
	json_open(j, '[');
	for (uint32_t i = 0; i < w->n_others; i++) {
		json_open(j, '{');
		json_key_str(j, "word", w->others[i].word);
		json_key_strs(j, "also", w->others[i].also, w->others[i].n_also);
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
	if (w->n_others)
		others_json(j, w);
	if (w->missing)
		json_key_str(j, "missing", w->missing);
	if (w->nothing_here)
		json_key_bool(j, "nothing_here", 1);
}

void
query_words_note_say(buf *out, const query_words *w, tensen_lang lang)
{
	int ja = lang == TENSEN_JA;

	if (w->missing)
		buf_printf(out,
		    ja ? "注意：いちばん重い語「%s」は、どの文献にもありません\n"
		       : "note: no document has the weightiest word, \"%s\"\n",
		    w->missing);
	if (w->nothing_here)
		buf_str(out, ja ? "問いの語を二つ以上もつ文献はありません\n"
				: "nothing here: no document has two words of the question\n");
	if (w->known && w->n_examples) {
		buf_str(out, ja ? "索引にない語：" : "words not in the index: ");
		words_joined(out, w->examples, w->n_examples, lang);
		buf_char(out, '\n');
	}
	for (uint32_t i = 0; i < w->n_others; i++) {
		buf_str(out, i == 0 ? ja ? "同じものを指す語でも探しました：" : "also asked: "
			     : ja ? "；"
				  : "; ");
		buf_printf(out, ja ? "%s→" : "%s: ", w->others[i].word);
		words_joined(out, w->others[i].also, w->others[i].n_also, lang);
	}
	if (w->n_others)
		buf_char(out, '\n');
}

void
query_words_note(buf *out, const query_words *w, tensen_lang lang, size_t columns)
{
	buf text = BUF_INIT;
	const char *line, *end;

	query_words_note_say(&text, w, lang);
	for (line = buf_cstr(&text); *line; line = end + 1) {
		end = strchr(line, '\n');
		table_wrap(out, (span){line, (size_t)(end - line)}, columns - 2, 2);
	}
	buf_end_part(out, &text);
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
